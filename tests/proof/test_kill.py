"""A restart or ``kill -9`` at any moment, an import's too, loses no nudge and plans none twice; on a platform that can
be asked none arrives twice, in Teams, which can't, at most once per crash, and both copies act as one.

At how many moments in all: ``tests/infra/budget.py``."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path

import pytest

from tests.infra.budget import KILLS, KILLS_IN_TEAMS
from tests.infra.databases import Databases
from tests.infra.migrations import HEAD
from tests.proof.lives import IMPORTING, plan
from tests.proof.month import Month, lacking, played
from tests.proof.outside import Outside
from tests.proof.standin import StandIn

pytestmark = pytest.mark.about_databases

#: More in one month than this would leave no life long enough to get anything done.
MOST = 34
#: Kills, and broken months, on each database: by turns on a platform that can be asked and through Teams' connector,
#: unless the latter alone is wanted.
EACH = KILLS_IN_TEAMS or ceil(KILLS / 2)
SEEDS = range(ceil(EACH / MOST))
SHARE = ceil(EACH / len(SEEDS))

#: Kills of three that work at once: each takes three processes as long as one life of the others.
OF_THREE = KILLS // 20
#: About as many as there are in that month.
REQUESTS, COMMITS = 480, 1500


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_month_of_kills(tmp_path: Path, databases: Databases, seed: int) -> None:
    asked = not KILLS_IN_TEAMS and (seed % 2 == 0) == (databases.kind == "sqlite")
    whole = await month(tmp_path / "whole", databases, seed, outside(asked=asked))
    assert not whole.faults
    assert whole.doubles == 0
    assert not lacking(whole)
    ends = plan(seed, SHARE, whole.requests, whole.commits)
    broken = await month(tmp_path / "broken", databases, seed, outside(asked=asked), ends)
    assert not broken.faults
    assert broken.said == whole.said
    assert broken.told == whole.told
    assert len(broken.deaths) == SHARE
    assert set(IMPORTING) <= set(broken.deaths)
    assert broken.doubles <= (0 if asked else len(broken.deaths))


@pytest.mark.slow
@pytest.mark.skipif(not OF_THREE, reason="SUPERVISION_KILLS is less than 20")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_three_at_once_killed_through_a_month(tmp_path: Path, databases: Databases) -> None:
    """On one PostgreSQL database: nothing is lost or told twice, and what a fresh assessment says is stored, whoever of
    them dies. People press otherwise than with one alone: lines of one moment come in another order."""
    ends = plan(0, OF_THREE, REQUESTS, COMMITS)
    broken = await month(tmp_path / "three", databases, 0, StandIn(), ends, replicas=3)
    assert not broken.faults
    assert broken.doubles == 0
    assert len(broken.deaths) >= OF_THREE / 2
    assert set(IMPORTING) <= set(broken.deaths)
    assert not lacking(broken)


def outside(*, asked: bool) -> Outside:
    if asked:
        return StandIn()
    pytest.importorskip("botbuilder")
    from tests.proof.connector import TeamsOutside

    return TeamsOutside()


async def month(
    folder: Path,
    databases: Databases,
    seed: int,
    there: Outside,
    ends: Sequence[tuple[str, int]] = (),
    replicas: int = 1,
) -> Month:
    found = await played(folder, databases.copy_of(*HEAD), seed, there, ends, replicas)
    print(
        f"{found.told.total()} told, {found.arrived} arrived, {found.doubles} twice, {found.requests} requests,"
    )
    print(f"{found.commits} commits, {found.held} held, {found.cancelled} cancelled; deaths: {found.deaths}")
    return found
