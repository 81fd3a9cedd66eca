#!/bin/sh
# All tests: gcc with everything, clang and the sanitizers with the quick ones. Ends with ctest's summary, a sum over the builds, and
# the exit code. A second run with nothing changed says so and is done; FORCE=1 runs it all the same.
# The sanitized kernels are slow, so the slow tests run in the release build only; clang's build leaves out what runs whole visits through the program
# (label program), which the two others do: other tests of the command line and all of the library are run with it.
cd "$(dirname "$0")/.." || exit 2
jobs=${JOBS:-$(nproc 2> /dev/null || echo 2)}
stamp=build/tests.green
mkdir -p build

# what a result depends on: every file of the tree that is not built, the compilers, the data that some tests look for
fingerprint() {
    find . -path ./build -prune -o -path ./web/dist -prune -o -path ./.git -prune -o -path ./out -prune -o -name node_modules -prune -o -type f -print |
        LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum
    gcc --version
    clang --version
    ls -l "${ILIUM_SHARED:-../shared}" 2> /dev/null
}
key=$(fingerprint 2>&1 | sha256sum)
if [ -z "${FORCE:-}" ] && [ -r "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$key" ]; then
    echo "Nothing changed since the last green run (FORCE=1 make test repeats it):"
    tail -n +2 "$stamp"
    exit 0
fi
rm -f "$stamp"

passed=0 failed=0 summary=
# one build's tests: PRESET, TARGET, then arguments for ctest
tests_of() {
    preset=$1
    target=$2
    shift 2
    if ! tools/build.sh "$preset" "$target"; then
        failed=$((failed + 1))
        summary="$summary   $preset: does not build
"
        return
    fi
    echo "== testing $preset"
    ctest --test-dir "build/$preset" -j "$jobs" --output-on-failure --no-tests=error "$@" 2>&1 | tee "build/$preset.tests"
    bad=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of [0-9]*$/\1/p' "build/$preset.tests")
    all=$(sed -n 's/^[0-9]*% tests passed, [0-9]* tests failed out of \([0-9]*\)$/\1/p' "build/$preset.tests")
    failed=$((failed + ${bad:-1}))
    passed=$((passed + ${all:-0} - ${bad:-0}))
    summary="$summary   $preset: $((${all:-0} - ${bad:-0})) passed, ${bad:-1} failed
"
}

start=$(date +%s)
tools/fhir_peers.sh
tools/web.sh || exit 1
tests_of debug quick_tests -L quick
tests_of clang quick_tests -L quick -LE program
tests_of release all -LE soak
printf '\n== all builds, %d s\n%s' "$(($(date +%s) - start))" "$summary"
echo "$passed passed, $failed failed" | tee build/tests.sum
[ "$failed" -eq 0 ] || exit 1
{ echo "$key"; printf '%s' "$summary"; cat build/tests.sum; } > "$stamp"
