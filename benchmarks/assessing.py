"""``python -m benchmarks.assessing``: how many subjects of the sample council are assessed a second, on one core, in a
process of its own, as a bot's is: purely, and read and compared with what is stored. As JSON."""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Final

from benchmarks import change, councils, measure
from benchmarks.measure import Line
from bot.command_line.base import collect_seldom
from bot.logs import set_up
from bot.wiring import Bot
from policy.assess import assess
from storage.drift import every_subject
from storage.facts import load
from storage.obligations import batched, reassess

#: Passes over all of them; the middle one counts.
TIMES: Final = 7


def assessments() -> Iterator[Line]:
    """In that process: what another left behind is looked through again and again for what can be thrown away."""
    for line in measure.apart("benchmarks.assessing"):
        yield Line(*line)


def lines(bot: Bot) -> Iterator[Line]:
    with bot.read() as work:
        subjects = every_subject(work, limit=5000)
        facts = list(load(work, subjects))
        rules, calendar, today = work.rules, work.calendar, work.today
        passes = [
            measure.cpu_seconds(lambda: [assess(rules, calendar, one, today) for one in facts])
            for _ in range(TIMES)
        ]
    rates = sorted(len(facts) / took for took in passes)
    yield Line(
        f"assessments, {len(facts):,} subjects",
        f"{statistics.median(rates):,.0f} a second ({rates[0]:,.0f} to {rates[-1]:,.0f})",
        None,
    )
    with change.recorded(bot.engine) as asked, bot.work() as work, measure.processor() as took:
        for some in batched(subjects, 500):
            reassess(work, some)
    floor = measure.cpu_seconds(lambda: change.plainly(bot, asked))
    rate, beside = (
        len(subjects) / took[0],
        f"the same statements alone: {len(subjects) / floor:,.0f} a second",
    )
    yield Line("the same, read and compared, no change", f"{rate:,.0f} a second", took[0] / floor, beside)


def main() -> None:
    collect_seldom()  # as the command line
    set_up("error")
    with tempfile.TemporaryDirectory() as name, councils.sample(Path(name) / "sample.db") as (bot, _, _):
        print(json.dumps([astuple(line) for line in lines(bot)]))


if __name__ == "__main__":
    main()
