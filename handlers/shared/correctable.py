"""What was said of a session is put right for as long as practice says, unless the other one has answered since."""

from __future__ import annotations

from datetime import date

from cards.shared import refusals
from handlers.shared.acknowledging import acknowledging_rule
from handlers.shared.base import Refusal
from policy.facts import SessionState
from policy.periods import Period
from policy.ruleset import Role
from storage import answering, corrections
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


def correctable_since(work: Work) -> date:
    """What was said on this day (the council's) or later can still be put right."""
    return work.calendar.add(work.today, -for_so_long(work))


def for_so_long(work: Work) -> Period:
    return work.rules.practice.correcting.said


def writes(work: Work, person_id: int, view: SessionView, record: RecordView) -> bool:
    """Who answers for the records of a session, or the delegate named for this one."""
    return person_id in (answering.writes_for(work, view), record.delegate_id)


def records_to_take_back(work: Work, view: SessionView, person_id: int) -> list[RecordView]:
    """Of the records that this person writes, those said to be written in time to be put right, as far as nobody has
    answered them."""
    since = correctable_since(work)
    return [
        r
        for r in view.records
        if r.recorded_on and r.recorded_on >= since and not r.answered and writes(work, person_id, view, r)
    ]


def why_it_stays(work: Work, view: SessionView) -> str:
    """Why it can't be taken back that a session took place; empty where it can."""
    if view.state is not SessionState.HELD:
        return refusals.NOT_HELD
    if view.said_on is None or view.said_on < correctable_since(work):
        return refusals.too_late_to_take_back(for_so_long(work))
    if any(r.answered for r in view.records) or _acknowledged(work, view):
        return refusals.OTHER_ANSWERED
    return refusals.RECORD_WRITTEN if any(r.recorded_on for r in view.records) else ""


def _acknowledged(work: Work, view: SessionView) -> bool:
    """Whether the worker has acknowledged one of its cases since, where they are asked to."""
    asked = acknowledging_rule(work, Role.SUPERVISEE) is not None
    return asked and any(one.by_worker for one in corrections.discussed_of(work, view.id))


def check_correctable(work: Work, view: SessionView) -> None:
    """Raises Refusal."""
    why = why_it_stays(work, view)
    if why:
        raise Refusal(why)
