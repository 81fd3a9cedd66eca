#!/bin/sh
# Every kernel object defines only names of its own instruction set, and calls nothing but memcpy, memset, SLEEF's cinz functions and
# what sanitizers and coverage put in. A stray shared function would be an illegal instruction on an older machine, and a libm call
# would lose the same bits everywhere.  usage: check_kernels.sh LIST   (a file that names one object a line)
[ -r "$1" ] || { echo "usage: check_kernels.sh LIST; cannot read '$1'"; exit 2; }
tr ';' '\n' < "$1" | grep . | xargs nm -A -P | awk '
    BEGIN { tool = "^(__(asan|ubsan|tsan|lsan|msan|gcov|sanitizer|sancov|llvm|odr_asan)[_.]|__(start|stop)___sancov|sancov\\.|asan\\.|tsan\\.|_GLOBAL_OFFSET_TABLE_$)" }
    {   # "…/il_kernels_v3_0.dir/src/mech/path.k.c.o: name type address size"
        object = $1; sub(/.*\/il_kernels_/, "", object); sub(/:$/, "", object)
        isa = object; sub(/_.*/, "", isa)
        name = $2; type = $3
        if (!(object in seen)) { seen[object] = 1; n++ }
    }
    type ~ /^[a-z]$/ && type != "w" && type != "v" { next } # local
    name ~ tool { next }
    type == "U" || type == "w" || type == "v" {
        if (name !~ /^(memcpy|memset|Sleef_cinz_[a-z0-9_]+)$/) { print object ": calls " name; bad++ }
        next
    }
    name !~ ("_" isa "$") { print object ": defines " name ", which does not end in _" isa; bad++ }
    END { printf "%d kernel objects checked, %d names out of place\n", n, bad; exit bad > 0 || n == 0 }'
