"""Who is probably meant by a name that isn't one person's: initials, a forename, a surname with an initial, what
somebody is called besides, or one of two of a name by the team beside it. A guess, for the officer to read; what comes
in is looked up in staff.py."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import takewhile
from typing import Final, NamedTuple, TypeAlias

from policy.folding import first_name_first, fold, fold_name, spoken_as, without_agency
from storage.importing.proposal.team_names import abbreviates

_IN_BRACKETS: Final = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
#: What stands between a name and a code or a team: ``Example A - E4841``.
_DASH: Final = re.compile(r"\s+[-–—|/]\s+")
#: A code has figures, a name none.
_CODE: Final = re.compile(r"\S*\d\S*")
#: Initials in one word, beside a name that isn't all capitals; half of ``SAMPLE-ORR`` is none.
_LETTERS: Final = re.compile(r"(?<![\w'’-])[A-Z]{2,3}(?![\w'’-])")
#: A surname in capitals before the forename, of one word or more: ``VAN DER SAMPLE, Priya``.
_CAPITALS_FIRST: Final = re.compile(r"[^a-z,]+\s[^a-z,]*[A-Z]{4}[^a-z,]*,")
#: What somebody was called before, in brackets beside their surname.
_FORMER: Final = re.compile(r"\((?:formerly|previously|prev|was|née|nee)\.? (\S[^()]*)\)", re.IGNORECASE)
#: What stands beside a name, and is none of it.
TITLES: Final = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|rev)\b\.?\s*", re.IGNORECASE)
#: As alike as a name is with a letter too many or too few.
NEARLY: Final = 0.93
#: The fewest letters of a short forename.
_SHORTEST: Final = 3
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
    ``in_full``: of these what is more than one word, which may be a whole name; ``units``: what the staff file says of
    where they work, and ``posts`` of what they are."""

    number: str
    name: str
    forenames: frozenset[str]
    surname: str
    address: str = ""
    units: frozenset[str] = frozenset()
    in_full: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        number: str,
        name: str,
        *,
        known_as: Iterable[str] = (),
        email: str = "",
        units: Iterable[str] = (),
        posts: Iterable[str] = (),
    ) -> Called:
        bare = _untitled(name)
        former = [one.strip() for one in _FORMER.findall(bare)]
        bare = " ".join(_FORMER.sub(" ", bare).split())
        alone, *besides = [*spoken_as(bare)] or [bare]
        first, _, last = fold_name(first_name_first(alone)).partition(" ")
        others = [fold_name(one) for one in (*map(_untitled_first, known_as), *besides)]
        others += [f"{one} {fold_name(old)}" for old in former for one in _forenames(first, others)]
        forenames = set(_forenames(first, others))
        address = fold_name(re.sub(r"[._-]", " ", _EMAIL_ENDS.sub("", email)))
        in_full = frozenset(one for one in others if " " in one and _letters(one.split()) != one.split())
        return cls(
            number,
            name,
            frozenset(forenames),
            last,
            address,
            frozenset(filter(None, units)),
            in_full,
            frozenset(map(fold, posts)),
        )

    def besides(self, other: Called) -> Called:
        """With what another list calls the same person."""
        if other.surname != self.surname:
            return self
        both = {
            name: getattr(self, name) | getattr(other, name)
            for name in ("forenames", "units", "in_full", "posts")
        }
        return replace(self, **both, address=self.address or other.address)

    def works_in(self, teams: Iterable[str]) -> bool:
        return any(abbreviates(team, unit) for team in teams for unit in self.units)


class Guess(NamedTuple):
    number: str
    name: str
    why: str


_BY_THAT_NAME: Final = "by that name, surname first"
#: Ways that tell a whole name, alone: as sure as the name itself.
WHOLE: Final = frozenset({"by that name", _BY_THAT_NAME, "by forename and surname"})
_Fits: TypeAlias = Callable[[Called, Sequence[str]], bool]
#: Whether somebody may be meant by the words of a name, and why: the surest first, and together what is as sure.
_WAYS: Final[Sequence[Mapping[str, _Fits]]] = (
    {"by that name": lambda one, said: " ".join(said) in _full(one)},
    {_BY_THAT_NAME: lambda one, said: " ".join([said[-1], *said[:-1]]) in _full(one)},
    {"by their address": lambda one, said: len(said) > 1 and " ".join(said) == one.address},
    {"by their initials": lambda one, said: len(said) == 1 and _is_initials(said[0], one)},
    {
        "by forename and initial": lambda one, said: _is_shortened(said, one),
        "by surname and initial": lambda one, said: _is_surname_first(said, one),
    },
    {"by forename and surname": lambda one, said: len(said) > 2 and _has_more(said, one)},
    {"by a part of their surname": lambda one, said: len(said) == 2 and _has_part(said, one)},
    {"nearly so called": lambda one, said: len(said) > 1 and _is_misspelt(" ".join(said), one)},
    {"by their name in another spelling": lambda one, said: len(said) > 1 and _is_spelt_otherwise(said, one)},
    {"by their forename": lambda one, said: len(said) == 1 and said[0] in one.forenames},
)


class Named(NamedTuple):
    """What a cell says of somebody: their name, its words, folded; the code of some system beside it; the team."""

    name: str
    words: Sequence[str]
    code: str
    team: str


def named_in(text: str) -> Named:
    """``Example A (E4841)``, ``E4841 - Example A``, ``Amara Example (Assessment)``: in brackets or after a dash."""
    text = without_agency(text)
    label, colon, bare = _untitled(_IN_BRACKETS.sub(" ", text).strip()).partition(": ")
    bare = bare if colon else label
    parts = [one for one in _DASH.split(bare) if one]
    names = [one for one in parts if not _CODE.search(one)] or parts[:1]
    beside = [
        *([label] if colon else []),
        *_IN_BRACKETS.findall(text),
        *(one for one in parts if one not in names[:1]),
    ]
    codes = [one for one in beside if _CODE.search(one)]
    name = names[0] if names else ""
    if any(map(str.islower, name)):
        surname = _CAPITALS_FIRST.match(name)
        at = surname.end() if surname else 0
        name = name[:at] + _LETTERS.sub(lambda found: " ".join(found[0]), name[at:])
    words = fold_name(first_name_first(name)).replace(".", " ").split()
    return Named(
        name,
        [word for word in words if not _CODE.search(word)],
        fold(codes[0]) if codes else "",
        " ".join(one for one in beside if one not in codes),
    )


def _untitled(text: str) -> str:
    """``MS`` behind a surname alone is somebody's initials."""
    bare = TITLES.sub("", text).strip()
    return bare if len(bare.split()) > 1 else text


def _untitled_first(forenames: str) -> str:
    """``Mrs Amara`` is Amara, and a title alone is somebody's name."""
    return TITLES.sub("", forenames).strip() or forenames


def _forenames(first: str, others: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (first, *(one.partition(" ")[0] for one in others)))))


@dataclass(slots=True)
class GuessedPeople:
    """Those of a staff file, and those stored."""

    known: dict[str, Called] = field(default_factory=dict)
    _by_letter: dict[str, list[Called]] = field(default_factory=lambda: defaultdict(list))
    _found: dict[str, tuple[Sequence[Called], str]] = field(default_factory=dict)

    def know(self, people: Iterable[Called]) -> None:
        for one in people:
            before = self.known.get(one.number)
            self.known[one.number] = one.besides(before) if before else one
        self._by_letter.clear()
        self._found.clear()
        for one in self.known.values():
            for letter in {_first(name) for name in one.forenames}:
                self._by_letter[letter].append(one)

    def guess(self, text: str, beside: Collection[str] = (), team: str = "") -> Guess | None:
        """``beside``: the numbers of those who stand in the same rows; ``team``: what stands there of a team, if the
        cell itself says none. None where nobody fits, or several do."""
        found, why = self._fitting(text)
        return self._one_of(found, why, named_in(text).team or team, beside) if found else None

    def fitting(self, text: str) -> Sequence[Called]:
        """Everybody who may be meant by the surest of the ways in which anybody is."""
        return self._fitting(text)[0]

    def _fitting(self, text: str) -> tuple[Sequence[Called], str]:
        """Looked for once: a word is asked about again when others tell of it."""
        if text not in self._found:
            self._found[text] = self._looked_for(text)
        return self._found[text]

    def _looked_for(self, text: str) -> tuple[Sequence[Called], str]:
        said = named_in(text).words
        letters = dict.fromkeys(map(_first, said))
        near = dict.fromkeys(one for letter in letters for one in self._by_letter.get(letter, ()))
        for alike in _WAYS if said else ():
            by = {why: [one for one in near if fits(one, said)] for why, fits in alike.items()}
            if found := dict.fromkeys(one for some in by.values() for one in some):
                return list(found), " or ".join(why for why, some in by.items() if some)
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
            yield "in the post beside it", lambda one: fold(team) in one.posts
            yield "of the team beside it", lambda one: one.works_in([team])
        with_them = [self.known[number] for number in beside if number in self.known]
        units = frozenset[str]().union(*(one.units for one in with_them))
        if units:
            yield "of the team of those in the same rows", lambda one: not units.isdisjoint(one.units)


def is_name_of(name: str, text: str) -> bool:
    """Whether it says that whole name, whichever way round, with a post beside it or not."""
    said = fold_name(first_name_first(TITLES.sub("", named_in(text).name)))
    return bool(name) and said == fold_name(first_name_first(name))


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one person's, written in two ways."""
    return _may_name(one, other) or _may_name(other, one)


def is_short_for(one: str, other: str) -> bool:
    """``Raff Sample`` for Rafferty Sample, or the other way round: where a number says already that they may be one."""
    mine, theirs = (named_in(name).words for name in (one, other))
    if len(mine) < 2 or mine[1:] != theirs[1:]:
        return False
    short, whole = sorted((mine[0], theirs[0]), key=len)
    return len(short) >= _SHORTEST and whole.startswith(short)


def _may_name(name: str, other: str) -> bool:
    called, said = Called.of("", name), named_in(other).words
    return not said or any(fits(called, said) for ways in _WAYS for fits in ways.values())


def _full(one: Called) -> set[str]:
    forenames = (first for first in one.forenames | one.in_full if len(first) > 1)
    return {*(f"{first} {one.surname}" for first in forenames), *one.in_full}


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
    """``Priya S``, ``P Sample``, ``P. J. Sample``."""
    if len(said) == 2 and len(said[1]) == 1:
        return said[0] in one.forenames and any(part.startswith(said[1]) for part in _ends(one))
    letters = _letters(said)
    return bool(letters) and _has_initials(letters, said[len(letters) :], one)


def _is_surname_first(said: Sequence[str], one: Called) -> bool:
    """``Sample P``, ``Sample P. J.``"""
    letters = _letters(said[::-1])[::-1]
    return bool(letters) and _has_initials(letters, said[: len(said) - len(letters)], one)


def _letters(said: Sequence[str]) -> Sequence[str]:
    """The initials with which it begins."""
    return [*takewhile(lambda word: len(word) == 1, said)]


def _has_initials(letters: Sequence[str], surname: Sequence[str], one: Called) -> bool:
    """Theirs, with the middle names that are known."""
    said, words = " ".join(surname), one.surname.split()
    if not said or words[len(words) - len(surname) :] != [*surname]:
        return False
    middle = words[: len(words) - len(surname)]
    follows = all(letter == name[0] for letter, name in zip(letters[1:], middle, strict=False))
    return follows and any(name.startswith(letters[0]) for name in one.forenames)


def _has_more(said: Sequence[str], one: Called) -> bool:
    """``Priya Jane Sample`` of Priya Sample, also by a surname that she had before."""
    names = (full.split(" ", 1) for full in _full(one))
    return any(
        said[0] == first and " ".join(said).endswith(f" {last}")
        for first, *rest in names
        for last in rest
        if last
    )


def _ends(one: Called) -> Sequence[str]:
    """A surname, and the last word of one that has middle names in it."""
    return (one.surname, *one.surname.split()[-1:])
