PYTHON ?= python3
BIN := .venv/bin
PLUGINS := documents home-office excel website
STAMP := .venv/.installed
DEV := pytest pytest-cov pytest-xdist hypothesis ruff mypy import-linter lxml types-openpyxl jsonschema

.PHONY: install demo test long lint bench clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt $(wildcard plugins/*/pyproject.toml)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[cli,testing]' \
		$(foreach name,$(PLUGINS),--editable plugins/inspectlib-$(name)) $(DEV)
	touch $(STAMP)

demo: install
	$(BIN)/inspectlib demo demo-output

test: install
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered -q

long: install
	INSPECTLIB_LONG=1 $(BIN)/pytest -n auto -q

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/excel.py

clean:
	rm -rf .venv demo-output
