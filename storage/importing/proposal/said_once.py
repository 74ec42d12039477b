"""Columns that say something in the first row of a group alone, and so of the rows below too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from policy.folding import fold
from storage.importing.proposal.kinds_of_file import whose
from storage.importing.proposal.own_columns import FORGOTTEN, MOSTLY, Column
from storage.importing.proposal.own_nothing import DITTO

#: More than this share of a column is empty where it is said once over a block.
_BLOCKS: Final = 0.4
#: What a session says once, over all the cases discussed in it.
_OF_GROUP: Final = ("session", "supervisee", "supervisor", "date", "start")


def filled_down(
    kinds: Sequence[str], found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column]
) -> list[Column]:
    """Columns that say something in the first row of a group alone: a worker over all of their cases, a session over
    all that was discussed in it; and those in which a mark says that it is as above."""
    blocks = _over_blocks(kinds, found, columns)
    read = {column.title: column for kind in kinds for column in found[kind].values() if not column.each}
    marked = [c for c in read.values() if not DITTO.isdisjoint(map(fold, c.nothing)) and c not in blocks]
    return [*blocks, *marked]


def _over_blocks(
    kinds: Sequence[str], found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column]
) -> list[Column]:
    if "cases" in kinds:
        cases = {**found.get("allocations", {}), **found["cases"]}
        if grouped := list(_over_cases(cases, [c for c in columns if c not in cases.values()])):
            return grouped
    if "absences" in kinds:
        who, first = whose(found["people"]), found["absences"].get("first")
        named = [found["people"][ours] for ours in ("name", "email") if ours in found["people"]]
        return list(_above_others(who, first, named)) if who and first else []
    if "discussions" in kinds:
        case = found["discussions"]["case"]
        pair = [c for ours, c in found["sessions"].items() if ours in _OF_GROUP]
        together = {frozenset(_gaps(c) & _said(case)) for c in pair}
        return pair if len(together) == 1 and together != {frozenset()} else []
    return list(over_blocks(found["sessions"])) if "sessions" in kinds else []


def _over_cases(found: Mapping[str, Column], others: Sequence[Column]) -> Iterator[Column]:
    """Whoever stands once over all of theirs; a case once over those who work on it, and its team over the cases."""
    if {"worker", "allocated_on"} <= found.keys():
        worker, since = found["worker"], found["allocated_on"]
        gaps = _gaps(worker)
        if len(worker.words) == worker.filled and gaps and gaps <= _said(since):
            yield worker
    service, case, by = (found.get(ours) for ours in ("service", "case", "worker"))
    if case and by:
        yield from _above_others(case, by, [c for c in others if _tells_apart(c)])
    if service and len(_gaps(service)) > _BLOCKS * len(service.cells):
        yield service


def _tells_apart(column: Column) -> bool:
    """Whether it names somebody or something else in most rows."""
    names = column.are_names and len(column.words) > MOSTLY * column.filled
    return names or column.names_each or column.is_of_identity


def _above_others(identity: Column, what: Column, named: Sequence[Column]) -> Iterator[Column]:
    """An identity that stands in the first of its rows alone: without it the others say something of nobody. Now and
    then it may be forgotten; and where a row without it names somebody in another way (``named``), or says that it is
    nobody's, it isn't of whoever stands above."""
    said = _said(what)
    gaps = _gaps(identity) & said
    nobodys = any(identity.raw[at] for at in gaps)
    others = nobodys or any(gaps & _said(one) for one in named if one is not identity)
    if identity is not what and len(gaps) > FORGOTTEN * len(said) and not others:
        yield identity


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
