"""Times on buttons and in forms."""

from __future__ import annotations

from typing import Final

from cards.model import ChoiceField, DateField, Moment, Option, TimeField
from cards.shared.meeting import KINDS
from policy.facts import SessionKind

#: Said wherever times are offered or booked: what nobody imported isn't known.
UNSEEN: Final = (
    "The bot knows of sessions, absences and imported busy times only: check your own calendar too."
)


def epoch(moment: Moment) -> int:
    """How a button keeps an instant: whole seconds."""
    return int(moment.instant.timestamp())


def kind_field(kind: str = SessionKind.CASE) -> ChoiceField:
    """Of the two kinds of session that a pair has."""
    kinds = tuple(Option(k, KINDS[k].capitalize()) for k in (SessionKind.CASE, SessionKind.PERSONAL))
    return ChoiceField("kind", "What kind?", kinds, (kind,), required=True)


def when_fields(at: Moment | None) -> tuple[DateField, TimeField]:
    """A day and a time, in the council's clock."""
    return (
        DateField("date", "Day", at.wall.date() if at else None, required=True),
        TimeField("time", "Time", at.wall.time() if at else None, required=True),
    )
