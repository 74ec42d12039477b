"""One version of one council's policy, whole, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, Self, TypeAlias

from pydantic import Field, model_validator

from policy.facts import Reason, SessionKind, SubjectKind
from policy.given import (
    Day,
    Model,
    PeriodText,
    Whole,
)
from policy.periods import Period, Unit
from policy.ruleset.conditions import (
    Condition,
    Standing,
    matches_case,
    matches_person,
    matches_session,
)
from policy.ruleset.council import Calendar, Vocabulary
from policy.ruleset.limits import WorkloadLimit
from policy.ruleset.names import AGREEMENT, AGREEMENTS, GROUP_ROLES, SUBJECT_OF, Duty, Role
from policy.ruleset.practice import Practice
from policy.ruleset.rules import Row, Rule, condition_of
from policy.ruleset.texts import FormPart, Guidance, GuidancePoint

#: Rows, each with its rule.
Rows: TypeAlias = tuple[tuple[Rule, Row], ...]
RowsByDuty: TypeAlias = Mapping[Duty, Rows]


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
        """Made anew: what is given is read as a file's lines are, and rules are looked up afresh."""
        del deep
        lines = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**lines, **(update or {})})

    @property
    def every_rule(self) -> tuple[Rule, ...]:
        """The policy's rules, then practice's."""
        return (*self.rules, *self.practice.duties)

    @cached_property
    def _by_duty(self) -> dict[Duty, tuple[Rule, ...]]:
        return {d: tuple(r for r in self.every_rule if r.duty is d) for d in Duty}

    def asking(self, duty: Duty) -> tuple[Rule, ...]:
        """The rules that ask for a duty, the policy's first."""
        return self._by_duty[duty]

    def fitting(self, duty: Duty, service: str, categories: frozenset[str], worker: str = "") -> Rows:
        """The rows asking for a duty that apply to such a case."""
        return self.rows_of_case(service, categories, worker)[duty]

    def rows_of_case(self, service: str, categories: frozenset[str], worker: str = "") -> RowsByDuty:
        """By duty, the rows that apply to such a case. Remembered: many cases are alike."""
        return self._rows_of_case(service, categories, worker)

    @cached_property
    def _rows_of_case(self) -> Callable[[str, frozenset[str], str], RowsByDuty]:
        return lru_cache(maxsize=10_000)(self._find_rows_of_case)

    def _find_rows_of_case(self, service: str, categories: frozenset[str], worker: str) -> RowsByDuty:
        rows = self.rows_about(SubjectKind.CASE)
        found = [one for one in rows if matches_case(condition_of(*one), service, categories, worker)]
        about_cases = (duty for duty, subject in SUBJECT_OF.items() if subject is SubjectKind.CASE)
        return {duty: tuple(one for one in found if one[0].duty is duty) for duty in about_cases}

    def rows_of_session(self, kind: SessionKind, cancelled: Reason | None) -> Rows:
        """The rows that apply to such a session, the policy's first; ``cancelled``: why it was. Remembered."""
        return self._rows_of_session(kind, cancelled)

    @cached_property
    def _rows_of_session(self) -> Callable[[SessionKind, Reason | None], Rows]:
        return lru_cache(maxsize=100)(self._find_rows_of_session)

    def _find_rows_of_session(self, kind: SessionKind, cancelled: Reason | None) -> Rows:
        rows = self.rows_about(SubjectKind.SESSION)
        return tuple(one for one in rows if matches_session(condition_of(*one), kind, cancelled))

    def rows_about(self, subject: SubjectKind) -> Rows:
        """Every row of every rule whose obligations are about this kind of subject, the policy's first."""
        return self._rows_by_subject[subject]

    @cached_property
    def _rows_by_subject(self) -> dict[SubjectKind, Rows]:
        every = [(rule, row) for rule in self.every_rule for row in rule.rows]
        return {s: tuple(one for one in every if SUBJECT_OF[one[0].duty] is s) for s in SubjectKind}

    def rows_of_person(self, now: Standing) -> frozenset[int]:
        """Which of the rows about people (their places in ``rows_about``) apply to somebody who stands so. Remembered:
        many stand alike."""
        return self._rows_of_person(now)

    @cached_property
    def _rows_of_person(self) -> Callable[[Standing], frozenset[int]]:
        return lru_cache(maxsize=10_000)(self._find_rows_of_person)

    def _find_rows_of_person(self, now: Standing) -> frozenset[int]:
        rows = enumerate(self.rows_about(SubjectKind.PERSON))
        return frozenset(place for place, one in rows if matches_person(condition_of(*one), now))

    @cached_property
    def asks_who_holds(self) -> bool:
        """Whether any row about people asks what cases they hold."""
        rows = self.rows_about(SubjectKind.PERSON)
        return any(condition_of(*one).holds_case is not None for one in rows)

    def rule(self, rule_id: str) -> Rule | None:
        return self._by_id.get(rule_id)

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        """The policy's before practice's, where both have one of a name."""
        return {rule.id: rule for rule in reversed(self.every_rule)}

    def shown_at(self, moment: GuidancePoint) -> tuple[Guidance, ...]:
        return tuple(g for g in self.guidance if g.moment is moment)

    @cached_property
    def events_of_people(self) -> tuple[str, ...]:
        """The vocabulary's events that rules about people name: somebody records them with their day."""
        named = {name for _, row in self.rows_about(SubjectKind.PERSON) for name in row.named}
        return tuple(event for event in self.vocabulary.events if event in named)

    @cached_property
    def knows_groups(self) -> bool:
        """Whether any rule is about group supervision: without one, none is booked."""
        return any(
            SessionKind.GROUP in (*condition_of(rule, row).session, *(row.counts if rule.what else ()))
            for rule in self.rules
            for row in rule.rows
        )

    @cached_property
    def records_one_to_ones(self) -> bool:
        """Whether a case session in which no case was discussed has notes to write all the same."""
        rows = (condition_of(rule, row) for rule in self.asking(Duty.RECORD) for row in rule.rows)
        return any(
            not when.of_case and not when.safeguarding and SessionKind.CASE in (when.session or SessionKind)
            for when in rows
        )

    @cached_property
    def knows_agreements(self) -> bool:
        """Whether anything is about a supervision agreement: without that, none is started."""
        rows = [row for rule in self.rules for row in rule.rows]
        asked = any(rule.duty is Duty.MILESTONE and rule.what in AGREEMENTS for rule in self.rules)
        return asked or bool(self.part("agreement")) or any(row.yields_to == AGREEMENT for row in rows)

    @property
    def has_preparation_form(self) -> bool:
        """Whether there is anything to prepare a session with: without it nothing can be prepared."""
        return bool(self.part("preparation"))

    @cached_property
    def group_roles(self) -> tuple[Role, ...]:
        """Those who share out a group's record by the policy, in the order of the work."""
        asked = {
            rule.answers for duty in (Duty.RECORD, Duty.AGREE, Duty.OVERSEE) for rule in self.asking(duty)
        }
        return tuple(role for role in GROUP_ROLES if role in asked)

    def delegates(self, kind: SessionKind) -> bool:
        """Whether somebody else may write the record of such a session than whoever answers for it: a named delegate;
        of a group, which has somebody named to record, another."""
        named = kind is SessionKind.GROUP and Role.RECORDER in self.group_roles
        return named or any(kind in text.delegates for text in self.guidance)

    @cached_property
    def audits(self) -> dict[str, str]:
        """Milestones for which a case is drawn at random, each with its rule's title."""
        asked = self.asking(Duty.MILESTONE)
        return {rule.what: rule.title for rule in asked if rule.what and any(row.drawn for row in rule.rows)}

    def judged_for(self, service: str) -> tuple[str, ...]:
        """The judgements that some rule about such cases rests on, in the vocabulary's order."""
        named = set[str]()
        for rule, row in self.rows_about(SubjectKind.CASE):
            when = condition_of(rule, row)
            if not when.service or service in when.service:
                named |= {*when.any_of, *when.all_of, *when.none_of}
                named |= {one for tier in row.longer for one in tier.case_is}
        return tuple(one for one in self.vocabulary.judged if one in named)

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        return tuple(when for rule in self.every_rule for when in (rule.when, *(r.when for r in rule.rows)))

    @cached_property
    def asks_sickness(self) -> bool:
        """Whether any rule depends on it: what selects no rule isn't asked."""
        return any(Reason.SICKNESS in (*c.cancelled_for, *c.not_cancelled_for) for c in self._conditions)

    @cached_property
    def asks_planned(self) -> bool:
        """Whether any rule depends on an absence having been planned or not."""
        return any(c.unplanned is not None for c in self._conditions)

    @cached_property
    def refers(self) -> bool:
        """Whether a disagreement that stays may be referred up the line."""
        return any(text.refers for text in self.guidance)

    @cached_property
    def disclosing(self) -> Guidance | None:
        """Which text lets what belongs to the two be discussed with others; None where none does."""
        return next((text for text in self.guidance if text.discloses), None)

    def part(self, form: str) -> tuple[FormPart, ...]:
        return tuple(p for p in self.parts if p.form == form)

    def has(self, duty: Duty) -> bool:
        """Whether this policy (or practice) knows the duty: what it doesn't know isn't asked."""
        return bool(self._by_duty[duty])
