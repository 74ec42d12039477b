"""``python -m benchmarks``: what the bot costs, beside what the same plain work costs on this machine.

``--size england`` adds a tick among 322,000 cases and a change of their policy (half an hour), and looks cases up among
as many; ``small`` leaves out the year as well."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from benchmarks import (
    assessing,
    change,
    councils,
    importing,
    measure,
    scale,
    slack_due,
    slack_pages,
    slack_sending,
    starting,
    teams_due,
)
from benchmarks.measure import Line
from bot.command_line.base import collect_seldom
from bot.dispatcher import dispatch
from bot.logs import set_up
from bot.moving_clock import settle_now
from bot.scheduler import tick
from bot.wiring import Bot

ENGLAND, SAMPLE = 322_000, 2_100


def ticks(folder: Path, cases: int) -> Iterator[Line]:
    """A tick, and a dispatch, with nothing due."""
    with councils.empty(folder / f"tick-{cases}.db", councils.MORNING) as (bot, _clock, _platform):
        rows = councils.crowd(bot, cases)
        asyncio.run(settle_now(bot))
        with measure.counted(bot.engine) as asked:
            _idle(bot)
        took = measure.median(lambda: _idle(bot), 60)
        floor = measure.median(lambda: measure.empty_selects(bot, asked), 60)
    what = f"tick with nothing due, {cases:,} cases ({rows:,} rows)"
    beside = f"{asked.statements} empty indexed SELECTs in {asked.transactions} transactions: {floor * 1000:.2f} ms"
    yield Line(what, f"{took * 1000:.2f} ms", took / floor, beside)


def _idle(bot: Bot) -> None:
    tick(bot)
    asyncio.run(dispatch(bot))


def again(cases: int) -> Iterator[Line]:
    """Everything assessed again after a policy change, in a process of its own."""
    took = change.apart(cases)
    whole = took.reading + took.assessing + took.writing
    shares = f"{took.reading:.1f} s reading, {took.assessing:.1f} s assessing, {took.writing:.1f} s writing"
    yield Line(
        f"again after a policy change, {took.cases:,} cases, {took.staff:,} staff ({took.subjects:,} subjects)",
        f"{whole:.1f} s: {shares}",
        whole / took.plain,
        f"the same statements alone: {took.plain:.1f} s; {took.marking:.1f} s to mark, {took.moved:,} moved",
    )
    yield Line("memory of that process", f"{took.memory:.0f} MB", None)


def year(people: str) -> Iterator[Line]:
    """A year in a process of its own, as ``simulate`` is: what others left behind costs it a fifth."""
    yield Line(*measure.apart("benchmarks.year", people))


def starts() -> Iterator[Line]:
    """A process that is ready to serve, beside one that has only imported the database library."""
    ready = (
        "import tempfile; from pathlib import Path; from benchmarks import councils; import bot.inbound.router\n"
        "import bot.scheduler\n"
        "with councils.empty(Path(tempfile.mkdtemp()) / 'a.db') as made: bot.scheduler.tick\n"
    )
    took, held = measure.process(ready)
    floor, bare = measure.process("import sqlmodel")
    yield Line(
        "start, an empty database migrated", f"{took:.2f} s", took / floor, f"import sqlmodel: {floor:.2f} s"
    )
    yield Line("memory then", f"{held:.0f} MB", held / bare, f"{bare:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=("small", "sample", "england"), default="sample")
    size = parser.parse_args().size
    collect_seldom()  # as the command line
    set_up("error")
    console, lines = Console(width=160), list[Line]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for some in (
            starts(),
            starting.lines(folder),
            ticks(folder, SAMPLE),
            ticks(folder, ENGLAND) if size == "england" else iter(()),
            again(SAMPLE),
            again(ENGLAND) if size == "england" else iter(()),
            importing.imports(),
            assessing.assessments(),
            year("idle") if size != "small" else iter(()),
            year("prompt") if size != "small" else iter(()),
            slack_due.lines(folder, ENGLAND if size == "england" else SAMPLE),
            slack_pages.lines(folder),
            slack_sending.lines(folder),
            teams_due.lines(folder, ENGLAND if size == "england" else SAMPLE),
            scale.many() if size != "small" else iter(()),
        ):
            for line in some:
                console.print(f"{line.what}: {line.took}", highlight=False)
                lines.append(line)
    measure.show(lines, console)


if __name__ == "__main__":
    main()
