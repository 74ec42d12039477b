"""Loads what assessment reads: many subjects at once, a fixed number of queries, frozen values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from policy.facts import Facts, Subject, SubjectKind
from storage.facts.absences import absences
from storage.facts.cases import cases
from storage.facts.people import people
from storage.facts.sessions import sessions
from storage.work import Work


def load(work: Work, subjects: Iterable[Subject]) -> Iterator[Facts]:
    """The facts of the subjects that still exist. The number of queries depends on the kinds, not on the subjects."""
    by_kind: dict[SubjectKind, list[int]] = defaultdict(list)
    for subject in subjects:
        by_kind[subject.kind].append(subject.id)
    for kind, ids in by_kind.items():
        yield from _LOADERS[kind](work, ids)


_LOADERS: Final[dict[SubjectKind, Callable[[Work, Sequence[int]], Iterator[Facts]]]] = {
    SubjectKind.CASE: cases,
    SubjectKind.PERSON: people,
    SubjectKind.SESSION: sessions,
    SubjectKind.ABSENCE: absences,
}
