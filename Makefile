# Everything a newcomer needs: `make run`, `make test`, `make help`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export KARAVAN_PORT ?= 8000
export TEST_PROCESSES ?= 2

KARAVAN := .venv/bin/karavan
SEED_ARGS ?=
BENCH_ARGS ?=
PICTURE_ARGS ?=
TEST_ARGS ?=

.PHONY: help setup dev browser run seed rebuild drawings pictures guide-pictures test test-fast postgres-test lint format bench bench-reach bench-office bench-planning bench-portal lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## Make .venv and node_modules from the lock files
	@scripts/setup base

dev: ## The same with everything that tests and checks need
	@scripts/setup dev

browser: dev
	@scripts/browser

run: setup ## Set up, seed Chelyabinsk once, serve on http://127.0.0.1:8000
	@KARAVAN_DEMO=1 $(KARAVAN) prepare
	@KARAVAN_DEMO=1 exec $(KARAVAN) up

seed: setup ## Seed Chelyabinsk again: make seed SEED_ARGS="--events 20000 --seed 7"
	@KARAVAN_DEMO=1 $(KARAVAN) prepare
	@KARAVAN_DEMO=1 $(KARAVAN) seed chelyabinsk $(SEED_ARGS)

rebuild: setup ## Build the public catalogue anew from the records
	@KARAVAN_DEMO=1 $(KARAVAN) rebuild catalogue

test: browser ## Every test, on SQLite and, where one answers, on PostgreSQL
	@scripts/test all $(TEST_ARGS)

test-fast: dev ## The tests of a minute and a half: no browser, nothing slow
	@scripts/test fast $(TEST_ARGS)

postgres-test: dev ## The tests on PostgreSQL only (KARAVAN_TEST_POSTGRES names another one)
	@scripts/test postgres $(TEST_ARGS)

lint: dev ## Every check of the source: ruff, mypy, djade, import-linter
	@scripts/lint

format: dev ## Format Python and templates
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix --quiet . || true
	@git ls-files 'src/**/templates/**.html' | xargs -r .venv/bin/djade --target-version 5.2 || true

drawings: dev ## Draw the pictures of docs/design anew
	@PYTHONPATH=src .venv/bin/python -m pictures.drawn

pictures: browser ## Photograph every page and state into var/pictures
	@PYTHONPATH=src .venv/bin/python -m pictures $(PICTURE_ARGS)

guide-pictures: browser ## Take the pictures of docs/guide anew
	@PYTHONPATH=src .venv/bin/python -m pictures.guide $(PICTURE_ARGS)

bench: dev ## Measure speed at 20,000 and 100,000 events
	@.venv/bin/python -m bench $(BENCH_ARGS)

bench-reach: ## Measure the reach engine beside its rivals
	@scripts/setup rivals
	@.venv/bin/python -m bench.reach $(BENCH_ARGS)

bench-office: dev ## Measure pages, editing and importing of the office
	@.venv/bin/python -m bench.office $(BENCH_ARGS)

bench-planning: dev ## Measure the city diary: holds, clashes, the board, the finder
	@.venv/bin/python -W ignore -m bench.planning $(BENCH_ARGS)

bench-portal: browser ## Measure every page of the portal in a browser on a slow line
	@.venv/bin/python -m bench.portal $(BENCH_ARGS)

lock: dev ## Write requirements/*.txt from requirements/*.in
	@scripts/lock

clean: ## Remove what set-up made; the data in var/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
