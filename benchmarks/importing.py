"""``python -m benchmarks.importing``: what an import costs, beside copying what came of it, in a process of their own:
as JSON. Whoever times it takes the middle one of several such processes, since each is timed once."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select, text
from sqlmodel import SQLModel

from benchmarks import councils, measure
from benchmarks.measure import Line
from bot.command_line.base import collect_seldom
from bot.logs import set_up
from bot.sample import rows_for
from bot.sample.build import found_council
from bot.wiring import Bot
from storage.engine import reading, writing
from storage.importing.options import ImportOptions
from storage.importing.run import bring_in
from storage.importing.tables.files import CsvFile, Rows
from storage.obligations import batched

SAMPLE: Final = 2_100
TIMES: Final = 5


def imports() -> Iterator[Line]:
    """The middle one of ``TIMES`` processes, by their ratios."""
    each = sorted((_timed() for _ in range(TIMES)), key=_ratio)
    middle = each[len(each) // 2]
    ratios = ", ".join(f"{_ratio(one):.2f}" for one in each)
    yield Line(
        f"import, {middle['rows']:,} rows",
        f"{middle['took']:.1f} s of processor time, {middle['rows'] / middle['took']:,.0f} rows a second",
        _ratio(middle),
        f"copying what came of it, unchecked: {middle['floor']:.1f} s ({ratios}); on the clock "
        f"{middle['clock']:.1f} s, which leaves others their turns",
    )


def _ratio(one: dict[str, Any]) -> float:
    ratio: float = one["took"] / one["floor"]
    return ratio


def _timed() -> dict[str, Any]:
    found: dict[str, Any] = measure.apart("benchmarks.importing")
    return found


def _once(folder: Path) -> dict[str, float]:
    """The sample council's files into an empty database, all worked out at the end."""
    with councils.empty(folder / "import.db") as (bot, clock, _platform):
        found_council(bot.engine, bot.config, clock.now())
        day = bot.config.calendar.day_of(clock.now())
        files = _written(folder, rows_for(cases=SAMPLE, staff=240, seed=1, today=day, config=bot.config))
        rows = sum(sum(1 for _ in file.lines()) - 1 for file in files)
        with measure.stopwatch() as whole:
            took = measure.cpu_seconds(
                lambda: bring_in(
                    bot.engine, bot.config, clock.now(), files, ImportOptions(any_reference=True)
                )
            )
        with councils.empty(folder / "copy.db") as (other, _, _):
            floor = measure.cpu_seconds(lambda: _copied(bot, other))
    return {"rows": rows, "took": took, "floor": floor, "clock": whole[0]}


def _written(folder: Path, sources: Sequence[Rows]) -> list[CsvFile]:
    """As files, for a council has them so."""
    files = [CsvFile(folder / source.name) for source in sources]
    for file, source in zip(files, sources, strict=True):
        with file.path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(cells for _, cells in source.lines())
    return files


def _copied(bot: Bot, other: Bot) -> None:
    """All that came of it, a thousand rows to a transaction: whoever writes many rows lets others write in between."""
    with reading(bot.engine) as source:
        for table in SQLModel.metadata.sorted_tables:
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            for some in batched(rows, 1000):
                with writing(other.engine) as target:
                    target.execute(text("PRAGMA defer_foreign_keys = ON"))
                    target.execute(insert(table), some)


if __name__ == "__main__":
    collect_seldom()
    set_up("error")
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(_once(Path(name))))
