"""What is due of a whole council at a glance: what is late by team, and the soonest; all of it by asking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cards.formats import day, plural
from policy.obligations import is_overdue
from policy.ruleset import Duty

if TYPE_CHECKING:
    from bot.commands.due import OpenObligation

#: So many are listed one by one, without being asked for.
FEW: Final = 60
_UNKNOWN: Final = (
    "beside these: nobody said when the plan was last reviewed, and by the allocation it would be late. Bring "
    "plan_last_reviewed of these cases (docs/import.md, cases), or say it when the case is next discussed."
)
_MORE: Final = (
    "What one person answers for: python app.py due --person STAFF-NUMBER. One case, and why: python app.py due CASE. "
    "All of it, a line each: python app.py due --all."
)
#: As near as what is due soon.
SOON: Final = 7


def print_head(found: Sequence[OpenObligation], today: date) -> None:
    """By the team of whoever answers for it, the latest first."""
    console = Console()
    teams: dict[str, list[OpenObligation]] = defaultdict(list)
    for one in found:
        teams[_team(one)].append(one)
    late = {team: sum(_is_late(one, today) for one in some) for team, some in teams.items()}
    title = f"Due, as of {day(today)}: {len(found):,}, of which {sum(late.values()):,} are late"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for heading in ("Team", "Late", "Case discussions", "Supervision", "Others", f"In {SOON} days"):
        table.add_column(heading)
    for team in sorted(teams, key=lambda one: (-late[one], one)):
        table.add_row(*_row(team, teams[team], today))
    console.print(table)
    unknown = sum(one.unknown for one in found)
    if unknown:
        console.print(f"{plural('plan review', unknown)} {_UNKNOWN}", soft_wrap=True, highlight=False)
    console.print(_MORE, soft_wrap=True, highlight=False)


def _is_late(found: OpenObligation, today: date) -> bool:
    return is_overdue(found.obligation.due, today) and not found.unknown


def _row(team: str, found: Sequence[OpenObligation], today: date) -> tuple[str, ...]:
    late = [one.obligation.key.kind_of_duty for one in found if _is_late(one, today)]
    cases, supervision = late.count(Duty.DISCUSS), late.count(Duty.SUPERVISE)
    until = today + timedelta(days=SOON)
    dues = [one.obligation.due for one in found]
    soon = sum(due is not None and not is_overdue(due, today) and due <= until for due in dues)
    return escape(team), *map(str, (len(late), cases, supervision, len(late) - cases - supervision, soon))


def _team(found: OpenObligation) -> str:
    return (found.answers.team or "no team") if found.answers else "nobody answers for it"
