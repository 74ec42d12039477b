"""Text for the record: what a held session left, for whoever writes its records to copy."""

from __future__ import annotations

from dataclasses import astuple

from cards.cases.decision import KINDS
from cards.preparing import refusals
from cards.preparing.asks import RecordText
from cards.preparing.record_text import AboutCase, Agreed, DecisionInRecord, HeldSession, record_text
from handlers.shared import meetings
from handlers.shared.base import Refusal, Reply, Request
from handlers.shared.records import systems_of
from policy.facts import SessionState, Subject, SubjectKind
from storage import (
    actions,
    corrections,
    decisions,
    held_sessions,
    preparations,
    readable_preparations,
    sessions,
)
from storage.actions import ActionView
from storage.people import Person
from storage.records import CaseRef
from storage.sessions import SessionView
from storage.work import Work


def text(request: Request[RecordText], work: Work) -> Reply:
    """Of what was prepared only what was shared with whoever opens it: a view, and looks that are traced."""
    view = sessions.session(work, request.ask.session)
    if view.state is not SessionState.HELD or view.held_on is None:
        raise Refusal(refusals.NOT_HELD)
    work.trace(request.actor.id, "record_text", view.subject)
    found = actions.of_session(work, view.id)
    about = [_about(work, view, r.case, found, request.actor) for r in view.records if r.case]
    rest = [_agreed(a) for a in found if a.case is None]
    if rest or not about:
        about.append(AboutCase("", actions=rest))
    return Reply(
        record_text(
            HeldSession(
                meetings.meeting(work, view, request.actor),
                view.held_on,
                held_sessions.minutes(work, view.id),
                [p.name for p in _present(view)],
                [r.case.reference for r in view.records if r.case],
                about,
                systems_of(work, view),
            )
        )
    )


def _present(view: SessionView) -> list[Person]:
    if view.group is None:
        return [view.supervisee, view.supervisor]
    came = [p for p in view.group.participants if p.id in view.group.attended]
    return list({p.id: p for p in (view.supervisor, *came)}.values())


def _about(
    work: Work, view: SessionView, case: CaseRef, found: list[ActionView], reader: Person
) -> AboutCase:
    said = [d for d in corrections.discussed_of(work, view.id) if d.case_id == case.id]
    return AboutCase(
        case.reference,
        _prepared(work, view, case, reader),
        [
            DecisionInRecord(KINDS[d.kind].said, d.made_by.name, d.made_on)
            for d in decisions.not_on_file(work, case.id, view.on)
        ],
        [_agreed(a) for a in found if a.case == case],
        any(d.plan_reviewed for d in said),
    )


def _agreed(a: ActionView) -> Agreed:
    return Agreed(a.what, a.why, a.owner.name, a.agreed_on)


def _prepared(work: Work, view: SessionView, case: CaseRef, reader: Person) -> list[tuple[str, str]]:
    """Under the policy's headings; each look at somebody's words leaves its trace, as reading them does."""
    part = next(iter(work.rules.part("preparation")), None)
    shared = preparations.shared_for(work, view, case.id)
    if part is None or shared is None or not readable_preparations.readable(work, shared, reader.id):
        return []
    work.trace(reader.id, preparations.look(shared.id), Subject(SubjectKind.CASE, case.id))
    pairs = zip(part.headings, astuple(shared.answers), strict=False)
    return [(heading, words) for heading, words in pairs if words]
