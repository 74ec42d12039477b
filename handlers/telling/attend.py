"""The clock's own intent: an obligation's nudge is due, so somebody is told, or the clock does what practice says."""

from __future__ import annotations

from handlers import clock_acts
from policy.nudges import Planned, plan
from policy.ruleset import Delivery, Nudge, Role
from storage import draws, duties, outbox, people
from storage.duties import Kept
from storage.obligations import given_steps
from storage.work import Work


def attend(work: Work, obligation_id: int) -> None:
    """Gives every nudge of one obligation that is due; of several for the same role only the latest."""
    kept = duties.of(work, obligation_id)
    given = given_steps(work, [obligation_id])[obligation_id]
    planned = [p for p in _plan(work, kept) if p.nudge.step not in given]
    ready = [p for p in planned if p.at <= work.now]
    duties.attended(work, obligation_id, min((p.at for p in planned if p.at > work.now), default=None))
    for number, one in enumerate(ready):
        if one.nudge.tell and any(later.nudge.tell == one.nudge.tell for later in ready[number + 1 :]):
            outbox.skip(work, obligation_id, one.nudge.step, outbox.OVERTAKEN)
        else:
            give(work, kept, one)


def _plan(work: Work, kept: Kept) -> tuple[Planned, ...]:
    return plan(work.rules, work.calendar, kept.obligation)


def give(work: Work, kept: Kept, planned: Planned) -> None:
    nudge = planned.nudge
    if nudge.do:
        outbox.skip(work, kept.id, nudge.step, "done by the clock")
        clock_acts.ACTS[nudge.do](work, kept)
        return
    assert nudge.tell
    if draws.draws(work.rule_of(kept.obligation)):
        draws.make(work, kept)
    first = people.resolve(work, str(nudge.tell), kept.obligation.worker_id, kept.obligation.holder_id)
    for recipient in recipients(work, kept, first, nudge):
        outbox.tell(work, telling(kept, nudge, recipient, _send(work, planned), nobody=first is None))


def _send(work: Work, planned: Planned) -> Delivery:
    """What should have been told on an earlier day goes with the day's digest: late is not a burst."""
    late = work.calendar.day_of(planned.at) < work.today
    return Delivery.DAY if late and planned.nudge.send is Delivery.OWN else planned.nudge.send


def telling(
    kept: Kept, nudge: Nudge, recipient_id: int, send: Delivery, *, nobody: bool = False
) -> outbox.Telling:
    """``nobody``: the recipient reads it in place of whoever there isn't."""
    return outbox.Telling(
        recipient_id=recipient_id,
        kind=f"{kept.obligation.key.duty.split(':')[0]}.{nudge.step}",
        source=f"obligation:{kept.id}",
        step=nudge.step,
        send=send,
        data={"tell": str(nudge.tell), **({"nobody": True} if nobody else {})},
        obligation_id=kept.id,
        due=kept.obligation.due,
        goes_up=nudge.goes_up,
    )


def recipients(work: Work, kept: Kept, first: int | None, nudge: Nudge) -> list[int]:
    """Who is told: the role's person (``first``); with nobody there, the administrators, and without one the policy's
    owner. An escalation passes over the absent."""
    if first is None:
        return people.administrators(work) or people.policy_owners(work)
    if not nudge.goes_up:
        return [first]
    return [standing_in(work, _past_cover(work, kept, first))]


def _past_cover(work: Work, kept: Kept, manager_id: int) -> int:
    """The manager above, where the one told is who covers, and so is late themselves."""
    o = kept.obligation
    covers = o.answers == Role.SUPERVISOR and o.worker_id and people.supervisor_now(work, o.worker_id)
    return next(people.line_above(work, manager_id), manager_id) if covers == manager_id else manager_id


def standing_in(work: Work, manager_id: int) -> int:
    """The manager, or while they are away or gone the next one up who is there; at the very top, the administrator."""
    for candidate in (manager_id, *people.line_above(work, manager_id)):
        if is_there(work, candidate):
            return candidate
    return next(iter(people.administrators(work)), manager_id)


def is_there(work: Work, person_id: int) -> bool:
    who = people.person(work, person_id)
    return who.in_post(work.today) and people.absence_now(work, person_id) is None
