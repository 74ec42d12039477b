"""Sessions: prepared for, held or not, recorded, agreed, and made up for when cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from policy.deadlines import Deadline, Start, before, counted_present, no_deadline, within
from policy.duties import rebooking
from policy.duties.common import Assessing, DutyContext
from policy.facts import (
    Away,
    Cancellation,
    FactRef,
    RecordAnswer,
    RecordDecision,
    RecordFact,
    SessionFacts,
    SessionKind,
    SessionState,
)
from policy.obligations import DECISION, Explanation, Obligation, Step, Waiting, unmet
from policy.periods import Period
from policy.ruleset import OF_RECORD, Duty, Role, Row, Rows, Rule, condition_of

#: What only somebody in post can do, or have done for them: none of it is open once they have left.
_OF_SUPERVISEE: Final = (Duty.PREPARE, Duty.CHECK, Duty.AGREE, Duty.SETTLE, Duty.DECIDE, Duty.REBOOK)


def session(work: Assessing, facts: SessionFacts) -> None:
    left = _has_left(work, facts)
    for rule, row in _rows(work, facts):
        over = left and rule.duty in _OF_SUPERVISEE
        found = _DUTIES[rule.duty](work, facts, rule, row)
        kept = (o for o in found if not over or _stays(facts, o))
        work.found += (unmet(o) if over and o.is_open else o for o in kept)


def _stays(facts: SessionFacts, o: Obligation) -> bool:
    """Whether it is kept of somebody who has left: what isn't open, and a session that was to be made up for while they
    were in post."""
    in_time = facts.left_on is not None and o.due is not None and o.due <= facts.left_on
    return not o.is_open or (o.key.kind_of_duty == Duty.REBOOK and in_time)


def _has_left(work: Assessing, facts: SessionFacts) -> bool:
    """Or will have by the session's day."""
    if facts.left_on:
        work.changes_after(facts.left_on)
    return facts.left_on is not None and facts.left_on < max(work.on, facts.on)


def _rows(work: Assessing, facts: SessionFacts) -> Rows:
    """Those that are about such a session. One that was both a case session and a personal one is prepared, made up for
    and explained as a case session; what is asked of a personal one's notes is asked of its own."""
    reason = facts.cancellation.reason if facts.cancellation else None
    rows = work.rules.rows_of_session(facts.kind, reason)
    if not facts.personal_too:
        return rows
    of_notes = work.rules.rows_of_session(SessionKind.PERSONAL, reason)
    return (*rows, *(one for one in of_notes if one[0].duty in OF_RECORD and one not in rows))


def _about(work: Assessing, facts: SessionFacts, rule: Rule) -> DutyContext:
    """A group has no one supervisee: what a pair's supervisor answers for is the leader's, the rest as it is shared
    out. Whoever records it holds its record, as whoever held the session does of two."""
    if facts.kind is not SessionKind.GROUP:
        return work.about(rule, facts.subject, facts.supervisee_id, facts.holder_id)
    shared = sharing_out(facts.holder_id, facts.recorder_id, facts.signer_id, facts.overseer_id)
    role = Role.RECORDER if rule.answers is Role.HOLDER else rule.answers
    return work.about(rule, facts.subject, None, shared.get(role, facts.holder_id))


def sharing_out(
    leads: int, recorder: int | None, signer: int | None, overseer: int | None
) -> dict[Role, int | None]:
    """Who records a group's session, signs its records off and oversees them: where nobody is named whoever leads it,
    as far as they have no other of the three."""
    recorder = recorder or leads
    signer = signer or (leads if leads not in (recorder, overseer) else None)
    overseer = overseer or (leads if leads not in (recorder, signer) else None)
    return {Role.RECORDER: recorder, Role.SIGNER: signer, Role.OVERSEER: overseer}


def _itself(facts: SessionFacts) -> FactRef:
    return FactRef("session", str(facts.session_id))


# Before it and on the day


def _prepare(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """Until the session is over: nobody is asked to prepare for what is past, nor alone for a group."""
    about, fact = _about(work, facts, rule), _itself(facts)
    if facts.state is not SessionState.BOOKED or facts.noted or facts.kind is SessionKind.GROUP:
        return
    if rule.duty is Duty.PREPARE and facts.prepared:
        yield about.met(fact, facts.booked_on, FactRef("preparation", fact.id), facts.prepared_on)
        return
    if rule.duty is Duty.PREPARE and _has_nothing_to_prepare(work, facts):
        return
    if facts.over or work.on > facts.on:
        return
    work.changes_after(facts.on)
    work.changes_at(facts.ends_at)
    yield about.open(fact, facts.booked_on, _ready_by(work, rule, row, Start("session", facts.on)))


def _has_nothing_to_prepare(work: Assessing, facts: SessionFacts) -> bool:
    """Where the policy's form is filled in for a case, and there is none."""
    return bool(work.rules.part("preparation")) and not facts.has_cases


def _ready_by(work: Assessing, rule: Rule, row: Row, held: Start) -> Deadline:
    return before(work.calendar, rule, row, held, row.ahead.by) if row.ahead else work.within(rule, row, held)


def _say_held(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """Whoever covers keeps what they held, also once the supervisor is back. Of one that nobody had booked it is asked
    from the day on which it was noted."""
    about, fact = _about(work, facts, rule), _itself(facts)
    if facts.state is SessionState.HELD:
        yield about.met(fact, facts.booked_on, fact, facts.said_on or facts.held_on)
    elif facts.state is SessionState.BOOKED:
        asked = about.open(fact, facts.booked_on, _answered_by(work, facts, rule, row))
        answers = Role.HOLDER if facts.as_cover else asked.answers
        noted = work.asked_from(facts.booked_on, facts.on) if facts.noted else None
        yield asked._replace(not_before=max(facts.ends_at, noted or facts.ends_at), answers=answers)


def _answered_by(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Deadline:
    """Nobody is late who wasn't asked yet: of one that nobody had booked, not before the working day after it was
    noted."""
    deadline = work.within(rule, row, Start("session", facts.on))
    asked = work.calendar.add_working(facts.booked_on, 1)
    if not facts.noted or deadline.due is None or deadline.due >= asked:
        return deadline
    return deadline._replace(
        due=asked, steps=(*deadline.steps, Step("noted", on=facts.booked_on, result=asked))
    )


# Its record


def _record(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    about, start = _about(work, facts, rule), Start("session", facts.held_on or facts.on)
    for record in _records(facts, rule, row):
        fact = FactRef("record", str(record.id))
        if record.recorded_on:
            yield about.met(fact, start.on, fact, record.recorded_on, work.within(rule, row, start).due)
        else:
            open_ = about.open(fact, start.on, work.within(rule, row, start))
            yield open_._replace(not_before=work.asked_from(record.known_on, start.on))


def _records(facts: SessionFacts, rule: Rule, row: Row) -> Iterator[RecordFact]:
    when = condition_of(rule, row)
    for record in _of_kind(facts, rule, row):
        of_case = record.case_id is not None
        if when.safeguarding in (None, record.safeguarding) and when.of_case in (None, of_case):
            yield record


def _of_kind(facts: SessionFacts, rule: Rule, row: Row) -> Iterator[RecordFact]:
    """Those that a row is about: of a session that was both each is of one kind."""
    kinds = condition_of(rule, row).session
    return (record for record in facts.records if not kinds or facts.kind_of(record) in kinds)


def _agree(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    about = _about(work, facts, rule)
    for record in _records(facts, rule, row):
        if not record.asked:
            continue
        fact, sent = _request(record), record.delivered_on or record.recorded_on or facts.on
        deadline = _reply_by(work, facts, rule, row, record)
        if row.silence_agrees and (last := _silent_until(work, record, deadline)):
            due = record.silent_on or deadline.due
            yield about.met(fact, sent, FactRef("silence", str(record.id)), last, due)
        elif record.answer and record.answered_on:
            yield about.met(
                fact, sent, FactRef(record.answer, str(record.id)), record.answered_on, deadline.due
            )
        else:
            yield about.open(fact, sent, deadline)


def _request(record: RecordFact) -> FactRef:
    return FactRef("request", f"{record.id}.{record.request}")


def _reply_by(work: Assessing, facts: SessionFacts, rule: Rule, row: Row, record: RecordFact) -> Deadline:
    if record.delivered_on is None:
        unsent = Start("request", record.recorded_on or facts.on)
        return no_deadline(rule, row, unsent, Waiting.DELIVERY)
    start = Start("delivery", record.delivered_on)
    if row.within is None:
        return no_deadline(rule, row, start)
    away = _days_away(work, facts) if row.pauses_while_away else ()
    if isinstance(row.within, Period):
        return counted_present(work.calendar, rule, row, start, row.within, away)
    return within(work.calendar, rule, row, start, row.within, {})


def _days_away(work: Assessing, facts: SessionFacts) -> Sequence[Away]:
    """Recorded, or known from a session that was cancelled for them."""
    away = facts.supervisee_away
    return (*away, *rebooking.away_by(work.rules, facts.supervisee_off, away))


def _silent_until(work: Assessing, record: RecordFact, deadline: Deadline) -> date | None:
    """The last day for a reply, where it passed without one: a later answer does not undo that. What was told of it, or
    closed as taken as agreed, stays so, whatever days away are learnt of since."""
    closed, last = record.closed_on if not record.answer else None, record.silent_on or deadline.due
    if last is None:
        return closed
    work.changes_after(last)
    answered = record.answered_on if record.answer else None
    return last if min(work.on, answered or date.max) > last else closed


def _close(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """Opened by silence alone: a record that was agreed, or disagreed with late, needs no closing note."""
    about = _about(work, facts, rule)
    for record in _of_kind(facts, rule, row):
        last = _taken_as_agreed(work, facts, record)
        if last is None:
            continue
        fact = FactRef("silence", str(record.id))
        if record.closed_on:
            yield about.met(fact, last, FactRef("closed", str(record.id)), record.closed_on)
        elif not record.answer:
            yield about.open(fact, last, work.within(rule, row, Start("silence", last)))


def _taken_as_agreed(work: Assessing, facts: SessionFacts, record: RecordFact) -> date | None:
    """The last day for a reply that never came, by a rule that takes silence as agreement."""
    if not record.asked:
        return None
    for rule, row in _rows(work, facts):
        if rule.duty is Duty.AGREE and row.silence_agrees and record in _of_kind(facts, rule, row):
            return _silent_until(work, record, _reply_by(work, facts, rule, row, record))
    return None


def _settle(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """With the next tier it is theirs; where they decide that the record is amended, the supervisor's again."""
    about = _about(work, facts, rule)
    for record in _of_kind(facts, rule, row):
        if record.answer is not RecordAnswer.DISAGREED or not record.answered_on:
            continue
        fact, start = _request(record), Start("disagreement", record.answered_on)
        referral, deadline = FactRef("referral", str(record.id)), work.within(rule, row, start)
        yield about.open_or_met(fact, start.on, deadline, referral, record.referred_on)
        if record.decision is RecordDecision.AMEND and record.decided_on:
            decided = Start("decision", record.decided_on)
            yield about.open(_decision(record), decided.on, work.within(rule, row, decided))


def _decide(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """By the next tier, of a disagreement that was referred: the record is amended, or stands."""
    about = _about(work, facts, rule)
    for record in _of_kind(facts, rule, row):
        if record.referred_on:
            start = Start("referral", record.referred_on)
            deadline, done = work.within(rule, row, start), _decision(record)
            yield about.open_or_met(_request(record), start.on, deadline, done, record.decided_on)


def _decision(record: RecordFact) -> FactRef:
    return FactRef(DECISION, f"{record.id}.{record.request}")


def _oversee(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """A group's record of a case on which whoever signs it off leads: somebody else looks."""
    about = _about(work, facts, rule)
    for record in (r for r in facts.records if r.lead_signs and r.recorded_on):
        fact, start = FactRef("record", str(record.id)), Start("record", record.recorded_on or facts.on)
        oversight, deadline = FactRef("oversight", fact.id), work.within(rule, row, start)
        yield about.open_or_met(fact, start.on, deadline, oversight, record.overseen_on)


# When it is cancelled


def _rebook(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    cancelled = facts.cancellation
    if cancelled is None:
        return
    about, fact, limit = _about(work, facts, rule), _itself(facts), _limit(work, facts, cancelled, rule, row)
    passed_on = _passed_on(work, facts)
    if facts.replacement_on:
        due = None if passed_on else limit.due
        yield about.met(fact, cancelled.on, FactRef("replacement", fact.id), facts.replacement_on, due)
    elif passed_on:
        if _was_late(passed_on, limit):
            yield about.missed(fact, cancelled.on, limit, Explanation.NONE)
    else:
        open_ = about.open(fact, cancelled.on, limit)
        if limit.waiting is not Waiting.RETURN:
            open_ = open_._replace(not_before=work.asked_from(cancelled.known_on, cancelled.on))
        waits = open_.due and rebooking.awaits_return(work.rules, cancelled)
        yield open_._replace(waiting_for=Waiting.RETURN) if waits else open_


def _passed_on(work: Assessing, facts: SessionFacts) -> Cancellation | None:
    """How what stood in for it was cancelled, where a rule asks for that to be made up for: else this still is."""
    again = facts.passed_on
    rows = work.rules.rows_of_session(facts.kind, again.reason) if again else ()
    return again if any(rule.duty is Duty.REBOOK for rule, _ in rows) else None


def _limit(work: Assessing, facts: SessionFacts, cancelled: Cancellation, rule: Rule, row: Row) -> Deadline:
    """By when it is to be held: also by when those were to be for which it stood in, unless somebody was away since."""
    found = _own_limit(work, rule, row, facts.on, cancelled)
    for one in facts.stood_in_for:
        if {cancelled.reason, one.cancellation.reason}.intersection(rebooking.AWAY):
            break
        due = rebooking.earliest(work, facts.kind, one.on, one.cancellation)
        if due and found.due and due < found.due:
            found = found._replace(due=due, steps=(*found.steps, Step("stood_in", on=one.on, result=due)))
    return found


def _own_limit(work: Assessing, rule: Rule, row: Row, booked: date, cancelled: Cancellation) -> Deadline:
    start = rebooking.rebooking_starts(row, cancelled.on, booked, cancelled.returned_on)
    if start is None:
        return no_deadline(rule, row, Start("cancellation", cancelled.on), Waiting.RETURN)
    return work.within(rule, row, start)


def _was_late(passed_on: Cancellation, limit: Deadline) -> bool:
    """Whether it was when what stood in for it was cancelled, for days away, from which another limit counts; for any
    other reason it is late still, with that."""
    return passed_on.reason in rebooking.AWAY and limit.due is not None and limit.due < passed_on.on


def _note_gap(work: Assessing, facts: SessionFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    if facts.cancellation is None:
        return
    about, start = _about(work, facts, rule), Start("cancellation", facts.cancellation.on)
    for note in facts.gap_notes:
        fact = FactRef("gap_note", str(note.id))
        yield about.open_or_met(fact, start.on, work.within(rule, row, start), fact, note.noted_on)


_DUTIES: Final[dict[Duty, Callable[[Assessing, SessionFacts, Rule, Row], Iterator[Obligation]]]] = {
    Duty.PREPARE: _prepare,
    Duty.CHECK: _prepare,
    Duty.SAY_HELD: _say_held,
    Duty.RECORD: _record,
    Duty.AGREE: _agree,
    Duty.CLOSE: _close,
    Duty.SETTLE: _settle,
    Duty.DECIDE: _decide,
    Duty.OVERSEE: _oversee,
    Duty.REBOOK: _rebook,
    Duty.NOTE_GAP: _note_gap,
}
