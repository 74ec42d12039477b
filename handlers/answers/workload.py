"""A team that holds more than the policy's limit: those who answer for it are told, once each time it goes over (S18).

The count is of children or cases; nobody and nothing is named."""

from __future__ import annotations

from handlers.answers.notices import OverLimit
from handlers.notifications.notifier import notify
from handlers.shared.team_workload import is_over
from policy.facts import Subject, SubjectKind
from policy.ruleset import Delivery, WorkloadLimit
from storage import outbox, workload
from storage.work import Work


def check(work: Work) -> None:
    """Each night."""
    for limit in work.rules.limits:
        stands = workload.over(work, limit.id)
        now = {load.team for load in workload.loads(work, limit) if is_over(limit, load)}
        for team in sorted(now - set(stands)):
            _notify(work, limit, team, workload.went_over(work, limit.id, team))
        for team in sorted(set(stands) - now):
            workload.came_back(work, stands[team])
            _refresh(work, limit, team)


def _notify(work: Work, limit: WorkloadLimit, team: str, finding: int) -> None:
    for one in workload.recipients(work, limit, team):
        notify(work, OverLimit(finding=finding, reader=one), to=one, send=Delivery.DAY)


def _refresh(work: Work, limit: WorkloadLimit, team: str) -> None:
    told = workload.recipients(work, limit, team)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, one) for one in told])
