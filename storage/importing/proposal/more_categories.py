"""Further columns of what cases are: a legal status stands beside what a case is worked as, a level of need, how often
a child is visited, a yes under the name of a category. Each says categories that the others don't."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from policy.folding import fold
from storage.importing.columns.values import ImportVocabulary, worded
from storage.importing.mapped.own_cells import is_set
from storage.importing.proposal.heading_words import OF_TEAMS, normal
from storage.importing.proposal.likely import likely_service
from storage.importing.proposal.own_columns import MOSTLY, NEARLY, WORDS, Column, meant_by

#: How what a proposal calls them begins; no file of ours has such a column.
ALSO: Final = "also_categories"
#: As few of its words mean categories as are no chance.
_FEWEST: Final = 2
#: So few words say how much of something, or how far it is.
_FEW: Final = 8
#: So many kinds of case a council may have words for.
_KINDS_OF_CASE: Final = 40
#: What a court orders only while proceedings go on.
_IN_COURT: Final = re.compile(r"\binterim\b.*\border|\bICO\b|\bISO\b", re.IGNORECASE)
#: By which a child is looked after, and isn't named so.
_LOOKED_AFTER: Final = re.compile(r"\bs(?:ec(?:tion|t)?)?\.? ?20\b|\baccommodated\b", re.IGNORECASE)
#: As others call a child who is in care.
_CARED_FOR: Final = re.compile(
    r"(?<!formerly )(?<!previously )\b(?:looked[ -]after|cared[ -]for|CLA|LAC|CIC)\b", re.IGNORECASE
)
#: Words by which a heading is of how much.
_OF_MEASURE: Final = frozenset(
    {"level", "tier", "rating", "intensity", "need", "complexity", "band", "stability"}
)
_USUAL: Final = frozenset({"low", "medium", "moderate", "standard", "normal", "average", "usual", "routine"})


def also_categories(
    cases: Mapping[str, Column], columns: Sequence[Column], words: ImportVocabulary
) -> dict[str, Column]:
    """Beside a column of categories all others of which some words are such too; without one, those that say so
    beyond doubt, else the one of few words of which most are such or kinds of work."""
    known = words.categories
    free = [c for c in columns if c not in cases.values() and _may_be(c)]
    said = [c for c in free if (_says_some(c, known) if "categories" in cases else _says_most(c, known))]
    if not said and "categories" not in cases:
        said = [c for c in free if _says_work(c, words)][:1]
    names = [
        *(["categories"] if "categories" not in cases else []),
        *(f"{ALSO}_{at}" for at in range(len(said))),
    ]
    return dict(zip(names, said, strict=False))


def flags_of(
    cases: Mapping[str, Column], columns: Sequence[Column], known: Mapping[str, str]
) -> dict[str, str]:
    """By its title the category of each column that is headed with one and says yes or no, or since when, which says
    both."""
    used = [column for ours, column in cases.items() if ours != "plan_since"]
    free = [c for c in columns if c not in used and c.are_flags and not c.of_an_end]
    meant = {c.title: meant_by(c.title, known) for c in free}
    return {title: word for title, word in meant.items() if word}


def category_of(word: str, column: Column, known: Mapping[str, str], *, begins: bool = True) -> str | None:
    """What it means: alone, with the words of its heading (``6 weekly`` under ``Visits``), as the yes or no to a
    category that the heading names, or as the beginning of what one category is called (``High`` of ``high need``).
    ``begins``: it isn't only the beginning of what is said."""
    headed = meant_by(column.title, known) if _is_answer(column) else None
    said = is_set(word) if headed else None
    if said is not None:
        return headed if said else ""
    meant = meant_by(word, known) or _with_heading(word, column, known)
    meant = meant or (_beginning(word, known) if begins else None)
    meant = meant or (known.get("looked after") if _LOOKED_AFTER.search(word) else None)
    meant = meant or (known.get("in care") if _CARED_FOR.search(word) else None)
    court = known.get("care proceedings")
    if meant and court and meant != court and _IN_COURT.search(word):
        return f"{meant};{court}"
    return meant


def with_others_in(text: str, meant: str, known: Mapping[str, str]) -> str:
    """What a key says behind what it begins with: ``Looked after - 6 weekly visits`` is two categories, and each is
    taken whose words are there whole."""
    if not meant or meant_by(text, known):
        return meant
    said = f" {normal(text)} "
    named = {code for label, code in known.items() if _is_said(f" {normal(label)} ", said)}
    return ";".join([meant, *sorted(named - set(meant.split(";")))])


def _is_said(label: str, text: str) -> bool:
    before, found, _ = text.partition(label)
    return bool(found) and not _DENIED.search(before)


#: Before a word that says what a case isn't, or isn't any more.
_DENIED: Final = re.compile(r"\b(?:not|no|non|never|un|pre|ex|was|were|until|previously|formerly|awaiting)$")


def may_be_some(word: str, known: Mapping[str, str]) -> bool:
    """Whether it has words of a category, or of several, in it: then it isn't said to be none."""
    said = normal(word)
    return any(f" {label} " in f" {said} " for label in (*known, *map(normal, known.values())))


def _with_heading(word: str, column: Column, known: Mapping[str, str]) -> str | None:
    said, heading = set(normal(word).split()), {_singular(one) for one in column.heading}
    labels = {label: set(normal(label).split()) for label in known}
    fitting = (label for label, words in labels.items() if said and said < words)
    meant = {known[one] for one in fitting if {_singular(rest) for rest in labels[one] - said} <= heading}
    return meant.pop() if len(meant) == 1 else None


def _singular(word: str) -> str:
    return word.removesuffix("ing").removesuffix("s")


def _beginning(word: str, known: Mapping[str, str]) -> str | None:
    meant = {known[label] for label in known if normal(label).startswith(f"{normal(word)} ")}
    return meant.pop() if len(meant) == 1 else None


def says_none(word: str, column: Column) -> bool:
    """Of a column that says how much, what is nothing out of the way."""
    return fold(word) in _USUAL and not _OF_MEASURE.isdisjoint(column.heading)


def _is_answer(column: Column) -> bool:
    """Some of its few words are a yes or a no, and others something between."""
    return len(column.words) <= _FEW and any(is_set(word) is not None for word in column.words)


def plans_in(cases: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of categories, that which its heading tells first."""
    return {ours: one for ours, one in cases.items() if ours == "categories" or ours.startswith(ALSO)}


def _may_be(column: Column) -> bool:
    return not (
        column.are_flags
        or column.are_days
        or column.of_an_end
        or column.of_staff
        or column.is_of_identity
        or not OF_TEAMS.isdisjoint(column.heading)
        or len(column.words) > NEARLY * column.filled
    )


def _says_some(column: Column, known: Mapping[str, str]) -> bool:
    words = list(islice(column.words, WORDS))
    meant = {means for word in words if (means := meant_by(word, known))}
    return len(meant) >= _FEWEST or column.share_of(known) > MOSTLY or _says_most(column, known)


def _says_work(column: Column, words: ImportVocabulary) -> bool:
    """Few words, each in several rows, that are categories or what services do: what cases are open as."""
    said = list(column.words)
    if not said or len(said) > _KINDS_OF_CASE or len(said) * _FEWEST > column.filled:
        return False
    meant = [word for word in said if meant_by(word, words.categories)]
    work = [word for word in said if word not in meant and likely_service(word, words.services)]
    return bool(meant) and len(meant) + len(work) > MOSTLY * len(said)


def _says_most(column: Column, known: Mapping[str, str]) -> bool:
    """Most words with the heading, or of a few one exactly; or the heading is a category, and some words a yes or no
    to it."""
    words = list(islice(column.words, WORDS))
    if not words or len(words) > _FEW:
        return False
    with_heading = sum(_with_heading(word, column, known) is not None for word in words)
    exactly = any(worded(word) in known for word in words)
    answers = _is_answer(column) and meant_by(column.title, known) is not None
    return with_heading > MOSTLY * len(words) or exactly or answers
