"""Names that nobody has: many of them have one cause, which is said once. Where a column names hardly anybody who is
known, they may be children's, and are quoted nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from storage.importing.faults import FEW_WORDS
from storage.importing.proposal.guessed_people import named_in

#: More of them than one in so many of the people are no slips.
_OF_PEOPLE: Final = 4
_SHOWN: Final = 3
#: Of fewer names than these nobody can tell whose they are.
_TELLING: Final = 3
#: Surname first: no word of a council's is written so.
_SURNAME_FIRST: Final = re.compile(r"[^\W\d_][\w.'’ \-]*, ?[^\W\d_][\w.'’ \-]*")
#: What a column mapped for something else says of children, each in a row of their own, and how many are no slips.
_IN_FULL: Final = re.compile(r"[^\W\d_][\w'’\-]+(?: [^\W\d_][\w.'’\-]*){1,3}")
_MANY: Final = 30


def is_name(text: str) -> bool:
    """And no number or address, which have causes of their own; a code may stand beside it."""
    name = named_in(text).name
    return "@" not in text and any(map(str.isalpha, name)) and not any(map(str.isdigit, name))


def says_who(text: str) -> bool:
    """By a name or an address, which may be that of somebody who isn't staff."""
    return "@" in text or is_name(text)


def are_many(strangers: int, people: int) -> bool:
    return strangers > FEW_WORDS and strangers * _OF_PEOPLE > people


def may_be_children(strangers: int, known: int) -> bool:
    """Whether the names of a column are mostly nobody's among the staff: the column may name children or clients, whom
    no answer names."""
    return strangers >= _TELLING and strangers > known


def are_of_persons(words: Collection[str]) -> bool:
    """Whether words that can't be taken where no names are asked for are somebody's names: children's as likely as
    not."""
    if len(words) < _TELLING:
        return False
    first = sum(_SURNAME_FIRST.fullmatch(word) is not None for word in words)
    in_full = sum(_IN_FULL.fullmatch(word) is not None for word in words)
    return 2 * first > len(words) or (len(words) > _MANY and 2 * in_full > len(words))


def said_of(strangers: Collection[str], people: Iterable[str], unnamed: Collection[str] = ()) -> str:
    """``people``: how those who are known are called; ``unnamed``: of the names those that aren't quoted."""
    return (
        f"{_nobodys(strangers, unnamed)}, and the people are called {_quoted(sorted(people))}: "
        "look at name in the mapping of people, or whether the file of people has all of them"
    )


def said_of_some(strangers: Collection[str], unnamed: Collection[str]) -> str:
    """Of those that are no fourth of the people: some who left, or who came."""
    return (
        f"{_nobodys(strangers, unnamed)}: add whoever of them is or was of the staff to the file of people, "
        "or say in the mapping who is meant"
    )


def _nobodys(strangers: Collection[str], unnamed: Collection[str]) -> str:
    shown = sorted({*strangers} - {*unnamed})
    hidden = "not shown: they may be children's"
    told = f"{_quoted(shown)}{f'; others are {hidden}' if unnamed else ''}" if shown else hidden
    what = "addresses" if all("@" in one for one in strangers) else "names"
    return f"{len(strangers):,} {what} are nobody's ({told})"


def _quoted(names: Sequence[str]) -> str:
    more = [] if len(names) <= _SHOWN else ["…"]
    return ", ".join([*(f"'{name}'" for name in names[:_SHOWN]), *more])
