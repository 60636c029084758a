# Two commands matter to a newcomer: `make demo` and `make test`. `make` alone lists all.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
# Where somebody has asked Python to keep nothing compiled, each of the tests' processes would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## what can be made here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

env: .venv/run.stamp ## the program in .venv, from hashed requirements
.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("This needs Python 3.11 or newer; PYTHON=... names another one." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

dev: .venv/dev.stamp ## what the tests need, on top
.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

demo: env ## a campaign made from sample articles, mailing nobody
	$(BIN)/newsletter demo

# Three at a time on two cores: many tests wait, for a clock or for a process that is to be killed.
test: dev ## the tests
	$(BIN)/python -m pytest -n 3 --dist worksteal

lint: dev ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test ## everything a commit must pass

proofs: dev ## longer proofs: kill -9 at many moments, a minute's sleep
	$(BIN)/python -m pytest -n 2 --dist worksteal -m proof $$(grep -rl --include='test_*.py' 'mark\.proof' tests)

crash: dev ## hundreds of evenings in which senders are killed and stopped, on both databases (a quarter of an hour)
	$(BIN)/python -m tests.crash

# What a browser, Java and SpamAssassin cannot be is made of Node's packages; without npm those judges are skipped.
NODE := tests/checkers/node_modules/.package-lock.json
$(NODE): tests/checkers/package-lock.json
	npm --prefix tests/checkers ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

checkers: dev $(if $(shell command -v npm 2>/dev/null || true),$(NODE)) ## independent judges of the designs: axe, Nu, caniemail, SpamAssassin
	$(BIN)/python -m pytest -n 2 --dist loadfile --durations 5 -m checkers tests/checkers

golden: dev ## renew the agreed letters in tests/golden; look at the difference before you commit it
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q -n 0 tests/test_rendering_golden.py

pictures: dev ## the pictures of the designs in docs/images, with Chromium
	$(BIN)/python -m docs.make_pictures

docs: env ## the reference, made from the program
	$(BIN)/python -m docs.make_reference
	$(BIN)/python -m docs.make_checks

words: env ## renew the catalogues of the letter's own words; LANGUAGE=de begins one
	$(BIN)/python docs/make_words.py $(LANGUAGE)

bench: dev ## ratios against named peers
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/bench.txt
	$(BIN)/python -m benchmarks

lock: dev ## renew the hashed requirements
	bash requirements/lock

.PHONY: help env dev demo test lint check proofs crash checkers golden pictures docs words bench lock
