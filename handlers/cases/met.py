"""What was done, and how late: of one case, for those in its line, or by whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from cards.cases import met as cards_met
from cards.cases.asks import Met
from cards.model import Card
from handlers.shared import obligation_words
from handlers.shared.base import Reply, Request
from handlers.shared.case_lookup import in_case_line
from storage import cases, duties
from storage.duties import KeptObligation
from storage.work import Work

#: How far back one looks, and the most that is shown.
BACK: Final = timedelta(days=92)
MOST: Final = 40


def may_see_met(request: Request[Met], work: Work) -> bool:
    """Of a case its line, of one that nobody has no one; what one answered for oneself, anybody."""
    case = cases.by_reference(work, request.ask.case) if request.ask.case else None
    return not request.ask.case or (case is not None and in_case_line(work, request.actor, case))


def met(request: Request[Met], work: Work) -> Reply:
    """``due met``: what I answered for. ``due CASE met``: that case; it leaves a trace."""
    since = work.today - BACK
    case = cases.by_reference(work, request.ask.case) if request.ask.case else None
    if case is None:
        mine = duties.met_by(work, request.actor.id, since, MOST)
        return Reply(_card(work, cards_met.MINE, mine, since))
    work.trace(request.actor.id, "due", case.subject)
    found = duties.met_about(work, case.subject, since, MOST)
    return Reply(_card(work, cards_met.of_case(case.reference), found, since))


def _card(work: Work, title: str, found: Sequence[KeptObligation], since: date) -> Card:
    words = obligation_words.describe(work, found)
    lines = [cards_met.MetLine(words[k.id], k.met_on, k.obligation.due) for k in found if k.met_on]
    return cards_met.met(title, lines, since)
