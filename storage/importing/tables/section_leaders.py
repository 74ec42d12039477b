"""Lines that name whoever the rows below report to: ``SAMPLE P MRS - Team Manager``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy.folding import fold_name
from storage.importing.proposal.guessed_people import TITLES, named_in
from storage.importing.proposal.heading_words import OF_TEAMS

#: How the column is called that such lines make.
LED_BY: Final = "Manager"
#: A post in which somebody has others report to them.
_LEADS: Final = re.compile(
    r"\b(?:manager|lead|leader|supervisor|head|director|mgr|tm|atm|principal|consultant)\b", re.IGNORECASE
)
_SURNAME_FIRST: Final = re.compile(r"[A-Z][A-Z'’\-]+(?: [A-Z][A-Z'’\-]+)*,? [A-Z](?:[. ]+[A-Z])*\.?")
_MOST_WORDS: Final = 5
_VACANT: Final = re.compile(r"\W*(?:vacan(?:t|cy|cies)|frozen|unfilled)\b", re.IGNORECASE)
#: So many who are named are no chance.
_FEWEST: Final = 2


def is_vacancy(text: str) -> bool:
    """A line alone that is a post which nobody holds, and nobody's to lead: no line over others."""
    return _VACANT.match(text) is not None and _LEADS.search(text) is None


def leading(texts: Iterable[str], rows: Iterable[Sequence[str]]) -> set[str]:
    """Of what lines say alone, that which names whoever leads: a title stands with it, or those below have such a
    surname too."""
    said = {text for text in texts if _may_lead(text)}
    if len(said) < _FEWEST:
        return set()
    words = {word for cells in rows for cell in cells if len(cell) < 80 for word in fold_name(cell).split()}
    known = {text for text in said if TITLES.search(text) or not words.isdisjoint(_surnames(text))}
    return said if 2 * len(known) > len(said) else set()


def _may_lead(text: str) -> bool:
    said, leads = named_in(text), _LEADS.search(text) is not None
    if leads and _VACANT.match(text):
        return True
    words = [word for word in said.words if len(word) > 1]
    if not words or len(said.words) > _MOST_WORDS or re.search(r"\d", said.name) or _of_team(said.words):
        return False
    named = TITLES.search(text) or _SURNAME_FIRST.fullmatch(TITLES.sub("", said.name).strip(" ,.-"))
    return bool(named) or (len(said.words) > 1 and leads and not _LEADS.search(said.name))


def _of_team(words: Iterable[str]) -> bool:
    return not (OF_TEAMS | {"north", "south", "east", "west", "central"}).isdisjoint(words)


def _surnames(text: str) -> Iterator[str]:
    return (word for word in named_in(text).words if len(word) > 1)


def common_end(texts: Iterable[str]) -> str:
    """The words with which all of them end, such as `` - Team Manager``."""
    words = [text.split() for text in texts]
    shared: list[str] = []
    for at in zip(*(reversed(some[1:]) for some in words), strict=False):
        if len(set(at)) > 1:
            break
        shared.insert(0, at[0])
    return " ".join(shared)
