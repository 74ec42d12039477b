"""What a message that was sent is called once it is settled: by its kind and what it is about, so that no title is
kept."""

from __future__ import annotations

from cards.shared import duty_words, settled_titles
from handlers.shared import obligation_words
from handlers.shared.meetings import meeting
from policy.facts import SubjectKind
from storage import absences, cases, people, sessions
from storage.duties import KeptObligation
from storage.tables import Nudge
from storage.work import MissingRowError, Work


def title(work: Work, nudge: Nudge, kept: KeptObligation | None) -> str:
    """Empty where what it was about is gone."""
    if kept:
        return obligation_words.describe(work, [kept])[kept.id]
    kind, _, number = nudge.about.partition(":")
    try:
        subject = _subject(work, kind, int(number), nudge.recipient_id) if number.isdigit() else ""
    except MissingRowError:
        return ""
    return settled_titles.title(nudge.kind, subject)


def _subject(work: Work, kind: str, number: int, reader_id: int) -> str:
    match kind:
        case SubjectKind.SESSION:
            seen = meeting(work, sessions.session(work, number), people.person(work, reader_id))
            return duty_words.with_one(seen.kind, seen.name, seen.starts.wall.date())
        case SubjectKind.CASE:
            return cases.case(work, number).reference
        case SubjectKind.PERSON:
            return people.person(work, number).name
        case SubjectKind.ABSENCE:
            return absences.absence(work, number).person.name
        case _:
            return ""
