"""How many days something takes is the council's to say, in its rule set: what stands in the code beside it is a
constant of its own, with a word why, and listed here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("handlers", "cards", "storage", "bot")
#: What an invented council is made of is nobody's policy.
LEFT_OUT: Final = (ROOT / "bot" / "sample", ROOT / "storage" / "migrations")
UNITS: Final = {"days", "weeks", "months", "years"}
COUNTED: Final = {"timedelta", "add_working", "add_months", "Period"}
OF_DAYS: Final = re.compile(r"_?([A-Z_]*_)?(DAYS|WEEKS|MONTHS|YEARS)(_[A-Z_]+)?")
#: Slips of the pen, how much is shown or looked through, what a library or another system allows.
TECHNICAL: Final = {
    "handlers/answers/home.py: NEAR",
    "handlers/evidence/asked.py: _MONTHS",
    "handlers/sessions/group.py: WEEK",
    "handlers/sessions/series.py: ASIDE",
    "handlers/sessions/wishes.py: NEAR",
    "handlers/shared/handed_back.py: _WEEKS",
    "handlers/shared/missed_words.py: _A_YEAR",
    "handlers/shared/proposed.py: LOOKED_BACK",
    "handlers/shared/times.py: FURTHEST",
    "handlers/shared/typed_dates.py: YEARS",
    "handlers/shared/typed_dates.py: _JUST_PAST",
    "handlers/shared/what_was_met.py: BACK",
    "handlers/upkeep/management_lines.py: AGAIN",
    "cards/absence/refusals.py: LONGEST_AGO",
    "cards/absence/refusals.py: LONGEST_AHEAD",
    "cards/sessions/times.py: DAYS_SEEN",
    "storage/absences.py: JUST",
    "storage/calendar_feeds.py: BEHIND",
    "storage/facts/people.py: _LONGEST_WINDOW",
    "storage/importing/checks/far_days.py: _FAR",
    "storage/importing/columns/column_types.py: NEAR",
    "storage/importing/mapped/grid_cells.py: _NEAR",
    "storage/importing/mapped/grid_cells.py: FEWEST_MONTHS",
    "storage/importing/calendars/ics.py: AHEAD",
    "storage/importing/checks/moved.py: _FAR",
    "storage/importing/checks/odd.py: AHEAD",
    "storage/importing/mapped/turned_days.py: _SOON",
    "storage/late.py: _UNTIL_THE_NEXT",
    "storage/weekly_sent.py: _APART",
    "bot/commands/doctor_certificates.py: SOON",
    "bot/commands/doctor_machine.py: BACKUP_OLD",
    "bot/desk/server.py: AHEAD",
}


def test_a_number_of_days_is_the_councils_or_named_as_technical() -> None:
    found = {f"{file.relative_to(ROOT)}: {name}" for file in _files() for name in _numbers(file)}
    assert found - TECHNICAL == set()


def _files() -> Iterator[Path]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            if not any(out in file.parents for out in LEFT_OUT):
                yield file


def _numbers(file: Path) -> Iterator[str]:
    """Each by the constant that it is the value of, with a comment above; or by its line, which nothing lists."""
    text = file.read_text()
    lines = text.splitlines()
    for node in ast.parse(text).body:
        name = _named(node)
        for number in ast.walk(node):
            if not _is_number_of_days(number, name):
                continue
            commented = _is_commented(lines, node.lineno - 2)
            yield name if name and commented else f"line {getattr(number, 'lineno', node.lineno)}"


def _is_commented(lines: list[str], above: int) -> bool:
    """One comment may stand above several constants."""
    while ": Final = " in lines[above]:
        above -= 1
    return lines[above].startswith("#:")


def _named(node: ast.stmt) -> str:
    return node.target.id if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else ""


def _is_number_of_days(node: ast.AST, name: str) -> bool:
    """More than the next day, or the one before."""
    match node:
        case ast.AnnAssign(value=ast.Constant(value=int())):
            return bool(OF_DAYS.fullmatch(name))
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=args, keywords=keywords):
            counted = called in COUNTED
            given = [(k.arg or "", k.value) for k in keywords if counted]
            given += [("days", one) for one in args if counted]
            return any(unit in UNITS and _at_least_two(value, unit) for unit, value in given)
        case _:
            return False


def _at_least_two(value: ast.expr, unit: str) -> bool:
    number = value.operand if isinstance(value, ast.UnaryOp) else value
    if not isinstance(number, ast.Constant) or not isinstance(number.value, int):
        return False
    return number.value > 1 or (unit != "days" and number.value > 0)
