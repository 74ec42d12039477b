"""What was prepared, decided and agreed, as text to copy into the case system: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.examples import example
from cards.formats import day, listing, plural
from cards.model import Card, Moment, Note, Paragraph, Quote
from cards.shared.meeting import Meeting

#: Less than what every platform can hold in one block.
PIECE: Final = 2800


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action of the session."""

    what: str
    why: str
    owner: str
    on: date


@dataclass(frozen=True, slots=True)
class DecisionInRecord:
    """That one was made, never what. ``how``: as it stands inside a sentence."""

    how: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class AboutCase:
    """What one text holds. ``reference``: empty for what is about no case; ``prepared``: headings with their words."""

    reference: str
    prepared: Sequence[tuple[str, str]] = ()
    decisions: Sequence[DecisionInRecord] = ()
    actions: Sequence[Agreed] = ()
    plan_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class HeldSession:
    """``held_on``: the council's day; ``discussed``: every case, named only in the text that is about none."""

    meeting: Meeting
    held_on: date
    minutes: int
    present: Sequence[str]
    discussed: Sequence[str]
    about: Sequence[AboutCase]
    system: str


def record_text(held: HeldSession) -> Card:
    """One text for each case, in a view: what is in a child's text names no other child's case."""
    quotes = [quote for one in held.about for quote in _pieces(_title(one), "\n".join(_lines(held, one)))]
    how = Paragraph(
        (f"Copy each text into its record in {held.system}. No text names another child's case.",)
    )
    shown = any(one.prepared for one in held.about)
    note = (Note(("That you read what was prepared is recorded.",)),) if shown else ()
    title = f"Text for the record: {held.meeting.kind} with {held.meeting.name}"
    return Card(title, "A view is open", (how, *quotes, *note))


def _title(one: AboutCase) -> str:
    return one.reference or "About no case"


def _lines(held: HeldSession, one: AboutCase) -> Iterator[str]:
    kind = held.meeting.kind.capitalize()
    yield f"{kind} on {day(held.held_on)}, {plural('minute', held.minutes)}"
    yield f"Present: {listing(held.present)}"
    cases = [one.reference] if one.reference else held.discussed
    if cases:
        yield f"Discussed: {listing(cases)}"
    if one.plan_reviewed:
        yield "The child's plan was reviewed."
    for heading, words in one.prepared:
        yield f"\n{heading}\n{words}"
    if one.decisions:
        yield "\nDecisions noted"
        yield from (f"- {day(d.on)}, {d.by}, {d.how}" for d in one.decisions)
    if one.actions:
        yield "\nActions agreed"
        yield from (f"- {a.what}. Why: {a.why}. {a.owner}, {day(a.on)}" for a in one.actions)


def _pieces(title: str, whole: str) -> list[Quote]:
    """As one piece where every platform can hold it; else in as few as can be, none of it cut."""
    found = [whole[start : start + PIECE] for start in range(0, len(whole), PIECE)]
    if len(found) == 1:
        return [Quote(title, whole)]
    return [Quote(f"{title}, {n} of {len(found)}", piece) for n, piece in enumerate(found, start=1)]


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", Moment(_WALL, _WALL))


@example("record_text")
def _example_text() -> Card:
    on = date(2026, 11, 24)
    case = AboutCase(
        "CB-10234",
        (("What is worrying me and/or others", "Attendance down to 60%."),),
        (DecisionInRecord("in an informal discussion", "Priya Sample", date(2026, 11, 20)),),
        (Agreed("Ring the school", "dates", "Amara Example", on),),
        plan_reviewed=True,
    )
    rest = AboutCase("", actions=(Agreed("Book training", "asked for", "Priya Sample", on),))
    names, cases = ("Amara Example", "Priya Sample"), ("CB-10234",)
    return record_text(HeldSession(_MEETING, on, 80, names, cases, (case, rest), "the case system"))
