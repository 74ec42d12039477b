"""How much each team holds, against a workload limit; and which teams were found over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlmodel import col

from policy.ruleset import WorkloadLimit
from storage import people, supervision
from storage import tables as t
from storage.conditions import case_open, in_post, not_ended
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Load:
    """``holds``: what is known to be held; ``unknown``: open cases that don't say how many children they are about.
    ``own_shares``: in percent of a full load, of the staff who have one of their own; the others on the ASYE are
    ``newly_qualified``."""

    team: str
    staff: int
    newly_qualified: int
    own_shares: tuple[int, ...]
    holds: int
    unknown: int


def loads(work: Work, limit: WorkloadLimit, teams: Sequence[str] = ()) -> list[Load]:
    """Each team's, or those of some; two queries for however many."""
    members = _members(work, teams)
    held = _held(work, limit, teams)
    found = []
    for team, staff in sorted(members.items()):
        counted = [m for m in staff if not limit.staff or m.role in limit.staff]
        own = tuple(sorted(m.load_percent for m in counted if m.load_percent is not None))
        newly = sum(1 for m in counted if m.load_percent is None and _on_asye(work, m))
        holds, unknown = held.get(team, (0, 0))
        found.append(Load(team, len(counted), newly, own, holds, unknown))
    return found


def _members(work: Work, teams: Sequence[str]) -> dict[str, list[Any]]:
    p = t.Person
    query = select(p.__table__).where(in_post(work.today), *_of_teams(teams))
    found: dict[str, list[Any]] = defaultdict(list)
    for row in work.connection.execute(query):
        found[row.team].append(row)
    return found


def _of_teams(teams: Sequence[str]) -> tuple[Any, ...]:
    return (col(t.Person.team) != "", *((col(t.Person.team).in_(teams),) if teams else ()))


def _on_asye(work: Work, member: Any) -> bool:
    ends = member.asye_until or work.today
    return member.asye_from is not None and member.asye_from <= work.today <= ends


def _held(work: Work, limit: WorkloadLimit, teams: Sequence[str]) -> dict[str, tuple[int, int]]:
    """By team: how much its members hold, or left to it, and how many of these cases don't say."""
    p, a, c = t.Person, t.Allocation, t.Case
    query = (
        select(col(p.team), col(c.id), col(c.children))
        .join(a.__table__, col(a.worker_id) == col(p.id))
        .join(c.__table__, col(c.id) == col(a.case_id))
        .where(
            *_of_teams(teams),
            not_ended(work.today),
            case_open(work.today),
        )
        .distinct()
    )
    found: dict[str, tuple[int, int]] = {}
    for row in work.connection.execute(query):
        holds, unknown = found.get(row.team, (0, 0))
        if limit.counts == "cases":
            found[row.team] = (holds + 1, unknown)
        else:
            found[row.team] = (holds + (row.children or 0), unknown + (row.children is None))
    return found


def recipients(work: Work, limit: WorkloadLimit, team: str) -> list[int]:
    """Those of the team in the roles that are told; where the team has none of a role, the nearest above its staff."""
    members = _members(work, [team]).get(team, [])
    found = [m.id for m in members if m.role in limit.tell]
    missing = set(limit.tell) - {m.role for m in members}
    for member in members if missing else ():
        line = list(supervision.line_above(work, member.id))
        named = people.people(work, line)
        above = {i: named[i] for i in line}
        nearest = {above[i].role: i for i in reversed(list(above))}
        found += [nearest[role] for role in sorted(missing & set(nearest))]
    return list(dict.fromkeys(found))


def over(work: Work, rule: str) -> dict[str, int]:
    """The teams found over a limit and not yet found under it again; by team, which finding."""
    return {row.team: row.id for row in work.connection.execute(_OVER, {"rule": rule})}


_OVER: Final = select(col(t.WorkloadFinding.team), col(t.WorkloadFinding.id)).where(
    col(t.WorkloadFinding.rule) == bindparam("rule"), col(t.WorkloadFinding.until).is_(None)
)


def went_over(work: Work, rule: str, team: str) -> int:
    work.log("workload.over", None, None, rule=rule, team=team)
    return work.add(t.WorkloadFinding(rule=rule, team=team, since=work.today)).id


def came_back(work: Work, finding: int) -> None:
    row = work.get(t.WorkloadFinding, finding)
    row.until = work.today
    work.orm.flush()
    work.log("workload.under", None, None, rule=row.rule, team=row.team)


def finding(work: Work, finding_id: int) -> tuple[str, str, bool]:
    """Its rule, its team, and whether it still stands."""
    row = work.get(t.WorkloadFinding, finding_id)
    return row.rule, row.team, row.until is None
