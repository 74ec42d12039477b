"""What is read once in a unit of work is read again as soon as it can have changed, however it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event, text, update
from sqlmodel import col

from policy.facts import SubjectKind
from storage import absences, asked_for, cases, duties, people, supervision
from storage import tables as t
from storage.absences import StatedAbsence
from storage.work import Work


def by_core(work: Work, person: int) -> None:
    work.connection.execute(update(t.Person).where(col(t.Person.id) == person).values(name="Somebody Else"))


def by_orm(work: Work, person: int) -> None:
    work.get(t.Person, person).name = "Somebody Else"
    work.flush()


def by_text(work: Work, person: int) -> None:
    work.connection.execute(text("UPDATE person SET name = 'Somebody Else' WHERE id = :id"), {"id": person})


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    found: list[str] = []

    def keep(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    yield found
    event.remove(engine, "before_cursor_execute", keep)


@pytest.mark.parametrize("change", [by_core, by_orm, by_text])
def test_a_change_is_seen(work: Work, change: Callable[[Work, int], None]) -> None:
    someone = people.everyone(work)[0].id
    assert people.person(work, someone).name != "Somebody Else"
    change(work, someone)
    assert people.person(work, someone).name == "Somebody Else"


def test_what_was_read_is_not_asked_again(work: Work) -> None:
    ids = [p.id for p in people.everyone(work)]
    people.people(work, ids[:2])
    with statements(work.connection.engine) as asked:
        assert set(people.people(work, ids[:3])) == set(ids[:3])
        people.person(work, ids[1])
        assert len(asked) == 1
        work.touch(SubjectKind.PERSON, ids[0])
        people.person(work, ids[0])
        assert len([s for s in asked if "FROM person" in s]) == 1


def test_staff_in_post_are_read_once_and_again_once_one_changed(work: Work) -> None:
    """Of each group of a file they were read for each of its tasks."""
    everyone = people.everyone(work)
    with statements(work.connection.engine) as asked:
        people.everyone(work).clear()
        assert people.everyone(work) == everyone
        assert asked == []
    by_core(work, everyone[0].id)
    assert "Somebody Else" in {p.name for p in people.everyone(work)}


def test_what_is_read_once_rests_on_the_tables_that_it_names(work: Work) -> None:
    """Else a change of another table would leave an old answer standing."""
    someone, case = people.everyone(work)[0].id, next(iter(_ids(work, t.Case)))
    obligation = next(iter(_ids(work, t.ObligationRow)))
    asked: dict[Callable[[], object], set[str]] = {
        lambda: people.person(work, someone): {"person"},
        lambda: people.administrators(work): {"person"},
        lambda: people.policy_owners(work): {"person"},
        lambda: supervision.professional_supervisors(work, someone): {"person", "relationship"},
        lambda: supervision.cover_now(work, someone, someone, date(2026, 11, 3)): {
            *("absence", "arrangement", "person"),
        },
        lambda: people.absence_now(work, someone): {"absence"},
        lambda: supervision.lines(work, [someone]): {
            *("person", "relationship", "absence", "arrangement", "cover_before")
        },
        lambda: cases.case(work, case): {"case", "allocation", "person"},
        lambda: duties.of(work, obligation): {"obligation"},
    }
    for ask, tables in asked.items():
        with statements(work.connection.engine) as sent:
            ask()
        read = {name for s in sent for name in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', s)} - {
            "line",
            "json_each",
        }
        assert read == tables


def _ids(work: Work, table: Any) -> list[int]:
    return list(
        work.connection.execute(table.__table__.select().with_only_columns(table.__table__.c.id)).scalars()
    )


def test_what_is_proposed_of_sessions_is_read_once(work: Work) -> None:
    asked_for.proposals(work, [1, 2])
    with statements(work.connection.engine) as asked:
        asked_for.proposals(work, [2, 1])
        asked_for.proposal(work, 2)
    assert asked == []


def test_somebody_is_looked_up_by_their_staff_number(work: Work) -> None:
    number = people.everyone(work)[0].staff_number
    with statements(work.connection.engine) as asked:
        assert people.by_staff_number(work, number) is not None
    assert all("WHERE" in one for one in asked), asked
    assert people.by_staff_number(work, number.lower()) == people.by_staff_number(work, number)


def test_absences_are_one_stretch_by_working_days_or_by_ones_own(work: Work) -> None:
    """Away on Friday and on Tuesday, of somebody who doesn't work on Mondays."""
    someone = people.everyone(work)[0]
    work.get(t.Person, someone.id).works = "0111100"
    work.flush()
    days = [StatedAbsence(True, False, day, day) for day in (date(2026, 12, 4), date(2026, 12, 8))]
    friday, tuesday = (absences.record(work, someone.id, one, someone.id) for one in days)
    assert absences.stretch(work, friday) == [friday]
    assert absences.stretch(work, friday, own_days=True) == [friday, tuesday]
    assert absences.stretch(work, tuesday, own_days=True) == [friday, tuesday]
