"""What somebody is told: one frozen, typed class each, in its feature's ``notices``, beside what makes it true.

A row keeps its kind and fields, so both stay readable: a kind is never renamed, and a field that is added has a
default. What it says is a message of ``cards/``, which carries the words and their example."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, NamedTuple, TypeAlias, TypeVar, dataclass_transform

from cards.ask import Ask
from cards.kept_fields import from_fields
from cards.message import Message
from cards.model import Text
from policy.facts import Subject
from storage.duties import KeptObligation
from storage.tables import Nudge
from storage.work import Work

W_co = TypeVar("W_co", bound=Message, covariant=True)


class NoticeKey(NamedTuple):
    """Which telling this is: one person is told it once. ``source`` begins with its subject, as in
    ``session:7:booked``; ``step`` tells those of one source apart."""

    source: str
    step: str = "told"


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """To whom a notice goes, and as which of its steps. ``escalates``: to a manager, of somebody else's duty. ``sent``:
    it was told, and is shown again. ``beside``: the obligations of which the same message tells by themselves;
    ``with_kinds``: which kinds of notices it carries."""

    reader: int
    step: str
    escalates: bool
    sent: bool = False
    beside: frozenset[int] = frozenset()
    with_kinds: frozenset[str] = frozenset()


class Notice(ABC, Generic[W_co]):
    """Not used itself: a notice is one of the two below. ``standing``: it says how things stand, so of several that
    waited for one message only the latest is told."""

    kind: ClassVar[str]
    standing: ClassVar[bool] = False

    @abstractmethod
    def says(self, work: Work, context: NoticeContext, /) -> W_co | None:
        """Its message as things stand now; None when it isn't true any more."""

    def ended(self, _work: Work, _context: NoticeContext, /) -> Text:
        """What is so once it isn't true any more, where that isn't that it was settled."""
        return ()

    @classmethod
    def read_together(cls, work: Work, readers: Collection[int], /) -> None:
        """Reads in sets what it says to these people, each of whom is then told from what is known."""


@dataclass(frozen=True)
class EventNotice(Notice[W_co]):
    """Something happened. Its fields are ids, as JSON can hold them."""

    @abstractmethod
    def key(self) -> NoticeKey: ...

    def begins(self, _work: Work, _context: NoticeContext, /) -> Collection[int]:
        """The ids of the open duties that it asked for first: once a later asking of all of them has reached its
        reader, that is the place to answer."""
        return ()

    def later(self, _work: Work, _context: NoticeContext, /) -> Collection[str]:
        """The sources of events that ask for the same, or say it, after it: once one has reached its reader, that is
        where it stands."""
        return ()

    def on_delivery(self, work: Work, context: NoticeContext, /) -> None:
        """What follows once it has arrived, in the transaction that marks it as sent."""


@dataclass(frozen=True)
class DutyNotice(Notice[W_co]):
    """A duty falls due, or is late: the clock tells, as practice says. Its kind is the duty."""

    kept: KeptObligation

    def begun_by(self, _work: Work, /) -> First | None:
        """The event that asked for it first, where one did."""
        return None


class First(NamedTuple):
    """Of which kind an event is, and what it is about."""

    event: type[EventNotice[Message]]
    about: Subject


#: Every notice there is, by its kind; ``handlers/notices.py`` has it.
Kinds: TypeAlias = Mapping[str, type[Notice[Message]]]
#: Whether a person may ask for this, as things stand now: ``handlers.routes.may``.
IsAllowed: TypeAlias = Callable[[Work, int, Ask], bool]
_Notice = TypeVar("_Notice", bound=Notice[Message])
_Event = TypeVar("_Event", bound=EventNotice[Message])


@dataclass_transform(kw_only_default=True, frozen_default=True)
def notice(kind: str) -> Callable[[type[_Notice]], type[_Notice]]:
    """``@notice("booked")`` or ``@notice(Duty.PREPARE)``: a frozen, keyword-only dataclass of that kind."""

    def make(cls: type[_Notice]) -> type[_Notice]:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.kind = str(kind)
        return made

    return make


def read(cls: type[Notice[Message]], nudge: Nudge, kept: KeptObligation | None) -> Notice[Message]:
    """The notice that a row keeps. Raises MisfitError where its fields aren't those of the class."""
    if issubclass(cls, DutyNotice):
        assert kept
        return cls(kept=kept)
    return from_fields(cls, nudge.data)


def context_of(
    nudge: Nudge, beside: frozenset[int] = frozenset(), with_kinds: frozenset[str] = frozenset()
) -> NoticeContext:
    sent = nudge.sent_at is not None
    return NoticeContext(nudge.recipient_id, nudge.step, nudge.escalates, sent, beside, with_kinds)
