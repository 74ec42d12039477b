"""What stays late: once a week a line to whoever answers for it, and one to the manager above over all their teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final, NamedTuple

from cards.cases.asks import DueForMe, DueInTeam, Section
from cards.examples import example
from cards.formats import day, listing, plural
from cards.message import Message, MessageItem, message_card
from cards.model import Bullets, Button, Card, Day, Note, Paragraph, Text
from cards.shared import duty_claims
from cards.shared.left_out import without_rebooking
from cards.shared.uncovered import Uncovered


class WaitsFor(StrEnum):
    """What others wait for of whoever answers, where the policy sets no day."""

    AMEND = "Decided, and still to be amended"
    SETTLE = "Not agreed, and still to be settled"
    DECIDE = "Referred, and still to be decided"
    SIGN = "Asked to sign an agreement, and not answered yet"
    MEET = "Asked to meet, and nobody has said that you did"


class Wait(NamedTuple):
    """One of these. ``what``: a record by its case; ``name``: who waits; ``on``: the day of the session, or on which it
    was asked."""

    why: WaitsFor
    name: str
    on: date
    what: str = ""

    @property
    def with_name(self) -> str:
        return f"{self.what} ({self.name}, {day(self.on)})" if self.what else f"{self.name} ({day(self.on)})"


@dataclass(frozen=True, slots=True)
class Late:
    """How much of somebody's is late, and since when the oldest; ``undated``: what was asked of them and waits,
    without a day in the policy; ``waits``: of that what somebody else waits for, by name. ``person``: who answers for
    it; ``back``: their last day away, where they are back since; ``what``: which it is, where one thing is late."""

    count: int
    oldest: date | None = None
    undated: int = 0
    person: int | None = None
    waits: tuple[Wait, ...] = ()
    back: date | None = None
    what: str = ""

    @property
    def any(self) -> bool:
        return bool(self.count or self.undated)


@dataclass(frozen=True, slots=True)
class StaysLate(Message):
    """To whoever answers: how much of theirs is late, after its last reminder."""

    late: Late
    reader: int = 0

    def item(self) -> MessageItem:
        late = self.late
        title = _are("is late", "are late", late.count) if late.count else _waiting(late.undated)
        return MessageItem(
            title,
            f"Supervision: {title}",
            self._how_much(),
            (
                Button(
                    "Show it" if late.count + late.undated == 1 else "Show them",
                    DueForMe(section=Section.LATE),
                ),
            ),
            count=late.count + late.undated,
            late=late.count,
            all_late=True,
            first=True,
        )

    def _how_much(self) -> tuple[Paragraph, ...]:
        late = self.late
        said = (*self._oldest(), *_undated(late)) if late.count else _who_waits(late)
        return (Paragraph(said),) if said else ()

    def _oldest(self) -> Text:
        late = self.late
        which = (f"{late.what}. ",) if late.what else ()
        return (*which, duty_claims.StayLate(self.reader, late.count, late.oldest)) if late.oldest else ()


_SHOW: Final = "Show my team"
_BELOW: Final = "What others further down answer for isn't counted: the manager above them is told."
_FURTHER: Final = Note((f"{_BELOW} “{_SHOW}” has it too.",))


@dataclass(frozen=True, slots=True)
class TeamsStayLate(Message):
    """To the manager above: the same, by the name of whoever answers. ``uncovered``: who of them is away while nobody
    covers; ``rebooks``: as for ``without_rebooking``; ``further``: whether people below those who are counted supervise
    too."""

    #: For so many of them a cover can be named from here.
    NAMED: ClassVar[int] = 3
    lines: Sequence[tuple[str, Late]]
    uncovered: Sequence[Uncovered] = ()
    rebooks: bool = False
    further: bool = False

    def item(self) -> MessageItem:
        total = sum(late.count for _, late in self.lines)
        undated = sum(late.undated for _, late in self.lines)
        late = f"{plural('thing', total)} late in your teams" if total else _waiting(undated)
        return MessageItem(
            f"Late in your teams: {plural('thing', total)}" if total else f"Your teams: {_waiting(undated)}",
            f"Supervision: {late}",
            (
                Bullets(tuple(self._line(name, late) for name, late in self.lines)),
                *without_rebooking(rebooks=self.rebooks),
                *((_FURTHER,) if self.further else ()),
                *(one.note() for one in self.uncovered),
            ),
            (
                Button(_SHOW, DueInTeam(late=bool(total), below=True)),
                *(one.button(named=len(self.uncovered) > 1) for one in self.uncovered[: self.NAMED]),
            ),
            first=True,
        )

    def _line(self, name: str, late: Late) -> Text:
        """Where nothing is late, its title says what they count."""
        return (
            _of_one(name, late)
            if any(one.count for _, one in self.lines)
            else (f"{name}: {late.undated}.", *_who_waits(late))
        )


def nobody_holds(name: str) -> str:
    """Of a line of ``TeamsStayLate``: the cases of somebody who held them last."""
    return f"Cases that nobody holds since {name}"


@dataclass(frozen=True, slots=True)
class NobodyAnswers(Message):
    """To an administrator: the same, by the name of whom it is about. ``cases``: that nobody holds, by reference."""

    NO_WORKER: ClassVar[str] = "Without a worker"
    #: So many cases without a worker are named.
    NAMED: ClassVar[int] = 10
    lines: Sequence[tuple[str, Late]]
    obligations: tuple[int, ...] = ()
    cases: Sequence[str] = ()

    def item(self) -> MessageItem:
        total = sum(late.count for _, late in self.lines)
        things = plural("thing", total or sum(late.undated for _, late in self.lines))
        nobody = duty_claims.NobodyAnswering(self.obligations)
        return MessageItem(
            f"{'Late, and n' if total else 'N'}obody answers for it: {things}",
            f"Supervision: {things}{' late' if total else ''} that nobody answers for",
            (
                Bullets(tuple(_of_one(name, late) for name, late in self.lines)),
                *self._cases(),
                Paragraph((nobody, " Import who supervises them, or who has the case.")),
            ),
            (Button("Show them", DueForMe(section=Section.NOBODY)),),
            states=(nobody,),
        )

    def _cases(self) -> tuple[Paragraph, ...]:
        if not self.cases:
            return ()
        more = len(self.cases) - self.NAMED
        rest = f", and {more} more" if more > 0 else ""
        return (Paragraph((f"{self.NO_WORKER}: {', '.join(self.cases[: self.NAMED])}{rest}.",)),)


def _are(one: str, many: str, count: int) -> str:
    return f"{plural('thing', count)} {one if count == 1 else many}"


def _waiting(undated: int) -> str:
    return _are("waits without a deadline", "wait without a deadline", undated)


def _undated(late: Late) -> Text:
    if not late.undated:
        return ()
    more = f" {late.undated} more {'waits' if late.undated == 1 else 'wait'} without a deadline."
    return (more, *_who_waits(late))


#: So many of a kind are named.
_NAMED: Final = 5


def _who_waits(late: Late) -> Text:
    by = {why: [one.with_name for one in late.waits if one.why is why] for why in WaitsFor}
    return tuple(f" {why}: {_some(found)}." for why, found in by.items() if found)


def _some(found: Sequence[str]) -> str:
    more = len(found) - _NAMED
    return listing([*found[:_NAMED], f"{more} more"] if more > 0 else found)


def _of_one(name: str, late: Late) -> Text:
    back: Text = (" They were unavailable until ", Day(late.back), ".") if late.back else ()
    return (*_how_many(name, late), *back)


def _how_many(name: str, late: Late) -> Text:
    if not late.count or late.oldest is None:
        return (f"{name}: {_waiting(late.undated)}.", *_who_waits(late))
    if late.person:
        return (duty_claims.TheirsStayLate(late.person, name, late.count, late.oldest), *_undated(late))
    return (duty_claims.so_many_late(name, late.count), Day(late.oldest), ".", *_undated(late))


@example("late")
def _example_mine() -> Card:
    waits = (Wait(WaitsFor.SETTLE, "Amara Example", date(2026, 11, 9), "CB-10234"),)
    return message_card([StaysLate(Late(26, date(2026, 7, 5), 2, waits=waits)).item()])


@example("late_team")
def _example_team() -> Card:
    some = (
        ("Priya Invented", Late(12, date(2026, 9, 14), person=3, back=date(2026, 11, 22))),
        ("Owen Placeholder", Late(3, date(2026, 11, 2), 1)),
    )
    return message_card([TeamsStayLate(some, rebooks=True, further=True).item()])


@example("late_nobody")
def _example_nobody() -> Card:
    some = [
        ("Adel Placeholder", Late(1, date(2026, 11, 2))),
        (NobodyAnswers.NO_WORKER, Late(2, date(2026, 11, 3))),
    ]
    return message_card([NobodyAnswers(some, cases=["CB-10234", "CB-10240"]).item()])


@example("late_only_one")
def _example_only_one() -> Card:
    return message_card(
        [StaysLate(Late(1, date(2026, 7, 5), what="Discuss CB-10234 with Amara Example")).item()]
    )


@example("late_team_undated")
def _example_team_undated() -> Card:
    return message_card([TeamsStayLate([("Owen Placeholder", Late(0, undated=1))]).item()])
