"""What is about somebody and is others' to answer for: their cases' dates, their own supervision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cards.shared.due_lines import DueLine
from handlers.shared import awaiting_outcome, redaction
from policy.ruleset import Duty
from storage import answering, cases, duties
from storage.duties import KeptObligation
from storage.work import Work


def about_me(
    work: Work, person_id: int, others: Sequence[KeptObligation]
) -> tuple[list[KeptObligation], list[DueLine]]:
    """Of what ``others_answer`` for, soonest first: whether a session took place counts as what hangs on it, as it does
    for whoever says it."""
    asked = {question.id for question in awaiting_outcome.questions(work, others).values()}
    found = [k for k in others if k.id not in asked]
    return found, awaiting_outcome.listed(work, found, person_id)


def others_answer(work: Work, person_id: int, concerning: Sequence[KeptObligation]) -> list[KeptObligation]:
    """What is about somebody (``concerning`` them, whoever may read it), or was referred from them, and others answer
    for, soonest first."""
    mine = [
        k
        for k in redaction.readable(work, person_id, concerning)
        if answering.who_answers(work, k.obligation) != person_id
    ]
    return [*mine, *duties.further_up(work, Duty.DECIDE, person_id)]


def my_cases(work: Work, person_id: int) -> tuple[list[KeptObligation], list[DueLine]]:
    """When each case that this person holds is next to be discussed, by its reference, soonest first."""
    held = {c.id: c for c in cases.allocated_to(work, person_id)}
    found = duties.open_about(work, [c.subject for c in held.values()], str(Duty.DISCUSS)) if held else []
    named = [held[k.obligation.key.subject.id].reference for k in found]
    lines = awaiting_outcome.listed(work, found, person_id)
    return found, [replace(line, what=name) for line, name in zip(lines, named, strict=True)]
