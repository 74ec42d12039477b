"""Why a session was cancelled selects the rule for rebooking it, and is otherwise nobody's business. The rule's name
and from what its limit counts would tell of it, so lists, Why? and exports leave them out of every rebooking."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cards.shared.duty_words import ARRANGED, REBOOKING
from policy.obligations import Obligation, State, Step
from storage import sessions
from storage.work import Work


def redacted(obligation: Obligation) -> Obligation:
    """The obligation as whoever answers for it may see it, with its limit; the one whose absence it was may see the
    original."""
    if obligation.key.duty != "rebook":
        return obligation
    limit = (Step("start", fact="rebooking", on=obligation.due),)
    return replace(obligation, rule=REBOOKING, waiting_for=None, derivation=limit)


def exported(work: Work, obligation: Obligation) -> Obligation:
    """As anybody may see it: a rebooking without its limit too, from the day of the cancellation on."""
    if obligation.key.duty != "rebook":
        return obligation
    view = sessions.session(work, obligation.key.subject.id)
    hidden = replace(obligation, rule=ARRANGED, due=None, target=None, waiting_for=None, derivation=())
    state = State.RUNNING if obligation.is_open else obligation.state
    return replace(hidden, state=state, started=view.cancelled_on or view.on)


#: Not preparing is never reported to anyone.
PRIVATE: Final = ("prepare", "report_absence")
