"""A period's evidence as values that a page and a workbook show alike, and the words they share. Counts, never scores;
staff by name, cases only as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from cards.formats import day, listing, month, plural
from cards.shared.endings import REFERRED
from cards.shared.windows import EXPLAINED
from policy.facts import SessionKind
from policy.obligations import Explanation
from policy.outcomes import Area, DutyOutcome, Tally


class Mark(StrEnum):
    """One session that was held, or one that was due and wasn't. ``reported``: the staff system alone knows of it."""

    HELD = "held"
    REPORTED = "reported"
    LATE = "late"
    EXPLAINED = "explained"
    MISSED = "missed"
    OVERDUE = "overdue"


MARKS: Final = {
    Mark.HELD: "held",
    Mark.REPORTED: "held, by the staff system",
    Mark.LATE: "held late",
    Mark.EXPLAINED: "missed but explained",
    Mark.MISSED: "missed",
    Mark.OVERDUE: "overdue, not held yet",
}
OUTCOMES: Final = {
    DutyOutcome.ON_TIME: "on time",
    DutyOutcome.LATE: "late",
    DutyOutcome.SILENCE: "taken as agreed without a reply",
    DutyOutcome.REFUSED: "not agreed",
    DutyOutcome.REFERRED: REFERRED,
    DutyOutcome.MISSED: "missed",
    DutyOutcome.EXPLAINED: "missed but explained",
    DutyOutcome.OVERDUE: "overdue",
}
AREAS: Final = {
    Area.SUPERVISION: "Supervision",
    Area.CASES: "Cases discussed",
    Area.ACKNOWLEDGED: "Cases acknowledged",
    Area.PLANS: "Plans reviewed",
    Area.DECISIONS: "Decisions raised and recorded",
    Area.RECORDS: "Records written",
    Area.SIGN_OFFS: "Records signed off",
    Area.REBOOKED: "Cancelled sessions rebooked",
    Area.GAPS: "Gaps noted",
    Area.MILESTONES: "Agreements, audits and the like",
}
#: What is counted though the policy sets no day for it, once it is done.
UNDATED: Final = {
    Area.DECISIONS: "recorded",
    Area.RECORDS: "written",
    Area.SIGN_OFFS: "signed off",
    Area.GAPS: "noted",
}
#: Where somebody, or a few, could be picked out of a group's sums.
TOO_FEW: Final = "too few to add up"
#: In a team's place, and in that of whom a report is about.
NO_TEAM: Final = "No team"
EVERYBODY: Final = "Everybody"
KINDS: Final = {SessionKind.CASE: "case", SessionKind.PERSONAL: "personal", SessionKind.GROUP: "group"}


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month of somebody's strip. ``in_post``: on any day of it."""

    first: date
    marks: tuple[Mark, ...] = ()
    in_post: bool = True

    @property
    def says(self) -> str:
        """``2 held, 1 missed``, for whoever hears the strip."""
        if not self.in_post:
            return "not in post"
        counted = [f"{n} {MARKS[m]}" for m in Mark if (n := self.marks.count(m))]
        return ", ".join(counted) or "none held, none missed"


@dataclass(frozen=True, slots=True)
class Undated:
    """Of what the policy sets no day for: how much is done, of how much."""

    done: int = 0
    asked: int = 0

    def __add__(self, other: Undated) -> Undated:
        return Undated(self.done + other.done, self.asked + other.asked)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was held and what was due, of somebody or of several together. ``held``: how often they were supervised, by
    kind; ``groups``: which groups those were, several of them having been in one. ``of_few``: areas that aren't added
    up, since only a few of them were asked anything there."""

    held: Mapping[SessionKind, int] = field(default_factory=dict)
    tallies: Mapping[Area, Tally] = field(default_factory=dict)
    undated: Mapping[Area, Undated] = field(default_factory=dict)
    of_few: frozenset[Area] = frozenset()
    groups: frozenset[int] = frozenset()

    @property
    def sessions(self) -> Mapping[SessionKind, int]:
        """Each session once."""
        return {**self.held, SessionKind.GROUP: len(self.groups)}

    @property
    def in_groups(self) -> int:
        """How many people came to groups, taken together."""
        return self.held.get(SessionKind.GROUP, 0)

    def of(self, area: Area) -> Tally:
        return self.tallies.get(area, Tally())

    def asks(self, area: Area) -> bool:
        """Whether anything was due there, or asked with no day set."""
        return bool(self.of(area).due or self.undated_of(area).asked)

    def undated_of(self, area: Area) -> Undated:
        return self.undated.get(area, Undated())


def together(several: Sequence[Counts], of_few: frozenset[Area] = frozenset()) -> Counts:
    """Added up, but for these areas."""
    held = {kind: sum(one.held.get(kind, 0) for one in several) for kind in SessionKind}
    tallies = {area: sum((one.of(area) for one in several), Tally()) for area in Area if area not in of_few}
    open_ = {
        area: sum((one.undated_of(area) for one in several), Undated()) for area in Area if area not in of_few
    }
    groups = frozenset[int]().union(*(one.groups for one in several))
    return Counts(held, tallies, open_, of_few, groups)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member of staff: ``about`` is their role, in words."""

    name: str
    number: str
    about: str
    team: str
    counts: Counts
    months: tuple[MonthFigures, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A team, or everybody in the line under one manager. ``counts``: None where the reader would learn of too few."""

    name: str
    people: int
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class NotOnTime:
    """One session of supervision that was late, missed or is overdue. ``asked``: for when, in words; ``why``: what
    explains it, and who said so."""

    person: str
    team: str
    asked: str
    due: date
    outcome: DutyOutcome
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One rule about agreements, audits, observations and the like."""

    rule: str
    title: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """``known``: the day as of which it is; ``about``: whom it is about, in words; ``notes``: what to know about it."""

    council: str
    first: date
    last: date
    known: date
    about: str
    rules: str
    months: tuple[date, ...]
    everyone: Counts | None
    people: tuple[PersonLine, ...]
    teams: tuple[GroupLine, ...]
    line: tuple[GroupLine, ...]
    not_on_time: tuple[NotOnTime, ...]
    milestones: tuple[MilestoneLine, ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        return title(self.first, self.last)

    @property
    def areas(self) -> tuple[Area, ...]:
        """Those of which anything was asked; supervision always."""
        shown = self._shown()
        asked = {a for a in Area if any(c.of(a).due for c in shown)}
        asked |= {Area.SUPERVISION, *self.undated}
        return tuple(a for a in Area if a in asked)

    @property
    def undated(self) -> tuple[Area, ...]:
        """Those in which something was asked for which the policy sets no day."""
        return tuple(a for a in Area if any(c.undated_of(a).asked for c in self._shown()))

    def _shown(self) -> list[Counts]:
        groups = [g.counts for g in (*self.teams, *self.line)]
        shown = [self.everyone, *(p.counts for p in self.people), *groups]
        return [c for c in shown if c]


def title(first: date, last: date) -> str:
    return f"Supervision from {day_of(first)} to {day_of(last)}"


def below(name: str) -> str:
    """Of everybody in somebody's line."""
    return f"Everybody below {name}"


def day_of(on: date) -> str:
    """``3 November 2026``: a weekday says nothing here."""
    return day(on).split(" ", 1)[1]


def fraction(found: Tally) -> str:
    """``9 of 10``: on time, of what was due; nothing where nothing was."""
    return f"{found.on_time:,} of {found.due:,}" if found.due else ""


def rest(found: Tally) -> str:
    """What became of the others: ``1 late, 2 missed``."""
    others = (one for one in DutyOutcome if one is not DutyOutcome.ON_TIME)
    return ", ".join(f"{found.of(one)} {OUTCOMES[one]}" for one in others if found.of(one))


def undated(counts: Counts, area: Area) -> str:
    """``1 of 2 noted, no day is set``; nothing where there is none."""
    found = counts.undated_of(area)
    return f"{found.done:,} of {found.asked:,} {UNDATED[area]}, no day is set" if found.asked else ""


def kinds_words(counts: Counts) -> str:
    """``9 case and 3 personal``: the kinds stay apart; nothing where none was held. Of groups to which several came
    how many that were: ``7 group, with 30 attendances``."""
    said = listing([f"{n:,} {KINDS[kind]}" for kind in SessionKind if (n := counts.sessions.get(kind, 0))])
    several = counts.in_groups > len(counts.groups)
    return f"{said}, with {plural('attendance', counts.in_groups)}" if several else said


def held_words(counts: Counts) -> str:
    """``12 (9 case and 3 personal)``."""
    kinds = kinds_words(counts)
    return f"{held_total(counts):,} ({kinds})" if kinds else "none"


def held_total(counts: Counts) -> int:
    return sum(counts.sessions.values())


def month_short(first: date, months: Sequence[date]) -> tuple[str, str]:
    """A column's head: ``Nov``, and the year where it begins one."""
    begins = first == months[0] or first.month == 1
    return month(first)[:3], str(first.year) if begins else ""


# For when supervision was due, and what explains that it wasn't held


def rules_words(title: str, version: str) -> str:
    return f"{title}, version {version}"


def session_due(by: date) -> str:
    return f"the session due by {day_of(by)}"


def of_rule(title: str, when: str) -> str:
    """Of a kind of supervision that has a rule of its own."""
    return f"{title}: {when}"


#: What the rules take as an explanation, and who said it where nothing beside it does.
EXPLANATIONS: Final = EXPLAINED | {
    Explanation.NO_SUPERVISOR: "no supervisor was recorded: the staff list named nobody"
}


def was_cancelled(on: date, by: str | None) -> str:
    """``by``: who said so; None where a file did."""
    return f"the session of {day_of(on)} was cancelled{_by(by)}"


def was_made_up(on: date, by: str | None) -> str:
    """``by``: who held it and said so; None where a file did."""
    return f"held instead on {day_of(on)}{_by(by)}"


def was_away(first: date, last: date | None, by: str | None) -> str:
    """``last``: None while the return isn't known."""
    return f"away {_days(first, last)}{_by(by)}"


def was_uncovered(name: str, first: date, last: date | None) -> str:
    """``name``: of the supervisor who was away; ``last``: None while it goes on."""
    return f"nobody covered for {name} {_days(first, last)}"


def _days(first: date, last: date | None) -> str:
    return f"from {day_of(first)} to {day_of(last)}" if last else f"since {day_of(first)}"


def _by(by: str | None) -> str:
    return f", said by {by}" if by else ", from a file"


# What to know about a report


def began(on: date) -> str:
    return (
        f"The bot began on {day_of(on)}. Sessions held before that day are shown; what was due before it isn't known, "
        "and isn't counted."
    )


def not_counted_after(on: date) -> str:
    return f"What falls due after {day_of(on)} isn't counted yet."


def not_named(hidden: int, reader: str, fewest: int) -> str:
    """Of people outside the reader's line."""
    return (
        f"{plural('person', hidden, 'people')} outside the line of {reader} aren't named; they are added up only where "
        f"no sum is about fewer than {fewest}."
    )


def still_waiting(matters: int) -> str:
    return f"{plural('matter', matters)} still to be worked out again: run this once more in a few minutes."
