"""The sample council: as large as said, plainly invented, sound, and with a first morning worth seeing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot.sample import build, first_moment, rows_for
from bot.sample.adapt import NAMES, adapted
from bot.settings import SAMPLE_RULES, SettingsError
from policy.obligations import is_overdue
from storage import desk
from storage import tables as t
from storage.drift import drift, every_subject
from storage.engine import open_engine
from storage.migrate import migrate
from storage.transactions import read_transaction
from storage.work import Work
from tests.importing.councils import BOOK, every_drift
from tests.infra.databases import Databases
from tests.stories import council

_o, _p, _c = t.ObligationRow.__table__, t.Person.__table__, t.Case.__table__


def _build(url: str, size: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    build(engine, BOOK, size)
    engine.dispose()


@pytest.fixture
def small(databases: Databases) -> Iterator[Work]:
    engine: Engine = open_engine(databases.copy_of("sample small", lambda url: _build(url, "small")))
    with read_transaction(engine, BOOK, first_moment("small")) as work:
        yield work
    engine.dispose()


def _count(work: Work, table: object) -> int:
    return work.connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]


def test_the_small_council_is_sound(small: Work) -> None:
    _sound(small, people=12, cases=14)


def test_the_large_council_is_sound(databases: Databases) -> None:
    """One test, because making it takes seconds."""
    engine = open_engine(databases.copy_of("sample large", lambda url: _build(url, "large")))
    with read_transaction(engine, BOOK, first_moment("large")) as work:
        _sound(work, people=240, cases=2100)
        assert _count(work, t.Discussion.__table__) > 10_000
    engine.dispose()


def _sound(work: Work, people: int, cases: int) -> None:
    assert (_count(work, _p), _count(work, _c)) == (people, cases)
    assert desk.sample_clock(work) == work.now
    assert every_drift(work) == []
    _told_apart(work)
    _mostly_by_the_policy(work)


def _told_apart(work: Work) -> None:
    """Everybody has what the desk shows of them, and nobody is real."""
    people = work.connection.execute(select(_p)).all()
    assert all(p.email.endswith("@example.org") and p.staff_number and p.team for p in people)
    assert len({p.email for p in people}) == len(people)
    assert len({p.name for p in people}) > len(people) * 0.95
    assert sum(p.administrator for p in people) == sum(p.policy_owner for p in people) == 1


def _mostly_by_the_policy(work: Work) -> None:
    """Something is late, and not much."""
    days = work.connection.execute(select(_o.c.due).where(_o.c.state == "running")).scalars().all()
    late = [day for day in days if is_overdue(day, work.today)]
    assert 0 < len(late) < len(days) / 10


def _small_open(work: Work, duty: str) -> list[tuple[str, str | None]]:
    query = select(_p.c.name, _o.c.due).join(_p, _p.c.id == _o.c.worker_id, isouter=True)
    found = work.connection.execute(
        query.where(_o.c.duty == duty, _o.c.state.in_(("running", "waiting"))).order_by(_o.c.due)
    )
    return [(name.split()[0] if name else "", due.isoformat() if due else None) for name, due in found]


@pytest.mark.parametrize(
    ("duty", "first"),
    [
        ("prepare", ("Amara", "2026-11-06")),
        ("say_held", ("Tomasz", "2026-11-02")),
        ("record", ("Jodie", "2026-11-04")),
        ("agree", ("Amara", "2026-11-06")),
        ("discuss", ("Amara", "2026-10-29")),
        ("rebook", ("Kwame", None)),
    ],
)
def test_the_small_councils_first_morning_has_something_of_everything(
    small: Work, duty: str, first: tuple[str, str | None]
) -> None:
    assert first in _small_open(small, duty)


def test_two_weeks_on_the_absent_managers_people_report_it(small: Work) -> None:
    later = small.now + timedelta(days=13)
    with read_transaction(small.connection.engine, BOOK, later) as work:
        asked = {d.key.duty for d in every_drift(work) if d.what == "missing"}
    assert {"report_absence", "arrange_cover"} <= asked


def test_an_action_was_carried_three_times(small: Work) -> None:
    carried = select(func.max(t.Action.__table__.c.carried))
    assert small.connection.execute(carried).scalar_one() == 3


def _files(**size: int) -> dict[str, str]:
    written = {}
    for rows in rows_for(seed=7, today=BOOK.calendar.day_of(first_moment("large")), config=BOOK, **size):
        out = io.StringIO()
        csv.writer(out).writerows([rows.heading, *rows.rows])
        written[rows.name] = out.getvalue()
    return written


def test_a_seed_gives_the_same_council_each_time() -> None:
    assert _files(cases=60, staff=20) == _files(cases=60, staff=20)


@pytest.mark.parametrize(("cases", "staff"), [(1, 4), (9, 12), (400, 60)])
def test_any_size_is_a_council_that_can_be_brought_in(migrated_url: str, cases: int, staff: int) -> None:
    from tests.importing.councils import council_at

    with council_at(migrated_url) as council:
        council.takes(
            *rows_for(
                cases=cases,
                staff=staff,
                seed=1,
                today=BOOK.calendar.day_of(first_moment("large")),
                config=BOOK,
            )
        )
        assert len(council.has(t.Case, "id")) == cases
        assert council.drift() == []


@pytest.mark.parametrize("rules", [name for name in NAMES if name != SAMPLE_RULES])
def test_the_small_council_speaks_every_shipped_rule_set(rules: str, tmp_path: Path) -> None:
    config, now = council.a_book(rules), first_moment("small")
    engine = open_engine(f"sqlite:///{tmp_path / 'sample.db'}")
    migrate(engine)
    build(engine, config, "small")
    with read_transaction(engine, config, now) as work:
        assert list(drift(work, every_subject(work))) == []
        assert _count(work, _p) == 12
        assert _count(work, _o)
        silent = config.versions.latest.vocabulary
        assert {r.role for r in work.connection.execute(select(_p.c.role))} <= silent.roles.keys()
    engine.dispose()


def test_a_rule_set_without_a_sample_is_refused() -> None:
    another = council.a_book().versions.latest.model_copy(update={"name": "elsewhere"})
    with pytest.raises(
        SettingsError, match="no sample council for 'elsewhere', only for central-bedfordshire, york"
    ):
        adapted(another, [])
