#!/bin/sh
# Build the browser app: web/ -> web/dist, which CMake compiles into the program. Does nothing, in a moment, when nothing changed.
# Without npm it says so and is done: `ilium serve` then says how to build the app.
cd "$(dirname "$0")/../web" || exit 2
log=../build/web.log
stamp=../build/web.built
mkdir -p ../build
if ! command -v npm > /dev/null 2>&1; then
    echo "== npm is missing, so the browser app is not built: run \`tools/packages.sh web\` to have it"
    exit 0
fi

fail() {
    tail -n 30 "$log" >&2
    echo "$1; all of it is in build/web.log" >&2
    exit 1
}

key=$( { npm --version 2> /dev/null; find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum; } | sha256sum)
if [ -d dist ] && [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$key" ]; then exit 0; fi
rm -f "$stamp"
echo "== building the browser app (log in build/web.log)"
: > "$log"
lock=$(sha256sum < package-lock.json)
if [ ! -d node_modules ] || [ "$(cat node_modules/.ilium-lock 2> /dev/null)" != "$lock" ]; then
    npm ci --no-audit --no-fund >> "$log" 2>&1 || fail "The packages of web/ could not be installed (the network or npm's registry may be at fault)"
    echo "$lock" > node_modules/.ilium-lock
fi
npm run build >> "$log" 2>&1 || fail "The browser app does not build"
grep '^web/dist' "$log" | sed 's/^/   /'
echo "$key" > "$stamp"
