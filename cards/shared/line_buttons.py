"""What can be done about something due from the list itself: nobody waits for its reminder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cards.absence.asks import AbsenceReported, AwayOfCancelledForm, CoverForm, CoverTaken, ReturnForm
from cards.answers.asks import MeetingShown
from cards.cases.asks import DecisionRecorded, Due
from cards.formats import all_recorded, both_or_all
from cards.model import Button, Part, Style
from cards.people.asks import AgreementShown
from cards.preparing.asks import AgendaOpened, PrepareCommand
from cards.records.asks import (
    AllRecordsWritten,
    AskedAgain,
    CasesAcknowledged,
    DelegateForm,
    DisagreementDecided,
    DisagreementReferred,
    OversightGiven,
    RecordClosed,
    RecordDisagreed,
    RecordsAgreed,
    RecordWritten,
)
from cards.sessions.asks import GapNoted, RebookForm, SessionMoveForm, TimeConfirmed

PREPARE: Final = (Button("Prepare", PrepareCommand()),)


def record(record_id: int) -> tuple[Button, ...]:
    return (Button("Recorded", RecordWritten(record=record_id)),)


def every_recorded(session: int, unwritten: int, style: Style = Style.NORMAL) -> Button:
    """All of a session's records that are still to be written, so many, in one press."""
    return Button(all_recorded(unwritten), AllRecordsWritten(session=session), style=style)


def delegate(record_id: int) -> Button:
    return Button("Someone else writes it", DelegateForm(record=record_id))


def agree(record_id: int, *, signs: bool) -> tuple[Button, ...]:
    """``signs``: a group's record, which one signs off."""
    yes, no = agree_labels(1, signs=signs)
    return (
        Button(yes, RecordsAgreed(records=(record_id,))),
        Button(no, RecordDisagreed(record=record_id)),
    )


def agree_labels(count: int, *, signs: bool) -> tuple[str, str]:
    """Yes and no to so many records of a session: yes to all of them, no to one, which is asked."""
    if count == 1:
        return ("I sign it off", "I don't sign it off") if signs else ("I agree", "I don't agree")
    them = both_or_all(count).lower()
    if signs:
        return f"I sign off {them}", "I don't sign it off: one of them"
    return f"I agree with {them}", "I don't agree with one of them"


def oversee(record_id: int) -> tuple[Button, ...]:
    return (Button("Oversight given", OversightGiven(record=record_id)),)


def decide(record_id: int) -> tuple[Button, ...]:
    return (
        Button("To be amended", DisagreementDecided(record=record_id, amend=True)),
        Button("It stands", DisagreementDecided(record=record_id, amend=False)),
    )


def settle(record_id: int, *, refers: bool) -> tuple[Button, ...]:
    """``refers``: this policy names a next tier."""
    up = refer({record_id: ""}) if refers else ()
    unchanged = Button("Not amended: ask again", AskedAgain(record=record_id, amended=False))
    return (*amend(record_id), unchanged, *up)


def refer(records: Mapping[int, str], *, alone: bool | None = None) -> tuple[Button, ...]:
    """Records that somebody doesn't agree, by id; ``alone``: whether they read of one, where that isn't those here."""
    one = len(records) == 1 if alone is None else alone
    return tuple(
        Button(f"Refer {'' if one else f'{what} '}to the next tier", DisagreementReferred(record=i))
        for i, what in records.items()
    )


def amend(record_id: int) -> tuple[Button, ...]:
    """All that is left once the next tier decided that it is amended."""
    return (Button("Amended: ask again", AskedAgain(record=record_id, amended=True)),)


def close(record_id: int) -> tuple[Button, ...]:
    return (Button("Closed", RecordClosed(record=record_id)),)


def back_at_work(session_id: int, *, own: bool) -> Button:
    """When whoever was away when it was cancelled is back; ``own``: that is its reader."""
    return Button("I'm back at work" if own else "Back at work", ReturnForm(session=session_id))


def record_away(session_id: int, name: str) -> Part:
    """Of whoever was away when it was cancelled; ``name`` empty: its reader. By itself: beside the times that are
    offered it would be one button more than each platform can show."""
    who = f"{name} is" if name else "I am"
    form = AwayOfCancelledForm(session=session_id)
    return Part("The absence isn't recorded", (), (Button(f"Record that {who} away", form),))


def acknowledge(session_id: int, case_id: int) -> tuple[Button, ...]:
    return (Button("Acknowledge", CasesAcknowledged(session=session_id, case=case_id)),)


def show_agreement(request: int) -> tuple[Button, ...]:
    return (Button("Open it", AgreementShown(request=request)),)


def show_meeting(request: int) -> tuple[Button, ...]:
    return (Button("Open it", MeetingShown(request=request)),)


def gap_noted(note_id: int) -> tuple[Button, ...]:
    return (Button("Recorded", GapNoted(note=note_id)),)


def decision_recorded(decision_id: int) -> tuple[Button, ...]:
    return (Button("It is on the file", DecisionRecorded(decision=decision_id)),)


def look_through(session_id: int) -> tuple[Button, ...]:
    return (Button("Open the agenda", AgendaOpened(session=session_id)),)


def rebook(session_id: int) -> tuple[Button, ...]:
    return (Button("Find a time", RebookForm(session=session_id)),)


def answer_provisional(session_id: int) -> tuple[Button, ...]:
    """Of a time that the bot booked by itself."""
    return (
        Button("That's fine", TimeConfirmed(session=session_id), style=Style.PRIMARY),
        Button("Move it", SessionMoveForm(session=session_id)),
    )


def report(absence_id: int) -> tuple[Button, ...]:
    return (Button("Report now", AbsenceReported(absence=absence_id)),)


def cover(absence_id: int, takes_on: Sequence[int]) -> tuple[Button, ...]:
    """``takes_on``: whom its reader can take on, by id."""
    other = Button("Someone else covers", CoverForm(absence=absence_id))
    if not takes_on:
        return (other,)
    return (Button("I'll cover", CoverTaken(absence=absence_id, supervisees=tuple(takes_on))), other)


def due_now(reference: str) -> Button:
    """Of a case whose date may have changed."""
    return Button("When is it due now?", Due(case=reference))
