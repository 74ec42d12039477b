"""Names that nobody has: many of them have one cause, which is said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from storage.importing.guessed_people import named_in

#: So many may be leavers and slips of the pen, each for itself.
_FEW: Final = 10
#: More of them than one in so many of the people are no slips.
_OF_PEOPLE: Final = 4
_SHOWN: Final = 3


def is_name(text: str) -> bool:
    """And no number or address, which have causes of their own; a code may stand beside it."""
    name = named_in(text).name
    return "@" not in text and any(map(str.isalpha, name)) and not any(map(str.isdigit, name))


def are_many(strangers: int, people: int) -> bool:
    return strangers > _FEW and strangers * _OF_PEOPLE > people


def said_of(strangers: Sequence[str], people: Iterable[str]) -> str:
    """``people``: how those who are known are called."""
    called = _quoted(sorted(people))
    return (
        f"{len(strangers):,} names are nobody's ({_quoted(sorted(strangers))}), and the people are called {called}: "
        "look at name in the mapping of people, or whether the file of people has all of them"
    )


def _quoted(names: Sequence[str]) -> str:
    more = [] if len(names) <= _SHOWN else ["…"]
    return ", ".join([*(f"'{name}'" for name in names[:_SHOWN]), *more])
