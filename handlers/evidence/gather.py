"""Gathers a period's evidence for one reader. Whoever runs the bot sees everybody; anyone else the people in their own
line, and others only added up, never fewer than five."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cards.evidence.report import (
    EVERYBODY,
    EXPLANATIONS,
    NO_TEAM,
    Counts,
    GroupLine,
    Mark,
    MilestoneLine,
    MonthFigures,
    NotOnTime,
    PeriodReport,
    PersonLine,
    Undated,
    began,
    below,
    not_counted_after,
    not_named,
    of_rule,
    rules_words,
    session_due,
    still_waiting,
    together,
    was_away,
    was_cancelled,
    was_made_up,
    was_uncovered,
)
from cards.shared.windows import name
from handlers.evidence.owed import OwedInPeriod, owed_in
from handlers.shared.permissions import in_line
from policy.disclosure import FEWEST, disclosed
from policy.facts import SessionKind, Subject, SubjectKind
from policy.folding import fold
from policy.obligations import Explanation, Obligation
from policy.outcomes import Area, DutyOutcome, EndedBy, area, by_staff_system, tally
from policy.periods import add_months
from policy.ruleset import Duty
from policy.windows import KINDS
from storage import duties, evidence, health, leaving, people, supervision
from storage.council import council
from storage.duties import KeptObligation
from storage.evidence import Attendance, PossibleExplanation
from storage.people import Person
from storage.work import Work

_EVERYONE: Final = "everyone"
_MARKS: Final = {
    DutyOutcome.EXPLAINED: Mark.EXPLAINED,
    DutyOutcome.MISSED: Mark.MISSED,
    DutyOutcome.OVERDUE: Mark.OVERDUE,
}


@dataclass(frozen=True, slots=True)
class ReportScope:
    """The period, both days included. ``team`` or ``person``: nobody else. ``reader``: for whose eyes it is, None for
    whoever runs the bot. ``of``: these alone, all of them in the reader's line."""

    first: date
    last: date
    team: str = ""
    person: Person | None = None
    reader: Person | None = None
    of: frozenset[int] | None = None

    @property
    def subject(self) -> Subject | None:
        return Subject(SubjectKind.PERSON, self.person.id) if self.person else None

    @property
    def traced(self) -> dict[str, str | int | None]:
        """What the trail says of a look at it."""
        period = {"first": self.first.isoformat(), "last": self.last.isoformat(), "team": self.team}
        return {**period, "reader": self.reader.id if self.reader else None}


@dataclass(slots=True)
class _OfPerson:
    person: Person
    owed: list[OwedInPeriod] = field(default_factory=list)
    held: list[Attendance] = field(default_factory=list)
    undated: dict[Area, Undated] = field(default_factory=dict)

    def counts(self) -> Counts:
        held = {kind: sum(h.kind is kind for h in self.held) for kind in SessionKind}
        by_area: dict[Area, list[DutyOutcome]] = defaultdict(list)
        for one in self.owed:
            if found := area(one.obligation):
                by_area[found].append(one.outcome)
        tallies = {found: tally(outcomes) for found, outcomes in by_area.items()}
        groups = frozenset(h.id for h in self.held if h.kind is SessionKind.GROUP)
        return Counts(held, tallies, self.undated, groups=groups)

    def supervision(self) -> list[OwedInPeriod]:
        return [one for one in self.owed if area(one.obligation) is Area.SUPERVISION]


def report(work: Work, asked: ReportScope) -> PeriodReport:
    """What the reader may see of the period, as it is known now."""
    everybody = _everybody(work, asked)
    lines = supervision.lines(work, list(everybody))
    seen = frozenset(i for i in everybody if asked.reader is None or in_line(asked.reader.id, i, lines[i]))
    teams = _teams(everybody)
    managers = _managers(work, asked, everybody, lines)
    wanted = _wanted(asked, everybody)
    named = {_EVERYONE: frozenset(everybody)} | teams | {f"{i}": ids for i, ids in managers.items()}
    shown = disclosed(named, seen)
    counts = {i: one.counts() for i, one in everybody.items()}
    of_few = _areas_of_few(named, counts, seen)

    def group(title: str, key: str) -> GroupLine:
        found = together([counts[i] for i in named[key]], of_few[key]) if key in shown else None
        return GroupLine(title, len(named[key]), found)

    mine = [one for i, one in everybody.items() if i in seen and i in wanted]
    months = _months(asked)
    return PeriodReport(
        council=_council(work),
        first=asked.first,
        last=asked.last,
        known=work.today,
        about=about(asked),
        rules=rules_words(work.rules.title, work.rules.version),
        months=months,
        everyone=_total(wanted, seen, counts, of_few[_EVERYONE] if _EVERYONE in shown else None),
        people=tuple(_line(work, one, counts[one.person.id], months) for one in mine),
        teams=tuple(group(t, t) for t, ids in teams.items() if ids & wanted and not asked.person),
        line=tuple(
            group(people.person(work, i).name, f"{i}") for i in managers if not (asked.team or asked.person)
        ),
        not_on_time=tuple(_not_on_time(work, asked, mine)),
        milestones=tuple(_milestones(work, mine)),
        notes=tuple(_notes(work, asked, hidden=len(wanted - seen))),
    )


# Reading


def _everybody(work: Work, asked: ReportScope) -> dict[int, _OfPerson]:
    then = evidence.in_post(work, asked.first, asked.last)
    found = {p.id: _OfPerson(p) for p in then if asked.of is None or p.id in asked.of}
    left = leaving.last_held(work)
    for one in owed_in(work, asked.first, asked.last, asked.of):
        if whose := found.get(_whose(one.obligation)) or _held_last(one.obligation, left, found):
            whose.owed.append(one)
    for kept in duties.undated_in(work, _UNDATED, asked.first, asked.last, asked.of):
        whose, where = found.get(_whose(kept.obligation)), area(kept.obligation)
        if whose and where and _sets_no_day(work, kept):
            so_far = whose.undated.get(where, Undated())
            whose.undated[where] = so_far + Undated(int(kept.ended_by is EndedBy.DONE), 1)
    for session in evidence.held(work, asked.first, asked.last, asked.of):
        if session.person_id in found:
            found[session.person_id].held.append(session)
    return found


#: What is counted where the policy sets no day for it.
_UNDATED: Final = (Duty.RECORD_DECISION, Duty.RECORD, Duty.AGREE, Duty.NOTE_GAP)


def _sets_no_day(work: Work, kept: KeptObligation) -> bool:
    """What has no day yet, since it waits for something, isn't that."""
    rule = work.rule_of(kept.obligation)
    return rule is not None and all(row.within is None for row in rule.rows)


def _whose(o: Obligation) -> int:
    """With whom it counts: whom it concerns, not who does it."""
    return o.worker_id or o.holder_id or 0


def _held_last(o: Obligation, left: Mapping[int, int], found: Mapping[int, _OfPerson]) -> _OfPerson | None:
    """Of a case that nobody holds: who held it last, where it was due while they were in post."""
    worker = left.get(o.key.subject.id) if o.key.subject.kind is SubjectKind.CASE else None
    one = found.get(worker) if worker else None
    return one if one and o.due and one.person.in_post(o.due) else None


def _teams(everybody: Mapping[int, _OfPerson]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for i, one in everybody.items():
        found[one.person.team or NO_TEAM].add(i)
    return {team: frozenset(ids) for team, ids in found.items()}


def _managers(
    work: Work,
    asked: ReportScope,
    everybody: Mapping[int, _OfPerson],
    lines: Mapping[int, supervision.ManagementLine],
) -> dict[int, frozenset[int]]:
    """By manager, everybody in the line beneath them today; whoever has most comes first. Whoever stands above the
    reader has others too, who aren't known here."""
    found: dict[int, set[int]] = defaultdict(set)
    for i in everybody:
        for manager in lines[i].above:
            if asked.of is None or manager in asked.of or (asked.reader and manager == asked.reader.id):
                found[manager].add(i)
    names = people.people(work, list(found))
    order = sorted(found, key=lambda i: (-len(found[i]), names[i].name))
    return {i: frozenset(found[i]) for i in order}


def _wanted(asked: ReportScope, everybody: Mapping[int, _OfPerson]) -> frozenset[int]:
    if asked.person:
        return frozenset({asked.person.id} & everybody.keys())
    team = fold(asked.team)
    return frozenset(i for i, one in everybody.items() if not team or fold(one.person.team) == team)


def _areas_of_few(
    named: Mapping[str, frozenset[int]], counts: Mapping[int, Counts], seen: frozenset[int]
) -> dict[str, frozenset[Area]]:
    """By group the areas of which only a few were asked anything, such as a team's audits, which are its manager's."""
    shown = {}
    for one in Area:
        asked = frozenset(i for i, of in counts.items() if of.asks(one))
        shown[one] = disclosed({key: ids & asked for key, ids in named.items()}, seen)
    return {key: frozenset(one for one in Area if key not in shown[one]) for key in named}


def _total(
    wanted: frozenset[int],
    seen: frozenset[int],
    counts: Mapping[int, Counts],
    of_few: frozenset[Area] | None,
) -> Counts | None:
    """Of all that is asked about: where the reader sees each of them, or they are everybody and may be added up.
    ``of_few``: of everybody the areas that may not, None where nothing may."""
    mine = [counts[i] for i in wanted]
    if wanted <= seen:
        return together(mine)
    return together(mine, of_few) if of_few is not None and len(wanted) == len(counts) else None


# Told


def _months(asked: ReportScope) -> tuple[date, ...]:
    first = asked.first.replace(day=1)
    number = (asked.last.year - first.year) * 12 + asked.last.month - first.month
    return tuple(add_months(first, i) for i in range(number + 1))


def _line(work: Work, one: _OfPerson, counts: Counts, months: Sequence[date]) -> PersonLine:
    who = one.person
    marks = _marks(one)
    strip = tuple(
        MonthFigures(m, tuple(sorted(marks[m], key=list(Mark).index)), _was(who, m)) for m in months
    )
    role = work.rules.vocabulary.roles.get(who.role, who.role)
    return PersonLine(who.name, who.staff_number, role, who.team or NO_TEAM, counts, strip)


def _marks(one: _OfPerson) -> dict[date, list[Mark]]:
    """By month: each session that was held in it, or that the staff system alone says was, and each that was due in it
    and wasn't."""
    found: dict[date, list[Mark]] = defaultdict(list)
    late = {owed.met_by for owed in one.supervision() if owed.outcome is DutyOutcome.LATE}
    for held in one.held:
        found[held.on.replace(day=1)].append(Mark.LATE if f"session:{held.id}" in late else Mark.HELD)
    reported = (owed for owed in one.supervision() if by_staff_system(owed.obligation, owed.met_by))
    for on in filter(None, {owed.met_by: owed.obligation.met_on for owed in reported}.values()):
        found[on.replace(day=1)].append(Mark.REPORTED)
    for owed in one.supervision():
        if owed.outcome in _MARKS and owed.obligation.due:
            found[owed.obligation.due.replace(day=1)].append(_MARKS[owed.outcome])
    return found


def _was(who: Person, month: date) -> bool:
    """In post on any day of a month."""
    return who.in_post(month) and (who.employed_from or month) < add_months(month, 1)


def _not_on_time(work: Work, asked: ReportScope, mine: Sequence[_OfPerson]) -> Iterator[NotOnTime]:
    """What was missed, late or is overdue, with what explains it, each said once; by team and person, the earliest
    first."""
    found = [
        (one, owed) for one in mine for owed in one.supervision() if owed.outcome is not DutyOutcome.ON_TIME
    ]
    since = min((owed.obligation.started for _, owed in found), default=asked.first)
    said = evidence.explanations(work, {one.person.id for one, _ in found}, since, asked.last)
    for one, owed in found:
        o = owed.obligation
        why = tuple(dict.fromkeys(_why(o, said.get(one.person.id, []))))
        assert o.due
        yield NotOnTime(
            one.person.name, one.person.team or NO_TEAM, _for_when(work, o), o.due, owed.outcome, why
        )


def _for_when(work: Work, o: Obligation) -> str:
    """For which month, or by which day, supervision was due; a kind of its own by its rule's title."""
    rule, kind = work.rule_of(o), o.key.fact.kind
    when = name(kind, o.started) if kind in KINDS else session_due(o.due or o.started)
    return of_rule(rule.title, when) if rule and rule.what else when


def _why(o: Obligation, said: Iterable[PossibleExplanation]) -> Iterator[str]:
    """What the rules take as an explanation, then what was said of those days."""
    if isinstance(o.ended, Explanation) and o.ended in EXPLANATIONS:
        yield EXPLANATIONS[o.ended]
    for one in said:
        if one.first <= (o.due or one.first) and (one.last is None or one.last >= o.started):
            yield _explanation(one)


def _explanation(one: PossibleExplanation) -> str:
    by = one.by.name if one.by else None
    if one.name:
        return was_uncovered(one.name, one.first, one.last)
    if one.held_on:
        return was_made_up(one.held_on, by)
    return was_cancelled(one.first, by) if one.what == "cancelled" else was_away(one.first, one.last, by)


def _milestones(work: Work, mine: Sequence[_OfPerson]) -> Iterator[MilestoneLine]:
    """By rule, as it is written."""
    found: dict[tuple[str, str], list[DutyOutcome]] = defaultdict(list)
    for owed in (owed for one in mine for owed in one.owed if area(owed.obligation) is Area.MILESTONES):
        rule = work.rule_of(owed.obligation)
        found[owed.obligation.rule, rule.title if rule else ""].append(owed.outcome)
    for (number, title), outcomes in sorted(found.items()):
        yield MilestoneLine(number, title, tally(outcomes))


def _council(work: Work) -> str:
    """A sample's is its own; of a real one it is as the rule set, or its setting, says today."""
    found = council(work)
    return found.name if found and found.sample else work.rules.council


def about(asked: ReportScope) -> str:
    """Whom it is about, in words."""
    if asked.person:
        return asked.person.name
    everybody = below(asked.reader.name) if asked.of is not None and asked.reader else EVERYBODY
    return asked.team or everybody


def _notes(work: Work, asked: ReportScope, hidden: int) -> Iterator[str]:
    found, waiting = council(work), health.marked(work)
    if found and asked.first < found.started_on:
        yield began(found.started_on)
    if asked.last > work.today:
        yield not_counted_after(work.today)
    if hidden and asked.reader:
        yield not_named(hidden, asked.reader.name, FEWEST)
    if waiting:
        yield still_waiting(waiting)
