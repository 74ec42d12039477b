"""Everything that was owed in a period, with what became of it, whether or not it was ever asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from handlers.shared.awaiting_outcome import unknown_reviews
from handlers.shared.records import disagreed_later, read_disagreed_later
from handlers.shared.what_was_met import never_asked
from policy.facts import FactRef
from policy.obligations import Obligation
from policy.outcomes import DutyOutcome, area, each_window, outcome
from storage import duties, evidence
from storage.work import Work


@dataclass(frozen=True, slots=True)
class OwedInPeriod:
    """One obligation, or one window of it. ``met_by``: the fact that met it."""

    obligation: Obligation
    outcome: DutyOutcome
    met_by: str | None


def owed_in(work: Work, first: date, last: date, of: Collection[int] | None = None) -> Iterator[OwedInPeriod]:
    """What was due in the period, each window for itself, and what was due before it and is owed still; not
    the review of a plan of which nobody said when the last was. ``of``: what is about these people alone."""
    owed = duties.owed_in(work, first, last, of)
    read_disagreed_later(work, [k.obligation for k in owed if k.by_silence])
    unknown = unknown_reviews(work, owed)
    for kept in (k for k in owed if k.id not in unknown):
        met_by = FactRef(*kept.met_by.split(":", 1)) if kept.met_by else None
        for one in each_window(kept.obligation._replace(met_on=kept.met_on, met_by=met_by)):
            yield from _owed(work, one, kept.met_by, last)
    for o in never_asked(work, evidence.subjects(work, last, of)):
        if o.due and first <= o.due:
            yield from _owed(work, o, str(o.met_by), last)


def _owed(work: Work, o: Obligation, met_by: str | None, last: date) -> Iterator[OwedInPeriod]:
    found = outcome(o, work.today)
    if found is DutyOutcome.SILENCE and disagreed_later(work, o):
        found = DutyOutcome.REFUSED
    if found and area(o) and o.due and o.due <= last:
        yield OwedInPeriod(o, found, met_by)
