"""Who acknowledges the cases of a session, and that the worker is asked once it was held."""

from __future__ import annotations

from handlers.notifications import notifier
from policy.ruleset import Delivery, Duty, Role, Rule
from storage import outbox
from storage.sessions import SessionView
from storage.work import Work


def acknowledging_rule(work: Work, who: Role) -> Rule | None:
    """The rule that asks this of the worker (supervisee) or the manager (supervisor); without one it isn't asked."""
    return next((r for r in work.rules.asking(Duty.ACKNOWLEDGE) if r.answers is who), None)


def ask_worker(work: Work, view: SessionView) -> None:
    """Once the session is marked as held."""
    if acknowledging_rule(work, Role.SUPERVISEE):
        source, data = f"session:{view.id}:acknowledge", {"session": view.id}
        notifier.notify(
            work, outbox.NewNudge(view.supervisee.id, "acknowledge_asked", source, "ask", Delivery.OWN, data)
        )
