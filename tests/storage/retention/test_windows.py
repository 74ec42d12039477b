"""No window opens again for what is no longer known."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, update

from policy.facts import SUPERVISED, SessionKind
from policy.obligations import State
from policy.ruleset import Duty, RuleSet
from storage import tables as t
from storage.transactions import write_transaction
from tests.infra.budget import seeds
from tests.storage.retention.runs import DAY, assess_all, book, differences, held, ran, rows, write
from tests.stories import council


def a_past(engine: Engine, ids: dict[str, int], seed: int, years: int, rules: RuleSet) -> None:
    """Years of everybody's sessions, some months without, some held twice, of absences, some of them long, and of
    whatever is done now and then; the bot was there all along."""
    rng, begins = Random(seed), DAY - timedelta(days=365 * years)
    whats = sorted({str(rule.what) for rule in rules.asking(Duty.MILESTONE) if rule.what})
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.connection.execute(update(t.Council).values(started_on=begins))
        for who, by in council.LINES.items():
            day = begins
            while day < DAY - timedelta(days=3):
                day += timedelta(days=rng.choice((7, 20, 28, 33, 45, 75)))
                if day < DAY:
                    work.add(held(ids[who], ids[by], day))
            work.add(t.Milestone(person_id=ids[who], what=SUPERVISED, on=begins))
            for what in whats:
                for _ in range(rng.choice((0, 1, 4, 9))):
                    on = begins + timedelta(days=rng.randrange(365 * years))
                    work.add(t.Milestone(person_id=ids[who], what=what, on=on))
            for _ in range(6):
                first = begins + timedelta(days=rng.randrange(365 * years - 130))
                last = first + timedelta(days=rng.choice((2, 20, 45, 120)))
                away = work.add(t.Absence(person_id=ids[who], planned=False, first=first, last=last))
                work.add(t.Arrangement(absence_id=away.id, supervisee_id=ids[who], cover_id=ids[by]))


def standing(engine: Engine, *states: State) -> set[tuple[Any, ...]]:
    return {
        (row.subject_kind, row.subject_id, row.duty, row.fact_kind, row.fact_id, row.state, row.due)
        for row in rows(engine, t.ObligationRow)
        if row.state in states and row.subject_kind == "person"
    }


@pytest.mark.parametrize("rules", ["central-bedfordshire", "york", "southwark"])
@pytest.mark.parametrize("seed", seeds(2))
def test_no_window_opens_again(engine: Engine, rules: str, seed: int) -> None:
    plain, term = council.a_book(rules), "12 months"
    terms = book(rules, sessions=term, absences=term, milestones=term)
    ids = council.build(engine, plain, council.CASTS[rules])
    a_past(engine, ids, seed, 4, plain.versions.latest)
    assess_all(engine, plain)
    owed, missed = standing(engine, State.RUNNING, State.WAITING), standing(engine, State.MISSED)
    ended = DAY - timedelta(days=365)
    gone = ran(engine, terms)
    assert gone["sessions"] > 20
    assert gone["absences"] > 0
    assert gone["milestones"] > 0
    said = [row.on for row in rows(engine, t.Milestone) if row.what == SUPERVISED]
    assert len(said) < len(council.LINES), "gone with the sessions"
    assert standing(engine, State.RUNNING, State.WAITING) == owed
    kept = standing(engine, State.MISSED)
    assert kept <= missed
    assert {one for one in missed if one[-1] >= ended} <= kept
    assert not [one for one in kept if one[-1] < ended and one[2].startswith("supervise")]
    assert differences(engine, plain) == []
    assess_all(engine, plain)
    assert standing(engine, State.RUNNING, State.WAITING) == owed
    assert standing(engine, State.MISSED) == kept
    for months in (2, 14):
        later = council.START + timedelta(days=30 * months)
        assess_all(engine, plain, later)
        ran(engine, terms, later)
        assert differences(engine, plain, later) == []


def test_an_absence_in_a_window_that_is_owed_stays(engine: Engine, ids: dict[str, int]) -> None:
    """November is owed still: with another absence it may come to be one of which she was away throughout."""
    days = [(date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 1))]
    write(engine, *(t.Absence(person_id=ids["Amara"], planned=True, first=f, last=u) for f, u in days))
    assess_all(engine, council.a_book())
    assert ran(engine, book(absences="1 day")) == {"absences": 1}
    assert [row.first for row in rows(engine, t.Absence)] == [date(2026, 11, 1)]


def test_what_a_clock_counts_from_stays_however_old(engine: Engine, ids: dict[str, int]) -> None:
    long_ago = DAY - timedelta(days=700)
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.connection.execute(update(t.Council).values(started_on=DAY - timedelta(days=720)))
    (kept,) = write(engine, held(ids["Helen"], ids["Adel"], long_ago, kind=SessionKind.PERSONAL))
    assess_all(engine, council.a_book())
    ran(engine, book(sessions="12 months"))
    assert kept in {row.id for row in rows(engine, t.Session)}, "owed since: nobody met her again"
