"""What a proposed mapping takes for an empty cell. A day that can't be is a slip: of a row that needs it, or of which
something untrue would follow without it, it stays a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from policy.folding import fold
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.mapped.own_dates import is_impossible, said_in, split
from storage.importing.mapped.posts import POST_ENDS
from storage.importing.proposal.own_columns import MOSTLY, Column
from storage.importing.proposal.recorded_flags import says_owed

#: The days by which systems say that there is none.
_STANDS_FOR_NONE: Final = frozenset({(1, 1), (31, 12)})
_ZEROS: Final = frozenset("0-./ ")
#: So many rows don't make the same slip.
_SEVERAL: Final = 2


class TakenAsEmpty(NamedTuple):
    """A day of an optional column, and in how many rows."""

    ours: str
    word: str
    rows: int


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """``words``: all of them; ``days``: those that are written as days, and whose row comes in without them;
    ``slips``: what can't be and stays as it is, a fault of its row."""

    words: Sequence[str]
    days: Sequence[TakenAsEmpty]
    slips: Sequence[TakenAsEmpty]


def empty_words(
    kinds: Sequence[str],
    found: Mapping[str, Mapping[str, Column]],
    columns: Sequence[Column],
    read: Sequence[Column],
) -> EmptyWords:
    """``columns``: all of the file's; ``read``: those that are taken for something: a word without a day below a day,
    ``Cancelled``, isn't empty where one of them says it too, nor what says that a record is owed."""
    said = {fold(word) for column in read if not column.are_days for word in column.words}
    said.update(fold(word) for column in read for word in says_owed(column))
    words = {
        word for column in columns for word in column.nothing if not _is_far(word) and fold(word) not in said
    }
    no_days = (word for column in columns for word in column.says_no_day if fold(word) not in said)
    words.update(word for word in no_days if not _is_in_no_calendar(word))
    taken = {(kind, ours): column for kind in kinds for ours, column in found[kind].items()}
    days, slips = list[TakenAsEmpty](), list[TakenAsEmpty]()
    for (kind, ours), column in taken.items():
        for one in _impossible(ours, column):
            (days if _may_be_empty(kind, ours, one) else slips).append(one)
    # Of what isn't read a slip matters to nobody; a day that stands for none does so everywhere.
    others = (one for column in columns if column not in taken.values() for one in _impossible("", column))
    usual = {one.word for one in others if _is_usual(one)}
    stay = {one.word for one in slips}
    everywhere = [*words, *usual, *(one.word for one in days)]
    return EmptyWords(
        sorted({word for word in everywhere if word not in stay}),
        [one for one in days if one.word not in stay and not _is_usual(one)],
        list(dict.fromkeys(slips)),
    )


def lacks_days(day: Column, who: Column) -> bool:
    """Whether some rows of somebody say no day, or a word instead of one that is taken as empty."""
    none = {"", *(word for word in day.says_no_day if not _is_in_no_calendar(word))}
    none |= {word for word in day.nothing if not _is_far(word)}
    said = zip(who.cells, day.raw, strict=True)
    return not day.each and any(one and on in none for one, on in said)


def _impossible(ours: str, column: Column) -> Iterator[TakenAsEmpty]:
    """Its days that are in no calendar, or in no working life."""
    told = [*filter(_is_far, sorted(column.nothing)), *filter(_is_in_no_calendar, column.words)]
    for word in told if column.are_days else ():
        yield TakenAsEmpty(ours, word, column.words.get(word) or column.raw.count(word))


def _is_far(word: str) -> bool:
    """Of what says nothing: a day with a year, in which nobody works."""
    return said_in(split(word)[0]) is not None and not _ZEROS.issuperset(word)


def _is_in_no_calendar(word: str) -> bool:
    return is_impossible(word) and not _ZEROS.issuperset(word)


def _may_be_empty(kind: str, ours: str, one: TakenAsEmpty) -> bool:
    """Where nothing untrue follows: a closed case isn't open for a slip."""
    column = next((c for c in BY_NAME[kind].columns if c.name == ours), None)
    if column is None:
        return ours == POST_ENDS and _is_usual(one)
    if column.needed:
        return False
    return _is_usual(one) or ours in BY_NAME[kind].may_be_empty


def _is_usual(one: TakenAsEmpty) -> bool:
    """A system writes it where it knows no day."""
    said = said_in(split(one.word)[0])
    usual = said is not None and (said.day, said.month) in _STANDS_FOR_NONE
    return not _is_in_no_calendar(one.word) and (usual or one.rows >= _SEVERAL)


#: So many different ones are no short forms of a few words.
_MANY: Final = 20
_INITIALS: Final = re.compile(r"[A-Z]{2,3}")


def with_initials(column: Column) -> Column:
    """``NA`` and ``NK`` are somebody's, in a column of people's initials."""
    told = sum(map(bool, map(_INITIALS.fullmatch, column.words)))
    many = told > _MANY and told > MOSTLY * len(column.words)
    if many or (told and "initials" in column.heading):
        for at, cell in enumerate(column.raw):
            if cell in column.nothing and _INITIALS.fullmatch(cell):
                column.cells[at] = cell
                column.words[cell] = column.words.get(cell, 0) + 1
                column.filled += 1
        column.nothing = {word for word in column.nothing if not _INITIALS.fullmatch(word)}
    return column
