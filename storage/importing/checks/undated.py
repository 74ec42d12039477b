"""New cases that will have no date, said before they come in: by the policy alone, nothing is worked out yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from policy.ruleset import Duty
from storage.importing.applied.link import CASE, PERSON, StoredSide
from storage.importing.staging import BATCH, Staging
from storage.work import Work

#: References, each with its service and categories.
Undated = list[tuple[str, str, str]]
#: Those that are open and somebody's, with their last worker: the clock of another doesn't run.
_OPEN: Final = (
    "SELECT c.key, c.service, coalesce(c.categories, ''), c.plan_every_months, a.worker, max(a.since) "
    'FROM cases c JOIN allocations a ON a."case" = c.key '
    "WHERE coalesce(c.closed_on, '9999') > ? GROUP BY c.key ORDER BY c.key"
)


@dataclass(frozen=True, slots=True)
class UndatedCases:
    """Those for which the policy has no rule about how often they are discussed; and of those whose rule goes by how
    often a plan is reviewed, those of which nobody says it, and those of which somebody says what the rule doesn't
    let."""

    without_rule: Undated = field(default_factory=Undated)
    without_interval: Undated = field(default_factory=Undated)
    beyond_limit: Undated = field(default_factory=Undated)


def undated(staging: Staging, work: Work) -> UndatedCases:
    rules, found_ones = work.config.rules(work.today), UndatedCases()
    if not rules.asking(Duty.DISCUSS):
        return found_ones
    roles = {row[0]: row[1] for row in work.connection.execute(select(PERSON.c.staff_number, PERSON.c.role))}
    roles |= dict(staging.sql.execute("SELECT key, role FROM people").fetchall())
    found = staging.sql.execute(_OPEN, [work.today.isoformat()])
    while rows := found.fetchmany(BATCH):
        stored = StoredSide(work).ids(CASE, "reference", [row[0] for row in rows])
        for key, service, categories, months, worker, _ in (row for row in rows if row[0] not in stored):
            about = service, frozenset(categories.split()), roles.get(worker, "")
            fits = rules.rows_of_case(*about)[Duty.DISCUSS]
            if not fits:
                found_ones.without_rule.append((key, service, categories))
            elif all(isinstance(row.every, str) and row.plan_months(months) is None for _, row in fits):
                which = found_ones.beyond_limit if months else found_ones.without_interval
                which.append((key, service, categories))
    return found_ones
