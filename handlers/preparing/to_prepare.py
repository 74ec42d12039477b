"""What a supervisee has to prepare: their cases, what is begun and shared, and what is open from earlier sessions."""

from __future__ import annotations

from typing import Final

from cards.preparing.invitation import POINTED_OUT, CaseLine, OpenFromEarlier, Progress, ToPrepare, Unseen
from cards.shared.meeting import Meeting
from handlers.shared import meetings
from handlers.shared.case_lookup import cite_rule
from policy.obligations import is_overdue
from policy.ruleset import Duty, GuidancePoint
from storage import actions, cases, duties, people, preparations, readable_preparations, supervision
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: Cases named in one message, those due soonest.
NAMED: Final = 6


def to_prepare(
    work: Work, supervisee: Person, view: SessionView | None, reader: Person | None = None
) -> ToPrepare:
    """What there is to prepare, as the supervisee sees it, or ``reader``, who sees no draft."""
    lines = case_lines(work, supervisee, reader)
    meeting = meeting_for_supervisee(work, view) if view else None
    if view and reader:
        meeting = meetings.meeting(work, view, reader)
    hidden = [] if reader else unseen(work, supervisee, view)
    return ToPrepare(
        supervisee.id,
        meeting,
        _first(lines),
        max(0, len(lines) - NAMED),
        earlier(work, supervisee.id),
        hidden[0].reader if hidden else "",
        has_form(work),
        [] if has_form(work) else _asked(work),
    )


def has_form(work: Work) -> bool:
    return bool(work.rules.part("preparation"))


def _asked(work: Work) -> list[str]:
    """What a policy without a form says of preparing."""
    rules = [cite_rule(rule) for rule in work.rules.asking(Duty.PREPARE)]
    return [*rules, *meetings.guidance(work, GuidancePoint.PREPARE)]


def _first(lines: list[CaseLine]) -> list[CaseLine]:
    """Those due soonest, and whatever was begun."""
    return lines[:NAMED] + [line for line in lines[NAMED:] if line.state is Progress.DRAFT]


def meeting_for_supervisee(work: Work, view: SessionView) -> Meeting:
    """As the supervisee sees the session: with whoever covers on its day."""
    meeting = meetings.meeting(work, view, view.supervisee)
    cover = supervision.cover_now(work, view.supervisee.id, view.supervisor.id, view.on)
    name = people.person(work, cover).name if cover else meeting.name
    return Meeting(meeting.id, meeting.kind, name, meeting.starts)


def case_lines(work: Work, supervisee: Person, reader: Person | None) -> list[CaseLine]:
    """The supervisee's cases, those due soonest for discussion first, with what is prepared of them."""
    mine = cases.allocated_to(work, supervisee.id)
    found = duties.open_about(work, [c.subject for c in mine], Duty.DISCUSS) if mine else []
    due = {k.obligation.key.subject.id: k.obligation.due for k in found}
    states = _states(work, supervisee.id, reader)
    known = {c.id: c for c in mine}
    order = [i for i in due if due[i]] + [c.id for c in mine if not due.get(c.id)]
    return [
        CaseLine(
            i,
            known[i].reference,
            on := due.get(i),
            states.get(i, Progress.NOT_YET),
            is_overdue(on, work.today),
        )
        for i in order
    ]


def _states(work: Work, supervisee_id: int, reader: Person | None) -> dict[int, Progress]:
    current = [p for p in preparations.of_person(work, supervisee_id) if not p.past]
    if reader:
        return {
            p.case.id: Progress.SHARED for p in current if readable_preparations.readable(work, p, reader.id)
        }
    shared = {p.case.id: Progress.SHARED for p in current if not p.is_draft}
    return shared | {p.case.id: Progress.DRAFT for p in current if p.is_draft}


def earlier(work: Work, supervisee_id: int) -> OpenFromEarlier:
    """Counts of what is open from the pair's sessions; the audit's points apart."""
    found = actions.carried_of_all(work, [supervisee_id])[supervisee_id]
    times = [a.times + 1 for a in found if not a.from_audit]
    thrice = sum(1 for n in times if n >= POINTED_OUT)
    return OpenFromEarlier(len(times), thrice, max(times, default=0), len(found) - len(times))


def reader_now(work: Work, supervisee_id: int, view: SessionView | None) -> Person | None:
    """Who may read what is shared now: whoever covers or the supervisor; of a session beside the line, who holds it."""
    beside = view and view.supervisor.id != supervision.line_supervisor(work, supervisee_id)
    if (
        view
        and beside
        and readable_preparations.supervised_on(work, view.supervisor.id, supervisee_id, work.today)
    ):
        return view.supervisor
    found = supervision.supervisor_now(work, supervisee_id)
    return people.person(work, found) if found else None


def unseen(work: Work, supervisee: Person, view: SessionView | None) -> list[Unseen]:
    """What was shared before whoever answers as supervisor now did."""
    reader = reader_now(work, supervisee.id, view)
    if reader is None:
        return []
    current = [p for p in preparations.of_person(work, supervisee.id) if not p.past and not p.is_draft]
    hidden = [p for p in current if not readable_preparations.readable(work, p, reader.id)]
    return [Unseen(p.id, p.case.reference, reader.name) for p in hidden]
