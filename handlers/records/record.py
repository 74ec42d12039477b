"""Recorded: per case or for all, by who held the session or a named delegate."""

from __future__ import annotations

from collections.abc import Sequence

from cards.model import Form, Option
from cards.records import delegate as cards_delegate
from cards.records import record as cards_record
from cards.records import refusals
from cards.records.asks import (
    AllRecordsWritten,
    DelegateForm,
    RecordDelegated,
    RecordedTakenBack,
    RecordWritten,
)
from cards.records.record import Asks
from cards.shared import refusals as shared_refusals
from cards.shared.meeting import KINDS
from handlers.notifications.notifier import notify
from handlers.records.notices import DelegateNamed
from handlers.shared import safeguarding
from handlers.shared.agreeing import ask_to_agree, is_nobody_to_sign, row_to_agree
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.correctable import correctable_since, for_so_long, records_to_take_back, writes
from handlers.shared.meetings import guidance
from handlers.shared.person_lookup import person_picked
from handlers.shared.records import asked_to_agree, asked_to_write, written
from policy.facts import Subject, SubjectKind
from policy.ruleset import GuidancePoint
from storage import answering, outbox, people, records, sessions
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


def may_record(request: Request[RecordWritten], work: Work) -> bool:
    """Who answers for the records, or the delegate named for that one."""
    record = records.record(work, request.ask.record)
    return writes(work, request.actor.id, sessions.session(work, record.session_id), record)


def record(request: Request[RecordWritten], work: Work) -> ShowForm | Done:
    found = records.record(work, request.ask.record)
    if found.recorded_on:
        raise Refusal(refusals.recorded(found.label, found.recorded_on))
    return _record(request, work, [found])


def record_all(request: Request[AllRecordsWritten], work: Work) -> ShowForm | Done:
    """Every record of the session that isn't written yet."""
    view = sessions.session(work, request.ask.session)
    unwritten = [r for r in view.records if r.recorded_on is None]
    if not unwritten:
        raise Refusal(refusals.ALL_RECORDED)
    return _record(request, work, unwritten)


def _record(
    request: Request[RecordWritten | AllRecordsWritten], work: Work, about: Sequence[RecordView]
) -> ShowForm | Done:
    """Where a rule asks it, first whether there is a safeguarding issue in one of them that needs action."""
    view = sessions.session(work, about[0].session_id)
    said, told = safeguarding.NONE, list[str]()
    if safeguarding.rule_for(work, view.kind) and not all(r.safeguarding for r in about):
        said = safeguarding.read(request, [str(r.id) for r in about])
        if not request.ask.asked or said.errors:
            return _asked(request, work, view, about, said.errors)
        told = guidance(work, GuidancePoint.RECORD) if said.ticked else []
        safeguarding.note(work, about, said, request.actor.id)
    records.mark_recorded(work, about, request.actor.id, asks=not is_nobody_to_sign(work, view))
    ask_to_agree(work, view, [(r.id, r.request + 1) for r in about])
    _show_what_leavers_left(work, view)
    return Done(cards_record.recorded(view.id, [r.label for r in about], _asks(work, view), told))


def take_back(request: Request[RecordedTakenBack], work: Work) -> Done:
    """What the asker said to be written isn't, as far as nobody has answered it yet."""
    view = sessions.session(work, request.ask.session)
    found = records_to_take_back(work, view, request.actor.id)
    if not found:
        raise Refusal(_why_none(work, view, request.actor.id))
    for one in found:
        records.take_back(work, one, request.actor.id)
    _show_what_leavers_left(work, view)
    return Done(cards_record.taken_back([r.label for r in found], view.id))


def _show_what_leavers_left(work: Work, view: SessionView) -> None:
    """What was told of how much is to be written since one of the two has left."""
    gone = {p.id for p in (view.supervisee, view.author) if not p.in_post(work.today)}
    outbox.refresh(work, [Subject(SubjectKind.PERSON, one) for one in sorted(gone)])


def _why_none(work: Work, view: SessionView, person_id: int) -> str:
    """Why none of the records that this person writes can be taken back."""
    recorded = [r.recorded_on for r in view.records if r.recorded_on and writes(work, person_id, view, r)]
    if not recorded:
        return refusals.NONE_RECORDED
    if max(recorded) >= correctable_since(work):
        return shared_refusals.OTHER_ANSWERED
    return shared_refusals.too_late_to_take_back(for_so_long(work))


def may_take_back(request: Request[RecordedTakenBack], work: Work) -> bool:
    """Who may write one of its records."""
    view = sessions.session(work, request.ask.session)
    return any(writes(work, request.actor.id, view, r) for r in view.records)


def _asks(work: Work, view: SessionView) -> Asks | None:
    if is_nobody_to_sign(work, view):
        return Asks("", signs=True)
    row = row_to_agree(work, view)
    return (
        Asks(asked_to_agree(work, view).name, view.group is not None, row.within is not None) if row else None
    )


def _asked(
    request: Request[object],
    work: Work,
    view: SessionView,
    records: Sequence[RecordView],
    errors: dict[str, str],
) -> ShowForm:
    form = cards_record.record_form(
        view.id,
        [written(work, view, r) for r in records],
        tuple(str(r.id) for r in records if r.safeguarding),
        guidance(work, GuidancePoint.RECORD),
    )
    return with_errors(request, form, errors) if errors else ShowForm(form)


def delegate_form(request: Request[DelegateForm], work: Work) -> ShowForm:
    view, found = _delegable(work, request.ask.record)
    return ShowForm(_form_to_delegate(work, view, found))


def _form_to_delegate(work: Work, view: SessionView, found: RecordView) -> Form:
    asked = asked_to_write(work, found)
    return cards_delegate.delegate_form(written(work, view, found), _delegates(work, view), asked)


def _delegable(work: Work, record_id: int) -> tuple[SessionView, RecordView]:
    """Raises Refusal where the policy has nobody else write such a record."""
    found = records.record(work, record_id)
    view = sessions.session(work, found.session_id)
    if not work.rules.delegates(view.kind):
        kind, author = KINDS[view.kind], view.author.name
        raise Refusal(refusals.not_delegable(work.rules.council, kind, author))
    return view, found


def _delegates(work: Work, view: SessionView) -> list[Option]:
    """Business support first: the policy names it (B34)."""
    known = answering.shared_out(work, view).values() if view.group else (view.author.id, view.reader.id)
    others = [p for p in people.everyone(work) if p.id not in known]
    away = people.absences_on(work, [p.id for p in others], work.today)
    staff = [p for p in others if p.id not in away]
    ordered = sorted(staff, key=lambda p: (p.role != "business_support", p.name))
    return [Option(p.staff_number, p.name) for p in ordered]


def delegate(request: Request[RecordDelegated], work: Work) -> ShowForm | Done:
    """Names who writes one record; who held the session stays answerable."""
    view, found = _delegable(work, request.ask.record)
    chosen = person_picked(work, request.text("person"))
    if chosen is None:
        form = _form_to_delegate(work, view, found)
        return with_errors(request, form, {"person": shared_refusals.CHOOSE_PERSON})
    if found.recorded_on:
        raise Refusal(refusals.nothing_to_delegate(found.label))
    records.delegate(work, found, chosen.id, request.actor.id)
    notify(work, DelegateNamed(record=found.id, session=view.id), to=chosen.id)
    return Done(cards_delegate.delegated(found.label, chosen.name))


def ask_about_imported(work: Work) -> None:
    """A record noted in the case system, and known from an import, is sent to its supervisee as one noted here is."""
    by_session: dict[int, list[RecordView]] = {}
    for record in records.recorded_unasked(work):
        by_session.setdefault(record.session_id, []).append(record)
    for session_id, found in by_session.items():
        if is_nobody_to_sign(work, sessions.session(work, session_id)):
            continue
        for record in found:
            records.ask_first(work, record)
        ask_to_agree(work, sessions.session(work, session_id), [(r.id, 1) for r in found])
