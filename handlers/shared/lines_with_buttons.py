"""Each line of a list that was asked for with what its reader can do about it at once: nobody waits for its
reminder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cards.cases import event as cards_event
from cards.cases import grant as cards_grant
from cards.model import Button
from cards.records import acknowledge
from cards.records.record_due import one_by_one
from cards.records.sign_off import DisagreementOutcome
from cards.sessions import gap_note
from cards.shared import duty_words, line_buttons
from cards.shared.due_lines import DueLine, each_of
from cards.shared.meeting import next_booked
from cards.shared.outcome import outcomes
from cards.shared.record_text import record_text_button
from handlers.shared import (
    awaiting_outcome,
    frequency_deciders,
    milestone_buttons,
    obligation_words,
    taking_cover,
)
from handlers.shared.at_next import at_next, question_of_next
from handlers.shared.next_meeting import (
    GROUP_ONLY,
    booking,
    in_time,
    meet_in,
    met_by_sessions,
    name_with,
    next_group,
    next_meeting,
    plan_review,
    read_discussed,
)
from handlers.shared.one_way import waits_for_answer
from handlers.shared.records import outcome_of, record_of
from policy.facts import SessionKind
from policy.obligations import DECISION, Key
from policy.ruleset import Duty
from storage import answering, gaps, next_sessions, people, sessions, stand_ins
from storage.duties import KeptObligation
from storage.sessions import SessionView
from storage.work import Work

#: Whose subject is a session that is booked.
_OF_SESSION: Final = (Duty.SAY_HELD, Duty.CHECK)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who reads, which sessions have begun, and by worker the next case session with an agenda."""

    reader: int
    begun: frozenset[int]
    agendas: Mapping[int, int]


def with_acts(
    work: Work,
    reader: int,
    found: Sequence[KeptObligation],
    lines: Sequence[DueLine],
    own: Collection[int],
    *,
    joined: bool = False,
) -> list[DueLine]:
    """``own``: the ids of those that the reader answers for; of the others only a session can be booked. What hangs on
    a session that nobody answered for is within its line. ``joined``: what a session with one person meets, and the
    records of one session, are one item each."""
    with_own = _with_own(work, reader, found, lines, own)
    return awaiting_outcome.together(
        work, found, _together(work, reader, found, with_own, own) if joined else with_own
    )


def _with_own(
    work: Work, reader: int, found: Sequence[KeptObligation], lines: Sequence[DueLine], own: Collection[int]
) -> list[DueLine]:
    asked = [k.obligation.key.subject.id for k in found if k.obligation.key.duty in _OF_SESSION]
    views = sessions.sessions(work, asked)
    begun = frozenset(s.id for s in views if s.starts_at <= work.now)
    to_come = (s for s in views if s.id not in begun and s.kind is SessionKind.CASE)
    workers = {k.obligation.worker_id for k in found if met_by_sessions(k.obligation)}
    next_sessions.read_next(work, {i for i in workers if i is not None})  # together, not for each line
    read_discussed(work, (k.obligation for k in found if k.id in own))
    sessions.sessions(
        work, [k.obligation.key.subject.id for k in found if k.obligation.key.duty in _OF_RECORD]
    )
    seen = _Seen(reader, begun, {i: s.id for i, s in _soonest_with(to_come).items()})
    return [
        _with_said(
            work, k, replace(line, acts=_acts(work, k, seen, own=k.id in own)), reader, own=k.id in own
        )
        for k, line in zip(found, lines, strict=True)
    ]


def _with_said(work: Work, kept: KeptObligation, line: DueLine, reader: int, *, own: bool) -> DueLine:
    """With its group's day or who is to book it, or what became of a disagreement."""
    again = _asked_again(work, kept) if own else None
    said = (again.sentence,) if again else next_group(work, kept, reader)
    return replace(line, beside=(*line.beside, said)) if said else line


def _asked_again(work: Work, kept: KeptObligation) -> DisagreementOutcome | None:
    """Of a record that its reader didn't agree and is asked about again."""
    return outcome_of(record_of(work, kept)[1]) if kept.obligation.key.duty == Duty.AGREE else None


def _soonest_with(views: Iterable[SessionView]) -> dict[int, SessionView]:
    """By supervisee the soonest of these."""
    return {v.supervisee.id: v for v in sorted(views, key=lambda v: v.starts_at, reverse=True)}


@dataclass(frozen=True, slots=True)
class _Sets:
    """By session, what is listed as one: how many records are to be written, which notes of a cancelled one aren't on
    their files, how many cases each of its two hasn't acknowledged, and how many were cancelled of a row in which each
    stood in for the last, by the newest. ``to_come``: with whom the next of each pair is, which stands with what it
    meets."""

    reader: int
    to_come: Mapping[int, str]
    unwritten: Mapping[int, int]
    notes: Mapping[int, Sequence[int]]
    cancelled: Mapping[int, int]
    unacknowledged: Mapping[tuple[int, str], int]


def _together(
    work: Work,
    reader: int,
    found: Sequence[KeptObligation],
    lines: Sequence[DueLine],
    own: Collection[int],
) -> list[DueLine]:
    """What is done about all of an item at once, for whoever answers for it."""
    people.people(work, [k.obligation.worker_id for k in found])  # together, not for each line
    sets = _sets(work, reader, found)
    some = [_with_others(work, k, line, sets) for k, line in zip(found, lines, strict=True)]
    return [line if k.id in own else replace(line, joint=()) for k, line in zip(found, some, strict=True)]


def _sets(work: Work, reader: int, found: Sequence[KeptObligation]) -> _Sets:
    notes, keys = defaultdict[int, list[int]](list), [k.obligation.key for k in found]
    for key in keys:
        if key.duty == Duty.NOTE_GAP:
            notes[key.subject.id].append(int(key.fact.id))
    obligation_words.read_rebooked(work, found)
    cancelled = Counter(
        stand_ins.newest_cancelled(work, key.subject.id) for key in keys if key.duty == Duty.REBOOK
    )
    several = {one for one, count in cancelled.items() if count > 1}
    files = {one for one, some in notes.items() if len(some) > 1}
    recorded = {key.subject.id for key in keys if key.duty in _OF_RECORD}
    acknowledged = Counter(_part_of(k) for k in found if k.obligation.key.kind_of_duty == Duty.ACKNOWLEDGE)
    met = {session for (session, _), count in acknowledged.items() if count > 1}
    sessions.sessions(work, sorted(recorded | several | files | met))  # together, not for each line
    gaps.references(work, sorted(files))
    unwritten = Counter(key.subject.id for key in keys if key.duty == Duty.RECORD)
    return _Sets(reader, _to_come(work, keys), unwritten, notes, cancelled, acknowledged)


def _part_of(kept: KeptObligation) -> tuple[int, str]:
    """Of a case to be acknowledged: at which session, and for whose part."""
    return int(kept.obligation.key.fact.id), kept.obligation.answers


def _to_come(work: Work, keys: Sequence[Key]) -> dict[int, str]:
    views = sessions.sessions(work, [key.subject.id for key in keys if key.duty in _OF_SESSION])
    alone = (view for view in views if view.starts_at > work.now and not view.group)
    return {view.id: view.supervisee.name for view in _soonest_with(alone).values()}


_OF_RECORD: Final = (Duty.RECORD, Duty.AGREE)


def _with_others(work: Work, kept: KeptObligation, line: DueLine, sets: _Sets) -> DueLine:
    o, session = kept.obligation, kept.obligation.key.subject.id
    if met_by_sessions(o):
        return replace(line, together=name_with(work, kept, sets.reader))
    if o.key.duty in _OF_SESSION:
        return replace(line, together=sets.to_come.get(session, ""))
    if o.key.duty == Duty.REBOOK:
        return _with_those_before(work, kept, line, sets)
    if o.key.duty == Duty.NOTE_GAP and len(sets.notes[session]) > 1:
        return _with_other_files(work, session, line, sets.notes[session])
    if o.key.kind_of_duty == Duty.ACKNOWLEDGE:
        return _with_other_cases(work, kept, line, sets)
    if o.key.duty not in _OF_RECORD:
        return line
    written, view = o.key.duty == Duty.RECORD, sessions.session(work, session)
    said = obligation_words.session_words(work, view, o.key.kind_of_duty)
    title = duty_words.records_of(said, written=written, signs=obligation_words.signs(o))
    if not written:
        return replace(line, together=title)
    every = line_buttons.every_recorded(session, sets.unwritten[session])
    text = _record_text(work, view, sets.reader)
    return replace(line, together=title, joint=(every, *text, one_by_one(session)))


def _record_text(work: Work, view: SessionView, reader: int) -> tuple[Button, ...]:
    """For whoever held the session, or records the group."""
    return (record_text_button(view.id),) if answering.writes_for(work, view) == reader else ()


def _with_those_before(work: Work, kept: KeptObligation, line: DueLine, sets: _Sets) -> DueLine:
    """One that stood in for a cancelled one and was cancelled too: the next is booked once for both."""
    newest = stand_ins.newest_cancelled(work, kept.obligation.key.subject.id)
    if sets.cancelled[newest] == 1 or obligation_words.rebooked(work, kept):
        return line
    said = obligation_words.session_words(work, sessions.session(work, newest))
    last = kept.obligation.key.subject.id == newest
    beside = (*line.beside, (duty_words.ONE_FOR_ALL,)) if last else line.beside
    return replace(line, together=duty_words.asked(Duty.REBOOK, "", "", said), beside=beside)


def _with_other_cases(work: Work, kept: KeptObligation, line: DueLine, sets: _Sets) -> DueLine:
    """Of one session each acknowledges every case."""
    (session, answers), count = _part_of(kept), sets.unacknowledged[_part_of(kept)]
    if count == 1:
        return line
    said = obligation_words.session_words(work, sessions.session(work, session), Duty.ACKNOWLEDGE)
    return replace(
        line, together=duty_words.cases_of(said, answers), joint=acknowledge.of_session(session, count)
    )


def _with_other_files(work: Work, session: int, line: DueLine, notes: Sequence[int]) -> DueLine:
    """The same note goes onto each file that a cancelled session touches."""
    title = duty_words.gaps_of(obligation_words.session_words(work, sessions.session(work, session)))
    cases = gaps.references(work, [session])
    each = tuple(gap_note.one_noted(note, cases[note]) for note in notes)
    return replace(line, together=title, joint=(gap_note.all_noted(session, len(notes)), *each))


def with_acts_where_drawn(
    work: Work,
    reader: int,
    found: Sequence[KeptObligation],
    own: Collection[int],
    page: Callable[[Sequence[DueLine]], Iterable[DueLine]],
) -> list[DueLine]:
    """All of these as ``with_acts`` gives them, joined; those that ``page`` doesn't draw without words and acts, for
    they are only counted and somebody may answer for hundreds."""
    bare = _together(work, reader, found, awaiting_outcome.without_words(work, found), own)
    lines = awaiting_outcome.together(work, found, bare)
    drawn = {one.obligation_id for one in each_of(page(lines))}
    some = [k for k in found if k.id in drawn]
    with_own = _with_own(work, reader, some, awaiting_outcome.listed(work, some, reader), own)
    worded = {k.id: _with_booked(work, k, one, reader) for k, one in zip(some, with_own, strict=True)}
    return [_worded(line, worded) for line in lines]


def _worded(line: DueLine, worded: Mapping[int, DueLine]) -> DueLine:
    """With its words and acts, and so what hangs on it, where it is drawn."""
    if line.obligation_id not in worded:
        return line
    hangs = tuple(_worded(one, worded) for one in line.hangs)
    said = worded[line.obligation_id]
    beside = (*said.beside, *line.beside)
    return replace(said, together=line.together, joint=line.joint, hangs=hangs, beside=beside)


def _with_booked(work: Work, kept: KeptObligation, line: DueLine, reader: int) -> DueLine:
    """With when the pair next meets, where a session can meet it; of one that is over it says already."""
    if not met_by_sessions(kept.obligation):
        return replace(line, at_next=None if line.beside else question_of_next(work, kept))
    meets = next_meeting(work, kept, reader)
    if meets.starts is None:
        return line
    folds = None if line.beside or line.unknown else at_next(work, kept, meets)
    return replace(line, beside=(*line.beside, next_booked(replace(meets, over=None))), at_next=folds)


def _acts(work: Work, kept: KeptObligation, seen: _Seen, *, own: bool) -> tuple[Button, ...]:
    key = kept.obligation.key
    if met_by_sessions(kept.obligation):
        set_by = frequency_deciders.record_buttons(work, kept.obligation, seen.reader)
        return (*set_by, *_meeting(work, kept, seen, own=own))
    if not own:
        return ()
    if key.duty == Duty.REBOOK:
        return _rebook(work, kept, seen.reader)
    if key.duty == Duty.SAY_HELD:
        return outcomes(key.subject.id) if key.subject.id in seen.begun else ()
    if key.duty == Duty.RAISE and work.rules.knows_groups:
        return (cards_event.raise_button(key.subject.id, int(key.fact.id)),)
    if key.duty == Duty.ARRANGE_COVER:
        return taking_cover.buttons(work, seen.reader, key)
    return _of_records(work, kept, seen.reader) or _further(kept)


def _rebook(work: Work, kept: KeptObligation, reader: int) -> tuple[Button, ...]:
    """Where what stands in for it comes too late, an earlier one can be booked; the bot's own is answered."""
    unasked = obligation_words.provisional(work, kept)
    if unasked:
        return line_buttons.answer_provisional(unasked.id)
    if not obligation_words.rebooked(work, kept):
        return line_buttons.rebook(stand_ins.newest_cancelled(work, kept.obligation.key.subject.id))
    meets = next_meeting(work, kept, reader)
    books = booking(work, kept, reader) if meets.starts and not in_time(work, kept, meets) else None
    return (books,) if books else ()


def _meeting(work: Work, kept: KeptObligation, seen: _Seen, *, own: bool) -> tuple[Button, ...]:
    """A session is booked, and the agenda of the one that is; an earlier one where that comes too late. A group is
    booked by whoever answers. A plan may have been reviewed already."""
    reviewed = plan_review(work, kept) if own else None
    if reviewed:
        return (reviewed,)
    meets = next_meeting(work, kept, seen.reader)
    in_groups = meet_in(work, kept) == GROUP_ONLY
    alone = own and meets.starts and not in_groups  # the one-to-one's agenda isn't the group's
    agenda = seen.agendas.get(kept.obligation.worker_id or 0) if alone else None
    shows = line_buttons.look_through(agenda) if agenda else ()
    if in_time(work, kept, meets) or (not own and in_groups):
        return shows
    books = booking(work, kept, seen.reader)
    if own and books and (waits := waits_for_answer(work, kept, seen.reader)):
        books = waits.answer
    return (books, *shows) if books else shows


def _of_records(work: Work, kept: KeptObligation, reader: int) -> tuple[Button, ...]:
    key = kept.obligation.key
    number = key.fact.id.partition(".")[0]
    match key.kind_of_duty:
        case Duty.RECORD:
            view = sessions.session(work, key.subject.id)
            text = _record_text(work, view, reader)
            others = [line_buttons.delegate(int(number))] if text and work.rules.delegates(view.kind) else []
            return (*line_buttons.record(int(number)), *text, *others)
        case Duty.AGREE:
            again = _asked_again(work, kept)
            ways = line_buttons.agree(int(number), signs=obligation_words.signs(kept.obligation))
            return (*ways, again.read) if again else ways
        case Duty.SETTLE:
            return _settle(work, key, int(number))
        case Duty.DECIDE:
            return line_buttons.decide(int(number))
        case Duty.OVERSEE:
            return line_buttons.oversee(int(number))
        case Duty.CLOSE:
            return line_buttons.close(int(number))
        case Duty.MILESTONE:
            return tuple(milestone_buttons.record_buttons(work, kept))
        case _:
            return ()


def _settle(work: Work, key: Key, record: int) -> tuple[Button, ...]:
    """What the next tier decided is all that is left to do."""
    if key.fact.kind == DECISION:
        return line_buttons.amend(record)
    return line_buttons.settle(record, refers=work.rules.refers)


def _further(kept: KeptObligation) -> tuple[Button, ...]:
    key = kept.obligation.key
    if key.kind_of_duty == Duty.ACKNOWLEDGE:
        return line_buttons.acknowledge(int(key.fact.id), key.subject.id)
    if key.kind_of_duty == Duty.PREPARE:
        return line_buttons.PREPARE
    about_subject, about_fact = _OF_SUBJECT.get(key.kind_of_duty), _OF_FACT.get(key.kind_of_duty)
    if about_subject:
        return about_subject(key.subject.id)
    return about_fact(int(key.fact.id)) if about_fact else ()


def _interval_recorded(grant: int) -> tuple[Button, ...]:
    return (cards_grant.recorded_button(grant),)


_Drawn = Callable[[int], tuple[Button, ...]]
#: What is done about the duty's subject, or about the fact that started it, by its id.
_OF_SUBJECT: Final[Mapping[str, _Drawn]] = {
    Duty.REPORT_ABSENCE: line_buttons.report,
    Duty.CHECK: line_buttons.look_through,
}
_OF_FACT: Final[Mapping[str, _Drawn]] = {
    Duty.SIGN: line_buttons.show_agreement,
    Duty.MEET: line_buttons.show_meeting,
    Duty.RECORD_INTERVAL: _interval_recorded,
    Duty.NOTE_GAP: line_buttons.gap_noted,
    Duty.RECORD_DECISION: line_buttons.decision_recorded,
}
