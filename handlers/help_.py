"""Help that fits one screen."""

from __future__ import annotations

from collections.abc import Mapping

from cards.model import Bullets, Card, Note, Strong
from handlers.base import Outcome, Reply, Request
from policy.ruleset import Moment
from storage.work import Work


def help_(request: Request, work: Work) -> Outcome:
    """Every command with what it does, and whom the policy covers."""
    usages: Mapping[str, str] = request.fields["usages"]
    lines = Bullets(tuple((Strong(usage), f": {meaning}") for usage, meaning in usages.items()))
    covers = tuple(Note((f"{g.text} ({g.id}, “{g.clause}”)",)) for g in work.rules.shown_at(Moment.HELP))
    return Reply(Card("What you can ask", "Your answer is ready", (lines, *covers)))
