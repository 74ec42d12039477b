"""Cancelling a session, or saying that it didn't take place: the form, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from cards.examples import form_example
from cards.formats import listing
from cards.model import Button, ChoiceField, Day, Form, Moment, Note, Option, Paragraph, Style, Text
from cards.sessions import asks
from cards.shared.meeting import Meeting
from policy.facts import Reason

#: As they are chosen from.
REASONS: Final = {
    Reason.SICKNESS: "Sickness",
    Reason.LEAVE: "Leave",
    Reason.EMERGENCY: "An emergency",
    Reason.WORK: "Other work had to come first",
    Reason.NO_SHOW: "Somebody didn't come",
    Reason.OTHER: "Something else",
}
#: In place of leave where no rule depends on sickness: that isn't asked then.
AWAY: Final = "Leave, or otherwise away"
#: Those of somebody's own, as the form names them.
_OWN: Final = {
    Reason.SICKNESS: "sickness",
    Reason.LEAVE: "leave",
    Reason.EMERGENCY: "an emergency",
    Reason.NO_SHOW: "somebody who didn't come",
}


@dataclass(frozen=True, slots=True)
class CancelForm:
    """``past``: its time has come, so it didn't take place. ``limits``: by when it would then be held, in words.
    ``guidance``: what the policy says of cancelling."""

    meeting: Meeting
    reasons: Sequence[Option]
    people: Sequence[Option]
    limits: Sequence[Text]
    past: bool
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guidance: Sequence[str] = ()


def cancel_form(view: CancelForm) -> Form:
    """The reason from a short list; no free text, so that nobody's health is written down."""
    meeting = view.meeting
    did = "didn't take place" if view.past else "cancel"
    title = f"{meeting.kind.capitalize()} with {meeting.name}: {did}"
    label = "It didn't take place" if view.past else "Cancel the session"
    buttons = [Button(label, asks.SessionCancelled(session=meeting.id), style=Style.DANGER)]
    if not view.past:
        buttons.append(Button("Move it instead", asks.SessionMoveForm(session=meeting.id)))
    values = view.values
    return Form(
        title,
        (
            ChoiceField("reason", "Reason", tuple(view.reasons), values.get("reason", ()), required=True),
            ChoiceField(
                "whose",
                "Who couldn't be there",
                tuple(view.people),
                values.get("whose", ()),
                _needed(view.reasons),
            ),
        ),
        tuple(buttons),
        (
            Paragraph(
                ("It was booked for ", meeting.was, ".")
                if view.past
                else ("It is booked for ", meeting.booked, ".")
            ),
            *(Paragraph(line) for line in view.limits),
            *(Note((words,)) for words in view.guidance),
            Note((_private(view.reasons),)),
        ),
    )


def _booked(meeting: Meeting, *, past: bool) -> Text:
    return ("It was booked for ", meeting.was) if past else ("It is booked for ", meeting.booked)


def _private(reasons: Sequence[Option]) -> str:
    """Where sickness isn't asked no rule depends on the reason."""
    who = "Leave and emergencies"
    decides = ""
    if any(one.value == str(Reason.SICKNESS) for one in reasons):
        decides, who = "The reason decides which rule applies. ", "Sickness, leave and emergencies"
    alone = f"{decides}{who} are told to nobody else: others read only that somebody is unavailable."
    return f"{alone} Whoever finds the new time reads from when its limit counts." if decides else alone


def _needed(reasons: Sequence[Option]) -> str:
    own = [words for reason, words in _OWN.items() if any(one.value == str(reason) for one in reasons)]
    return f"Needed for {listing(own, 'or')}; not for the others."


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Priya Sample", Moment(_WALL, _WALL))
_RULE: Final = "B18, “Cancellation of case management supervisions”"
_REASONS: Final = (
    Option("leave", "Leave"),
    Option("sickness", "Sickness"),
    Option("work", "Other work had to come first"),
)
_PEOPLE: Final = (Option("S100", "Amara Example"), Option("S200", "Priya Sample"))


@form_example("cancel")
def _example_form() -> Form:
    limits: tuple[Text, ...] = (
        ("Cancelled today, it is to be held by ", Day(date(2026, 11, 27)), f" ({_RULE})."),
    )
    return cancel_form(CancelForm(_MEETING, _REASONS, _PEOPLE, limits, past=False))
