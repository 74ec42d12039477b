"""What hangs on a session that is over, of which nobody has said yet whether it took place: neither done nor late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from cards.absence.absent import away_then, last_day
from cards.model import Text
from cards.people.milestone import none_to_draw
from cards.shared.claims import NobodySaid
from cards.shared.due_lines import DueLine
from cards.shared.duty_claims import NobodyBeside, NobodySupervises, WhoSays
from handlers.shared import obligation_words
from handlers.shared.meetings import holder_was
from handlers.shared.milestone_buttons import how_it_waits
from handlers.shared.next_meeting import (
    MET_BY_SESSIONS,
    has_nobody_beside,
    leaves_before,
    may_be_met_in,
    met_by_sessions,
)
from policy.facts import Away, SessionState, Subject, SubjectKind
from policy.nudges import nudges_for, plan
from policy.obligations import Obligation, is_overdue
from policy.ruleset import Duty, Role
from policy.spans import covers
from policy.unknown_reviews import is_unknown_review
from storage import answering, council, duties, people, repeated_nudges, sessions, unanswered_sessions
from storage.audit_draws import none_drawn
from storage.duties import KeptObligation
from storage.late import Owed
from storage.work import Work

#: The tables of what is asked here, which a message asks of each of its obligations again and again.
RESTS_ON: Final = (
    *("session", "participant", "relationship", "person", "obligation", "subject", "draw", "case"),
    *("record", "discussion", "council", "absence"),
)


def questions(work: Work, found: Collection[KeptObligation]) -> dict[int, KeptObligation]:
    """Of these, those that hang on such a session, by id: the question whether it took place."""
    by_id = {k.id: k for k in found}
    return work.reads.each(RESTS_ON, questions, by_id, lambda ids: _questions(work, [by_id[i] for i in ids]))


def _questions(work: Work, found: Collection[KeptObligation]) -> dict[int, KeptObligation]:
    _read_unanswered(work, found)
    obligation_words.read_rebooked(work, found)
    hang = {k.id: session for k in found if (session := _hangs_on(work, k))}
    asked = duties.all_open_about(work, {Subject(SubjectKind.SESSION, i) for i in hang.values()})
    said = (k for k in chain.from_iterable(asked.values()) if k.obligation.key.duty == Duty.SAY_HELD)
    by_session = {k.obligation.key.subject.id: k for k in said}
    return {i: by_session[session] for i, session in hang.items() if session in by_session}


def _read_unanswered(work: Work, found: Iterable[KeptObligation]) -> None:
    """Together, and not for each."""
    met = (k.obligation.worker_id for k in found if met_by_sessions(k.obligation))
    workers = {i for i in met if i is not None}
    unanswered_sessions.unanswered(work, workers)
    if work.rules.knows_groups:
        unanswered_sessions.groups(work, workers)


def _hangs_on(work: Work, kept: KeptObligation) -> int | None:
    """The id of the session that may have met it."""
    if kept.obligation.key.kind_of_duty == Duty.REBOOK:
        instead = obligation_words.rebooked(work, kept)
        over = instead and instead.state is SessionState.BOOKED and instead.ends_at <= work.now
        return instead.id if instead and over else None
    if not met_by_sessions(kept.obligation):
        return None
    found = may_be_met_in(work, kept)
    return found.session_id if found else None


def unknown(work: Work, found: Collection[KeptObligation]) -> set[int]:
    """Of these, the ids of those that nobody can call late: due since such a session, until the question whether it
    took place goes up the line; what is a prompt, no duty; an audit for which the team has no case to draw; and a
    review of a plan of which nobody said when the last was; and the question itself, and what is to be acknowledged, on
    the day on which it is first asked."""
    overdue = {k.id: k for k in found if is_overdue(k.obligation.due, work.today)}
    idle = work.reads.each(RESTS_ON, unknown, overdue, lambda ids: _unknown(work, [overdue[i] for i in ids]))
    return {*idle, *_first_asked(work, overdue.values())}


def _first_asked(work: Work, overdue: Iterable[KeptObligation]) -> set[int]:
    """Of questions that can't be asked before the day by whose end they are to be answered, those that nobody was told
    of before today: a session ended after its supervisor's hours, or they were away; and the cases of a session of
    before, of which it was said today that it took place."""
    found = list(overdue)
    today = {k.id for k in found if _begins_today(work, k)}
    return today | _first_questions(work, found)


def _begins_today(work: Work, kept: KeptObligation) -> bool:
    o = kept.obligation
    return o.key.kind_of_duty == Duty.ACKNOWLEDGE and o.known_on == work.today


def _first_questions(work: Work, overdue: Iterable[KeptObligation]) -> set[int]:
    last = {k.id for k in overdue if k.obligation.key.duty == Duty.SAY_HELD and _is_nudged(work, k)}
    return last - repeated_nudges.notified_before_today(work, last)


def _is_nudged(work: Work, kept: KeptObligation) -> bool:
    return bool(nudges_for(work.rules, kept.obligation))


def _unknown(work: Work, overdue: Collection[KeptObligation]) -> dict[int, bool]:
    asked, by_id = questions(work, overdue), {k.id: k.obligation for k in overdue}
    idle = none_drawn(work, overdue)
    idle |= {k.id for k in overdue if k.obligation.key.kind_of_duty == Duty.RAISE}
    idle |= unknown_reviews(work, overdue)
    over = sessions.sessions(work, [question.obligation.key.subject.id for question in asked.values()])
    on = {view.id: view.on for view in over}
    waits = {i: on[i] for i, question in _by_session(asked.values()).items() if _waits(work, question)}
    for i, question in ((i, one.obligation) for i, one in asked.items()):
        since, due = waits.get(question.key.subject.id), by_id[i].due
        if since and due and due >= since:
            idle.add(i)
    return dict.fromkeys(idle, True)


def _by_session(questions: Iterable[KeptObligation]) -> dict[int, Obligation]:
    """Each once: much may hang on one."""
    return {question.obligation.key.subject.id: question.obligation for question in questions}


def unknown_reviews(work: Work, found: Iterable[KeptObligation]) -> set[int]:
    first_day = council.council(work)
    began = first_day.started_on if first_day else None
    return {k.id for k in found if is_unknown_review(k.obligation, began, work.today)}


def _waits(work: Work, question: Obligation) -> bool:
    """Whether it is still to go up the line."""
    up = next((p.at for p in plan(work.rules, work.calendar, question) if p.nudge.escalates), None)
    return up is not None and up > work.now


#: What may not be called late whatever other sessions there are: a prompt, an audit without a case to draw, and a
#: cancelled session, which hangs on what stands in for it, in the line or beside it; what is asked for the first time
#: today; and the first review of a plan.
_BY_THEMSELVES: Final = (Duty.RAISE, Duty.MILESTONE, Duty.REBOOK, Duty.ACKNOWLEDGE)


def doubtful(work: Work, found: Collection[Owed]) -> list[Owed]:
    """Of what is overdue by its day and was only counted, that in which something may be unknown."""
    over = _of_whom_it_waits(work, {one.worker_id for one in found if one.worker_id})
    return [one for one in found if one.oldest and (one.worker_id in over or _by_itself(one))]


def _by_itself(one: Owed) -> bool:
    return one.first or one.kind_of_duty in _BY_THEMSELVES


def _of_whom_it_waits(work: Work, workers: Collection[int]) -> set[int]:
    """Of these, those whose latest session that nobody answered for has its question still to go up the line: of
    anybody else nothing is unknown for such a session."""
    over = unanswered_sessions.latest(work, workers)
    asked = duties.all_open_about(work, {Subject(SubjectKind.SESSION, one.session_id) for _, one in over})
    waiting = {
        subject.id
        for subject, some in asked.items()
        if any(k.obligation.key.duty == Duty.SAY_HELD and _waits(work, k.obligation) for k in some)
    }
    return {i for i, one in over if one.session_id in waiting}


def hung_on(work: Work, read: Collection[KeptObligation], counted: Collection[Owed]) -> set[int]:
    """The ids of the questions on which something late hangs that was read, or only counted. Of the latter one of each
    is looked at, and the rest where that leaves something open: much hangs on what nobody answers for months."""
    found = {question.id for question in questions(work, read).values()}
    asked = [k for k in read if k.obligation.key.duty == Duty.SAY_HELD]
    workers = {k.obligation.worker_id for k in asked}
    theirs = [one for one in counted if one.worker_id in workers and one.kind_of_duty in MET_BY_SESSIONS]
    for part in (slice(1), slice(1, None)):
        left = {k.obligation.key.subject.id for k in asked if k.id not in found}
        over = unanswered_sessions.latest(work, {i for i in workers if i})
        open_ = {i for i, one in over if one.session_id in left}
        ids = [i for one in theirs if one.worker_id in open_ for i in one.obligation_ids[part]]
        found |= {q.id for q in questions(work, duties.these(work, ids).values()).values()}
    return found


def late(work: Work, found: Collection[KeptObligation]) -> list[KeptObligation]:
    """Those of them that count as late."""
    not_known = unknown(work, found)
    return [k for k in found if is_overdue(k.obligation.due, work.today) and k.id not in not_known]


def without_words(work: Work, kept: Sequence[KeptObligation]) -> list[DueLine]:
    """As lines that are only counted."""
    not_known = unknown(work, kept)
    return [DueLine(k.id, "", k.obligation.due, unknown=k.id in not_known) for k in kept]


def as_known(work: Work, kept: Sequence[KeptObligation], reader_id: int | None = None) -> list[DueLine]:
    """As lines of a list, none of them called late that nobody can call so."""
    not_known, lines = unknown(work, kept), obligation_words.lines(work, kept, reader_id)
    return [replace(one, unknown=one.obligation_id in not_known) for one in lines]


def listed(work: Work, kept: Sequence[KeptObligation], reader_id: int) -> list[DueLine]:
    """As lines of a list that is read once: with the session on which the date may still hang, and who is away then."""
    idle, away = nothing_needed(work, kept), _away_ahead(work, kept)
    asked = questions(work, kept)
    return [
        replace(
            line,
            beside=(
                *line.beside,
                *_whose_to_say(work, k, asked.get(k.id), reader_id),
                *_nothing_needed(work, k, idle),
                *_nobody_beside(work, k),
                *_nobody_supervises(work, k, reader_id),
                *how_it_waits(work, k, reader_id),
                *_is_away_then(work, k, away, reader_id),
            ),
        )
        for k, line in zip(kept, unless_held(work, kept, as_known(work, kept, reader_id)), strict=True)
    ]


def in_a_message(work: Work, kept: Sequence[KeptObligation]) -> list[DueLine]:
    """As lines of a list in a message."""
    return unless_held(work, kept, as_known(work, kept))


def unless_held(work: Work, kept: Sequence[KeptObligation], lines: Sequence[DueLine]) -> list[DueLine]:
    """Each with the session on which its date may still hang: whatever is listed as overdue says so."""
    _read_unanswered(work, kept)
    return [
        replace(line, beside=(*line.beside, *_unless_held(work, k, line)))
        for k, line in zip(kept, lines, strict=True)
    ]


def nothing_needed(work: Work, found: Collection[KeptObligation]) -> set[int]:
    """The ids of audits whose team had no case to draw: on its window's first day it is still to be drawn."""
    return none_drawn(work, [k for k in found if k.obligation.started < work.today])


def words_of_nothing_needed(work: Work, found: Collection[KeptObligation]) -> list[str]:
    """Each in a sentence, for whoever would answer for it."""
    idle = nothing_needed(work, found)
    managers = people.people(work, [k.obligation.key.subject.id for k in found if k.id in idle])
    return sorted({none_to_draw(one.name) for one in managers.values()})


def _nothing_needed(work: Work, kept: KeptObligation, idle: Collection[int]) -> tuple[Text, ...]:
    """To a reader who doesn't answer for it."""
    if kept.id not in idle:
        return ()
    return ((none_to_draw(people.person(work, kept.obligation.key.subject.id).name),),)


def _unless_held(work: Work, kept: KeptObligation, line: DueLine) -> tuple[Text, ...]:
    o = kept.obligation
    over = may_be_met_in(work, kept) if met_by_sessions(o) else None
    if o.worker_id is None or over is None:
        return ()
    before = tuple(day for day in over.before if day >= o.started)
    return ((NobodySaid(o.worker_id, over.on, line.is_late(work.today), over.noted, before),),)


def _whose_to_say(
    work: Work, kept: KeptObligation, question: KeptObligation | None, reader_id: int
) -> tuple[Text, ...]:
    """To whoever answers for what hangs on the question, who else is asked; to whoever is asked in somebody's place,
    whose session it was."""
    if kept.obligation.key.duty == Duty.SAY_HELD:
        [view] = sessions.sessions(work, [kept.obligation.key.subject.id])
        was = (
            holder_was(view, reader_id) if answering.who_answers(work, kept.obligation) == reader_id else None
        )
        return ((was,),) if was and view.ends_at <= work.now else ()
    if question is None or answering.who_answers(work, kept.obligation) != reader_id:
        return ()
    who = answering.who_answers(work, question.obligation)
    return ((WhoSays(question.id, people.person(work, who).name),),) if who not in (None, reader_id) else ()


def read_away(work: Work, kept: Collection[KeptObligation]) -> None:
    """Together, and not for each: of whom messages say that they are away then."""
    _away_ahead(work, kept)


def _away_ahead(work: Work, kept: Collection[KeptObligation]) -> dict[int, list[Away]]:
    met = {k.obligation.worker_id for k in kept if _needs_them(k.obligation)}
    return people.absences_ahead(work, [i for i in met if i is not None])


def _needs_them(o: Obligation) -> bool:
    """Whether it is done by meeting whom it is about."""
    return met_by_sessions(o) or o.key.kind_of_duty == Duty.REBOOK


def _is_away_then(
    work: Work, kept: KeptObligation, away: Mapping[int, list[Away]], reader_id: int
) -> tuple[Text, ...]:
    """By whose day nobody can meet them: they are away, or will have left. Of a session to be made up for only whether
    they are away today: its day would tell of somebody's reason."""
    o = kept.obligation
    if o.worker_id in (None, reader_id) or not _needs_them(o):
        return ()
    by = work.today if o.key.kind_of_duty == Duty.REBOOK else o.due
    if by is None:
        return ()
    name, last = people.person(work, o.worker_id or 0).name, leaves_before(work, o)
    if last:
        return (last_day(name, last),)
    day = max(by, work.today)
    then = next((one for one in away.get(o.worker_id or 0, ()) if covers(one.first, one.last, day)), None)
    return (away_then(name, then.first, then.last),) if then else ()


def away_on_its_day(work: Work, kept: KeptObligation, reader_id: int) -> Text:
    """Of one, in a message; empty where they are there."""
    return next(iter(_is_away_then(work, kept, _away_ahead(work, [kept]), reader_id)), ())


def _nobody_beside(work: Work, kept: KeptObligation) -> tuple[Text, ...]:
    o = kept.obligation
    if o.worker_id is None or not has_nobody_beside(work, kept):
        return ()
    return ((NobodyBeside(o.worker_id, people.person(work, o.worker_id).name),),)


def _nobody_supervises(work: Work, kept: KeptObligation, reader_id: int) -> tuple[Text, ...]:
    """Of supervision that nobody answers for."""
    o = kept.obligation
    if o.worker_id is None or o.key.kind_of_duty != Duty.SUPERVISE or o.answers != Role.SUPERVISOR:
        return ()
    if not answering.has_no_supervisor(work, o):
        return ()
    who = people.person(work, o.worker_id)
    own = who.id == reader_id
    return ((NobodySupervises(who.id, "" if own else who.name, imports=own and who.administrator),),)


def together(work: Work, found: Sequence[KeptObligation], lines: Sequence[DueLine]) -> list[DueLine]:
    """What hangs on a session in the line that asks whether it took place, which stands where the first of them did:
    that comes before all else."""
    own = {line.obligation_id: line for line in lines}
    asked = {i: k.id for i, k in questions(work, found).items() if k.id in own}
    made: dict[int, DueLine] = {}
    for line in lines:
        first = asked.get(line.obligation_id, line.obligation_id)
        at = made.setdefault(first, own[first])
        if first != line.obligation_id:
            made[first] = replace(at, hangs=(*at.hangs, line))
    return list(made.values())
