"""Did the session take place, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import day, listing
from cards.message import Message, MessageItem, message_card, some_lines
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    DateField,
    Form,
    Moment,
    Note,
    NumberField,
    Option,
    Paragraph,
    PersonField,
    Style,
    Text,
    TextField,
)
from cards.sessions import asks
from cards.sessions.times import length_field
from cards.sessions.to_write import to_write
from cards.shared.claims import HeldOn
from cards.shared.due_lines import day_and_left
from cards.shared.duty_claims import WhoSays
from cards.shared.free_text import NO_NAME
from cards.shared.line_buttons import every_recorded
from cards.shared.meeting import KINDS, Meeting, unavailable
from cards.shared.outcome import YOU, noted_paragraph, of_outcome, outcomes, took_place
from cards.shared.record_text import record_text_button
from cards.shared.safeguarding import SAFEGUARDING, Urgent, safeguarding_fields, urgent_blocks
from policy.facts import SessionKind

#: Said on purpose, so that an untouched form can't mean it: no record follows, and the cases stay due.
SAVE: Final = "Save: it took place"
_PLANS: Final = "In which of them was the child's plan reviewed?"
NO_CASE: Final = "It took place, no case discussed"
#: What there is to write after a session that was about no case.
THE_NOTES: Final = "the notes"


@dataclass(frozen=True, slots=True)
class WasItHeld(Message):
    """To whoever was to hold it, once it is over. ``noted_by``: of one that nobody had booked, who says that it took
    place (``YOU``: its reader); ``away``: who of a group was known to be away; ``says``: who is asked instead by
    now."""

    meeting: Meeting
    noted_by: str = ""
    away: Sequence[str] = ()
    says: WhoSays | None = None

    def item(self) -> MessageItem:
        away = (Note((unavailable(self.away),)),) if self.away else ()
        body = (noted_paragraph(self.meeting, self.noted_by), *away)
        needed = "A session needs its outcome"
        if self.says:
            return MessageItem(took_place(self.meeting), needed, (*body, Paragraph((self.says,))), count=0)
        return MessageItem(
            took_place(self.meeting),
            needed,
            body,
            outcomes(self.meeting.id, Style.PRIMARY),
            joint=replace(of_outcome(self.meeting, self.noted_by), once=body),
            first=True,
        )


@dataclass(frozen=True, slots=True)
class HeldForm:
    """``cases``: the supervisee's, those due first. ``actions``: still open from last time. ``values``: as typed or,
    where the form ``corrects`` what was said, as it stands. ``day``: on which it was booked; ``session_kind``: as
    what."""

    meeting: Meeting
    minutes: int
    cases: Sequence[Option]
    due_first: Sequence[str]
    actions: Sequence[Option]
    guidance: Sequence[str]
    asks_cases: bool = True
    asks_plan: bool = True
    asks_safeguarding: bool = False
    asks_acknowledged: bool = False
    day: date | None = None
    session_kind: SessionKind = SessionKind.CASE
    corrects: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def held_form(view: HeldForm) -> Form:
    """What is asked after a held session; what the rule set doesn't know isn't asked."""
    fields: list[ChoiceField | DateField | NumberField | TextField] = [
        DateField("day", "On which day?", view.day, required=True),
        length_field(view.minutes, held=True),
    ]
    if view.asks_cases and view.cases:
        hint = f"Due soonest: {listing(view.due_first)}" if view.due_first else ""
        picked = view.values.get("cases", ())
        label = f"Which cases were discussed{' in full' if view.asks_acknowledged else ''}?"
        needed = not view.asks_acknowledged
        fields.append(
            ChoiceField("cases", label, tuple(view.cases), picked, hint, required=needed, many=True)
        )
        if view.asks_acknowledged:
            fields.append(_acknowledged(view))
        if view.asks_plan:
            seen = view.values.get("plans", ())
            fields.append(
                ChoiceField(
                    "plans",
                    _PLANS,
                    tuple(view.cases),
                    seen,
                    many=True,
                )
            )
        if view.asks_safeguarding:
            fields += safeguarding_fields(view.cases, view.values.get(SAFEGUARDING, ()))
    if view.actions:
        ticked = view.values.get("actions_done", ())
        fields.append(
            ChoiceField(
                "actions_done", "Which earlier actions are done?", tuple(view.actions), ticked, many=True
            )
        )
    before = "Put right: " if view.corrects else ""
    return Form(
        f"{view.meeting.kind.capitalize()} with {view.meeting.name}",
        tuple(fields),
        _save_buttons(view),
        (
            Paragraph((before, view.meeting.starts, ".")),
            *(Note((g,)) for g in view.guidance),
        ),
    )


def _save_buttons(view: HeldForm) -> tuple[Button, ...]:
    session, kind = view.meeting.id, view.session_kind
    other = SessionKind.CASE if kind is SessionKind.PERSONAL else SessionKind.PERSONAL
    said = asks.SessionHeld(session=session, session_kind=kind, corrects=view.corrects)
    save, no_case = Button(SAVE, said, style=Style.PRIMARY), Button(NO_CASE, replace(said, no_case=True))
    turned = Button(f"It was {KINDS[other]}", asks.SessionHeldForm(session=session, session_kind=other))
    return (save, *((no_case,) if view.asks_cases and view.cases else ()), turned)


def _acknowledged(view: HeldForm) -> ChoiceField:
    ticked, hint = view.values.get("acknowledged", ()), "What is ticked in neither list wasn't mentioned."
    label = "Which others were acknowledged only?"
    return ChoiceField("acknowledged", label, tuple(view.cases), ticked, hint, many=True)


def held(
    meeting: Meeting,
    cases: Sequence[str],
    due: date | None,
    system: str,
    urgent: Urgent | None = None,
    *,
    days: bool = False,
    late: bool = False,
    plans: Sequence[Option] = (),
    on: date | None = None,
    left: Sequence[Text] = (),
    writer: str = "",
    gone: bool = False,
    owed: bool = True,
    known: bool = True,
    only: Sequence[str] = (),
    short: Sequence[str] = (),
) -> Card:
    """What follows from a held session; ``due``: the day by which the records are written, where there is one, ``late``
    once it is over; ``days``: whether the supervisee has so many days to answer; ``plans``: cases of which it is asked
    whether the plan was reviewed; ``on``: the day on which it took place; ``left``: as of ``left_out``; ``writer``: who
    held it and so records it, where that isn't the reader; ``gone``: the supervisee has left, so that there is no next
    session; ``owed``: whether a record of it is to be written, ``known``: whether the policy asks for any;
    ``only``: cases that were acknowledged, and no more; ``short``: for which rules it was too short, a sentence
    each."""
    at_once = urgent.cases if urgent else ()
    others = [c for c in cases if c not in at_once]
    body: list[Block] = [*(urgent_blocks(urgent) if urgent else ())]
    if others or not cases:
        written = to_write(others, due, system, days=days, late=late, writer=writer, owed=owed, known=known)
        body.append(Paragraph(written))
    if only:
        body.append(Paragraph((f"Acknowledged only: {listing(only)}.",)))
    body += (Paragraph((one,)) for one in short)
    if left:
        body += (Paragraph(("Not discussed, though due:",)), *some_lines(left))
    buttons = [] if gone else [Button("Add an action", asks.ActionForm(session=meeting.id))]
    if cases and not writer:
        if owed:
            buttons.insert(0, every_recorded(meeting.id, len(cases), Style.PRIMARY))
        buttons.append(record_text_button(meeting.id))
    if plans:
        body.append(
            Paragraph((f"Was the child's plan reviewed too, of {listing([p.label for p in plans])}?",))
        )
        buttons.append(plans_button(meeting.id, [int(p.value) for p in plans]))
    correct = Button("Put it right", asks.SessionHeldForm(session=meeting.id))
    return Card(
        f"{meeting.kind.capitalize()} with {meeting.name}: held",
        "A session's outcome is saved",
        tuple(body),
        (*buttons, *(() if gone else (next_one_button(meeting.id),)), correct),
        states=(HeldOn(meeting.id, on, meeting.kind),) if on else (),
    )


def left_out(reference: str, due: date, today: date) -> Text:
    """A case that was to be discussed by today and wasn't."""
    return (f"{reference}: ", *day_and_left(due, today), ".")


def plans_button(session: int, cases: Sequence[int], on: date | None = None) -> Button:
    """``on``: the session's day, where it isn't plain which is meant."""
    label = f"The plan was reviewed on {day(on)}" if on else "Yes, the plan was reviewed"
    return Button(label, asks.PlanReviewed(session=session, cases=tuple(cases)))


def plans_form(session: int, cases: Sequence[Option]) -> Form:
    said = asks.PlanReviewed(session=session, cases=tuple(int(c.value) for c in cases), chosen=True)
    which = ChoiceField("plans", _PLANS, tuple(cases), required=True, many=True)
    return Form("Plans reviewed", (which,), (Button("Save", said, style=Style.PRIMARY),))


def plans_reviewed(cases: Sequence[str]) -> Card:
    return answer("Plans reviewed", f"The next review is counted from that session: {listing(cases)}.")


def next_one_button(session_id: int) -> Button:
    return Button("Book the next one", asks.NextProposed(session=session_id))


def action_form(session_id: int, cases: Sequence[Option], owners: Sequence[Option], owner: str) -> Form:
    """One action: whose, what in a few words, why (B40)."""
    return Form(
        "Add an action",
        (
            ChoiceField("case", "About which case?", (Option("", "No case"), *cases)),
            PersonField("owner", "Whose is it?", tuple(owners), owner, required=True),
            TextField(
                "what",
                "What, in a few words",
                required=True,
                limit=200,
                hint=NO_NAME,
            ),
            TextField("why", "Why", required=True, limit=300),
        ),
        (Button("Save the action", asks.ActionAdded(session=session_id), style=Style.PRIMARY),),
    )


def action_saved(session_id: int, owner: str, unwritten: int) -> Card:
    """What was left to do after the session is offered again. ``unwritten``: records still to be written."""
    text = f"It is {owner}'s, and comes up when the next session is prepared."
    buttons = [
        Button("Add another action", asks.ActionForm(session=session_id)),
        next_one_button(session_id),
    ]
    if unwritten:
        buttons.insert(0, every_recorded(session_id, unwritten, Style.PRIMARY))
        buttons.append(record_text_button(session_id))
    return Card("Action saved", "An action is saved", (Paragraph((text,)),), tuple(buttons))


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", Moment(_WALL, _WALL))
_PROCEDURE: Final = (
    "Recording it here does not replace the safeguarding procedure: follow that first (Y11, “4”)."
)
_CASES: Final = (Option("3", "CB-10234"), Option("4", "CB-10240"))


@example("say_held")
def _example_ask() -> Card:
    return message_card([WasItHeld(_MEETING).item()])


@example("say_held_another")
def _example_another() -> Card:
    return message_card([WasItHeld(_MEETING, says=WhoSays(9, "Owen Placeholder")).item()])


@example("say_held_noted")
def _example_noted() -> Card:
    return message_card([WasItHeld(_MEETING, YOU).item()])


@form_example("held_form")
def _example_form() -> Form:
    return held_form(
        HeldForm(_MEETING, 90, _CASES, ["CB-10234"], (Option("9", "CB-10240: chase the school"),), ())
    )


@form_example("held_form_acknowledged")
def _example_acknowledged_form() -> Form:
    return held_form(
        HeldForm(_MEETING, 90, _CASES, ["CB-10234"], (), (), asks_plan=False, asks_acknowledged=True)
    )


@example("held")
def _example_held() -> Card:
    return held(_MEETING, ["CB-10234", "CB-10240"], date(2026, 12, 1), "the case system")


@example("held_without_a_deadline")
def _example_held_without_a_deadline() -> Card:
    return held(_MEETING, ["the notes"], None, "the case system", days=True)


@example("held_without_a_record")
def _example_held_without_a_record() -> Card:
    return held(_MEETING, ["CB-10234"], None, "the case system", owed=False)


@example("held_one_left_out")
def _example_held_one_left_out() -> Card:
    left = [left_out("CB-10240", date(2026, 11, 24), date(2026, 11, 24))]
    return held(_MEETING, ["CB-10234"], date(2026, 12, 1), "the case system", left=left)


@example("held_by_another")
def _example_held_by_another() -> Card:
    return held(_MEETING, ["CB-10234"], date(2026, 12, 1), "the case system", writer="Owen Placeholder")


@example("held_plans_asked")
def _example_held_plans() -> Card:
    return held(_MEETING, ["CB-10234", "CB-10240"], date(2026, 12, 1), "the case system", plans=_CASES)


@form_example("plans_reviewed_form")
def _example_plans_form() -> Form:
    return plans_form(7, _CASES)


@example("plans_reviewed")
def _example_plans_reviewed() -> Card:
    return plans_reviewed(["CB-10234"])


@example("action_saved")
def _example_action_saved() -> Card:
    return action_saved(7, "Amara Example", 2)


@form_example("held_form_safeguarding")
def _example_safeguarding_form() -> Form:
    return held_form(
        HeldForm(
            _MEETING, 90, _CASES, ["CB-10234"], (), [_PROCEDURE], asks_plan=False, asks_safeguarding=True
        )
    )


@example("held_safeguarding")
def _example_held_safeguarding() -> Card:
    urgent = Urgent(["CB-10240"], "MOSAIC", date(2026, 11, 24), [_PROCEDURE])
    return held(_MEETING, ["CB-10234", "CB-10240"], date(2026, 11, 26), "MOSAIC", urgent)


@form_example("action")
def _example_action() -> Form:
    return action_form(7, _CASES, (Option("S100", "Amara Example"), Option("S200", "Priya Sample")), "S100")
