"""What is due for me, or a part of it; my cases; what was late before the bot came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cards.cases import lists
from cards.cases.asks import AboutMe, DueForMe, LateBefore, Section
from cards.cases.lists import Beside
from cards.shared.due_lines import DueLine
from handlers.shared import as_the_line_reads, awaiting_outcome, handed_back, obligation_words, sections
from handlers.shared.asked_of import asked_of
from handlers.shared.base import Reply, Request
from handlers.shared.lines_with_buttons import with_acts, with_acts_where_drawn
from handlers.shared.meetings import to_come
from handlers.shared.missed_words import missed_lines
from handlers.shared.my_cases import about_me, my_cases, others_answer
from handlers.shared.still_with import still_with
from handlers.shared.to_allocate import shown_to_allocate
from handlers.shared.to_make_up import owed_to
from handlers.shared.uncovered import nobody_now
from handlers.shared.waited_for import waited_for
from policy.facts import Subject, SubjectKind
from storage import answered_for, answering, cases, duties, late, people
from storage.duties import KeptObligation
from storage.people import Person
from storage.work import Work


def due_mine(request: Request[DueForMe], work: Work) -> Reply:
    me, section = request.actor, request.ask.section
    if section in lists.OF_OTHERS:
        return _with_others(request, work)
    if request.ask.session:
        return _of_session(request, work)
    answered = answered_for.answered_by(work, me.id)
    found = sections.of(work, answered, section)
    own = {k.id for k in found}
    lines = with_acts_where_drawn(work, me.id, found, own, lambda lines: lists.page_of(lines, request.ask)[1])
    ask = obligation_words.contact_of(work, me.id, lines)
    if lists.page_of(lines, request.ask)[0]:
        return Reply(lists.listed(lines, work.today, request.ask, me.id, ask=ask))
    beside = _beside(work, me, answered) if section is Section.ALL else lists.NOTHING_BESIDE
    if section is Section.LATE and not found and (names := handed_back.lately(work, me.id)):
        beside = replace(beside, foot=(lists.handed_back(names),))
    if section in (Section.ALL, Section.QUESTIONS):
        beside = replace(beside, asked=asked_of(work, me))
    return Reply(lists.listed(lines, work.today, request.ask, me.id, beside, ask))


def _with_others(request: Request[DueForMe], work: Work) -> Reply:
    """What isn't the asker's to do."""
    me = request.actor.id
    if request.ask.section is Section.AWAY:
        lines = obligation_words.lines(work, duties.gaps(work, me), me)
    elif request.ask.section is Section.NOBODY:
        lines = _answered_by_nobody(work, request.actor)
    elif request.ask.section is Section.UNHELD:
        lines = list(shown_to_allocate(work, request.actor).lines)
    else:
        lines = [one.named() for one in still_with(work, me)]
    return Reply(lists.listed(lines, work.today, request.ask, me))


def _answered_by_nobody(work: Work, me: Person) -> list[DueLine]:
    """For an administrator, as their line of the week counts it: without restricted cases, which are for their line
    alone, and without what would tell of somebody's reason."""
    found = late.answered_by_nobody(work) if me.administrator else []
    kept = list(duties.these(work, [one.id for one in found]).values())
    about = {k.obligation.key.subject for k in kept}
    read = cases.cases(work, [one.id for one in about if one.kind is SubjectKind.CASE])
    hidden = {case.subject for case in read.values() if case.restricted}
    shown = (k for k in kept if k.obligation.key.subject not in hidden)
    mine = [k for k in shown if not as_the_line_reads.is_alike(work, k.obligation)]
    soonest = sorted(mine, key=lambda k: k.obligation.due or date.max)
    return awaiting_outcome.unless_held(work, soonest, obligation_words.lines(work, soonest, me.id))


def _of_session(request: Request[DueForMe], work: Work) -> Reply:
    me, about = request.actor, Subject(SubjectKind.SESSION, request.ask.session)
    every = sections.of(work, answered_for.answered_by(work, me.id), request.ask.section)
    found = [k for k in every if k.obligation.key.subject == about]
    lines = with_acts(work, me.id, found, awaiting_outcome.listed(work, found, me.id), {k.id for k in found})
    return Reply(lists.listed(lines, work.today, request.ask, me.id))


def _beside(work: Work, me: Person, answered: Sequence[KeptObligation]) -> Beside:
    gaps = obligation_words.lines(work, duties.gaps(work, me.id), me.id)
    concerning = duties.concerning(work, [me.id])
    others = others_answer(work, me.id, concerning)
    found, about = about_me(work, me.id, others)
    by, missed = _who_answers(work, found), missed_lines(work, [me.id])
    idle = awaiting_outcome.words_of_nothing_needed(work, answered)
    waited = waited_for(work, me, to_come(work, me), others)
    unheld = shown_to_allocate(work, me)
    covers = still_with(work, me.id)
    alone = nobody_now(work, me.id)
    owed = owed_to(work, me, concerning)
    foot = (*missed, *idle)
    return Beside(gaps, about, by, alone, foot, covers=covers, waited=waited, unheld=unheld, owed=owed)


def _who_answers(work: Work, found: Sequence[KeptObligation]) -> list[tuple[str, int]]:
    """Who answers for these, each for so many; most first."""
    counted = Counter(answering.who_answers(work, k.obligation) for k in found)
    named = ((who, many) for who, many in counted.most_common() if who)
    return [(people.person(work, who).name, many) for who, many in named]


def about(request: Request[AboutMe], work: Work) -> Reply:
    me = request.actor.id
    if request.ask.cases:
        found, lines = my_cases(work, me)
    else:
        found, lines = about_me(work, me, others_answer(work, me, duties.concerning(work, [me])))
    shown = with_acts(work, me, found, lines, ())
    ask = obligation_words.contact_of(work, me, lines)
    return Reply(lists.listed(shown, work.today, request.ask, me, ask=ask))


def late_before(request: Request[LateBefore], work: Work) -> Reply:
    """What the asker was told of that was late before the bot's first day, with what can be done about their own."""
    me = request.actor.id
    found, own = duties.notified_late_before(work, me), {k.id for k in answered_for.answered_by(work, me)}
    not_known = awaiting_outcome.unknown_reviews(work, found)
    named = obligation_words.lines(work, found, me)
    said = [replace(one, unknown=one.obligation_id in not_known) for one in named]
    lines = with_acts(work, me, found, awaiting_outcome.unless_held(work, found, said), own, joined=True)
    ask = obligation_words.contact_of(work, me, lines)
    return Reply(lists.listed(lines, work.today, request.ask, me, ask=ask))
