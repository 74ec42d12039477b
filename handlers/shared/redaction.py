"""Why a session was cancelled selects the rule for rebooking it, and is otherwise nobody's business. The rule's name
and from what its limit counts would tell of it, so lists, Why? and exports leave them out of every rebooking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.shared.duty_words import REBOOKING
from policy.obligations import Obligation, State, Step, kind_of_duty
from policy.ruleset import Duty
from storage import answering, duties, sessions
from storage.duties import KeptObligation
from storage.work import Work


def redacted(obligation: Obligation) -> Obligation:
    """The obligation as whoever answers for it may see it, with its limit; the one whose absence it was may see the
    original."""
    if obligation.key.duty != Duty.REBOOK:
        return obligation
    limit = (Step("start", fact="rebooking", on=obligation.due),)
    return obligation._replace(rule=REBOOKING, waiting_for=None, derivation=limit)


def exported(work: Work, obligation: Obligation) -> Obligation:
    """As anybody may see it: a rebooking without its limit too, from the day of the cancellation on."""
    if obligation.key.duty != Duty.REBOOK:
        return obligation
    view = sessions.session(work, obligation.key.subject.id)
    hidden = obligation._replace(rule=REBOOKING, due=None, target=None, waiting_for=None, derivation=())
    state = State.RUNNING if obligation.is_open else obligation.state
    return hidden._replace(state=state, started=view.cancelled_on or view.on)


#: Not preparing is never reported to anyone.
PRIVATE: Final = (Duty.PREPARE, Duty.REPORT_ABSENCE)
#: Read by whoever answers for it alone.
_ANSWERED: Final = (Duty.REBOOK, Duty.MEET)


def open_to_line(duty: str) -> bool:
    """Whether those above whoever answers can open it: what they can't isn't counted for them either. ``duty``: of its
    key."""
    return kind_of_duty(duty) not in (*PRIVATE, *_ANSWERED)


def concerning(
    work: Work, reader_id: int, worker_ids: Sequence[int], *, overdue: bool = False
) -> list[KeptObligation]:
    """What concerns these people, as somebody in their line may read it; a rebooking, or a meeting that somebody asked
    for, only if they answer for it. ``overdue``: of that, what is overdue."""
    return readable(work, reader_id, duties.concerning(work, worker_ids, overdue=overdue))


def readable(work: Work, reader_id: int, found: Sequence[KeptObligation]) -> list[KeptObligation]:
    """Of what concerns people in the reader's line, what they may read."""
    found = [k for k in found if k.obligation.key.duty not in PRIVATE]
    answering.read_lines(work, (k.obligation for k in found))
    return [
        k for k in found if k.obligation.key.kind_of_duty not in _ANSWERED or _answers(work, reader_id, k)
    ]


def _answers(work: Work, reader_id: int, kept: KeptObligation) -> bool:
    return answering.who_answers(work, kept.obligation) == reader_id
