"""What was done and how late, and what was missed: of a case or person, for those in its line, or by whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.cases import met as cards_met
from cards.cases.asks import MetCommand
from cards.model import Card
from handlers.shared import missed_words, obligation_words, what_was_met
from handlers.shared.base import Reply, Request
from handlers.shared.case_lookup import find_case, in_case_line
from handlers.shared.permissions import in_line_of
from handlers.shared.person_lookup import person_alone, person_meant
from handlers.shared.records import disagreed_later, disagreed_on, read_disagreed_later
from handlers.shared.redaction import open_to_line
from storage import people
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.known_from import known_from
from storage.people import Person
from storage.work import Work

#: The most that is shown.
MOST: Final = 40


def may_see_met(request: Request[MetCommand], work: Work) -> bool:
    """Of a case its line, of one that nobody has no one; of a person theirs, and somebody there isn't, or several who
    are meant, is refused by name in the answer; what one answered for oneself, anybody."""
    if request.ask.person:
        who = request.ask.person
        meant = people.person(work, who) if isinstance(who, int) else person_meant(work, who, request.actor)
        return meant is None or in_line_of(work, request.actor, meant.id)
    case = _case(request, work)
    return not request.ask.case or (case is not None and in_case_line(work, request.actor, case))


def met(request: Request[MetCommand], work: Work) -> Reply:
    """``due met``: what I answered for. ``due @person met``: the same of them. ``due CASE met``: that case; it leaves a
    trace."""
    if request.ask.person:
        return _of_person(work, request.actor, _meant(work, request, request.ask.person))
    case = _case(request, work)
    if case is None:
        return Reply(_card(work, cards_met.MINE, what_was_met.by(work, request.actor.id, MOST)))
    work.trace(request.actor.id, "due", case.subject)
    found = what_was_met.about(work, case.subject, MOST)
    return Reply(_card(work, cards_met.of_case(case.reference), found))


def _case(request: Request[MetCommand], work: Work) -> CaseView | None:
    typed = request.ask.case
    return find_case(work, request.actor, typed) if typed else None


def _meant(work: Work, request: Request[MetCommand], who: int | str) -> Person:
    return people.person(work, who) if isinstance(who, int) else person_alone(work, who, request.actor, "due")


def _of_person(work: Work, reader: Person, who: Person) -> Reply:
    """A manager reads of what they could open while it was due."""
    found = what_was_met.by(work, who.id, MOST)
    own = who.id == reader.id
    told = [k for k in found if own or open_to_line(k.obligation.key.duty)]
    return Reply(_card(work, cards_met.MINE if own else cards_met.of_person(who.name), told))


def _card(work: Work, title: str, found: Sequence[KeptObligation]) -> Card:
    words = obligation_words.describe(work, found)
    read_disagreed_later(work, [k.obligation for k in found if k.by_silence])
    known = known_from(work, found)
    lines = [
        cards_met.MetLine(
            words[k.id],
            k.over_on,
            k.obligation.due,
            obligation_words.how_met(k),
            unanswered=k.by_silence,
            missed=missed_words.named(work, k) if k.missed else "",
            refused=disagreed_later(work, k.obligation) if k.by_silence else False,
            refused_on=disagreed_on(work, k.obligation) if k.by_silence else None,
            known=known.get(k.id),
        )
        for k in found
        if k.over_on
    ]
    return cards_met.met(title, lines, what_was_met.since(work), what_was_met.began(work))
