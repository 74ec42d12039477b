"""What makes a rule set that reads well senseless: lines that a duty cannot run, unknown words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from policy.facts import SubjectKind
from policy.given import FirstOf, Given, LaterOf
from policy.periods import Period, Unit, days_of
from policy.ruleset import (
    CLOCK_SHAPES,
    HOLDERS,
    SUBJECT_OF,
    Condition,
    Duty,
    LongerInterval,
    Phase,
    Role,
    Row,
    Rule,
    RuleSet,
    Window,
)

Path = tuple[str | int, ...]
Problem = tuple[Path, str]

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
    Duty.RAISE: ("ahead",),
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
_NEEDED: Final = {
    Duty.ACKNOWLEDGE: ("at_every", "cases are acknowledged at every session"),
    Duty.RAISE: ("ahead", "how long before which event"),
}


def nonsense(rules: RuleSet) -> Iterator[Problem]:
    """Every problem with the path of the line it is in, as keys and positions from 0."""
    if not rules.rules:
        yield ("rules",), "this list is empty"
    yield from _ids(rules)
    yield from _marks(rules)
    yield from _limits(rules)
    yield from _practice(rules)
    for path, rule in placed(rules):
        yield from _rule(path, rule)
        yield from _words(rules, path, rule)
        yield from _idle_tiers(path, rule)
        yield from _terms(rules, path, rule)


def placed(rules: RuleSet) -> Iterator[tuple[Path, Rule]]:
    """Every rule with its path."""
    yield from ((("rules", i), rule) for i, rule in enumerate(rules.rules))
    yield from ((("practice", "duties", i), rule) for i, rule in enumerate(rules.practice.duties))


#: What officers write, and the word of the language for it: nothing in the spelling leads from one to the other.
_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "category": ("any_of", "categories"),
    "categories": ("any_of",),
    "team": ("service",),
    "hours": ("part_time", "percent"),
    "events": ("milestones",),
    "reason": ("cancelled_for",),
    "frequency": ("every",),
    "interval": ("every",),
    "deadline": ("within", "due"),
    "due": ("within",),
    "by": ("within", "in_month"),
    "before": ("ahead",),
    "times": ("at_least",),
    "duration": ("minutes",),
    "who": ("answers",),
    "owner": ("answers",),
    "notes": ("interpretations",),
    "audit": ("quality", "milestone"),
    "training": ("milestone",),
    "appraisal": ("milestone",),
    "observation": ("milestone",),
    "meeting": ("supervise",),
    "visit": ("supervise",),
    "worker": ("supervisee",),
    "practitioner": ("supervisee",),
    "holiday": ("leave",),
}


def nearest(word: str, known: Collection[str]) -> str:
    """'; did you mean …?': another word for it, one spelt nearly so, or those it is a part of. Else nothing."""
    found = [other for other in _SYNONYMS.get(word.lower(), ()) if other in known]
    found = found or get_close_matches(word, list(known), n=1, cutoff=0.6)
    found = found or [one for one in known if word.lower() in one.replace("_", " ").split()][:3]
    near = " or ".join(f"'{one}'" for one in found)
    return f"; did you mean {near}?" if near else ""


def _limits(rules: RuleSet) -> Iterator[Problem]:
    """The roles that a workload limit names."""
    for i, limit in enumerate(rules.limits):
        for name in ("staff", "tell"):
            yield from _unknown(("limits", i, name), getattr(limit, name), rules.vocabulary.roles)


def _ids(rules: RuleSet) -> Iterator[Problem]:
    """Each entry's id once; a clause for the policy's rules alone."""
    entries = [(path, rule.id) for path, rule in placed(rules)]
    entries += [(("parts", i), part.id) for i, part in enumerate(rules.parts)]
    entries += [(("guidance", i), text.id) for i, text in enumerate(rules.guidance)]
    entries += [(("limits", i), limit.id) for i, limit in enumerate(rules.limits)]
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


def _marks(rules: RuleSet) -> Iterator[Problem]:
    """What the vocabulary marks is one of its words."""
    words = rules.vocabulary
    yield from _unknown(("vocabulary", "judged"), words.judged, words.categories)
    yield from _unknown(("vocabulary", "safeguarding"), words.safeguarding, words.events)


def _practice(rules: RuleSet) -> Iterator[Problem]:
    practice = rules.practice
    if practice.day_starts >= practice.day_ends:
        yield ("practice", "day_ends"), "the day ends before it starts"
    if practice.day_starts.hour < 5:
        # Clocks change before five: a day could start at a time that doesn't exist.
        yield ("practice", "day_starts"), "a day starts at 05:00 or later"
    yield from _group(rules)
    for duty, nudges in practice.nudges.items():
        if duty not in list(Duty) and rules.rule(duty) is None:
            yield ("practice", "nudges", duty), f"no such duty{nearest(duty, list(Duty))}"
        steps = [n.step for n in nudges]
        for i, step in enumerate(steps):
            if step in steps[:i]:
                yield ("practice", "nudges", duty, i, "step"), f"'{step}' is used above: a step is named once"


def _group(rules: RuleSet) -> Iterator[Problem]:
    for name, role in rules.practice.group or ():
        if role not in rules.vocabulary.roles:
            yield ("practice", "group", name), f"'{role}' is no role{nearest(role, rules.vocabulary.roles)}"


def _rule(path: Path, rule: Rule) -> Iterator[Problem]:
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


def _condition(path: Path, duty: Duty, when: Condition) -> Iterator[Problem]:
    kind = SUBJECT_OF[duty]
    for name in _written(when):
        if name not in CONDITIONS[kind]:
            yield (*path, name), f"'{duty}' is about a {kind}, which has {_listed(CONDITIONS[kind])}"


def _row(path: Path, duty: Duty, row: Row) -> Iterator[Problem]:
    for name in _written(row):
        if name not in (*CLOCKS[duty], *_SAID):
            yield (*path, name), f"'{duty}' does not take this line; it takes {_listed(CLOCKS[duty])}"
    needed, why = _NEEDED.get(duty, ("", ""))
    if needed and getattr(row, needed) is None:
        yield path, f"missing '{needed}': {why}"
    if duty in BEFORE_IT and isinstance(row.within, Period) and row.within.amount:
        yield (*path, "within"), f"'{row.within}' after the session is too late to {duty} for it; {_READY}"
    written = [name for name in CLOCK_SHAPES if getattr(row, name)] + ["first_within", "target"]
    for name in row.filled:
        if name not in written or not getattr(row, name):
            yield (
                (*path, "filled"),
                f"'{name}' isn't set in this rule: name a line whose number is the council's own",
            )
    yield from _periods(path, row)
    yield from _phases(path, row.phases)


def _written(model: Condition | Row) -> list[str]:
    unsaid: tuple[object, ...] = (None, ())
    return sorted(name for name in model.model_fields_set if getattr(model, name) not in unsaid)


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
    if row.pauses_while_away and not _pausing(row.within):
        yield (*path, "within"), "days that pause are counted: write it in working days, days or weeks"
    yield from _longer(path, row)


def _idle_tiers(path: Path, rule: Rule) -> Iterator[Problem]:
    """A table's tiers that lengthen none of its rows."""
    for i, tier in enumerate(rule.longer):
        if not any(tier in row.longer for row in rule.rows):
            yield (*path, "longer", i, "up_to"), "this is no longer than any row's own interval"


def _terms(rules: RuleSet, path: Path, rule: Rule) -> Iterator[Problem]:
    """A clock by terms where the calendar has none: nothing would ever be due."""
    if rules.calendar.terms:
        return
    asked = [(("rows", i), row.in_each) for i, row in enumerate(rule.rows)]
    phases = [
        (("rows", i, "phases", n), one.in_each)
        for i, row in enumerate(rule.rows)
        for n, one in enumerate(row.phases)
    ]
    for here, window in (*asked, *phases):
        if window is Window.TERM:
            yield (*path, *here, "in_each"), "the calendar has no terms: write 'calendar: {terms: …}'"


def _pausing(limit: Period | FirstOf | None) -> bool:
    return limit is None or (isinstance(limit, Period) and limit.unit not in (Unit.MONTH, Unit.YEAR))


def _longer(path: Path, row: Row) -> Iterator[Problem]:
    """Each tier reaches further than the rule alone."""
    for i, tier in enumerate(row.longer):
        if isinstance(row.every, Period) and not _shorter(row.every, tier.up_to):
            yield (
                (*path, "longer", i, "up_to"),
                f"this is no longer than the rule's own interval ({row.every})",
            )


def _phases(path: Path, phases: tuple[Phase, ...]) -> Iterator[Problem]:
    for i, phase in enumerate(phases):
        here = (*path, "phases", i)
        last = i == len(phases) - 1
        ends = phase.until or phase.lasts or phase.ends_by
        if last and ends:
            yield here, "the last phase holds for good: it has no 'until' and no 'lasts'"
        if not last and not ends:
            yield here, "missing 'until', 'lasts' or 'ends_by': only the last phase holds for good"
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
    return days_of(one) < days_of(other)


# Words of the vocabulary

_CASE_WORDS: Final = ("service", "any_of", "all_of", "none_of", "worker")


def _words(rules: RuleSet, path: Path, rule: Rule) -> Iterator[Problem]:
    places = [((*path, "when"), rule.when)]
    places += [((*path, "rows", i, "when"), row.when) for i, row in enumerate(rule.rows)]
    for place, when in places:
        for name in ("role", *_CASE_WORDS):
            yield from _unknown((*place, name), getattr(when, name), _known(rules, name))
        for name in _CASE_WORDS if when.holds_case else ():
            values: tuple[str, ...] = getattr(when.holds_case, name)
            yield from _unknown((*place, "holds_case", name), values, _known(rules, name))
    yield from _tiers(path, rules, rule.longer)
    for i, row in enumerate(rule.rows):
        yield from _named((*path, "rows", i), rules, rule, row)
    for i, example in enumerate(rule.examples):
        for name, values in _example_words(example.given):
            kind = "person" if name == "role" else "case"
            yield from _unknown((*path, "examples", i, "given", kind, name), values, _known(rules, name))


def _known(rules: RuleSet, name: str) -> Collection[str]:
    """What a line may name; a category may also be an event that lasts, such as a safeguarding concern."""
    words = rules.vocabulary
    known = {"role": words.roles, "worker": words.roles, "service": words.services}
    return known.get(name, {**words.categories, **words.events})


def _named(path: Path, rules: RuleSet, rule: Rule, row: Row) -> Iterator[Problem]:
    """The events, roles and categories that the lines of a clock name."""
    roles, events = rules.vocabulary.roles, _events(rules, rule)
    yield from _unknown((*path, "starts"), _start_names(row.starts), _starts(rule, events))
    yield from _unknown((*path, "held_by"), row.held_by, (*roles, *HOLDERS))
    for name in ("within", "first_within"):
        limit = getattr(row, name)
        names = [one for one in limit.first_of if isinstance(one, str)] if isinstance(limit, FirstOf) else []
        yield from _unknown((*path, name), names, events)
    if row.uplift:
        yield from _unknown((*path, "uplift", "after"), [row.uplift.after], events)
    if row.ahead:
        before = ("session",) if rule.duty in BEFORE_IT else events
        yield from _unknown((*path, "ahead", "of"), row.ahead.of, before)
    for i, phase in enumerate(row.phases):
        ends = [phase.ends_by] if phase.ends_by else []
        yield from _unknown((*path, "phases", i, "ends_by"), ends, (*events, "asye"))
    own = () if row.longer and set(row.longer) <= set(rule.longer) else row.longer
    yield from _tiers(path, rules, own)


def _tiers(path: Path, rules: RuleSet, tiers: Sequence[LongerInterval]) -> Iterator[Problem]:
    """What the tiers name, and that they are written from the shortest up."""
    roles, events = rules.vocabulary.roles, rules.vocabulary.events
    for i, tier in enumerate(tiers):
        here = (*path, "longer", i)
        yield from _unknown((*here, "granted_by"), tier.granted_by, (*roles, "supervisor"))
        yield from _unknown((*here, "case_is"), tier.case_is, _known(rules, "any_of"))
        yield from _unknown((*here, "ended_by"), [tier.ended_by] if tier.ended_by else [], events)
    for i, (one, other) in enumerate(pairwise(tiers), 1):
        if _shorter(other.up_to, one.up_to):
            yield (*path, "longer", i, "up_to"), "write the tiers from the shortest to the longest"


def _events(rules: RuleSet, rule: Rule) -> Collection[str]:
    """What may be named as an event: the vocabulary's, and for people every milestone of the policy."""
    if SUBJECT_OF[rule.duty] is not SubjectKind.PERSON:
        return rules.vocabulary.events
    return {*rules.vocabulary.events, *(r.what for r in rules.asking(Duty.MILESTONE) if r.what)}


def _start_names(starts: str | LaterOf | FirstOf | None) -> list[str]:
    if starts is None or isinstance(starts, str):
        return [starts] if starts else []
    return [str(n) for n in (starts.later_of if isinstance(starts, LaterOf) else starts.first_of)]


def _starts(rule: Rule, events: Collection[str]) -> Collection[str]:
    """From what the clock of a duty may start, beside what it always starts from."""
    if rule.duty is Duty.REBOOK:
        return ("cancellation", "session", "return_to_work")
    if rule.duty is Duty.ARRANGE_COVER:
        return ("report",)
    named = (*events, "asye", "start")
    return named if rule.duty is Duty.SUPERVISE else (*named, "new_supervisor", "new_relationship")


def _example_words(given: Given) -> Iterator[tuple[str, tuple[str, ...]]]:
    if given.person:
        yield "role", (given.person.role,)
    if given.case:
        yield "service", (given.case.service,)
        yield "categories", given.case.categories
        yield "worker", (given.case.worker_role,) if given.case.worker else ()


def _unknown(path: Path, values: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for value in values:
        if value not in known:
            yield path, f"'{value}' is not in the vocabulary{nearest(value, known)}"
