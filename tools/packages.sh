#!/bin/sh
# Install what is missing of the groups of tools/packages.txt. Does nothing, in a moment, when all is there.
# usage: packages.sh GROUP...   (run, test, web, develop)
list=$(dirname "$0")/packages.txt
log=${TMPDIR:-/tmp}/ilium-packages.$(id -u).log

# is it there? kinds as tools/packages.txt explains them
present() {
    # shellcheck disable=SC2086 # the folder of a pattern is a pattern
    case $1 in
    command) command -v "$2" > /dev/null 2>&1 || [ -x "/usr/sbin/$2" ] ;;
    pkg) pkg-config --exists "$2" 2> /dev/null ;;
    file) [ -n "$(find ${2%/*} -maxdepth 1 -path "$2" 2> /dev/null)" ] ;;
    esac
}

missing() {
    for group in "$@"; do
        sed -n "/^\[$group\]/,/^\[/p" "$list" | grep -v '^[[#]'
    done | while read -r package kind name; do
        [ -z "$package" ] || present "$kind" "$name" || echo "$package"
    done
}

# the words of a list on one line
line() { echo "$1" | tr '\n' ' ' | sed 's/ $//'; }

need=$(missing "$@")
[ -n "$need" ] || exit 0
words=$(line "$need")
if ! command -v apt-get > /dev/null 2>&1; then
    echo "Missing, and this machine has no apt-get to install it: please install what Debian calls: $words" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo > /dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2> /dev/null; }; then
    as_root=sudo
else
    echo "Missing packages, and only root may install them: run as root: apt-get install $words" >&2
    exit 1
fi

echo "== installing: $words"
# the environment is given inside, since sudo drops it
run() { $as_root env DEBIAN_FRONTEND=noninteractive "$@" >> "$log" 2>&1; }
: > "$log"
# shellcheck disable=SC2086 # one word a package
if ! { run apt-get -q update && run apt-get -q -y --no-install-recommends install $words; }; then
    tail -n 15 "$log" >&2
    echo "The packages could not be installed (all that apt-get said: $log); the network or apt's sources may be at fault." >&2
    exit 1
fi
still=$(missing "$@")
[ -z "$still" ] || { echo "Installed, but still not found: $(line "$still")" >&2; exit 1; }
