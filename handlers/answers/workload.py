"""A team that holds more than the policy's limit: those who answer for it are told, once each time it goes over (S18).

The count is of children or cases; nobody and nothing is named."""

from __future__ import annotations

from cards.answers import workload as cards_workload
from cards.message import MessageItem
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.shared.team_workload import count_words, source
from policy.facts import Subject, SubjectKind
from policy.ruleset import Delivery, WorkloadLimit
from storage import outbox, workload
from storage.work import Work
from storage.workload import Load


def check(work: Work) -> None:
    """Each night."""
    for limit in work.rules.limits:
        stands = workload.over(work, limit.id)
        now = {load.team for load in workload.loads(work, limit) if _is_over(limit, load)}
        for team in sorted(now - set(stands)):
            _notify(work, limit, team, workload.went_over(work, limit.id, team))
        for team in sorted(set(stands) - now):
            workload.came_back(work, stands[team])
            _refresh(work, limit, team)


def _is_over(limit: WorkloadLimit, load: Load) -> bool:
    return limit.is_over(load.staff, load.holds, load.newly_qualified)


def _notify(work: Work, limit: WorkloadLimit, team: str, finding: int) -> None:
    for one in workload.recipients(work, limit, team):
        source = f"person:{one}:workload:{finding}"
        notifier.notify(
            work, outbox.NewNudge(one, "workload", source, "over", Delivery.DAY, {"finding": finding})
        )


def _refresh(work: Work, limit: WorkloadLimit, team: str) -> None:
    told = workload.recipients(work, limit, team)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, one) for one in told])


def compose_over_limit(work: Work, context: NudgeContext) -> MessageItem | None:
    """As it is now; settled once the team holds less."""
    rule, team, stands = workload.finding(work, int(context.nudge.data["finding"]))
    limit = next((one for one in work.rules.limits if one.id == rule), None)
    if limit is None or not stands:
        return None
    load = next(iter(workload.loads(work, limit, [team])), None)
    return cards_workload.over(team, limit.title, source(limit), count_words(limit, load)) if load else None
