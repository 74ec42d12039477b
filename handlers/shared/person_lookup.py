"""Whom a typed command means: ``@priya``, a staff number, nobody but the asker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol

from cards.commands import unread
from cards.shared import refusals
from handlers.shared.base import Refusal
from storage import people
from storage.people import Person
from storage.work import Work


class OfWords(Protocol):
    """A typed ask whose words may begin with somebody."""

    @property
    def words(self) -> str: ...


#: A name in a command is at most this many words.
LONGEST_NAME: Final = 4
_WITH: Final = re.compile(r"(?:(.*\S)\s+)?with\s+(@?\S.*)", re.IGNORECASE)


def resolve_person(work: Work, words: str, actor: Person) -> tuple[Person, str]:
    """The person that the words begin with (the asker where they name nobody) and what is left of them.

    Raises Refusal for somebody unknown, and where several people fit."""
    if not words.startswith("@"):
        return actor, words
    found = person_first(work, words)
    if found is None:
        raise Refusal(refusals.nobody_called())
    return found


def person_first(work: Work, words: str) -> tuple[Person, str] | None:
    """The person that words begin with, by the longest name that is somebody's, and what is left; None where nobody's
    name stands there. Raises Refusal where several people fit."""
    parts = words.split()
    for count in range(min(len(parts), LONGEST_NAME), 0, -1):
        found = people.find(work, " ".join(parts[:count]))
        if found:
            return _only(found, parts[0]), " ".join(parts[count:])
    return None


def name_first(words: str) -> str:
    """``friday 2pm with @amara`` as ``@amara friday 2pm``."""
    found = _WITH.fullmatch(words) if not words.startswith("@") else None
    return " ".join(filter(None, (found[2], found[1]))) if found else words


def the_person(work: Work, words: str, example: str) -> Person:
    """Whom all these words mean. ``example``: of what would be right. Raises Refusal for nobody and for several."""
    found = people.find(work, words)
    if not found:
        raise Refusal(refusals.nobody_called(example))
    return _only(found, words)


def person_alone(work: Work, words: str, actor: Person, command: str) -> Person:
    """As ``resolve_person``, of a command that is about somebody and takes nothing more: what is left is refused."""
    who, rest = resolve_person(work, words, actor)
    if rest:
        raise Refusal(unread(command))
    return who


def person_meant(work: Work, words: str, actor: Person) -> Person | None:
    """As ``resolve_person``, for a permission: None where the words mean nobody or several."""
    try:
        return resolve_person(work, words, actor)[0]
    except Refusal:
        return None


def _only(found: list[Person], typed: str) -> Person:
    if len(found) == 1:
        return found[0]
    raise Refusal(refusals.several_called(typed, [(p.name, p.staff_number) for p in found]))


def person_picked(work: Work, staff_number: str) -> Person | None:
    """The person picked in a form, by staff number; None for anybody else's or nobody's."""
    return people.in_post_numbered(work, staff_number)


def picked_among(offered: Iterable[Person], staff_number: str) -> Person | None:
    """As ``person_picked``, of those that the form offered."""
    return next((p for p in offered if p.staff_number == staff_number), None)
