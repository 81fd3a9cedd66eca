# The commands of Ilium. `make run` is the first one to try, `make test` the second.
.DEFAULT_GOAL := run
MAKEFLAGS += --no-print-directory
.PHONY: run test quick web bench validate soak fuzz lint clean help packages-run packages-test packages-develop

run: packages-run ## install what is missing, build, assess the example patients; reports go to out/
	@tools/build.sh release ilium_app
	@tools/run_examples.sh

test: packages-test ## build with gcc, clang and sanitizers, and run all tests
	@tools/test.sh

quick: packages-test ## the tests that take seconds
	@tools/build.sh release quick_tests
	@tools/fhir_peers.sh
	@ctest --test-dir build/release -L quick -j "$$(nproc)" --output-on-failure

web: packages-run ## build the browser app and the program that serves it: build/release/ilium serve
	@tools/packages.sh web
	@tools/web.sh
	@tools/build.sh release ilium_app

bench: packages-run ## measure speed: every bench/bench_*.c
	@tools/build.sh release
	@tools/run_each.sh build/release/bench_

validate: packages-run ## set predictions beside published measurements: every bench/validate_*.c
	@tools/build.sh release
	@tools/run_each.sh build/release/validate_

soak: packages-test ## the tests that take hours: every tests/soak_*.c
	@tools/build.sh release
	@ctest --test-dir build/release -L soak --output-on-failure

fuzz: packages-test ## look for inputs that break the readers; FUZZ_SECONDS=60 for each
	@tools/packages.sh develop
	@tools/build.sh fuzz
	@tools/fuzz.sh

lint: packages-test ## style, static checks, scripts
	@tools/lint.sh

clean: ## remove all that was built
	rm -rf build out

packages-run:
	@tools/packages.sh run
packages-test:
	@tools/packages.sh run test web

help: ## this list
	@sed -n 's/^\([a-z]*\):.* ## \(.*\)/make \1\t\2/p' Makefile | expand -t 16
