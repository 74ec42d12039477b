# PYTHON: the interpreter that .venv is made from (3.11 or newer). ARGS: more words for the program called.
PYTHON ?=
ARGS ?=
export PYTHON

INSTALL := sh requirements/install
PY := .venv/bin/python
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-config --custom-compile-command 'make lock' $(UPGRADE)

.PHONY: demo test lint bench lock venv clean

demo:
	@$(INSTALL) run
	@$(PY) app.py demo $(ARGS)

test:
	@$(INSTALL) run test
	$(PY) -m pytest -n auto $(ARGS)

lint:
	@$(INSTALL) run test tools
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo
	$(PY) -m tests.infra.migration_check

bench:
	@$(INSTALL) run test
	$(PY) -m benchmarks $(ARGS)

# Keeps the present pins where it can; `make lock UPGRADE=--upgrade` takes the newest.
lock:
	@$(INSTALL) tools
	$(COMPILE) requirements/run.in -o requirements/run.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	$(COMPILE) requirements/tools.in -o requirements/tools.txt

venv:
	@$(INSTALL) run test tools

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
