"""Every refusal names its remedy: what can be done instead, who can, or that nothing is left to do. One that says who
alone may always names whom to ask, or what else to do."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from cards.model import Moment
from policy.periods import parse_period

ROOT: Final = Path(__file__).parents[2]
_AT: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
#: What stands for a parameter of each kind, as the functions name them.
_GIVEN: Final[dict[str, Any]] = {
    "str": "Amara Example",
    "int": 7,
    "bool": True,
    "date": date(2026, 11, 24),
    "date | None": date(2026, 11, 24),
    "Moment": Moment(_AT, _AT),
    "Text": ("Ask Helen Fictional to name somebody.",),
    "Period": parse_period("2 working days"),
    "Sequence[str]": ("Amara Example", "Priya Invented"),
    "Sequence[int]": (1, 2),
    "Sequence[tuple[str, str]]": (("Amara Example", "S101"), ("Amara Madeup", "S102")),
    "tuple[date, date | None] | None": None,
}
_VERBS: Final = (
    "Ask|Tell|Talk|Choose|Check|Write|Type|Book|Say|Press|Give|Tick|Untick|Shorten|Move|Note|Take|Leave|Open|Try|Start|"
    "Show|Record|Please|Change|Read|Answer|Import|cancel"
)
EXAMPLE: Final = "Write a name, as in @Amara."
#: An instruction, what the reader can do instead, or a command after a colon.
REMEDY: Final = re.compile(
    rf"\ue000|(^|[.:;,!?] |, and |, then |, or )({_VERBS}|{_VERBS.lower()})\b"
    r"|\b[Yy]ou can\b|“|is asked\b|\bask |\bfrom \d"
)
#: Nothing is left to do, or what was to be done has no object.
DONE: Final = re.compile(
    r"\b(already|any more|nothing|no longer|nobody|no cover is|over|is closed|stands|(granted|refused) this)\b"
)
#: A part of a sentence, or what a sentence of another begins with.
PARTS: Final = {
    "sessions.NO_CASE",
    "sessions.SAVE",
    "shared.TO_COME",
    "cases.TO_COME",
    "sessions.away_that_day",
}
#: Beside a form's field that is empty, which is instruction enough.
BESIDE: Final = {"shared.NEEDED"}


def _modules() -> Iterator[ModuleType]:
    for file in sorted(ROOT.glob("cards/*/refusals.py")):
        yield import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def _said() -> Iterator[tuple[str, str]]:
    for module in _modules():
        room = module.__name__.removeprefix("cards.").removesuffix(".refusals")
        for name, one in vars(module).items():
            if name.isupper() and not name.startswith("_") and isinstance(one, str):
                yield f"{room}.{name}", one
            elif inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{room}.{name}", _filled(one)


def _filled(function: Any) -> str:
    params = inspect.signature(function).parameters.values()
    given = {p.name: EXAMPLE if p.name == "example" else _GIVEN[p.annotation] for p in params}
    return str(function(**given))


SAID: Final = dict(_said())


@pytest.mark.parametrize("name", sorted(SAID.keys() - PARTS - BESIDE))
def test_a_refusal_names_its_remedy(name: str) -> None:
    said = SAID[name]
    assert REMEDY.search(said) or (DONE.search(said) and "Only " not in said), said


def test_there_are_as_many_as_are_known() -> None:
    """The modules are found, and none is empty."""
    assert len(SAID) > 200
