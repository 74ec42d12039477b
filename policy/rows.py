"""Which row of a policy is what: a rule, a part of a form, a limit or guidance. Makes docs/rules-by-row.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy.ruleset import RuleSet

Entry = tuple[str, str, str]

HEAD: Final = """\
# The five policies, row by row

Made by `python app.py policy make`; change the rule sets, not this page.

A row is a line of our reading of a policy. Each is a **rule** that creates obligations, a **part** of a form, agenda or
record, a **limit** that warns, or **guidance** shown at a named moment. A row may be several.
"""


def entries(rules: RuleSet) -> Iterator[Entry]:
    """Every entry of a rule set: id, what it is, title."""
    for rule in rules.rules:
        yield rule.id, f"rule ({rule.key.replace('_', ' ').replace(':', ': ')})", rule.title
    for limit in rules.limits:
        yield limit.id, "limit", limit.title
    for part in rules.parts:
        yield part.id, f"part ({part.form.replace('_', ' ')})", part.title
    for text in rules.guidance:
        yield text.id, f"guidance ({text.moment.replace('_', ' ')})", text.title


def by_row(rules: RuleSet) -> dict[str, list[Entry]]:
    """Entries by the row they belong to (B13.form to B13), in the rows' order."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(rules):
        found[entry[0].split(".")[0]].append(entry)
    return dict(sorted(found.items(), key=lambda pair: _number(pair[0])))


def _number(row: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\D*)(\d+)", row)
    return (found[1], int(found[2])) if found else (row, 0)


def page(rule_sets: Sequence[RuleSet]) -> str:
    """docs/rules-by-row.md as text."""
    tables = [
        f"\n## {rules.council}\n\n| row | what it is | clause |\n|---|---|---|\n{_table(rules)}"
        for rules in rule_sets
    ]
    total = sum(len(by_row(rules)) for rules in rule_sets)
    return f"{HEAD}\n{total} rows.\n" + "".join(tables)


def _table(rules: RuleSet) -> str:
    clauses = dict(_clauses(rules))
    lines = (
        f"| {row} | {_entries(found)} | {_cell(clauses[found[0][0]])} |"
        for row, found in by_row(rules).items()
    )
    return "\n".join(lines) + "\n"


def _clauses(rules: RuleSet) -> Iterator[tuple[str, str]]:
    yield from ((r.id, r.clause or "") for r in rules.rules)
    yield from ((p.id, p.clause) for p in rules.parts)
    yield from ((g.id, g.clause) for g in rules.guidance)
    yield from ((one.id, one.clause) for one in rules.limits)


def _entries(found: Iterable[Entry]) -> str:
    return "<br>".join(f"**{what}** {_cell(title)}" for _, what, title in found)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
