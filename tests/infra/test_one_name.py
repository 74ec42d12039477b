"""One name for one thing: no class of the product stands in two modules for different things, and nothing has
a name that a new developer has to be told the meaning of."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("bot", "cards", "handlers", "policy", "storage")
PLATFORMS: Final = ("bot/inbound/", "bot/slack/", "bot/teams/", "bot/desk/")
#: What the field calls otherwise: a request handler, a deadline, a batch reader, a heartbeat, redaction, a notice.
OWN_WORDS: Final = re.compile(
    r"Door|Counter|Hurried|Glances?|Pulse|discreet|yielding|goes_up|whom|may|said|said_(of|with)|told|tell",
    re.ASCII,
)
#: Who was notified, what was sent: in no name of a module, a class or a function.
TELLING: Final = re.compile(r"(^|_)(un)?(told|tells?|tellings?)(_|$)|Told|Tell[a-z]*[A-Z]")
#: In files that people bring a heading tells, and a cell says.
OF_FILES: Final = "storage/importing/"


class Named(NamedTuple):
    name: str
    file: str
    bases: str


def test_a_name_stands_for_one_thing() -> None:
    found = defaultdict[str, list[Named]](list)
    for one in _classes():
        found[one.name].append(one)
    assert len(found) > 500
    twice = {
        name: [one.file for one in some]
        for name, some in found.items()
        if not all(_one_thing(*pair) for pair in combinations(some, 2))
    }
    assert not twice


def test_names_are_the_fields_own() -> None:
    assert not [
        (node.name, file)
        for file, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if not file.startswith(OF_FILES) and not node.name.startswith("_example")
        if OWN_WORDS.fullmatch(node.name.removeprefix("_")) or TELLING.search(node.name)
    ]
    assert not [
        file for file, _ in _modules() if TELLING.search(Path(file).stem) and not file.startswith(OF_FILES)
    ]


def _one_thing(one: Named, other: Named) -> bool:
    """A notice and the words it says, a row and the value it becomes, or what two platforms have each of their own."""
    first, second = sorted((one, other), key=lambda named: named.file)
    rooms = (first.file.partition("/")[0], second.file.partition("/")[0])
    if rooms == ("cards", "handlers"):
        return "Message" in first.bases and second.file.endswith("notices.py")
    if rooms == ("storage", "storage"):
        return second.file.startswith("storage/tables/") and not first.file.startswith("storage/tables/")
    return first.file.startswith(PLATFORMS) and second.file.startswith(PLATFORMS)


def _classes() -> Iterator[Named]:
    for file, tree in _modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                yield Named(node.name, file, " ".join(ast.unparse(base) for base in node.bases))


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text())
