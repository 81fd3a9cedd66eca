#!/bin/sh
# What the library must not do, seen from the names that its objects import: print, end the program, read the environment, change or follow the
# locale; and, in the layers base … scenario, call a libm function whose last bits depend on the processor (SLEEF's cinz functions do
# not). Also names of constants that clang calls floats.
# usage: check_library.sh LIST   (a file that names one object a line)
[ -r "$1" ] || { echo "usage: check_library.sh LIST; cannot read '$1'"; exit 2; }
cd "$(dirname "$0")/.." || exit 2
{
    tr ';' '\n' < "$1" | grep . | xargs nm -A -P
    grep -nHwE 'NAN|INFINITY' src/*/*.[ch] apps/*/*.[ch] tests/*.[ch] bench/*.c fuzz/*.c 2> /dev/null | sed 's/^/word /'
} | awk '
    BEGIN {
        split("stdout stderr printf vprintf puts putchar perror exit _exit _Exit quick_exit abort getenv secure_getenv putenv setenv setlocale uselocale rand srand " \
              "random strtod strtof strtold atof system popen signal sigaction", list)
        for (i in list) never[list[i]] = 1
        split("sin cos tan sincos asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp exp2 exp10 expm1 log log2 log10 log1p pow cbrt hypot " \
              "erf erfc tgamma lgamma", list)
        for (i in list) libm[list[i]] = 1
        split("base math model mech solve analysis body tissue scenario", list)
        for (i in list) core[list[i]] = 1
    }
    $1 == "word" { # but not inside a comment
        where = $2; sub(/:[^:0-9].*/, "", where)
        sub(/\/\/.*/, ""); gsub(/\/\*[^*]*\*\//, "")
        if (!/(^|[^A-Za-z0-9_])(NAN|INFINITY)([^A-Za-z0-9_]|$)/) next
        print where " the constant is a float to clang; use IL_NAN or IL_INF"; bad++
        next
    }
    {   # "…/il_mech.dir/src/mech/path.c.o: name type"
        object = $1; sub(/:$/, "", object); sub(/.*\/src\//, "src/", object); sub(/\.o$/, "", object)
        split(object, part, "/")
        name = $2; sub(/@.*/, "", name)
        if (!(object in seen)) { seen[object] = 1; n++ }
    }
    $3 != "U" { next }
    name in never { print object ": calls " name ", which the library must not"; bad++ }
    (name in libm) && (part[2] in core) { print object ": calls " name " of libm, whose last bits depend on the processor"; bad++ }
    END { printf "%d objects checked, %d faults\n", n, bad; exit bad > 0 || n == 0 }'
