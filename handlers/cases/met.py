"""What was done, and how late: of one case, for those in its line, or by whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.cases import met as cards_met
from cards.cases.asks import MetCommand
from cards.model import Card
from handlers.shared import obligation_words, what_was_met
from handlers.shared.base import Reply, Request
from handlers.shared.case_lookup import in_case_line
from storage import cases
from storage.duties import KeptObligation
from storage.work import Work

#: The most that is shown.
MOST: Final = 40


def may_see_met(request: Request[MetCommand], work: Work) -> bool:
    """Of a case its line, of one that nobody has no one; what one answered for oneself, anybody."""
    case = cases.by_reference(work, request.ask.case) if request.ask.case else None
    return not request.ask.case or (case is not None and in_case_line(work, request.actor, case))


def met(request: Request[MetCommand], work: Work) -> Reply:
    """``due met``: what I answered for. ``due CASE met``: that case; it leaves a trace."""
    case = cases.by_reference(work, request.ask.case) if request.ask.case else None
    if case is None:
        return Reply(_card(work, cards_met.MINE, what_was_met.by(work, request.actor.id, MOST)))
    work.trace(request.actor.id, "due", case.subject)
    found = what_was_met.about(work, case.subject, MOST)
    return Reply(_card(work, cards_met.of_case(case.reference), found))


def _card(work: Work, title: str, found: Sequence[KeptObligation]) -> Card:
    words = obligation_words.describe(work, found)
    lines = [cards_met.MetLine(words[k.id], k.met_on, k.obligation.due) for k in found if k.met_on]
    return cards_met.met(title, lines, what_was_met.since(work))
