"""What whoever covered for somebody is still asked for, once they are back."""

from __future__ import annotations

from collections.abc import Iterator

from cards.shared.still_with import StillWith
from handlers.shared import obligation_words
from storage import absences, answering, people, sessions
from storage.absences import AbsenceView
from storage.duties import KeptObligation
from storage.with_covers import with_covers
from storage.work import Work


def still_with(work: Work, supervisor_id: int) -> list[StillWith]:
    """Of whatever absence."""
    return list(_named(work, with_covers(work, supervisor_id)))


def still_with_since(work: Work, view: AbsenceView) -> list[StillWith]:
    """Of the sessions of one absence, or of the stretch of which it is a part: what was left of those before was told
    then."""
    kept, stretch = with_covers(work, view.person.id), absences.stretch(work, view)
    days = {v.id: v.on for v in sessions.sessions(work, [k.obligation.key.subject.id for k in kept])}
    inside = [k for k in kept if any(one.covers(days[k.obligation.key.subject.id]) for one in stretch)]
    return list(_named(work, inside))


def _named(work: Work, kept: list[KeptObligation]) -> Iterator[StillWith]:
    """Each with who is asked today."""
    asked = [answering.who_answers(work, k.obligation) for k in kept]
    names, lines = people.people(work, asked), obligation_words.lines(work, kept)
    return (StillWith(names[who].name, line) for who, line in zip(asked, lines, strict=True) if who)
