"""Who with whom: the two of a session as they stand to each other today, and whom somebody's words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cards.sessions import book as cards_book
from cards.sessions import refusals
from handlers.shared import person_lookup
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


class OfPair(Protocol):
    """An ask that may name the two whose session it is."""

    @property
    def supervisee(self) -> int | None: ...
    @property
    def supervisor(self) -> int | None: ...


def may_meet_them(request: Request[OfPair], work: Work) -> bool:
    """One of the two, as they stand to each other today; of a form, with whom was picked in it."""
    return may_meet(work, request.actor, _other(request, work))


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
    other = _other_id(request)
    if other is None:
        return pair_of(work, request.actor, the_person(work, request.text("person")))
    return pair_of(work, request.actor, people.person(work, other))


def only_person(work: Work, words: str) -> Person | None:
    """Whom words mean, if they mean one person."""
    found = people.find(work, words) if words else []
    return found[0] if len(found) == 1 else None
