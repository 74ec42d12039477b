"""A supervisor's long absence: reported, arranged for, covered, over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from cards.absence.absent import Absent, spell
from cards.absence.arrange import Situation
from cards.absence.asks import CoverForm, CoverTaken
from cards.absence.falls_due import MOST, taken_on
from cards.cases.asks import DueInTeam, Section
from cards.examples import example
from cards.formats import date_and_month, day, listing
from cards.message import Message, MessageItem, message_card, some_lines
from cards.model import (
    Block,
    Button,
    Card,
    Day,
    Moment,
    Note,
    Paragraph,
    Span,
    Style,
    Text,
)
from cards.preparing.asks import PrepareCommand
from cards.sessions.asks import RebookForm, SessionCancelForm
from cards.shared.claims import Covers
from cards.shared.due_lines import DueLine
from cards.shared.still_with import COVERED, HELD_STAY, StillWith, and_more, every, soonest
from cards.shared.uncovered import supervises_again, supervises_you


@dataclass(frozen=True, slots=True)
class StillBooked:
    """A session still booked with the absent supervisor. ``id`` is for its buttons."""

    id: int
    kind: str
    name: str
    starts: Moment


@dataclass(frozen=True, slots=True)
class Covering(Message):
    """To the cover: what they take on, and until when. ``cancelled``: sessions that have no new time yet."""

    cover: int
    supervisees: tuple[int, ...]
    situation: Situation
    booked: Sequence[StillBooked]
    today: date
    cancelled: Sequence[StillBooked] = ()

    def item(self) -> MessageItem:
        absent, whom = self.situation.absent, listing(self.situation.names)
        stay = (
            f"What is left to do of sessions {absent.name} held stays theirs; "
            "those you hold are yours, even after the return."
        )
        said = f"You supervise {whom} while {absent.name} is unavailable"
        covers = Covers(self.cover, self.supervisees, said)
        text = (covers, ", ", *_span(absent, self.today), ".")
        return MessageItem(
            f"You cover for {absent.name}",
            "You cover for somebody",
            (
                Paragraph(text),
                *taken_on(self.situation.due, absent, self.today),
                *self._sessions(),
                *self._to_rebook(),
                Note((stay,)),
            ),
            self._buttons(),
            states=(covers,),
        )

    def _buttons(self) -> tuple[Button, ...]:
        """From the day on which they answer for it."""
        if self._is_to_come():
            return ()
        team = Button("What is due in my team", DueInTeam(), style=Style.PRIMARY)
        return (team, *self._moves(), *self._rebooks())

    def _is_to_come(self) -> bool:
        return self.situation.absent.first > self.today

    def _sessions(self) -> tuple[Block, ...]:
        if not self.booked:
            return ()
        listed = some_lines([(f"{b.kind.capitalize()} with {b.name}, ", b.starts) for b in self.booked], MOST)
        text = "Booked sessions that are yours to hold, unless you cancel or move them:"
        return (Paragraph((text,)), *listed)

    def _to_rebook(self) -> tuple[Block, ...]:
        if not self.cancelled:
            return ()
        listed = some_lines(
            [(f"{b.kind.capitalize()} with {b.name}, ", b.starts) for b in self.cancelled], MOST
        )
        text = "Cancelled, and yours to find a new time for:"
        if self._is_to_come():
            text = "Cancelled, and yours to find a new time for from that day, unless there is one by then:"
        return (Paragraph((text,)), *listed)

    def _rebooks(self) -> list[Button]:
        return [Button(f"New time: {_short(b)}", RebookForm(session=b.id)) for b in self.cancelled[:4]]

    def _moves(self) -> list[Button]:
        return [Button(f"Change: {_short(b)}", SessionCancelForm(session=b.id)) for b in self.booked[:4]]


def _short(booked: StillBooked) -> str:
    """On a button, that a phone shows whole."""
    return f"{booked.name}, {date_and_month(booked.starts.wall)}"


def _span(absent: Absent, today: date) -> Text:
    """Its days where they are to come, else its end."""
    first: Text = ("from ", Day(absent.first), " ") if absent.first > today else ()
    return (*first, "until ", Day(absent.last)) if absent.last else (*first, "until the return")


@dataclass(frozen=True, slots=True)
class Covered(Message):
    """To the supervisee; ``prepares``: this policy knows preparation, so what was shared before can be shared again."""

    absent: Absent
    cover: str
    cover_id: int
    supervisee: int
    booked: Sequence[StillBooked]
    today: date
    prepares: bool = field(kw_only=True, default=False)

    def item(self) -> MessageItem:
        name, cover = self.absent.name, self.cover
        said = supervises_you(cover, name)
        covers = Covers(self.cover_id, (self.supervisee,), said)
        text = (covers, ", ", *_span(self.absent, self.today), ".")
        since = "from then on" if self.absent.first > self.today else "from now on"
        seen = f"{cover} sees what you share {since}; earlier preparation only if you share it again."
        again = Button("Prepare, or share again", PrepareCommand())
        return MessageItem(
            f"{cover} covers for {name}",
            "Your supervision is arranged",
            (Paragraph(text), *self._sessions(), *((Note((seen,)),) if self.prepares else ())),
            (again,) if self.prepares else (),
            states=(covers,),
        )

    def _sessions(self) -> tuple[Block, ...]:
        if not self.booked:
            return ()
        items = some_lines([(f"{b.kind.capitalize()}, ", b.starts) for b in self.booked], MOST)
        return (Paragraph((f"With {self.cover}:",)), *items)


@dataclass(frozen=True, slots=True)
class CoverEnds(Message):
    """Cover's end is known, or known no longer. ``cover``: for the reader, if anybody; ``covers``: the reader does."""

    absent: Absent
    back: date | None
    cover: str
    today: date
    covers: bool = False

    def item(self) -> MessageItem:
        if self.back is None:
            unknown = (f"The day of {self.absent.name}'s return isn't known now; cover goes on.",)
            return MessageItem(
                f"Cover for {self.absent.name} goes on",
                "A date in your supervision changed",
                (Paragraph(unknown),),
            )
        ends = _ends(self.back, self.today)
        text: list[Span] = [f"{self.absent.name}'s first day back is ", Day(self.back), "."]
        if self.covers:
            text += [" Your cover ", *ends, f". {HELD_STAY}"]
        if self.cover:
            again = f". {supervises_again(self.absent.name)}"
            text += [f" {self.cover}'s cover for you ", *ends, again]
        return MessageItem(
            f"{self.absent.name} is back on {day(self.back)}",
            "A date in your supervision changed",
            (Paragraph(tuple(text)),),
        )


def _ends(back: date, today: date) -> Text:
    """``ends on`` the day before the first day back, which may be over when that is said."""
    last = back - timedelta(days=1)
    return ("ended on " if last < today else "ends on ", Day(last))


@dataclass(frozen=True, slots=True)
class CoverOver(Message):
    """To whoever arranged it. ``names``: who is supervised by the one who was away again; ``uncovered``: who has nobody
    until then."""

    absent: Absent
    back: date
    names: Sequence[str]
    today: date
    uncovered: Sequence[str] = ()

    def item(self) -> MessageItem:
        text: Text = (
            f"The cover that you arranged for {listing(list(self.names))} ",
            *_ends(self.back, self.today),
            f". From the next day {self.absent.name} supervises them again{self._left()}.",
        )
        return MessageItem(
            f"{self.absent.name} is back on {day(self.back)}", "Cover ends", (Paragraph(text),)
        )

    def _left(self) -> str:
        if not self.uncovered:
            return "; nothing is left for you to do"
        nobody = f"{listing(list(self.uncovered))} {'has' if len(self.uncovered) == 1 else 'have'} nobody"
        return f". Until then {nobody}"


@dataclass(frozen=True, slots=True)
class WithCovers(Message):
    """To whoever is back: what isn't theirs to do, and isn't done yet."""

    found: Sequence[StillWith]
    today: date

    def item(self) -> MessageItem:
        buttons = every(len(self.found), Section.COVERS)
        more = (Note((f"{and_more(len(self.found))}.",)),) if buttons else ()
        body = (
            Paragraph(("Of sessions that they held. It is theirs to do:",)),
            soonest(self.found, self.today),
            *more,
        )
        return MessageItem(COVERED, "Something is still open", body, buttons)


@dataclass(frozen=True, slots=True)
class CoverPassedOn(Message):
    """To whoever covered, once somebody else was named. ``names``: for whom; ``since``: on what day."""

    absent: Absent
    names: Sequence[str]
    since: date

    def item(self) -> MessageItem:
        whom = listing(list(self.names))
        text: Text = (
            f"{whom}: somebody else supervises them while {self.absent.name} is unavailable, from ",
            Day(self.since),
            ".",
        )
        return MessageItem(
            f"You no longer cover for {self.absent.name}",
            "Cover ends",
            (Paragraph(text), Note((HELD_STAY,))),
        )


@dataclass(frozen=True, slots=True)
class CoverGone(Message):
    """To the line manager: who covers is away themselves. ``own``: that is the reader, who can't cover then. ``today``:
    where whoever covers is still there by then, since another covers in their place at once."""

    absent: Absent
    cover: Absent
    names: Mapping[int, str]
    own: bool = False
    today: date | None = None

    def item(self) -> MessageItem:
        taken = CoverTaken(absence=self.absent.id, supervisees=tuple(self.names))
        mine = () if self.own else (Button("I'll cover", taken, style=Style.PRIMARY),)
        who = f"{self.cover.name}, who covers for {self.absent.name}, is unavailable "
        text: Text = (
            f"You cover for {self.absent.name}, and are unavailable yourself " if self.own else who,
            *spell(self.cover),
            f". Affected: {listing(list(self.names.values()))}.",
        )
        return MessageItem(
            f"Cover for {self.absent.name} needs arranging again",
            "Supervision needs arranging",
            (Paragraph(text), *self._since()),
            (*mine, Button("Someone else covers", CoverForm(absence=self.absent.id))),
        )

    def _since(self) -> tuple[Note, ...]:
        if self.today is None or self.cover.first <= max(self.absent.first, self.today):
            return ()
        to_come = self.absent.first > self.today
        begins: Text = ("from ", Day(self.absent.first), " on") if to_come else ("at once",)
        then = f", not only while {'you are' if self.own else f'{self.cover.name} is'} unavailable."
        return (Note(("Whoever is named instead covers ", *begins, then)),)


_TODAY: Final = date(2026, 11, 17)
_PRIYA: Final = Absent(4, "Priya Sample", date(2026, 11, 3), None)
_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_BOOKED: Final = (StillBooked(7, "case supervision", "Amara Example", Moment(_WALL, _WALL)),)
_SITUATION: Final = Situation(
    _PRIYA,
    ("Amara Example", "Tomasz Sample"),
    (("Tomasz Sample", "Owen Placeholder"),),
    (
        DueLine(1, "Discuss CB-10240", date(2026, 11, 9)),
        DueLine(2, "Supervision for Amara Example", date(2026, 11, 30)),
    ),
    (DueLine(3, "Record CB-10234, case supervision with Amara Example", date(2026, 11, 9)),),
)


@example("covering")
def _example_covering() -> Card:
    return message_card([Covering(3, (1, 2), _SITUATION, _BOOKED, _TODAY).item()])


@example("covering_cancelled")
def _example_covering_cancelled() -> Card:
    return message_card([Covering(3, (1, 2), _SITUATION, (), _TODAY, _BOOKED).item()])


@example("covering_to_come")
def _example_covering_to_come() -> Card:
    return message_card([Covering(3, (1, 2), _SITUATION, (), date(2026, 11, 2), _BOOKED).item()])


@example("covered")
def _example_covered() -> Card:
    return message_card([Covered(_PRIYA, "Owen Placeholder", 3, 1, _BOOKED, _TODAY, prepares=True).item()])


@example("cover_ends")
def _example_ends() -> Card:
    return message_card([CoverEnds(_PRIYA, date(2026, 11, 30), "", _TODAY, covers=True).item()])


@example("cover_over")
def _example_over() -> Card:
    return message_card(
        [CoverOver(_PRIYA, date(2026, 11, 30), ["Amara Example", "Tomasz Sample"], _TODAY).item()]
    )


@example("cover_over_in_part")
def _example_over_in_part() -> Card:
    return message_card(
        [CoverOver(_PRIYA, date(2026, 11, 30), ["Amara Example"], _TODAY, ["Tomasz Sample"]).item()]
    )


@example("cover_passed_on")
def _example_passed_on() -> Card:
    return message_card([CoverPassedOn(_PRIYA, ["Amara Example", "Tomasz Sample"], _TODAY).item()])


@example("cover_goes_on")
def _example_goes_on() -> Card:
    return message_card([CoverEnds(_PRIYA, None, "Owen Placeholder", _TODAY).item()])


@example("cover_gone")
def _example_gone() -> Card:
    return message_card(
        [CoverGone(_PRIYA, Absent(5, "Owen Placeholder", _TODAY, None), {2: "Tomasz Sample"}).item()]
    )


@example("cover_gone_later")
def _example_gone_later() -> Card:
    owen = Absent(5, "Owen Placeholder", date(2026, 11, 23), date(2026, 11, 27))
    return message_card([CoverGone(_PRIYA, owen, {2: "Tomasz Sample"}, today=_TODAY).item()])


@example("with_covers")
def _example_with_covers() -> Card:
    what = "Record CB-10234, case supervision with Amara Example on Thursday 19 November 2026"
    held = StillWith("Owen Placeholder", DueLine(1, what, date(2026, 11, 26)))
    return message_card([WithCovers([held], date(2026, 11, 30)).item()])
