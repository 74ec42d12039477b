"""Everything that was owed in a period, with what became of it.

What stands in the tables stays as it was told to people at the time. What was done before it was ever asked, such as a
record that came in one file with its session, was never a row: an assessment of today says by when it was due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from policy.obligations import Obligation, State
from policy.outcomes import Outcome, area, each_window, outcome
from policy.was_due import was_due
from storage import duties, evidence
from storage.facts import load
from storage.obligations import batched
from storage.work import Work

#: Subjects assessed at a time.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation, or one window of it. ``met_by``: the fact that met it."""

    obligation: Obligation
    outcome: Outcome
    met_by: str | None


def owed_in(work: Work, first: date, last: date, of: Collection[int] | None = None) -> Iterator[Owed]:
    """What was due in the period, each window for itself, and what was due before it and is owed still. ``of``: what is
    about these people alone."""
    for kept in duties.owed_in(work, first, last, of):
        for one in each_window(kept.obligation._replace(met_on=kept.met_on)):
            yield from _owed(work, one, kept.met_by, last)
    for o in _never_asked(work, first, last, of):
        yield from _owed(work, o, str(o.met_by), last)


def _owed(work: Work, o: Obligation, met_by: str | None, last: date) -> Iterator[Owed]:
    found = outcome(o, work.today)
    if found and area(o) and o.due and o.due <= last:
        yield Owed(o, found, met_by)


def _never_asked(work: Work, first: date, last: date, of: Collection[int] | None) -> Iterator[Obligation]:
    """What was met, due from a day on, and is in no row."""
    for batch in batched(evidence.subjects(work, last, of), BATCH):
        known = evidence.keys(work, batch)
        for facts in load(work, batch):
            for o in work.config.versions.assess(work.calendar, facts, work.today).obligations:
                if o.state is State.MET and o.key not in known:
                    due = was_due(work.config.versions, work.calendar, facts, o)
                    if due and first <= due:
                        yield o._replace(due=due)
