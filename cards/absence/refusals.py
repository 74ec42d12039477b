"""Why something about an absence isn't done, and what is wrong with what was typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cards.absence.absent import OPEN
from cards.formats import day, plain_text
from cards.model import Text
from cards.shared.refusals import then_recorded
from cards.to_type import to_type

# Whoever may not

NOT_TO_RECORD: Final = (
    "You can record an absence for yourself and for people in your line; an administrator can for anybody. "
    f"If your own supervisor is away, type: {to_type('supervisor away')}"
)
ONLY_MANAGERS_CONFIRM: Final = (
    "Only their managers and an administrator can answer whether somebody is away. Ask one of them."
)
ONLY_SUPERVISEES_REPORT: Final = (
    f"Only somebody they supervise can report this. To record it: {to_type('away @name')}"
)
ONLY_MANAGERS_ARRANGE: Final = "Only their managers and an administrator arrange who covers. Ask one of them."
ONLY_PAIR_SAYS: Final = "Only the two who were to meet can say that. Ask one of them."


def no_supervisor_away(imports: bool) -> str:
    """``imports``: as of ``then_recorded``."""
    return f"No supervisor is recorded for you. {then_recorded(imports)}"


def not_to_end(name: str, last: date | None) -> str:
    """Of an absence that is for the person and their managers alone."""
    return f"{name} is recorded as unavailable{_until(last)}. Only {name} and their managers can end that: ask them."


# Answered already, or over

NOT_RECORDED: Final = f"This absence isn't recorded any more. Type {to_type('away')} to see how things stand."
CLAIM_ANSWERED: Final = "This was answered already."
NOTHING_WAITS: Final = "The return is already noted, or nothing waits for it any more."
ALL_COVERED: Final = "Cover is arranged already for everybody. To change it, choose “Someone else covers”."
NAMED_COVERED: Final = (
    "Each of those named here has somebody by now. For anybody else, choose “Someone else covers”."
)
NOBODY_TO_REPORT_TO: Final = (
    "Nobody is recorded to whom this could be reported. Please speak to your Head of Service."
)


def nothing_to_end(name: str) -> str:
    """``name`` empty: the asker's own."""
    who = f"{name} isn't" if name else "You aren't"
    return f"{who} recorded as away, so there is nothing to end."


def nothing_to_report(name: str) -> str:
    return f"{name} isn't recorded as away any more, so there is nothing to report."


def no_cover_needed(name: str) -> str:
    return f"{name} isn't recorded as away any more, so no cover is needed."


def nobody_to_cover(name: str) -> str:
    """Whom it was about has left by then, or is another's."""
    return f"Nobody is {name}'s to supervise by then, so nothing needs covering."


def reported(on: date) -> str:
    return f"You reported this on {day(on)} already."


def covered(cover: str) -> str:
    return f"{cover} covers for you already."


def claimed(name: str) -> str:
    """A supervisor whom somebody said to be away; nobody has confirmed it yet."""
    return f"That {name} is away was said already and waits to be confirmed."


def known(name: str, last: date | None, meanwhile: Text) -> str:
    """A supervisor who is recorded as away. ``meanwhile``: who supervises the asker."""
    then = f" {plain_text(meanwhile)}" if meanwhile else ""
    return f"{name} is already recorded as unavailable{_until(last)}.{then}"


def known_alone(nobody: Text) -> str:
    """The same, where nobody covers. ``nobody``: so, and whom the asker can ask."""
    return f"That is recorded already. {plain_text(nobody)}"


def _until(last: date | None) -> str:
    return f" until {day(last)}" if last else ""


# Beside fields

KIND_MISSING: Final = "Say whether it was planned."
FIRST_MISSING: Final = "Choose the first day away."
#: A first day further back, or a last day further ahead, is a slip of the pen.
LONGEST_AGO: Final = timedelta(days=90)
LONGEST_AHEAD: Final = timedelta(days=400)
FIRST_TOO_FAR: Final = f"Choose a day within the last {LONGEST_AGO.days} days or the coming year."
LAST_NO_DAY: Final = "Choose a day, or leave it empty while nobody knows."
LAST_BEFORE_FIRST: Final = "The last day away is before the first. Choose a later one."
RETURN_MISSING: Final = "Choose the first day back."
_TOO_FAR: Final = "That is more than a year ahead."
RETURN_TOO_FAR: Final = f"{_TOO_FAR} Choose a nearer day."
LAST_TOO_FAR: Final = f"{_TOO_FAR} {OPEN}"
DAY_TOO_FAR: Final = f"{_TOO_FAR} Give a nearer date."
NO_COVER_CHOSEN: Final = "Choose somebody, for one of them at least."
#: Of whoever won't do as a cover.
ANOTHER: Final = "Choose somebody else."
NOT_STAFF: Final = "Choose somebody who works here."
COVERS_THEMSELVES: Final = "Nobody supervises themselves. Choose somebody else."


def overlaps(first: date, last: date | None, said: tuple[date, date | None] | None = None) -> str:
    """``said``: the first and the last day that were given, where another can be."""
    until = f"to {day(last)}" if last else "with no day of return"
    apart = ""
    if said and said[0] < first:
        apart = "Give a last day before that, or change it"
    elif said and last and last < (said[1] or date.max):
        apart = "Give a first day after that, or change it"
    change = f"{apart or 'Change that one'}: {to_type('away')} shows it."
    return f"An absence from {day(first)} {until} is recorded already. {change}"


def not_one_day_back(said: str) -> str:
    return f"“{said}” isn’t one day: write the first day back, as in: {to_type('back monday')}"


def typed_back_before_away(on: date, first: date) -> str:
    """Of a day without a year, whose next one may be meant."""
    return f"{day(on)} is before the first day away, {day(first)}. Write the year too if you mean another."


def back_before_away(first: date) -> str:
    """The first day back is no later than the first away."""
    return f"The first day away was {day(first)}. If there was none, choose “It was a mistake”."


def back_before_cancelled(cancelled_on: date) -> str:
    return f"The session was cancelled on {day(cancelled_on)}: choose a first day back after that."


def is_away(name: str) -> str:
    """Of whoever would cover for themselves."""
    return f"{name} is the one who is away. {ANOTHER}"


def role_never_covers(name: str, role: str) -> str:
    """``role``: in the council's words."""
    return f"{name} ({role}) isn't asked to cover: the policy leaves that role out. {ANOTHER}"


def in_a_circle(name: str, supervisee: str) -> str:
    return (
        f"{supervisee} supervises {name}, directly or further up: each would answer for the other. {ANOTHER}"
    )


def away_yourself(on: date) -> str:
    """To whoever would cover from that day."""
    return (
        f"You are recorded as unavailable on {day(on)}. Choose “Someone else covers”; if you are back, type "
        f"{to_type('back')} first."
    )


def unavailable(name: str) -> str:
    """Of whoever would cover and is away too."""
    return f"{name} is unavailable too. {ANOTHER}"
