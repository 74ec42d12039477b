"""A fault of one kind is one line a minute, with how often it happened."""

from __future__ import annotations

from bot.faults import QUIET, Seldom


def test_a_kind_is_said_once_a_minute_with_its_count() -> None:
    now = [1000.0]
    seldom = Seldom(lambda: now[0])
    assert seldom.says("tick.failed", "OperationalError", "engine.py:60") == 0
    assert [seldom.says("tick.failed", "OperationalError", "engine.py:60") for _ in range(3)] == [None] * 3
    assert seldom.says("tick.failed", "ValueError", "engine.py:60") == 0
    now[0] += QUIET
    assert seldom.says("tick.failed", "OperationalError", "engine.py:60") == 3
    now[0] += QUIET
    assert seldom.says("tick.failed", "OperationalError", "engine.py:60") == 0
