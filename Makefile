# 法治 Fazhi. Two commands matter: `make run` opens a working city; `make test` proves it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest
ARGS ?=
export DB
export FAZHI_VAR ?= $(CURDIR)/var

.PHONY: run test check bench bench-law fmt docs clean

run: $(VENV)/.run-installed vendor
	@$(BIN)/fazhi law import --once
	@$(BIN)/fazhi demo
	@$(BIN)/fazhi serve

test: $(VENV)/.dev-installed vendor
	@$(BIN)/python setup/browser.py
	@$(MAKE) --no-print-directory check
	$(PYTEST) $(ARGS)

check: $(VENV)/.dev-installed
	$(BIN)/ruff format --check src tests bench bench_law setup
	$(BIN)/ruff check src tests bench bench_law setup
	$(BIN)/mypy
	$(BIN)/mypy -p bench_law
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings fazhi.site.settings
	$(BIN)/fazhi procedure check

bench: $(VENV)/.dev-installed vendor
	$(BIN)/python -m bench $(ARGS)

bench-law: $(VENV)/.dev-installed
	$(BIN)/python -m bench_law $(ARGS)

fmt: $(VENV)/.dev-installed
	$(BIN)/ruff format src tests bench bench_law setup
	$(BIN)/ruff check --fix src tests bench bench_law setup

docs: $(VENV)/.dev-installed
	$(BIN)/fazhi docs

vendor: $(VENV)/.pip
	@$(BIN)/python setup/vendor.py

$(VENV)/.pip:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run-installed: pyproject.toml | $(VENV)/.pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[law]'
	@touch $@

$(VENV)/.dev-installed: pyproject.toml | $(VENV)/.pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,law]'
	@touch $@ $(VENV)/.run-installed

clean:
	rm -rf $(VENV) var build dist src/*.egg-info
