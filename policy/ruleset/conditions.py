"""Whom or what a rule applies to."""

from __future__ import annotations

from typing import Literal, NamedTuple

from policy.facts import Reason, SessionKind
from policy.given import (
    Model,
)


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


def matches_session(when: Condition, kind: SessionKind, reason: Reason | None) -> bool:
    """Whether a row is about such a session, cancelled for such a reason or (None) not cancelled."""
    return (
        (not when.session or kind in when.session)
        and (not when.cancelled_for or reason in when.cancelled_for)
        and reason not in when.not_cancelled_for
    )


class Standing(NamedTuple):
    """How somebody stands on a day, as far as a row asks. ``cases``: the service and categories of each they hold,
    where a row asks that too."""

    role: str
    asye: bool
    qualified: bool
    supervises: bool
    part_time: bool
    line_qualified: bool | None
    in_group: bool
    cases: frozenset[tuple[str, frozenset[str]]] = frozenset()


def matches_person(when: Condition, now: Standing) -> bool:
    """Whether a row applies to somebody who stands so."""
    held = when.holds_case
    return (
        (not when.role or now.role in when.role)
        and when.asye in (None, now.asye)
        and when.qualified in (None, now.qualified)
        and when.supervises in (None, now.supervises)
        and when.part_time in (None, now.part_time)
        and when.line_qualified in (None, now.line_qualified)
        and when.in_group in (None, now.in_group)
        and (held is None or any(matches_case(held, *case, now.role) for case in now.cases))
    )
