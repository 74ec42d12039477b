"""``disclosed @person``: a supervisor says that what belongs to the two was discussed with others, with whom and why;
the supervisee is told (B28, Y21, S20)."""

from __future__ import annotations

from datetime import date

from cards.model import Form
from cards.people import disclosure as cards_disclosure
from cards.people import refusals
from cards.people.asks import DisclosureForm, DisclosureMade, DisclosureReason, DisclosureTakenBack
from cards.shared import refusals as shared_refusals
from cards.shared.refusals import CHOOSE_ONE
from handlers.notifications.notifier import notify
from handlers.people.notices import Disclosed, DisclosureIsTakenBack, disclosing_rule
from handlers.people.recording import day_errors
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, read_date, with_errors
from handlers.shared.correctable import correctable_since, for_so_long
from handlers.shared.free_text import wrong_texts
from handlers.shared.person_lookup import person_alone, person_meant
from policy.facts import SessionKind, Subject, SubjectKind
from policy.ruleset import DisclosedTo, Disclosing
from storage import answering, disclosures, outbox, people, planned_nudges, supervision
from storage.disclosures import DisclosureView
from storage.people import Person
from storage.work import Work


def may_open(request: Request[DisclosureForm], work: Work) -> bool:
    """Of whom the words mean; whether they mean somebody else is for the handler to say."""
    who = person_meant(work, request.ask.words, request.actor)
    return who is None or who.id == request.actor.id or _supervises(work, request.actor, who.id)


def may_save(request: Request[DisclosureMade], work: Work) -> bool:
    return _supervises(work, request.actor, request.ask.person)


def _supervises(work: Work, actor: Person, person_id: int) -> bool:
    """Whoever holds what is theirs: in the line or beside it, whoever covers too."""
    beside = supervision.professional_supervisors(work, person_id)
    return actor.id in {*answering.supervisors_of(work, person_id), *beside}


def may_read(request: Request[DisclosureReason], work: Work) -> bool:
    return disclosures.disclosure(work, request.ask.disclosure).supervisee_id == request.actor.id


def form(request: Request[DisclosureForm], work: Work) -> ShowForm | Reply:
    """Without a name: what the actor said and can still take back."""
    _lets(work)
    who = person_alone(work, request.ask.words, request.actor, "disclosed")
    if who.id != request.actor.id:
        return ShowForm(_form(work, who))
    said = disclosures.said_since(work, who.id, correctable_since(work))
    if not said:
        raise Refusal(refusals.WHOSE_DISCLOSURE)
    return Reply(cards_disclosure.to_take_back([_stated(work, one) for one in said]))


def _stated(work: Work, one: DisclosureView) -> cards_disclosure.DisclosureSaid:
    name = people.person(work, one.supervisee_id).name
    return cards_disclosure.DisclosureSaid(one.id, name, one.kind, one.to, one.on)


def _lets(work: Work) -> Disclosing:
    """What the policy lets be discussed with whom. Raises Refusal where it says nothing of the kind."""
    named = work.rules.disclosing
    if named is None or named.discloses is None:
        raise Refusal(refusals.no_disclosure(work.rules.council))
    return named.discloses


def _form(work: Work, who: Person) -> Form:
    lets = _lets(work)
    return cards_disclosure.form(who.id, who.name, lets.of, lets.to, work.today, disclosing_rule(work))


def save(request: Request[DisclosureMade], work: Work) -> ShowForm | Done:
    who = people.person(work, request.ask.person)
    shown, on = _form(work, who), read_date(request.text("on"))
    errors = _errors(request, work, who, on) | wrong_texts(request, work, shown)
    if errors or on is None:
        return with_errors(request, shown, errors)
    kind, to = SessionKind(request.text("of")), DisclosedTo(request.text("to"))
    if disclosures.is_noted(work, who.id, request.actor.id, kind, to, on):
        return with_errors(request, shown, {"on": refusals.disclosed_already(who.name)})
    made = disclosures.disclose(work, who.id, request.actor.id, kind, to, on, request.text("why"))
    notify(work, Disclosed(disclosure=made, person=who.id), to=who.id)
    return Done(cards_disclosure.saved(made, who.name, kind, for_so_long(work)))


def _errors(request: Request[object], work: Work, who: Person, on: date | None) -> dict[str, str]:
    lets = _lets(work)
    errors = {} if request.text("why") else {"why": refusals.DISCLOSURE_WHY}
    errors |= {} if request.text("of") in lets.of else {"of": CHOOSE_ONE}
    errors |= {} if request.text("to") in lets.to else {"to": CHOOSE_ONE}
    return errors | day_errors(work, who, on)


def may_take_back(request: Request[DisclosureTakenBack], work: Work) -> bool:
    """Who said it; for how long is for the handler to say."""
    return disclosures.disclosure(work, request.ask.disclosure).by_id == request.actor.id


def take_back(request: Request[DisclosureTakenBack], work: Work) -> Done:
    """Whoever was told is told."""
    view = disclosures.disclosure(work, request.ask.disclosure)
    if view.taken_back:
        raise Refusal(shared_refusals.TAKEN_BACK)
    if view.said_on is None or view.said_on < correctable_since(work):
        raise Refusal(shared_refusals.too_late_to_take_back(for_so_long(work)))
    news = Disclosed(disclosure=view.id, person=view.supervisee_id)
    untold = planned_nudges.is_unsent(work, news.key().source, view.supervisee_id)
    disclosures.take_back(work, view, request.actor.id)
    if not untold:
        back = DisclosureIsTakenBack(disclosure=view.id, person=view.supervisee_id)
        notify(work, back, to=view.supervisee_id)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, view.supervisee_id)])
    return Done(cards_disclosure.taken_back(_stated(work, view), told=not untold))


def why(request: Request[DisclosureReason], work: Work) -> Reply:
    """The supervisor's words: a view, and a look that is traced."""
    view = disclosures.disclosure(work, request.ask.disclosure)
    work.trace(request.actor.id, "disclosure_why", Subject(SubjectKind.PERSON, view.supervisee_id))
    by, words = people.person(work, view.by_id).name, disclosures.why(work, view.id)
    return Reply(cards_disclosure.why(by, words) if words else cards_disclosure.no_longer_kept(by))
