"""What comes up together is done together, and what fails of it fails alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import OperationalError

from bot.batches import Together, by_halves


def doubled(some: Sequence[int]) -> list[int]:
    if 3 in some:
        raise ValueError
    return [one * 2 for one in some]


def test_what_fails_alone_stops_no_other() -> None:
    failed = list[int]()

    def alone(item: int, error: Exception) -> int:
        assert isinstance(error, ValueError)
        failed.append(item)
        return -1

    assert by_halves(range(7), doubled, alone) == [0, 2, 4, -1, 8, 10, 12]
    assert failed == [3]


def test_a_database_that_isnt_there_is_nobodys_fault() -> None:
    def act(_some: Sequence[int]) -> list[int]:
        raise OperationalError("SELECT 1", {}, Exception())

    with pytest.raises(OperationalError):
        by_halves([1, 2], act, lambda one, _error: one)


async def test_what_is_asked_at_one_moment_is_one_batch() -> None:
    seen = list[list[int]]()

    def act(some: Sequence[int]) -> list[int]:
        seen.append(list(some))
        return doubled(some)

    together = Together(asyncio.Lock(), act)
    assert await asyncio.gather(*map(together.ask, (1, 2, 4))) == [2, 4, 8]
    assert seen == [[1, 2, 4]]
    answers = await asyncio.gather(*map(together.ask, (1, 3)), return_exceptions=True)
    assert [type(one) for one in answers] == [ValueError, ValueError]
    assert await together.ask(5) == 10


async def test_a_batch_has_at_most_so_many_and_whoever_waits_is_answered_before_it_is_finished() -> None:
    seen = list[list[int]]()

    def act(some: Sequence[int]) -> list[int]:
        seen.append(list(some))
        return doubled(some)

    together = Together(asyncio.Lock(), act, most=2)
    asked = [asyncio.create_task(together.ask(one)) for one in (1, 2, 3, 4, 5)]
    await asyncio.sleep(0)
    await together.finished()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert seen == [[1, 2], [3, 4], [5]]
    assert [type(one) if isinstance(one, Exception) else one for one in answers] == [
        *(2, 4, ValueError, ValueError, 10)
    ]
