"""Who records what a rule asks of somebody now and then, and which day it can have been."""

from __future__ import annotations

from datetime import date

from cards.shared import refusals
from policy.ruleset import Role
from storage import answering, people
from storage.duties import KeptObligation
from storage.people import Person
from storage.work import Work


def may_record(work: Work, actor: Person, kept: KeptObligation) -> bool:
    """Whoever answers for it today, and the manager they stand in for; what a supervisor does the line's own may do
    too, cover or not."""
    o = kept.obligation
    own = answering.resolve(work, o.answers, o.worker_id, o.holder_id)
    answers = {own, answering.who_answers(work, o)}
    if o.worker_id and (o.answers == Role.SUPERVISOR or _gone(work, answers)):
        answers |= answering.supervisors_of(work, o.worker_id)
    return actor.id in answers


def _gone(work: Work, answers: set[int | None]) -> bool:
    """Whether nobody who would answer is in post."""
    found = people.people(work, list(answers)).values()
    return not any(p.in_post(work.today) for p in found)


def day_errors(work: Work, who: Person, on: date | None, earliest: date | None = None) -> dict[str, str]:
    if on is None:
        return {"on": refusals.CHOOSE_DAY}
    if on > work.today:
        return {"on": refusals.STILL_TO_COME}
    if who.employed_from and on < who.employed_from:
        return {"on": refusals.before_employed(who.name, who.employed_from)}
    if earliest and on < earliest:
        return {"on": refusals.before_it_counts(earliest)}
    return {}
