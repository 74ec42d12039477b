"""A restart or ``kill -9`` at any moment loses no nudge and plans none twice; on a platform that can be asked none
arrives twice, on another one at most once per crash, and both copies act as one.

SUPERVISION_KILLS says at how many moments in all (25 unless said; the CI makes it 200 and more)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.infra.databases import Databases
from tests.infra.migrations import upgrade_to_head
from tests.proof.month import Month, plan, played

KILLS = int(os.environ.get("SUPERVISION_KILLS", "26"))
#: More in one month than this would leave no life long enough to get anything done.
MOST = 26
SEEDS = range(max(1, -(-KILLS // (2 * MOST))))
SHARE = -(-KILLS // (2 * len(SEEDS)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("asked", [True, False], ids=["can be asked", "cannot be asked"])
async def test_a_month_of_kills(tmp_path: Path, databases: Databases, seed: int, asked: bool) -> None:
    whole = await month(tmp_path / "whole", databases, seed, asked=asked)
    assert not whole.faults
    assert whole.doubles == 0
    assert whole.held >= 3
    assert whole.cancelled >= 1
    assert whole.absences >= 2
    ends = plan(seed, SHARE, whole.requests, whole.commits)
    broken = await month(tmp_path / "broken", databases, seed, asked=asked, ends=ends)
    assert not broken.faults
    assert broken.told == whole.told
    assert len(broken.deaths) == SHARE
    assert broken.doubles <= (0 if asked else len(broken.deaths))


async def month(
    folder: Path, databases: Databases, seed: int, *, asked: bool, ends: list[tuple[str, int]] | None = None
) -> Month:
    folder.mkdir()
    url = databases.copy_of("head", upgrade_to_head)
    found = await played(folder, url, seed, asked=asked, ends=ends or [])
    print(
        f"{len(found.told)} told, {len(found.seen)} arrived, {found.doubles} twice, {found.requests} requests,"
    )
    print(f"{found.commits} commits, {found.held} held, {found.cancelled} cancelled; deaths: {found.deaths}")
    return found
