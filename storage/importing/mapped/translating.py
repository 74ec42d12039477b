"""What a mapping makes of a row of a council's own file, for one column of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from storage.importing.columns import values as v
from storage.importing.columns.values import SHEET_ERROR
from storage.importing.mapped.mapping import UNDECIDED, WITHIN, MappedColumn
from storage.importing.mapped.own_cells import minutes_between, part_of, parts_of, share_of, without_letters
from storage.importing.mapped.own_row import OwnRow, each_of, flagged
from storage.importing.mapped.own_words import OwnWords
from storage.importing.mapped.sibling_references import written_out
from storage.importing.mapped.turned_days import turned

Translate: TypeAlias = Callable[[OwnRow], str]


#: Words by the column that may say them: made once for a file, not for each row.
Said: TypeAlias = Sequence[tuple[str, OwnWords]]


def translator(
    column: MappedColumn,
    words: OwnWords,
    restated: Callable[[str], str] | None,
    joined: Translate | None,
    *,
    asks: bool = False,
) -> Translate:
    """``words``: what the file's mean; ``restated``: days as files of ours write them; ``joined``: what it says that is
    no cell's, or what its parts do that are translated on their own; ``asks``: what nobody decided stays as that, where
    any word would do."""
    when, within = said_by_column(column.when), column.part == WITHIN
    as_days = restated is not None and (within or bool(column.words))
    sources, names = tuple(column.sources), (each_of(column.each),) if column.each else column.from_

    def translate(row: OwnRow) -> str:
        """A cell that a spreadsheet's formula failed to fill goes on as it is, to be named, where the mapping doesn't
        say what that means."""
        if not all(row[name] in said for name, said in when):
            return ""
        failed = next((row[n] for n in sources if _failed(n, row[n], words, when)), None)
        if failed or column.flags:
            return failed or flagged(row, column.flags, restated or str)
        if row.booked and column.is_ == v.BY_DAY:
            return "booked"
        text = joined(row) if joined else " ".join(filter(None, (row[n] for n in names)))
        text = text if within else part_of(restated(text) if restated else text, column.part)
        if column.unit and text:
            return f"{text} {column.unit}"
        if column.until:
            return minutes_between(text, row[column.until])
        if column.of:
            return share_of(meant_in(words, text), column.of)
        other = row[column.beside] if column.beside else ""
        parts = parts_of(_whole(text, column.split), column.split) if column.split else [text]
        told = [meant_in(words, without_letters(one, column.without), other, asks=asks) for one in parts]
        meant = _as_days(told, text, restated) if as_days else told
        return ";".join(one.zfill(column.digits or 0) if one.isdecimal() else one for one in meant if one)

    return translate


def _failed(name: str, cell: str, words: OwnWords, when: Said) -> bool:
    """Whether a formula gave no value, and the mapping doesn't say what that means."""
    if SHEET_ERROR.fullmatch(cell) is None:
        return False
    return not words.has(cell) and not any(said.has(cell) for title, said in when if title == name)


def _whole(text: str, between: Sequence[str]) -> str:
    """Where ``/`` doesn't stand between two, it may stand before the last part of a second."""
    return text if "/" in between else written_out(text, between[0])


def _as_days(meant: Sequence[str], text: str, restated: Callable[[str], str] | None) -> Sequence[str]:
    """What stands in the cell, as the file writes its days; what somebody wrote in the mapping stands as it is."""
    return [restated(one) if restated and one and one in text else one for one in meant]


def joined_(parts: Sequence[Translate], between: str) -> Translate:
    """What they say, each thing once."""
    return lambda row: between.join(dict.fromkeys(filter(None, (part(row) for part in parts))))


def in_turn(first: Translate, other: Translate) -> Translate:
    return lambda row: first(row) or other(row)


def as_entered(column: MappedColumn, told: Translate) -> Translate:
    """With a day that was typed month first as it is meant."""
    names, entered = [name for one in column.in_turn for name in one.from_], column.entered or ""

    def translate(row: OwnRow) -> str:
        cell = next(filter(None, (row[name] for name in names)), "")
        day = turned(cell, row[entered]) if cell else None
        return day.isoformat() if day else told(row)

    return translate


def meant_in(words: OwnWords, text: str, other: str = "", *, asks: bool = False) -> str:
    """A word that nobody decided goes on as it was written, unless it ``asks``. ``other``: what stands beside it, which
    may tell it from another's."""
    meant = words.meaning(f"{text} | {other}") if other else None
    meant = words.meaning(text) if meant is None else meant
    return text if meant is None or (meant == UNDECIDED and not asks) else meant


def said_by_column(words: Mapping[str, Sequence[str]]) -> Said:
    return [(name, OwnWords.of(said)) for name, said in words.items()]


def left_out_by(row: OwnRow, left_out: Said) -> str | None:
    """The column that says so."""
    return next((name for name, words in left_out if row[name] in words), None)
