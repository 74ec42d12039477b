"""To whom the policy leaves it how often somebody is supervised: their agreement, or another body (Y5, Y6, S24)."""

from __future__ import annotations

from cards.model import Button
from cards.people import frequency as words
from handlers.shared.milestone_buttons import starts_agreement
from policy.facts import Subject, SubjectKind
from policy.obligations import Obligation, Waiting
from policy.ruleset import Duty
from storage import answering, duties, people, supervision
from storage.work import Work


def frequency_deciders(work: Work, person_id: int) -> list[str]:
    """As the rules about this person's supervision name them; nobody where the policy alone says it."""
    found = duties.open_about(work, [Subject(SubjectKind.PERSON, person_id)])
    rules = [work.rule_of(k.obligation) for k in found if k.obligation.key.duty.startswith(Duty.SUPERVISE)]
    named = [row.yields_to for rule in rules if rule for row in rule.rows if row.yields_to]
    return list(dict.fromkeys(named))


def may_record(work: Work, reader_id: int, person_id: int) -> bool:
    """Whoever supervises them, and administrators."""
    return people.person(work, reader_id).administrator or reader_id in answering.supervisors_of(
        work, person_id
    )


def not_set(work: Work, o: Obligation, reader_id: int | None) -> str:
    """Of what waits for another body: which, and who records what it sets; empty of anything else."""
    rule = work.rule_of(o) if o.waiting_for is Waiting.SET_ELSEWHERE and o.worker_id else None
    body = next((row.yields_to for row in rule.rows if row.yields_to), None) if rule else None
    if body is None or o.worker_id is None:
        return ""
    if reader_id and reader_id != o.worker_id and may_record(work, reader_id, o.worker_id):
        return words.not_set(body, words.YOU_RECORD)
    above = supervision.supervisor_now(work, o.worker_id)
    name = people.person(work, above).name if above else ""
    return words.not_set(body, words.records(name) if name else words.AN_ADMINISTRATOR_RECORDS)


def record_buttons(work: Work, o: Obligation, reader_id: int) -> tuple[Button, ...]:
    """Where a date waits for it: for whoever may record what another body sets, and for both of a pair whose agreement
    says it."""
    if o.waiting_for is Waiting.AGREEMENT and o.worker_id:
        return starts_agreement(work, o.worker_id, reader_id)
    person = o.worker_id if o.waiting_for is Waiting.SET_ELSEWHERE else None
    if person is None or person == reader_id or not may_record(work, reader_id, person):
        return ()
    return (words.record_button(person),)
