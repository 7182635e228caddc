# One command to set up and do each thing. Needs Python 3.11-3.13 with venv; page tests need Chromium.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint format bench clean setup

demo: setup  ## run the whole path on the bundled sample and show where the report is
	@$(BIN)/outspoken demo

test: setup  ## all tests, on all cores
	@command -v chromium >/dev/null || echo "Chromium is not installed: page tests are skipped (Debian and Ubuntu: 'apt install chromium')"
	@test -d "$${OUTSPOKEN_SHARED:-../shared}" || echo "The real record is not at $${OUTSPOKEN_SHARED:-../shared}: tests that read it are skipped (set OUTSPOKEN_SHARED)"
	@$(BIN)/python -m pytest -n auto --dist loadfile

lint: setup  ## style, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup  ## rewrite the code in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup  ## every benchmark, as tables and JSON under benchmarks/results/, beside the figures kept
	@$(BIN)/python -m pip install --quiet --group bench
	@$(BIN)/python -m benchmarks

setup: $(STAMP)

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "outspoken needs Python 3.11, 3.12 or 3.13: install it, or say where it is with 'make PYTHON=/path/to/python3'"; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "outspoken needs Python 3.11, 3.12 or 3.13; %s is %d.%d: say where another is with make PYTHON=/path/to/python3" % (sys.executable, *v))'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "outspoken needs Python's venv module: on Debian and Ubuntu, 'apt install python3-venv'"; exit 1; }
	@echo "Setting up in $(VENV) (once; a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(STAMP)

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache
