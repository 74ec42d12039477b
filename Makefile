# PYTHON: the interpreter that .venv is made from (3.11 or newer). ARGS: more words for the program called.
PYTHON ?=
ARGS ?=
export PYTHON

INSTALL := sh requirements/install
PY := .venv/bin/python
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-config --custom-compile-command 'make lock' $(UPGRADE)

.PHONY: demo test lint sbom gallery bench lock venv clean

demo:
	@$(INSTALL) run
	@$(PY) app.py demo $(ARGS)

test:
	@$(INSTALL) run teams test
	$(PY) -m pytest -n auto --maxschedchunk 1 $(ARGS)

# Every check is made, whatever the one before it found.
lint:
	@$(INSTALL) run teams test tools
	@failed=0; check() { echo "--- $$*"; $(PY) "$$@" || failed=1; }; \
	check -m ruff check --output-format=concise . ; \
	check -m ruff format --check . ; \
	check -m mypy ; \
	check -c 'from importlinter.cli import lint_imports_command as check; check()' --no-logo ; \
	check -m tests.infra.migration_check ; \
	check -m tests.infra.sbom build/sbom.json ; \
	check -m tests.infra.vulnerabilities ; \
	exit $$failed

# What is installed for running the bot, as a CycloneDX document.
sbom:
	@$(INSTALL) run teams tools
	@$(PY) -m tests.infra.sbom build/sbom.json

# Every message and form as each platform shows it, to look at.
gallery:
	@$(INSTALL) run test
	@$(PY) -m tests.cards.gallery build/gallery.html

bench:
	@$(INSTALL) run teams test
	$(PY) -m benchmarks $(ARGS)

# Keeps the present pins where it can; `make lock UPGRADE=--upgrade` takes the newest.
lock:
	@$(INSTALL) tools
	$(COMPILE) requirements/run.in -o requirements/run.txt
	$(COMPILE) requirements/teams.in -o requirements/teams.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	$(COMPILE) requirements/tools.in -o requirements/tools.txt

venv:
	@$(INSTALL) run teams test tools

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
