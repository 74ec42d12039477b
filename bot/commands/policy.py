"""``policy …``: a rule set proved, read back in plain English, begun, compared; the shipped ones listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

import policy
from bot.clock import SystemClock
from cards.formats import plural
from policy.check import Report
from policy.check import check as checked
from policy.explain import explain as explained
from policy.loader import RuleSetError, load
from policy.rows import page
from policy.ruleset import RuleSet
from policy.schema import schema
from policy.versions import RuleBook

ROOM: Final = Path(policy.__file__).parent
SHIPPED: Final = ROOM / "rulesets"
START: Final = ROOM / "start.yaml"
SCHEMA: Final = SHIPPED / "schema.json"
ROWS: Final = ROOM.parent / "docs" / "rules-by-row.md"

console = Console(soft_wrap=True, highlight=False)


def check(file: str) -> int:
    """Proves a rule set: a file, or a shipped one by its name. Exit code 0 for a good one, 1 for faults."""
    found = _read(file)
    if found is None:
        return 1
    report = checked(*found, SystemClock().now().astimezone(ZoneInfo("Europe/London")).date())
    _show(report)
    return 0 if report.good else 1


def explain(file: str, rule: str = "") -> int:
    """Prints a rule set, or one entry of it, in plain English; 1 for a file with faults or an entry there isn't."""
    rules = _loaded(file)
    if rules is None:
        return 1
    lines = explained(rules, rule)
    if not lines:
        console.print(f"'{escape(rule)}' is no entry of this rule set.")
    for line in lines:
        console.print(escape(line), style="bold" if line and not line.startswith(" ") else "")
    return 0 if lines else 1


def new(file: str) -> int:
    """Writes a commented start to a file that isn't there yet."""
    path = Path(file)
    if path.exists():
        console.print(f"'{escape(file)}' is there already: nothing was written.")
        return 1
    path.write_text(START.read_text(encoding="utf-8"), encoding="utf-8")
    console.print(f"Written to {escape(file)}. Change it, then: python app.py policy check {escape(file)}")
    return 0


def generated() -> dict[Path, str]:
    """What is made from the rule sets and the model, by file."""
    rule_sets = [_shipped(name) for name in _names()]
    return {
        ROWS: page(sorted(rule_sets, key=lambda r: "BYSCM".index(r.rules[0].id[0]))),
        SCHEMA: json.dumps(schema(), indent=1, ensure_ascii=False) + "\n",
    }


def make() -> int:
    """Writes docs/rules-by-row.md and the JSON Schema afresh."""
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
        console.print(f"Written: {path.name}")
    return 0


def diff(old: str, new: str, database: str) -> int:
    """Compares two rule sets, each alone or a list of its versions, on the imported data as of today; of the
    database only the trail is written."""
    from bot.commands.policy_diff import show

    before, after = _book(old), _book(new)
    return 1 if before is None or after is None else show(console, before, after, database)


def _book(files: str) -> RuleBook | None:
    """The versions that a list names, separated by commas as in SUPERVISION_RULES; a sentence where there are none."""
    versions = [_loaded(file.strip()) for file in files.split(",") if file.strip()]
    try:
        return None if None in versions else RuleBook([one for one in versions if one])
    except ValueError as error:
        console.print(f"{escape(files)}: {escape(str(error))}.")
        return None


def _read(file: str) -> tuple[str, str] | None:
    """A file's text and name; a sentence instead where there is none, or it cannot be read."""
    path = Path(file) if Path(file).is_file() else SHIPPED / f"{file}.yaml"
    if not path.is_file():
        console.print(f"There is no file '{escape(file)}', and no shipped rule set of that name.")
        console.print(f"Shipped: {', '.join(_names())}.")
        return None
    try:
        return path.read_text(encoding="utf-8"), path.name
    except UnicodeDecodeError as error:
        console.print(f"{escape(path.name)}: not UTF-8 text (byte {error.start}). Save it as UTF-8.")
        return None


def _loaded(file: str) -> RuleSet | None:
    found = _read(file)
    if found is None:
        return None
    try:
        return load(*found)
    except RuleSetError as error:
        console.print(f"{escape(error.name)}: {len(error.faults)} faults. See: policy check {escape(file)}")
        return None


def show_shipped() -> int:
    """Lists the shipped rule sets: name, council, version, how much they hold."""
    for name in _names():
        try:
            rules = _shipped(name)
        except RuleSetError as error:
            console.print(f"[bold]{name}[/bold]: cannot be read ({len(error.faults)} faults)")
            return 1
        console.print(f"[bold]{name}[/bold]  {escape(_summary(rules))}")
    return 0


def _summary(rules: RuleSet) -> str:
    parts = plural("part", len(rules.parts))
    counts = f"{plural('rule', len(rules.rules))}, {parts} of forms, {plural('text', len(rules.guidance))}"
    return f"{rules.council}: {rules.title}, version {rules.version} ({counts})"


def _shipped(name: str) -> RuleSet:
    path = SHIPPED / f"{name}.yaml"
    return load(path.read_text(encoding="utf-8"), path.name)


def _names() -> list[str]:
    return sorted(p.stem for p in SHIPPED.glob("*.yaml"))


def _show(report: Report) -> None:
    first, *rest = report.lines()
    console.print(escape(first), style="bold green" if report.good else "bold red")
    for line in rest:
        console.print(escape(line), style="bold" if line and not line.startswith(" ") else "")
