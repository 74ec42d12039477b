"""Who is probably meant by a name that isn't one person's: initials, a forename, what somebody is called besides, or
one of two of a name by the team beside it. A guess, for the officer to read; what comes in is looked up in staff.py."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, NamedTuple

from policy.folding import first_name_first, fold_name
from storage.importing.own_words import abbreviates

_IN_BRACKETS: Final = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
#: As alike as a name is with a letter too many or too few.
NEARLY: Final = 0.93
#: Letters of a forename that are said alike.
_SOUNDS: Final = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        ("ph", "v"),
        ("ck|c", "k"),
        ("(?<=.)h", ""),
        ("ie|ey|ee|y", "i"),
        ("ai", "a"),
        (r"(.)\1", r"\1"),
        ("e$", ""),
    )
)
_EMAIL_ENDS: Final = re.compile(r"\d*@.*$")


@dataclass(frozen=True, slots=True)
class Called:
    """How one member of staff may be spoken of, folded. ``forenames``: theirs, and what they are called instead;
    ``units``: what the staff file says of where they work."""

    number: str
    name: str
    forenames: frozenset[str]
    surname: str
    address: str = ""
    units: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        number: str,
        name: str,
        *,
        known_as: Iterable[str] = (),
        email: str = "",
        units: Iterable[str] = (),
    ) -> Called:
        first, _, last = fold_name(first_name_first(name)).partition(" ")
        others = (fold_name(one).partition(" ")[0] for one in known_as)
        forenames = set(filter(None, (first, *others)))
        address = fold_name(re.sub(r"[._-]", " ", _EMAIL_ENDS.sub("", email)))
        return cls(number, name, frozenset(forenames), last, address, frozenset(filter(None, units)))


class Guess(NamedTuple):
    number: str
    name: str
    why: str


#: Whether somebody may be meant by the words of a name, and why.
_WAYS: Final[Sequence[tuple[str, Callable[[Called, Sequence[str]], bool]]]] = (
    ("by that name", lambda one, said: " ".join(said) in _full(one)),
    ("by their address", lambda one, said: len(said) > 1 and " ".join(said) == one.address),
    ("by their initials", lambda one, said: len(said) == 1 and _is_initials(said[0], one)),
    ("by forename and initial", lambda one, said: len(said) == 2 and _is_shortened(said, one)),
    ("by a part of their surname", lambda one, said: len(said) == 2 and _has_part(said, one)),
    ("nearly so called", lambda one, said: len(said) > 1 and _is_misspelt(" ".join(said), one)),
    ("by their name in another spelling", lambda one, said: len(said) > 1 and _is_spelt_otherwise(said, one)),
    ("by their forename", lambda one, said: len(said) == 1 and said[0] in one.forenames),
)


@dataclass(slots=True)
class GuessedPeople:
    """Those of a staff file, and those stored."""

    known: dict[str, Called] = field(default_factory=dict)
    _by_letter: dict[str, list[Called]] = field(default_factory=lambda: defaultdict(list))

    def know(self, people: Iterable[Called]) -> None:
        for one in people:
            self.known[one.number] = one
        self._by_letter.clear()
        for one in self.known.values():
            for letter in {_first(name) for name in one.forenames}:
                self._by_letter[letter].append(one)

    def guess(self, text: str, beside: Collection[str] = ()) -> Guess | None:
        """``beside``: the numbers of those who stand in the same rows. None where nobody fits, or several do."""
        found, why = self._fitting(text)
        return self._one_of(found, why, " ".join(_IN_BRACKETS.findall(text)), beside) if found else None

    def fitting(self, text: str) -> Sequence[Called]:
        """Everybody who may be meant by the surest of the ways in which anybody is."""
        return self._fitting(text)[0]

    def _fitting(self, text: str) -> tuple[Sequence[Called], str]:
        said = fold_name(first_name_first(_IN_BRACKETS.sub(" ", text).strip())).replace(".", " ").split()
        for why, fits in _WAYS if said else ():
            if found := [one for one in self._by_letter.get(_first(said[0]), ()) if fits(one, said)]:
                return found, why
        return (), ""

    def _one_of(self, found: Sequence[Called], why: str, team: str, beside: Collection[str]) -> Guess | None:
        if len(found) > 1:
            for narrower, fits in self._narrowing(team, beside):
                fewer = [one for one in found if fits(one)]
                if fewer:
                    found, why = fewer, f"{why}, and {narrower}"
                if len(fewer) == 1:
                    break
        one = found[0]
        return Guess(one.number, one.name, why) if len(found) == 1 else None

    def _narrowing(
        self, team: str, beside: Collection[str]
    ) -> Iterator[tuple[str, Callable[[Called], bool]]]:
        if team:
            yield "of the team beside it", lambda one: any(abbreviates(team, unit) for unit in one.units)
        with_them = [self.known[number] for number in beside if number in self.known]
        units = frozenset[str]().union(*(one.units for one in with_them))
        if units:
            yield "of the team of those in the same rows", lambda one: not units.isdisjoint(one.units)


def _full(one: Called) -> set[str]:
    return {f"{first} {one.surname}" for first in one.forenames}


def _is_misspelt(said: str, one: Called) -> bool:
    return bool(get_close_matches(said, _full(one), n=1, cutoff=NEARLY))


def _has_part(said: Sequence[str], one: Called) -> bool:
    """``Priya Sample`` of Priya Sample-Madeup."""
    return said[0] in one.forenames and said[1] in one.surname.split()


def _is_spelt_otherwise(said: Sequence[str], one: Called) -> bool:
    """``Stephen`` of a Steven, with the same surname."""
    return " ".join(said[1:]) == one.surname and _sound(said[0]) in map(_sound, one.forenames)


def _first(name: str) -> str:
    """The letter, of which Catherine and Katherine have the same."""
    return name[0].replace("c", "k")


def _sound(name: str) -> str:
    """Alike for what is said alike: Stephen and Steven, Catherine and Katherine, Claire and Clare."""
    for letters, sound in _SOUNDS:
        name = letters.sub(sound, name)
    return name


def _is_initials(said: str, one: Called) -> bool:
    if not 2 <= len(said) <= 3 or not one.surname:
        return False
    parts = one.surname.split()
    return any(
        said in (first[0] + parts[-1][0], first[0] + "".join(p[0] for p in parts)) for first in one.forenames
    )


def _is_shortened(said: Sequence[str], one: Called) -> bool:
    """``Priya S``, ``P Sample``."""
    first, last = said
    if len(last) == 1:
        return first in one.forenames and one.surname.startswith(last)
    return len(first) == 1 and last == one.surname and any(name.startswith(first) for name in one.forenames)
