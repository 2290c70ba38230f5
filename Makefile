# The front door: every target is a thin call to a script, which explains itself with --help.
.PHONY: run build test test-long bench package check-bare clean help
.DEFAULT_GOAL := help
export CHIRON_HTTP_PORT CHIRON_DATA_DIRECTORY

run: ## build, and serve the demo institution at http://localhost:8080
	@scripts/run

build: ## build the program into build/chiron
	@scripts/build

test: ## every test within its budget; ends with "N passed, N failed, N skipped"
	@scripts/test

test-long: ## sanitizers, the second compiler, fuzzing and the long variants of tests: about an hour
	@scripts/test_long

bench: ## the figures of docs/performance.md
	@scripts/bench

package: ## a Debian package in build/, checked by lintian
	@scripts/package

check-bare: ## `make run` and `make test` from a clean clone in a bare Debian 12 (needs root)
	@scripts/check_bare

clean: ## remove everything that was built or fetched; data in var/ stays
	@rm -rf build build-* web/dist web/node_modules .tools

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
