"""What two people agreed in supervision and is still to be done, to be ticked off."""

from __future__ import annotations

from cards.model import Option
from cards.shared.action_words import action_label
from storage import actions
from storage.sessions import SessionView
from storage.work import Work


def open_actions(work: Work, view: SessionView) -> list[Option]:
    """Of the two of a session."""
    found = actions.still_open(work, view.supervisee.id, view.supervisor.id)
    return [
        Option(str(a.id), action_label(a.what, a.case.reference if a.case else "", from_audit=a.from_audit))
        for a in found
    ]
