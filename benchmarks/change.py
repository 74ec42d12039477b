"""``python -m benchmarks.change FOLDER [CASES]``: with CASES a council is made there; without, its policy changes and
everything is assessed again, in a process whose memory is its own. Prints one line of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import patch

from sqlalchemy import ColumnElement, Connection, Engine, event, func, select
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import col

from benchmarks import councils, measure
from bot.command_line.base import collect_seldom
from bot.logs import set_up
from bot.sample import build
from bot.start import see_rules
from bot.wiring import Bot
from policy.facts import Subject
from policy.periods import Period, Unit
from policy.ruleset import Duty, Rule, RuleSet
from policy.versions import RuleBook
from storage import bulk, obligations
from storage import tables as t
from storage.engine import writing

SAMPLE, FILE = 2_100, "change.db"


@dataclass(slots=True)
class Took:
    """Seconds of processor time, and how much there was. ``plain``: the same statements with nothing assessed between
    them."""

    cases: int = 0
    staff: int = 0
    subjects: int = 0
    moved: int = 0
    marking: float = 0.0
    reading: float = 0.0
    assessing: float = 0.0
    writing: float = 0.0
    plain: float = 0.0
    memory: float = 0.0


def changed(before: RuleSet, bot: Bot) -> RuleSet:
    """A version in force from today that counts running clocks again, each case's a week shorter or longer."""
    again = {"running": {"recompute": True, "notice": "5 working days"}}
    rules = tuple(_shorter(rule) if rule.duty is Duty.DISCUSS else rule for rule in before.rules)
    day = bot.config.calendar.day_of(bot.clock.now())
    return before.model_copy(update={"version": "changed", "in_force_from": day, "rules": rules, **again})


def _shorter(rule: Rule) -> Rule:
    """Every row's months as so many weeks."""
    rows = [
        row.model_copy(update={"every": Period(4 * row.every.amount, Unit.WEEK)})
        if isinstance(row.every, Period)
        else row
        for row in rule.rows
    ]
    return rule.model_copy(update={"rows": tuple(rows)})


def all_again(bot: Bot, took: Took) -> None:
    """As the tick does it, a batch in each transaction, and after each the same statements alone."""
    while True:
        with bot.read() as work:
            subjects = obligations.due_subjects(work)
        if not subjects:
            return
        with recorded(bot.engine) as asked:
            _again(bot, subjects, took)
        took.subjects += len(subjects)
        took.plain += measure.cpu_seconds(lambda: plainly(bot, asked))


def _again(bot: Bot, subjects: Sequence[Subject], took: Took) -> None:
    with measure.processor() as whole, bot.work() as work:
        with measure.processor() as reading:
            found = obligations.read(work, subjects)
        with measure.processor() as assessing:
            fresh = obligations.assessed(work, found.facts)
        obligations.keep(work, subjects, found, fresh)
    took.reading += reading[0]
    took.assessing += assessing[0]
    took.writing += whole[0] - reading[0] - assessing[0]


Asked = list[tuple[Any, Any]]
Rows: TypeAlias = Sequence[Mapping[str, Any]]


@contextmanager
def recorded(engine: Engine) -> Iterator[Asked]:
    """The statements executed meanwhile, each with its rows of values."""
    asked: Asked = []

    def note(_connection: object, statement: Any, many: Any, one: Any, _options: object) -> None:
        asked.append((statement, many or one))

    def note_many(connection: Connection, statement: UpdateBase, rows: Rows) -> None:
        if rows:
            asked.append((statement, list(rows)))
        ours(connection, statement, rows)

    ours = bulk.execute_many
    event.listen(engine, "before_execute", note)
    try:
        with patch.object(bulk, "execute_many", note_many):
            yield asked
    finally:
        event.remove(engine, "before_execute", note)


def plainly(bot: Bot, asked: Asked) -> None:
    with writing(bot.engine) as connection:
        for statement, values in asked:
            result = connection.execute(statement, values)
            if result.returns_rows:
                result.all()


def make(folder: Path, cases: int) -> None:
    """So many cases, everything about them worked out."""
    with councils.empty(folder / FILE) as (bot, _clock, _platform):
        build(bot.engine, bot.config, "large")
        see_rules(bot)
        _drained(bot)
        councils.many(bot, cases // SAMPLE)


def again(folder: Path) -> Took:
    """A minute later the policy changes."""
    took = Took()
    with councils.empty(folder / FILE) as (bot, clock, _platform):
        took.cases, took.staff = _counted(bot, t.Case), _counted(bot, t.Person)
        clock.move_to(clock.now() + timedelta(minutes=1))
        versions = bot.config.versions
        bot.config = replace(
            bot.config, versions=RuleBook([*versions.versions, changed(versions.latest, bot)])
        )
        took.marking = measure.cpu_seconds(lambda: see_rules(bot))
        all_again(bot, took)
        # Each was logged, and logged once more when the statements were repeated.
        took.moved = _counted(bot, t.Event, col(t.Event.name) == "obligation.moved") // 2
    took.memory = measure.memory()
    return took


def _counted(bot: Bot, table: type[t.Table], *where: ColumnElement[bool]) -> int:
    with bot.read() as work:
        counted = select(func.count()).select_from(table.__table__).where(*where)
        return work.connection.execute(counted).scalar_one()


def _drained(bot: Bot) -> None:
    """What was marked by a first start, done with."""
    while True:
        with bot.work() as work:
            if not (subjects := obligations.due_subjects(work)):
                return
            obligations.reassess(work, subjects)


def apart(cases: int) -> Took:
    """Made, and then assessed again, each in a process of its own. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, str(cases))
        return Took(**json.loads(_run(folder)))


def _run(*words: str) -> str:
    command = [sys.executable, "-m", "benchmarks.change", *words]
    return subprocess.run(command, cwd=measure.ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> None:
    collect_seldom()
    set_up("error")
    folder, *cases = sys.argv[1:]
    if cases:
        make(Path(folder), int(cases[0]))
    else:
        print(json.dumps(asdict(again(Path(folder)))))


if __name__ == "__main__":
    main()
