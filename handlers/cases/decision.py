"""``decision CASE``: a decision made outside case supervision goes on the child's file, and those who must know are
told that it was made (Y15, Y16, S16). What was decided never passes through here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cards.cases import decision as cards_decision
from cards.cases import refusals
from cards.cases.asks import DecisionForm, DecisionNoted, DecisionRecorded, DecisionTakenBack
from cards.cases.decision import IN_ABSENCE, KINDS, ONE_TO_ONE
from cards.model import Form, Option
from cards.shared import refusals as shared_refusals
from cards.shared.refusals import CHOOSE_DAY, CHOOSE_PERSON, NO_OPEN_CASE
from handlers.cases import notices
from handlers.cases.decided import decided, decision_rule, decision_source
from handlers.cases.notices import DecisionMade
from handlers.notifications.notifier import notify
from handlers.shared.base import Done, Refusal, Request, ShowForm, read_date, with_errors
from handlers.shared.case_lookup import find_case, in_case_line
from handlers.shared.next_due import reassess_and_refresh
from handlers.shared.person_lookup import person_picked
from storage import answering, cases, decisions, people, supervision
from storage.cases import CaseView
from storage.decisions import DecisionView
from storage.people import Person
from storage.references import fits, repeated
from storage.work import Work


def _kinds(work: Work) -> list[str]:
    known = [kind for kind in KINDS if decision_rule(work, kind)]
    if not known:
        raise Refusal(refusals.no_decisions(work.rules.council))
    return known


def may_open(request: Request[DecisionForm], work: Work) -> bool:
    """Those in the case's line; and whoever notes decisions at all, who may have written another reference."""
    actor, case = request.actor, _visible(work, request.actor, request.ask.case)
    return (case is not None and _may_note_of(work, actor, case, actor)) or _notes_decisions(work, actor)


def may_note(request: Request[DecisionNoted], work: Work) -> bool:
    """What the form doesn't say rightly is told beside its fields."""
    case = _visible(work, request.actor, request.text("case"))
    by = person_picked(work, request.text("made_by"))
    if case is None or by is None:
        return _notes_decisions(work, request.actor)
    return _may_note_of(work, request.actor, case, by)


def _notes_decisions(work: Work, actor: Person) -> bool:
    """Whoever works with a case, or supervises somebody."""
    return bool(cases.allocated_to(work, actor.id)) or supervision.supervises_somebody(work, actor.id)


def decision_form(request: Request[DecisionForm], work: Work) -> ShowForm:
    """Raises Refusal for what no case is called, and none can be: it goes into no form."""
    typed = request.ask.case
    case = _visible(work, request.actor, typed) if typed else None
    if typed and case is None and not fits(typed, work.config.references):
        raise Refusal(NO_OPEN_CASE)
    return ShowForm(_form(work, request.actor, case.reference if case else typed))


def _form(work: Work, actor: Person, reference: str) -> Form:
    kinds = [Option(kind, KINDS[kind].asked) for kind in _kinds(work)]
    staff = [Option(p.staff_number, p.name) for p in people.everyone(work)]
    return cards_decision.form(
        reference[:60], kinds, work.today, staff, actor.staff_number, work.rules.case_system
    )


def decision(request: Request[DecisionNoted], work: Work) -> ShowForm | Done:
    """Notes that it was made; who must know is told, without what it says."""
    reference, kinds = request.text("case"), _kinds(work)
    form = _form(work, request.actor, reference)
    case, kind = _visible(work, request.actor, reference), next(iter(request.many("kind")), "")
    made_on, by = read_date(request.text("made_on")), person_picked(work, request.text("made_by"))
    errors = _errors(work, made_on, by)
    if case and by and made_on and not errors:
        errors = _not_so(work, case, kind, made_on, by)
    if case is None:
        errors["case"] = NO_OPEN_CASE
        request = request.typing(case=repeated(reference, work.config.references, ""))
    if kind not in kinds:
        errors["kind"] = refusals.CHOOSE_HOW_MADE
    if errors or case is None or by is None or made_on is None:
        return with_errors(request, form, errors)
    new = decisions.add(work, case, kind, made_on, by.id, request.actor.id)
    view = decisions.decision(work, new)
    told = _notify(work, case, view, request.actor)
    return Done(
        cards_decision.noted(
            decided(work, view), by.id == request.actor.id, told, decision_source(work, view.kind)
        )
    )


def _visible(work: Work, actor: Person, reference: str) -> CaseView | None:
    """An open case; a restricted one only for its line."""
    found = find_case(work, actor, reference)
    if found is None or not found.is_open(work.today):
        return None
    if found.restricted and not in_case_line(work, actor, found):
        return None
    return found


def _errors(work: Work, made_on: date | None, by: Person | None) -> dict[str, str]:
    errors = {} if by else {"made_by": CHOOSE_PERSON}
    if made_on is None:
        errors["made_on"] = CHOOSE_DAY
    elif made_on > work.today:
        errors["made_on"] = refusals.NOT_DECIDED
    return errors


def _not_so(work: Work, case: CaseView, kind: str, made_on: date, by: Person) -> dict[str, str]:
    """What can't be, or is noted already."""
    line = supervision.line_supervisor(work, case.worker_id) if case.worker_id else None
    if kind == IN_ABSENCE and (line is None or people.absence_now(work, line, made_on) is None):
        return {"kind": refusals.not_away(people.person(work, line).name if line else "")}
    if kind == IN_ABSENCE and (
        by.id in (line, case.worker_id) or not supervision.supervises_somebody(work, by.id)
    ):
        return {"made_by": refusals.NOT_ENTITLED}
    return {"made_on": refusals.NOTED_ALREADY} if decisions.noted(work, case, kind, made_on, by.id) else {}


def _may_note_of(work: Work, actor: Person, case: CaseView, by: Person) -> bool:
    """The case's line, and who supervises its worker beside it; any other manager a decision of their own."""
    beside = supervision.supervisors(work, case.worker_id) if case.worker_id else []
    if in_case_line(work, actor, case) or actor.id in beside:
        return True
    return actor.id == by.id and bool(supervision.supervisees_now(work, actor.id))


# Who must know


def _notify(work: Work, case: CaseView, view: DecisionView, actor: Person) -> str:
    """Whom the bot tells, in a sentence; somebody who is away hears of it on their return."""
    known = {actor.id, view.made_by.id}
    to = [i for i in _concerned(work, case, view) if i not in known]
    for recipient in to:
        notify(work, DecisionMade(decision=view.id, case=case.id), to=recipient)
    names = [p.name for p in people.people(work, to).values()]
    return cards_decision.notified(sorted(names))


def _concerned(work: Work, case: CaseView, view: DecisionView) -> Sequence[int]:
    """In the supervisor's absence both of the pair (Y16); of a one-to-one the line manager, where another held it."""
    if case.worker_id is None:
        return []
    line = supervision.line_supervisor(work, case.worker_id)
    both = [case.worker_id, line] if view.kind == IN_ABSENCE else [line] if view.kind == ONE_TO_ONE else []
    return [i for i in both if i is not None]


# Taken back


def may_take_back(request: Request[DecisionTakenBack], work: Work) -> bool:
    """Who noted the decision, or made it."""
    view = decisions.decision(work, request.ask.decision)
    return request.actor.id in (view.made_by.id, view.said_by_id)


def take_back(request: Request[DecisionTakenBack], work: Work) -> Done:
    """It was noted by mistake; those who were told of it are told, once it isn't on the file."""
    view = decisions.decision(work, request.ask.decision)
    if view.recorded_on or view.taken_back_by:
        raise Refusal(refusals.ON_FILE if view.recorded_on else shared_refusals.TAKEN_BACK)
    case = cases.case(work, view.case.id)
    decisions.take_back(work, view, request.actor.id)
    reassess_and_refresh(work, case)
    to = {*_concerned(work, case, view), view.made_by.id, view.said_by_id} - {request.actor.id}
    for recipient in sorted(to):
        notify(work, notices.DecisionIsTakenBack(decision=view.id, case=case.id), to=recipient)
    names = sorted(p.name for p in people.people(work, list(to)).values())
    told = cards_decision.notified(names, cards_decision.TAKEN_BACK)
    return Done(cards_decision.taken_back(decided(work, view), told))


# On the child's file


def may_say(request: Request[DecisionRecorded], work: Work) -> bool:
    """Who made the decision, who noted it, who stands in the place of one of them who has left, or who answers for
    the case's worker today."""
    view = decisions.decision(work, request.ask.decision)
    worker = cases.case(work, view.case.id).worker_id
    now = supervision.supervisor_now(work, worker) if worker else None
    both = (answering.in_place_of(work, one) for one in (view.made_by.id, view.said_by_id))
    return request.actor.id in (*both, now)


def decision_recorded(request: Request[DecisionRecorded], work: Work) -> Done:
    view = decisions.decision(work, request.ask.decision)
    if view.taken_back_by:
        raise Refusal(shared_refusals.TAKEN_BACK)
    if view.recorded_on:
        raise Refusal(refusals.on_file_already(view.case.reference))
    decisions.recorded(work, view, request.actor.id)
    reassess_and_refresh(work, cases.case(work, view.case.id))
    return Done(cards_decision.recorded(decided(work, view)))
