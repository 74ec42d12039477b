"""Half days: whoever works on one isn't away. By what says it: a length, a kind of leave, or which part of the first
and of the last day it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy.folding import fold
from storage.importing.mapped.mapping import MappedKind
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_row import OwnRow
from storage.importing.proposal.own_columns import MOSTLY, Column

#: Of pay it says nothing about the day.
_HALF: Final = re.compile(
    r"\bhalf\b(?![ -]?pay)|1/2|\b[a-z]+/2\b|(?<![\d.,])0?[.,]5(?!\d)|\b[ap]\.?m\b|\bmorning\b|\bafternoon\b"
    r"|\b(?:al|a/l|toil|til|fl|s)[ap]m\b|\b[ap]m(?:al|a/l|toil|til|fl|s)\b"
)
_WHOLE: Final = re.compile(r"(?:full|whole|all)(?:[ -]?day)?|day|1|1\.0|both|am ?[-/&+] ?pm|n/?a")
_BEGINS_LATE: Final = re.compile(r"\bp\.?m\b|afternoon|\b(?:second|2nd)\b")
_ENDS_EARLY: Final = re.compile(r"\ba\.?m\b|morning|\b(?:first|1st)\b")
_DAYS: Final = re.compile(r"(?:(\d+(?:[.,]\d+)?|[.,]\d+)|(\d+ ?)?1/2)(?: ?d(?:ays?)?)?")
_OF_LENGTH: Final = frozenset({"days", "day", "duration", "length"})
_BESIDE: Final = re.compile(r"(?<=\d) ?h?(?:(?:ou)?rs?)? ?\((?:am|pm)\)$", re.IGNORECASE)
#: Words of the heading of a column that says which half of a day it was; it has few words.
_OF_HALF: Final = frozenset({"half", "am", "pm", "ampm", "part"})
_FEW: Final = 6
#: No more than this is half a day, where lengths are in days; in hours it is no more than so much of a whole one.
HALF: Final = 0.5
_OF_HOURS: Final = 0.6


def is_half(word: str) -> bool:
    said = _plain(word)
    return _WHOLE.fullmatch(said) is None and _HALF.search(said) is not None


def _plain(word: str) -> str:
    return fold(word).replace("⁄", "/")


def days_in(text: str) -> float | None:
    """How many days a length says: ``0.5``, ``½ day``, ``2 days``; None for what is none."""
    found = _DAYS.fullmatch(_plain(text))
    if found is None:
        return None
    return float(found[1].replace(",", ".")) if found[1] else float(found[2] or 0) + HALF


def length_in(columns: Sequence[Column], last: Column) -> Column | None:
    """The column that says how many days it was."""
    return next((c for c in columns if c is not last and _are_lengths(c)), None)


def _are_lengths(column: Column) -> bool:
    said = sum(days_in(word) is not None for word in column.words)
    return not _OF_LENGTH.isdisjoint(column.heading) and said > MOSTLY * len(column.words) > 0


def of_one_day(column: Column, words: Sequence[str], first: Column, last: Column) -> list[str]:
    """Those of them that no longer row says."""
    days = zip(column.cells, first.cells, last.cells, strict=True)
    longer = {word for word, begins, ends in days if ends and begins != ends}
    return [word for word in words if word not in longer]


def part_of_day(columns: Sequence[Column], first: Column, last: Column) -> tuple[Column, list[str]] | None:
    """A column that says which half of a day it was, or that it was one: of its words those of single days."""
    named = (c for c in columns if not _OF_HALF.isdisjoint(c.heading) and 0 < len(c.words) <= _FEW)
    half = next((c for c in named if c.filled < len(c.cells) or any(map(_is_whole, c.words))), None)
    if half is None:
        return None
    said = [w for w in sorted(half.words) if is_set(w) is not False and not _is_whole(w)]
    words = of_one_day(half, said, first, last)
    return (half, words) if words else None


def part_in_length(columns: Sequence[Column], first: Column, last: Column) -> tuple[Column, list[str]] | None:
    """A length with the half of the day beside it, ``3.70 h (PM)``, of which single days say the same."""
    for column in columns:
        said = {half[0].upper(): word for word in column.words if (half := _BESIDE.search(word))}
        told = [word for word in column.words if _BESIDE.search(word)]
        if said and len(said) < len(column.words) and told == of_one_day(column, told, first, last):
            return column, sorted(f"*{half}" for half in said)
    return None


def _is_whole(word: str) -> bool:
    return _WHOLE.fullmatch(_plain(word)) is not None


def parts_of_days(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """The part of the first day, and that of the last."""
    told = [c for c in columns if c.words and all(is_half(w) or _is_whole(w) for w in c.words)]
    told = [c for c in told if any(map(is_half, c.words)) and not c.are_amounts]
    return (told[0], told[1]) if len(told) == 2 else None


def partly(parts: tuple[Column, Column], first: Column, last: Column) -> int:
    """How many absences of several days begin or end with half a day."""
    rows = zip(parts[0].cells, parts[1].cells, first.cells, last.cells, strict=True)
    return sum(
        one != other and (begins_late(begins) or ends_early(ends)) for begins, ends, one, other in rows
    )


def begins_late(part: str) -> bool:
    """By the part of an absence's first day."""
    return _BEGINS_LATE.search(_plain(part)) is not None


def ends_early(part: str) -> bool:
    """By the part of its last day."""
    return _ENDS_EARLY.search(_plain(part)) is not None


def is_half_day(made: MappedKind, row: OwnRow) -> bool:
    """Of one day, of which the same half stands at both ends, as a mapping says."""
    if not made.half_days:
        return False
    begins, ends = (row[name] for name in made.half_days)
    both = (made.columns[ours].from_ for ours in ("first", "last") if ours in made.columns)
    days = {row[name] for names in both for name in names if row[name]}
    return len(days) == 1 and fold(begins) == fold(ends) and is_half(begins)


def short_in_hours(columns: Sequence[Column], first: Column, last: Column) -> tuple[Column, list[str]] | None:
    """Of a column of hours, what single days say that is no more than about half of what most of them do."""
    for column in columns:
        if "hours" in column.heading and column.are_amounts:
            days = zip(column.cells, first.cells, last.cells, strict=True)
            single = [said for said, begins, ends in days if said and begins == ends]
            whole = max((hours for said in single if (hours := days_in(said))), default=0.0)
            short = sorted({said for said in single if 0 < (days_in(said) or 0) <= _OF_HOURS * whole})
            if words := of_one_day(column, short, first, last):
                return column, words
    return None
