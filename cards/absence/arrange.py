"""A supervisor's long absence: the supervisee reports it, and the line manager arranges who covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cards.absence.absent import Absent, spell, unavailable
from cards.absence.asks import AbsenceReported, BackForm, CoverArranged, CoverForm, CoverTaken
from cards.absence.falls_due import MOST, falls_due
from cards.answer import answer
from cards.examples import example, form_example
from cards.formats import date_and_month, day, listing, plural
from cards.message import Message, MessageItem, message_card, some_lines
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    PersonField,
    Style,
    Text,
)
from cards.shared.claims import AskedToWrite, Covers
from cards.shared.due_lines import DueLine
from cards.shared.line_parts import bulleted_once


@dataclass(frozen=True, slots=True)
class Situation:
    """What a long absence leaves: who is affected, who is covered by whom, what falls due, what is owed."""

    absent: Absent
    names: Sequence[str]
    covered: Sequence[tuple[str, str]] = ()
    due: Sequence[DueLine] = ()
    gaps: Sequence[DueLine] = ()
    left: Mapping[int, str] = field(default_factory=dict)

    @property
    def without(self) -> str:
        """Whom nobody supervises meanwhile."""
        return f"Without a supervisor: {listing(list(self.left.values()))}." if self.left else ""


@dataclass(frozen=True, slots=True)
class ReportDue(Message):
    """To each supervisee on the day the policy names: theirs to do, in one tap."""

    absent: Absent
    manager: str
    clause: str

    def item(self) -> MessageItem:
        return MessageItem(
            f"{self.absent.name} is still unavailable",
            "Something about your supervision",
            (
                Paragraph((f"{self.absent.name} has been unavailable since ", Day(self.absent.first), ".")),
                Paragraph((f"The policy asks you to report this to {self.manager} for other arrangements.",)),
                Note((self.clause,)),
            ),
            (Button("Report now", AbsenceReported(absence=self.absent.id), style=Style.PRIMARY),),
        )


def report_sent(manager: str) -> Card:
    """To the supervisee, who hears again once it has arrived."""
    return answer("Reported", f"Your report is on its way to {manager}. You'll hear once it has arrived.")


@dataclass(frozen=True, slots=True)
class ReportArrived(Message):
    """To the supervisee, once the report has arrived. ``waits``: nothing is arranged yet; ``now``: who arranges it in
    the place of whoever was told and is away."""

    absent: Absent
    manager: str
    waits: bool = True
    now: str = ""

    def item(self) -> MessageItem:
        who, to = self.absent.name, self.manager
        then = ", who arranges your supervision" if self.waits and not self.now else ""
        instead = f" {self.now} arranges your supervision in their place." if self.waits and self.now else ""
        text = f"Your report that {who} is unavailable has reached {to}{then}.{instead}"
        return MessageItem(f"{to} has been told", "Your report has arrived", (Paragraph((text,)),))


@dataclass(frozen=True, slots=True)
class ArrangementAsked(Message):
    """To the supervisor's line manager: a supervisee asks for other arrangements."""

    situation: Situation
    by: str
    today: date

    def item(self) -> MessageItem:
        absent = self.situation.absent
        text = f"{self.by} reports that {absent.name} is unavailable, and asks for other arrangements."
        left = (Paragraph((self.situation.without,)),) if self.situation.left else ()
        body = (Paragraph((text,)), *left, *_situation(self.situation, self.today))
        return MessageItem(
            f"{self.by} asks for other arrangements",
            "Supervision needs arranging",
            body,
            _arranging(self.situation),
        )


@dataclass(frozen=True, slots=True)
class CoverNeeded(Message):
    """To the supervisor's line manager on the day, again while nobody answers, then one up. ``source``: the rule that
    asks it, with its clause."""

    situation: Situation
    today: date
    source: str
    again: bool = field(kw_only=True)

    def item(self) -> MessageItem:
        absent = self.situation.absent
        title = f"Arrange supervision while {absent.name} is away"
        left_text = f". {self.situation.without}" if self.situation.left else "."
        return MessageItem(
            f"Still to do: {title[0].lower()}{title[1:]}" if self.again else title,
            "Supervision needs arranging",
            (
                Paragraph((f"{unavailable(absent, self.today)} ", *spell(absent), left_text)),
                *_situation(self.situation, self.today),
                *self._notes(),
            ),
            _arranging(self.situation),
        )

    def _notes(self) -> list[Note]:
        notes = [f"{self.source} The policy sets no day for it."] if self.source else []
        if self.again:
            notes.append("Asking again, and asking the next manager, is this council's practice.")
        return [Note((n,)) for n in notes]


def _arranging(situation: Situation) -> tuple[Button, ...]:
    absent = situation.absent
    taken = CoverTaken(absence=absent.id, supervisees=tuple(situation.left))
    return (
        Button("I'll cover", taken, style=Style.PRIMARY),
        Button("Someone else covers", CoverForm(absence=absent.id)),
        Button("Back on a date", BackForm(absence=absent.id)),
    )


def _situation(situation: Situation, today: date) -> list[Block]:
    body: list[Block] = []
    if situation.covered:
        body.append(Bullets(tuple((f"{name}: covered by {cover}",) for name, cover in situation.covered)))
    body += falls_due(situation.due, situation.absent, today)
    if situation.gaps:
        owed = plural("record", len(situation.gaps))
        by = "answers for" if any(line.asked for line in situation.gaps) else "writes"
        name = situation.absent.name
        body.append(Paragraph((f"Not recorded yet: {owed} of sessions that {name} held, who {by} them.",)))
        body += bulleted_once(situation.gaps, today, MOST)
    return body


@dataclass(frozen=True, slots=True)
class Needs:
    """A supervisee in the form: who may cover, none that they supervise, and whom they are covered by now, if anybody.
    ``whose``: for whom the absent person covers them; ``leaves``: their last day, where that comes meanwhile."""

    number: str
    name: str
    offered: Sequence[Option]
    cover: str = ""
    whose: str = ""
    leaves: date | None = None


def apart(role: str) -> str:
    """Beside the name of somebody whose role doesn't supervise."""
    return f"{role}: not a supervising role" if role else "not a supervising role"


def beside(role: str, away: Sequence[Absent]) -> str:
    """Beside the name of somebody who may cover. ``away``: when they will be unavailable themselves."""
    return ", ".join((*([role] if role else []), *(f"unavailable {_when(one)}" for one in away)))


def _when(away: Absent) -> str:
    first = date_and_month(away.first)
    if away.last is None:
        return f"from {first} on"
    return f"on {first}" if away.last == away.first else f"{first} to {date_and_month(away.last)}"


def _lasts(absent: Absent, today: date) -> Text:
    """Of cover that is named today, whoever covers until then."""
    begins: Text = ("on ", Day(absent.first)) if absent.first > today else ("today",)
    return ("begins ", *begins, " and ends with the return.")


def cover_form(absent: Absent, needs: Sequence[Needs], today: date) -> Form:
    """A person for each supervisee; those left empty stay as they are."""
    nobody = [n.name for n in needs if not n.offered]
    return Form(
        f"Who covers for {absent.name}?",
        tuple(
            PersonField(
                f"cover_{n.number}",
                f"{n.name}{_supervisee_of(n)}{_until_last(n)} is supervised by",
                tuple(n.offered),
                n.cover,
            )
            for n in needs
            if n.offered
        ),
        (Button("Save", CoverArranged(absence=absent.id), style=Style.PRIMARY),),
        (
            Paragraph((f"{absent.name} is unavailable ", *spell(absent), ".")),
            Note(("Cover ", *_lasts(absent, today))),
            *((Note((nobody_for(nobody),)),) if nobody else ()),
        ),
    )


def nobody_to_name(absent: str, names: Sequence[str]) -> Card:
    return answer(f"Who covers for {absent}?", nobody_for(names))


def nobody_for(names: Sequence[str]) -> str:
    """Where the list is empty."""
    others = "everybody else is below them, unavailable, or not asked to cover"
    also = "Whoever else supervises meanwhile comes in by an import of people and lines."
    return f"For {listing(list(names))} nobody can be named: {others}. {also}"


def _supervisee_of(one: Needs) -> str:
    return f", {one.whose}'s supervisee," if one.whose else ""


def cover_again(name: str, left: Sequence[str], on: date, *, back: bool) -> Text:
    """``name``: who covered and was away too, ``back`` or in whose place another was named; ``left``: who has nobody on
    that day, since nothing shows it again."""
    said = f"{name}, who covers, is back." if back else f"Another covers in place of {name}."
    if not left:
        return (said,)
    return (f"{said} Without a supervisor on ", Day(on), f": {listing(list(left))}.")


def _until_last(one: Needs) -> str:
    return f", whose last day is {day(one.leaves)}," if one.leaves else ""


def covering(cover_id: int, cover: str, supervisees: Mapping[int, str]) -> Covers:
    """``supervisees``: their names by id."""
    return Covers(cover_id, tuple(supervisees), f"{cover} covers for {listing(list(supervisees.values()))}")


def arranged(
    absent: Absent, covers: Sequence[Covers], left: Sequence[str], today: date, cancelled: Sequence[Text] = ()
) -> Card:
    """``cancelled``: sessions of days on which nobody who was named is there."""
    body: list[Block] = [Bullets(tuple((one,) for one in covers))]
    if cancelled:
        body.append(Paragraph(("Cancelled, since whoever covers is unavailable that day:",)))
        body += some_lines(cancelled)
    if left:
        body.append(Paragraph((f"Still without a supervisor: {listing(left)}.",)))
    body.append(Note(("They are told what they take on. It ", *_lasts(absent, today))))
    again = (Button("Someone else covers", CoverForm(absence=absent.id)),)
    return Card(
        "Cover is arranged" if not left else "Part of the cover is arranged",
        "Your answer is ready",
        tuple(body),
        again,
    )


_TODAY: Final = date(2026, 11, 17)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 3), None)
_SITUATION: Final = Situation(
    _PRIYA,
    ("Amara Example", "Tomasz Sample"),
    (("Tomasz Sample", "Owen Placeholder"),),
    (
        DueLine(1, "Discuss CB-10240", date(2026, 11, 9)),
        DueLine(2, "Supervision for Amara Example", date(2026, 11, 30)),
    ),
    (
        DueLine(
            *(3, "Record CB-10234, case supervision with Amara Example", date(2026, 11, 9)),
            asked=AskedToWrite(5, "Bo Placeholder", date(2026, 11, 6)),
        ),
    ),
    {1: "Amara Example"},
)
_SOURCE: Final = "Arranging supervision (B20, “Cancellation of case management supervisions”)."


@example("absence_report")
def _example_report() -> Card:
    return message_card(
        [ReportDue(_PRIYA, "Helen Fictional", "B20, “Cancellation of case management supervisions”").item()]
    )


@example("absence_report_sent")
def _example_report_sent() -> Card:
    return report_sent("Helen Fictional")


@example("absence_told")
def _example_told() -> Card:
    return message_card([ReportArrived(_PRIYA, "Helen Fictional", now="Adel Madeup").item()])


@example("absence_reported")
def _example_reported() -> Card:
    return message_card([ArrangementAsked(_SITUATION, "Amara Example", _TODAY).item()])


@example("arrange_cover")
def _example_arrange() -> Card:
    return message_card([CoverNeeded(_SITUATION, _TODAY, _SOURCE, again=False).item()])


@example("arrange_cover_again")
def _example_again() -> Card:
    return message_card([CoverNeeded(_SITUATION, _TODAY, _SOURCE, again=True).item()])


@form_example("cover")
def _example_form() -> Form:
    owen = (Option("S202", "Owen Placeholder"),)
    needs = (
        Needs("S101", "Amara Example", owen),
        Needs("S102", "Tomasz Sample", owen, "S202"),
        Needs("S103", "Sam Pretend", owen, "", "Helen Fictional"),
        Needs("S104", "Noor Novel", ()),
    )
    return cover_form(_PRIYA, needs, _TODAY)


@example("cover_arranged")
def _example_arranged() -> Card:
    return arranged(
        _PRIYA, [covering(3, "Owen Placeholder", {1: "Amara Example"})], ["Tomasz Sample"], _TODAY
    )
