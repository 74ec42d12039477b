"""What kind of session is wished for."""

from __future__ import annotations

from cards.sessions.asks import SessionWish
from handlers.shared.base import Request
from policy.facts import SessionKind


def kind_of(request: Request[SessionWish]) -> SessionKind:
    """As the form says, or else the button."""
    if "kind" not in request.typed:
        return request.ask.session_kind
    return SessionKind.PERSONAL if "personal" in request.many("kind") else SessionKind.CASE
