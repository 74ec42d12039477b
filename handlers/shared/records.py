"""A session's records as messages show them, and what became of asking somebody to agree one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from cards.formats import cited, listing
from cards.records.delegate import RecordHandedOver
from cards.records.record import PERSONAL_FILE, YOUR_PERSONAL_FILE, Written
from cards.records.referred import YOU, DecidedOnReferral
from cards.records.sign_off import AgreementAsked, DisagreementOutcome, silence_agrees
from cards.shared.claims import AskedToWrite
from handlers.shared.permissions import may_record_absence
from handlers.shared.uncovered import runs_today, who_is_away
from policy.facts import RecordAnswer, RecordDecision
from policy.obligations import Obligation
from policy.ruleset import OF_RECORD, Duty, Row, Rule, condition_of
from storage import answering, duties, people, records, sessions
from storage.duties import KeptObligation
from storage.people import Person
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


def written(work: Work, view: SessionView, record: RecordView, reader: Person | None = None) -> Written:
    """A record as one of the two it concerns reads it: with the name of whoever is to agree, unless they are the
    reader."""
    reads = reader is not None and reader.id == answering.reads_for(work, view)
    other, has_it = view.author if reads else _agrees(work, view, record), has_record(work, view)
    now = has_it.name if reads and has_it.id != view.author.id else ""
    led_by = view.supervisor.name if view.group else ""
    held, delegable = view.held_on or view.on, work.rules.delegates(view.kind)
    system, link = system_of(work, view, record, reader), link_to(work, view, record)
    away = who_is_away(work, has_it.id) if reads else ()
    by = record.recorded_by_id
    writer = people.person(work, by).name if by and by not in (view.author.id, has_it.id) else ""
    known = (led_by, delegable, link, now, away, writer)
    return Written(record.id, view.id, record.label, other.name, held, system, *known)


def _agrees(work: Work, view: SessionView, record: RecordView) -> Person:
    """Who is to agree a record; who was, once it is answered."""
    return view.reader if record.answered else asked_to_agree(work, view)


def asked_to_agree(work: Work, view: SessionView) -> Person:
    """Who is asked to agree a session's records today; whoever was, where nobody stands in their place."""
    return people.person(work, answering.reads_for(work, view) or view.reader.id)


def asked_to_write(work: Work, record: RecordView, reader_id: int | None = None) -> AskedToWrite | None:
    """Who was asked to write it in place of whoever answers for it; nothing to themselves, nor once it is written."""
    delegate = record.delegate_id
    if delegate is None or delegate == reader_id or record.recorded_on:
        return None
    return AskedToWrite(record.id, people.person(work, delegate).name, record.delegated_on)


def written_by_another(work: Work, o: Obligation, reader_id: int | None = None) -> AskedToWrite | None:
    """The same, of what is owed; None of anything but a record to be written."""
    number = record_in(o) if o.key.kind_of_duty == Duty.RECORD else None
    found = records.find(work, number) if number else None
    return asked_to_write(work, found, reader_id) if found else None


def has_record(work: Work, view: SessionView) -> Person:
    """Who answers for a session's records today; whoever did, where nobody stands in their place."""
    return people.person(work, answering.writes_for(work, view) or view.author.id)


def system_of(work: Work, view: SessionView, record: RecordView, reader: Person | None = None) -> str:
    """Where a record is kept. Notes about no case are never in the children's system."""
    if record.case:
        return work.rules.case_system
    return YOUR_PERSONAL_FILE if reader == view.supervisee else PERSONAL_FILE


def systems_of(work: Work, view: SessionView) -> str:
    """Where the records of a session are kept, each place once."""
    return listing(list(dict.fromkeys(system_of(work, view, r) for r in view.records)))


def link_to(work: Work, view: SessionView, record: RecordView) -> str:
    """To a record in the council's own system, by its pattern for this kind of session; empty where there is none."""
    pattern = work.config.record_links.get(view.kind_of(record), "")
    reference = record.case.reference if record.case else ""
    for name, value in (("{reference}", reference), ("{staff_number}", view.supervisee.staff_number)):
        pattern = pattern.replace(name, quote(value, safe=""))
    return pattern


def record_in(o: Obligation) -> int | None:
    """The record that an obligation speaks of, where it speaks of one (its fact is ``record:5`` or ``request:5.1``)."""
    return int(o.key.fact.id.partition(".")[0]) if o.key.duty in OF_RECORD else None


def request_in(o: Obligation) -> int:
    """The how manyeth request of its record an obligation is about, whose fact is ``request:5.1``."""
    return int(o.key.fact.id.partition(".")[2])


def record_of(work: Work, kept: KeptObligation) -> tuple[SessionView, RecordView]:
    """The session and the record that an obligation speaks of."""
    view, number = sessions.session(work, kept.obligation.key.subject.id), record_in(kept.obligation)
    return view, next(r for r in view.records if r.id == number)


def delegate_of(work: Work, o: Obligation) -> int | None:
    """Who is to write a record in place of whoever answers for it."""
    number = record_in(o) if o.key.kind_of_duty == Duty.RECORD else None
    found = records.find(work, number) if number else None
    return found.delegate_id if found else None


def read_delegates(work: Work, obligations: Iterable[Obligation]) -> None:
    """Reads the same of many together."""
    numbers = (record_in(o) for o in obligations if o.key.kind_of_duty == Duty.RECORD)
    records.these(work, {one for one in numbers if one})


def handed_over(work: Work, view: SessionView, record: RecordView) -> RecordHandedOver:
    """Asks the delegate, by the day by which whoever stays answerable owes it (B34)."""
    owed = duties.open_about(work, [view.subject], str(Duty.RECORD))
    by = next((k.obligation.due for k in owed if record_in(k.obligation) == record.id), None)
    return RecordHandedOver(written(work, view, record), by, work.today)


def agreement_asked(
    work: Work, view: SessionView, waiting: Sequence[RecordView], *, reminder: bool
) -> AgreementAsked:
    """Asks whoever agrees them for their answer about these records of one session: by the soonest day of theirs."""
    asked, every = {r.id for r in waiting}, duties.open_about(work, [view.subject], str(Duty.AGREE))
    days = [k.obligation.due for k in every if record_in(k.obligation) in asked and k.obligation.due]
    reads = asked_to_agree(work, view)
    mine = [written(work, view, r, reads) for r in waiting]
    outcomes = [became for r in waiting if (became := outcome_of(r))]
    return AgreementAsked(mine, min(days, default=None), _silence(work, view, waiting), reminder, outcomes)


def outcome_of(record: RecordView) -> DisagreementOutcome | None:
    """What became of a disagreement about a record that is asked about again; None of one that is asked the first
    time."""
    if record.request == 1 or record.amended is None:
        return None
    return DisagreementOutcome(record.id, record.label, record.amended)


def _silence(work: Work, view: SessionView, waiting: Sequence[RecordView]) -> str:
    """What silence means under this policy; nothing where the policy doesn't say."""
    record = waiting[0] if waiting else None
    found, clause = rule_to_agree(work, view, record), silence_clause(work, view, record)
    return silence_agrees(str(found[1].within), clause) if found and clause else ""


def silence_clause(work: Work, view: SessionView, record: RecordView | None = None) -> str:
    """Where it stands that silence agrees; empty where it doesn't."""
    rule, row = rule_to_agree(work, view, record) or (None, None)
    return cited(rule.id, rule.clause) if rule and row and row.silence_agrees else ""


def decided(
    work: Work, view: SessionView, record: RecordView, reader: int | None = None
) -> DecidedOnReferral | None:
    """What the next tier decided about a record, as one of those it concerns reads it."""
    if record.decided_on is None or record.decided_by_id is None:
        return None
    by = YOU if reader == record.decided_by_id else people.person(work, record.decided_by_id).name
    has_it = has_record(work, view)
    made = DecidedOnReferral(record.id, by, record.decided_on)
    if record.decision is not RecordDecision.AMEND:
        return made
    if reader == has_it.id:
        return replace(made, amends="you")
    away = who_is_away(work, has_it.id) if record.answer is RecordAnswer.DISAGREED else ()
    absence = runs_today(work, has_it.id) if away and reader else None
    says = absence and reader and may_record_absence(work, people.person(work, reader), has_it.id)
    return replace(made, amends=has_it.name, away=away, absence=absence.id if says and absence else 0)


def rule_to_agree(work: Work, view: SessionView, record: RecordView | None = None) -> tuple[Rule, Row] | None:
    """By which somebody agrees this kind of session's record; None where the policy asks it of nobody. ``record``: of a
    session that was of two kinds, that one."""
    kinds = {view.kind_of(record)} if record else view.kinds
    rows = (
        (rule, row, condition_of(rule, row)) for rule in work.rules.asking(Duty.AGREE) for row in rule.rows
    )
    fits = ((rule, row) for rule, row, when in rows if not when.session or not kinds.isdisjoint(when.session))
    return next(fits, None)


def taken_as_agreed_on(work: Work, record: RecordView) -> date | None:
    """The day on which silence was taken for agreement, if it was."""
    kept = duties.ended(work, str(Duty.AGREE), record.session_id, f"{record.id}.{record.request}")
    return kept.met_on if kept and kept.by_silence else None


def requests_by_due_day(work: Work, record: RecordView) -> dict[date, int]:
    """The how manyeth request to agree a record was to be answered by which day, of those that are over."""
    ended = duties.ended_of_all(work, str(Duty.AGREE), [record.session_id])[record.session_id]
    numbers = {n: ended.get(f"{record.id}.{n}") for n in range(1, record.request + 1)}
    return {k.obligation.due: n for n, k in numbers.items() if k and k.obligation.due}


def disagreed_later(work: Work, silent: Obligation) -> bool:
    """Whether whoever didn't reply in time, which was taken for agreement, said later that they don't agree: it is so
    still, or they were asked again since."""
    number = record_in(silent)
    found = records.find(work, number) if number else None
    if found is None:
        return False
    return found.request > request_in(silent) or found.answer is RecordAnswer.DISAGREED


def disagreed_on(work: Work, silent: Obligation) -> date | None:
    """On which day; None once they were asked again."""
    number = record_in(silent)
    found = records.find(work, number) if number else None
    return found.answered_on if found and found.request == request_in(silent) else None


def read_disagreed_later(work: Work, silent: Iterable[Obligation]) -> None:
    """Reads the same of many together."""
    records.these(work, {number for o in silent if (number := record_in(o))})


def who_discusses(work: Work, refused: KeptObligation) -> str:
    """Who has a record that somebody didn't agree, to discuss it and ask again; empty once it was asked again, agreed
    after all, or is with the next tier."""
    view, record = record_of(work, refused)
    number = request_in(refused.obligation)
    if record.answer is not RecordAnswer.DISAGREED or record.request != number or record.referred_on:
        return ""
    return who_has(work, refused, Duty.SETTLE) or has_record(work, view).name


def who_has(work: Work, ended: KeptObligation, next_duty: Duty) -> str:
    """Who answers for what follows of the same request, by name; empty where nothing of it is open."""
    key = ended.obligation.key
    open_ = duties.open_about(work, [key.subject], str(next_duty))
    mine = (k.obligation for k in open_ if k.obligation.key.fact == key.fact)
    who = next((answering.who_answers(work, o) for o in mine), None)
    return people.person(work, who).name if who else ""
