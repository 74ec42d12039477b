"""A team by person, only what is late in it, everybody below a manager, and what is due for one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Final

from cards.cases import due as cards_due
from cards.cases import team as cards_team
from cards.cases.asks import DueInTeam, DueOf
from cards.cases.team import LateInTeam, LeaverStands, NobodyAnswered, PersonStands
from cards.shared.claims import LastMet
from cards.shared.due_lines import DueLine
from cards.shared.duty_claims import AnsweredBy, TheirsStayLate
from cards.shared.uncovered import Uncovered
from handlers.shared import awaiting_outcome, obligation_words, redaction, team_workload
from handlers.shared.base import Reply, Request
from handlers.shared.last_met import last_met
from handlers.shared.lines_with_buttons import with_acts
from handlers.shared.meetings import moment
from handlers.shared.missed_words import a_year_back, missed_lines, missed_windows
from handlers.shared.next_meeting import GROUP_ONLY, has_begun, meet_in
from handlers.shared.permissions import in_line_of, manages
from handlers.shared.person_lookup import person_alone, person_meant
from handlers.shared.stays_late import with_theirs
from handlers.shared.to_allocate import held_last, late_to_allocate
from handlers.shared.to_make_up import cancelled_with
from handlers.shared.uncovered import can_name, left_alone, without_anybody
from policy.facts import Away
from policy.ruleset import Duty
from storage import (
    answered_for,
    answering,
    below,
    evidence,
    next_sessions,
    people,
    supervision,
    unanswered_sessions,
)
from storage.duties import KeptObligation
from storage.people import Person
from storage.unanswered_sessions import UnansweredSession
from storage.unheld import unheld
from storage.work import Work

#: Of a session's record, from its writing to its end.
_RECORDS: Final = (Duty.RECORD, Duty.AGREE, Duty.CLOSE, Duty.SETTLE, Duty.DECIDE, Duty.OVERSEE, Duty.NOTE_GAP)
_CASES: Final = (Duty.DISCUSS, Duty.REVIEW_PLAN)


def has_team(request: Request[object], work: Work) -> bool:
    """Whoever supervises somebody today."""
    return bool(supervision.supervisees_now(work, request.actor.id))


def team(request: Request[DueInTeam], work: Work) -> Reply:
    """Whom I supervise, or everybody below me, whoever answers for what concerns them."""
    ask, me = request.ask, request.actor
    mine = below.below(work, me.id) if ask.below else supervision.supervisees_now(work, me.id)
    left = _late_of_leavers(work, me, mine)
    if ask.late:
        found = awaiting_outcome.late(work, redaction.concerning(work, me.id, mine, overdue=True))
        asked = _with_questions(work, (*found, *left))
        lines = _lines(work, me, sorted(asked, key=lambda k: (k.obligation.due or work.today, k.id)))
        contact = obligation_words.contact_of(work, me.id, lines)
        theirs = _theirs(work, me, mine)
        named = [(who.name, theirs[who.id]) for who in people.people(work, [*theirs]).values()]
        named.sort(key=itemgetter(0))
        rebooks = work.rules.has(Duty.REBOOK) and (ask.below or bool(theirs))
        return Reply(cards_team.late_list(lines, work.today, ask, mine, contact, named, rebooks=rebooks))
    owed = cancelled_with(work, me)
    shown = [
        replace(one, owed=said.meeting) if (said := owed.get(one.id)) else one
        for one in _with_theirs(work, me, stands(work, me, mine))
    ]
    foot = team_workload.lines(work, [p.team for p in people.people(work, mine).values()])
    more = bool(below.supervise(work, mine))
    rebooks = work.rules.has(Duty.REBOOK) and (ask.below or more)
    gone = _left(work, me, left)
    return Reply(
        cards_team.team(shown, ask, foot, more_below=more, leavers=len(left), left=gone, rebooks=rebooks)
    )


def _with_theirs(work: Work, me: Person, shown: Sequence[PersonStands]) -> list[PersonStands]:
    """Of those who answer for what concerns others with what is late of it: as the summary of the week has it."""
    found = _theirs(work, me, [one.id for one in shown])
    return [replace(one, answers=found.get(one.id)) for one in shown]


def _theirs(work: Work, me: Person, ids: Sequence[int]) -> dict[int, TheirsStayLate]:
    found = with_theirs(work, ids, me.id)
    return {i: TheirsStayLate(i, cards_team.ANSWERS, s.count, s.oldest) for i, s in found.items() if s.oldest}


def _late_of_leavers(work: Work, reader: Person, mine: Sequence[int]) -> list[KeptObligation]:
    """What is late about people who have left, and is the reader's or one of these people's to answer for, which the
    weekly summary counts, or to have allocated."""
    answers = {reader.id, *mine}
    gone = [i for i in answered_for.leavers(work) if i not in answers]
    found = redaction.concerning(work, reader.id, gone, overdue=True)
    theirs = [k for k in found if answering.who_answers(work, k.obligation) in answers]
    cases = [k for some in late_to_allocate(work, answers).values() for k in some]
    return [*awaiting_outcome.late(work, theirs), *cases]


def _left(work: Work, reader: Person, late: Sequence[KeptObligation]) -> list[LeaverStands]:
    """About whom, by name."""
    by: dict[int, list[KeptObligation]] = {}
    for kept in late:
        about = kept.obligation.worker_id or unheld(work).get(kept.obligation.key.subject.id)
        by.setdefault(about or 0, []).append(kept)
    gone = sorted(people.people(work, [*by]).values(), key=lambda one: one.name)
    titles = _titles(work, reader, late)
    return [
        LeaverStands(one.id, one.name, _late(work, by[one.id], titles), in_line_of(work, reader, one.id))
        for one in gone
    ]


def due_of(request: Request[DueOf], work: Work) -> Reply:
    who = _meant(work, request)
    theirs = redaction.concerning(work, request.actor.id, [who.id])
    found = _with_questions(work, (*theirs, *held_last(work, [who.id]).get(who.id, ())))
    lines = _lines(work, request.actor, found)
    foot, contact = missed_lines(work, [who.id]), obligation_words.contact_of(work, request.actor.id, lines)
    gone = without_anybody(work, who.id)
    mine = gone is not None and manages(work, request.actor, gone.absent)
    names = "" if gone is None or mine else can_name(work, who.id, gone.absent)
    rebooks = work.rules.has(Duty.REBOOK) and supervision.supervisor_now(work, who.id) != request.actor.id
    owed = cancelled_with(work, request.actor).get(who.id)
    shown = cards_team.person_list(
        *(who.id, who.name, lines, work.today, request.ask, foot, contact, gone, names),
        offers=mine,
        rebooks=rebooks,
        owed=owed.meeting if owed else None,
    )
    return Reply(shown)


def may_see_due_of(request: Request[DueOf], work: Work) -> bool:
    """Their line; somebody there isn't, or several who are meant, is refused by name in the answer."""
    who = request.ask.person
    meant = people.person(work, who) if isinstance(who, int) else person_meant(work, who, request.actor)
    return meant is None or in_line_of(work, request.actor, meant.id)


def _meant(work: Work, request: Request[DueOf]) -> Person:
    who = request.ask.person
    return people.person(work, who) if isinstance(who, int) else person_alone(work, who, request.actor, "due")


def _with_questions(work: Work, found: Sequence[KeptObligation]) -> list[KeptObligation]:
    """With the question whether a group took place on which some of it hangs: that is its leader's, who answers it
    here."""
    known = {k.id for k in found}
    asked = {q.id: q for q in awaiting_outcome.questions(work, found).values() if q.id not in known}
    return [*found, *asked.values()]


def _lines(work: Work, reader: Person, found: Sequence[KeptObligation]) -> list[DueLine]:
    """One item for a pair or a session, with who answers for it where that isn't the reader."""
    own = {k.id for k in answered_for.answered_by(work, reader.id)}
    listed = awaiting_outcome.listed(work, found, reader.id)
    lines = with_acts(work, reader.id, found, listed, own, joined=True)
    others = _others_answer(work, reader, [k for k in found if k.id not in own])
    return [
        replace(line, beside=(*line.beside, (others[line.obligation_id],)))
        if line.obligation_id in others
        else line
        for line in lines
    ]


def _others_answer(work: Work, reader: Person, found: Sequence[KeptObligation]) -> dict[int, AnsweredBy]:
    """By obligation who answers for it, where somebody does and that isn't the reader."""
    answering.read_lines(work, [k.obligation for k in found])
    answer = {k.id: answering.who_answers(work, k.obligation) for k in found}
    names = people.people(work, [i for i in answer.values() if i])
    return {i: AnsweredBy(i, names[who].name) for i, who in answer.items() if who and who != reader.id}


@dataclass(frozen=True, slots=True)
class _ReadTogether:
    """What is read of all of them at once."""

    met: Mapping[int, date]
    last: Mapping[int, LastMet]
    meets: Mapping[int, datetime]
    unanswered: Mapping[int, UnansweredSession]
    groups: Mapping[int, UnansweredSession]
    missed: Mapping[int, Sequence[str]]
    away: Mapping[int, Away]
    alone: Mapping[int, Uncovered]


def stands(work: Work, reader: Person, ids: Sequence[int]) -> list[PersonStands]:
    """How things are with each of these people, by their supervisor and name; those of the reader first."""
    late = _late_with(work, reader, ids)
    met = {one.person_id: one.on for one in evidence.held(work, a_year_back(work), work.today, ids)}
    known = _ReadTogether(
        met,
        last_met(work, ids, met),
        {i: min(n.starts_at for n in some) for i, some in next_sessions.next_starts(work, ids).items()},
        unanswered_sessions.unanswered(work, ids),
        unanswered_sessions.groups(work, ids),
        missed_windows(work, ids),
        people.absences_on(work, ids, work.today),
        left_alone(work, ids, named=True),
    )
    found = [_stands(work, reader, who, late[who.id], known) for who in people.people(work, ids).values()]
    return sorted(found, key=lambda one: (one.above, one.name))


def _stands(work: Work, reader: Person, who: Person, late: LateInTeam, known: _ReadTogether) -> PersonStands:
    above, meets = supervision.supervisor_now(work, who.id), known.meets.get(who.id)
    own, starts = above == reader.id, moment(work, meets) if meets else None
    return PersonStands(
        who.id,
        who.name,
        known.last[who.id],
        starts,
        late,
        _unanswered(known, who.id),
        known.missed.get(who.id, ()),
        who.id in known.away,
        people.person(work, above).name if above and not own else "",
        cards_due.book_button(who.id, reader.id, asks=False) if own and not meets else None,
        uncovered=known.alone.get(who.id),
        begun=has_begun(work, starts),
    )


def _unanswered(known: _ReadTogether, person: int) -> list[NobodyAnswered]:
    """Of those with a supervisor the latest, if nothing was held since; and the latest group."""
    alone, met, group = known.unanswered.get(person), known.met.get(person), known.groups.get(person)
    found = [_since(alone, met, group=False)] if alone and (met is None or alone.on > met) else []
    return [*found, *([_since(group, None, group=True)] if group else [])]


def _since(over: UnansweredSession, met: date | None, *, group: bool) -> NobodyAnswered:
    before = tuple(day for day in over.before if met is None or day > met)
    return NobodyAnswered(over.on, over.noted, group, before)


def _late_with(work: Work, reader: Person, ids: Sequence[int]) -> dict[int, LateInTeam]:
    """By person, how much that concerns them is late; of those who answer for others what they are to do themselves is
    counted with that."""
    by: dict[int, list[KeptObligation]] = {i: [] for i in ids}
    found = awaiting_outcome.late(work, redaction.concerning(work, reader.id, ids, overdue=True))
    others = below.may_answer_for_others(work, frozenset(ids))
    for kept in found:
        who = kept.obligation.worker_id
        if who in by and not (who in others and answering.who_answers(work, kept.obligation) == who):
            by[who].append(kept)
    titles = _titles(work, reader, found)
    return {i: _late(work, some, titles) for i, some in by.items()}


#: Where more than so many people on a page have something late that a rule asks now and then, its title would be read
#: too often, and the page be too long to be shown.
_TITLED: Final = 5


def _titles(work: Work, reader: Person, late: Sequence[KeptObligation]) -> dict[int, tuple[str, bool]]:
    """What a rule asks now and then, by its title, each with whether it is the reader's to do."""
    found = [k for k in late if k.obligation.key.kind_of_duty == Duty.MILESTONE]
    ruled = [(k, rule) for k in found if (rule := work.rule_of(k.obligation))]
    if len(ruled) > _TITLED:
        return {}
    return {k.id: (rule.title, answering.who_answers(work, k.obligation) == reader.id) for k, rule in ruled}


def _late(work: Work, found: Sequence[KeptObligation], titles: Mapping[int, tuple[str, bool]]) -> LateInTeam:
    kinds = [k.obligation.key.kind_of_duty for k in found]
    supervised = [k for k in found if k.obligation.key.kind_of_duty == Duty.SUPERVISE]
    in_groups = [k for k in supervised if meet_in(work, k) == GROUP_ONLY]
    alone = [k for k in supervised if k not in in_groups]
    records = sum(one in _RECORDS for one in kinds)
    counted = (Duty.SUPERVISE, *_CASES, *_RECORDS)
    rest = _each_case_once(k for k in found if k.obligation.key.kind_of_duty not in counted)
    asked = [k.obligation.key.kind_of_duty for k in rest if k.id not in titles]
    unanswered = asked.count(Duty.SAY_HELD)
    other = cards_team.others(
        [one for one in asked if one != Duty.SAY_HELD], [titles[k.id] for k in rest if k.id in titles]
    )
    cases, plans = (kinds.count(one) for one in _CASES)
    return LateInTeam(_first_due(alone), cases, records, other, unanswered, _first_due(in_groups), plans)


def _each_case_once(found: Iterable[KeptObligation]) -> list[KeptObligation]:
    """A case is acknowledged by two, and of each session: it is one case."""
    by: dict[object, KeptObligation] = {}
    for kept in found:
        key = kept.obligation.key
        by[key.subject if key.kind_of_duty == Duty.ACKNOWLEDGE else kept.id] = kept
    return list(by.values())


def _first_due(found: Sequence[KeptObligation]) -> date | None:
    return min((k.obligation.due for k in found if k.obligation.due), default=None)
