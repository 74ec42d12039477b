"""``python -m tests.commands.reminders_page`` writes the table of reminders in docs/operations.md: what ``simulate``
counts over a quarter of the sample council, if nobody does anything and if everybody does what is asked."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from typer.testing import CliRunner

from app import app
from bot.commands import demo
from bot.moving_clock import settle_now
from bot.settings import SAMPLE_RULES
from cards.formats import plural

PAGE: Final = Path(__file__).parents[2] / "docs" / "operations.md"
#: The quarter: from the sample's first day, a Tuesday.
FIRST: Final = date(2026, 11, 3)
LAST: Final = date(2027, 2, 2)
MONDAYS: Final = [date(2026, 11, 2) + timedelta(weeks=n) for n in range(14)]
PEOPLE: Final = ("idle", "prompt")
_TABLE: Final = re.compile(r"(<!-- reminders: [^\n]* -->\n)(.*?)(\n\n)", re.DOTALL)
_HEAD: Final = (
    "| person | idle: each week | in all | most in a day | prompt: each week | in all | most in a day |"
)


@dataclass(frozen=True, slots=True)
class Reminded:
    """How often one person is, by the week in which it is (its Monday), and how often at most in a day."""

    weeks: Mapping[date, int]
    a_day: int


@dataclass(frozen=True, slots=True)
class Counted:
    """By name; ``longest``: how many matters the longest message has."""

    people: Mapping[str, Reminded]
    longest: int

    def first_weeks(self, number: int) -> dict[str, list[int]]:
        """How often in each, of whoever is reminded in one of them."""
        each = {name: [one.weeks.get(m, 0) for m in MONDAYS[:number]] for name, one in self.people.items()}
        return {name: weeks for name, weeks in each.items() if any(weeks)}


def counted(folder: Path, people: str, to: date = LAST) -> Counted:
    """What ``simulate`` counts until a day, of the sample in a folder, which is made where there is none, once its desk
    was opened: its first messages have arrived."""
    bot, _, _ = demo.opened(folder, "small", fresh=False)
    asyncio.run(settle_now(bot))
    bot.engine.dispose()
    url = f"sqlite:///{demo.sample_in(folder, 'small', SAMPLE_RULES)}"
    words = ["simulate", "--database", url, "--to", to.isoformat(), "--people", people, "--json"]
    ran = CliRunner().invoke(app, words, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    _, *told, found = map(json.loads, ran.stdout.splitlines())
    names = {one["to"]["staff_number"]: one["to"]["name"] for one in told}
    return Counted(dict(_people(names, found["reminders"]["people"])), found["reminders"]["longest_message"])


def _people(names: Mapping[str, str], found: list[dict[str, Any]]) -> Iterator[tuple[str, Reminded]]:
    for one in found:
        weeks = {date.fromisoformat(monday): number for monday, number in one["weeks"].items()}
        yield names[one["staff_number"]], Reminded(weeks, one["most_in_a_day"])


def table(idle: Counted, prompt: Counted) -> str:
    names = dict.fromkeys((*idle.people, *prompt.people))
    lines = [f"| {name} | {_cells(idle, name)} | {_cells(prompt, name)} |" for name in names]
    longest = (plural("matter", one.longest) for one in (idle, prompt))
    last = "| longest message | {} | | | {} | | |".format(*longest)
    return "\n".join([_HEAD, "| --- |" + " --- |" * 6, *lines, last])


def _cells(counted: Counted, name: str) -> str:
    one = counted.people.get(name, Reminded({}, 0))
    weeks = " ".join(str(one.weeks.get(monday, 0)) for monday in MONDAYS)
    return f"{weeks} | {sum(one.weeks.values())} | {one.a_day}"


def on_the_page() -> str:
    found = _TABLE.search(PAGE.read_text(encoding="utf-8"))
    assert found
    return found[2]


def first_weeks(number: int) -> list[dict[str, list[int]]]:
    """On the page, as ``Counted.first_weeks``: idle and prompt."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in on_the_page().splitlines()[2:-1]
    ]
    each = ({row[0]: [int(n) for n in row[at].split()[:number]] for row in rows} for at in (1, 4))
    return [{name: weeks for name, weeks in one.items() if any(weeks)} for one in each]


def write() -> None:
    with TemporaryDirectory() as folder:
        made = table(*(counted(Path(folder), people) for people in PEOPLE))
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub(lambda found: found[1] + made + found[3], text), encoding="utf-8")


if __name__ == "__main__":
    write()
