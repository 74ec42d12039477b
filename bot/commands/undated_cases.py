"""Open cases that have no date, by kind: of one kind they have one cause, mostly a word of the mapping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from bot.commands.case_names import case_names
from cards.formats import plural
from storage import health
from storage.importing.applied.writing import Result
from storage.work import Work

#: So many of each kind are named.
_NAMED: Final = 3
WITHOUT_RULE: Final = "for which the policy has no rule"
WITHOUT_INTERVAL: Final = "without a date until it is known how often the plan is reviewed"
REMEDY: Final = (
    "Bring plan_every_months of these cases (docs/import.md, cases), or say it when the case is next discussed: until "
    "then the bot reminds nobody of them."
)
#: Of which it is known, so that nobody is told to bring it.
BEYOND_LIMIT: Final = "without a date, whose plan is reviewed less often than the policy has a rule for"
BEYOND_REMEDY: Final = (
    "Look whether plan_every_months is a slip; else ask the policy's owner how often such a case is discussed: until "
    "then the bot reminds nobody of it."
)


def waiting(work: Work) -> Iterator[tuple[str, str]]:
    """Which have no date for want of how often their plan is reviewed, and what to do; nothing where each has one."""
    if said := by_kind(WITHOUT_INTERVAL, shown(work, health.cases_without_interval(work))):
        yield said, REMEDY
    if said := by_kind(BEYOND_LIMIT, shown(work, health.cases_beyond_interval(work))):
        yield said, BEYOND_REMEDY


def undated(result: Result) -> Iterator[str]:
    """Of the new cases of a dry run: while a word of the mapping is still easily another."""
    if said := by_kind(WITHOUT_RULE, result.undated.without_rule):
        yield f"{said} Look whether the mapping gives them the right service and categories."
    if said := by_kind(WITHOUT_INTERVAL, result.undated.without_interval):
        yield f"{said} Bring plan_every_months of these cases (docs/import.md, cases)."
    if said := by_kind(BEYOND_LIMIT, result.undated.beyond_limit):
        yield f"{said} {BEYOND_REMEDY}"


def shown(work: Work, cases: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The same, each called as it may be shown."""
    names = case_names(work, [reference for reference, _, _ in cases])
    return [(names[reference], service, kinds) for reference, service, kinds in cases]


def by_kind(which: str, cases: Sequence[tuple[str, str, str]]) -> str:
    """Of these, each with its service and categories: how many, and of each kind how many and which, most first; empty
    where there are none."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for reference, service, categories in cases:
        kinds[", ".join((service, *categories.split()))].append(reference)
    most_first = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    said = "; ".join(f"{kind}: {_some(references)}" for kind, references in most_first)
    return f"{plural('open case', len(cases))} {which}: {said}." if cases else ""


def _some(references: Sequence[str]) -> str:
    named = ", ".join(references[:_NAMED])
    more = len(references) - _NAMED
    return f"{len(references):,} ({named} and {more:,} more)" if more > 0 else named
