"""Away and back: recorded, said by a supervisee, confirmed or not; what it means for the cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from cards.absence.asks import (
    AbsenceChangeForm,
    AbsenceRecorded,
    AbsenceTakenBack,
    AnotherAbsenceForm,
    BackForm,
    BackSaid,
    ClaimConfirmed,
    ClaimDatesForm,
    ClaimRefused,
    SupervisorSaidAway,
)
from cards.answer import answer
from cards.ask import Ask
from cards.examples import example, form_example
from cards.message import MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Field,
    Form,
    Moment,
    Note,
    Option,
    Paragraph,
    Style,
    Text,
)
from cards.shared.due_lines import DueLine, listed_once
from cards.words import listing, plural

READY: Final = "Your answer is ready"


@dataclass(frozen=True, slots=True)
class Absent:
    """An absence in a message. ``name`` empty: the reader's own. ``last``: the last day away, None while unknown."""

    id: int
    name: str
    first: date
    last: date | None

    @property
    def who(self) -> str:
        return self.name or "You"

    @property
    def are(self) -> str:
        return f"{self.name} is" if self.name else "You are"


def spell(absent: Absent) -> Text:
    """``from Tuesday 3 November 2026 to …``, a single day, or with the return unknown."""
    if absent.last is None:
        return ("from ", Day(absent.first), "; the day of the return isn't known yet")
    if absent.last == absent.first:
        return ("on ", Day(absent.first))
    return ("from ", Day(absent.first), " to ", Day(absent.last))


PLANNED: Final = (
    Option("planned", "Planned", "Leave booked beforehand"),
    Option("unplanned", "Unplanned", "Anything that came up"),
)
SICKNESS: Final = "It only selects the policy's rule. Everybody else reads “unavailable”."
OPEN: Final = "Leave it empty while nobody knows."


@dataclass(frozen=True, slots=True)
class AwayForm:
    """``name`` empty: for oneself. ``save``: what its button asks."""

    name: str
    save: Ask
    asks_planned: bool
    asks_sickness: bool
    first: date | None
    last: date | None = None
    kind: str = ""
    sick: bool = False
    guidance: Sequence[str] = field(default_factory=tuple)


def form(view: AwayForm) -> Form:
    """The days; planned or not, and sickness, where a rule asks."""
    sick: tuple[Field, ...] = ()
    if view.asks_sickness:
        ticked = ("yes",) if view.sick else ()
        box = (Option("yes", "It is sickness"),)
        sick = (ChoiceField("sickness", "Reason, in confidence", box, ticked, SICKNESS, many=True),)
    ticked = (view.kind,) if view.kind else ()
    kind = (ChoiceField("kind", "Planned or not?", PLANNED, ticked, required=True),)
    days = (
        DateField("first", "First day away", view.first, required=True),
        DateField("last", "Last day away", view.last, OPEN),
    )
    return Form(
        f"{view.name} is away" if view.name else "You are away",
        (*(kind if view.asks_planned else ()), *days, *sick),
        (Button("Save", view.save, style=Style.PRIMARY),),
        tuple(Note((g,)) for g in view.guidance),
    )


def recorded(
    absent: Absent, cancelled: Sequence[Text], notes: Sequence[str], due: Sequence[DueLine], today: date
) -> Card:
    """``cancelled``: sessions inside it. ``due``: what falls due in the cases of a supervisee who is away."""
    body: list[Block] = [Paragraph((absent.are, " away ", *spell(absent), ". Others read “unavailable”."))]
    if cancelled:
        body += [
            Paragraph((f"Cancelled: {plural('session', len(cancelled))}.",)),
            Bullets(tuple(cancelled[:10])),
        ]
    body += falls_due(due, today)
    if cancelled:
        body.append(Note(("Both people in each session are told; they see “unavailable”.",)))
    body += [Note((n,)) for n in notes]
    return Card(
        f"{absent.who}: away" if absent.name else "You are recorded as away",
        READY,
        tuple(body),
        _ways(absent),
    )


def cancelled_session(kind: str, other: str, starts: Moment) -> Text:
    """One that was cancelled. ``other``: of a pair, whoever isn't away; empty for a group's."""
    return (f"{kind.capitalize()} with {other}, " if other else f"{kind.capitalize()}, ", starts)


def falls_due(due: Sequence[DueLine], today: date) -> list[Block]:
    """Cases whose clocks go on, soonest first."""
    if not due:
        return []
    items = tuple((f"{line.what}: ", *listed_once(line, today)) for line in due[:8])
    more = [Note((f"And {len(due) - 8} more, later than these.",))] if len(due) > 8 else []
    return [Paragraph(("The dates of their cases don't stop. Soonest first:",)), Bullets(items), *more]


def _ways(absent: Absent) -> tuple[Button, ...]:
    return (
        Button("Back on a date", BackForm(absence=absent.id)),
        Button("Change it", AbsenceChangeForm(absence=absent.id)),
        Button("It was a mistake", AbsenceTakenBack(absence=absent.id), style=Style.DANGER),
    )


def one_of(absent: Absent, said_by: str) -> Card:
    """An absence that stands already. ``said_by``: who said it, while nobody confirmed it."""
    body: list[Block] = [Paragraph((absent.are, " away ", *spell(absent), "."))]
    if said_by:
        body.append(Note((f"{said_by} said so; it counts once it is confirmed.",)))
    buttons = _claim_buttons(absent) if said_by else _ways(absent)
    another = Button("Another absence", AnotherAbsenceForm(absence=absent.id))
    return Card(f"{absent.are} already recorded as away", READY, tuple(body), (*buttons, another))


def back_form(absent: Absent, on: date | None) -> Form:
    return Form(
        f"{absent.name} is back" if absent.name else "You are back",
        (DateField("back", "First day back at work", on, required=True),),
        (
            Button("Save", BackSaid(absence=absent.id), style=Style.PRIMARY),
            Button("It was a mistake", AbsenceTakenBack(absence=absent.id), style=Style.DANGER),
        ),
        (Paragraph((absent.are, " away ", *spell(absent), ".")),),
    )


def back(absent: Absent, on: date, notes: Sequence[str]) -> Card:
    body: list[Block] = [Paragraph(("First day back: ", Day(on), ".")), *(Note((n,)) for n in notes)]
    ways = (Button("Correct the day", BackForm(absence=absent.id)),)
    return Card(f"{absent.name}: back" if absent.name else "You are back", READY, tuple(body), ways)


def taken_back() -> Card:
    return answer(
        "Taken back",
        "The absence isn't recorded any more. Sessions it cancelled stay cancelled until they are booked again.",
    )


# A supervisee's word


def claim_form(name: str, first: date, manager: str) -> Form:
    """``manager``: who is asked to confirm it; empty where an administrator is."""
    asked = manager or "An administrator"
    return Form(
        f"{name} is away",
        (
            DateField("first", "Since when?", first, required=True),
            DateField("last", "Until when, if you know", hint=OPEN),
        ),
        (Button("Say so", SupervisorSaidAway(), style=Style.PRIMARY),),
        (
            Paragraph(
                (f"{asked} is asked to confirm it. Until then nothing changes. No reason is asked for.",)
            ),
        ),
    )


def claim_said(name: str, asked: Sequence[str]) -> Card:
    """To the supervisee. ``asked``: to confirm it."""
    who = listing(asked) or "Nobody"
    return answer(
        "Said, to be confirmed",
        f"{who} will be asked to confirm that {name} is away. You'll hear the answer.",
    )


def claim_refused(name: str, by: str) -> Card:
    """To whoever answered that it isn't so. ``by``: who had said it."""
    return answer("Noted: not so", f"{name} isn't recorded as away. {by} is told.")


def claim(absent: Absent, by: str, again: bool) -> MessageItem:
    """To who can confirm it."""
    title = f"Still to confirm: is {absent.name} away?" if again else f"Is {absent.name} away?"
    return MessageItem(
        title,
        "Please confirm something about your team",
        (
            Paragraph((f"{by} says that {absent.name} is away ", *spell(absent), ".")),
            Note(("It counts once you confirm it. Sessions on those days are then cancelled.",)),
        ),
        _claim_buttons(absent),
    )


def _claim_buttons(absent: Absent) -> tuple[Button, ...]:
    return (
        Button("Confirm", ClaimConfirmed(absence=absent.id), style=Style.PRIMARY),
        Button("Confirm with other dates", ClaimDatesForm(absence=absent.id)),
        Button("Not so", ClaimRefused(absence=absent.id)),
    )


def claim_answered(absent: Absent, by: str, confirmed: bool) -> MessageItem:
    """To the supervisee who said it."""
    if confirmed:
        text: Text = (f"{absent.name} is recorded as unavailable ", *spell(absent), ".")
        return MessageItem(
            f"Confirmed: {absent.name} is unavailable", "An answer to what you said", (Paragraph(text),)
        )
    refused = (
        f"{by} answered that it isn't so: {absent.name} isn't recorded as away. Speak to {by} if that is a surprise.",
    )
    return MessageItem(
        f"{absent.name} isn't recorded as away", "An answer to what you said", (Paragraph(refused),)
    )


# Others are told


def noted(absent: Absent, by: str) -> MessageItem:
    """To the person themselves, on their return: nobody is recorded as away behind their back."""
    text: Text = (f"{by} recorded that you are away ", *spell(absent), ". Correct it if it is wrong.")
    return MessageItem(
        "You were recorded as away", "Something was recorded about you", (Paragraph(text),), _ways(absent)
    )


def supervisee_away(absent: Absent, due: Sequence[DueLine], today: date) -> MessageItem:
    """To the supervisor: the cases' dates don't stop."""
    nothing = () if due else (Note(("No date of theirs falls in that time.",)),)
    return MessageItem(
        f"{absent.name} is unavailable",
        "Somebody in your team is unavailable",
        (
            Paragraph((f"{absent.name} is unavailable ", *spell(absent), ".")),
            *falls_due(due, today),
            *nothing,
        ),
    )


_TODAY: Final = date(2026, 11, 24)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 24), None)
_DUE: Final = (
    DueLine(1, "Discuss CB-10240", date(2026, 11, 20)),
    DueLine(2, "Review the plan of CB-10234", date(2026, 12, 4)),
)


@form_example("away")
def _example_form() -> Form:
    told = ["Rebooking does not replace the interview."]
    return form(AwayForm("Priya Sample", AbsenceRecorded(person=3), True, True, _TODAY, guidance=told))


@example("away_recorded")
def _example_recorded() -> Card:
    at = datetime.fromisoformat("2026-11-26T14:00:00+00:00")
    cancelled = (cancelled_session("case supervision", "Amara Example", Moment(at, at)),)
    told = ["Rebooking does not replace the interview."]
    return recorded(_PRIYA, cancelled, told, _DUE, _TODAY)


@example("away_own")
def _example_own() -> Card:
    return recorded(Absent(4, "", date(2026, 11, 24), date(2026, 11, 24)), (), (), (), _TODAY)


@example("away_already")
def _example_already() -> Card:
    return one_of(_PRIYA, "")


@example("away_said")
def _example_said() -> Card:
    return one_of(_PRIYA, "Amara Example")


@form_example("away_back_form")
def _example_back_form() -> Form:
    return back_form(_PRIYA, _TODAY)


@example("away_back")
def _example_back() -> Card:
    return back(_PRIYA, date(2026, 12, 7), ["Rebooking does not replace the return-to-work interview."])


@example("away_taken_back")
def _example_taken_back() -> Card:
    return taken_back()


@form_example("supervisor_away")
def _example_claim_form() -> Form:
    return claim_form("Priya Sample", _TODAY, "Helen Fictional")


@example("absence_claim")
def _example_claim() -> Card:
    return message_card([claim(_PRIYA, "Amara Example", again=False)])


@example("absence_claim_said")
def _example_claim_said() -> Card:
    return claim_said("Priya Sample", ["Helen Fictional"])


@example("absence_claim_not_so")
def _example_not_so() -> Card:
    return claim_refused("Priya Sample", "Amara Example")


@example("absence_claim_refused")
def _example_refused() -> Card:
    return message_card([claim_answered(_PRIYA, "Helen Fictional", confirmed=False)])


@example("absence_claim_confirmed")
def _example_confirmed() -> Card:
    return message_card([claim_answered(_PRIYA, "Helen Fictional", confirmed=True)])


@example("absence_noted")
def _example_noted() -> Card:
    return message_card([noted(Absent(4, "", date(2026, 11, 3), None), "Helen Fictional")])


@example("supervisee_away")
def _example_supervisee() -> Card:
    return message_card(
        [supervisee_away(Absent(4, "Amara Example", _TODAY, date(2026, 12, 11)), _DUE, _TODAY)]
    )
