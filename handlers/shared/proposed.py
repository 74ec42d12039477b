"""Another time that one of a session's two proposed."""

from __future__ import annotations

from policy.facts import SessionState
from storage import asked_for
from storage.sessions import SessionView
from storage.work import Work


def is_proposed(work: Work, view: SessionView, number: int, booked_at: int) -> bool:
    """Whether a proposal is the latest of its session, which stands as it did then."""
    latest = asked_for.proposal(work, view.id)
    same = view.state is SessionState.BOOKED and int(view.starts_at.timestamp()) == booked_at
    return same and (latest is None or latest.number == number)
