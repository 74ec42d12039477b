"""How what a policy asks of a person now and then is recorded by whoever answers for it."""

from __future__ import annotations

from cards.model import Button, Text
from cards.people import milestone as cards_milestone
from cards.people.milestone import AuditCase
from cards.shared import waited
from policy.requests import RequestKind
from policy.ruleset import AGREEMENTS, Duty
from storage import agreements, audit_draws, people, requests, supervision
from storage.audit_draws import DrawView
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.requests import RequestView
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
        if _sent(work, kept):
            return []
        return [cards_milestone.start_agreement_button(who.staff_number)]
    return [cards_milestone.record_button(kept.id)]


def starts_agreement(work: Work, supervisee: int, reader: int) -> tuple[Button, ...]:
    """For either of the two in the line, while none waits to be signed."""
    above = supervision.line_supervisor(work, supervisee)
    if above is None or reader not in (supervisee, above) or agreements.pair(work, supervisee, above) is None:
        return ()
    if requests.open_between(work, RequestKind.SIGN, supervisee, above):
        return ()
    other = people.person(work, above if reader == supervisee else supervisee)
    return (cards_milestone.start_agreement_button(other.staff_number),)


def _sent(work: Work, kept: KeptObligation) -> list[RequestView]:
    """Agreements of the two that wait for an answer."""
    o = kept.obligation
    if o.key.kind_of_duty != Duty.MILESTONE or short_name(kept) not in AGREEMENTS or not o.holder_id:
        return []
    return requests.open_between(work, RequestKind.SIGN, o.key.subject.id, o.holder_id)


def how_it_waits(work: Work, kept: KeptObligation, reader_id: int | None) -> tuple[Text, ...]:
    """Of an agreement that one of the two has sent: who signed it, and whose answer it waits for."""
    sent = _sent(work, kept)
    names = people.people(work, [i for one in sent for i in (one.asked_by, one.asked_of) if i != reader_id])
    named = {i: person.name for i, person in names.items()}
    return tuple(
        waited.to_be_signed(named.get(one.asked_by, ""), named.get(one.asked_of, ""), one.asked_on)
        for one in sent
    )


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
