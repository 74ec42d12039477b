"""Times on buttons and in forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cards.formats import listing, moment
from cards.model import ChoiceField, DateField, Moment, NumberField, Option, TimeField
from cards.shared.meeting import KINDS
from policy.facts import SessionKind
from policy.session_length import LONGEST, SHORTEST

#: Said wherever times are offered or booked: what nobody imported isn't known.
UNSEEN: Final = (
    "The bot knows of sessions, absences and imported busy times only: check your own calendar too."
)
#: What the bot does where nobody chooses.
_BOOKED_SOON: Final = (
    "a later time is booked provisionally, with a clear working day before it if one is free soon enough."
)
#: The same, where none is found by the limit.
_BOOKED_LATE: Final = "a later time is booked provisionally, which may come after the limit."
#: That limit has passed.
_BOOKED_PAST: Final = "a later time is booked provisionally."


#: For so many days ahead a calendar is read: Microsoft lets fewer than 62 be asked for at once.
DAYS_SEEN: Final = 60
#: The same where everybody's calendar was read lately.
SEEN: Final = (
    "The bot knows of sessions, absences and what Outlook showed as busy in the last two hours, "
    f"for the next {DAYS_SEEN} days."
)
#: More names than this are counted.
_NAMED: Final = 3


def booked_unasked(*, late: bool, passed: bool) -> str:
    if passed:
        return _BOOKED_PAST
    return _BOOKED_LATE if late else _BOOKED_SOON


def unseen(by: Mapping[Moment | None, Sequence[str]]) -> str:
    """Where Outlook couldn't be read: whose calendars, by when each was last read. ``None``: never; "you" for the
    reader."""
    read_once = sorted((at for at in by if at), key=lambda at: at.instant)
    parts = [f"for {_named(by[at])} since {moment(at)}" for at in read_once]
    if never := by.get(None):
        parts.append(f"for {_named(never)}{' at any time' if parts else ''}")
    return (
        f"Busy times are unseen {listing(parts)}, as Outlook couldn't be read: check your own calendars too."
    )


def _named(names: Sequence[str]) -> str:
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return listing([*names[:_NAMED], *more])


def supervises_then(name: str) -> str:
    """Of a session that whoever covers books for a day after their cover: the supervisor is back, or another covers."""
    return f"{name} supervises them by then: it is in the name of {name}, who reads of it."


def epoch(at: Moment) -> int:
    """How a button keeps an instant: whole seconds."""
    return int(at.instant.timestamp())


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


def length_field(minutes: int, *, held: bool = False) -> NumberField:
    """How long it is to be, or was."""
    label = "How long was it?" if held else "How long?"
    return NumberField("minutes", label, minutes, SHORTEST, LONGEST, "minutes", required=True)
