"""What makes a rule set that reads well senseless: lines that a duty cannot run, unknown words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from policy.facts import SubjectKind
from policy.given import Given
from policy.periods import Period, Unit, add_months
from policy.ruleset import SUBJECT_OF, Condition, Duty, Phase, Row, Rule, RuleSet

Path = tuple[str | int, ...]
Problem = tuple[Path, str]

#: The lines of a row that each duty can run, beside its condition, title and interpretation.
CLOCKS: dict[Duty, tuple[str, ...]] = {
    Duty.DISCUSS: ("every", "target", "first_within", "at_most"),
    Duty.REVIEW_PLAN: ("every", "target", "first_within", "at_most"),
    Duty.SUPERVISE: ("every", "target", "in_each", "phases", "minutes", "counts"),
    Duty.MILESTONE: ("within", "starts"),
    Duty.PREPARE: ("within",),
    Duty.CHECK: ("within",),
    Duty.SAY_HELD: ("within",),
    Duty.RECORD: ("within",),
    Duty.AGREE: ("within", "pauses_while_away", "silence_agrees"),
    Duty.CLOSE: ("within",),
    Duty.SETTLE: ("within",),
    Duty.REBOOK: ("within", "starts"),
    Duty.NOTE_GAP: ("within",),
    Duty.REPORT_ABSENCE: ("after",),
    Duty.ARRANGE_COVER: ("after",),
}

CONDITIONS: dict[SubjectKind, tuple[str, ...]] = {
    SubjectKind.CASE: ("service", "any_of", "all_of", "none_of"),
    SubjectKind.PERSON: ("role", "asye", "qualified", "supervises"),
    SubjectKind.SESSION: ("session", "cancelled_for", "not_cancelled_for"),
    SubjectKind.ABSENCE: ("unplanned",),
}

_STARTS = {Duty.MILESTONE: "new_supervisor", Duty.REBOOK: "return_to_work"}
_SAID = ("when", "title", "interpretation")


def nonsense(rules: RuleSet) -> Iterator[Problem]:
    """Every problem with the path of the line it is in, as keys and positions from 0."""
    if not rules.rules:
        yield ("rules",), "this list is empty"
    yield from _ids(rules)
    yield from _practice(rules)
    for path, rule in placed(rules):
        yield from _rule(path, rule)
        yield from _words(rules, path, rule)


def placed(rules: RuleSet) -> Iterator[tuple[Path, Rule]]:
    """Every rule with its path."""
    yield from ((("rules", i), rule) for i, rule in enumerate(rules.rules))
    yield from ((("practice", "duties", i), rule) for i, rule in enumerate(rules.practice.duties))


def nearest(word: str, known: Collection[str]) -> str:
    """'; did you mean …?', or nothing where no word is near."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def _ids(rules: RuleSet) -> Iterator[Problem]:
    """Each entry's id once; a clause for the policy's rules alone."""
    entries = [(path, rule.id) for path, rule in placed(rules)]
    entries += [(("parts", i), part.id) for i, part in enumerate(rules.parts)]
    entries += [(("guidance", i), text.id) for i, text in enumerate(rules.guidance)]
    seen: set[str] = set()
    for path, entry in entries:
        if entry in seen:
            yield (*path, "id"), f"'{entry}' is used above: every id is used once"
        seen.add(entry)
    for path, rule in placed(rules):
        for other in rule.beside:
            if rules.rule(other) is None:
                yield (*path, "beside"), f"'{other}' is no rule{nearest(other, seen)}"
        if path[0] == "rules" and rule.clause is None:
            yield path, "missing 'clause': a rule of the council's own belongs under practice"
        if path[0] == "practice" and rule.clause is not None:
            yield (*path, "clause"), "practice has no clause: a rule of the policy belongs under rules"


def _practice(rules: RuleSet) -> Iterator[Problem]:
    practice = rules.practice
    if practice.day_starts >= practice.day_ends:
        yield ("practice", "day_ends"), "the day ends before it starts"
    if practice.day_starts.hour < 5:
        # Clocks change before five: a day could start at a time that doesn't exist.
        yield ("practice", "day_starts"), "a day starts at 05:00 or later"
    for duty, nudges in practice.nudges.items():
        if duty not in list(Duty):
            yield ("practice", "nudges", duty), f"no such duty{nearest(duty, list(Duty))}"
        steps = [n.step for n in nudges]
        for i, step in enumerate(steps):
            if step in steps[:i]:
                yield ("practice", "nudges", duty, i, "step"), f"'{step}' is used above: a step is named once"


def _rule(path: Path, rule: Rule) -> Iterator[Problem]:
    if not rule.rows:
        yield (*path, "rows"), "this list is empty"
    if (rule.what is None) == (rule.duty is Duty.MILESTONE):
        yield path, "'what' names the milestone: only a milestone has it, and each one needs it"
    if rule.when != Condition():
        yield from _condition((*path, "when"), rule.duty, rule.when)
    for i, row in enumerate(rule.rows):
        here = (*path, "rows", i)
        yield from _row(here, rule.duty, row)
        if row.when != Condition():
            yield from _condition((*here, "when"), rule.duty, row.when)
            if rule.when != Condition():
                yield (
                    (*here, "when"),
                    "the rule has its own 'when': write it in one of the two places",
                )


def _condition(path: Path, duty: Duty, when: Condition) -> Iterator[Problem]:
    kind = SUBJECT_OF[duty]
    for name in _written(when):
        if name not in CONDITIONS[kind]:
            yield (*path, name), f"'{duty}' is about a {kind}, which has {_listed(CONDITIONS[kind])}"


def _row(path: Path, duty: Duty, row: Row) -> Iterator[Problem]:
    for name in _written(row):
        if name not in (*CLOCKS[duty], *_SAID):
            yield (*path, name), f"'{duty}' does not take this line; it takes {_listed(CLOCKS[duty])}"
    if row.starts and row.starts != _STARTS.get(duty):
        yield (*path, "starts"), f"'{duty}' does not start so"
    if duty in (Duty.REPORT_ABSENCE, Duty.ARRANGE_COVER) and row.after is None:
        yield path, "missing 'after': how long an absence is before this is asked"
    yield from _periods(path, row)
    yield from _phases(path, row.phases)


def _written(model: Condition | Row) -> list[str]:
    return sorted(name for name in model.model_fields_set if getattr(model, name) not in (None, ()))


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)


def _periods(path: Path, row: Row) -> Iterator[Problem]:
    for name in ("every", "first_within", "at_most", "target"):
        period = getattr(row, name)
        if isinstance(period, Period) and period.amount < 1:
            yield (*path, name), f"'{period}' is no time at all"
    if isinstance(row.every, Period) and row.target and not _shorter(row.target, row.every):
        yield (*path, "target"), f"the target ({row.target}) is to be sooner than the limit ({row.every})"
    if row.at_most and (isinstance(row.every, Period) or row.at_most.unit is not Unit.MONTH):
        yield (*path, "at_most"), "'at_most' is in months, and goes with 'every: as the plan is reviewed'"
    if row.pauses_while_away and row.within and row.within.unit in (Unit.MONTH, Unit.YEAR):
        yield (*path, "within"), "days that pause are counted: write it in working days, days or weeks"


def _phases(path: Path, phases: tuple[Phase, ...]) -> Iterator[Problem]:
    for i, phase in enumerate(phases):
        here = (*path, "phases", i)
        last = i == len(phases) - 1
        if last and (phase.until or phase.lasts):
            yield here, "the last phase holds for good: it has no 'until' and no 'lasts'"
        if not last and not (phase.until or phase.lasts):
            yield here, "missing 'until' or 'lasts': only the last phase holds for good"
        if any(p is not None and p.amount < 1 for p in (phase.every, phase.until, phase.lasts)):
            yield here, "a period in it is no time at all"
    for i, (one, other) in enumerate(pairwise(p.until for p in phases), 1):
        if one and other and not _shorter(one, other):
            yield (
                (*path, "phases", i, "until"),
                f"this phase ends ({other}) no later than the one before ({one})",
            )


def _shorter(one: Period, other: Period) -> bool:
    """Whether a period is surely shorter than another: from the first of January, in days."""
    return _from_new_year(one) < _from_new_year(other)


def _from_new_year(period: Period) -> int:
    first = date(2001, 1, 1)
    if period.unit in (Unit.MONTH, Unit.YEAR):
        months = period.amount * (12 if period.unit is Unit.YEAR else 1)
        return (add_months(first, months) - first).days
    return period.amount * {Unit.WEEK: 7, Unit.DAY: 1}.get(period.unit, 1)


# Words of the vocabulary


def _words(rules: RuleSet, path: Path, rule: Rule) -> Iterator[Problem]:
    places = [((*path, "when"), rule.when)]
    places += [((*path, "rows", i, "when"), row.when) for i, row in enumerate(rule.rows)]
    for place, when in places:
        for name in ("role", "service", "any_of", "all_of", "none_of"):
            values: tuple[str, ...] = getattr(when, name)
            yield from _unknown((*place, name), values, _known(rules, name))
    for i, example in enumerate(rule.examples):
        for name, values in _example_words(example.given):
            kind = "person" if name == "role" else "case"
            yield from _unknown((*path, "examples", i, "given", kind, name), values, _known(rules, name))


def _known(rules: RuleSet, name: str) -> dict[str, str]:
    words = rules.vocabulary
    return {"role": words.roles, "service": words.services}.get(name, words.categories)


def _example_words(given: Given) -> Iterator[tuple[str, tuple[str, ...]]]:
    if given.person:
        yield "role", (given.person.role,)
    if given.case:
        yield "service", (given.case.service,)
        yield "categories", given.case.categories


def _unknown(path: Path, values: tuple[str, ...], known: dict[str, Any]) -> Iterator[Problem]:
    for value in values:
        if value not in known:
            yield path, f"'{value}' is not in the vocabulary{nearest(value, known)}"
