"""An action from an earlier session, as a choice."""

from __future__ import annotations


def action_label(what: str, reference: str, *, from_audit: bool) -> str:
    """As a box to tick: an audit's points are told from what was agreed (B26)."""
    whence = ", ".join(w for w in ("Case audit" if from_audit else "", reference) if w)
    return (f"{whence}: {what}" if whence else what)[:70]
