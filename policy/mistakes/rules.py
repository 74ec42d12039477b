"""Which lines each duty takes, and which conditions its subject has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from policy.facts import SessionKind, SubjectKind
from policy.given import FirstOf, LaterOf
from policy.mistakes.clocks import senseless_periods, senseless_phases
from policy.mistakes.places import Path, Problem
from policy.periods import Period
from policy.ruleset import (
    CLOCK_SHAPES,
    GROUP_ROLES,
    SUBJECT_OF,
    Condition,
    Duty,
    Role,
    Row,
    Rule,
    condition_of,
)

_COUNTED: Final = ("counts_from", "bank_holidays")
_WITHIN: Final = ("within", *_COUNTED)
#: The lines of a row that each duty can run, beside its condition, title and interpretation.
CLOCKS: Final[dict[Duty, tuple[str, ...]]] = {
    Duty.DISCUSS: (
        *("every", "target", "first_within", "at_most", "within", "in_each", "at_every", "longer", "uplift"),
        *("yields_to", *_COUNTED),
    ),
    Duty.REVIEW_PLAN: ("every", "target", "first_within", "at_most", "in_each", "uplift"),
    Duty.ACKNOWLEDGE: ("at_every",),
    Duty.RECORD_INTERVAL: _WITHIN,
    Duty.RAISE: ("ahead", "within", "starts"),
    Duty.SIGN: _WITHIN,
    Duty.MEET: _WITHIN,
    Duty.RECORD_DECISION: _WITHIN,
    Duty.SUPERVISE: (
        *("every", "target", "in_each", "at_least", "in_total", "phases", "starts", "minutes", "counts"),
        "held_by",
        *("pro_rata", "pauses_while_away", "uplift", "yields_to", "first_window"),
    ),
    Duty.MILESTONE: (
        *(
            "within",
            "starts",
            "every",
            "first_within",
            "in_each",
            "in_month",
            "at_least",
            "checkpoints",
            "pro_rata",
            "drawn",
            "held_by",
            "first_window",
            "past_at_start",
        ),
        *_COUNTED,
    ),
    Duty.PREPARE: ("within", "ahead"),
    Duty.CHECK: ("within", "ahead"),
    Duty.SAY_HELD: ("within",),
    Duty.RECORD: _WITHIN,
    Duty.AGREE: (*_WITHIN, "pauses_while_away", "silence_agrees"),
    Duty.CLOSE: _WITHIN,
    Duty.SETTLE: _WITHIN,
    Duty.DECIDE: _WITHIN,
    Duty.OVERSEE: _WITHIN,
    Duty.REBOOK: (*_WITHIN, "starts"),
    Duty.NOTE_GAP: _WITHIN,
    Duty.REPORT_ABSENCE: ("after", *_WITHIN),
    Duty.ARRANGE_COVER: ("after", "starts", *_WITHIN),
}
CONDITIONS: Final[dict[SubjectKind, tuple[str, ...]]] = {
    SubjectKind.CASE: ("service", "any_of", "all_of", "none_of", "worker", "decision"),
    SubjectKind.PERSON: (
        *("role", "asye", "qualified", "supervises", "part_time", "line_qualified", "in_group", "holds_case"),
    ),
    SubjectKind.SESSION: ("session", "cancelled_for", "not_cancelled_for", "safeguarding", "of_case"),
    SubjectKind.ABSENCE: ("unplanned",),
}
_SAID: Final = ("when", "title", "interpretation", "filled")
#: What is done before a session: it is due on its day, or so long ahead of it.
BEFORE_IT: Final = (Duty.PREPARE, Duty.CHECK)
_READY: Final = "write 'within: 0 days' for its own day, or 'ahead: {of: [session], by: 2 working days}'"


def unrunnable(path: Path, rule: Rule) -> Iterator[Problem]:
    if not rule.rows:
        yield (*path, "rows"), "this list is empty"
    if rule.what is None and rule.duty is Duty.MILESTONE:
        yield path, "missing 'what': it names the milestone"
    if rule.what and rule.duty not in (Duty.MILESTONE, Duty.SUPERVISE):
        yield path, "'what' names a milestone, or another kind of supervision: nothing else has it"
    if rule.when != Condition():
        yield from _condition((*path, "when"), rule.duty, rule.when)
    for i, row in enumerate(rule.rows):
        here = (*path, "rows", i)
        yield from _row(here, rule.duty, row)
        yield from _milestone(here, rule, row)
        yield from _absence(here, rule, row)
        yield from _raised(here, rule, row)
        yield from _of_a_group(here, rule, row)
        if row.when != Condition():
            yield from _condition((*here, "when"), rule.duty, row.when)
            if rule.when != Condition():
                yield (
                    (*here, "when"),
                    "the rule has its own 'when': write it in one of the two places",
                )


def _milestone(path: Path, rule: Rule, row: Row) -> Iterator[Problem]:
    if rule.duty is not Duty.MILESTONE:
        return
    if rule.answers is Role.HOLDER and not isinstance(row.starts, str):
        yield path, "'answers: holder' is whoever did the milestone it 'starts' from: name that one"
    if set(row.held_by) - {"supervisor", "professional_supervisor"}:
        yield (*path, "held_by"), "a milestone is done by the 'supervisor' or the 'professional_supervisor'"


def _absence(path: Path, rule: Rule, row: Row) -> Iterator[Problem]:
    if rule.duty is Duty.ARRANGE_COVER and isinstance(row.starts, LaterOf | FirstOf):
        yield (*path, "starts"), "write 'starts: report'; with 'after', the later of the two counts"


def _raised(path: Path, rule: Rule, row: Row) -> Iterator[Problem]:
    """How long before which event, or after it."""
    if rule.duty is not Duty.RAISE:
        return
    if row.ahead and row.starts:
        yield (*path, "starts"), "'ahead' names the event already: write 'starts' with 'within'"
    elif not row.ahead and not (isinstance(row.starts, str) and isinstance(row.within, Period)):
        yield (
            path,
            "missing 'ahead': how long before which event; or 'starts' an event, and 'within' how long of it",
        )


def _of_a_group(path: Path, rule: Rule, row: Row) -> Iterator[Problem]:
    if rule.answers in GROUP_ROLES and condition_of(rule, row).session != (SessionKind.GROUP,):
        yield path, f"'answers: {rule.answers}' is somebody of a group: write 'when: {{session: group}}'"


def _condition(path: Path, duty: Duty, when: Condition) -> Iterator[Problem]:
    kind = SUBJECT_OF[duty]
    for name in _written(when):
        if name not in CONDITIONS[kind]:
            yield (*path, name), f"'{duty}' is about a {kind}, which has {_listed(CONDITIONS[kind])}"


def _row(path: Path, duty: Duty, row: Row) -> Iterator[Problem]:
    for name in _written(row):
        if name not in (*CLOCKS[duty], *_SAID):
            yield (*path, name), f"'{duty}' does not take this line; it takes {_listed(CLOCKS[duty])}"
    if duty is Duty.ACKNOWLEDGE and row.at_every is None:
        yield path, "missing 'at_every': cases are acknowledged at every session"
    if duty in BEFORE_IT and isinstance(row.within, Period) and row.within.amount:
        yield (*path, "within"), f"'{row.within}' after the session is too late to {duty} for it; {_READY}"
    written = [name for name in CLOCK_SHAPES if getattr(row, name)] + ["first_within", "target"]
    for name in row.filled:
        if name not in written or not getattr(row, name):
            yield (
                (*path, "filled"),
                f"'{name}' isn't set in this rule: name a line whose number is the council's own",
            )
    yield from senseless_periods(path, row)
    yield from senseless_phases(path, row.phases)


def _written(model: Condition | Row) -> list[str]:
    unsaid: tuple[object, ...] = (None, ())
    return sorted(name for name in model.model_fields_set if getattr(model, name) not in unsaid)


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"'{n}'" for n in names)
