"""Away and back: recorded, said by a supervisee, confirmed or not; what it means for the cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from cards.absence.absent import OPEN, Absent, spell, unavailable
from cards.absence.asks import (
    AbsenceChangeForm,
    AbsenceRecorded,
    AbsenceTakenBack,
    AnotherAbsenceForm,
    BackForm,
    BackSaid,
)
from cards.absence.claim import claim_buttons
from cards.absence.falls_due import falling_in, falls_due
from cards.answer import answer
from cards.ask import Ask
from cards.examples import example, form_example
from cards.formats import plural
from cards.message import Message, MessageItem, message_card, some_lines
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
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
from cards.shared.claims import Covers
from cards.shared.day_fields import day_field
from cards.shared.due_lines import DueLine
from cards.shared.meeting import Meeting
from cards.shared.uncovered import who_covers

READY: Final = "Your answer is ready"


PLANNED: Final = (
    Option("planned", "Planned", "Leave booked beforehand"),
    Option("unplanned", "Unplanned", "Anything that came up"),
)
SICKNESS: Final = "It only selects the policy's rule. Everybody else reads “unavailable”."


@dataclass(frozen=True, slots=True)
class AwayForm:
    """``name`` empty: for oneself. ``save``: what its button asks. ``first`` and ``last``: each empty, a day, or the
    two that what was typed can mean."""

    name: str
    save: Ask
    asks_planned: bool
    asks_sickness: bool
    first: Sequence[date] = ()
    last: Sequence[date] = ()
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
        day_field("first", "First day away", view.first, required=True),
        day_field("last", "Last day away", view.last, OPEN),
    )
    return Form(
        f"{view.name} is away" if view.name else "You are away",
        (*(kind if view.asks_planned else ()), *days, *sick),
        (Button("Save", view.save, style=Style.PRIMARY),),
        tuple(Note((g,)) for g in view.guidance),
    )


def recorded(
    absent: Absent,
    cancelled: Sequence[Text],
    notes: Sequence[str],
    due: Sequence[DueLine],
    today: date,
    missed: Sequence[Meeting] = (),
    *,
    covers: bool = False,
) -> Card:
    """``cancelled``: sessions inside it; ``missed``: groups that meet without them. ``due``: what falls due in
    the cases of a supervisee who is away, and for the people of a supervisor; ``covers``: the reader may say who covers
    for those."""
    body: list[Block] = [Paragraph((absent.are, " away ", *spell(absent), ". Others read “unavailable”."))]
    if cancelled:
        body += [
            Paragraph((f"Cancelled: {plural('session', len(cancelled))}.",)),
            *some_lines(cancelled),
        ]
    if missed:
        whom = absent.name or "you"
        said = [(f"{m.kind.capitalize()} with {m.name} meets without {whom}: ", m.starts) for m in missed]
        body.append(Bullets(tuple(said)))
    body += falls_due(due, absent, today)
    if cancelled:
        body.append(Note(("Those in each session are told; they see “unavailable”.",)))
    body += [Note((n,)) for n in notes]
    return Card(
        f"{absent.who}: away" if absent.name else "You are recorded as away",
        READY,
        tuple(body),
        (*_cover(absent, covers=covers), *_ways(absent)),
    )


def _cover(absent: Absent, *, covers: bool) -> tuple[Button, ...]:
    return (who_covers(absent.id),) if covers else ()


def cancelled_session(kind: str, other: str, starts: Moment) -> Text:
    """One that was cancelled. ``other``: of a pair, whoever isn't away; empty for a group's."""
    return (f"{kind.capitalize()} with {other}, " if other else f"{kind.capitalize()}, ", starts)


def _ways(absent: Absent) -> tuple[Button, ...]:
    return (
        Button("Back on a date", BackForm(absence=absent.id)),
        Button("Change it", AbsenceChangeForm(absence=absent.id)),
        Button("It was a mistake", AbsenceTakenBack(absence=absent.id), style=Style.DANGER),
    )


def one_of(absent: Absent, said_by: str, *, covers: bool = False) -> Card:
    """An absence that stands already. ``said_by``: who said it, while nobody confirmed it; ``covers``: the reader may
    say who covers meanwhile."""
    body: list[Block] = [Paragraph((absent.are, " away ", *spell(absent), "."))]
    if said_by:
        body.append(Note((f"{said_by} said so; it counts once it is confirmed.",)))
    buttons = claim_buttons(absent) if said_by else _ways(absent)
    another = Button("Another absence", AnotherAbsenceForm(absence=absent.id))
    ways = (*buttons, *_cover(absent, covers=covers), another)
    return Card(f"{absent.are} already recorded as away", READY, tuple(body), ways)


def back_form(absent: Absent, on: Sequence[date]) -> Form:
    """``on``: as in ``AwayForm``."""
    return Form(
        f"{absent.name} is back" if absent.name else "You are back",
        (day_field("back", "First day back at work", on, required=True),),
        (
            Button("Save", BackSaid(absence=absent.id), style=Style.PRIMARY),
            Button("It was a mistake", AbsenceTakenBack(absence=absent.id), style=Style.DANGER),
        ),
        (Paragraph((absent.are, " away ", *spell(absent), ".")),),
    )


def back(absent: Absent, on: date, notes: Sequence[str], covers: Sequence[Block] = ()) -> Card:
    """``covers``: what whoever covered for the reader is still asked for."""
    body: list[Block] = [Paragraph(("First day back: ", Day(on), ".")), *covers, *(Note((n,)) for n in notes)]
    ways = (Button("Correct the day", BackForm(absence=absent.id)),)
    return Card(f"{absent.name}: back" if absent.name else "You are back", READY, tuple(body), ways)


def taken_back() -> Card:
    return answer(
        "Taken back",
        "The absence isn't recorded any more. Sessions it cancelled stay cancelled until they are booked again; for "
        "those whose own time is free, and for which only the bot had booked another, that is done.",
    )


# Others are told


@dataclass(frozen=True, slots=True)
class AbsenceNoted(Message):
    """To the person themselves, on their return: nobody is recorded as away behind their back. ``over``: it is."""

    absent: Absent
    by: str
    over: bool = False

    def item(self) -> MessageItem:
        text: Text = (
            f"{self.by} recorded that you {'were' if self.over else 'are'} away ",
            *spell(self.absent),
            ". Correct it if it is wrong.",
        )
        return MessageItem(
            "You were recorded as away",
            "Something was recorded about you",
            (Paragraph(text),),
            _ways(self.absent),
        )


#: What was done since is no longer among it.
NOTHING_DUE: Final = "Nothing of theirs that is still to be done falls due in that time."


@dataclass(frozen=True, slots=True)
class SuperviseeAway(Message):
    """To the supervisor: dates don't stop. ``covers``: they may say who covers for those whom the absent person
    supervises; ``covered``: who covers for whom already, whose dates aren't among what falls due."""

    absent: Absent
    due: Sequence[DueLine]
    today: date
    covers: bool = False
    covered: Sequence[Covers] = ()

    def item(self) -> MessageItem:
        nothing = () if falling_in(self.due, self.absent) or self.covered else (Note((NOTHING_DUE,)),)
        covered = (Bullets(tuple((one, ".") for one in self.covered)),) if self.covered else ()
        return MessageItem(
            unavailable(self.absent, self.today),
            "Somebody in your team is unavailable",
            (
                Paragraph((f"{unavailable(self.absent, self.today)} ", *spell(self.absent), ".")),
                *nothing,
                *falls_due(self.due, self.absent, self.today),
                *covered,
            ),
            _cover(self.absent, covers=self.covers),
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
    return form(AwayForm("Priya Sample", AbsenceRecorded(person=3), True, True, (_TODAY,), guidance=told))


@example("away_recorded")
def _example_recorded() -> Card:
    at = datetime.fromisoformat("2026-11-26T14:00:00+00:00")
    cancelled = (cancelled_session("case supervision", "Amara Example", Moment(at, at)),)
    told = ["Rebooking does not replace the interview."]
    return recorded(_PRIYA, cancelled, told, _DUE, _TODAY)


@example("away_own")
def _example_own() -> Card:
    at = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
    group = Meeting(7, "group supervision", "Priya Sample", Moment(at, at))
    return recorded(Absent(4, "", date(2026, 11, 24), date(2026, 11, 24)), (), (), (), _TODAY, [group])


@example("away_already")
def _example_already() -> Card:
    return one_of(_PRIYA, "", covers=True)


@example("away_said")
def _example_said() -> Card:
    return one_of(_PRIYA, "Amara Example")


@form_example("away_back_form")
def _example_back_form() -> Form:
    return back_form(_PRIYA, (_TODAY,))


@example("away_back")
def _example_back() -> Card:
    return back(_PRIYA, date(2026, 12, 7), ["Rebooking does not replace the return-to-work interview."])


@example("away_taken_back")
def _example_taken_back() -> Card:
    return taken_back()


@example("absence_noted")
def _example_noted() -> Card:
    return message_card([AbsenceNoted(Absent(4, "", date(2026, 11, 3), None), "Helen Fictional").item()])


@example("supervisee_away")
def _example_supervisee() -> Card:
    return message_card(
        [SuperviseeAway(Absent(4, "Amara Example", _TODAY, date(2026, 12, 11)), _DUE, _TODAY).item()]
    )
