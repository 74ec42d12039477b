"""Columns of yes and no that ask whether a session took place, or whether it didn't."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from storage.importing.columns import values as v
from storage.importing.mapped.own_cells import is_set
from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.own_columns import Column, meant_by

_CALLED_OFF: Final = r"\bcancel\w*|\bpostpon\w*|\bmissed\b|\bdna\b|\babandon\w*|\bcalled off\b"
_HELD: Final = (
    r"\bheld\b|\btook\b|\btakes?\b|\bhappen\w*|\bahead\b|\bwent\b|\battend\w*|\bcomplet\w*|"
    r"\boccur\w*|\bdone\b|\bmet\b"
)
_NOT: Final = r"\b(?:not|never|didn t|wasn t|hasn t|fail(?:ed|ure)? to)\b"
_IS_CALLED_OFF: Final = re.compile(_CALLED_OFF)
_IS_HELD: Final = re.compile(_HELD)
_IS_NOT_HELD: Final = re.compile(rf"{_NOT} (?:\w+ )?(?:be |been )?(?:{_HELD}|\btake\b|\bgo\b)")
_IS_NOT_CALLED_OFF: Final = re.compile(rf"{_NOT} (?:be |been )?(?:{_CALLED_OFF})")


class YesSays(Enum):
    """What a yes says. ``EITHER``: nobody can tell by the heading."""

    HELD = auto()
    NOT_HELD = auto()
    EITHER = auto()


def asked_by(column: Column) -> YesSays:
    """By its heading."""
    said = normal(column.title)
    if _IS_NOT_CALLED_OFF.search(said):
        return YesSays.HELD
    off, held = bool(_IS_CALLED_OFF.search(said)), bool(_IS_HELD.search(said))
    if _IS_NOT_HELD.search(said):
        return YesSays.NOT_HELD
    if off and held:
        return YesSays.EITHER
    return YesSays.NOT_HELD if off else YesSays.HELD


def as_spelt(word: str, known: Mapping[str, str], column: Column) -> str | None:
    """What it means as it stands, else as the file's own key has it."""
    return meant_by(word, known) or meant_by(column.spelt(word), known)


def state_said(word: str, known: Mapping[str, str], column: Column) -> str | None:
    """What a word says of a session: a yes and a no by what is asked, and a no to whether it was cancelled that it was
    held, or is booked, by its day. None where nobody can tell."""
    if word in column.moves:
        return v.BY_DAY
    yes = is_set(word)
    if yes is None:
        return as_spelt(word, known, column)
    match asked_by(column):
        case YesSays.EITHER:
            return None
        case YesSays.HELD:
            return "held" if yes else "cancelled"
        case YesSays.NOT_HELD:
            return "cancelled" if yes else v.BY_DAY


def asks_if_not(column: Column) -> bool:
    return column.are_yes_or_no and asked_by(column) is YesSays.NOT_HELD


def says_only_if_not(column: Column) -> bool:
    """Whether it says something of those alone that didn't take place, or of some others."""
    return asks_if_not(column) and column.filled < len(column.cells)


def meant(ours: str, word: str, known: Mapping[str, str], column: Column) -> str | None:
    """A session of which a tracker says yes was held or wasn't, by what it asks."""
    return state_said(word, known, column) if ours == "state" else as_spelt(word, known, column)
