"""The council's own, beside the policy: nudges, booking, rebooking, its working day."""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from policy.given import (
    Model,
    PeriodText,
    Whole,
)
from policy.periods import Period, Unit
from policy.ruleset.names import Role
from policy.ruleset.retention import Retention
from policy.ruleset.rules import Rule
from policy.session_length import LONGEST, SHORTEST

_WHEN: Final = re.compile(
    r"^(?:on|at) (?P<at>due|start|ready)$"
    r"|^(?P<amount>\d+) (?P<unit>working days?|days?|weeks?) (?P<side>before|after) (?P<anchor>due|start|ready)$"
)


def _some(period: Period) -> Period:
    if period.amount < 1:
        raise ValueError(f"'{period}': it is asked again each time as long has passed, so 1 day or more")
    return period


Lasting = Annotated[PeriodText, AfterValidator(_some)]


class When(Model):
    """When a nudge is given, relative to the obligation: its due day, its start, or ``ready`` (the instant
    from which it can be done at all, such as the end of a session)."""

    anchor: Literal["due", "start", "ready"]
    amount: Whole = 0
    working: bool = True

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        found = _WHEN.match(data.strip())
        if not found:
            raise ValueError(
                "write 'on due', 'at start', 'at ready', '2 working days before due' or '2 weeks after start'"
            )
        if found["at"]:
            return {"anchor": found["at"]}
        sign = -1 if found["side"] == "before" else 1
        days = 7 if found["unit"].startswith("week") else 1
        working = found["unit"].startswith("working")
        return {"anchor": found["anchor"], "amount": sign * days * int(found["amount"]), "working": working}


class Delivery(StrEnum):
    """``day``: with the person's other nudges of the day. ``own``: a message of its own at the next working
    hour. ``urgent``: now, whatever the hour."""

    DAY = "day"
    OWN = "own"
    URGENT = "urgent"


class NudgeRule(Model):
    """One planned reason to tell someone. ``tell`` a role, or ``do`` something as the clock. ``escalates``: an
    escalation: it never waits for somebody who is away. ``at_end``: at the end of that day, not its start.
    ``undated``: only for an obligation without a due day; ``decided``: only for what the next tier decided on."""

    step: str
    when: When
    at_end: bool = False
    undated: bool = False
    decided: bool = False
    tell: Role | None = None
    do: Literal["rebook"] | None = None
    send: Delivery = Delivery.DAY
    escalates: bool = False

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.tell is None) == (self.do is None):
            raise ValueError("a nudge says whom to 'tell' or what to 'do', one of the two")
        return self


class Rebooking(Model):
    """What the bot does with a cancelled session that nobody rebooks."""

    unanswered: Literal["stand", "ask_again"] = "stand"
    offers: Whole = Field(default=4, ge=1, le=5)


class Booking(Model):
    """How far ahead times are looked for. ``rhythm``: from one session to the next where the policy names no day to aim
    at. ``ahead``: where the limit leaves no time, or no rule sets one; ``late``: where the limit has passed; ``extra``:
    for an additional session. ``open_absence``: of somebody away without an end, sessions so far from the first day are
    called off, since nobody can have arranged anything before; ``open_absence_left``: and so far from today, where
    these are over or nearly."""

    rhythm: PeriodText = Period(4, Unit.WEEK)
    ahead: PeriodText = Period(20, Unit.WORKING_DAY)
    late: PeriodText = Period(10, Unit.WORKING_DAY)
    extra: PeriodText = Period(5, Unit.WORKING_DAY)
    open_absence: PeriodText = Period(14, Unit.DAY)
    open_absence_left: PeriodText = Period(7, Unit.DAY)


class Unanswered(Model):
    """What one person asked of another. ``again``: so long after it was told it is asked once more; ``said``: so long
    after, that nobody has answered is said to whoever asked; ``meeting``: the same of a meeting about supervision. A
    return that nobody says is asked for, and said above, so long after the cancelled session's day. ``interval``:
    whoever may grant a longer interval is asked again each time as long has passed."""

    again: PeriodText = Period(2, Unit.WORKING_DAY)
    said: PeriodText = Period(4, Unit.WORKING_DAY)
    meeting: PeriodText = Period(5, Unit.WORKING_DAY)
    interval: Lasting = Period(1, Unit.WEEK)


class Correcting(Model):
    """For how long what somebody said can be put right. ``said``: of a session, a record or a disclosure, from the day
    it was said; ``absence``: from its last day."""

    said: PeriodText = Period(2, Unit.WORKING_DAY)
    absence: PeriodText = Period(60, Unit.DAY)


class News(Model):
    """What is told without a duty. ``interval_ends``: so long before its last day, that a longer interval ends;
    ``new_line``: for so long after it began, who supervises somebody now, since a file may bring it days late;
    ``left_alone``: of an absence that is longer, or has no end, whom nobody supervises meanwhile."""

    interval_ends: PeriodText = Period(7, Unit.DAY)
    new_line: PeriodText = Period(14, Unit.DAY)
    left_alone: PeriodText = Period(3, Unit.WORKING_DAY)


class GroupRoles(Model):
    """Which roles share out a group's record, where nobody else is chosen for a session."""

    recorder: str
    signer: str
    overseer: str


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "never"]


class Weekly(Model):
    """Once a week, with that day's message. ``late``: whoever answers is told how much stays late after its last
    reminder; ``summary``: so is the manager above, over all their teams."""

    late: Weekday = "monday"
    summary: Weekday = "monday"


class Practice(Model):
    """The council's own: reminders, chasers, how long until something goes up. Never given a clause."""

    day_starts: time = time(9)
    day_ends: time = time(17)
    session_minutes: Whole = Field(default=90, ge=SHORTEST, le=LONGEST)
    rebooking: Rebooking = Rebooking()
    booking: Booking = Booking()
    unanswered: Unanswered = Unanswered()
    correcting: Correcting = Correcting()
    news: News = News()
    weekly: Weekly = Weekly()
    retention: Retention = Retention()
    group: GroupRoles | None = None
    duties: tuple[Rule, ...] = ()
    nudges: dict[str, tuple[NudgeRule, ...]] = Field(default_factory=dict)
