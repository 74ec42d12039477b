"""A team over the policy's limit: found once for each time it goes over, counted by whom its rule counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlmodel import col

from handlers.answers import workload as handler
from storage import tables as t
from storage import workload
from storage.engine import open_engine
from storage.transactions import write_transaction
from storage.work import Work
from tests.stories import council

CAST = council.CASTS["southwark, many children"]


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    made = open_engine(migrated_url)
    council.build(made, council.book_for(CAST), CAST)
    yield made
    made.dispose()


def night(engine: Engine, nights: int, children: int | None = None) -> tuple[int, int]:
    """The check of a night, after what is known of one case was changed; nudges and findings until now."""
    with write_transaction(engine, council.book_for(CAST), council.START + timedelta(days=nights)) as work:
        if children is not None:
            case = update(t.Case.__table__).where(col(t.Case.reference) == "CB-10234")
            work.connection.execute(case.values(children=children))
        handler.check(work)
        return _count(work, t.Nudge, "workload"), _count(work, t.WorkloadFinding)


def _count(work: Work, table: type[t.Nudge] | type[t.WorkloadFinding], kind: str = "") -> int:
    query = select(func.count()).select_from(table.__table__)
    wanted = query.where(col(t.Nudge.kind) == kind) if kind else query
    return work.connection.execute(wanted).scalar_one()


def test_once_for_each_crossing(engine: Engine) -> None:
    assert night(engine, 0) == (1, 1)
    assert night(engine, 1) == (1, 1), "it stays over: nobody is told again"
    assert night(engine, 2, children=8) == (1, 1), "24 of 24 is not over"
    assert night(engine, 3, children=9) == (2, 2), "over again"


def test_whom_the_rule_counts(engine: Engine) -> None:
    with write_transaction(engine, council.book_for(CAST), council.START) as work:
        (limit,) = work.rules.limits
        north = next(load for load in workload.loads(work, limit) if load.team == "Family Support North")
        assert (north.staff, north.newly_qualified, north.holds, north.unknown) == (2, 0, 25, 1)
        amara = update(t.Person.__table__).where(col(t.Person.staff_number) == "S101")
        work.connection.execute(amara.values(asye_from=date(2026, 9, 7)))
        (north,) = workload.loads(work, limit, ["Family Support North"])
        assert limit.most(north.staff, north.newly_qualified) == 22, "12 and nine tenths of 12"
        work.connection.execute(amara.values(left_on=date(2026, 11, 2)))
        (north,) = workload.loads(work, limit, ["Family Support North"])
        assert (north.staff, north.holds) == (1, 25), "cases of somebody who left are still the team's"


def test_the_nearest_above_is_told_where_the_team_has_nobody_of_a_role(engine: Engine) -> None:
    with write_transaction(engine, council.book_for(CAST), council.START) as work:
        (limit,) = work.rules.limits
        priya = update(t.Person.__table__).where(col(t.Person.staff_number) == "S201")
        work.connection.execute(priya.values(team="Elsewhere"))
        told = workload.recipients(work, limit, "Family Support North")
        number = select(col(t.Person.staff_number)).where(col(t.Person.id).in_(told))
        assert list(work.connection.execute(number).scalars()) == ["S201"]
