"""Open cases that have no date because nobody said how often their plan is reviewed: by kind, and what brings it."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from bot.commands.findings import some
from cards.words import plural
from storage import health
from storage.work import Work

REMEDY: Final = (
    "Bring plan_every_months of these cases (docs/import.md, cases), or say it when the case is next discussed: until "
    "then the bot reminds nobody of them."
)


def without_interval(work: Work) -> str:
    """Empty where each has a date."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for reference, service, categories in health.cases_without_interval(work):
        kinds[", ".join((service, *categories.split()))].append(reference)
    total = sum(map(len, kinds.values()))
    said = "; ".join(f"{kind}: {some(references)}" for kind, references in sorted(kinds.items()))
    which = "without a date until it is known how often the plan is reviewed"
    return f"{plural('open case', total)} {which}: {said}." if total else ""
