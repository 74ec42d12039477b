"""What was done, when, and by when it was due: of one case or person, of what somebody answered for, of everything.

What stands in the tables stays as it was told to people at the time. What was done before it was ever asked, such as a
record that came in one file with its session, or the supervision of a month while an earlier one was owed still, was
never a row: an assessment of today says by when it was due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.shared.redaction import exported
from policy.facts import Subject
from policy.obligations import Obligation, State
from policy.was_due import was_due
from storage import answered_for, council, duties, evidence, supervision
from storage.duties import KeptObligation
from storage.facts import load_whole
from storage.obligations import batched
from storage.work import Work

#: How far back one looks.
BACK: Final = timedelta(days=92)
#: Subjects assessed at a time.
BATCH: Final = 500


def never_asked(work: Work, subjects: Collection[Subject], first: date = date.min) -> Iterator[Obligation]:
    """What was met about these from a day on, had a day itself and is in no row."""
    for batch in batched(sorted(subjects), BATCH):
        known = evidence.keys(work, batch)
        for facts in load_whole(work, batch):
            for o in work.config.versions.assess(work.calendar, facts, work.today).obligations:
                if o.state is State.MET and (o.met_on or date.min) >= first and o.key not in known:
                    due = was_due(work.config.versions, work.calendar, facts, o)
                    yield from [o._replace(due=due)] if due else []


def about(work: Work, subject: Subject, most: int) -> list[KeptObligation]:
    """What was met or missed about one subject, the latest first."""
    return _latest(work, duties.met_about(work, subject, since(work), most), [subject], most)


def by(work: Work, person_id: int, most: int) -> list[KeptObligation]:
    """What was met or missed and was this person's to answer for, the latest first."""
    mine = supervision.supervised_since(work, person_id, since(work))
    kept = answered_for.met_by(work, person_id, since(work), most)
    theirs = evidence.theirs(work, {person_id, *mine}, _from(work))
    return _latest(work, kept, theirs, most, answered=person_id)


def everything(work: Work, most: int) -> list[KeptObligation]:
    """All that was met or missed, the latest first."""
    return _latest(work, duties.met_since(work, since(work), most), evidence.subjects(work, work.today), most)


def since(work: Work) -> date:
    return work.today - BACK


def began(work: Work) -> date | None:
    """The bot's first day, where one looks no further back: what was done before is history, nobody was asked for
    it."""
    found = council.council(work)
    return found.started_on if found and found.started_on > since(work) else None


def _from(work: Work) -> date:
    return began(work) or since(work)


def _latest(
    work: Work,
    kept: Sequence[KeptObligation],
    subjects: Collection[Subject],
    most: int,
    *,
    answered: int | None = None,
) -> list[KeptObligation]:
    """``answered``: of what was never asked, what was this person's to answer for."""
    found = enumerate(never_asked(work, subjects, _from(work)), 1)
    unasked = [KeptObligation(-n, o, o.state, str(o.met_by), o.met_on, None) for n, o in found]
    if answered is not None:
        in_order = sorted(unasked, key=lambda k: k.over_on or date.min)
        unasked = list(answered_for.answered_then(work, in_order, answered))
    every = [replace(k, obligation=exported(work, k.obligation)) for k in (*kept, *unasked)]
    return sorted(every, key=lambda k: (k.over_on or date.min, k.id), reverse=True)[:most]
