#!/bin/sh
# Makes docs/example-report.html from a teaching patient, and docs/report.png, the picture in the README, where chromium is installed.
cd "$(dirname "$0")/.." || exit 2
ilium=build/release/ilium
patient=examples/patients/teaching_desk_worker.json
[ -x "$ilium" ] || { echo "build the program first: make build"; exit 2; }
"$ilium" assess "$patient" --html docs/example-report.html > /dev/null || exit 1
echo "docs/example-report.html"
command -v chromium > /dev/null || { echo "chromium is not installed, so docs/report.png stays as it is"; exit 0; }

# two places of the report side by side, on one picture
scratch=$(mktemp -d) || exit 2
trap 'rm -r "$scratch"' EXIT
{
    echo '<style>body{margin:0;display:flex;background:#f4f5f7}iframe{border:0;width:1080px;height:1290px}</style>'
    for place in '' '#body'; do echo "<iframe src=\"file://$PWD/docs/example-report.html$place\"></iframe>"; done
} > "$scratch/both.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files --user-data-dir="$scratch/profile" \
    --force-device-scale-factor=0.65 --window-size=2160,1290 --screenshot="$PWD/docs/report.png" "file://$scratch/both.html" 2> /dev/null
echo "docs/report.png"
