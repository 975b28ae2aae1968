# The newcomer's door: `make demo` and `make test` install what is missing, build, and run.
SHELL := /bin/bash
BUILD := build
DEMO_FLAGS ?=
CTEST_FLAGS ?=
HELDOUT ?= tests/heldout
TRAINING ?= knowledge/training
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

.PHONY: all setup configure build demo model-card test asan tsan fmt lint clean bench-%

all: build

setup:
	@scripts/setup

configure: setup
	@cmake --preset release >$(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

build: configure
	@cmake --build --preset release

# The program alone; the tests are for `make test`.
demo: configure
	@cmake --build --preset release --target repere repere_models
	@scripts/make-example-sounds
	@$(BUILD)/bin/repere demo $(DEMO_FLAGS)

# docs/model-card.md, measured on conversations that nothing was learned from.
model-card: configure
	@cmake --build --preset release --target repere repere_models
	@$(BUILD)/bin/repere benchmark $(HELDOUT) --trained-on $(TRAINING) --model-card docs/model-card.md >/dev/null

test: build
	@scripts/make-example-sounds
	@[ -n "$$REPERE_SHARED" ] || [ -d ../shared ] || echo 'No REPERE_SHARED folder of further labelled material: the tests that need it will be skipped.'
	@ctest --test-dir $(BUILD) --output-on-failure --parallel 2 $(CTEST_FLAGS)

# The tests again under the sanitizers, each in a build tree of its own.
asan tsan: setup
	@cmake --preset $@ >/dev/null && cmake --build --preset $@
	@scripts/make-example-sounds
	@ctest --test-dir build-$@ --output-on-failure --parallel 2 $(CTEST_FLAGS)

# Prints its figures and a last line `RESULT {json}`.
bench-%: build
	@$(BUILD)/bin/bench_$*

fmt:
	@scripts/setup clang-format
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

lint: build
	@scripts/setup clang-tidy
	@git ls-files 'src/*.cpp' | xargs clang-tidy -p $(BUILD) --quiet

clean:
	@rm -rf build build-*
