#!/bin/sh
# Makes docs/body.png (the body from four sides) and docs/postures.png (tasks solved), where chromium is installed. The second takes
# the tasks named, or a choice of them.
# usage: pictures.sh [TASK ...]
cd "$(dirname "$0")/.." || exit 2
ilium=build/release/ilium
[ -x "$ilium" ] || { echo "build the program first: make build"; exit 2; }
command -v chromium > /dev/null || { echo "chromium is not installed, so the pictures stay as they are"; exit 0; }
[ $# -gt 0 ] || set -- standing one_leg_stance lean sit_relaxed straight_leg_raise kneeling_lunge plank hands_and_knees bridge
scratch=$(mktemp -d) || exit 2
trap 'rm -r "$scratch"' EXIT

# shoot PAGE WIDTH HEIGHT SCALE PNG
shoot() {
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files --user-data-dir="$scratch/profile" \
        --force-device-scale-factor="$4" --window-size="$2,$3" --screenshot="$5" "file://$1" 2> /dev/null
    echo "$5"
}

"$ilium" model draw "$scratch/body.svg" || exit 1
shoot "$scratch/body.svg" 921 1028 0.8 "$PWD/docs/body.png"
echo '<style>body{margin:0;background:#fff;display:grid;grid-template-columns:1fr 1fr 1fr}img{width:580px;height:400px;object-fit:contain;margin:8px}</style>' > "$scratch/all.html"
for task in "$@"; do
    "$ilium" solve "$task" --svg "$scratch/$task.svg" > /dev/null
    [ -f "$scratch/$task.svg" ] && echo "<img src=\"$task.svg\">" >> "$scratch/all.html"
done
rows=$((($# + 2) / 3))
shoot "$scratch/all.html" 1800 $((rows * 416)) 0.56 "$PWD/docs/postures.png"
