#!/bin/sh
# Run every program whose path starts so, one after the other. usage: run_each.sh build/release/bench_
cd "$(dirname "$0")/.." || exit 2
n=0 failed=0
for program in "$1"*; do
    [ -x "$program" ] && [ -f "$program" ] || continue
    n=$((n + 1))
    echo "== ${program##*/}"
    "$program" || { failed=$((failed + 1)); echo "   failed with exit code $?"; }
done
[ "$n" -gt 0 ] || echo "There is no program ${1##*/}* yet."
[ "$failed" -eq 0 ]
