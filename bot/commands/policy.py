"""``policy check`` and ``policy list``: a rule set file proved, and the shipped ones."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

import policy
from bot.clock import SystemClock
from policy.check import Report
from policy.check import check as checked
from policy.loader import RuleSetError, load
from policy.ruleset import RuleSet

SHIPPED = Path(policy.__file__).parent / "rulesets"

console = Console(soft_wrap=True, highlight=False)


def check(file: str) -> int:
    """Proves a rule set: a file, or a shipped one by its name. Exit code 0 for a good one, 1 for faults."""
    path = Path(file) if Path(file).is_file() else SHIPPED / f"{file}.yaml"
    if not path.is_file():
        console.print(f"There is no file '{escape(file)}', and no shipped rule set of that name.")
        console.print(f"Shipped: {', '.join(_names())}.")
        return 1
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        console.print(f"{escape(path.name)}: not UTF-8 text (byte {error.start}). Save it as UTF-8.")
        return 1
    report = checked(text, path.name, SystemClock().now().astimezone(ZoneInfo("Europe/London")).date())
    _show(report)
    return 0 if report.good else 1


def show_shipped() -> int:
    """Lists the shipped rule sets: name, council, version, how much they hold."""
    for name in _names():
        try:
            rules = load((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"), name)
        except RuleSetError as error:
            console.print(f"[bold]{name}[/bold]: cannot be read ({len(error.faults)} faults)")
            return 1
        console.print(f"[bold]{name}[/bold]  {escape(_summary(rules))}")
    return 0


def _summary(rules: RuleSet) -> str:
    counts = f"{len(rules.rules)} rules, {len(rules.parts)} parts of forms, {len(rules.guidance)} texts"
    return f"{rules.council}: {rules.title}, version {rules.version} ({counts})"


def _names() -> list[str]:
    return sorted(p.stem for p in SHIPPED.glob("*.yaml"))


def _show(report: Report) -> None:
    first, *rest = report.lines()
    console.print(escape(first), style="bold green" if report.good else "bold red")
    for line in rest:
        console.print(escape(line), style="bold" if line and not line.startswith(" ") else "")
