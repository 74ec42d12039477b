"""``frequency @person``: how often another body set that somebody is supervised, such as a Practice Educator (Y6)."""

from __future__ import annotations

from datetime import date

from cards.model import Form
from cards.people import frequency as cards_frequency
from cards.people import refusals
from cards.people.asks import FrequencyForm, FrequencyRecorded
from cards.people.frequency import Set
from cards.shared.refusals import CHOOSE_DAY_OR_NONE, CHOOSE_HOW_OFTEN, before_employed
from handlers.notifications.notifier import notify
from handlers.people.notices import FrequencySet
from handlers.shared import frequency_deciders
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_date, with_errors
from handlers.shared.person_lookup import person_alone, person_meant
from policy.facts import Subject, SubjectKind
from policy.periods import parse_period
from policy.ruleset import AGREEMENT, Delivery
from policy.spans import covers
from storage import answering, outbox, people, set_elsewhere, supervision
from storage.people import Person
from storage.work import Work


def may_open(request: Request[FrequencyForm], work: Work) -> bool:
    """Of whom the words mean; whether they mean somebody else is for the handler to say."""
    asked = request.ask
    who = (
        people.person(work, asked.person) if asked.person else person_meant(work, asked.words, request.actor)
    )
    return (
        who is None
        or who.id == request.actor.id
        or frequency_deciders.may_record(work, request.actor.id, who.id)
    )


def may_record(request: Request[FrequencyRecorded], work: Work) -> bool:
    return frequency_deciders.may_record(work, request.actor.id, request.ask.person)


def frequency(request: Request[FrequencyForm], work: Work) -> ShowForm:
    asked = request.ask
    typed = None if asked.person else person_alone(work, asked.words, request.actor, "frequency")
    who = typed or people.person(work, asked.person)
    if who.id == request.actor.id and not request.actor.administrator:
        raise Refusal(_own(work, who))
    return ShowForm(_form(work, who))


def _own(work: Work, who: Person) -> str:
    """Of one's own it is recorded by others; whoever supervises nobody can have meant no other."""
    if supervision.supervises_somebody(work, who.id):
        return refusals.WHOSE_FREQUENCY
    above = supervision.supervisor_now(work, who.id)
    return refusals.own_frequency(people.person(work, above).name if above else "")


def _bodies(work: Work, who: Person) -> list[str]:
    """Raises Refusal where the policy leaves it to no other body."""
    found = [name for name in frequency_deciders.frequency_deciders(work, who.id) if name != AGREEMENT]
    if not found:
        raise Refusal(refusals.no_other_body(who.name))
    return found


def _form(work: Work, who: Person) -> Form:
    holds = [s for s in set_elsewhere.settings(work, who.id) if covers(s.since, s.until, work.today)]
    now = Set(holds[-1].by, holds[-1].every, holds[-1].since, holds[-1].until) if holds else None
    return cards_frequency.form(who.id, who.name, _bodies(work, who), now, work.today)


def save(request: Request[FrequencyRecorded], work: Work) -> ShowForm | Done:
    who = people.person(work, request.ask.person)
    since, until = read_date(request.text("since")), read_date(request.text("until"))
    by, every = request.text("by") or _bodies(work, who)[0], request.text("every")
    errors = _day_errors(request, who, since, until)
    if by not in _bodies(work, who):
        errors["by"] = refusals.CHOOSE_WHO_SET
    if every not in cards_frequency.PERIODS:
        errors["every"] = CHOOSE_HOW_OFTEN
    if errors or since is None:
        return with_errors(request, _form(work, who), errors)
    set_elsewhere.record(work, who.id, by, parse_period(every), since, until, request.actor.id)
    _notify(work, who, request.actor)
    return Done(cards_frequency.saved(who.name, Set(by, every, since, until)))


def _day_errors(
    request: Request[object], who: Person, since: date | None, until: date | None
) -> dict[str, str]:
    errors = {}
    if since is None:
        errors["since"] = refusals.CHOOSE_SINCE
    elif who.employed_from and since < who.employed_from:
        errors["since"] = before_employed(who.name, who.employed_from)
    if request.text("until") and until is None:
        errors["until"] = CHOOSE_DAY_OR_NONE
    elif since and until and until < since:
        errors["until"] = refusals.BEFORE_IT_BEGINS
    return errors


def _notify(work: Work, who: Person, actor: Person) -> None:
    """Both of the pair, but whoever recorded it."""
    news = FrequencySet(person=who.id, said=actor.id, at=f"{work.now:%Y-%m-%dT%H:%M:%S}")
    for one in answering.pair_but(work, who.id, actor.id):
        notify(work, news, to=one, send=Delivery.DAY)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, who.id)])
