"""How what a policy asks of a person now and then is recorded by whoever answers for it."""

from __future__ import annotations

from cards.model import Button
from cards.people import milestone as cards_milestone
from cards.people.milestone import AuditCase
from policy.requests import RequestKind
from policy.ruleset import AGREEMENTS
from storage import audit_draws, people, requests
from storage.audit_draws import DrawView
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.work import Work


def short_name(kept: KeptObligation) -> str:
    """As the rule set calls it: ``pdr``."""
    return kept.obligation.key.duty.partition(":")[2]


def record_buttons(work: Work, kept: KeptObligation) -> list[Button]:
    """How it is recorded by whoever answers for it."""
    o = kept.obligation
    if audit_draws.number_drawn(work.rule_of(o)):
        return audit_buttons(work, kept)
    if short_name(kept) in AGREEMENTS:
        who = people.person(work, o.key.subject.id)
        if o.holder_id and requests.open_between(work, RequestKind.SIGN, who.id, o.holder_id):
            return []  # one waits for an answer
        return [cards_milestone.start_agreement_button(who.staff_number)]
    return [cards_milestone.record_button(kept.id)]


def audit_case(work: Work, view: DrawView) -> AuditCase:
    case = view.case
    where = (view.drawn_on, view.place, view.of, view.done_on)
    return AuditCase(case.reference, case.id, view.id, *where, held=takes_points(work, case))


def takes_points(work: Work, case: CaseView) -> bool:
    """Whether what an audit found can come up in supervision: it is open, and somebody holds it."""
    return case.is_open(work.today) and case.worker_id is not None


def audit_buttons(work: Work, kept: KeptObligation) -> list[Button]:
    """For every case of this manager's team that was drawn and not yet audited."""
    drawn = audit_draws.not_done(work, kept.obligation.key.subject.id)
    return [b for d in drawn[:3] for b in cards_milestone.audit_buttons(audit_case(work, d))]
