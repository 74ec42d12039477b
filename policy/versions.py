"""Versions of one council's policy: which governs a clock, and what a new one does with running ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from policy.assess import assess
from policy.calendar import WorkingCalendar
from policy.facts import Facts, Subject
from policy.obligations import Assessment, Key, Obligation, Step
from policy.ruleset import Duty, Rule, RuleSet
from policy.windows import KINDS as WINDOWS
from policy.windows import longest


class RuleBook:
    """A council's versions, oldest first. Raises ValueError for none, for two councils, or for two of one day or one
    name."""

    def __init__(self, versions: Sequence[RuleSet]) -> None:
        self.versions = tuple(sorted(versions, key=lambda v: v.in_force_from))
        days = [v.in_force_from for v in self.versions]
        if not days:
            raise ValueError("a rule book has at least one version")
        if len({v.name for v in self.versions}) > 1:
            raise ValueError("the versions of a rule book are of one policy: their names differ")
        if len(set(days)) < len(days):
            raise ValueError("two versions come into force on one day")
        if len({v.version for v in self.versions}) < len(days):
            raise ValueError("two versions have one name: the next one has a 'version' of its own")

    def governing(self, start: date) -> RuleSet:
        """The version that governs a clock by its first day; before the first version, the first."""
        for version in reversed(self.versions):
            if version.in_force_from <= start:
                return version
        return self.versions[0]

    @property
    def latest(self) -> RuleSet:
        return self.versions[-1]

    @cached_property
    def text(self) -> str:
        """All that its versions say, whatever their files' layout."""
        return "\n".join(v.model_dump_json() for v in self.versions)

    @cached_property
    def reads_sessions(self) -> bool:
        """Whether any version asks something of a case at every session of its worker."""
        rows = (row for v in self.versions for rule in v.asking(Duty.DISCUSS) for row in rule.rows)
        return any(v.has(Duty.ACKNOWLEDGE) for v in self.versions) or any(row.at_every for row in rows)

    @cached_property
    def asks_who_holds(self) -> bool:
        """Whether any version asks what cases a person holds."""
        return any(v.asks_who_holds for v in self.versions)

    def longest_window(self, duty: Duty) -> timedelta:
        """No window by which any version asks for a duty is longer."""
        return longest([row for v in self.versions for rule in v.asking(duty) for row in rule.rows])

    def rule(self, version: str, rule_id: str) -> Rule | None:
        """A rule as the version of that name has it; of a version that is gone, as the latest that knows it."""
        named = [v for v in self.versions if v.version == version]
        return next((r for v in (*named, *reversed(self.versions)) if (r := v.rule(rule_id))), None)

    def in_force(self, on: date) -> RuleSet:
        """The version whose forms, guidance and practice hold on a day."""
        return self.governing(on)

    def assess(self, calendar: WorkingCalendar, facts: Facts, on: date) -> Assessment:
        """As ``assess``, each obligation by the version that governs its clock, which it names. Pure."""
        if len(self.versions) == 1:
            return assess(self.versions[0], calendar, facts, on)
        answers = [assess(v, calendar, facts, on, self._since(v)) for v in self.versions]
        found: dict[Key, Obligation] = {}
        for version, answer in zip(self.versions, answers, strict=True):
            if version.running.recompute and version.in_force_from <= on:
                every = assess(version, calendar, facts, on) if answer.passed_over else answer
                found = _recomputed(calendar, version, found, every.obligations)
            running = {_clock(o): _shape(o) for o in found.values() if o.is_open}
            mine = [o for o in answer.obligations if self.governing(o.started) is version]
            mine = [o for o in mine if not o.is_open or running.get(_clock(o), _shape(o)) == _shape(o)]
            found = {**found, **{o.key: o for o in mine if _may_stand(o, found)}}
        for o in self._taken_over(answers, found, on):
            found[o.key] = o
        changes = [a.holds_until for a in answers if a.holds_until]
        changes += [v.in_force_from for v in self.versions if v.in_force_from > on]
        instants = [a.holds_before for a in answers if a.holds_before]
        return Assessment(
            tuple(found.values()),
            min(changes, default=None),
            holds_before=min(instants, default=None),
        )

    def _since(self, version: RuleSet) -> date:
        return date.min if version is self.versions[0] else version.in_force_from

    def _taken_over(
        self, answers: Sequence[Assessment], found: Mapping[Key, Obligation], on: date
    ) -> Iterator[Obligation]:
        """What only an older version's next clock would ask, and that one starts too late to be the older version's: a
        new version that gives the clock another shape takes it over from where it stands, on the day from which it is
        in force; until then the older one's stands."""
        now = self.versions.index(self.governing(on))
        others = {
            _clock(o): _shape(o)
            for answer in (*answers[:now], *answers[now + 1 :])
            for o in answer.obligations
            if o.is_open
        }
        running = {_clock(o) for o in found.values() if o.is_open}
        for o in answers[now].obligations:
            lost = o.is_open and _clock(o) in others and _clock(o) not in running
            if lost and others[_clock(o)] != _shape(o):
                yield o


def _clock(o: Obligation) -> tuple[str, Subject]:
    """Which duty of whom: it runs by one version at a time."""
    return o.key.duty, o.key.subject


def _shape(o: Obligation) -> str:
    """By what a clock goes: the kind of its window, or nothing where it counts from one time to the next."""
    return o.key.fact.kind if o.key.fact.kind in WINDOWS else ""


def _may_stand(later: Obligation, found: Mapping[Key, Obligation]) -> bool:
    """What an earlier version had met stays so; while one of its windows is open, later ones are counted inside it."""
    before = found.get(later.key)
    return (before is None or before.is_open) and not (later.is_open and _window_open(later, found.values()))


def _window_open(later: Obligation, found: Iterable[Obligation]) -> bool:
    """Whether a window of the same duty, other than its own, is open."""
    kinds = WINDOWS if later.key.fact.kind in WINDOWS else ()
    return any(
        o.is_open and o.key.duty == later.key.duty and o.key.fact.kind in kinds and o.key != later.key
        for o in found
    )


def _recomputed(
    calendar: WorkingCalendar, version: RuleSet, before: dict[Key, Obligation], fresh: Sequence[Obligation]
) -> dict[Key, Obligation]:
    """The running clocks as the new version counts them; what it doesn't ask any more is gone, what was met stays."""
    asked = {o.key: o for o in fresh}
    others = {_clock(o): o for o in fresh if o.is_open}
    found: dict[Key, Obligation] = {}
    for key, o in before.items():
        again = asked.get(key) or _of_another_shape(o, others)
        if not o.is_open:
            found[key] = o
        elif again:
            found[again.key] = _with_notice(calendar, version, o, again) if again.is_open else again
    return found


def _of_another_shape(
    before: Obligation, others: Mapping[tuple[str, Subject], Obligation]
) -> Obligation | None:
    """The same duty's clock as a new version runs it, where its key is another for that."""
    o = others.get(_clock(before))
    return o if o and _shape(o) != _shape(before) else None


def _with_notice(
    calendar: WorkingCalendar, version: RuleSet, before: Obligation, fresh: Obligation
) -> Obligation:
    """No due day that moves falls earlier than the version's start plus its notice."""
    notice = version.running.notice
    earliest = calendar.add(version.in_force_from, notice)
    if fresh.due is None or fresh.due == before.due or fresh.due >= earliest:
        return fresh
    step = Step("notice", on=version.in_force_from, amount=str(notice), result=earliest)
    return fresh._replace(due=earliest, derivation=(*fresh.derivation, step))
