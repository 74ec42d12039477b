"""Booked by the supervisor, asked for by the supervisee; an additional session; the next one after one was held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cards import words
from cards.ask import StringAsk
from cards.message import MessageItem
from cards.model import Card, Day, Form, Option, Text
from cards.sessions import book as cards_book
from cards.sessions.book import PlannedSession
from cards.shared.meeting import Meeting
from cards.words import clock, listing
from handlers.notifications.compose import NudgeContext
from handlers.sessions import group
from handlers.shared import dates, times
from handlers.shared.base import Done, Outcome, Refusal, Refused, Reply, Request, ShowForm, done, with_errors
from handlers.shared.meetings import guidance, meeting, moment
from handlers.shared.obligation_words import KINDS
from handlers.shared.times import Pair
from policy.calendar import NonexistentTime
from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.ruleset import Delivery, GuidancePoint
from storage import cases, diary, duties, outbox, people, sessions
from storage.people import Person
from storage.work import Work

#: What a request keeps for the buttons of its message.
KEPT = ("supervisee", "supervisor", "kind", "extra", "case")
USAGE = "Write for example: book @name next tuesday 2pm"


# Who with whom


def leads(work: Work, supervisor_id: int, supervisee_id: int) -> bool:
    """Supervises this person now: in the line, beside it, or as cover."""
    return supervisor_id in (
        *people.supervisors(work, supervisee_id),
        people.line_supervisor(work, supervisee_id),
    )


def pair_of(work: Work, actor: Person, other: Person) -> tuple[Pair, bool]:
    """Who of the two is the supervisee, who the supervisor; and whether the actor can only ask (B32)."""
    if actor.id == other.id:
        raise Refusal("That is you. Say whom the session is with.")
    if leads(work, actor.id, other.id):
        return (other, actor), False
    if leads(work, other.id, actor.id):
        return (actor, other), True
    raise Refusal(
        f"You and {other.name} aren't supervisee and supervisor, so there is nothing to book between you."
    )


def the_person(work: Work, words: str) -> Person:
    """Raises Refusal for nobody and for more than one."""
    found = people.find(work, words)
    if not found:
        raise Refusal(f"Nobody in post is called “{words.removeprefix('@')[:40]}”. {USAGE}")
    if len(found) > 1:
        names = ", ".join(f"{p.name} ({p.staff_number})" for p in found[:5])
        raise Refusal(
            f"More than one person could be meant: {names}. Write the whole name or the staff number."
        )
    return found[0]


def contacts(work: Work, actor: Person) -> list[Person]:
    """Those the actor can have a session with: their supervisors, then their supervisees."""
    ids = [*people.supervisors(work, actor.id), *people.supervisees_now(work, actor.id)]
    found = people.people(work, ids)
    mine = [found[i] for i in dict.fromkeys(ids)]
    return [p for p in mine if p.in_post(work.today)]


# ``book @person next tuesday 2pm [personal]``


def book(request: Request, work: Work) -> Outcome:
    """Reads the command, says in words what it understood, and books nothing yet."""
    if request.text("words").lower().split()[:1] == ["group"]:
        when = request.text("words")[len("group") :].strip()
        return group.group_form(Request(request.actor, StringAsk("group_form", {"words": when})), work)
    words, kind = _kind(request.text("words"))
    if not words:
        return _form(request, work, {})
    person, rest = _person(work, request.actor, words)
    pair, asks = pair_of(work, request.actor, person)
    said = dates.read(rest, work.calendar.wall(work.now))
    plans = [plan_session(work, request.actor, pair, kind, at, asks) for at in _instants(work, said)]
    if len(plans) > 1:
        return Reply(cards_book.which_day(said.words, plans))
    return Reply(_read_back(work, request.actor, pair, plans[0]))


def _kind(words: str) -> tuple[str, SessionKind]:
    """``personal`` anywhere in the command; without it the session is about cases."""
    kept = [w for w in words.split() if w.lower() not in ("personal", "case")]
    personal = any(w.lower() == "personal" for w in words.split())
    return " ".join(kept), SessionKind.PERSONAL if personal else SessionKind.CASE


def _person(work: Work, actor: Person, words: str) -> tuple[Person, str]:
    """The person at the beginning, by the longest name that is somebody's; without one, the only one possible."""
    tokens = words.split()
    for length in range(min(4, len(tokens)), 0, -1):
        name = " ".join(tokens[:length])
        if people.find(work, name):
            return the_person(work, name), " ".join(tokens[length:])
    mine = contacts(work, actor)
    if 1 < len(mine) <= 5 and not tokens[0].startswith("@"):
        names = listing([called(work, actor, p, p) for p in mine], "or")
        raise Refusal(f"With whom: {names}? {USAGE}")
    if tokens[0].startswith("@") or len(mine) != 1:
        the_person(work, tokens[0])
    return mine[0], words


def _instants(work: Work, said: dates.Read) -> list[datetime]:
    """The instants (UTC) the words can mean, those already past left out where another is to come."""
    try:
        found = [work.calendar.at(day, said.at) for day in said.days]
    except NonexistentTime as skipped:
        raise Refusal(f"{skipped}.") from skipped
    return [at for at in found if at > work.now] or found[-1:]


def plan_session(
    work: Work, actor: Person, pair: Pair, kind: SessionKind, at: datetime, asks: bool, **more: int
) -> PlannedSession:
    supervisee, supervisor = pair
    other = supervisor if actor.id == supervisee.id else supervisee
    fields: dict[str, str | int] = {
        "supervisee": supervisee.id,
        "supervisor": supervisor.id,
        "kind": str(kind),
    }
    fields.update(more)
    name = called(work, supervisee, supervisor, other)
    return PlannedSession(
        KINDS[kind], name, moment(work, at), work.rules.practice.session_minutes, fields, asks
    )


def called(work: Work, supervisee: Person, supervisor: Person, other: Person) -> str:
    """The other one of a pair; of two supervisors of one person, which of them it is (S22)."""
    if supervisor.id not in people.beside(work, supervisee.id):
        return other.name
    role = "professional supervisor"
    return f"{other.name}, {role}" if other.id == supervisor.id else f"{other.name}, as {role}"


def _read_back(work: Work, actor: Person, pair: Pair, plan: PlannedSession) -> Card:
    wrong = times.problem(work, pair, plan.at.instant, plan.minutes, actor)
    if wrong:
        return cards_book.not_then(wrong.sentence, plan, times.moments(work, wrong.instead))
    kind = SessionKind(str(plan.fields["kind"]))
    return cards_book.read_back(
        plan, _falls(work, pair[0], kind), _hours(work, plan), guidance(work, GuidancePoint.BOOK)
    )


def _hours(work: Work, plan: PlannedSession) -> list[str]:
    practice, starts = work.rules.practice, plan.at.wall.time()
    ends = work.calendar.wall(plan.at.instant + timedelta(minutes=plan.minutes)).time()
    usual = practice.day_starts <= starts and starts < ends <= practice.day_ends
    hours = f"{clock(practice.day_starts)} to {clock(practice.day_ends)}"
    return [] if usual else [f"That is outside the usual hours ({hours})."]


@dataclass(frozen=True, slots=True)
class Falls:
    """Something that falls due for a supervisee: in words, its last day and the day to aim at."""

    what: str
    due: date
    target: date | None


def falls_due(work: Work, supervisee: Person, kind: SessionKind) -> list[Falls]:
    """What a session of this kind would serve: the person's supervision and, of a case session, each case."""
    mine = cases.allocated_to(work, supervisee.id) if kind is not SessionKind.PERSONAL else []
    words = {c.subject: f"Discuss {c.reference}" for c in mine}
    person = Subject(SubjectKind.PERSON, supervisee.id)
    words[person] = f"Supervision of {supervisee.name}"
    return [
        Falls(words[k.obligation.key.subject], k.obligation.due, k.obligation.target)
        for k in duties.open_about(work, list(words))
        if k.obligation.due and k.obligation.key.duty in ("supervise", "discuss")
    ]


def _falls(work: Work, supervisee: Person, kind: SessionKind) -> list[Text]:
    return [(f"{f.what}: by ", Day(f.due), ".") for f in falls_due(work, supervisee, kind)[:3]]


def book_read(request: Request, work: Work) -> Outcome:
    """One of two days that the words could mean was chosen: read back like any other."""
    pair, asks = pair_asked(request, work)
    plan = plan_session(work, request.actor, pair, _kind_of(request), times.instant_of(request), asks)
    return Reply(_read_back(work, request.actor, pair, plan))


def pair_asked(request: Request, work: Work) -> tuple[Pair, bool]:
    """The two of a ticket, as they stand to each other today; of a form, by the staff number picked in it."""
    if "supervisee" not in request.fields:
        return pair_of(work, request.actor, the_person(work, request.text("person")))
    ids = (request.id("supervisee"), request.id("supervisor"))
    if request.actor.id == ids[0]:
        return pair_of(work, request.actor, people.person(work, ids[1]))
    return pair_of(work, request.actor, people.person(work, ids[0]))


def _kind_of(request: Request) -> SessionKind:
    personal = "personal" in request.many("kind")
    return SessionKind.PERSONAL if personal else SessionKind.CASE


def book_form(request: Request, work: Work) -> Outcome:
    return _form(request, work, {})


def _form(request: Request, work: Work, errors: Mapping[str, str]) -> Outcome:
    """The pickers: with the two of a ticket, or with whom the actor may meet."""
    if "supervisee" in request.fields:
        asks = pair_asked(request, work)[1]
        kept = {k: v for k, v in request.fields.items() if k in ("supervisee", "supervisor", "extra", "case")}
        form = cards_book.book_form((), "", str(_kind_of(request)), None, kept, asks)
    else:
        form = _open_form(request, work)
    return with_errors(request, form, errors) if errors else ShowForm(form)


def _open_form(request: Request, work: Work) -> Form:
    found = contacts(work, request.actor)
    if not found:
        raise Refusal("You supervise nobody and nobody is recorded as your supervisor. Ask an administrator.")
    asks = not any(leads(work, request.actor.id, p.id) for p in found)
    me = request.actor
    options = [Option(p.staff_number, called(work, me, p, p)) for p in found]
    person = options[0].value if len(options) == 1 else ""
    return cards_book.book_form(options, person, str(_kind_of(request)), None, {}, asks)


# Booked, or asked for


def book_confirm(request: Request, work: Work) -> Outcome:
    """The supervisor's tap. Everything is checked again, both diaries locked."""
    pair, asks = pair_asked(request, work)
    if asks:
        return _ask(request, work, pair)
    at, kind = _time(request, work, pair), _kind_of(request)
    if not isinstance(at, datetime):
        return at
    minutes = work.rules.practice.session_minutes
    new = sessions.book(work, kind, *pair, at, minutes, request.actor.id)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, pair[0].id)])
    _notify_booked(work, new, pair[0].id)
    shown = meeting(work, sessions.session(work, new), request.actor)
    return Done(
        cards_book.done(f"Booked: {KINDS[kind]} with {pair[0].name}", shown, f"{pair[0].name} is told.")
    )


def _notify_booked(work: Work, session_id: int, recipient: int) -> None:
    source = f"session:{session_id}:booked"
    outbox.notify(
        work, outbox.NewNudge(recipient, "booked", source, "told", Delivery.OWN, {"session": session_id})
    )


def _time(request: Request, work: Work, pair: Pair) -> datetime | Outcome:
    """The time asked for, if both can; else the answer that says why not and what would do."""
    at = times.picked(request, work)
    if isinstance(at, dict):
        return _form(request, work, at)
    diary.hold(work, pair)
    asks = request.actor.id == pair[0].id
    plan = plan_session(work, request.actor, pair, _kind_of(request), at, asks, **extra_fields(request))
    wrong = times.problem(work, pair, at, plan.minutes, request.actor)
    if wrong is None:
        return at
    if "date" in request.fields:
        return _form(request, work, {"date": times.sentence(work, wrong)})
    return Reply(cards_book.not_then(wrong.sentence, plan, times.moments(work, wrong.instead)))


def extra_fields(request: Request) -> dict[str, int]:
    return {n: v for n in ("extra", "case") if isinstance(v := request.fields.get(n), int)}


def book_ask(request: Request, work: Work) -> Outcome:
    """The supervisee's request; nothing is booked until the supervisor confirms it."""
    pair, asks = pair_asked(request, work)
    return _ask(request, work, pair) if asks else book_confirm(request, work)


def _ask(request: Request, work: Work, pair: Pair) -> Outcome:
    at = _time(request, work, pair)
    return _request(request, work, pair, at) if isinstance(at, datetime) else at


def _request(request: Request, work: Work, pair: Pair, at: datetime) -> Outcome:
    supervisee, supervisor = pair
    kind, seconds = _kind_of(request), int(at.timestamp())
    data = {"supervisee": supervisee.id, "supervisor": supervisor.id, "kind": str(kind), "at": seconds}
    source = f"person:{supervisee.id}:asks:{kind}:{seconds}"
    asked = outbox.NewNudge(
        supervisor.id, "book_request", source, "told", Delivery.OWN, {**data, **extra_fields(request)}
    )
    if not outbox.notify(work, asked):
        return Refused(f"You have already asked {supervisor.name} for that time.")
    work.log("session.asked", Subject(SubjectKind.PERSON, supervisee.id), request.actor.id, kind=str(kind))
    return done(
        "Asked", f"{supervisor.name} is asked to book {KINDS[kind]} on {words.moment(moment(work, at))}."
    )


def compose_request(work: Work, context: NudgeContext) -> MessageItem | None:
    """True until that time is booked or past."""
    data = context.nudge.data
    who = people.people(work, [int(data["supervisee"]), int(data["supervisor"])])
    pair = who[int(data["supervisee"])], who[int(data["supervisor"])]
    at = moment(work, times.instant(int(data["at"])))
    if at.instant <= work.now or _is_booked(work, pair, at.instant):
        return None
    minutes = work.rules.practice.session_minutes
    free = times.problem(work, pair, at.instant, minutes, pair[1]) is None
    fields: dict[str, str | int] = {k: data[k] for k in KEPT if k in data}
    shown = Meeting(0, KINDS[SessionKind(data["kind"])], pair[0].name, at)
    return cards_book.asked(shown, fields, free, bool(data.get("extra")), _case(work, data.get("case")))


def _is_booked(work: Work, pair: Pair, at: datetime) -> bool:
    mine = sessions.booked_for(work, pair[0].id)
    return any(s.starts_at == at and s.supervisor.id == pair[1].id for s in mine)


def _case(work: Work, case_id: object) -> str:
    found = cases.cases(work, [case_id]) if isinstance(case_id, int) else {}
    return next((c.reference for c in found.values()), "")


def compose_booked(work: Work, context: NudgeContext) -> MessageItem | None:
    """To the other one: what is booked, and as things stand later."""
    view = sessions.session(work, int(context.nudge.data["session"]))
    shown = meeting(work, view, people.person(work, context.nudge.recipient_id))
    if view.state is SessionState.BOOKED and view.ends_at > work.now:
        return cards_book.booked(shown, view.provisional)
    return cards_book.no_longer(
        shown, "it has begun" if view.state is SessionState.BOOKED else str(view.state)
    )
