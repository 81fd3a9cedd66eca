#!/bin/sh
# Put the two FHIR validators of tests/fhir into build/fhir-peers, where npm is there and reaches its registry; the tests say SKIPPED where it did not.
# usage: fhir_peers.sh
cd "$(dirname "$0")/.." || exit 2
to=build/fhir-peers
skip() {
    echo "== FHIR validators: $1; the checks in C run all the same"
    exit 0
}
command -v node > /dev/null 2>&1 && command -v npm > /dev/null 2>&1 || skip "node or npm is missing"
mkdir -p "$to"
cmp -s tests/fhir/package-lock.json "$to/installed-lock.json" && [ -d "$to/node_modules/fhir" ] && exit 0
cp tests/fhir/package.json tests/fhir/package-lock.json "$to/"
echo "== installing the FHIR validators"
timeout 180 npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --fetch-retries=1 > "$to/npm.log" 2>&1 || skip "npm could not install them (all that it said: $to/npm.log)"
cp tests/fhir/package-lock.json "$to/installed-lock.json"
