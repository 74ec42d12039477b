"""Loads what assessment reads: many subjects at once, a fixed number of queries, frozen values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from policy.facts import Facts, Subject, SubjectKind, ids_by_kind
from storage.facts.absences import absences
from storage.facts.cases import cases
from storage.facts.people import people
from storage.facts.rows import EVERY
from storage.facts.sessions import sessions
from storage.work import Work


def load(work: Work, subjects: Iterable[Subject]) -> Iterator[Facts]:
    """The facts of the subjects that still exist. The number of queries depends on the kinds, not on the subjects."""
    for kind, ids in ids_by_kind(subjects).items():
        yield from _LOADERS[kind](work, ids)


def load_whole(work: Work, subjects: Iterable[Subject]) -> Iterator[Facts]:
    """As ``load``, with all that ever happened to a case: for what tells of the past. What is owed today rests on the
    latest alone."""
    by_kind = ids_by_kind(subjects)
    yield from cases(work, by_kind.pop(SubjectKind.CASE, ()), EVERY)
    for kind, ids in by_kind.items():
        yield from _LOADERS[kind](work, ids)


_LOADERS: Final[dict[SubjectKind, Callable[[Work, Sequence[int]], Iterator[Facts]]]] = {
    SubjectKind.CASE: cases,
    SubjectKind.PERSON: people,
    SubjectKind.SESSION: sessions,
    SubjectKind.ABSENCE: absences,
}
