"""Which open duties an event asked for first, by the request, record or session that both speak of."""

from __future__ import annotations

from collections.abc import Collection

from policy.facts import Subject
from policy.ruleset import Duty
from storage import duties
from storage.work import Work


def begun(work: Work, about: Subject, duty: Duty, numbers: Collection[int]) -> list[int]:
    """Their ids. ``numbers``: of what started them (``record:5``, ``request:5.1``)."""
    found = duties.open_about(work, [about], str(duty))
    return [k.id for k in found if int(k.obligation.key.fact.id.partition(".")[0]) in numbers]
