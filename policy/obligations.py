"""What assessment returns: obligations with their derivations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from policy.facts import FactRef, Subject


class State(StrEnum):
    """``waiting``: no date yet. ``missed``: its window closed without it; that stays on record. Overdue is no state: it
    is computed from the due day."""

    WAITING = "waiting"
    RUNNING = "running"
    MET = "met"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


OPEN: Final = (State.WAITING, State.RUNNING)
#: Steps that say since when a row applies to somebody, with a case that came to be theirs or otherwise, and until when
#: one did by which they are late still.
HELD_FROM: Final = "held_from"
APPLIED_FROM: Final = "applied_from"
APPLIED_UNTIL: Final = "applied_until"
#: A step that names what counts and is known from another system alone, as the fact says.
REPORTED: Final = "reported"
#: What a duty begins with that the next tier decided on: a record is to be amended.
DECISION: Final = "decision"


class Explanation(StrEnum):
    """Why a window was missed. ``away``: every working day of it, for whatever reason; that is no failing."""

    AWAY = "away"
    NO_SUPERVISOR = "no_supervisor"
    REBOOKED = "rebooked"
    NONE = "none"


class Withdrawal(StrEnum):
    """Why something is asked no more. ``before_bot``: it was past when the council began to use the bot."""

    NO_LONGER_ASKED = "no_longer_asked"
    BEFORE_BOT = "before_bot"


Ending: TypeAlias = Explanation | Withdrawal


class Waiting(StrEnum):
    """What an obligation without a date waits for. ``other``: something that an earlier version named and this one
    doesn't know."""

    RETURN = "return_to_work"
    DELIVERY = "delivery"
    NO_RULE = "no_rule"
    NO_DEADLINE = "no_deadline"
    PLAN_INTERVAL = "plan_interval"
    NEXT_SESSION = "next_session"
    AGREEMENT = "agreement"
    SET_ELSEWHERE = "set_elsewhere"
    EVENT = "event"
    TERM = "term"
    OTHER = "other"


class Step(NamedTuple):
    """One step from facts and clause to the date. ``clause`` is None for practice and for plain facts.

    ``fact`` names the kind of fact used, ``on`` its day; ``amount`` what was added; ``result`` the day
    reached. ``op``: ``start``, then ``within``, ``after``, ``first_within``, ``every`` or ``in_each`` (with a
    ``window`` before it), ``none`` where there is no deadline; ``target`` (to aim for), ``paused`` (days that
    don't count), ``reported`` (what counts and another system alone knows of), ``length_unknown`` (of a
    session that counts), ``history`` (the last held before the bot began, and
    when the next was due), ``more_often`` (a manager's decision), ``agreed`` (the pair's), ``late_already`` (when
    that was agreed), ``was_late`` (on the day ``on``, when a grant or an event put off what was due by ``result``),
    ``stays_late`` and ``known_from`` (not due before a grant ended or an event was known), ``held_late`` and
    ``handed_on`` (the same, as the case came to another worker), ``became_late`` and ``became`` (as it became one of
    another kind), ``held_from`` and ``applied_from`` (not due before a row applied), ``applied_until`` (one by which
    it was late, and is since), ``later`` (another rule), ``waits`` (another rule that has no day yet, and for what,
    in ``fact``).

    Further: ``counts_from`` (the event's own day counts), ``bank_holidays`` (they count), ``date``, ``event`` and
    ``first_of``, ``starts_later_of`` and ``starts_first_of`` (which of the ``start`` steps before it holds),
    ``found`` (how much of ``at_least`` there is), ``pro_rata`` (a part-time person's), ``yields`` (what another
    set, in ``fact``), ``uplift``, ``longer`` (granted for this case) and ``granted_until``, ``not_counted`` (a grant
    that doesn't, and why, in ``fact``), ``owed`` (by when the pair's next session is), ``session`` (at the next one),
    ``ahead`` (so long before), ``notice`` (of a new version), ``went_by`` (a later window that ended unmet, from
    ``on`` to ``result``), ``joined`` (inside the window, and the share owed), ``passed_over`` (a session that
    doesn't count, and why in ``fact``), ``before_bot`` (due before its first day, from which it runs again),
    ``stood_in`` (for a cancelled session of the day ``on``, by whose limit it is to be held)."""

    op: str
    fact: str | None = None
    on: date | None = None
    amount: str | None = None
    rule: str | None = None
    clause: str | None = None
    interpretation: str | None = None
    result: date | None = None


def kind_of_duty(duty: str) -> str:
    """The duty of a key, without the part that tells two of one kind apart."""
    return duty.partition(":")[0]


class Key(NamedTuple):
    """One obligation: the duty (alternative rules share it), its subject and the fact that started it."""

    duty: str
    subject: Subject
    fact: FactRef

    @property
    def kind_of_duty(self) -> str:
        return kind_of_duty(self.duty)


class Obligation(NamedTuple):
    """*Someone* must do *something* about a subject by ``due``, because ``rule`` says so.

    ``answers`` is a role (see ruleset.Role), resolved to a person when it matters. ``worker_id``: the
    supervisee it concerns; ``holder_id``: who held or is to hold the session, where there is one. ``target``:
    an earlier day to aim at. ``waiting_for``: what it has no day for or, beside the day that another rule gives, what
    somebody is still to be asked. ``not_before``: an instant before which nothing is asked, where days are too
    coarse (a session's end). ``ended``: of what was missed or withdrawn, why. ``known_on``: of what was past its day
    when it came to be owed, or became somebody else's, that day, as it is kept: what is told counts from then."""

    key: Key
    rule: str
    answers: str
    state: State
    started: date
    due: date | None = None
    target: date | None = None
    waiting_for: Waiting | None = None
    met_by: FactRef | None = None
    met_on: date | None = None
    worker_id: int | None = None
    holder_id: int | None = None
    not_before: datetime | None = None
    derivation: tuple[Step, ...] = ()
    version: str = ""
    ended: Ending | None = None
    known_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def days_left(due: date, today: date) -> int:
    """Calendar days from today to the due day; negative once overdue. The one definition of both."""
    return (due - today).days


def is_overdue(due: date | None, today: date) -> bool:
    """A due day is whole: overdue begins the next midnight in the council's zone."""
    return due is not None and days_left(due, today) < 0


def missed_by(found: Iterable[Obligation], last: date) -> Iterator[Obligation]:
    """After a day nothing more is asked: what is over, and as missed what was due by then and wasn't done."""
    for one in found:
        if not one.is_open:
            yield one
        elif one.due and one.due <= last:
            yield unmet(one)


def unmet(one: Obligation) -> Obligation:
    """Nobody can do it any more: that it was owed stays on record."""
    return one._replace(state=State.MISSED, ended=Explanation.NONE, waiting_for=None)


@dataclass(frozen=True)
class Assessment:
    """``standing``: what is asked, and what is over by a window that closed. ``holds_until``: the first day on which
    the answer could differ with no new fact; None if never. ``links``: gives the earlier times of what recurs, each met
    by the next; a case discussed for years has many, and few ask for them. ``passed_over``: windows were left to
    another version to ask. ``holds_before``: an instant (UTC) from which it could differ, where days are too coarse
    (a session's end)."""

    standing: tuple[Obligation, ...]
    holds_until: date | None = None
    links: Callable[[], Iterable[Obligation]] = field(default=tuple, compare=False)
    passed_over: bool = field(default=False, compare=False)
    holds_before: datetime | None = None

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """Everything, one for each key."""
        known = {o.key for o in self.standing}
        return (*(o for o in self.links() if o.key not in known), *self.standing)
