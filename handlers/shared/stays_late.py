"""How much of what somebody answers for is late, as they or a manager of theirs reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from handlers.shared import awaiting_outcome
from handlers.shared.next_meeting import MET_BY_SESSIONS
from handlers.shared.redaction import open_to_line
from policy.ruleset import Duty
from storage import below, duties, late
from storage.late import Owed
from storage.work import Work


@dataclass(frozen=True, slots=True)
class StandingLate:
    """``undated``: asked of somebody, without a day."""

    count: int
    oldest: date | None
    undated: int


def read_stays_late(work: Work, person_ids: Collection[int]) -> None:
    """Together, and not for each."""
    owed = [one for some in late.owed_by(work, person_ids).values() for one in some]
    read = duties.these(work, _ids(_doubtful(work, owed))).values()
    awaiting_outcome.questions(work, awaiting_outcome.late(work, read))


def stays_late(
    work: Work, person_id: int, reader_id: int, beside: Collection[int] = frozenset()
) -> StandingLate:
    """A manager reads of what they can open: not that somebody hasn't prepared, nor of meetings asked for.
    ``beside``: obligations without a day that the same message asks for, before and after it is sent. The question
    whether a session took place is one matter with what is late while nobody says."""
    owed = late.owed_by(work, [person_id])[person_id]
    told = [one for one in owed if person_id == reader_id or open_to_line(one.duty)]
    doubtful = _doubtful(work, told)
    read = awaiting_outcome.late(work, duties.these(work, _ids(doubtful)).values())
    asked = {question.id for question in awaiting_outcome.questions(work, read).values()}
    sure = [(one.oldest, one.number) for one in told if one.oldest and one not in doubtful]
    days = [*sure, *((k.obligation.due, 1) for k in read if k.obligation.due and k.id not in asked)]
    undated = sum(i not in beside for i in _ids(one for one in told if one.oldest is None))
    oldest = min((day for day, _ in days), default=None)
    return StandingLate(sum(count for _, count in days), oldest, undated)


def _doubtful(work: Work, owed: Collection[Owed]) -> set[Owed]:
    """What is read, since how much of it is late isn't known by counting."""
    asked = {one.worker_id for one in owed if one.duty == Duty.SAY_HELD and one.oldest}
    theirs = (one for one in owed if one.oldest and one.worker_id in asked)
    hang = (one for one in theirs if one.kind_of_duty in (Duty.SAY_HELD, *MET_BY_SESSIONS))
    return {*awaiting_outcome.doubtful(work, owed), *hang}


def with_leads(work: Work, ids: Collection[int], reader_id: int) -> dict[int, StandingLate]:
    """Of those among these people who supervise others, whoever answers for something late: as their manager reads
    it."""
    leads = below.supervise(work, ids)
    read_stays_late(work, leads)
    return {i: found for i in leads if (found := stays_late(work, i, reader_id)).oldest}


def _ids(some: Iterable[Owed]) -> list[int]:
    return [int(i) for one in some for i in one.ids.split(",")]
