"""``python -m benchmarks.year idle`` (or ``prompt``): a year of the sample council in which nobody does anything, which
brings every reminder and escalation there is, or everybody at once what they are asked: as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path

from benchmarks import councils, measure
from benchmarks.measure import Line
from bot.command_line.base import collect_seldom
from bot.logs import set_up
from bot.moving_clock import advance


def year(folder: Path, people: str) -> Line:
    """How long it takes, beside as many empty statements."""
    with councils.sample(folder / "year.db") as (bot, clock, platform):
        act, end = platform.people(bot, people), clock.now() + timedelta(days=365)
        with measure.counted(bot.engine) as asked:
            took = measure.cpu_seconds(lambda: asyncio.run(advance(bot, clock, end, act)))
        floor = measure.cpu_seconds(lambda: measure.empty_selects(bot, asked))
    return Line(
        f"a year, everybody {people} ({platform.sent:,} messages)",
        f"{took:.0f} s of processor time",
        took / floor,
        f"{asked.statements:,} empty SELECTs in {asked.transactions:,} transactions: {floor:.0f} s",
    )


def main() -> None:
    collect_seldom()  # as the command line
    set_up("error")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(astuple(year(Path(folder), sys.argv[1]))))


if __name__ == "__main__":
    main()
