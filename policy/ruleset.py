"""The language of a rule set: one council's policy, and beside it the council's own practice.

A rule says whom or what it applies to, the duty, who answers for it, when its clock starts, by when, and
where the policy says so. ``docs/rule-language.md`` shows every shape; ``policy/loader.py`` reads the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from policy.facts import Reason, SessionKind, SubjectKind
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
from policy.periods import Period, Unit, days_of


class Duty(StrEnum):
    """What is to be done. ``policy/duties/`` knows which fact starts each and which fact meets it."""

    DISCUSS = "discuss"
    REVIEW_PLAN = "review_plan"
    ACKNOWLEDGE = "acknowledge"
    RECORD_INTERVAL = "record_interval"
    RAISE = "raise"
    RECORD_DECISION = "record_decision"
    SUPERVISE = "supervise"
    MILESTONE = "milestone"
    PREPARE = "prepare"
    CHECK = "check"
    SAY_HELD = "say_held"
    RECORD = "record"
    AGREE = "agree"
    CLOSE = "close"
    SETTLE = "settle"
    OVERSEE = "oversee"
    REBOOK = "rebook"
    NOTE_GAP = "note_gap"
    REPORT_ABSENCE = "report_absence"
    ARRANGE_COVER = "arrange_cover"


SUBJECT_OF: Final[dict[Duty, SubjectKind]] = {
    Duty.DISCUSS: SubjectKind.CASE,
    Duty.REVIEW_PLAN: SubjectKind.CASE,
    Duty.ACKNOWLEDGE: SubjectKind.CASE,
    Duty.RECORD_INTERVAL: SubjectKind.CASE,
    Duty.RAISE: SubjectKind.CASE,
    Duty.RECORD_DECISION: SubjectKind.CASE,
    Duty.SUPERVISE: SubjectKind.PERSON,
    Duty.MILESTONE: SubjectKind.PERSON,
    Duty.PREPARE: SubjectKind.SESSION,
    Duty.CHECK: SubjectKind.SESSION,
    Duty.SAY_HELD: SubjectKind.SESSION,
    Duty.RECORD: SubjectKind.SESSION,
    Duty.AGREE: SubjectKind.SESSION,
    Duty.CLOSE: SubjectKind.SESSION,
    Duty.SETTLE: SubjectKind.SESSION,
    Duty.OVERSEE: SubjectKind.SESSION,
    Duty.REBOOK: SubjectKind.SESSION,
    Duty.NOTE_GAP: SubjectKind.SESSION,
    Duty.REPORT_ABSENCE: SubjectKind.ABSENCE,
    Duty.ARRANGE_COVER: SubjectKind.ABSENCE,
}


class Role(StrEnum):
    """Who answers, or is told: a relation, resolved to a person from absence and cover when it matters."""

    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    HOLDER = "holder"
    RECORDER = "recorder"
    SIGNER = "signer"
    OVERSEER = "overseer"
    LINE_MANAGER = "line_manager"
    NEXT_MANAGER = "next_manager"
    ADMINISTRATOR = "administrator"
    POLICY_OWNER = "policy_owner"


class Window(StrEnum):
    """A stretch of the calendar in which something is to happen."""

    CALENDAR_MONTH = "calendar month"
    CALENDAR_QUARTER = "calendar quarter"
    CALENDAR_YEAR = "calendar year"
    YEAR_OF_SERVICE = "year of service"
    TERM = "term"


MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MonthName = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


class GuidancePoint(StrEnum):
    """When guidance is shown."""

    PREPARE = "prepare"
    SHARE = "share"
    READ = "read"
    CHECK = "check"
    HELD_CASE = "held_case"
    HELD_PERSONAL = "held_personal"
    RECORD = "record"
    AGREE = "agree"
    DISAGREE = "disagree"
    CANCEL = "cancel"
    SICKNESS = "sickness"
    REBOOK = "rebook"
    ABSENCE = "absence"
    BOOK = "book"
    AGREEMENT = "agreement"
    CONCERN = "concern"
    QUALITY = "quality"
    ACCESS_REQUEST = "access_request"
    HELP = "help"


class CaseCondition(Model):
    """Which cases; every line given must hold, an empty one always does. ``worker``: the allocated worker's role."""

    service: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    worker: tuple[str, ...] = ()


class Condition(Model):
    """Whom or what a row applies to; every line given must hold, an empty one always does. ``of_case``: a record on a
    child's file, or with false the notes of a session without a case; ``in_group``: group supervision carries the
    person's casework."""

    role: tuple[str, ...] = ()
    asye: bool | None = None
    qualified: bool | None = None
    supervises: bool | None = None
    part_time: bool | None = None
    line_qualified: bool | None = None
    in_group: bool | None = None
    holds_case: CaseCondition | None = None
    service: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    worker: tuple[str, ...] = ()
    decision: tuple[Literal["informal", "in_absence", "one_to_one"], ...] = ()
    safeguarding: bool | None = None
    of_case: bool | None = None
    session: tuple[SessionKind, ...] = ()
    cancelled_for: tuple[Reason, ...] = ()
    not_cancelled_for: tuple[Reason, ...] = ()
    unplanned: bool | None = None


class Phase(Model):
    """One stretch of a clock in phases: ``until`` so long after the clock's start, ``lasts`` so long after the
    stretch before it, or ``ends_by`` something recorded of the person. The last has none: it is for good."""

    until: PeriodText | None = None
    lasts: PeriodText | None = None
    ends_by: str | None = None
    every: PeriodText | None = None
    in_each: Window | None = None
    at_least: Whole = Field(default=1, ge=1, le=60)
    in_total: Hours | None = None
    minutes: Whole | None = Field(default=None, ge=1, le=480)

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if (self.every is None) == (self.in_each is None):
            raise ValueError("a phase needs 'every' or 'in_each', and only one of them")
        if (self.at_least > 1 or self.in_total) and not self.in_each:
            raise ValueError("'at_least' and 'in_total' go with 'in_each'")
        if sum(end is not None for end in (self.until, self.lasts, self.ends_by)) > 1:
            raise ValueError("a phase has one of 'until', 'lasts' and 'ends_by'")
        return self


class LongerInterval(Model):
    """A longer interval that may be decided for one case: ``case_is`` what the case must be (all of these),
    ``granted_by`` whose grant it takes (roles, or 'supervisor'), ``confirmed`` whether the supervisor must confirm that
    it is on the supervision record, ``ended_by`` the event that ends it."""

    up_to: PeriodText
    case_is: tuple[str, ...] = ()
    granted_by: tuple[str, ...] = ("supervisor",)
    confirmed: bool = False
    ended_by: str | None = None

    _one_word = field_validator("case_is", "granted_by", mode="before")(one_for_many)


class Uplift(Model):
    """More often for a limited time after an event."""

    after: str
    lasts: PeriodText
    every: PeriodText


class Ahead(Model):
    """So long before each event of these kinds."""

    of: tuple[str, ...]
    by: PeriodText

    _one_word = field_validator("of", mode="before")(one_for_many)


class MonthRange(Model):
    """One occasion in a year: from the first of one month to the last of another; a name alone is that month."""

    opens: MonthName
    by: MonthName

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, data: Any) -> Any:
        return {"opens": data, "by": data} if isinstance(data, str) else data


#: Shapes that a policy might well have and this version refuses, by name.
UNBUILT: Final = {
    "every_nth": "at every third or fourth session",
    "hours_of_work": "so much for each so many hours worked",
}


#: What a rule may yield to, beside another body named in the council's own words.
AGREEMENT: Final = "agreement"
#: Who held a session, in ``held_by``, beside the vocabulary's roles: in the line, beside it, or as cover for whoever is
#: in the line.
HOLDERS: Final = ("supervisor", "professional_supervisor", "cover")
#: The milestones that a signed agreement meets.
AGREEMENTS: Final = (AGREEMENT, "agreement_review")
CLOCK_SHAPES: Final = (
    "within",
    "after",
    "every",
    "in_each",
    "in_month",
    "phases",
    "checkpoints",
    "at_every",
    "ahead",
)


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
    minutes: Whole | None = Field(default=None, ge=1, le=480)
    counts: tuple[SessionKind, ...] = (SessionKind.CASE, SessionKind.PERSONAL)
    held_by: tuple[str, ...] = ()
    counts_from: Literal["event day"] | None = None
    bank_holidays: Literal["counted"] | None = None
    pauses_while_away: bool = False
    silence_agrees: bool = False
    filled: tuple[str, ...] = ()
    interpretation: str | None = None

    _one_word = field_validator("counts", "held_by", "filled", mode="before")(one_for_many)

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
    ``target`` and ``answers`` are compared where they are given. ``state``: 'nothing' where the duty isn't asked."""

    given: Given
    on: Day
    due: tuple[Day, ...] = ()
    target: Day | None = None
    state: Literal["waiting", "running", "met", "missed", "withdrawn", "nothing"] = "running"
    waiting_for: str | None = None
    rule: str | None = None
    answers: Role | None = None
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

    @property
    def key(self) -> str:
        """The part of an obligation's key that the rule gives: alternatives for one duty share it."""
        if self.duty is Duty.ACKNOWLEDGE:
            return f"{self.duty}:{self.answers}"
        return f"{self.duty}:{self.what}" if self.what else str(self.duty)


_SHARED: Final = ("when", "title")


Form = Literal[
    "case_agenda",
    "preparation",
    "case_record",
    "personal_record",
    "group_record",
    "actions",
    "agreement",
    "audit",
    "learning_plan",
]


class FormPart(Model):
    """A part of a form, an agenda or a record: headings and prompts, in the policy's order. ``reads_policy``: an
    agreement says of both that they have read the policy."""

    id: str
    title: str
    clause: str
    form: Form
    headings: tuple[str, ...] = ()
    note: str | None = None
    reads_policy: bool = False
    blanks: tuple[str, ...] = ()


class Guidance(Model):
    """Text shown at a named moment. ``meeting``: with whom the policy lets somebody with a concern ask to meet;
    ``delegates``: of which sessions it lets a named delegate write the record; ``refers``: to whom it lets a
    disagreement that stays be referred."""

    id: str
    title: str
    clause: str
    moment: GuidancePoint
    text: str
    meeting: Literal["line_manager"] | None = None
    delegates: tuple[SessionKind, ...] = ()
    refers: Literal["next_manager"] | None = None
    interpretations: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


_WHEN: Final = re.compile(
    r"^(?:on|at) (?P<at>due|start|ready)$"
    r"|^(?P<amount>\d+) (?P<unit>working days?|days?|weeks?) (?P<side>before|after) (?P<anchor>due|start|ready)$"
)


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
    ``undated``: only for an obligation without a due day."""

    step: str
    when: When
    at_end: bool = False
    undated: bool = False
    tell: Role | None = None
    do: Literal["rebook"] | None = None
    send: Delivery = Delivery.DAY
    escalates: bool = False

    @model_validator(mode="after")
    def _tells_or_does(self) -> Self:
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
    called off, since nobody can have arranged anything before."""

    rhythm: PeriodText = Period(4, Unit.WEEK)
    ahead: PeriodText = Period(20, Unit.WORKING_DAY)
    late: PeriodText = Period(10, Unit.WORKING_DAY)
    extra: PeriodText = Period(5, Unit.WORKING_DAY)
    open_absence: PeriodText = Period(14, Unit.DAY)


class GroupRoles(Model):
    """Which roles share out a group's record, where nobody else is chosen for a session."""

    recorder: str
    signer: str
    overseer: str


class Practice(Model):
    """The council's own: reminders, chasers, how long until something goes up. Never given a clause."""

    day_starts: time = time(9)
    day_ends: time = time(17)
    session_minutes: Whole = Field(default=90, ge=5, le=480)
    rebooking: Rebooking = Rebooking()
    booking: Booking = Booking()
    group: GroupRoles | None = None
    duties: tuple[Rule, ...] = ()
    nudges: dict[str, tuple[NudgeRule, ...]] = Field(default_factory=dict)


class LimitExample(Model):
    """``staff`` of whom ``newly_qualified`` are on the ASYE, and what they hold: is it over the limit?"""

    staff: Whole
    holds: Whole
    newly_qualified: Whole = 0
    over: bool
    working: str


class WorkloadLimit(Model):
    """How much a team may hold: it warns, it creates no obligation. ``staff``: the roles that are counted as its staff
    (empty: all). ``newly_qualified_percent``: what share of a full load somebody on the ASYE carries."""

    id: str
    title: str
    clause: str
    counts: Literal["children", "cases"]
    at_most: Whole = Field(ge=1)
    per_staff: Whole = Field(default=1, ge=1)
    newly_qualified_percent: Whole = Field(default=100, ge=1, le=100)
    staff: tuple[str, ...] = ()
    tell: tuple[str, ...]
    interpretations: tuple[str, ...] = ()
    examples: tuple[LimitExample, ...] = ()

    def most(self, staff: int, newly_qualified: int = 0) -> int:
        """How much so many staff may hold, in proportion, in whole numbers."""
        shares = 100 * (staff - newly_qualified) + self.newly_qualified_percent * newly_qualified
        return self.at_most * shares // (100 * self.per_staff)

    def is_over(self, staff: int, holds: int, newly_qualified: int = 0) -> bool:
        """Whether so many held by so many staff is more than the limit in proportion."""
        return holds > self.most(staff, newly_qualified)


class Vocabulary(Model):
    """The council's words: roles of staff, services and categories of cases, each with what people read. ``judged``:
    the categories that are a manager's judgement, recorded with who and why; ``safeguarding``: the events of which the
    bot says that recording them doesn't replace the safeguarding procedure."""

    roles: dict[str, str]
    services: dict[str, str] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    events: dict[str, str] = Field(default_factory=dict)
    judged: tuple[str, ...] = ()
    safeguarding: tuple[str, ...] = ()


class Term(Model):
    """A school term, both days included."""

    first: Day
    last: Day


class Calendar(Model):
    nation: Literal["England", "Wales", "Scotland", "Northern Ireland"] = "England"
    zone: str = "Europe/London"
    closures: dict[Day, str] = Field(default_factory=dict)
    extra_holidays: dict[Day, str] = Field(default_factory=dict)
    terms: dict[str, Term] = Field(default_factory=dict)


class Running(Model):
    """What a new version does with running clocks: they keep theirs, or are counted again with notice."""

    recompute: bool
    notice: PeriodText = Period(0, Unit.WORKING_DAY)

    @model_validator(mode="after")
    def _in_working_days(self) -> Self:
        if self.notice.unit is not Unit.WORKING_DAY:
            raise ValueError("notice is given in working days")
        return self


class RuleSet(Model):
    """One version of one council's policy, with the council's practice. ``part_time_below``: somebody works part-time
    who works less than this percentage of full time."""

    name: str
    council: str
    title: str
    version: str
    in_force_from: Day
    review_by: Day | None = None
    owner: str | None = None
    running: Running = Running(recompute=False)
    case_system: str = "the case system"
    part_time_below: Whole = Field(default=100, ge=1, le=100)
    calendar: Calendar = Calendar()
    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    parts: tuple[FormPart, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    limits: tuple[WorkloadLimit, ...] = ()
    practice: Practice = Practice()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Made anew: pydantic's own copy would keep the look-ups of the rules before."""
        del deep
        return type(self)(**{**dict(self), **(update or {})})

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        """The policy's rules, then practice's."""
        return (*self.rules, *self.practice.duties)

    @cached_property
    def _by_subject(self) -> dict[SubjectKind, tuple[Rule, ...]]:
        return {s: tuple(r for r in self.every_rule if SUBJECT_OF[r.duty] is s) for s in SubjectKind}

    @cached_property
    def _by_duty(self) -> dict[Duty, tuple[Rule, ...]]:
        return {d: tuple(r for r in self.every_rule if r.duty is d) for d in Duty}

    def duties(self, subject: SubjectKind) -> tuple[Rule, ...]:
        """The rules whose obligations are about this kind of subject, the policy's first."""
        return self._by_subject[subject]

    def asking(self, duty: Duty) -> tuple[Rule, ...]:
        """The rules that ask for a duty, the policy's first."""
        return self._by_duty[duty]

    def fitting(
        self, duty: Duty, service: str, categories: frozenset[str], worker: str = ""
    ) -> tuple[tuple[Rule, Row], ...]:
        """The rows asking for a duty that apply to such a case. Remembered: many cases are alike."""
        return self._fitting(duty, service, categories, worker)

    @cached_property
    def _fitting(self) -> Callable[..., tuple[tuple[Rule, Row], ...]]:
        return lru_cache(maxsize=10_000)(self._find_fitting)

    def _find_fitting(
        self, duty: Duty, service: str, categories: frozenset[str], worker: str
    ) -> tuple[tuple[Rule, Row], ...]:
        return tuple(
            (rule, row)
            for rule in self.asking(duty)
            for row in rule.rows
            if matches_case(condition_of(rule, row), service, categories, worker)
        )

    def rule(self, rule_id: str) -> Rule | None:
        return next((r for r in self.every_rule if r.id == rule_id), None)

    def shown_at(self, moment: GuidancePoint) -> tuple[Guidance, ...]:
        return tuple(g for g in self.guidance if g.moment is moment)

    @cached_property
    def events_of_people(self) -> tuple[str, ...]:
        """The vocabulary's events that rules about people name: somebody records them with their day."""
        rows = [row for rule in self.duties(SubjectKind.PERSON) for row in rule.rows]
        named = {name for row in rows for name in row.named}
        return tuple(event for event in self.vocabulary.events if event in named)

    @property
    def knows_groups(self) -> bool:
        """Whether any rule is about group supervision: without one, none is booked."""
        return any(
            SessionKind.GROUP in (*condition_of(rule, row).session, *(row.counts if rule.what else ()))
            for rule in self.rules
            for row in rule.rows
        )

    @property
    def records_one_to_ones(self) -> bool:
        """Whether a case session in which no case was discussed has notes to write all the same."""
        rows = (condition_of(rule, row) for rule in self.asking(Duty.RECORD) for row in rule.rows)
        return any(
            not when.of_case and not when.safeguarding and SessionKind.CASE in (when.session or SessionKind)
            for when in rows
        )

    @property
    def knows_agreements(self) -> bool:
        """Whether anything is about a supervision agreement: without that, none is started."""
        rows = [row for rule in self.rules for row in rule.rows]
        asked = any(rule.duty is Duty.MILESTONE and rule.what in AGREEMENTS for rule in self.rules)
        return asked or bool(self.part("agreement")) or any(row.yields_to == AGREEMENT for row in rows)

    def delegates(self, kind: SessionKind) -> bool:
        """Whether a named delegate may write the record of such a session."""
        return any(kind in text.delegates for text in self.guidance)

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        return tuple(when for rule in self.every_rule for when in (rule.when, *(r.when for r in rule.rows)))

    @property
    def asks_sickness(self) -> bool:
        """Whether any rule depends on it: what selects no rule isn't asked."""
        return any(Reason.SICKNESS in (*c.cancelled_for, *c.not_cancelled_for) for c in self._conditions)

    @property
    def asks_planned(self) -> bool:
        """Whether any rule depends on an absence having been planned or not."""
        return any(c.unplanned is not None for c in self._conditions)

    @property
    def refers(self) -> bool:
        """Whether a disagreement that stays may be referred up the line."""
        return any(text.refers for text in self.guidance)

    def part(self, form: str) -> tuple[FormPart, ...]:
        return tuple(p for p in self.parts if p.form == form)

    def has(self, duty: Duty) -> bool:
        """Whether this policy (or practice) knows the duty: what it doesn't know isn't asked."""
        return bool(self._by_duty[duty])


def condition_of(rule: Rule, row: Row) -> Condition:
    """Whom a row applies to: a row of a table brings its own ``when``, others have the rule's."""
    return rule.when if row.is_unconditional else row.when


def matches_case(
    when: Condition | CaseCondition, service: str, categories: frozenset[str], worker: str = ""
) -> bool:
    """Whether a row's condition holds for a case; ``worker``: the role of the one it is allocated to."""
    return (
        (not when.worker or worker in when.worker)
        and (not when.service or service in when.service)
        and (not when.any_of or not categories.isdisjoint(when.any_of))
        and categories.issuperset(when.all_of)
        and categories.isdisjoint(when.none_of)
    )


def in_words(period: Period) -> str:
    """'1 month' as 'month' after 'every': 'every month', 'every 4 weeks'."""
    if period.amount == 1:
        return {Unit.WORKING_DAY: "working day"}.get(period.unit, str(period.unit).removesuffix("s"))
    return str(period)
