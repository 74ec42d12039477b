"""``python -m benchmarks.statements``: what the large sample council's first days ask of the database, statement by
statement, and how many there are for each message. Counts don't depend on the machine; the processor time does."""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, event

from benchmarks import councils
from bot.command_line.base import collect_seldom
from bot.logs import set_up
from bot.moving_clock import advance

#: What the first words of a statement don't tell of it: its columns.
_COLUMNS: Final = re.compile(r"^(SELECT )(?!min|max|count).*?( FROM )", re.DOTALL)
_LISTED: Final = re.compile(r"\((\?, )+\?\)")
SHOWN: Final = 40
WIDTH: Final = 150


def counted(engine: Engine) -> Counter[str]:
    """Every statement from now on, by its text without columns and lengths of lists."""
    found: Counter[str] = Counter()

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        text = " ".join(statement.split())
        found[_LISTED.sub("(…)", _COLUMNS.sub(r"\1…\2", text))] += 1

    event.listen(engine, "before_cursor_execute", count)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statements", description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--people", choices=("idle", "prompt"), default="idle")
    given = parser.parse_args()
    collect_seldom()  # as the command line
    set_up("error")
    with (
        tempfile.TemporaryDirectory() as folder,
        councils.sample(Path(folder) / "week.db") as (bot, clock, platform),
    ):
        act, end = platform.people(bot, given.people), clock.now() + timedelta(days=given.days)
        found, began = counted(bot.engine), time.process_time()
        asyncio.run(advance(bot, clock, end, act))
        took = time.process_time() - began
    show(found, platform.sent, given.days, took)


def show(found: Counter[str], sent: int, days: int, took: float) -> None:
    console, table = Console(width=WIDTH + 20), Table("times", "statement")
    for text, times in found.most_common(SHOWN):
        table.add_row(f"{times:,}", text[:WIDTH])
    console.print(table)
    total = found.total()
    console.print(
        f"{days} days: {sent:,} messages, {total:,} statements, {total / max(sent, 1):.0f} a message,"
        f" {took:.0f} s of processor time",
        highlight=False,
    )


if __name__ == "__main__":
    main()
