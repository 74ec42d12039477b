"""Who shares out a group's record by practice: records it, signs it off, oversees it (S12)."""

from __future__ import annotations

from policy.ruleset import Role
from storage import people
from storage.people import Person
from storage.work import Work


def by_role(work: Work, leader: Person, task: str) -> Person | None:
    """Who has the role that practice gives a task: the leader, else of their team before others; None of several."""
    by_practice = work.rules.practice.group
    wanted = getattr(by_practice, task) if by_practice else None
    if leader.role == wanted:
        return leader
    those = [p for p in people.everyone(work) if p.role == wanted]
    near = [p for p in those if leader.team and p.team == leader.team] or those
    return near[0] if len(near) == 1 else None


def with_practice(work: Work, leader: Person, named: dict[str, int | None]) -> dict[str, int | None]:
    """Of a group that was held and for which nobody chose: each task with who is named, else who has it by practice and
    has none of the others. Where nobody else records it whoever leads it does."""
    found = {**named}
    for role in map(str, work.rules.group_roles):
        who = by_role(work, leader, role) if found.get(role) is None else None
        records = leader.id if found.get(Role.RECORDER) is None and role != Role.RECORDER else None
        if who and who.id not in {*found.values(), records}:
            found[role] = who.id
    return found
