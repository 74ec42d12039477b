"""Rows of a council's own file that don't come in: the second of somebody's two posts, leave that was refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from policy.folding import fold
from storage.importing.own_columns import Column, normal
from storage.importing.own_nothing import DITTO

#: Leave that nobody takes, by its state: asked for, refused or taken back.
_NOT_TAKEN: Final = re.compile(
    r"(?:cancel|reject|declin|refus|withdr|denied|pending|requested|submitted|awaiting|draft|not approved)\w*.*"
)
#: By its heading a column says how far the papers of an absence are, not whether it was taken.
_OF_PAPERS: Final = frozenset(
    {"interview", "rtw", "return", "certificate", "cert", "note", "form", "referral"}
)
#: So few words tell the rows of one identity apart.
_FEW: Final = 6

#: More than this share of a column is empty where it is said once over a block.
_BLOCKS: Final = 0.4
#: What a session says once, over all the cases discussed in it.
_OF_GROUP: Final = ("session", "supervisee", "supervisor", "date", "start")

LeftOut: TypeAlias = Mapping[str, Sequence[str]]


def left_out(identity: Column | None, columns: Sequence[Column], *, leave: bool) -> dict[str, list[str]]:
    """By column that is none of ours, the words whose rows don't come in. ``leave``: the rows are absences."""
    if leave:
        return dict(_not_taken(columns))
    return dict(_second_rows(identity, columns)) if identity else {}


def filled_down(kinds: Sequence[str], found: Mapping[str, Mapping[str, Column]]) -> list[Column]:
    """Columns that say something in the first row of a group alone: a worker over all of their cases, a session over
    all that was discussed in it; and those in which a mark says that it is as above."""
    blocks = _over_blocks(kinds, found)
    read = {column.title: column for kind in kinds for column in found[kind].values() if not column.each}
    marked = [c for c in read.values() if not DITTO.isdisjoint(map(fold, c.nothing)) and c not in blocks]
    return [*blocks, *marked]


def _over_blocks(kinds: Sequence[str], found: Mapping[str, Mapping[str, Column]]) -> list[Column]:
    if "cases" in kinds and {"worker", "allocated_on"} <= found["cases"].keys():
        worker, since = found["cases"]["worker"], found["cases"]["allocated_on"]
        once, gaps = len(worker.words) == worker.filled, _gaps(worker)
        return [worker] if once and gaps and gaps <= _said(since) else []
    if "discussions" in kinds:
        case = found["discussions"]["case"]
        pair = [c for ours, c in found["sessions"].items() if ours in _OF_GROUP]
        together = {frozenset(_gaps(c) & _said(case)) for c in pair}
        return pair if len(together) == 1 and together != {frozenset()} else []
    return list(over_blocks(found["sessions"])) if "sessions" in kinds else []


def over_blocks(sessions: Mapping[str, Column]) -> Iterator[Column]:
    """Whoever stands once over the sessions of theirs: in so many of the rows with a day it says nothing that nobody
    forgot them."""
    on = set().union(*(_said(sessions[day]) for day in ("date", "planned_date") if day in sessions))
    for ours in ("supervisee", "supervisor"):
        if ours in sessions and len(_gaps(sessions[ours]) & on) > _BLOCKS * len(on):
            yield sessions[ours]


def above(column: Column) -> list[str]:
    """What it says, with what stands above in the cells that are empty."""
    said: list[str] = []
    for cell in column.cells:
        said.append(cell or (said[-1] if said else ""))
    return said


def _gaps(column: Column) -> set[int]:
    """The rows in which it says nothing below one in which it says something."""
    first = next((at for at, cell in enumerate(column.cells) if cell), 0)
    return {at for at, cell in enumerate(column.cells) if not cell and at > first}


def _said(column: Column) -> set[int]:
    return {at for at, cell in enumerate(column.cells) if cell}


def is_not_taken(said: str) -> bool:
    """Of leave: that it was asked for, refused or taken back."""
    return _NOT_TAKEN.fullmatch(normal(said)) is not None


def _not_taken(columns: Sequence[Column]) -> Iterator[tuple[str, list[str]]]:
    for column in columns:
        if not _OF_PAPERS.isdisjoint(column.heading):
            continue
        words = [word for word in sorted(column.words) if is_not_taken(column.spelt(word))]
        if words and len(column.words) <= 2 * _FEW:
            yield column.title, words


def _second_rows(identity: Column, columns: Sequence[Column]) -> Iterator[tuple[str, list[str]]]:
    """Where one identity has several rows: the column one of whose words stands in just one row of each."""
    whole = len(identity.words)
    if whole == identity.filled:
        return
    for column in columns:
        if not 2 <= len(column.words) <= _FEW:
            continue
        for word in column.words:
            mine = [i for i, w in zip(identity.cells, column.cells, strict=True) if i and w == word]
            if len(mine) == len(set(mine)) == whole:
                yield column.title, [other for other in sorted(column.words) if other != word]
                return
