"""To whom the policy leaves it how often somebody is supervised: their agreement, or another body (Y5, Y6, S24)."""

from __future__ import annotations

from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty
from storage import duties
from storage.work import Work


def frequency_deciders(work: Work, person_id: int) -> list[str]:
    """As the rules about this person's supervision name them; nobody where the policy alone says it."""
    found = duties.open_about(work, [Subject(SubjectKind.PERSON, person_id)])
    rules = [work.rule_of(k.obligation) for k in found if k.obligation.key.duty.startswith(Duty.SUPERVISE)]
    named = [row.yields_to for rule in rules if rule for row in rule.rows if row.yields_to]
    return list(dict.fromkeys(named))
