#!/bin/sh
# Makes docs/example-report.html from a teaching patient, docs/desk-day.txt, the default person's day at a desk, and docs/report.png, the picture in the README,
# where chromium is installed.
cd "$(dirname "$0")/.." || exit 2
ilium=build/release/ilium
patient=examples/patients/teaching_desk_worker.json
[ -x "$ilium" ] || { echo "build the program first: make build"; exit 2; }
"$ilium" assess "$patient" --html docs/example-report.html > /dev/null || exit 1
echo "docs/example-report.html"
"$ilium" day desk_worker > docs/desk-day.txt 2> /dev/null || exit 1
echo "docs/desk-day.txt"
command -v chromium > /dev/null || { echo "chromium is not installed, so docs/report.png stays as it is"; exit 0; }

# three places of the report side by side, on one picture
scratch=$(mktemp -d) || exit 2
trap 'rm -r "$scratch"' EXIT
page=file://$PWD/docs/example-report.html
cat > "$scratch/both.html" << END
<style>body{margin:0;display:flex;background:#dcdfe6}div{width:1080px;margin:10px 0 10px 12px}iframe{border:0;width:1080px;display:block}</style>
<div><iframe src="$page" height="1380"></iframe></div>
<div><iframe src="$page#findings" height="660"></iframe><iframe src="$page#body" height="720"></iframe></div>
END
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files --user-data-dir="$scratch/profile" \
    --force-device-scale-factor=0.6 --window-size=2196,1400 --screenshot="$PWD/docs/report.png" "file://$scratch/both.html" 2> /dev/null
echo "docs/report.png"
