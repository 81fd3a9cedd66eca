#!/bin/sh
# Configure and build one preset; says one line, and the whole log only when something fails.
# usage: build.sh PRESET [TARGET...]
cd "$(dirname "$0")/.." || exit 2
preset=$1
shift
jobs=${JOBS:-$(nproc 2> /dev/null || echo 2)}
log=build/$preset.log
mkdir -p build
start=$(date +%s)
echo "== building $preset ($jobs at a time; log in $log)"
if ! cmake --preset "$preset" > "$log" 2>&1; then
    cat "$log" >&2
    echo "The build of $preset could not be set up. If the folder was moved or another compiler chosen: rm -r build/$preset" >&2
    exit 1
fi
if ! cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"} >> "$log" 2>&1; then
    grep -E -A 6 'error|warning|undefined reference|No such file' "$log" | head -60 >&2
    echo "The build of $preset failed; all of it is in $log" >&2
    exit 1
fi
seconds=$(($(date +%s) - start))
[ "$seconds" -lt 3 ] || echo "   built in $seconds s"
