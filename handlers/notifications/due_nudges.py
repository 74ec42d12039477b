"""The clock's part: an obligation's nudge is due, so somebody is told, or the clock does what practice says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from handlers.notifications import notifier
from handlers.notifications.notices import WasMadeGood
from handlers.notifications.recipients import recipients
from policy.nudges import Planned, plan
from policy.obligations import State
from policy.ruleset import Delivery, NudgeRule
from storage import answering, audit_draws, duties, outbox, repeated_nudges
from storage.duties import KeptObligation
from storage.obligations import given_steps
from storage.states import NudgeEnd
from storage.work import Work

#: What the clock does about an obligation, rather than tell somebody.
Action: TypeAlias = Callable[[Work, KeptObligation], None]


def give_due_nudges(work: Work, ids: Sequence[int], actions: Mapping[str, Action]) -> None:
    """Gives every nudge of these obligations that is due; of several for the same role only the latest. ``actions``:
    what the clock does by itself, by name."""
    kept, given = duties.these(work, ids), given_steps(work, ids)
    planned = {i: _ungiven(work, kept[i], given[i]) for i in ids}
    duties.set_next_attention(work, {i: _next(work, planned[i]) for i in ids})
    for i in ids:
        if kept[i].obligation.state is State.MET:
            tell_made_good(work, kept[i])
            continue
        now = duties.of(work, i)
        _give_latest(work, now, planned[i] if now == kept[i] else _ungiven(work, now, given[i]), actions)


def _ungiven(work: Work, kept: KeptObligation, given: Collection[str]) -> list[Planned]:
    return [p for p in _plan(work, kept) if p.nudge.step not in given]


def _next(work: Work, planned: Sequence[Planned]) -> datetime | None:
    return min((p.at for p in planned if p.at > work.now), default=None)


def _give_latest(
    work: Work, kept: KeptObligation, planned: Sequence[Planned], actions: Mapping[str, Action]
) -> None:
    ready = [p for p in planned if p.at <= work.now]
    for number, one in enumerate(ready):
        if one.nudge.tell and any(later.nudge.tell == one.nudge.tell for later in ready[number + 1 :]):
            outbox.skip(work, kept.id, one.nudge.step, NudgeEnd.OVERTAKEN)
        else:
            give(work, kept, one, actions)


def tell_made_good(work: Work, kept: KeptObligation) -> None:
    """What was missed is met after all: whoever was told that it was late is told."""
    for recipient in outbox.told_of(work, kept.id):
        notifier.notify(work, WasMadeGood(obligation=kept.id), to=recipient, send=Delivery.DAY)


def _plan(work: Work, kept: KeptObligation) -> tuple[Planned, ...]:
    return plan(work.rules, work.calendar, kept.obligation)


def give(work: Work, kept: KeptObligation, planned: Planned, actions: Mapping[str, Action]) -> None:
    nudge = planned.nudge
    if nudge.do:
        outbox.skip(work, kept.id, nudge.step, NudgeEnd.DONE_BY_CLOCK)
        actions[nudge.do](work, kept)
        return
    assert nudge.tell
    if audit_draws.number_drawn(work.rule_of(kept.obligation)):
        audit_draws.make(work, kept)
    first = answering.in_role(work, str(nudge.tell), kept.obligation.worker_id, kept.obligation.holder_id)
    send, told = _send(work, planned), recipients(work, kept, first, nudge)
    if send is not Delivery.URGENT:
        told = _not_about_to_be_told(work, kept, nudge, told)
    for recipient in told:
        notifier.plan(work, new_nudge(kept, nudge, recipient, send, nobody=first is None))


def _not_about_to_be_told(
    work: Work, kept: KeptObligation, nudge: NudgeRule, told: Sequence[int]
) -> list[int]:
    """Asked and asked again never land together: what waited for its reader's hours says it as things then stand."""
    waiting = repeated_nudges.waiting_alone(work, [kept.id])
    others = [i for i in told if (kept.id, i, nudge.escalates) not in waiting]
    if told and not others:
        outbox.skip(work, kept.id, nudge.step, NudgeEnd.OVERTAKEN)
    return others


def _send(work: Work, planned: Planned) -> Delivery:
    """What should have been told on an earlier day goes with the day's digest: late is not a burst."""
    late = work.calendar.day_of(planned.at) < work.today
    return Delivery.DAY if late and planned.nudge.send is Delivery.OWN else planned.nudge.send


def new_nudge(
    kept: KeptObligation, nudge: NudgeRule, recipient_id: int, send: Delivery, *, nobody: bool = False
) -> outbox.NewNudge:
    """``nobody``: the recipient reads it in place of whoever there isn't."""
    return outbox.NewNudge(
        recipient_id=recipient_id,
        kind=f"{kept.obligation.key.duty.split(':')[0]}.{nudge.step}",
        source=f"obligation:{kept.id}",
        step=nudge.step,
        send=send,
        data={"tell": str(nudge.tell), **({"nobody": True} if nobody else {})},
        obligation_id=kept.id,
        due=kept.obligation.due,
        escalates=nudge.escalates,
    )
