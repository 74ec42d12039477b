"""``agreement @person``: the supervisor starts and signs, the supervisee signs, it is recorded (B1–B3, B31, B37)."""

from __future__ import annotations

from collections.abc import Mapping

from cards.model import Form, Option
from cards.people import agreement as cards_agreement
from cards.people import refusals
from cards.people.agreement import AS_AGREED, OFTEN
from cards.people.asks import AgreementForm, AgreementSent, AgreementSigned
from cards.shared.refusals import CHOOSE_ONE
from handlers.notifications.notifier import notify
from handlers.people.notices import AgreementToSign, BothSigned, agreement_stands, reads_policy
from handlers.shared import frequency_deciders
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.meetings import guidance
from handlers.shared.person_lookup import person_meant, resolve_person
from policy.facts import Subject, SubjectKind
from policy.ruleset import AGREEMENT, GuidancePoint
from storage import agreements, outbox, people
from storage.people import Person
from storage.work import Work


def may_start(request: Request[AgreementForm], work: Work) -> bool:
    """Of whom the words mean; whether this policy has agreements, and the words mean somebody else, is for the handler
    to say. Raises Refusal."""
    who = person_meant(work, request.ask.words, request.actor)
    if not work.rules.knows_agreements or who is None or who.id == request.actor.id:
        return True
    return bool(_pair(work, request.actor, who))


def may_send(request: Request[AgreementSent], work: Work) -> bool:
    """Raises Refusal."""
    return bool(_pair(work, request.actor, people.person(work, request.ask.person)))


def may_sign(request: Request[AgreementSigned], work: Work) -> bool:
    """The supervisee, of whom their supervisor is."""
    return agreements.pair(work, request.actor.id, request.ask.by) is not None


def agreement(request: Request[AgreementForm], work: Work) -> ShowForm:
    if not work.rules.knows_agreements:
        raise Refusal(refusals.no_agreement(work.rules.council))
    who, _ = resolve_person(work, request.ask.words, request.actor)
    if who.id == request.actor.id:
        raise Refusal(refusals.WHOSE_AGREEMENT)
    return ShowForm(_form(work, request.actor, who))


def _pair(work: Work, supervisor: Person, supervisee: Person) -> int:
    """The relationship it belongs to. Raises Refusal for anybody but the supervisor: a short cover changes nothing."""
    found = agreements.pair(work, supervisee.id, supervisor.id)
    if found is None:
        raise Refusal(refusals.not_their_supervisor(supervisee.name))
    return found


def _form(work: Work, supervisor: Person, who: Person) -> Form:
    often = agreements.more_often(work, _pair(work, supervisor, who)) or ""
    choices = _choices(work, who)
    options = [Option(value, label[0].upper() + label[1:]) for value, label in choices.items()]
    headings = [h for part in work.rules.part("agreement") for h in part.headings]
    shown = guidance(work, GuidancePoint.AGREEMENT)
    free = choices is AS_AGREED
    reads = reads_policy(work)
    return cards_agreement.form(who.name, who.id, headings, options, often, shown, free=free, reads=reads)


def _choices(work: Work, who: Person) -> Mapping[str, str]:
    """Less often than the policy's own only where its rule for this person yields to the agreement (Y5, S2, S24)."""
    return AS_AGREED if AGREEMENT in frequency_deciders.frequency_deciders(work, who.id) else OFTEN


def send(request: Request[AgreementSent], work: Work) -> ShowForm | Done:
    """The supervisor has chosen how often, and signed; and read the policy, where its agreement says so."""
    who = people.person(work, request.ask.person)
    often, errors = next(iter(request.many("often")), ""), dict[str, str]()
    if reads_policy(work) and "yes" not in request.many("read"):
        errors["read"] = refusals.BOTH_READ
    if often not in _choices(work, who):
        errors["often"] = CHOOSE_ONE
    if errors:
        return with_errors(request, _form(work, request.actor, who), errors)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, who.id)])
    begun = work.now.isoformat()
    notify(work, AgreementToSign(by=request.actor.id, often=often, begun=begun, person=who.id), to=who.id)
    return Done(cards_agreement.sent(who.name))


def sign(request: Request[AgreementSigned], work: Work) -> Done:
    """The supervisee's own signature; then it is recorded."""
    by, often, begun = request.ask.by, request.ask.often, request.ask.begun
    supervisor = people.person(work, by)
    if not agreement_stands(work, request.actor.id, by, begun) or often not in _choices(work, request.actor):
        raise Refusal(refusals.SIGNED_ALREADY)
    agreements.sign(work, _pair(work, supervisor, request.actor), request.actor.id, by, often or None)
    notify(work, BothSigned(often=often, begun=begun, person=request.actor.id), to=by)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, request.actor.id)])
    return Done(cards_agreement.recorded(supervisor.name, guidance(work, GuidancePoint.AGREEMENT)))
