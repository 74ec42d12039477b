"""“My supervision”: what comes next, what waits for an answer, what is due, and every command as a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.answers import home as cards_home
from cards.answers.asks import HomePage
from cards.answers.home import ComingSession, Home
from cards.model import Button
from cards.shared.due_lines import DueLine
from handlers import commands
from handlers.shared import obligation_words
from handlers.shared.base import Reply, Request
from handlers.shared.meetings import meeting
from handlers.shared.redaction import PRIVATE
from policy.facts import SessionKind
from storage import duties, people, preparations, sessions
from storage.duties import KeptObligation
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: Duties that one answer ends.
QUESTIONS: Final = ("say_held", "agree", "settle", "close", "rebook", "report_absence", "arrange_cover")
RECORDS: Final = ("record", "note_gap")


def home(request: Request[HomePage], work: Work) -> Reply:
    """Seen by its reader only."""
    me = request.actor
    mine, team = duties.answered_by(work, me.id), people.supervisees_now(work, me.id)
    about = [k for k in duties.concerning(work, team) if _duty(k) not in PRIVATE] if team else []
    lines = {line.obligation_id: line for line in obligation_words.listed(work, [*mine, *about])}
    ask = obligation_words.contact_of(work, list(lines.values()))
    ways = [Button(label, way) for label, way in commands.ways(request.ask.before)]
    shown = Home(
        me.name,
        work.today,
        coming(work, me),
        _of(lines, _asked_now(work, [k for k in mine if _duty(k) in QUESTIONS])),
        _of(lines, [k for k in mine if _duty(k) in RECORDS]),
        _of(lines, [k for k in mine if _duty(k) not in (*QUESTIONS, *RECORDS)]),
        _of(lines, about) if team else None,
        ways,
        ask,
    )
    return Reply(cards_home.home(shown))


def _duty(kept: KeptObligation) -> str:
    return kept.obligation.key.duty


def _of(lines: dict[int, DueLine], kept: Sequence[KeptObligation]) -> list[DueLine]:
    return [lines[k.id] for k in kept]


def _asked_now(work: Work, questions: Sequence[KeptObligation]) -> list[KeptObligation]:
    """Whether a session took place is no question before it begins, nor when one is made up for that is booked."""
    held = [k.obligation.key.subject.id for k in questions if _duty(k) == "say_held"]
    begun = {s.id for s in sessions.sessions(work, held) if s.starts_at <= work.now}
    return [
        k
        for k in questions
        if (_duty(k) != "say_held" or k.obligation.key.subject.id in begun)
        and not (_duty(k) == "rebook" and obligation_words.rebooked(work, k))
    ]


def coming(work: Work, me: Person) -> list[ComingSession]:
    """The next session in which this person is supervised, and the next that they hold; the earlier first."""
    mine = [*sessions.booked_for(work, me.id), *sessions.groups_of(work, me.id)]
    booked = sorted((v for v in mine if v.ends_at > work.now), key=lambda v: v.starts_at)
    supervised = next((v for v in booked if v.supervisor.id != me.id), None)
    held = next((v for v in booked if v.supervisor.id == me.id), None)
    both = sorted((v for v in (supervised, held) if v), key=lambda v: v.starts_at)
    return [_coming(work, v, me) for v in both]


def _coming(work: Work, view: SessionView, me: Person) -> ComingSession:
    case = view.kind is SessionKind.CASE
    prepares = case and view.supervisee.id == me.id
    current = [p for p in preparations.of_person(work, me.id) if not p.past] if prepares else []
    return ComingSession(
        meeting(work, view, me),
        case,
        prepares,
        tuple(p.case.reference for p in current if not p.is_draft),
        tuple(p.case.reference for p in current if p.is_draft),
        view.provisional,
        view.group is not None,
    )
