"""Who with whom: the two of a session as they stand to each other today, and whom somebody's words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cards.sessions import book as cards_book
from cards.sessions import refusals
from handlers.shared import person_lookup, times
from handlers.shared.base import Refusal, Request
from handlers.shared.common_times import Pair
from storage import people, supervision
from storage.people import Person
from storage.work import Work


def leads(work: Work, supervisor_id: int, supervisee_id: int) -> bool:
    """Supervises this person now: in the line, beside it, or as cover."""
    return supervisor_id in (
        *supervision.supervisors(work, supervisee_id),
        supervision.line_supervisor(work, supervisee_id),
    )


def pair_of(work: Work, actor: Person, other: Person) -> tuple[Pair, bool]:
    """Who of the two is the supervisee, who the supervisor; and whether the actor can only ask (B32)."""
    if actor.id == other.id:
        raise Refusal(refusals.ONESELF)
    asks = not leads(work, actor.id, other.id)
    return ((actor, other) if asks else (other, actor)), asks


def may_meet(work: Work, actor: Person, other: Person | None) -> bool:
    """One supervises the other. Whom nobody's words mean, and oneself, is for the handler to say. Raises Refusal."""
    if other is None or actor.id == other.id:
        return True
    if leads(work, actor.id, other.id) or leads(work, other.id, actor.id):
        return True
    raise Refusal(refusals.not_a_pair(other.name))


def supervised(work: Work, supervisor_id: int, supervisee_id: int) -> bool:
    """Leads this person, or did on a day of which it may still be noted that they met."""
    if leads(work, supervisor_id, supervisee_id):
        return True
    return supervisor_id in supervision.supervisors_since(work, supervisee_id, work.today - times.FURTHEST)


def pair_then(work: Work, actor: Person, other: Person) -> tuple[Pair, bool]:
    """As ``pair_of``, of what is over: as they stand to each other today, or stood."""
    if actor.id == other.id or leads(work, other.id, actor.id):
        return pair_of(work, actor, other)
    asks = not supervised(work, actor.id, other.id)
    return ((actor, other) if asks else (other, actor)), asks


def contacts_since(work: Work, actor: Person) -> list[Person]:
    """Those the actor may have had a session with: their supervisors of today first, then their supervisees, then those
    of before."""
    since = work.today - times.FURTHEST
    line = supervision.line_supervisor(work, actor.id)
    above = supervision.supervisors_since(work, actor.id, since)
    below = supervision.supervised_since(work, actor.id, since)
    before = _in_post(work, [*([line] if line else []), *sorted(above), *sorted(below)])
    return list(dict.fromkeys([*contacts(work, actor), *(p for p in before if p.id != actor.id)]))


def the_person(work: Work, words: str, example: str = refusals.BOOK_EXAMPLE) -> Person:
    """Raises Refusal for nobody and for more than one."""
    return person_lookup.the_person(work, words, example)


def contacts(work: Work, actor: Person) -> list[Person]:
    """Those the actor can have a session with: their supervisors, then their supervisees."""
    above = _in_post(work, supervision.supervisors(work, actor.id))
    return list(dict.fromkeys([*above, *led_by(work, actor)]))


def led_by(work: Work, actor: Person) -> list[Person]:
    """Those whom the actor ``leads``."""
    ids = [*supervision.supervisees_now(work, actor.id), *supervision.supervised_by(work, actor.id)]
    return [p for p in _in_post(work, ids) if leads(work, actor.id, p.id)]


def _in_post(work: Work, ids: Sequence[int]) -> list[Person]:
    found = people.people(work, ids)
    return [found[i] for i in dict.fromkeys(ids) if found[i].in_post(work.today)]


def called(work: Work, supervisee: Person, supervisor: Person, other: Person) -> str:
    """The other one of a pair; of two supervisors of one person, which of them it is (S22)."""
    if supervisor.id not in supervision.professional_supervisors(work, supervisee.id):
        return other.name
    return cards_book.beside_the_line(other.name, leads=other.id == supervisor.id)


def offered_as(work: Work, actor: Person, other: Person) -> str:
    """As whoever may be met is named in a list: with until when they are away, where they are today."""
    name, away = called(work, actor, other, other), people.absence_now(work, other.id)
    return cards_book.unavailable_now(name, away.last) if away else name


class OfPair(Protocol):
    """An ask that may name the two whose session it is."""

    @property
    def supervisee(self) -> int | None: ...
    @property
    def supervisor(self) -> int | None: ...


def may_meet_them(request: Request[OfPair], work: Work) -> bool:
    """One of the two, as they stand to each other today; of a form, with whom was picked in it."""
    return may_meet(work, request.actor, _other(request, work))


def may_have_met_them(request: Request[OfPair], work: Work) -> bool:
    """The same, or as they stood to each other on a day of which it may still be noted."""
    actor, other = request.actor, _other(request, work)
    then = other and (supervised(work, actor.id, other.id) or supervised(work, other.id, actor.id))
    return bool(then) or may_meet(work, actor, other)


def may_have_met_somebody(request: Request[object], work: Work) -> bool:
    """Raises Refusal with what helps."""
    if not contacts_since(work, request.actor):
        raise Refusal(refusals.nobody_to_meet(request.actor.administrator))
    return True


def may_meet_somebody(request: Request[object], work: Work) -> bool:
    return bool(contacts(work, request.actor))


def may_book_for_somebody(request: Request[object], work: Work) -> bool:
    return bool(led_by(work, request.actor))


def may_book_for_them(request: Request[OfPair], work: Work) -> bool:
    """The same, of whoever supervises the other one."""
    if not may_meet_them(request, work):
        return False
    other = _other(request, work)
    return other is None or other.id == request.actor.id or leads(work, request.actor.id, other.id)


def _other(request: Request[OfPair], work: Work) -> Person | None:
    """The other one of a ticket's two; of a form, whom the words in it mean, if they mean one person."""
    other = _other_id(request)
    return people.person(work, other) if other is not None else only_person(work, request.text("person"))


def _other_id(request: Request[OfPair]) -> int | None:
    """The other one of a ticket's two."""
    ask = request.ask
    return ask.supervisor if request.actor.id == ask.supervisee else ask.supervisee


def pair_asked(request: Request[OfPair], work: Work) -> tuple[Pair, bool]:
    """The two of a ticket, as they stand to each other today; of a form, by the staff number picked in it."""
    return pair_of(work, request.actor, _other_asked(request, work))


def pair_met(request: Request[OfPair], work: Work) -> tuple[Pair, bool]:
    """The same, as they stand or stood to each other."""
    return pair_then(work, request.actor, _other_asked(request, work))


def _other_asked(request: Request[OfPair], work: Work) -> Person:
    other = _other_id(request)
    return the_person(work, request.text("person")) if other is None else people.person(work, other)


def only_person(work: Work, words: str) -> Person | None:
    """Whom words mean, if they mean one person."""
    found = people.find(work, words) if words else []
    return found[0] if len(found) == 1 else None
