#!/bin/sh
# Drive the browser app in Chromium against the real program: web/tests/flows.mjs. What is missing is said and passes, as with other peers.
# usage: web_test.sh PROGRAM [flow,...]     (ILIUM_CHROMIUM: the browser; ILIUM_WEB: a folder with the app in place of the one compiled in)
cd "$(dirname "$0")/.." || exit 2
program=$1
flows=$2
skip() {
    echo "SKIPPED: $1"
    exit 0
}
command -v node > /dev/null 2>&1 || skip "node is missing (tools/packages.sh web)"
[ -d web/node_modules/playwright-core ] || skip "web/node_modules is missing (tools/web.sh)"
browser=${ILIUM_CHROMIUM:-/usr/bin/chromium}
[ -x "$browser" ] || skip "Chromium is missing (tools/packages.sh test)"
[ -x "$program" ] || skip "$program is not built"
[ -f web/dist/index.html ] || [ -n "$ILIUM_WEB" ] || skip "the browser app is not built (make web)"
ILIUM_BINARY=$program ILIUM_CHROMIUM=$browser exec node web/tests/flows.mjs ${flows:+--only "$flows"}
