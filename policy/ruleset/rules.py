"""One rule: its rows, each with a clock, and the worked examples beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from policy.facts import SessionKind
from policy.given import (
    Day,
    Every,
    FirstOf,
    Given,
    Hours,
    LaterOf,
    Limit,
    Model,
    PeriodText,
    Whole,
    one_for_many,
)
from policy.obligations import Waiting
from policy.periods import Period, days_of
from policy.ruleset.clock import CLOCK_SHAPES, Ahead, LongerInterval, MonthRange, Phase, Uplift
from policy.ruleset.conditions import Condition
from policy.ruleset.names import Duty, Role, Window
from policy.session_length import LONGEST


class Row(Model):
    """When it applies, and its clock: one of ``CLOCK_SHAPES``, or none where the policy sets no deadline.

    ``minutes``, ``counts`` and ``held_by``: how long a session that counts lasts, its kind, and who held it.
    ``at_least`` and ``in_total``: how many and how long together in a window. ``drawn``: each is a case drawn at random
    from the team of whom the milestone is about. ``first_window``: what is owed of a window by whoever joins inside it.
    ``past_at_start``: what was past when the bot began runs again from its first day. ``pro_rata`` false says expressly
    that part-time work changes nothing. ``filled``: the lines whose number the document leaves to the council, which
    set it. ``yields_to``: whose interval stands in place of this one, where they set one."""

    when: Condition = Condition()
    title: str | None = None
    within: Limit | None = None
    after: PeriodText | None = None
    starts: str | LaterOf | FirstOf | None = None
    every: Every | None = None
    at_most: PeriodText | None = None
    target: PeriodText | None = None
    first_within: Limit | None = None
    in_each: Window | None = None
    in_month: tuple[MonthRange, ...] = ()
    at_least: Whole = Field(default=1, ge=1, le=60)
    in_total: Hours | None = None
    first_window: Literal["whole", "in proportion", "not asked"] | None = None
    past_at_start: Literal["runs again"] | None = None
    drawn: Literal["case"] | None = None
    phases: tuple[Phase, ...] = ()
    checkpoints: tuple[PeriodText, ...] = ()
    at_every: Literal["session"] | None = None
    ahead: Ahead | None = None
    longer: tuple[LongerInterval, ...] = ()
    uplift: Uplift | None = None
    yields_to: str | None = None
    pro_rata: bool | None = None
    minutes: Whole | None = Field(default=None, ge=1, le=LONGEST)
    counts: tuple[SessionKind, ...] = (SessionKind.CASE, SessionKind.PERSONAL)
    held_by: tuple[str, ...] = ()
    counts_from: Literal["event day"] | None = None
    bank_holidays: Literal["counted"] | None = None
    pauses_while_away: bool = False
    silence_agrees: bool = False
    filled: tuple[str, ...] = ()
    interpretation: str | None = None

    _one_word = field_validator("counts", "held_by", "filled", mode="before")(one_for_many)

    def plan_months(self, said: int | None) -> int | None:
        """How often a plan is reviewed, where a row goes by it: None where nobody said it, or longer than it lets."""
        months = said or 0
        return months if 1 <= months <= (self.at_most.amount if self.at_most else months) else None

    @model_validator(mode="after")
    def _at_most_one_clock(self) -> Self:
        shapes = [name for name in CLOCK_SHAPES if getattr(self, name)]
        if shapes == ["within", "after"]:
            return self
        if len(shapes) > 1:
            raise ValueError(f"a rule has one clock; this one has {' and '.join(shapes)}")
        if (self.target or self.first_within or self.at_most) and not self.every:
            raise ValueError("'target', 'first_within' and 'at_most' go with 'every'")
        if (self.at_least > 1 or self.in_total) and not (self.in_each or self.in_month):
            raise ValueError("'at_least' and 'in_total' go with 'in_each' or 'in_month'")
        if self.drawn and not self.in_each:
            raise ValueError("'drawn' goes with 'in_each': the window in which a case is drawn")
        return self

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once: what was worked out by a row is remembered by it."""
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))

    def with_tiers(self, tiers: Sequence[LongerInterval]) -> Row:
        """This row with those of the tiers that are longer than its own interval."""
        every = self.every
        reach = [t for t in tiers if not isinstance(every, Period) or days_of(every) < days_of(t.up_to)]
        return self.model_copy(update={"longer": tuple(reach)}) if reach else self

    @cached_property
    def is_unconditional(self) -> bool:
        """Whether it has no condition of its own."""
        return self.when == Condition()

    @cached_property
    def in_windows(self) -> bool:
        """Whether it, or a phase of it, asks something in each stretch of the calendar."""
        return bool(self.in_each or self.in_month or any(phase.in_each for phase in self.phases))

    @cached_property
    def stretches(self) -> tuple[Phase, ...]:
        """The phases of a clock for supervision; one that has none is a single phase for good."""
        every = self.every if isinstance(self.every, Period) else None
        one = Phase.model_construct(
            every=every,
            in_each=self.in_each,
            at_least=self.at_least,
            in_total=self.in_total,
            minutes=self.minutes,
        )
        return self.phases or (one,)

    @cached_property
    def asks_length(self) -> bool:
        """Whether a session counts only if it was long enough, in any phase."""
        return any(phase.minutes for phase in self.stretches)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """What its lines name with a day of its own: events, other milestones."""
        starts = self.starts
        several = (
            starts.later_of
            if isinstance(starts, LaterOf)
            else starts.first_of
            if isinstance(starts, FirstOf)
            else ()
        )
        limits = [one for one in (self.within, self.first_within) if isinstance(one, FirstOf)]
        found = [starts, *several, *(n for limit in limits for n in limit.first_of)]
        found += [phase.ends_by for phase in self.phases]
        found += [self.uplift.after] if self.uplift else []
        return tuple(name for name in found if isinstance(name, str))


class Example(Model):
    """A worked example: the facts, the day on which one looks, what must come out, and the arithmetic in
    words. ``due`` is the earliest open day, or with several every one; of what is met the day on which it was.
    ``target``, ``answers``, ``drawn``, ``also`` (the rules whose later or waiting clock for the same stands beside) and
    ``longer`` (the intervals that could be granted, were the case judged so) are compared where they are given.
    ``state``: 'nothing' where the duty isn't asked."""

    given: Given
    on: Day
    due: tuple[Day, ...] = ()
    target: Day | None = None
    state: Literal["waiting", "running", "met", "missed", "withdrawn", "nothing"] = "running"
    waiting_for: Waiting | None = None
    rule: str | None = None
    answers: Role | None = None
    also: tuple[str, ...] | None = None
    longer: tuple[PeriodText, ...] | None = None
    drawn: Literal["case"] | None = None
    working: str

    @field_validator("due", mode="before")
    @classmethod
    def _one_day(cls, value: Any) -> Any:
        return [] if value is None else value if isinstance(value, list | tuple) else [value]


class Rule(Model):
    """One rule. ``clause`` names the heading or number in the source document; practice has none. ``longer``: a
    table's tiers, for every row that has none of its own. ``beside``: rules whose clock for the same holds too, so that
    the stricter does."""

    id: str
    title: str
    clause: str | None = None
    duty: Duty
    what: str | None = None
    answers: Role
    when: Condition = Condition()
    longer: tuple[LongerInterval, ...] = ()
    rows: tuple[Row, ...]
    beside: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    _one_word = field_validator("beside", "interpretations", "blanks", mode="before")(one_for_many)

    @model_validator(mode="before")
    @classmethod
    def _one_row_inline(cls, data: Any) -> Any:
        """A rule with a single row may write the row's lines in the rule itself."""
        if not isinstance(data, dict) or "rows" in data:
            return data
        inline = {name: data[name] for name in Row.model_fields if name in data and name not in _SHARED}
        return {**{k: v for k, v in data.items() if k not in inline}, "rows": [inline]}

    @field_validator("rows")
    @classmethod
    def _tiers_of_the_table(cls, rows: tuple[Row, ...], info: ValidationInfo) -> tuple[Row, ...]:
        """Each row with the table's tiers that reach further than its own interval."""
        tiers: tuple[LongerInterval, ...] = info.data.get("longer", ())
        return tuple(row if row.longer or not tiers else row.with_tiers(tiers) for row in rows)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Worked out once, and another for each version of a rule: what differs in its rows alone is told apart at
        once."""
        return hash((self.id, self.rows))

    @cached_property
    def key(self) -> str:
        """The part of an obligation's key that the rule gives: alternatives for one duty share it."""
        if self.duty is Duty.ACKNOWLEDGE:
            return f"{self.duty}:{self.answers}"
        return f"{self.duty}:{self.what}" if self.what else str(self.duty)


_SHARED: Final = ("when", "title")


def condition_of(rule: Rule, row: Row) -> Condition:
    """Whom a row applies to: a row of a table brings its own ``when``, others have the rule's."""
    return rule.when if row.is_unconditional else row.when
