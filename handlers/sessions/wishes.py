"""What kind of session is wished for, and whether one is booked already that may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from cards.sessions.asks import SessionWish
from handlers.shared.base import Request
from handlers.shared.common_times import Pair
from handlers.shared.permissions import is_supervisor
from policy.facts import SessionKind
from storage import cases, sessions
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: A booked session this near to another time may be the one that is meant.
NEAR: Final = timedelta(days=7)


def kind_of(request: Request[SessionWish], work: Work, supervisee: Person) -> SessionKind:
    """As the form says, or else the button."""
    chosen = request.many("kind")
    if not chosen:
        return fitting(work, supervisee, request.ask.session_kind)
    return fitting(work, supervisee, SessionKind.PERSONAL if "personal" in chosen else SessionKind.CASE)


def kind_typed(words: str) -> tuple[str, SessionKind]:
    """``personal`` anywhere in the command; without it the session is about cases."""
    kept = [w for w in words.split() if w.lower() not in ("personal", "case")]
    personal = any(w.lower() == "personal" for w in words.split())
    return " ".join(kept), SessionKind.PERSONAL if personal else SessionKind.CASE


def fitting(work: Work, supervisee: Person, kind: SessionKind) -> SessionKind:
    """With somebody who holds no case, supervision is personal."""
    mine = kind is SessionKind.CASE and cases.allocated_to(work, supervisee.id)
    return SessionKind.CASE if mine else SessionKind.PERSONAL


def near(work: Work, pair: Pair, kind: SessionKind, at: datetime) -> SessionView | None:
    """One of this kind that is booked within a week of an instant (UTC), the nearest."""
    day = work.calendar.day_of(at)
    found = (v for v in _booked(work, pair, kind) if day - NEAR <= v.on <= day + NEAR and not v.noted_by_id)
    return min(found, key=lambda v: abs(v.starts_at - at), default=None)


def to_come(work: Work, pair: Pair, kind: SessionKind) -> SessionView | None:
    """The next one of this kind that is booked and hasn't begun."""
    return next((v for v in _booked(work, pair, kind) if v.starts_at > work.now), None)


def _booked(work: Work, pair: Pair, kind: SessionKind) -> Iterator[SessionView]:
    """Of the supervisee, those that this supervisor is to hold: for whom they cover too, soonest first."""
    supervisee, supervisor = pair
    for view in sessions.booked_for(work, supervisee.id):
        if (
            view.supervisee.id == supervisee.id
            and view.kind is kind
            and is_supervisor(supervisor, view, work)
        ):
            yield view
