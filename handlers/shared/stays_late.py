"""How much of what somebody answers for is late, as they or a manager of theirs reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.shared import awaiting_outcome
from handlers.shared.redaction import open_to_line
from policy.ruleset import Duty
from storage import below, duties, late
from storage.duties import KeptObligation
from storage.late import Owed
from storage.work import Work


@dataclass(frozen=True, slots=True)
class StandingLate:
    """``undated``: asked of somebody, without a day; ``waited_for``: of that what somebody else waits for; ``only``:
    what is late, where that is one obligation and is read by whoever answers for it."""

    count: int
    oldest: date | None
    undated: int
    waited_for: tuple[KeptObligation, ...] = ()
    only: KeptObligation | None = None


def read_stays_late(work: Work, person_ids: Collection[int]) -> None:
    """Together, and not for each."""
    owed = [one for some in late.owed_by(work, person_ids).values() for one in some]
    _read(work, owed)
    _waited_for(work, owed)


def stays_late(
    work: Work, person_id: int, reader_id: int, beside: Collection[int] = frozenset()
) -> StandingLate:
    """A manager reads of what they can open: not that somebody hasn't prepared, nor of meetings asked for.
    ``beside``: obligations without a day that the same message asks for, before and after it is sent. The question
    whether a session took place is one matter with what is late while nobody says, and as old as the older."""
    owed = late.owed_by(work, [person_id])[person_id]
    told = [one for one in owed if person_id == reader_id or open_to_line(one.duty)]
    sure, read, asked = _read(work, told)
    days = [(one.oldest, one.number) for one in sure if one.oldest]
    days += [(k.obligation.due, int(k.id not in asked)) for k in read if k.obligation.due]
    undated = [i for i in _ids(one for one in told if one.oldest is None) if i not in beside]
    waited_for = [k for k in _waited_for(work, told) if k.id not in beside]
    oldest = min((day for day, _ in days), default=None)
    count = sum(number for _, number in days)
    only = _only(work, sure, read, asked) if count == 1 and person_id == reader_id else None
    return StandingLate(count, oldest, len(undated), tuple(waited_for), only)


def _only(
    work: Work, sure: Collection[Owed], read: Collection[KeptObligation], asked: Collection[int]
) -> KeptObligation:
    """Of what counts as one: what is sure, or else what is read and isn't asked with another."""
    ids = [
        *_ids(one for one in sure if one.oldest),
        *(k.id for k in read if k.obligation.due and k.id not in asked),
    ]
    return duties.these(work, ids)[ids[0]]


#: Of whoever answers somebody else waits for these, and goes on waiting.
_WAITED_FOR: Final = (Duty.SETTLE, Duty.DECIDE, Duty.SIGN, Duty.MEET)


def _waited_for(work: Work, owed: Collection[Owed]) -> list[KeptObligation]:
    ids = _ids(one for one in owed if one.oldest is None and one.duty in _WAITED_FOR)
    found = duties.these(work, ids)
    return [found[i] for i in sorted(ids)]


def _read(work: Work, owed: Collection[Owed]) -> tuple[list[Owed], list[KeptObligation], set[int]]:
    """What is overdue by its day: what counting is enough for; the late ones of what is read, since something of it may
    be unknown or may be asked already; and the ids of those questions on which more hangs that is late."""
    asks = (one for one in owed if one.duty == Duty.SAY_HELD and one.oldest)
    doubtful = {*awaiting_outcome.doubtful(work, owed), *asks}
    sure = [one for one in owed if one.oldest and one not in doubtful]
    read = awaiting_outcome.late(work, duties.these(work, _ids(doubtful)).values())
    return sure, read, awaiting_outcome.hung_on(work, read, sure)


def with_theirs(work: Work, ids: Collection[int], reader_id: int) -> dict[int, StandingLate]:
    """Of those among these people who may answer for what concerns others, whoever answers for something late: as
    their manager reads it."""
    may = below.may_answer_for_others(work, frozenset(ids))
    read_stays_late(work, may)
    return {i: found for i in may if (found := stays_late(work, i, reader_id)).oldest}


def _ids(some: Iterable[Owed]) -> list[int]:
    return [i for one in some for i in one.obligation_ids]
