"""How long a session is: as it was typed or chosen, else as usual; and which rules of the policy it would be too short
for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from cards.sessions import limits, refusals
from handlers.shared import common_times, times
from handlers.shared.base import Refusal, Request, read_number
from handlers.shared.common_times import Pair
from policy.facts import (
    CaseFacts,
    DiscussionFact,
    Facts,
    Held,
    PersonFacts,
    SessionKind,
    Subject,
    SubjectKind,
)
from policy.ruleset import Rule
from policy.session_length import is_length
from storage.facts import load
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def length(work: Work, minutes: int | None) -> int:
    """In minutes; ``minutes``: where somebody said it."""
    return minutes or work.rules.practice.session_minutes


def unless_usual(work: Work, minutes: int) -> int | None:
    """What is said of it."""
    return None if minutes == length(work, None) else minutes


def checked(minutes: int | None) -> int | None:
    """What was typed. Raises Refusal for what is no length of a session."""
    if minutes is not None and not is_length(minutes):
        raise Refusal(refusals.no_length(minutes))
    return minutes


def chosen(request: Request[object], asked: int | None, standing: int) -> tuple[int | None, dict[str, str]]:
    """What the form says, or else the button (``asked``): None where it is as long as it is or would be (``standing``);
    and an error beside its field."""
    text = request.text("minutes")
    if not text:
        return asked, {}
    number = read_number(text) or 0
    if not is_length(number):
        return asked, {"minutes": refusals.MINUTES}
    return None if number == standing else number, {}


def picked_with_length(
    request: Request[object], work: Work, at: int | None, asked: int | None, standing: int
) -> tuple[datetime, int | None] | dict[str, str]:
    """When (UTC), and how long as ``chosen`` has it; or an error for each field of the form."""
    instant = times.picked(request, work, at)
    minutes, errors = chosen(request, asked, standing)
    if isinstance(instant, dict):
        return {**instant, **errors}
    return errors or (instant, minutes)


def too_short(work: Work, pair: Pair, kind: SessionKind, at: datetime, minutes: int) -> list[str]:
    """For which rules a session of that length, held by one of the pair, wouldn't count, as they would judge it."""
    return list(each_too_short(work, pair, kind, [at], minutes))


def each_too_short(
    work: Work, pair: Pair, kind: SessionKind, starts: Iterable[datetime], minutes: int
) -> Iterator[str]:
    """The same of each of several that begin at these instants (UTC)."""
    if kind is SessionKind.GROUP:
        return
    (facts,) = load(work, [Subject(SubjectKind.PERSON, pair[0].id)])
    for at in starts:
        on, (_, holder) = work.calendar.day_of(at), common_times.pair_at(work, pair, at)
        after = once_held(facts, kind, holder, on, minutes)
        yield from (limits.too_short(rule, amount) for rule, amount in _passed_over(work, after, on))


def was_too_short(work: Work, view: SessionView) -> list[str]:
    """For which rules a session that took place doesn't count, as it was too short."""
    if view.group or view.held_on is None:
        return []
    (facts,) = load(work, [Subject(SubjectKind.PERSON, view.supervisee.id)])
    found = _passed_over(work, facts, view.held_on)
    return [limits.too_short(rule, amount, held=True) for rule, amount in found]


def _passed_over(work: Work, facts: Facts, on: date) -> list[tuple[Rule, str]]:
    """The rules that pass over what was held on a day, with how long it was of how long they ask."""
    found: dict[str, tuple[Rule, str]] = {}
    for one in work.config.versions.assess(work.calendar, facts, on).obligations:
        rule = work.rule_of(one)
        for step in one.derivation:
            if rule and (step.op, step.fact, step.on) == ("passed_over", "minutes", on):
                found[rule.id] = rule, step.amount or ""
    return list(found.values())


def once_held(facts: Facts, kind: SessionKind, holder: Person, on: date, minutes: int = 0) -> Facts:
    """As they would be once a session was held on a day; ``minutes`` 0: of a length that counts for whatever is
    asked."""
    if isinstance(facts, PersonFacts):
        held = Held(-on.toordinal(), kind, on, minutes, holder.id, holder.role)
        return replace(facts, held=(*facts.held, held))
    assert isinstance(facts, CaseFacts)
    if kind is not SessionKind.CASE:
        return facts
    return replace(facts, discussions=(*facts.discussions, DiscussionFact(-on.toordinal(), None, on)))
