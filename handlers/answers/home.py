"""“My supervision”: what comes next, what waits for an answer, what is due, one's cases, one's year, and every command
as a button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from typing import Final

from cards.answers import home as cards_home
from cards.answers.asks import HomePage
from cards.answers.home import ComingSession, Home, TeamStands, Year
from cards.cases.asks import Section
from cards.model import Button, Text
from cards.shared import home_buttons as words
from cards.shared.claims import HeldInYear, RecordedAway
from cards.shared.due_lines import DueLine
from cards.shared.duty_claims import SupervisedBy
from handlers.answers.home_buttons import ways
from handlers.shared import awaiting_outcome, obligation_words, redaction, sections
from handlers.shared.asked_of import asked_of
from handlers.shared.base import Reply, Request
from handlers.shared.last_met import last_met
from handlers.shared.lines_with_buttons import with_acts, with_acts_where_drawn
from handlers.shared.meetings import meeting, to_come
from handlers.shared.missed_words import a_year_back, missed_lines
from handlers.shared.my_cases import my_cases, others_answer
from handlers.shared.stays_late import with_theirs
from handlers.shared.to_allocate import shown_to_allocate
from handlers.shared.to_make_up import owed_to
from handlers.shared.uncovered import left_alone, meanwhile, runs_today
from handlers.shared.waited_for import waited_for
from policy.facts import SessionKind
from policy.obligations import Waiting
from policy.ruleset import Duty
from storage import absences, answered_for, duties, evidence, people, preparations, supervision, visits
from storage.duties import KeptObligation
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work

#: What is drawn as a list of its own: together, all that somebody answers for.
ON_THE_PAGE: Final = (Section.QUESTIONS, Section.RECORDS, Section.DATES)
#: What is due by then is before what has no day.
NEAR: Final = timedelta(weeks=4)


def home(request: Request[HomePage], work: Work) -> Reply:
    """Seen by its reader only."""
    me, first = request.actor, visits.first_visit(work, request.actor.id)
    # Read before the lines: of the sessions that these are about, however many, most are known then
    ahead = to_come(work, me)
    answered, concerning = answered_for.answered_by(work, me.id), duties.concerning(work, [me.id])
    awaiting_outcome.read_away(work, [*answered, *concerning])
    listed = sections.by_section(work, answered)
    mine = {s: _lines(work, me, _near_first(work, listed[s])) for s in ON_THE_PAGE}
    others = others_answer(work, me.id, concerning)
    cases, about = my_cases(work, me.id)[1], _supervision(work, me, others)
    offered = [Button(label, way) for label, way in ways(work, me)]
    ask = obligation_words.contact_of(work, me.id, [*chain.from_iterable(mine.values()), *cases, *about])
    shown = Home(
        reader=me.id,
        today=work.today,
        coming=coming(work, me, ahead),
        questions=mine[Section.QUESTIONS],
        records=mine[Section.RECORDS],
        mine=mine[Section.DATES],
        cases=cases,
        about=about,
        year=_year(work, me),
        team=_team(work, me),
        ways=offered,
        books=_books(offered),
        ask=ask,
        first=first,
        prepares=work.rules.has_preparation_form,
        waited=waited_for(work, me, ahead, others),
        asked=asked_of(work, me),
        meanwhile=meanwhile(work, me.id) or _supervised_by(work, me, ahead),
        owed=owed_to(work, me, concerning),
        away=_away(work, me),
        unheld=shown_to_allocate(work, me),
        to_be_held=any(k.obligation.key.duty == Duty.SAY_HELD for k in answered),
    )
    return Reply(cards_home.home(shown))


def _supervised_by(work: Work, me: Person, booked: Sequence[SessionView]) -> Text:
    """Where no session to come names them."""
    who = supervision.line_supervisor(work, me.id)
    if who is None or any(v.supervisor.id == who for v in booked):
        return ()
    return (SupervisedBy(me.id, who, people.person(work, who).name),)


def _away(work: Work, me: Person) -> RecordedAway | None:
    """The days away in a row, as the reader works."""
    runs = runs_today(work, me.id) if people.absence_now(work, me.id) else None
    if runs is None:
        return None
    whole = absences.stretch(work, runs, own_days=True)
    return RecordedAway(me.id, whole[0].first, whole[-1].last)


def _near_first(work: Work, found: Sequence[KeptObligation]) -> list[KeptObligation]:
    """What can be done now and has no day stands before what is due much later: few are drawn, and it was beyond them
    all."""
    near = work.today + NEAR
    open_ = [k for k in found if k.obligation.waiting_for is Waiting.NO_DEADLINE and k.obligation.due is None]
    soon = [k for k in found if k.obligation.due and k.obligation.due <= near]
    first = {k.id: k for k in (*soon, *open_)}
    return [*first.values(), *(k for k in found if k.id not in first)]


def _lines(work: Work, me: Person, found: Sequence[KeptObligation]) -> list[DueLine]:
    """What this person answers for."""
    own = {k.id for k in found}
    return with_acts_where_drawn(work, me.id, found, own, cards_home.drawn)


def _supervision(work: Work, me: Person, others: Sequence[KeptObligation]) -> list[DueLine]:
    """What is about this person alone, and others answer for."""
    found = [k for k in others if k.obligation.key.kind_of_duty == Duty.SUPERVISE]
    return with_acts(work, me.id, found, awaiting_outcome.listed(work, found, me.id), ())


def _year(work: Work, me: Person) -> Year | None:
    if supervision.line_supervisor(work, me.id) is None:
        return None
    held = list(evidence.held(work, a_year_back(work), work.today, [me.id]))
    counted = Counter(str(one.kind) for one in held)
    last = last_met(work, [me.id], {one.person_id: one.on for one in held})[me.id]
    reported = last if last.reported else None
    return Year(HeldInYear(me.id, tuple(sorted(counted.items()))), missed_lines(work, [me.id]), reported)


def _team(work: Work, me: Person) -> TeamStands | None:
    """Who has something late, or answers for it, by name."""
    team = supervision.supervisees_now(work, me.id)
    if not team:
        return None
    late = awaiting_outcome.late(work, redaction.concerning(work, me.id, team, overdue=True))
    who = {*(k.obligation.worker_id for k in late), *with_theirs(work, team, me.id)}
    names = people.people(work, [*who]).values()
    alone = left_alone(work, team).values()
    return TeamStands(tuple(team), sorted(p.name for p in names), sorted(alone, key=lambda one: one.name))


def _books(offered: Sequence[Button]) -> Button | None:
    """Whoever supervises books, whoever is supervised asks."""
    return next((button for button in offered if button.label in (words.BOOK, words.ASK)), None)


def coming(work: Work, me: Person, booked: Sequence[SessionView]) -> list[ComingSession]:
    """The next session in which this person is supervised, and the next that they hold; the earlier first."""
    supervised = next((v for v in booked if v.supervisor.id != me.id), None)
    held = next((v for v in booked if v.supervisor.id == me.id), None)
    both = sorted((v for v in (supervised, held) if v), key=lambda v: v.starts_at)
    return [_coming(work, v, me) for v in both]


def _coming(work: Work, view: SessionView, me: Person) -> ComingSession:
    case = view.kind is SessionKind.CASE
    prepares = case and view.supervisee.id == me.id and work.rules.has_preparation_form
    current = [p for p in preparations.of_person(work, me.id) if not p.past] if prepares else []
    return ComingSession(
        meeting(work, view, me),
        case,
        prepares,
        tuple(p.case.reference for p in current if not p.is_draft),
        tuple(p.case.reference for p in current if p.is_draft),
        view.provisional,
        view.group is not None,
    )
