"""What is late is one number of somebody's wherever it is read: on their page, in their list, in the week's line to
them and to their manager, and in the team. What a manager can't open isn't counted for them, and they read so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.moving_clock import advance
from bot.sample import build, first_moment
from bot.wiring import Bot
from cards.answers.asks import HomePage
from cards.ask import Ask
from cards.cases.asks import DueForMe, DueInTeam, Section
from cards.model import Card
from cards.plain import render_card
from cards.shared.due_lines import late_of
from cards.shared.duty_claims import TheirsStayLate
from handlers.notifications.notice import NoticeContext
from handlers.routes import ROUTES
from handlers.shared import awaiting_outcome
from handlers.shared.base import Reply, Request
from handlers.shared.redaction import open_to_line
from handlers.upkeep.notices import WhatStaysLate, WhatStaysLateInTeams
from policy.facts import Reason, SessionState
from storage import answered_for, people, sessions, supervision
from storage import tables as t
from storage.duties import KeptObligation
from storage.engine import open_engine
from storage.migrate import migrate
from storage.people import Person
from storage.work import Work
from tests.importing.councils import BOOK
from tests.infra.databases import Databases
from tests.proof.facts_said import claims_in
from tests.proof.phone import Phone
from tests.proof.standin import NAME

LEFT_OUT = "Without new times for cancelled sessions, unless they are yours to find."
MONDAYS = [datetime(2026, month, day, 9, 5, tzinfo=UTC) for month, day in ((11, 16), (11, 23), (12, 14))]


@pytest.fixture
def sample(databases: Databases) -> Iterator[Bot]:
    engine = open_engine(databases.copy_of("sample counted", _build))
    clock = MovableClock(first_moment("small"))
    made = Bot(engine, BOOK, clock, {NAME: Phone(clock)})
    with made.work() as work:
        everybody = people.people(
            work, work.connection.execute(select(t.Person.__table__.c.id)).scalars().all()
        )
        for who in everybody.values():
            work.add(t.Contact(person_id=who.id, platform=NAME, external_id=who.staff_number, data={}))
    yield made
    engine.dispose()


def _build(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    build(engine, BOOK, "small")
    engine.dispose()


async def test_what_is_late_is_counted_alike_wherever_it_is_read(sample: Bot) -> None:
    assert isinstance(sample.clock, MovableClock)
    with sample.work() as work:
        _cancel_all(work)
    checked, left_out = 0, 0
    for monday in MONDAYS:
        await advance(sample, sample.clock, monday)
        with sample.work() as work:
            for who in people.people(work, _in_post(work)).values():
                mine, late = (
                    _mine(work, who),
                    awaiting_outcome.late(work, answered_for.answered_by(work, who.id)),
                )
                open_ = [k for k in late if open_to_line(k.obligation.key.duty)]
                asked, private = _matters(work, open_), len(late) - len(open_)
                assert (monday, who.name, _matters(work, late)) == (monday, who.name, mine)
                assert (monday, who.name, _listed(work, who)) == (monday, who.name, mine)
                assert (monday, who.name, _on_page(work, who)) == (monday, who.name, mine)
                for manager in people.people(work, _above(work, who)).values():
                    week, team = _of_week(work, manager), _read(work, manager, DueInTeam())
                    assert (monday, who.name, _theirs(week, who)) == (monday, who.name, asked)
                    if _supervises(work, who):
                        assert (monday, who.name, _theirs(team, who)) == (monday, who.name, asked)
                        assert LEFT_OUT in render_card(team)
                    assert not private or not asked or LEFT_OUT in render_card(week)
                checked, left_out = checked + bool(mine), left_out + private
    assert checked > 5, "where little is late nothing is shown"
    assert left_out > 1, "nor where nothing is left out"


def _cancel_all(work: Work) -> None:
    """Of each pair the next; every other has a later time, past the limit, in its place."""
    s = t.Session.__table__.c
    ids = work.connection.execute(
        select(s.id).where(s.state == SessionState.BOOKED).order_by(s.starts_at)
    ).scalars()
    for number, view in enumerate(sessions.sessions(work, ids.all())):
        if view.group or view.starts_at <= work.now:
            continue
        sessions.cancel(work, view, Reason.WORK, view.supervisor.id)
        if number % 2 == 0:
            at = work.calendar.at(date(2026, 12, 16), (work.now + timedelta(hours=number)).time())
            sessions.book(work, view.kind, view.supervisee, view.supervisor, at, 60, None, replaces=view.id)


def _in_post(work: Work) -> list[int]:
    p = t.Person.__table__.c
    return list(work.connection.execute(select(p.id).where(p.left_on.is_(None)).order_by(p.id)).scalars())


def _above(work: Work, who: Person) -> list[int]:
    above = supervision.supervisor_now(work, who.id)
    return [above] if above else []


def _supervises(work: Work, who: Person) -> bool:
    return bool(supervision.supervisees_now(work, who.id))


def _read(work: Work, who: Person, ask: Ask) -> Card:
    outcome = ROUTES[ask.kind].handle(Request(who, ask), work)
    assert isinstance(outcome, Reply)
    return outcome.card


def _mine(work: Work, who: Person) -> int:
    """As the week's line to them says it."""
    said = WhatStaysLate(person=who.id, week=str(work.today)).says(work, _context(who))
    return said.late.count if said else 0


def _context(who: Person) -> NoticeContext:
    return NoticeContext(who.id, "told", escalates=False)


def _listed(work: Work, who: Person) -> int:
    found = re.search(r"things?, (\d+) late", render_card(_read(work, who, DueForMe(section=Section.LATE))))
    return int(found[1]) if found else 0


def _on_page(work: Work, who: Person) -> int:
    page = render_card(_read(work, who, HomePage()))
    lists = "Waiting for your answer|Records to write|Due from you"
    return sum(map(int, re.findall(rf"(?:{lists}): \d+, (\d+) late", page)))


def _of_week(work: Work, manager: Person) -> Card:
    said = WhatStaysLateInTeams(person=manager.id, week=str(work.today)).says(work, _context(manager))
    item = said.item() if said else None
    return Card(item.title, item.notice, item.body, item.buttons) if item else Card("", "")


def _theirs(shown: Card, who: Person) -> int:
    found = (one for one in claims_in(shown) if isinstance(one, TheirsStayLate) and one.person == who.id)
    return next((one.count for one in found), 0)


def _matters(work: Work, late: list[KeptObligation]) -> int:
    """The question whether a session took place is one with what is late while nobody says."""
    lines = awaiting_outcome.without_words(work, late)
    return late_of(awaiting_outcome.together(work, late, lines), work.today)
