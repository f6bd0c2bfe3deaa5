# make run   opens the reader on the seed story        make test   runs the tests
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: run demo-feeds test check bench eval docs shots snapshots clean
.DEFAULT_GOAL := run

$(VENV)/.run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

run: $(VENV)/.run
	$(BIN)/bylines demo

demo-feeds: $(VENV)/.dev
	$(BIN)/python -m tests.demo_feeds

test: $(VENV)/.dev
	env -u NO_COLOR -u TEXTUAL_THEME -u COLORTERM $(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.dev
	$(BIN)/python -m tests.bench.evaluate

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench.bench

shots: $(VENV)/.dev
	env -u NO_COLOR -u TEXTUAL_THEME $(BIN)/python -m tests.tui.shots docs/shots
	$(BIN)/python -m tests.export_shots docs/shots

docs: $(VENV)/.dev
	$(BIN)/python -m tests.keys_page
	$(BIN)/python -m tests.config_page
	$(BIN)/python -m tests.man_page

snapshots: $(VENV)/.dev
	env -u NO_COLOR -u TEXTUAL_THEME $(BIN)/python -m pytest tests/tui --snapshot-update

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
