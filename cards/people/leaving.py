"""What somebody leaves behind, or a change of supervisor changes: sessions booked, and cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.cases.asks import DueForMe, DueInTeam, Section
from cards.examples import example
from cards.formats import listing, plain_text, plural
from cards.message import Joint, Message, MessageItem, message_card, some_lines
from cards.model import Block, Bullets, Button, Card, Day, Moment, Note, Paragraph, Text
from cards.people.milestone import start_agreement_button
from cards.shared.duty_claims import (
    AnswersUntilNamed,
    NobodyHolds,
    NobodyNamed,
    NobodySupervises,
    NotAgreedAnew,
    SupervisesThemNow,
)
from cards.shared.meeting import Meeting
from cards.shared.still_with import HELD_STAY
from cards.shared.unheld import allocate


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One session. ``meeting``: as its reader has it, with the other one's name; ``was`` and ``now``: who was to hold
    it and who is, ``was`` empty for the reader, ``now`` where nobody does; ``mine``: the reader is; ``why``: in a
    sentence."""

    meeting: Meeting
    was: str
    now: str
    mine: bool = False
    why: Text = ()

    @property
    def line(self) -> Text:
        what = f"{self.meeting.kind.capitalize()} with {self.meeting.name} on "
        return (what, self.meeting.starts, self._then)

    @property
    def _then(self) -> str:
        if not self.now:
            return ": it doesn't take place."
        if not self.was:
            return f": now {self.now}'s, no longer yours."
        return f": now yours, in place of {self.was}." if self.mine else f", in place of {self.was}."


# Why. An empty name is the reader's.


def last_day(name: str, on: date, today: date) -> Text:
    return (f"{name}'s" if name else "Your", f" last day {'was' if on < today else 'is'} ", Day(on), ".")


def supervises(name: str, whom: str, on: date) -> Text:
    """Who holds it now, as their supervisor or while they cover."""
    verb = "supervises" if name else "supervise"
    return ("On ", Day(on), f" {name or 'you'} {verb} {whom or 'you'}.")


#: Of a group.
ALL_HAVE_LEFT: Final[Text] = ("Nobody who belongs to it is still in post by then.",)
ALL_HAVE_MOVED: Final[Text] = ("Everybody in it has another supervisor by then.",)


def nobody_supervises(whom: str, on: date) -> Text:
    return ("On ", Day(on), f" nobody supervises {whom or 'you'}.")


@dataclass(frozen=True, slots=True)
class SessionsHandedOver(Message):
    """To each of those concerned, all of theirs at once."""

    sessions: Sequence[HandedOver]

    def item(self) -> MessageItem:
        return MessageItem(
            self._title(),
            "Booked sessions have changed",
            (
                *(Paragraph(why) for why in dict.fromkeys(one.why for one in self.sessions if one.why)),
                Bullets(tuple(one.line for one in self.sessions)),
            ),
            (Button("Show my team", DueInTeam()),) if any(one.mine for one in self.sessions) else (),
        )

    def _title(self) -> str:
        what = plural("booked session", len(self.sessions))
        if all(not one.now for one in self.sessions):
            return f"{what} {'ends' if len(self.sessions) == 1 else 'end'}"
        if all(one.mine for one in self.sessions):
            return f"{what} {'is' if len(self.sessions) == 1 else 'are'} yours to hold from now on"
        return f"{what} with another supervisor from now on"


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Somebody belongs to a group from now on, or no longer. ``name``, ``leader``: empty where that is the reader."""

    name: str
    leader: str
    starts: Moment
    joins: bool

    @property
    def line(self) -> Text:
        belongs = "now in" if self.joins else "no longer in"
        who = f"{self.name} is" if self.name else "You are"
        led = f" led by {self.leader}" if self.leader else ", which you lead,"
        return (f"{who} {belongs} group supervision{led} on ", self.starts, ".")


@dataclass(frozen=True, slots=True)
class GroupsChanged(Message):
    """To whoever moved to another supervisor, and to both who lead: a group is its leader's team."""

    changes: Sequence[GroupChange]

    def item(self) -> MessageItem:
        return MessageItem(
            "Who belongs to a group has changed",
            "A group has changed",
            (
                Paragraph(("Who supervises whom has changed, and groups go with it.",)),
                Bullets(tuple(one.line for one in self.changes)),
            ),
        )


@dataclass(frozen=True, slots=True)
class CasesWithoutWorker(Message):
    """To whoever supervised somebody who has left. ``nobody`` holds these, by reference."""

    name: str
    references: Sequence[str]
    nobody: NobodyHolds

    def item(self) -> MessageItem:
        count = len(self.references)
        held = plural("case", count)
        return MessageItem(
            f"Nobody holds {held} since {self.name} left",
            "Cases that nobody holds",
            (Paragraph((listing(list(self.references)), ".")), allocate(count)),
            states=(self.nobody,),
        )


@dataclass(frozen=True, slots=True)
class SuperviseeLeft(Message):
    """To whoever supervised somebody, or held sessions with them. ``ended``: what nobody can do any more; ``left``:
    what of theirs the reader still answers for."""

    name: str
    on: date
    today: date
    ended: Sequence[str] = ()
    left: Sequence[str] = ()

    def item(self) -> MessageItem:
        ended = "Nobody can do this any more, so it is no longer asked:"
        return MessageItem(
            f"{self.name} has left",
            "Somebody has left",
            (
                Paragraph(last_day(self.name, self.on, self.today)),
                *_listed_if_any(ended, self.ended),
                *_listed_if_any("Still open, and yours to do:", self.left),
            ),
            (Button("Show everything that is due", DueForMe()),) if self.left else (),
        )


def _listed_if_any(head: str, what: Sequence[str]) -> tuple[Block, ...]:
    return (Paragraph((head,)), *some_lines([(one,) for one in what])) if what else ()


@dataclass(frozen=True, slots=True)
class SupervisorLeft(Message):
    """To the ``supervisee``. ``name``: who left; ``now``: who answers until somebody else is named, None for nobody; or
    by name who has been named, and since when they supervise."""

    supervisee: int
    name: str
    now: AnswersUntilNamed | tuple[str, date] | None

    def item(self) -> MessageItem:
        said: Text = (NobodySupervises(self.supervisee),)
        if isinstance(self.now, tuple):
            said = (f"{self.now[0]} supervises you since ", Day(self.now[1]), ".")
        elif self.now:
            said = (self.now,)
        title = f"{self.name} no longer supervises you"
        return MessageItem(title, "Who supervises you changes", (Paragraph(said),))


@dataclass(frozen=True, slots=True)
class LineBegun(Message):
    """To both of a new pair, and whoever answered until then. ``whose``, ``who``: the supervisee and the supervisor by
    name, empty to themselves. ``ended``: how often they met was agreed with the one before; ``starts``: how its reader
    starts another agreement."""

    whose: str
    who: str
    since: date
    ended: NotAgreedAnew | None = None
    starts: Button | None = None

    def item(self) -> MessageItem:
        said: Text = (f"{self._pair} since ", Day(self.since), ".")
        buttons = (self.starts,) if self.starts else ()
        ended: Text = (" ", self.ended) if self.ended else ()
        return MessageItem(
            f"{self._pair} now",
            "Who supervises whom changes",
            (Paragraph(("Since ", Day(self.since), ".", *ended)),),
            buttons,
            joint=None if buttons else Joint(("line_begun",), "Who supervises whom now", (*said, *ended)),
        )

    @property
    def _pair(self) -> str:
        return f"{self.who} supervises {self.whose or 'you'}" if self.who else f"You supervise {self.whose}"


@dataclass(frozen=True, slots=True)
class AnswersInPlace(Message):
    """To the next manager up. ``nobody`` is named in place of who left; ``whom``: those for whom the reader answers
    now; ``records``: of how many sessions' records, left unwritten, too."""

    nobody: NobodyNamed
    whom: Sequence[str]
    records: int = 0

    def item(self) -> MessageItem:
        said = (
            f"{self.nobody.name} has left. Until somebody else is named, you answer for the supervision of "
        )
        return MessageItem(
            plain_text((self.nobody,)),
            "Somebody's supervision is yours for now",
            (
                Paragraph((f"{said}{listing(list(self.whom))}.",)),
                *self._unwritten(),
                Note(("Who supervises them is imported: tell an administrator who it is to be.",)),
            ),
            (
                Button("Show my team", DueInTeam()),
                *((Button("Records to write", DueForMe(section=Section.RECORDS)),) if self.records else ()),
            ),
            states=(self.nobody,),
        )

    def _unwritten(self) -> tuple[Block, ...]:
        if not self.records:
            return ()
        left, are = plural("record", self.records), "is" if self.records == 1 else "are"
        said = f"{left} of sessions that {self.nobody.name} held {are} still to be written, and yours to write now."
        return (Paragraph((said,)),)


@dataclass(frozen=True, slots=True)
class CoverEnded(Message):
    """To whoever covered for somebody who has left (``name``): ``whom``, and who answers for them now."""

    name: str
    whom: Sequence[str]
    now: SupervisesThemNow | None

    def item(self) -> MessageItem:
        then: Text = (" ", self.now) if self.now else ()
        return MessageItem(
            f"Your cover for {self.name} has ended",
            "A cover has ended",
            (
                Paragraph((f"{self.name} has left. You covered for {listing(list(self.whom))}.", *then)),
                Note((HELD_STAY,)),
            ),
        )


_AT: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_MEETING: Final = Meeting(7, "case supervision", "Amara Example", Moment(_AT, _AT))


@example("handed_over")
def _example_handed_over() -> Card:
    why = supervises("", "Amara Example", date(2026, 11, 24))
    mine = HandedOver(_MEETING, "Priya Invented", "Owen Placeholder", mine=True, why=why)
    theirs = HandedOver(_MEETING, "", "Owen Placeholder", why=why)
    return message_card([SessionsHandedOver([mine, theirs]).item()])


@example("sessions_ended")
def _example_ended() -> Card:
    why = last_day("Priya Invented", date(2026, 11, 20), date(2026, 11, 19))
    over = HandedOver(_MEETING, "Priya Invented", "", why=why)
    return message_card([SessionsHandedOver([over, over]).item()])


@example("regrouped")
def _example_regrouped() -> Card:
    at = Moment(_AT, _AT)
    left, joined = GroupChange("", "Priya Sample", at, False), GroupChange("", "Owen Placeholder", at, True)
    return message_card([GroupsChanged([left, joined]).item()])


@example("unallocated")
def _example_unallocated() -> Card:
    return message_card(
        [CasesWithoutWorker("Bo Placeholder", ("CB-10234", "CB-10240"), NobodyHolds((1, 2))).item()]
    )


@example("line_begun")
def _example_line_begun() -> Card:
    mine = [LineBegun(name, "", date(2026, 11, 16)) for name in ("Amara Example", "Tomasz Sample")]
    ended = NotAgreedAnew(7, "", "Priya Sample", "every 8 weeks")
    starts = start_agreement_button("S202")
    theirs = LineBegun("", "Owen Placeholder", date(2026, 11, 16), ended, starts)
    return message_card([one.item() for one in (*mine, theirs)])


@example("supervisee_left")
def _example_supervisee_left() -> Card:
    ended = ["Agree the record of the session, personal supervision on Wednesday 4 November 2026"]
    left = ["Record the session, personal supervision on Tuesday 3 November 2026"]
    on, today = date(2026, 11, 10), date(2026, 11, 11)
    return message_card([SuperviseeLeft("Owen Placeholder", on, today, ended, left).item()])


@example("supervisor_left")
def _example_left() -> Card:
    return message_card(
        [SupervisorLeft(1, "Owen Placeholder", AnswersUntilNamed(1, 4, "Helen Fictional")).item()]
    )


@example("answers_in_place")
def _example_in_place() -> Card:
    return message_card(
        [
            AnswersInPlace(
                NobodyNamed((1, 2), "Owen Placeholder"), ("Amara Example", "Tomasz Sample"), 2
            ).item()
        ]
    )


@example("cover_ended_by_leaving")
def _example_cover_ended() -> Card:
    now = SupervisesThemNow((1,), 5, "Helen Fictional")
    return message_card([CoverEnded("Owen Placeholder", ("Amara Example",), now).item()])
