"""``agreement @person``: one of the two starts and signs, the other signs or says why not, it is recorded (B1–B3, B31,
B37)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cards.formats import with_capital
from cards.message import message_card
from cards.model import Form, Option
from cards.people import agreement as cards_agreement
from cards.people import refusals
from cards.people.agreement import AS_AGREED, OFTEN
from cards.people.asks import (
    AgreementDeclined,
    AgreementDeclineForm,
    AgreementForm,
    AgreementReason,
    AgreementSent,
    AgreementShown,
    AgreementSigned,
)
from cards.shared.refusals import CHOOSE_ONE
from handlers.notifications.notifier import notify
from handlers.people.agreement_notices import (
    AgreementNotSigned,
    AgreementToSign,
    BothSigned,
    reads_policy,
    stands,
    to_sign,
)
from handlers.shared import frequency_deciders
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.free_text import wrong_texts
from handlers.shared.meetings import guidance
from handlers.shared.permissions import OfRequest
from handlers.shared.person_lookup import person_alone, person_meant
from policy.facts import Subject, SubjectKind
from policy.how_often import every, is_less_often
from policy.periods import Period, parse_period
from policy.requests import RequestKind
from policy.ruleset import AGREEMENT, Duty, GuidancePoint
from storage import agreements, duties, outbox, people, requests, supervision
from storage.how_often import asked_of
from storage.people import Person
from storage.requests import RequestView
from storage.states import RequestAnswer
from storage.work import Work


class _Two(NamedTuple):
    """Whose agreement it is, and the relationship it belongs to."""

    supervisee: Person
    supervisor: Person
    relationship: int


def _two(work: Work, actor: Person, other: Person) -> _Two:
    """Raises Refusal for anybody but the two: a short cover changes nothing."""
    for supervisee, supervisor in ((other, actor), (actor, other)):
        found = agreements.pair(work, supervisee.id, supervisor.id)
        if found is not None:
            return _Two(supervisee, supervisor, found)
    raise Refusal(refusals.not_their_supervisor(other.name))


def may_start(request: Request[AgreementForm], work: Work) -> bool:
    """Of whom the words mean; whether this policy has agreements, and the words mean somebody else, is for the handler
    to say. Raises Refusal."""
    who = person_meant(work, request.ask.words, request.actor)
    if not work.rules.knows_agreements or who is None or who.id == request.actor.id:
        return True
    return bool(_two(work, request.actor, who))


def may_send(request: Request[AgreementSent], work: Work) -> bool:
    """Raises Refusal."""
    return bool(_two(work, request.actor, people.person(work, request.ask.person)))


def agreement(request: Request[AgreementForm], work: Work) -> ShowForm:
    if not work.rules.knows_agreements:
        raise Refusal(refusals.no_agreement(work.rules.council))
    who = person_alone(work, request.ask.words, request.actor, "agreement")
    if who.id == request.actor.id:
        who = _only_supervisor(work, who)
    return ShowForm(_form(work, request.actor, who))


def _only_supervisor(work: Work, actor: Person) -> Person:
    """Whom somebody means who names nobody, supervises nobody and has one supervisor. Raises Refusal for others."""
    line, beside = (
        supervision.line_supervisor(work, actor.id),
        supervision.professional_supervisors(work, actor.id),
    )
    if line is None or beside or supervision.supervises_somebody(work, actor.id):
        raise Refusal(refusals.WHOSE_AGREEMENT)
    return people.person(work, line)


def _form(work: Work, actor: Person, other: Person) -> Form:
    two = _two(work, actor, other)
    asked, free = asked_of(work, two.supervisee.id), _is_free(work, two.supervisee)
    choices = _choices(asked, free=free)
    stands_now = agreements.more_often(work, two.relationship) or ""
    often = stands_now if stands_now in choices else ""
    options = [Option(value, with_capital(label)) for value, label in choices.items()]
    headings = [h for part in work.rules.part("agreement") for h in part.headings]
    waiting = requests.open_between(work, RequestKind.SIGN, actor.id, other.id)
    stand = [cards_agreement.waits(other.name, v.asked_on, mine=v.asked_by == actor.id) for v in waiting]
    shown = [*stand, *guidance(work, GuidancePoint.AGREEMENT)]
    shows, reads = (headings, options, often, shown), reads_policy(work)
    return cards_agreement.form(
        other.name, other.id, *shows, free=free, reads=reads, asked=every(asked) if asked else ""
    )


def _is_free(work: Work, who: Person) -> bool:
    """Whether the policy's rule for this person yields to the agreement (Y5, S2, S24)."""
    return AGREEMENT in frequency_deciders.frequency_deciders(work, who.id)


def _choices(asked: Period | None, *, free: bool) -> Mapping[str, str]:
    """Less often than the policy's own only where its rule for this person yields to the agreement. ``asked``: how
    often it asks for their supervision; None where it leaves that to the two."""
    return {
        often: said
        for often, said in (AS_AGREED if free else OFTEN).items()
        if not (often and is_less_often(parse_period(often), asked))
    }


def send(request: Request[AgreementSent], work: Work) -> ShowForm | Done:
    """Whoever begins has chosen how often, and signed; and read the policy, where its agreement says so."""
    other = people.person(work, request.ask.person)
    two = _two(work, request.actor, other)
    often, errors = next(iter(request.many("often")), ""), dict[str, str]()
    if reads_policy(work) and "yes" not in request.many("read"):
        errors["read"] = refusals.BOTH_READ
    every_so = asked_of(work, two.supervisee.id)
    if often not in _choices(every_so, free=_is_free(work, two.supervisee)):
        errors["often"] = _not_chosen(every_so, often)
    if errors:
        return with_errors(request, _form(work, request.actor, other), errors)
    asked = requests.ask(work, RequestKind.SIGN, request.actor.id, other.id, often=often)
    view = requests.request(work, asked)
    _show_again(work, view, two)
    notify(work, AgreementToSign(request=asked, person=other.id), to=other.id)
    theirs = requests.overtaken_by(work, view)
    return Done(cards_agreement.sent(other.name, cards_agreement.often_words(theirs.often) if theirs else ""))


def _not_chosen(asked: Period | None, often: str) -> str:
    return refusals.less_often_than_asked(every(asked)) if asked and often in AS_AGREED else CHOOSE_ONE


def _show_again(work: Work, view: RequestView, two: _Two) -> None:
    """What was told of it, and what asks to start one: that isn't offered while one waits."""
    requests.refresh(work, view)
    whose = Subject(SubjectKind.PERSON, two.supervisee.id)
    owed = duties.open_about(work, [whose], f"{Duty.MILESTONE}:{AGREEMENT}")
    outbox.refresh(work, (), [k.id for k in owed])


def _waiting(request: Request[OfRequest], work: Work) -> tuple[RequestView, _Two]:
    """Raises Refusal for one that was answered, or isn't theirs to answer any more."""
    view = requests.request(work, request.ask.request)
    if not stands(work, view):
        raise Refusal(refusals.SIGNED_ALREADY)
    return view, _two(work, people.person(work, view.asked_by), people.person(work, view.asked_of))


def show(request: Request[AgreementShown], work: Work) -> Reply:
    view, _ = _waiting(request, work)
    return Reply(message_card([to_sign(work, view).item()]))


def sign(request: Request[AgreementSigned], work: Work) -> Done:
    """The other one's own signature; then it is recorded."""
    view, two = _waiting(request, work)
    asked = asked_of(work, two.supervisee.id)
    if view.often not in _choices(asked, free=_is_free(work, two.supervisee)):
        raise Refusal(refusals.less_often_by_now(every(asked)) if asked else refusals.SIGNED_ALREADY)
    requests.answer(work, view, RequestAnswer.DONE)
    often = view.often or None
    agreements.sign(work, two.relationship, two.supervisee.id, two.supervisor.id, often, request.actor.id)
    notify(work, BothSigned(often=view.often, request=view.id, person=request.actor.id), to=view.asked_by)
    requests.refresh(work, view)
    first = people.person(work, view.asked_by).name
    return Done(cards_agreement.recorded(first, guidance(work, GuidancePoint.AGREEMENT)))


def decline_form(request: Request[AgreementDeclineForm], work: Work) -> ShowForm:
    view, _ = _waiting(request, work)
    return ShowForm(_decline_form(work, view))


def _decline_form(work: Work, view: RequestView) -> Form:
    return cards_agreement.decline_form(people.person(work, view.asked_by).name, view.id)


def decline(request: Request[AgreementDeclined], work: Work) -> ShowForm | Done:
    """With a word of why, which only the other one reads."""
    view, two = _waiting(request, work)
    form, why = _decline_form(work, view), request.text("why")
    errors = wrong_texts(request, work, form) if why else {"why": refusals.SAY_WHY}
    if errors:
        return with_errors(request, form, errors)
    requests.answer(work, view, RequestAnswer.DECLINED, why)
    notify(work, AgreementNotSigned(request=view.id, person=request.actor.id), to=view.asked_by)
    _show_again(work, view, two)
    return Done(cards_agreement.declined(people.person(work, view.asked_by).name))


def why(request: Request[AgreementReason], work: Work) -> Reply:
    """The other one's words: a view, and a look that is traced."""
    view = requests.request(work, request.ask.request)
    work.trace(request.actor.id, "agreement_why", Subject(SubjectKind.PERSON, view.asked_of))
    name = people.person(work, view.asked_of).name
    return Reply(cards_agreement.why(name, requests.why(work, view.id)))
