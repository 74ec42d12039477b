"""What people read stands in cards/: no sentence stands in a handler."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HANDLERS = Path(__file__).parents[2] / "handlers"
#: Features whose handlers have none.
WITHOUT = ("answers", "cases", "people", "records", "upkeep")
#: Two words with a space between, or one that begins with a capital: keys, codes and patterns have neither.
SENTENCE = re.compile(r"[A-Za-z}] [A-Za-z{“]|^[A-Z][a-z]+")


@pytest.mark.parametrize("feature", WITHOUT)
def test_no_sentence_stands_in_a_handler(feature: str) -> None:
    files = sorted((HANDLERS / feature).glob("*.py"))
    assert files
    assert not [f"{file.name}: {said}" for file in files for said in _sentences(ast.parse(file.read_text()))]


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Literals that read as one, but for docstrings and what an assertion or a type says to a programmer."""
    for node in _for_people(tree):
        said = _literal(node)
        if SENTENCE.search(said):
            yield said


def _for_people(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Assert) or (
            isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        ):
            continue
        yield child
        if not isinstance(child, ast.JoinedStr):
            yield from _for_people(child)


def _literal(node: ast.AST) -> str:
    """A string's words; what is filled in as ``{}``."""
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part) or "{}" for part in parts)
        case _:
            return ""
