"""Prepare: the invitation, and the form whose draft is the supervisee's alone until they share it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final, Protocol

from cards.message import MessageItem
from cards.model import Day, Form, Option
from cards.preparing import invitation as cards_invitation
from cards.preparing import prepare as cards_prepare
from cards.preparing.asks import (
    CaseChoiceForm,
    CaseChosen,
    DraftForgotten,
    DraftSaved,
    ExtraCanWait,
    ExtraWondered,
    PreparationCopied,
    PreparationForm,
    PrepareCommand,
)
from cards.preparing.invitation import CaseLine, Earlier, ToPrepare, Unseen
from cards.preparing.prepare import Preparing
from cards.shared.meeting import Meeting
from cards.words import plain_span
from handlers.notifications.compose import NudgeContext
from handlers.shared import meetings
from handlers.shared.base import (
    Done,
    Refusal,
    Reply,
    Request,
    ShowForm,
    reply,
    too_long,
    with_errors,
)
from handlers.shared.case_lookup import OfCaseId, cite_rule
from handlers.shared.meetings import next_case_session
from policy.obligations import is_overdue
from policy.ruleset import Duty, GuidancePoint
from storage import actions, cases, duties, outbox, people, preparations, sessions
from storage.cases import CaseView
from storage.people import Person
from storage.preparations import PreparationView, PreparedAnswers
from storage.sessions import SessionView
from storage.work import Work

#: Cases named in one message, those due soonest.
NAMED: Final = 6
#: Times that an action comes from an earlier session before it is pointed out.
POINTED_OUT: Final = 3


# The invitation


def compose_invitation(work: Work, context: NudgeContext) -> MessageItem | None:
    """To the supervisee, until the session begins; the reminder is the same, with drafts named."""
    assert context.kept
    view = sessions.session(work, context.kept.obligation.key.subject.id)
    if view.starts_at <= work.now:
        return None
    return cards_invitation.Invitation(to_prepare(work, view.supervisee, view)).item()


def to_prepare(
    work: Work, supervisee: Person, view: SessionView | None, reader: Person | None = None
) -> ToPrepare:
    """What there is to prepare, as the supervisee sees it, or ``reader``, who sees no draft."""
    lines = case_lines(work, supervisee, reader)
    meeting = meeting_for_supervisee(work, view) if view else None
    if view and reader:
        meeting = meetings.meeting(work, view, reader)
    hidden = [] if reader else unseen(work, supervisee, view)
    return ToPrepare(
        meeting,
        _first(lines),
        max(0, len(lines) - NAMED),
        earlier(work, supervisee.id),
        hidden[0].reader if hidden else "",
        has_form(work),
        [] if has_form(work) else _asked(work),
    )


def has_form(work: Work) -> bool:
    return bool(work.rules.part("preparation"))


def _asked(work: Work) -> list[str]:
    """What a policy without a form says of preparing."""
    rules = [cite_rule(rule) for rule in work.rules.asking(Duty.PREPARE)]
    return [*rules, *meetings.guidance(work, GuidancePoint.PREPARE)]


def _first(lines: list[CaseLine]) -> list[CaseLine]:
    """Those due soonest, and whatever was begun."""
    return lines[:NAMED] + [line for line in lines[NAMED:] if line.state == "draft"]


def meeting_for_supervisee(work: Work, view: SessionView) -> Meeting:
    """As the supervisee sees the session: with whoever covers on its day."""
    meeting = meetings.meeting(work, view, view.supervisee)
    cover = people.cover_now(work, view.supervisee.id, view.supervisor.id, view.on)
    name = people.person(work, cover).name if cover else meeting.name
    return Meeting(meeting.id, meeting.kind, name, meeting.starts)


def case_lines(work: Work, supervisee: Person, reader: Person | None) -> list[CaseLine]:
    """The supervisee's cases, those due soonest for discussion first, with what is prepared of them."""
    mine = cases.allocated_to(work, supervisee.id)
    found = duties.open_about(work, [c.subject for c in mine], "discuss") if mine else []
    due = {k.obligation.key.subject.id: k.obligation.due for k in found}
    states = _states(work, supervisee.id, reader)
    known = {c.id: c for c in mine}
    order = [i for i in due if due[i]] + [c.id for c in mine if not due.get(c.id)]
    return [
        CaseLine(i, known[i].reference, on := due.get(i), states.get(i, ""), is_overdue(on, work.today))
        for i in order
    ]


def _states(work: Work, supervisee_id: int, reader: Person | None) -> dict[int, str]:
    current = [p for p in preparations.of_person(work, supervisee_id) if not p.past]
    if reader:
        return {p.case.id: "shared" for p in current if preparations.readable(work, p, reader.id)}
    shared = {p.case.id: "shared" for p in current if not p.is_draft}
    return shared | {p.case.id: "draft" for p in current if p.is_draft}


def earlier(work: Work, supervisee_id: int) -> Earlier:
    """Counts of what is open from the pair's sessions; the audit's points apart."""
    found = actions.still_open(work, supervisee_id)
    times = [a.carried + 1 for a in found if not a.from_audit]
    thrice = sum(1 for n in times if n >= POINTED_OUT)
    return Earlier(len(times), thrice, max(times, default=0), len(found) - len(times))


def reader_now(work: Work, supervisee_id: int, view: SessionView | None) -> Person | None:
    """Who may read what is shared now: whoever covers or the supervisor; of a session beside the line, who holds it."""
    beside = view and view.supervisor.id != people.line_supervisor(work, supervisee_id)
    if view and beside and preparations.supervised_on(work, view.supervisor.id, supervisee_id, work.today):
        return view.supervisor
    found = people.supervisor_now(work, supervisee_id)
    return people.person(work, found) if found else None


def unseen(work: Work, supervisee: Person, view: SessionView | None) -> list[Unseen]:
    """What was shared before whoever answers as supervisor now did."""
    reader = reader_now(work, supervisee.id, view)
    if reader is None:
        return []
    current = [p for p in preparations.of_person(work, supervisee.id) if not p.past and not p.is_draft]
    hidden = [p for p in current if not preparations.readable(work, p, reader.id)]
    return [Unseen(p.id, p.case.reference, reader.name) for p in hidden]


# The command and the choice of a case


def may_prepare_named(request: Request[PrepareCommand], work: Work) -> bool:
    """The case that is named is allocated to whoever asks; one that there isn't gets the same answer."""
    return not request.ask.reference or _named(request, work) is not None


def _named(request: Request[PrepareCommand], work: Work) -> CaseView | None:
    wanted = request.ask.reference.strip().casefold()
    mine = cases.allocated_to(work, request.actor.id)
    return next((c for c in mine if c.reference.casefold() == wanted), None)


def prepare(request: Request[PrepareCommand], work: Work) -> ShowForm | Reply:
    """``prepare``: what there is to prepare. ``prepare CASE``: its form."""
    named = _named(request, work)
    if named:
        return ShowForm(open_form(work, request.actor, named))
    view = next_case_session(work, request.actor.id)
    if not cases.allocated_to(work, request.actor.id):
        return reply("Nothing to prepare", "No case is allocated to you.")
    return Reply(
        cards_invitation.overview(to_prepare(work, request.actor, view), unseen(work, request.actor, view))
    )


class OfForm(OfCaseId, Protocol):
    """About one case's preparation, with what was typed or without."""

    @property
    def form(self) -> bool: ...


def may_prepare(request: Request[OfCaseId], work: Work) -> bool:
    """The case is allocated to whoever asks, today."""
    return any(c.id == request.ask.case for c in cases.allocated_to(work, request.actor.id))


def _case(request: Request[OfCaseId], work: Work) -> CaseView:
    return cases.case(work, request.ask.case)


def prepare_form(request: Request[PreparationForm], work: Work) -> ShowForm:
    return ShowForm(open_form(work, request.actor, _case(request, work)))


def choose(request: Request[CaseChoiceForm], work: Work) -> ShowForm:
    return ShowForm(_choice(request, work))


def _choice(request: Request[object], work: Work, errors: dict[str, str] | None = None) -> Form:
    """At most a hundred, which is as many as a list can hold; the command takes any case."""
    lines = case_lines(work, request.actor, None)
    if not lines:
        raise Refusal("No case is allocated to you, so there is nothing to prepare.")
    return cards_invitation.choose([_option(line) for line in lines[:100]], errors)


def _option(line: CaseLine) -> Option:
    return Option(str(line.id), line.reference, f"by {plain_span(Day(line.due))}" if line.due else "")


def chosen(request: Request[CaseChosen], work: Work) -> ShowForm:
    wanted = request.text("chosen")
    found = next((c for c in cases.allocated_to(work, request.actor.id) if str(c.id) == wanted), None)
    if found is None:
        return ShowForm(_choice(request, work, {"chosen": "Choose one of your cases."}))
    return ShowForm(open_form(work, request.actor, found))


# The form


@dataclass(frozen=True, slots=True)
class PreparationState:
    """One case of one supervisee: the draft, what is shared, the session it is for and who may read it then."""

    draft: PreparationView | None
    shared: PreparationView | None
    session: SessionView | None
    reader: Person | None

    @property
    def answers(self) -> PreparedAnswers:
        latest = self.draft or self.shared
        return latest.answers if latest else PreparedAnswers()


def preparation_state(work: Work, supervisee: Person, case_id: int) -> PreparationState:
    about = [p for p in preparations.of_person(work, supervisee.id) if p.case.id == case_id]
    draft = next((p for p in reversed(about) if p.is_draft), None)
    shared = next((p for p in reversed(about) if not p.is_draft and not p.past), None)
    view = next_case_session(work, supervisee.id)
    return PreparationState(draft, shared, view, reader_now(work, supervisee.id, view))


def open_form(work: Work, supervisee: Person, case: CaseView) -> Form:
    return cards_prepare.form(preparing(work, supervisee, case, preparation_state(work, supervisee, case.id)))


def preparing(
    work: Work,
    supervisee: Person,
    case: CaseView,
    now: PreparationState,
    answers: PreparedAnswers | None = None,
) -> Preparing:
    """What the form and the answers to it show. Raises Refusal where the policy has no preparation form."""
    part = next(iter(work.rules.part("preparation")), None)
    if part is None:
        raise Refusal("This council's policy has no form for preparing a session.")
    return Preparing(
        case.id,
        case.reference,
        part.headings,
        part.note or "",
        meeting_for_supervisee(work, now.session) if now.session else None,
        now.reader.name if now.reader else "",
        returning(work, supervisee.id, now.reader),
        meetings.moment(work, now.shared.last_shared) if now.shared and now.shared.last_shared else None,
        now.draft is not None,
        now.draft is not None and now.draft.past,
        asdict(answers or now.answers),
    )


def returning(work: Work, supervisee_id: int, reader: Person | None) -> str:
    """The supervisor for whom the reader covers, who may read it too once they are back."""
    line = people.line_supervisor(work, supervisee_id)
    if reader is None or line in (None, reader.id) or reader.id != people.supervisor_now(work, supervisee_id):
        return ""
    return people.person(work, line).name if line else ""


def answers_in(request: Request[OfForm], now: PreparationState) -> PreparedAnswers:
    """What was typed, where the form was sent; what is kept, where a button under it was pressed."""
    if not request.ask.form:
        return now.answers
    return PreparedAnswers(*(request.text(name) for name in cards_prepare.PROMPTS))


def shown_again(
    request: Request[OfForm], work: Work, case: CaseView, now: PreparationState, errors: dict[str, str]
) -> ShowForm | None:
    """The form with what was typed and what is wrong with it; None if nothing is, its length included."""
    form = cards_prepare.form(preparing(work, request.actor, case, now))
    wrong = errors | (too_long(request, form) if request.ask.form else {})
    return with_errors(request, form, wrong) if wrong else None


def save(request: Request[DraftSaved], work: Work) -> ShowForm | Done:
    """Keeps the draft. Its form can be sent again, so a second press or going back loses nothing."""
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(
        request, work, case, now, _empty(answers, "Write something first. One note is enough.")
    )
    if wrong:
        return wrong
    keep(work, request.actor, case.id, now, answers)
    return Done(cards_prepare.saved(preparing(work, request.actor, case, now, answers)), keep=True)


def _empty(answers: PreparedAnswers, sentence: str) -> dict[str, str]:
    return {"worrying": sentence} if answers.is_empty else {}


def keep(
    work: Work, supervisee: Person, case_id: int, now: PreparationState, answers: PreparedAnswers
) -> None:
    """A draft, unless these very words are there already."""
    if answers.is_empty or ((now.draft or now.shared) and answers == now.answers):
        return
    session_id = now.session.id if now.session else None
    preparations.save(work, supervisee.id, case_id, session_id, answers)
    show_again(work, now.session, "prepare")


def show_again(work: Work, view: SessionView | None, *asked: str) -> None:
    """Messages about the session are shown anew: what is prepared is part of them."""
    if view:
        found = [k for k in duties.open_about(work, [view.subject]) if k.obligation.key.duty in asked]
        outbox.refresh(work, (), [k.id for k in found])


def forget(request: Request[DraftForgotten], work: Work) -> Done:
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    if now.draft is None:
        raise Refusal("There is no draft of yours to delete.")
    preparations.forget_draft(work, request.actor.id, case.id)
    show_again(work, now.session, "prepare")
    kept = "What you shared stays shared." if now.shared else "Nobody saw it."
    return Done(reply(f"Draft deleted: {case.reference}", kept).card)


def copy(request: Request[PreparationCopied], work: Work) -> ShowForm | Done:
    """The text for the child's file, in a view; what was typed is kept as a draft."""
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(request, work, case, now, _empty(answers, "There is nothing to copy yet."))
    if wrong:
        return wrong
    keep(work, request.actor, case.id, now, answers)
    guidance = meetings.guidance(work, GuidancePoint.SHARE)
    return Done(cards_prepare.copied(preparing(work, request.actor, case, now, answers), guidance), keep=True)


# Wondering about an ad hoc session


def wonder(request: Request[ExtraWondered], work: Work) -> ShowForm | Done:
    """Whoever answered the first three is asked whether it can wait for the next one booked (B13)."""
    case = _case(request, work)
    now = preparation_state(work, request.actor, case.id)
    answers = answers_in(request, now)
    wrong = shown_again(request, work, case, now, {})
    if wrong:
        return wrong
    keep(work, request.actor, case.id, now, answers)
    shown = preparing(work, request.actor, case, now, answers)
    if answers.worrying and answers.working_well and answers.decided:
        card = cards_prepare.can_it_wait(shown, meetings.guidance(work, GuidancePoint.PREPARE))
    else:
        card = cards_prepare.first_three(shown)
    return Done(card, keep=True)


def waits(request: Request[ExtraCanWait], work: Work) -> Reply:
    case = _case(request, work)
    return Reply(
        cards_prepare.waits(
            preparing(work, request.actor, case, preparation_state(work, request.actor, case.id))
        )
    )
