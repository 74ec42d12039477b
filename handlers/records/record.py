"""Recorded: per case or for all, by who held the session or a named delegate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cards.message import MessageItem
from cards.model import Block, Option
from cards.records import record as cards_record
from cards.records import refusals
from cards.records.asks import AllRecordsWritten, DelegateForm, RecordDelegated, RecordWritten
from cards.records.record import Asks, Written
from cards.shared.meeting import KINDS
from cards.shared.refusals import CHOOSE_PERSON
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.shared import safeguarding
from handlers.shared.agreeing import ask_to_agree, row_to_agree
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.meetings import guidance
from policy.ruleset import Delivery, GuidancePoint
from storage import outbox, people, records, sessions
from storage.people import Person
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


def written(work: Work, view: SessionView, record: RecordView, reader: Person | None = None) -> Written:
    """A record as one of the two it concerns reads it: with the name of whoever is to agree, unless they are the
    reader."""
    other = view.author if reader and reader.id == view.reader.id else view.reader
    led_by = view.supervisor.name if view.group else ""
    held, delegable = view.held_on or view.on, work.rules.delegates(view.kind)
    return Written(
        record.id, view.id, record.said, other.name, held, work.rules.case_system, led_by, delegable
    )


def record_of_nudge(work: Work, context: NudgeContext) -> tuple[SessionView, RecordView]:
    """The session and the record that an obligation's nudge speaks of (``record:5`` or ``request:5.1``)."""
    assert context.kept
    view = sessions.session(work, context.kept.obligation.key.subject.id)
    number = int(context.kept.obligation.key.fact.id.split(".")[0])
    return view, next(r for r in view.records if r.id == number)


def compose_record(work: Work, context: NudgeContext) -> MessageItem | None:
    assert context.kept
    view, record = record_of_nudge(work, context)
    one, by = written(work, view, record), context.kept.obligation.due
    if context.nudge.escalates and by:
        return cards_record.long_late(one, view.author.name, by)
    if record.safeguarding:
        return cards_record.safeguarding(one, by, guidance(work, GuidancePoint.RECORD))
    unwritten = sum(1 for r in view.records if r.recorded_on is None)
    shown = cards_record.due(one, by, work.today, unwritten, practice=True)
    return replace(shown, body=(*shown.body, *_headings(work, view, record)))


def _headings(work: Work, view: SessionView, record: RecordView) -> tuple[Block, ...]:
    """What a group's record holds (S13), shown once: with the first of them still to be written."""
    first = next((r for r in view.records if r.recorded_on is None), None)
    if view.group is None or first is None or first.id != record.id:
        return ()
    return cards_record.headings(work.rules.part("group_record"))


def may_record(request: Request[RecordWritten], work: Work) -> bool:
    """Who answers for the records, or the delegate named for that one."""
    record = records.record(work, request.ask.record)
    author = sessions.session(work, record.session_id).author.id
    return request.actor.id in (author, record.delegate_id)


def record(request: Request[RecordWritten], work: Work) -> ShowForm | Done:
    found = records.record(work, request.ask.record)
    if found.recorded_on:
        raise Refusal(refusals.recorded(found.said, found.recorded_on))
    return _record(request, work, [found])


def record_all(request: Request[AllRecordsWritten], work: Work) -> ShowForm | Done:
    """Every record of the session that isn't written yet."""
    view = sessions.session(work, request.ask.session)
    unwritten = [r for r in view.records if r.recorded_on is None]
    if not unwritten:
        raise Refusal(refusals.ALL_RECORDED)
    return _record(request, work, unwritten)


def _record(
    request: Request[RecordWritten | AllRecordsWritten], work: Work, written: Sequence[RecordView]
) -> ShowForm | Done:
    """Where a rule asks it, first whether there is a safeguarding issue in one of them that needs action."""
    view = sessions.session(work, written[0].session_id)
    said, told = safeguarding.NONE, list[str]()
    if safeguarding.rule_for(work, view.kind) and not all(r.safeguarding for r in written):
        said = safeguarding.read(request, [str(r.id) for r in written])
        if not request.ask.asked or said.errors:
            return _asked(request, work, view, written, said.errors)
        told = guidance(work, GuidancePoint.RECORD) if said.ticked else []
        safeguarding.note(work, written, said, request.actor.id)
    for one in written:
        records.mark_recorded(work, one, request.actor.id)
    ask_to_agree(work, view, [(r.id, 1) for r in written])
    return Done(cards_record.recorded([r.said for r in written], _asks(work, view), told))


def _asks(work: Work, view: SessionView) -> Asks | None:
    row = row_to_agree(work, view)
    return Asks(view.reader.name, view.group is not None, row.within is not None) if row else None


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
    return ShowForm(cards_record.delegate_form(written(work, view, found), _delegates(work, view)))


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
    staff = [p for p in people.everyone(work) if p.id not in (view.author.id, view.reader.id)]
    ordered = sorted(staff, key=lambda p: (p.role != "business_support", p.name))
    return [Option(p.staff_number, p.name) for p in ordered]


def delegate(request: Request[RecordDelegated], work: Work) -> ShowForm | Done:
    """Names who writes one record; who held the session stays answerable."""
    view, found = _delegable(work, request.ask.record)
    chosen = [
        p for p in people.find(work, request.text("person")) if p.staff_number == request.text("person")
    ]
    if not chosen:
        form = cards_record.delegate_form(written(work, view, found), _delegates(work, view))
        return with_errors(request, form, {"person": CHOOSE_PERSON})
    if found.recorded_on:
        raise Refusal(refusals.nothing_to_delegate(found.said))
    records.delegate(work, found, chosen[0].id, request.actor.id)
    nudge = outbox.NewNudge(
        chosen[0].id,
        "delegated",
        f"session:{view.id}:delegated:{found.id}",
        "delegated",
        Delivery.OWN,
        {"record": found.id},
    )
    notifier.notify(work, nudge)
    return Done(cards_record.delegated(found.said, chosen[0].name))


def compose_delegated(work: Work, context: NudgeContext) -> MessageItem | None:
    found = records.record(work, int(context.nudge.data["record"]))
    if found.recorded_on or found.delegate_id != context.nudge.recipient_id:
        return None
    view = sessions.session(work, found.session_id)
    told = cards_record.due(written(work, view, found), None, work.today, 1, practice=False)
    return MessageItem(told.title, told.notice, told.body, told.buttons[:1])


def ask_about_imported(work: Work) -> None:
    """A record noted in the case system, and known from an import, is sent to its supervisee as one noted here is."""
    by_session: dict[int, list[RecordView]] = {}
    for record in records.recorded_unasked(work):
        by_session.setdefault(record.session_id, []).append(record)
    for session_id, written in by_session.items():
        for record in written:
            records.ask_first(work, record)
        ask_to_agree(work, sessions.session(work, session_id), [(r.id, 1) for r in written])
