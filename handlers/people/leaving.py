"""What follows when somebody leaves, or a line changes by import: each night, and after each import."""

from __future__ import annotations

from collections import defaultdict

from handlers.notifications.notifier import notify
from handlers.people.notices import CasesWithoutWorker, SessionsHandedOver
from handlers.shared.cancelling import cancel_group
from policy.facts import Reason
from policy.ruleset import Delivery
from storage import leaving, obligations, people, sessions, supervision
from storage.importing import runs
from storage.sessions import SessionView
from storage.work import Work


def follow(work: Work) -> None:
    """Booked sessions go to the new supervisor, or end; cases that nobody holds are named to whoever supervised. Not
    while only a part of an import is in."""
    if runs.applying(work):
        return
    _hand_sessions_over(work)
    for leaver, cases in leaving.unallocated(work).items():
        who = people.person(work, leaver)
        told = CasesWithoutWorker(worker=leaver, cases=tuple(cases), left=who.left_on)
        above = supervision.line_supervisor(work, leaver)
        for one in [above] if above else people.administrators(work):
            notify(work, told, to=one, send=Delivery.DAY)


def _hand_sessions_over(work: Work) -> None:
    """Each person whom it concerns reads all of it in one message."""
    told: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for view in leaving.adrift(work):
        if view.group:
            cancel_group(work, view, Reason.OTHER, None, None)
            continue
        after = _settle(work, view)
        for person in {p.id: p for p in (view.supervisee, view.supervisor, after.supervisor)}.values():
            if person.in_post(work.today):
                told[person.id].append((view.id, view.supervisor.id))
    for reader, changed in told.items():
        notify(work, SessionsHandedOver(reader=reader, sessions=tuple(changed)), to=reader)


def _settle(work: Work, view: SessionView) -> SessionView:
    """As it is then: with the supervisor of its day, or cancelled where there is none, or nobody to meet."""
    goes_on = view.supervisee.in_post(view.on) and view.starts_at > work.now
    new = leaving.new_supervisor(work, view.supervisee.id, view.on) if goes_on else None
    if new:
        sessions.hand_over(work, view, new)
    else:
        sessions.cancel(work, view, Reason.OTHER, None)
    obligations.reassess(work, [view.subject])
    return sessions.session(work, view.id)
