"""What falls due for a supervisee that a session would serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards.sessions import limits
from policy.facts import SessionKind, Subject, SubjectKind
from policy.ruleset import Duty
from storage import cases, duties
from storage.people import Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Falls:
    """Something that falls due for a supervisee: in words, its last day and the day to aim at."""

    what: str
    due: date
    target: date | None


def falls_due(work: Work, supervisee: Person, kind: SessionKind) -> list[Falls]:
    """What a session of this kind would serve: the person's supervision and, of a case session, each case."""
    mine = cases.allocated_to(work, supervisee.id) if kind is not SessionKind.PERSONAL else []
    words = {c.subject: limits.discuss(c.reference) for c in mine}
    person = Subject(SubjectKind.PERSON, supervisee.id)
    words[person] = limits.supervise(supervisee.name)
    return [
        Falls(words[k.obligation.key.subject], k.obligation.due, k.obligation.target)
        for k in duties.open_about(work, list(words))
        if k.obligation.due and k.obligation.key.duty in (Duty.SUPERVISE, Duty.DISCUSS)
    ]
