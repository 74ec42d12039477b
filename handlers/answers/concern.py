"""``concern``: the way the policy gives, shown to the asker alone. Nobody is told unless they ask for a meeting, in two
steps: it is theirs to do (B30, B44)."""

from __future__ import annotations

from cards.answers import policy as cards_policy
from cards.answers import refusals
from cards.answers.asks import Concern, MeetingAsked, MeetingConsidered
from cards.shared.policy_words import ask_owner
from handlers.answers.notices import MeetingRequested, meeting_rule
from handlers.notifications.notifier import notify
from handlers.shared.base import Done, Refusal, Reply, Request
from handlers.shared.meetings import guidance
from policy.ruleset import GuidancePoint
from storage import people
from storage.answering import is_available
from storage.people import Person
from storage.work import Work


def has_supervisor(request: Request[object], work: Work) -> bool:
    """Whoever has one."""
    above = people.line_above(work, request.actor.id)
    return request.actor.in_post(work.today) and next(above, None) is not None


def _line(work: Work, actor: Person) -> tuple[Person, Person | None]:
    """The asker's supervisor, and the supervisor's line manager where one is recorded."""
    above = list(people.line_above(work, actor.id))[:2]
    return people.person(work, above[0]), people.person(work, above[1]) if len(above) > 1 else None


def concern(request: Request[Concern], work: Work) -> Reply:
    supervisor, manager = _line(work, request.actor)
    asked = manager.name if manager and meeting_rule(work) else ""
    note = _missing(work, supervisor, manager)
    return Reply(cards_policy.concern(supervisor.name, asked, guidance(work, GuidancePoint.CONCERN), note))


def _missing(work: Work, supervisor: Person, manager: Person | None) -> str:
    if not work.rules.shown_at(GuidancePoint.CONCERN):
        owner = next(iter(people.policy_owners(work)), None)
        return ask_owner(people.person(work, owner).name) if owner else ""
    if meeting_rule(work) is None:
        return cards_policy.NOBODY_ELSE
    if manager is None:
        return cards_policy.no_manager(supervisor.name)
    return ""


def _manager(work: Work, actor: Person) -> tuple[Person, Person]:
    supervisor, manager = _line(work, actor)
    if meeting_rule(work) is None:
        raise Refusal(refusals.no_meeting(work.rules.council))
    if manager is None:
        raise Refusal(refusals.no_manager(supervisor.name))
    return supervisor, manager


def consider(request: Request[MeetingConsidered], work: Work) -> Reply:
    supervisor, manager = _manager(work, request.actor)
    return Reply(cards_policy.concern_ask(supervisor.name, manager.name, not is_available(work, manager.id)))


def send(request: Request[MeetingAsked], work: Work) -> Done:
    """It waits for a manager who is away: it isn't passed on to anybody the asker didn't choose."""
    supervisor, manager = _manager(work, request.actor)
    asked = MeetingRequested(by=request.actor.id, supervisor=supervisor.id, on=work.today)
    if not notify(work, asked, to=manager.id):
        raise Refusal(refusals.asked_today(manager.name))
    return Done(cards_policy.on_its_way(manager.name))
