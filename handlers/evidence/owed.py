"""Everything that was owed in a period, with what became of it, whether or not it was ever asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from handlers.shared.awaiting_outcome import unknown_reviews
from handlers.shared.records import disagreed_later, read_disagreed_later
from handlers.shared.what_was_met import never_asked
from policy.duties.away import worked
from policy.facts import FactRef, Facts, PersonFacts
from policy.obligations import Explanation, Obligation, State, is_overdue
from policy.outcomes import Area, DutyOutcome, area, each_date, each_window, outcome
from policy.was_due import due_after
from policy.windows import KINDS
from storage import duties, evidence, leaving
from storage.duties import KeptObligation
from storage.evidence import PossibleExplanation
from storage.facts import load
from storage.work import Work

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwedInPeriod:
    """One obligation, or one window of it. ``met_by``: the fact that met it."""

    obligation: Obligation
    outcome: DutyOutcome
    met_by: str | None


def owed_in(work: Work, first: date, last: date, of: Collection[int] | None = None) -> Iterator[OwedInPeriod]:
    """What was due in the period, each window for itself, and what was due before it and is owed still; not
    the review of a plan of which nobody said when the last was. ``of``: what is about these people alone, or a case
    that one of them held last and nobody holds."""
    cases = [i for i, worker in leaving.last_held(work).items() if of is None or worker in of]
    owed = duties.owed_in(work, first, last, of, cases)
    read_disagreed_later(work, [k.obligation for k in owed if k.by_silence])
    unknown = unknown_reviews(work, owed)
    known = [k for k in owed if k.id not in unknown]
    for kept in known:
        met_by = FactRef(*kept.met_by.split(":", 1)) if kept.met_by else None
        for one in each_window(kept.obligation._replace(met_on=kept.met_on, met_by=met_by)):
            yield from _owed(work, one, kept.met_by, last)
    for o in _went_by(work, known, first, last):
        yield from _owed(work, o, None, last)
    for o in never_asked(work, evidence.subjects(work, last, of)):
        if o.due and first <= o.due:
            yield from _owed(work, o, str(o.met_by), last)


def _owed(work: Work, o: Obligation, met_by: str | None, last: date) -> Iterator[OwedInPeriod]:
    found = outcome(o, work.today)
    if found is DutyOutcome.SILENCE and disagreed_later(work, o):
        found = DutyOutcome.REFUSED
    if found and area(o) and o.due and o.due <= last:
        yield OwedInPeriod(o, found, met_by)


def _went_by(work: Work, owed: Iterable[KeptObligation], first: date, last: date) -> Iterator[Obligation]:
    """Each later date in the period on which somebody's supervision was asked while an earlier was owed still: a week
    without it, where it is asked every week, then two."""
    late = [k for k in owed if _is_late_by_dates(work, k)]
    facts = {f.subject: f for f in load(work, {k.obligation.key.subject for k in late})}
    dates = [o for k in late for o in _later_dates(work, facts[k.obligation.key.subject], k, last)]
    asked = [o for o in dates if o.due and first <= o.due]
    since = min((o.started for o in asked), default=first)
    said = (
        evidence.explanations(work, {o.worker_id for o in asked if o.worker_id}, since, last) if asked else {}
    )
    for o in asked:
        away = any(_lasts(work, one, o) for one in said.get(o.worker_id or 0, []) if one.what == "away")
        yield o._replace(state=State.MISSED, ended=Explanation.AWAY) if away else o._replace(ended=None)


def _is_late_by_dates(work: Work, kept: KeptObligation) -> bool:
    """Supervision that was asked by a day, and not by the end of a month or the like."""
    o = kept.obligation
    over = kept.met_on or work.today
    asked = area(o) is Area.SUPERVISION and not kept.missed and o.key.fact.kind not in KINDS
    return asked and is_overdue(o.due, over)


def _later_dates(work: Work, facts: Facts, kept: KeptObligation, last: date) -> Iterator[Obligation]:
    """None past the period: each is an assessment of its own."""
    assert isinstance(facts, PersonFacts)
    after = partial(due_after, work.config.versions, work.calendar, facts, kept.obligation.key.duty)
    return each_date(kept.obligation, after, min(kept.met_on or work.today, last + _DAY))


def _lasts(work: Work, away: PossibleExplanation, o: Obligation) -> bool:
    """They were away on every working day of it."""
    due = o.due or o.started
    before, after = (
        (o.started - _DAY, min(away.first - _DAY, due)),
        (max(away.last or due, o.started - _DAY), due),
    )
    return not worked(work.calendar, *before) and not worked(work.calendar, *after)
