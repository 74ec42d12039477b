"""What is wrong, or worth a look, in a rule set file: in plain English, for the officer who writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Final

from policy.examples import in_sentence, run
from policy.given import FirstOf, LaterOf
from policy.loader import Places, RuleFault, RuleSetError, calendar_of, load_placed
from policy.mistakes import Path, placed
from policy.obligations import is_overdue
from policy.ruleset import (
    Condition,
    Duty,
    FormPart,
    Guidance,
    Phase,
    Row,
    Rule,
    RuleSet,
    condition_of,
    matches_case,
)
from policy.words import all_of, how_much


@dataclass(frozen=True, slots=True)
class Report:
    """``errors`` keep the file from being used; ``warnings`` don't. ``rules`` is None where the file cannot be read.

    ``blanks``: what the document leaves to someone, each to be answered with "this policy sets no …"."""

    name: str
    rules: RuleSet | None
    errors: tuple[RuleFault, ...] = ()
    warnings: tuple[RuleFault, ...] = ()
    blanks: tuple[RuleFault, ...] = ()
    examples: int = 0

    @property
    def good(self) -> bool:
        return not self.errors

    def lines(self) -> list[str]:
        """The report to read, soonest line first."""
        found = [f"{self.name}: {self._result()}"]
        for heading, faults in (
            ("Put right", self.errors),
            ("Look at", self.warnings),
            ("Blanks: the policy sets none of these", self.blanks),
        ):
            if faults:
                found += ["", f"{heading}:", *(f"  {fault}" for fault in faults)]
        return found

    def _result(self) -> str:
        if self.errors:
            return f"{_counted(len(self.errors), 'fault')}, so it cannot be used."
        proved = (
            f"{_counted(self.examples, 'worked example')} {'comes' if self.examples == 1 else 'come'} out"
        )
        look = _counted(len(self.warnings), "thing")
        return f"no faults; {proved}, {look} to look at, {len(self.blanks)} left blank."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def check(text: str, name: str, today: date) -> Report:
    """Reads a rule set's text, runs its examples, and looks for gaps. ``today`` is a date in the council's zone."""
    try:
        rules, places = load_placed(text, name)
    except RuleSetError as error:
        return Report(name, None, errors=error.faults)
    number, failed = run(rules, calendar_of(rules))
    at: dict[str, Path] = {rule.id: path for path, rule in placed(rules)}
    at |= {limit.id: ("limits", i) for i, limit in enumerate(rules.limits)}
    wrong = [places.fault((*at[f.rule], "examples", f.number - 1), f.message) for f in failed]
    return Report(
        name,
        rules,
        errors=_sorted(wrong),
        warnings=_sorted(places.fault(path, message) for path, message in _warnings(rules, today)),
        blanks=_sorted(_blanks(rules, places)),
        examples=number,
    )


def _sorted(faults: Iterable[RuleFault]) -> tuple[RuleFault, ...]:
    return tuple(sorted(faults, key=lambda f: f.line))


def _warnings(rules: RuleSet, today: date) -> Iterator[tuple[Path, str]]:
    if rules.review_by and is_overdue(rules.review_by, today):
        yield ("review_by",), f"the review date has passed: {in_sentence(rules.review_by)}"
    yield from _contradictions(rules)
    yield from _uncovered_roles(rules)
    yield from _uncovered_cases(rules)
    yield from _idle_nudges(rules)
    yield from _unconfirmed(rules)
    yield from _unreminded(rules)
    yield from _not_set_apart(rules)
    yield from _without_history(rules)
    for path, rule in placed(rules):
        if not rule.examples:
            yield path, "no worked example proves it"
    for i, limit in enumerate(rules.limits):
        if not limit.examples:
            yield ("limits", i), "no worked example proves it"


def _blanks(rules: RuleSet, places: Places) -> Iterator[RuleFault]:
    entries: list[tuple[Path, Rule | FormPart | Guidance]] = list(placed(rules))
    entries += [(("parts", i), part) for i, part in enumerate(rules.parts)]
    entries += [(("guidance", i), text) for i, text in enumerate(rules.guidance)]
    for path, entry in entries:
        for i, blank in enumerate(entry.blanks):
            yield RuleFault(places.line((*path, "blanks", i)), entry.id, blank)


# Rules that contradict


def _contradictions(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    """Two rules that give one duty different clocks for some of the same, neither of which says that it holds
    ``beside`` the other."""
    every = list(placed(rules))
    for i, (path, other) in enumerate(every):
        found = [
            (one.id, *pair)
            for _, one in every[:i]
            if one.key == other.key and other.id not in one.beside and one.id not in other.beside
            for pair in islice(_clashes(one, other), 1)
        ]
        if found:
            yield path, _clash(found)


def _clash(found: Sequence[tuple[str, Row, Row]]) -> str:
    others = [f"{one} ({_clock(mine)})" for one, mine, _ in found]
    here = " or ".join(dict.fromkeys(_clock(theirs) for _, _, theirs in found))
    several = len(found) > 1
    return (
        f"{all_of(others)} {'give' if several else 'gives'} the same duty a clock other than this rule's ({here}) for "
        f"some of the same: {'all' if several else 'both'} apply, the stricter holds. If that is meant, write "
        f"'beside: [{', '.join(_quoted(one) for one, _, _ in found)}]'"
    )


def _quoted(name: str) -> str:
    """As YAML takes it for a text: what reads as a number is put in quotes."""
    return name if name[:1].isalpha() else f'"{name}"'


def _clashes(one: Rule, other: Rule) -> Iterator[tuple[Row, Row]]:
    for mine in one.rows:
        for theirs in other.rows:
            if _clock(mine) != _clock(theirs) and _meet(one, mine, other, theirs):
                yield mine, theirs


def _meet(one: Rule, mine: Row, other: Rule, theirs: Row) -> bool:
    """Whether both rows may apply to the same, and for the same event where an event is what they are about."""
    overlap = _overlap(condition_of(one, mine), condition_of(other, theirs))
    return overlap and _shared(_raises(one, mine), _raises(other, theirs))


def _raises(rule: Rule, row: Row) -> tuple[str, ...]:
    """The events for which a case is put on the agenda: each has a clock of its own."""
    if rule.duty is not Duty.RAISE:
        return ()
    return row.ahead.of if row.ahead else row.named


def _overlap(one: Condition, other: Condition) -> bool:
    """Whether something both conditions hold for can be thought of."""
    lists = ("role", "service", "session", "cancelled_for", "worker", "decision")
    flags = (
        "asye",
        "qualified",
        "supervises",
        "unplanned",
        "part_time",
        "line_qualified",
        "in_group",
        "safeguarding",
        "of_case",
    )
    return (
        all(_shared(getattr(one, name), getattr(other, name)) for name in lists)
        and all(None in (a, b) or a == b for a, b in ((getattr(one, n), getattr(other, n)) for n in flags))
        and not _forbids(one, other)
        and not _forbids(other, one)
    )


def _shared(one: Sequence[str], other: Sequence[str]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _forbids(one: Condition, other: Condition) -> bool:
    needed, any_of, reasons = set(other.all_of), set(other.any_of), set(other.cancelled_for)
    none, not_for = set(one.none_of), set(one.not_cancelled_for)
    return bool(none & needed or (any_of and any_of <= none) or (reasons and reasons <= not_for))


def _clock(row: Row) -> str:
    """A row's clock in words; two rows with the same words don't contradict."""
    names = ("within", "after", "every", "checkpoints")
    words = [f"{name} {getattr(row, name)}" for name in names if getattr(row, name)]
    words += [how_much(row)] if row.in_each else []
    words += [f"from {_start(row.starts)}"] if row.starts else []
    words += [", then ".join(_phase(p) for p in row.phases)] if row.phases else []
    words += ["in " + ", ".join(m.by for m in row.in_month)] if row.in_month else []
    words += [f"at every {row.at_every}"] if row.at_every else []
    words += [f"{row.ahead.by} before"] if row.ahead else []
    words += ["silence agrees"] if row.silence_agrees else []
    return " ".join(words) or "no deadline"


def _phase(phase: Phase) -> str:
    often = f"every {phase.every}" if phase.every else how_much(phase)
    ends = (("until", phase.until), ("for", phase.lasts), ("until", phase.ends_by))
    return " ".join((often, *(f"{word} {end}" for word, end in ends if end)))


def _start(starts: str | LaterOf | FirstOf) -> str:
    if isinstance(starts, str):
        return f"the {starts.replace('_', ' ')}"
    names = starts.later_of if isinstance(starts, LaterOf) else starts.first_of
    return f"the {'later' if isinstance(starts, LaterOf) else 'first'} of {', '.join(str(n) for n in names)}"


# What no rule covers


def _uncovered_roles(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    every = [
        condition_of(rule, row) for rule in rules.asking(Duty.SUPERVISE) for row in rule.rows if not rule.what
    ]
    rows = [when for when in every if when.holds_case is None and when.line_qualified is None]
    for role, words in rules.vocabulary.roles.items():
        mine = [when for when in rows if not when.role or role in when.role]
        asked = [name for name in _TRAITS if any(getattr(when, name) is not None for when in mine)]
        traits = [dict(zip(asked, t, strict=True)) for t in product((False, True), repeat=len(asked))]
        for bare in islice((t for t in traits if not _covered(mine, t)), 1):
            of = f" while {_trait_words(bare)}" if bare else ""
            yield (
                ("vocabulary", "roles", role),
                f"no rule says how often this role is supervised{of} ({words})",
            )


#: What a rule about people may ask beside their role, and how that is said.
_TRAITS: Final = {
    "asye": "on the ASYE",
    "qualified": "qualified in social work",
    "supervises": "somebody's supervisor",
    "part_time": "part-time",
    "in_group": "in group supervision",
}


def _covered(rows: Iterable[Condition], traits: dict[str, bool]) -> bool:
    return any(all(getattr(when, name) in (None, value) for name, value in traits.items()) for when in rows)


def _trait_words(traits: dict[str, bool]) -> str:
    return " and ".join(_TRAITS[name] if value else f"not {_TRAITS[name]}" for name, value in traits.items())


def _uncovered_cases(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    """Each service with no category, and with each category that a row of that service speaks of."""
    rows = [condition_of(rule, row) for rule in rules.asking(Duty.DISCUSS) for row in rule.rows]
    if not rows:
        return
    for service, words in rules.vocabulary.services.items():
        mine = [when for when in rows if not when.service or service in when.service]
        spoken = sorted({c for when in mine for c in (*when.any_of, *when.all_of)})
        bare = [c for c in spoken if not _any_fits(mine, service, frozenset({c}))]
        if not mine:
            yield (
                ("vocabulary", "services", service),
                f"no rule says how often its cases are discussed ({words})",
            )
        elif not _any_fits(mine, service, frozenset()):
            yield ("vocabulary", "services", service), _without(words, bare)


def _any_fits(conditions: Iterable[Condition], service: str, categories: frozenset[str]) -> bool:
    return any(matches_case(when, service, categories) for when in conditions)


def _without(words: str, bare: Sequence[str]) -> str:
    alone = f", or with only {' or '.join(bare)}" if bare else ""
    return f"no rule fits a case without a category{alone} ({words}): asked when it is due, the bot says so"


def _idle_nudges(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    for name in rules.practice.nudges:
        if name in list(Duty) and not rules.has(Duty(name)):
            yield ("practice", "nudges", name), "no rule asks for this duty, so nobody is ever told"


def _unreminded(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    """What has a day and no nudge, where there are nudges at all: people find it only when they ask what is due."""
    told = rules.practice.nudges
    dated = [r for r in rules.rules if any(_clock(row) != "no deadline" for row in r.rows)]
    bare = sorted({str(r.duty) for r in dated if r.duty not in told and r.id not in told})
    if told and bare:
        yield (
            ("practice", "nudges"),
            f"nobody is reminded of {', '.join(bare)}: write nudges for it, or leave it to those who ask what is due",
        )


def _not_set_apart(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    """Another kind of supervision whose sessions are the usual ones: one session meets both clocks."""
    for path, rule in placed(rules):
        mixed = rule.duty is Duty.SUPERVISE and rule.what and any(_as_usual(row) for row in rule.rows)
        if mixed:
            yield (
                path,
                f"nothing sets '{rule.what}' apart from the usual supervision, so one session meets both: say which "
                "sessions count by 'counts' (one kind), 'held_by' or 'minutes'",
            )


def _as_usual(row: Row) -> bool:
    return len(row.counts) > 1 and not row.held_by and not row.minutes


def _unconfirmed(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    """A longer interval that waits for a confirmation of which nobody is asked."""
    asked = [
        row for rule in rules.asking(Duty.DISCUSS) for row in rule.rows if not rules.has(Duty.RECORD_INTERVAL)
    ]
    if any(tier.confirmed for row in asked for tier in row.longer):
        yield (
            ("rules",),
            "a longer interval is to be confirmed, and no rule asks for it: add one, 'duty: record_interval'",
        )


def _without_history(rules: RuleSet) -> Iterator[tuple[Path, str]]:
    """A phase that goes on until something is recorded: of whoever was in post before the bot, nothing is."""
    for path, rule in placed(rules):
        for event in dict.fromkeys(p.ends_by for row in rule.rows for p in row.phases if p.ends_by):
            yield (
                path,
                f"whoever is long in post is in the phase that '{event}' ends, until that is imported for them: "
                "import it with its day before the bot starts",
            )
