# `make help` lists what can be done here. Everything sets itself up first.
SHELL := /bin/sh
PYTHON := .venv/bin/python
export PYTHONPATH := $(CURDIR)
.PHONY: help run test check words bench faults lock clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 10

run: ## set up and serve on 127.0.0.1:$PORT (8000) with demo data; Ctrl-C stops
	@sh scripts/setup.sh run && exec .venv/bin/rinnalla serve

test: ## format, lint, types, import contracts and all tests
	@sh scripts/setup.sh test
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q --ignore tests/browser $(PYTEST_ARGS)
	@$(PYTHON) -m pytest -n 2 --dist loadfile -q tests/browser $(PYTEST_ARGS)

check: ## what `make test` does before the tests
	@sh scripts/setup.sh test
	@$(PYTHON) -m ruff format --check --quiet .
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo

faults: ## the long campaigns of faults, races and bad input; SCALE=0.01 for a sample
	@sh scripts/setup.sh test && SCALE=$${SCALE:-1} $(PYTHON) -m pytest -q tests/faults tests/app/test_bad_input.py

bench: ## all measurements beside what they are compared to; var/bench.json
	@sh scripts/setup.sh run && $(PYTHON) -m app bench --save var/bench.json

words: ## list the sentences that lack Finnish or Swedish
	@sh scripts/setup.sh test && $(PYTHON) scripts/words.py

lock: ## renew the hashed locks
	@sh scripts/setup.sh test && sh scripts/lock.sh

clean: ## remove what was installed here; the data in var/ stays
	@rm -rf .venv *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
