"""Booked sessions go to whoever is to hold them: when somebody leaves, is covered or is back, or a line changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict

from handlers.notifications.notifier import notify
from handlers.shared import asked_sessions
from handlers.shared.cancelling import end_group, others_in_group, reassessed_group
from handlers.shared.notices import SessionRequested, SessionsHandedOver
from policy.facts import Reason, SessionState, Subject, SubjectKind
from storage import asked_for, leaving, obligations, outbox, people, sessions, supervision
from storage.importing import runs
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def hand_over(work: Work) -> None:
    """Each person whom it concerns reads all of it in one message; whoever covers today was told when they were
    named. Not while only a part of an import is in: whoever ends it sees to it."""
    if runs.applying(work):
        return
    for view, cover in leaving.covered_today(work):
        sessions.hand_over(work, view, cover)
        obligations.reassess(work, [view.subject])
    changed = [
        (view, (_settle_group if view.group else _settle)(work, view)) for view in leaving.adrift(work)
    ]
    _notify_changed(work, changed)
    _pass_requests_on(work)


def settle_groups(work: Work, views: Sequence[SessionView]) -> None:
    """Groups to come of whose people none is their leader's any more."""
    _notify_changed(work, [(view, _settle_group(work, view)) for view in views])


def _settle_group(work: Work, view: SessionView) -> SessionView:
    """With whoever supervises all of them from then on, else over."""
    leader = leaving.leader_of_all(work, view)
    if leader is None:
        return end_group(work, view)
    leaving.hand_group_over(work, view, leader)
    return reassessed_group(work, view)


def _notify_changed(work: Work, changed: Sequence[tuple[SessionView, SessionView]]) -> None:
    """Each person whom it concerns, of all of theirs. ``changed``: each as it was, and as it is since."""
    told: dict[int, list[tuple[SessionView, SessionView]]] = defaultdict(list)
    for view, after in changed:
        others = _in_either(view, after) if view.group else _whom_it_concerns(work, view, after)
        for person in {p.id: p for p in (*others, view.supervisor)}.values():
            if person.in_post(work.today):
                told[person.id].append((view, after))
    for reader, theirs in told.items():
        notify(work, _handed_over(reader, theirs), to=reader)


def _in_either(view: SessionView, after: SessionView) -> list[Person]:
    return [*others_in_group(view), *others_in_group(after), after.supervisor]


def _whom_it_concerns(work: Work, view: SessionView, after: SessionView) -> list[Person]:
    """But for who was to hold it: where it ends, also whoever answers for the supervisee that day."""
    ends = after.state is SessionState.CANCELLED and view.supervisee.in_post(view.on)
    answers = supervision.supervisor_on(work, view.supervisee.id, view.on) if ends else None
    return [view.supervisee, after.supervisor, *([people.person(work, answers)] if answers else [])]


def _pass_requests_on(work: Work) -> None:
    """A session that somebody asked for, and nobody booked, is asked of whoever supervises them now."""
    for one in asked_for.sessions_asked(work, [p.id for p in people.everyone(work)]):
        now = asked_sessions.asked_now(work, one.supervisee, one.supervisor)
        if now != one.to and asked_sessions.stands(work, one):
            passed = SessionRequested(
                **asdict(asked_sessions.wish_of(one)),
                at=one.at,
                newest=one.before.newest,
                unconfirmed=one.before.unconfirmed,
            )
            if notify(work, passed, to=now):
                outbox.refresh(work, [Subject(SubjectKind.PERSON, one.supervisee)])


def _handed_over(reader: int, changed: Sequence[tuple[SessionView, SessionView]]) -> SessionsHandedOver:
    """``changed``: each as it was, and as it is since."""
    over = tuple(after.id for _, after in changed if after.state is SessionState.CANCELLED)
    return SessionsHandedOver(
        reader=reader, sessions=tuple((was.id, was.supervisor.id) for was, _ in changed), over=over
    )


def _settle(work: Work, view: SessionView) -> SessionView:
    """As it is then: with the supervisor of its day, or cancelled where there is none, or nobody to meet."""
    goes_on = view.supervisee.in_post(view.on) and view.starts_at > work.now
    new = leaving.who_supervises_on(work, view.supervisee.id, view.on) if goes_on else None
    if new:
        sessions.hand_over(work, view, new)
    else:
        sessions.cancel(work, view, Reason.OTHER, None)
    obligations.reassess(work, [view.subject])
    return sessions.session(work, view.id)
