# make run    start Forecourt with sample data (needs Python 3.11 and make, nothing else)
# make test   every test, on SQLite and on PostgreSQL
# make test-alone  each module with only what it depends on
# make check  lint, types, import rules, translations
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 5000
PYTEST := $(BIN)/python -m pytest
# One process per core, each with tests that stand together, so that what a folder shares is made once; who is through early takes from the
# other. -n 0 in PYTEST_ARGS debugs in one.
PYTEST_ARGS ?= -n auto --dist worksteal
PIP_QUIET := --quiet --disable-pip-version-check
PACKAGE := pyproject.toml setup.cfg setup.py package.json package-lock.json
CATALOGS := $(shell find core plugins -name '*.po')
PROBE := import sys; sys.exit("Forecourt needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with: make run PYTHON=python3.11") if sys.version_info < (3, 11) else None

# What pytest makes of the tests' asserts is kept for the second run: half of what collecting them takes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run install bytecode test test-sqlite test-postgresql test-alone test-browser check lint types imports translations catalogs clean

run: $(VENV)/.run bytecode
	@$(BIN)/forecourt demo
	@$(BIN)/forecourt run --port $(PORT)

install: $(VENV)/.dev bytecode

# As pip does with what it installs: each process, of which the tests start many, begins in half the time, also where Python may not write it.
bytecode: | $(BIN)/python
	@$(BIN)/python -m compileall -q -j 0 core plugins

$(BIN)/python:
	@$(PYTHON) -c '$(PROBE)'
	@echo "Making the environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# Installed again only when what it is made from has changed.
$(VENV)/.run: $(PACKAGE) $(CATALOGS) | $(BIN)/python
	@echo "Installing Forecourt; the first time this takes about a minute"
	@$(BIN)/pip install $(PIP_QUIET) --editable .
	@touch $@

$(VENV)/.dev: $(PACKAGE) $(CATALOGS) | $(BIN)/python
	@echo "Installing Forecourt with what its tests and checks need"
	@$(BIN)/pip install $(PIP_QUIET) --editable '.[test,dev]'
	@touch $@ $(VENV)/.run

test: test-sqlite test-postgresql

test-sqlite: $(VENV)/.dev bytecode
	FORECOURT_TEST_DATABASE=sqlite $(PYTEST) $(PYTEST_ARGS)

# What uses no database of the run (rules of the source, pure functions, documents), would find the same on any, or drives a browser on an SQLite
# file of its own, has been through on SQLite; the last lines say how many.
test-postgresql: $(VENV)/.dev bytecode
	FORECOURT_TEST_DATABASE=postgresql $(PYTEST) -m "database and not browser" $(PYTEST_ARGS)

# Each module's tests with only itself and what it depends on.
test-alone: $(VENV)/.dev bytecode
	$(BIN)/python tests/alone.py

test-browser: $(VENV)/.dev bytecode
	$(PYTEST) $(PYTEST_ARGS) -m browser

check: lint types imports translations

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

translations: $(VENV)/.dev
	$(PYTEST) tests/test_translations.py

# Take the marked strings of core and of each module into their catalogs; what is new has no translation yet.
catalogs: $(VENV)/.dev
	$(BIN)/python translations.py update

# The sample data in var/ stays: it may have been worked with.
clean:
	rm -rf $(VENV) build dist *.egg-info core/static/vendor test-output
