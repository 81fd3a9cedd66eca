#!/bin/sh
# Every kernel object defines only names of its own instruction set, and calls nothing but memcpy, memset, SLEEF's cinz functions and
# what sanitizers and coverage put in. A stray shared function would be an illegal instruction on an older machine, and a libm call
# would lose the same bits everywhere.  usage: check_kernels.sh LIST   (a file that names one object a line)
[ -r "$1" ] || { echo "usage: check_kernels.sh LIST; cannot read '$1'"; exit 2; }
tr ';' '\n' < "$1" | while read -r object; do
    [ -n "$object" ] || continue
    isa=$(echo "$object" | sed -n 's|.*/il_kernels_\([a-z0-9]*\)_[01]\.dir/.*|\1|p')
    nm -P "$object" | sed "s|^|$isa ${object##*CMakeFiles/} |" || echo "? $object unreadable U"
done | awk '
    BEGIN { tool = "^(__(asan|ubsan|tsan|lsan|msan|gcov|sanitizer|sancov|llvm|odr_asan)[_.]|__(start|stop)___sancov|sancov\\.|asan\\.|tsan\\.|_GLOBAL_OFFSET_TABLE_$)" }
    { object = $2; name = $3; type = $4; if (!(object in seen)) { seen[object] = 1; n++ } }
    type ~ /^[a-z]$/ && type != "w" && type != "v" { next } # local
    name ~ tool { next }
    type == "U" || type == "w" || type == "v" {
        if (name !~ /^(memcpy|memset|Sleef_cinz_[a-z0-9_]+)$/) { print object ": calls " name; bad++ }
        next
    }
    name !~ ("_" $1 "$") { print object ": defines " name ", which does not end in _" $1; bad++ }
    END { printf "%d kernel objects checked, %d names out of place\n", n, bad; exit bad > 0 || n == 0 }'
