#!/bin/sh
# Does a newcomer get along? In an empty Debian 12 with git and make alone, as root and as a user with sudo: `make run` twice, `make test`
# twice, and what is said when packages cannot be installed. Tests what is committed, not what lies about. Takes some twenty minutes and 4 GB.
# usage (as root): check_fresh_root.sh FOLDER [MIRROR]      FOLDER is made, and kept when something fails
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
root=${1:?usage: check_fresh_root.sh FOLDER [MIRROR]}
mirror=${2:-http://deb.debian.org/debian}
[ "$(id -u)" = 0 ] || { echo "Only root can make a root: run it with sudo."; exit 1; }
command -v debootstrap > /dev/null || PATH=$PATH:/usr/sbin
command -v debootstrap > /dev/null || { echo "debootstrap is missing: apt-get install debootstrap"; exit 1; }
[ ! -e "$root" ] || { echo "$root exists; name a new folder."; exit 1; }

echo "== an empty Debian 12 in $root"
mkdir -p "$root"
root=$(cd "$root" && pwd)
debootstrap --variant=minbase --include=git,make,ca-certificates,sudo bookworm "$root" "$mirror" > "$root.log" 2>&1 || { tail "$root.log"; exit 1; }
# packages have moved on since the release: the same updates as here, and this machine's way to the network
[ ! -r /etc/apt/sources.list.d/debian.sources ] || {
    rm -f "$root/etc/apt/sources.list"
    cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/"
}
cp /etc/resolv.conf "$root/etc/resolv.conf"
git -c safe.directory='*' clone -q --no-hardlinks "$here" "$root/root/ilium"

# a command in the new root, with /proc and /dev that vanish with it and nothing of this environment but the proxy
inside() {
    # shellcheck disable=SC2016 # expanded inside
    unshare --mount --pid --fork sh -c 'mount --make-rprivate / && mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && root=$1 && shift &&
        exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} \
        ${https_proxy:+https_proxy="$https_proxy"} "$@"' sh "$root" "$@"
}
# run, show the end, the time and the exit code
step() {
    want=$1 name=$2
    shift 2
    start=$(date +%s) code=0
    inside "$@" > "$root.$name.log" 2>&1 || code=$?
    echo "== $name: exit code $code in $(($(date +%s) - start)) s (log $root.$name.log)"
    tail -n 4 "$root.$name.log" | sed 's/^/   | /'
    [ "$code" -eq "$want" ] || { echo "expected exit code $want"; exit 1; }
}

inside useradd -m -s /bin/sh guest
inside sh -c 'cp -r /root/ilium /home/guest/ilium && chown -R guest: /home/guest/ilium'
step 2 no-root         su guest -c 'make -C ~/ilium run'
step 0 run-1           make -C /root/ilium run
step 0 run-2           make -C /root/ilium run
step 0 test-1          make -C /root/ilium test
step 0 test-2          make -C /root/ilium test
step 0 quick           make -C /root/ilium quick
inside sh -c 'echo "guest ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/guest; apt-get -qq remove -y libcmocka-dev > /dev/null 2>&1'
step 0 user-with-sudo  su guest -c 'make -C ~/ilium quick'
step 0 under-sudo      su guest -c 'cd ~/ilium && sudo make quick'
rm -rf "$root"
echo "A newcomer gets along."
