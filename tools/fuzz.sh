#!/bin/sh
# Each fuzz target for FUZZ_SECONDS (60), starting from its corpus; new inputs stay in build/fuzz/found, crashes make it fail.
cd "$(dirname "$0")/.." || exit 2
seconds=${FUZZ_SECONDS:-60}
failed=0
for target in build/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=${target##*/fuzz_}
    mkdir -p "build/fuzz/found/$name" "fuzz/corpus/$name"
    echo "== fuzzing $name for $seconds s"
    "$target" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" \
        "build/fuzz/found/$name" "fuzz/corpus/$name" > "build/fuzz/$name.log" 2>&1 || failed=$((failed + 1))
    grep -E 'ERROR|SUMMARY|stat::number_of_executed_units|Test unit written' "build/fuzz/$name.log"
done
[ "$failed" -eq 0 ] || { echo "$failed targets failed: see build/fuzz/*.log"; exit 1; }
