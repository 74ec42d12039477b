"""A session is cancelled, with all that follows: by one of its two, or for an absence."""

from __future__ import annotations

from handlers.notifications.notifier import notify
from handlers.shared import session_lengths
from handlers.shared.notices import Cancelled, GroupChanged, GroupStep
from handlers.shared.notify_pair import notify_both, notify_managers, when_cancelled
from policy.facts import Reason, SessionState, Subject, SubjectKind
from policy.ruleset import Delivery
from storage import agenda, gaps, obligations, outbox, sessions
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def cancel_session(
    work: Work,
    view: SessionView,
    reason: Reason,
    away: int | None,
    by: int | None,
    *,
    answered: int | None = None,
) -> None:
    """Cancels, notes the gap, tells both, and the line manager where no common time is left before the limit.
    ``answered``: who of them reads it in the answer to what they did."""
    sessions.cancel(work, view, reason, by, away=away, case_ids=gaps.affected(work, view))
    obligations.reassess(work, [view.subject])
    after = sessions.session(work, view.id)
    notify_both(
        work,
        after,
        Cancelled(session=view.id),
        when_cancelled(work, after),
        but={answered} if answered else (),
    )
    notify_managers(work, after)


def cancel_for_absence(
    work: Work, session: SessionView, absent_person: int, sickness: bool, by: int | None
) -> None:
    """A session that falls within somebody's absence: cancelled for it, with all that follows. One that isn't booked
    any more is left as it is."""
    if session.state is SessionState.BOOKED:
        reason = Reason.SICKNESS if sickness else Reason.LEAVE
        cancel_session(work, session, reason, absent_person, by)


def others_in_group(view: SessionView) -> list[Person]:
    """Everybody whom it concerns, but whoever leads it."""
    assert view.group
    named = (view.group.recorder, view.group.signer)
    found = {p.id: p for p in (*view.group.participants, *named) if p and p.id != view.supervisor.id}
    return sorted(found.values(), key=lambda p: p.name)


def notify_group(work: Work, view: SessionView, what: GroupStep) -> None:
    """Those whom it concerns; what was said of the cases raised for it names the group that comes next."""
    send = when_cancelled(work, view) if what == "cancelled" else Delivery.OWN
    starts, minutes = int(view.starts_at.timestamp()), session_lengths.unless_usual(work, view.minutes)
    news = GroupChanged(session=view.id, what=what, starts=starts, minutes=minutes)
    for person in others_in_group(view):
        notify(work, news, to=person.id, send=send)
    _refresh_raised(work, view)


def _refresh_raised(work: Work, view: SessionView) -> None:
    raised = agenda.may_concern(work, view)
    outbox.refresh(work, [Subject(SubjectKind.CASE, one.case.id) for one in raised])


def cancel_group(work: Work, view: SessionView, reason: Reason, away: int | None, by: int | None) -> None:
    """Cancelled, and told. ``away``: whose absence it is."""
    sessions.cancel(work, view, reason, by, away=away)
    obligations.reassess(work, [view.subject])
    notify_group(work, sessions.session(work, view.id), "cancelled")


def end_group(work: Work, view: SessionView) -> SessionView:
    """As it is once nobody leads it; who is told, and why, is for the caller."""
    sessions.cancel(work, view, Reason.OTHER, None)
    return reassessed_group(work, view)


def reassessed_group(work: Work, view: SessionView) -> SessionView:
    """As it is since, with what was raised for it."""
    obligations.reassess(work, [view.subject])
    _refresh_raised(work, view)
    return sessions.session(work, view.id)
