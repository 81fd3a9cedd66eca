#!/bin/sh
# Looks for faults without running anything. Fails on: tabs, blanks at line ends, files over 600 lines (tests: 800), and what shellcheck and cppcheck
# call faults. Shows, without failing, lines over 150 characters, and how far clang-format would change what was changed since main.
cd "$(dirname "$0")/.." || exit 2
failed=0
fault() { printf '%s\n' "$1"; failed=$((failed + 1)); }
sources=$(ls src/*/*.[ch] include/ilium/*.h apps/*/*.[ch] tests/*.[ch] bench/*.c fuzz/*.c examples/*.c tools/*.c 2> /dev/null)

echo "== layout"
# shellcheck disable=SC2086 # names without blanks
{
    found=$(grep -nHE '[[:blank:]]$' $sources; grep -nH "$(printf '\t\|\r')" $sources)
    [ -z "$found" ] || fault "$found"
    for f in $sources; do
        lines=$(wc -l < "$f")
        case $f in tests/*) most=800 ;; *) most=600 ;; esac
        [ "$lines" -le $most ] || fault "$f: $lines lines; split it below $most"
        [ -z "$(tail -c 1 "$f")" ] || fault "$f: no newline at the end"
    done
    long=$(LC_ALL=C.UTF-8 grep -nHE '^.{151,}' $sources | cut -d : -f 1,2)
    [ -z "$long" ] || echo "over 150 characters, $(echo "$long" | wc -l) lines: $(echo "$long" | head -n 8 | tr '\n' ' ')..."
}

if command -v shellcheck > /dev/null; then
    echo "== shellcheck"
    shellcheck -s sh -e SC2015 tools/*.sh .ci/run || failed=$((failed + 1))
else
    echo "== shellcheck is not installed: skipped"
fi

if command -v cppcheck > /dev/null; then
    echo "== cppcheck"
    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 --suppressions-list=tools/cppcheck.txt \
        -j "$(nproc)" -D__x86_64__ -DNDEBUG -DILI_TAN=0 -DILI_PLAIN -DILI_ISA=_plain -Iinclude -Isrc src apps tools 2>&1 || failed=$((failed + 1))
else
    echo "== cppcheck is not installed: skipped"
fi

if command -v clang-format > /dev/null && git rev-parse --git-dir > /dev/null 2>&1; then
    echo "== clang-format (shown only)"
    changed=$(git diff --name-only --diff-filter=d main -- '*.c' '*.h' 2> /dev/null)
    # shellcheck disable=SC2086
    [ -z "$changed" ] || clang-format --dry-run $changed 2>&1 | grep -c 'warning:' | sed 's/$/ places would be laid out otherwise/'
fi
[ "$failed" -eq 0 ] && echo "no faults" || { echo "$failed kinds of fault"; exit 1; }
