"""Stretches of the calendar in words, and what became of those that ended without what they asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from cards.formats import day, listing, month, plural
from policy.obligations import Explanation, Obligation, Step
from policy.windows import KINDS

#: What explains one that was missed; away says the same whatever the reason.
EXPLAINED: Final = {
    Explanation.AWAY: "away throughout",
    Explanation.NO_SUPERVISOR: "no supervisor was recorded",
    Explanation.REBOOKED: "made up for inside the limit",
}
_FROM: Final = {"quarter": "the quarter", "service_year": "the year of service", "term": "the term"}


def name(kind: str, first: date) -> str:
    """``November 2026``, ``the quarter from 1 October 2026``."""
    if kind == "year":
        return str(first.year)
    return f"{_FROM[kind]} from {first.day} {month(first)}" if kind in _FROM else month(first)


def gone_by(steps: Iterable[Step]) -> list[str]:
    """Each by its name."""
    return [name(step.fact or "", step.on) for step in steps if step.op == "went_by" and step.on]


def went_by(steps: Iterable[Step]) -> str:
    """Of later windows that ended unmet too; empty for none."""
    names = gone_by(steps)
    return f"{listing(names)} went by too" if names else ""


def missed(o: Obligation, unless: date | None = None) -> str:
    """One that stays on record: ``November 2026 (away throughout)``; what was put off when it was late, by its day.
    ``unless``: the day of a session that may have met it, of which nobody has said whether it took place."""
    said = EXPLAINED.get(o.ended) if isinstance(o.ended, Explanation) else None
    kind = o.key.fact.kind
    which = name(kind, o.started) if kind in KINDS or not o.due else f"what was due by {day(o.due)}"
    if unless:
        return f"{which}, unless the session of {day(unless)} took place: nobody has said so far"
    return f"{which} ({said})" if said else which


def all_missed(what: str, windows: Sequence[str]) -> str:
    """``windows``: those that ended without it, each with what explains it."""
    return f"{what}, missed: {listing(windows)}."


def before_bot(due: Sequence[date]) -> str:
    """Of so many things that were past before the bot's first day, that they aren't asked."""
    return (
        f"{plural('thing', len(due))} fell due before the bot began, the first on {day(min(due))}: not asked."
    )
