"""How much a team holds, against each limit of the policy, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cards.answers import workload as cards_workload
from cards.formats import cited
from policy.ruleset import WorkloadLimit
from storage import workload
from storage.work import Work
from storage.workload import Load


def source(limit: WorkloadLimit) -> str:
    return cited(limit.id, limit.clause)


def count_words(limit: WorkloadLimit, load: Load) -> str:
    most = limit.most(load.staff, load.newly_qualified, load.own_shares)
    staff = cards_workload.TeamSize(load.staff, load.newly_qualified, load.own_shares)
    return cards_workload.count(limit.counts, load.holds, staff, most, load.unknown)


def is_over(limit: WorkloadLimit, load: Load) -> bool:
    return limit.is_over(load.staff, load.holds, load.newly_qualified, load.own_shares)


def lines(work: Work, teams: Sequence[str]) -> list[str]:
    """How much these teams hold, against each limit of the policy; nothing where it has none."""
    named = sorted({team for team in teams if team})
    return [
        f"{load.team}: {count_words(limit, load)} ({source(limit)})"
        for limit in (work.rules.limits if named else ())
        for load in workload.loads(work, limit, named)
    ]
