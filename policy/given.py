"""What a rule set's file is made of: days, numbers and periods, and an example's facts in brief."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Strict, WithJsonSchema, model_validator

from policy import date_words
from policy.facts import Reason, SessionKind
from policy.periods import Period, Unit, parse_period

#: No duty of supervision waits longer; a longer period is a slip of the pen.
_LONGEST: Final = {Unit.WORKING_DAY: 2600, Unit.DAY: 3660, Unit.WEEK: 530, Unit.MONTH: 120, Unit.YEAR: 10}


def _day(value: object) -> object:
    """A date, written as 2026-11-30; a number would otherwise be read as seconds since 1970."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"'{value}' is no date; write it as 2026-11-30") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("a date is needed, written as 2026-11-30")  # noqa: TRY004 (pydantic takes ValueError)
    return value


def _period(value: object) -> object:
    if isinstance(value, Period):
        return value
    if not isinstance(value, str):
        unit = f"; {value} of what?" if isinstance(value, int) else ""
        raise ValueError(f"a period is needed, such as '5 working days'{unit}")  # noqa: TRY004
    try:
        period = parse_period(value)
    except ValueError as error:
        raise ValueError(f"{error}{_otherwise(value)}") from None
    if period.amount > _LONGEST[period.unit]:
        raise ValueError(f"'{value}' is longer than 10 years")
    return period


_RANGE: Final = re.compile(r"(\w+) ?(?:to|or|-|–) ?(\w+) ([a-z ]+)")
_DATED: Final = re.compile(r"\d{4}-")
_AHEAD: Final = re.compile(r"(.+) (?:before|ahead|in advance)\b.*")


def _otherwise(text: str) -> str:
    """The line that says what this text would say, where it is a range or a time before something."""
    written = " ".join(text.lower().split())
    try:
        if several := _RANGE.fullmatch(written):
            least, most = (parse_period(f"{number} {several[3]}") for number in several.groups()[:2])
            return f"; a range is 'every: {most}' with 'target: {least}'"
        if ahead := _AHEAD.fullmatch(written):
            return f"; a time before something is 'ahead: {{of: […], by: {parse_period(ahead[1])}}}'"
    except ValueError:
        pass
    return ""


def _every(value: object) -> object:
    return value if value == AS_PLAN_REVIEWED else _period(value)


def _hours(value: object) -> object:
    """'3 hours' or '90 minutes', as minutes."""
    found = re.fullmatch(r"(\d{1,4}) (hour|minute)s?", value.strip()) if isinstance(value, str) else None
    if found is None:
        unit = f"; {value} of what?" if isinstance(value, int) and not isinstance(value, bool) else ""
        raise ValueError(f"write a time such as '3 hours' or '90 minutes'{unit}")
    return int(found[1]) * (60 if found[2] == "hour" else 1)


def _limit(value: object) -> object:
    """A period, a date, or the first of some: each a period, a date or the name of an event."""
    if isinstance(value, date) or (isinstance(value, str) and _DATED.match(value)):
        return {"first_of": [value]}
    return value if isinstance(value, dict | FirstOf) else _period(value)


def _word_or_period(value: object) -> object:
    """A date and a period begin with a digit, an event's name doesn't."""
    if isinstance(value, str) and _DATED.match(value):
        return _day(value)
    return _period(value) if isinstance(value, str) and value[:1].isdigit() else value


#: A case is discussed as often as its plan is reviewed, which the case says.
AS_PLAN_REVIEWED: Final = "as the plan is reviewed"
_PERIOD: Final = WithJsonSchema({"type": "string", "examples": ["5 working days", "4 weeks", "1 month"]})
_LIMIT: Final = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "examples": ["5 working days"]},
            {"type": "object", "properties": {"first_of": {"type": "array", "items": {"type": "string"}}}},
        ]
    }
)
Day = Annotated[date, BeforeValidator(_day)]
PeriodText = Annotated[Period, BeforeValidator(_period), _PERIOD]
Every = Annotated[Period | Literal["as the plan is reviewed"], BeforeValidator(_every), _PERIOD]
Whole = Annotated[int, Strict()]
#: Minutes, written as '3 hours' or '90 minutes'.
Hours = Annotated[int, BeforeValidator(_hours), WithJsonSchema({"type": "string"})]
WordOrPeriod = Annotated[Period | date | str, BeforeValidator(_word_or_period), _PERIOD]


def one_for_many(value: object) -> object:
    """One word may stand for a list of words."""
    return (value,) if isinstance(value, str) else value


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Without what was worked out of the lines before: pydantic's own copy would keep it."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class FirstOf(Model):
    """Whichever comes first: periods from the start, dates, or events by their name."""

    first_of: tuple[WordOrPeriod, ...]

    def __str__(self) -> str:
        return "the first of " + " and ".join(
            date_words.day(one) if isinstance(one, date) else str(one) for one in self.first_of
        )


class LaterOf(Model):
    """A start: the later of events by their name."""

    later_of: tuple[str, ...]


Limit = Annotated[Period | FirstOf, BeforeValidator(_limit), _LIMIT]


class IntervalGiven(Model):
    every: PeriodText
    since: Day
    until: Day | None = None
    less_often: bool = False
    granted_by: str | None = None
    recorded: Day | None = None


class EventGiven(Model):
    what: str
    on: Day
    until: Day | None = None
    known: Day | None = None
    raised: Day | None = None


class DecisionGiven(Model):
    kind: Literal["informal", "in_absence", "one_to_one"]
    made: Day
    recorded: Day | None = None


class SetGiven(Model):
    by: str
    every: PeriodText
    since: Day
    until: Day | None = None


class SupervisorGiven(Model):
    """``agreed``: the interval in the pair's agreement."""

    since: Day
    until: Day | None = None
    professional: bool = False
    agreed: PeriodText | None = None


class HeldGiven(Model):
    """A session held; its date alone will do. ``by``: 'supervisor', 'professional_supervisor', 'cover', or a role."""

    on: Day
    minutes: Whole = 90
    kind: SessionKind = SessionKind.CASE
    by: str = ""

    @model_validator(mode="before")
    @classmethod
    def _date_alone(cls, data: Any) -> Any:
        return data if isinstance(data, dict) else {"on": data}


class MilestoneGiven(Model):
    """``by``: 'supervisor', 'professional_supervisor', or anything for somebody else."""

    what: str
    on: Day
    by: str = ""


class AwayGiven(Model):
    first: Day
    last: Day | None = None


class HoldsGiven(Model):
    """``since`` and ``until``: always, where nothing is said."""

    service: str
    categories: tuple[str, ...] = ()
    since: Day = date.min
    until: Day | None = None


class PostGiven(Model):
    since: Day
    role: str
    percent: Whole = 100
    qualified: bool = False


class RequestGiven(Model):
    kind: Literal["sign", "meet"]
    asked: Day
    answered: Day | None = None


class PersonGiven(Model):
    """``posts``: earlier ones, each from a day on; ``role`` is what they are now, since ``role_since``."""

    role: str
    role_since: Day | None = None
    posts: tuple[PostGiven, ...] = ()
    employed_from: Day
    bot_started: Day = date(2020, 1, 1)
    qualified: bool = False
    asye_from: Day | None = None
    asye_until: Day | None = None
    supervises: bool = False
    supervisors: tuple[SupervisorGiven, ...] = ()
    held: tuple[HeldGiven, ...] = ()
    milestones: tuple[MilestoneGiven, ...] = ()
    left: Day | None = None
    percent: Whole = 100
    line_qualified: bool | None = None
    in_group: bool = False
    away: tuple[AwayGiven, ...] = ()
    cases: tuple[HoldsGiven, ...] = ()
    set_elsewhere: tuple[SetGiven, ...] = ()
    requests: tuple[RequestGiven, ...] = ()


class CaseGiven(Model):
    """``worker``: their role, or what is known of them where it matters when their next session is due."""

    service: str
    categories: tuple[str, ...] = ()
    allocated: Day
    discussed: tuple[Day, ...] = ()
    plan_reviewed: tuple[Day, ...] = ()
    plan_every_months: Whole | None = None
    acknowledged: tuple[Day, ...] = ()
    intervals: tuple[IntervalGiven, ...] = ()
    worker: str | PersonGiven = ""
    events: tuple[EventGiven, ...] = ()
    sessions: tuple[Day, ...] = ()
    booked: Day | None = None
    decisions: tuple[DecisionGiven, ...] = ()

    @property
    def worker_role(self) -> str:
        return self.worker if isinstance(self.worker, str) else self.worker.role


class SessionGiven(Model):
    """``without_case``: no case was discussed in it."""

    kind: SessionKind
    on: Day
    held: bool = False
    recorded: Day | None = None
    delivered: Day | None = None
    agreed: Day | None = None
    disagreed: Day | None = None
    referred: Day | None = None
    closed: Day | None = None
    without_case: bool = False
    safeguarding: bool = False
    lead_signs: bool = False
    overseen: Day | None = None
    cancelled: Day | None = None
    reason: Reason | None = None
    returned: Day | None = None
    replaced: Day | None = None
    supervisee_away: tuple[Day, Day | None] | None = None

    @model_validator(mode="after")
    def _reason_given(self) -> Self:
        if (self.cancelled is None) != (self.reason is None):
            raise ValueError("'cancelled' and 'reason' go together")
        return self


class AbsenceGiven(Model):
    first: Day
    last: Day | None = None
    planned: bool
    reported: Day | None = None
    arranged: Day | None = None


class Given(Model):
    """The facts of one example: about one subject."""

    case: CaseGiven | None = None
    person: PersonGiven | None = None
    session: SessionGiven | None = None
    absence: AbsenceGiven | None = None

    @model_validator(mode="after")
    def _about_one(self) -> Self:
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            raise ValueError("write one of case, person, session and absence")
        return self
