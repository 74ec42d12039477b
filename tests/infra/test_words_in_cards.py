"""What people read stands in cards/: no sentence stands in a handler, and no command to type stands bare in one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from cards.commands import COMMANDS

HERE = Path(__file__).parents[2]
HANDLERS = HERE / "handlers"
#: Patterns of what people type, which are words too.
TYPED = {"typed_days.py"}
#: What these are given is for a programmer or a log.
UNREAD = {"TypeVar", "ValueError", "trace"}
#: Two words with a space between, or one that begins with a capital: keys, codes and patterns have neither.
SENTENCE = re.compile(r"[A-Za-z}] [A-Za-z{“]|^[A-Z][a-z]+")


def test_no_sentence_stands_in_a_handler() -> None:
    files = sorted(file for file in HANDLERS.rglob("*.py") if file.name not in TYPED)
    assert files
    said = {str(file.relative_to(HANDLERS)): [*_sentences(ast.parse(file.read_text()))] for file in files}
    assert not {name: found for name, found in said.items() if found}


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Literals that read as one, but for docstrings and what an assertion or a type says to a programmer."""
    for node in _for_people(tree):
        said = _literal(node)
        if SENTENCE.search(said):
            yield said


def _for_people(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Assert) or _docstring(child) or _unread(child):
            continue
        yield child
        if not isinstance(child, ast.JoinedStr):
            yield from _for_people(child)


def _docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _unread(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in UNREAD
        case _:
            return False


def _literal(node: ast.AST) -> str:
    """A string's words; what is filled in as ``{}``."""
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part) or "{}" for part in parts)
        case _:
            return ""


#: A command at the end of a sentence of ours: ``…: held``, ``Type: due``, ``like: agreement @Amara``.
BARE = re.compile(rf"\w: ({'|'.join([*COMMANDS, 'help'])})( [\w@{{}}]+)*$|\b[Tt]ype ({'|'.join(COMMANDS)})\b")


def test_no_sentence_tells_people_to_type_a_bare_command() -> None:
    """On Slack something stands before each: ``cards.to_type`` knows."""
    files = [file for room in ("cards", "handlers", "bot/inbound") for file in (HERE / room).rglob("*.py")]
    said = {str(file.relative_to(HERE)): [*_bare(ast.parse(file.read_text()))] for file in sorted(files)}
    assert not {name: found for name, found in said.items() if found}


def _bare(tree: ast.Module) -> Iterator[str]:
    for node in _for_people(tree):
        said = _literal(node)
        if BARE.search(said) and said not in OUTCOMES:
            yield said


#: Titles that say what became of a session or of somebody.
OUTCOMES = (
    *("{}: away", "{}: back", "{} with {}: held", "Group supervision: held"),
    *("Booked: group supervision", "Cancelled: group supervision", "Agenda: group supervision with {}"),
    "It didn't take place: group supervision",
)
