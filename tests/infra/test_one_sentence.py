"""No sentence stands in full in two places: worded anew in one of them, the other would go on saying the old."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("cards", "handlers", "bot", "storage")
#: A sentence to its end, or as many words as are no label of a button or a field.
ENDED: Final = 5
LONG: Final = 7
#: Where one sentence of a text ends; a part of a text may begin with the end of another's.
AFTER_ITS_END: Final = re.compile(r"(?:(?<=[.?!]) |^\W* |\n)")
#: What no sentence is: how tables are filled, and what is invented for people to look at.
NO_WORDS: Final = re.compile(r"^(SELECT|INSERT|UPDATE|DELETE|PRAGMA) ")
INVENTED: Final = "bot/sample/"
#: What a policy's clauses say in an invented card; and what describes two settings, of which each is read alone.
EXCEPTED: Final = frozenset(
    {
        "Record CB-10234, case supervision with Amara Example",
        "Recording it here does not replace the safeguarding procedure: follow that first (Y11, “4”).",
        "The supervisor books the sessions.",
        "A client secret of that app.",
        "docs/teams.md has the steps.",
    }
)


def test_no_sentence_stands_in_two_places() -> None:
    places = defaultdict(list)
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if "migrations" in file.parts or name.startswith(INVENTED):
                continue
            for line, said in _sentences(ast.parse(file.read_text())):
                places[said].append(f"{name}:{line}")
    assert not {said: where for said, where in places.items() if len(where) > 1 and said not in EXCEPTED}


def test_what_is_excepted_does_stand_twice() -> None:
    written = "".join(f.read_text() for room in ROOMS for f in (ROOT / room).rglob("*.py"))
    assert [said for said in EXCEPTED if written.count(said) < 2] == []


def _sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    for child in ast.iter_child_nodes(node):
        if _is_docstring(child) or _is_example(child):
            continue
        for said in AFTER_ITS_END.split(_literal(child)):
            if _is_sentence(said):
                yield child.lineno, said.strip()  # type: ignore[attr-defined]
        if not isinstance(child, ast.JoinedStr):
            yield from _sentences(child)


def _is_sentence(said: str) -> bool:
    words = len(re.findall(r"[^\W\d_][\w’']*", said))
    ends = said.rstrip().endswith((".", "?", "!"))
    return words >= (ENDED if ends else LONG) and not NO_WORDS.match(said)


def _literal(node: ast.AST) -> str:
    """A string's words; what is filled in as ``{}``."""
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        case _:
            return ""


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_example(node: ast.AST) -> bool:
    """A card that is invented to be looked at says what its facts say."""
    made = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == "example" for one in made)
