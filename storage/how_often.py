"""How often the policy asks for somebody's supervision, by what is stored of them."""

from __future__ import annotations

from policy.facts import PersonFacts, Subject, SubjectKind
from policy.how_often import asked_every
from policy.periods import Period
from storage.facts import load
from storage.work import Work


def asked_of(work: Work, person_id: int) -> Period | None:
    """Today; None where it leaves that to what is agreed, or says nothing for them."""
    [facts] = load(work, [Subject(SubjectKind.PERSON, person_id)])
    assert isinstance(facts, PersonFacts)
    return asked_every(work.rules, work.calendar, facts, work.today)
