"""What was missed of people's windows in the last year, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from cards.shared import windows
from handlers.shared import obligation_words
from policy.facts import Subject, SubjectKind
from policy.obligations import Key, Obligation
from policy.ruleset import Duty
from storage import duties, unanswered_sessions
from storage.duties import KeptObligation
from storage.work import Work

#: How much of the past an answer shows: a page's worth; the report shows any period.
_A_YEAR: Final = timedelta(days=366)


def a_year_back(work: Work) -> date:
    """The day from which what was held and missed is shown."""
    return work.today - _A_YEAR


def missed_lines(work: Work, worker_ids: Sequence[int]) -> list[str]:
    """By person and duty, and how much was past before the bot began."""
    said: dict[str, list[str]] = {}
    found = duties.missed(work, worker_ids, a_year_back(work))
    words = obligation_words.describe(work, found)
    for kept in found:
        said.setdefault(words[kept.id], []).append(named(work, kept))
    before = duties.before_bot(work, worker_ids)
    past = [windows.before_bot([k.obligation.due for k in before if k.obligation.due])] if before else []
    return [windows.all_missed(what, names) for what, names in said.items()] + past


def named(work: Work, kept: KeptObligation) -> str:
    """What was missed, in words. Of a person's windows none is until it is known; a case's day that was put off is."""
    return windows.missed(kept.obligation, _may_have_met(work, kept))


def _may_have_met(work: Work, kept: KeptObligation) -> date | None:
    """The last session before what was decided for the case put it off, of which nobody has said whether it took
    place."""
    o = kept.obligation
    if o.key.subject.kind is not SubjectKind.CASE or o.worker_id is None:
        return None
    over = unanswered_sessions.latest(work, [o.worker_id])
    days = [day for _, one in over for day in (*one.before, one.on)]
    until = _put_off_on(work, o) if days else work.today
    return max((day for day in days if o.started <= day < until), default=None)


def _put_off_on(work: Work, o: Obligation) -> date:
    """Where it has been met since, what was decided isn't said any more."""
    found = duties.open_about(work, [o.key.subject], o.key.duty)
    steps = (step for kept in found for step in kept.obligation.derivation if step.op == "was_late")
    return next((step.on for step in steps if step.result == o.due and step.on), work.today)


def missed_windows(work: Work, worker_ids: Sequence[int]) -> dict[int, list[str]]:
    """By person, the windows of their supervision that ended without it: also those that went by while an earlier one
    is still owed."""
    found: dict[int, list[str]] = {}
    for kept in duties.missed(work, worker_ids, a_year_back(work)):
        o = kept.obligation
        if o.worker_id and o.key.kind_of_duty == Duty.SUPERVISE:
            found.setdefault(o.worker_id, []).append(windows.missed(o))
    owed = duties.all_open_about(work, [Subject(SubjectKind.PERSON, i) for i in worker_ids])
    for o in (kept.obligation for some in owed.values() for kept in some):
        gone = windows.gone_by(o.derivation)
        if gone and o.worker_id and o.key.kind_of_duty == Duty.SUPERVISE:
            found.setdefault(o.worker_id, []).extend(gone)
    return found


def missed_in_a_row(work: Work, kept: KeptObligation) -> list[KeptObligation]:
    """A window that was missed, and those right after it that were missed too: while it was open they counted in it."""
    first = kept.obligation
    rows = duties.missed(work, [first.worker_id], first.due) if first.worker_id and first.due else []
    later = {k.obligation.started: k for k in rows if _alike(k.obligation.key, first.key)}
    found = [kept]
    while (due := found[-1].obligation.due) and (after := later.get(due + timedelta(days=1))):
        found.append(after)
    return found


def _alike(one: Key, other: Key) -> bool:
    return (one.duty, one.subject, one.fact.kind) == (other.duty, other.subject, other.fact.kind)
