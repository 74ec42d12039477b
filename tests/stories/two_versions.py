"""Central Bedfordshire's rule set in two versions, and what the next has in place of what."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.settings import rules_text
from policy.loader import load
from policy.versions import RuleBook
from storage.work import CouncilConfig
from tests.stories.council import config_of

#: The day on which the next version begins.
SWITCH = date(2026, 11, 16)
#: What the next version has in place of what: an interval, a record's time, a reminder, a heading.
NEXT = (
    (
        "all_of: [matched, visits_3_monthly]}\n        every: 3 months",
        "all_of: [matched, visits_3_monthly]}\n        every: 2 months",
    ),
    (
        "within: 5 working days\n    interpretations:\n      - The days count from the session;",
        "within: 3 working days\n    interpretations:\n      - The days count from the session;",
    ),
    (
        "discuss:\n      - {step: soon, when: 5 working days before due",
        "discuss:\n      - {step: soon, when: 8 working days before due",
    ),
    ("headings: [What is worrying me and/or others,", "headings: [What worries me,"),
)


def next_text(running: str) -> str:
    """Central Bedfordshire's rule set as it is from Monday 16 November 2026 (``NEXT``). ``running``: what it does
    with clocks that run."""
    text = rules_text("central-bedfordshire")[0].replace('version: "1"', 'version: "2"')
    text = text.replace("in_force_from: 2020-01-01", f"in_force_from: {SWITCH}\nrunning: {running}")
    for old, new in NEXT:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@cache
def both(running: str) -> CouncilConfig:
    """The shipped version and the next."""
    return config_of(RuleBook([load(*rules_text("central-bedfordshire")), load(next_text(running))]))
