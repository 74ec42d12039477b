"""Absences as assessment reads them, and whom they leave without a supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from policy.facts.subjects import Subject, SubjectKind


class Away(NamedTuple):
    """Days on which a person is away, both included; ``last`` is None while the return is unknown."""

    first: date
    last: date | None


class Off(NamedTuple):
    """Days away that are known only from a session booked for ``on``, cancelled for them on a day; ``back``: the first
    day back, None while nobody has said it and nothing since was held with them."""

    on: date
    cancelled_on: date
    back: date | None


@dataclass(frozen=True, slots=True)
class CoverAway:
    """An absence, still to end, of whoever covers for somebody else."""

    absence_id: int
    days: Away


@dataclass(frozen=True, slots=True)
class Affected:
    """One supervisee of an absent supervisor, supervised by them ``since`` then. ``cover_away``: when whoever covers is
    away in their turn; ``cover_left``: their last day."""

    relationship_id: int
    supervisee_id: int
    reported_on: date | None = None
    arranged_on: date | None = None
    since: date = date.min
    cover_away: tuple[CoverAway, ...] = ()
    cover_left: date | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another confirmed absence of the same person, which began before; on which days supervisees reported it, and
    something was arranged for them, by their ids."""

    planned: bool
    days: Away
    reported: Mapping[int, date] = field(default_factory=dict)
    arranged: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """A confirmed absence. ``last`` is the last day away, None while open."""

    absence_id: int
    person_id: int
    planned: bool
    first: date
    last: date | None = None
    affected: tuple[Affected, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.ABSENCE, self.absence_id)
