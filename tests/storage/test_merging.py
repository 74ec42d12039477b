"""Two spellings of one become one: what hangs on the one given up is found at the other, and nobody is told again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import SQLModel, col

from bot.moving_clock import settle_now
from storage import contacts, people
from storage import tables as t
from storage.drift import drift, every_subject
from storage.identities import pairs
from storage.merging import _CASE, _PERSON, CannotMergeError, _columns, merge_cases, merge_people
from storage.work import Work
from tests.infra.databases import Databases
from tests.proof.phone import Rig, rig

DAY = date(2026, 11, 2)
#: Columns that name a row of another kind, or are the trail's or an assessment's own.
NO_FACT = {
    *("event.actor_id", "event.subject_id", "look.person_id", "look.subject_id", "seal.first_id"),
    *("seal.last_id", "hold.subject_id", "subject.ref_id", "obligation.subject_id", "obligation.worker_id"),
    *("obligation.holder_id", "discussion.event_id", "agenda_item.event_id", "desk_answer.person_id"),
}


@pytest.fixture
def rigged(databases: Databases) -> Iterator[Rig]:
    with rig(databases) as made:
        yield made


def second_amara(rig: Rig) -> int:
    """Amara once more, in another spelling, with a case, a supervisor and an account of her own."""
    with rig.bot.work() as work:
        twin = work.add(
            t.Person(
                staff_number="s101",
                name="Amara Example",
                role="social_worker",
                employed_from=date(2019, 3, 4),
            )
        )
        work.add(t.Relationship(supervisee_id=twin.id, supervisor_id=rig.ids["Priya"], since=DAY))
        case = work.add(t.Case(reference="CB-77777", service="family_support", categories="child_protection"))
        work.add(t.Allocation(case_id=case.id, worker_id=twin.id, since=DAY))
        contacts.bind(work, twin.id, "teams", "T-AMARA", {})
        made: int = twin.id
    return made


def differences(rig: Rig) -> list[object]:
    with rig.bot.read() as work:
        return list(drift(work, every_subject(work)))


async def test_one_person_of_two(rigged: Rig) -> None:
    twin, amara = second_amara(rigged), rigged.ids["Amara"]
    await settle_now(rigged.bot)
    told = len(rigged.phone.arrived)
    with rigged.bot.work() as work:
        assert pairs(work).staff_numbers == (("S101", "s101"),)
        merge_people(work, "s101", "S101", "somebody")
    await settle_now(rigged.bot)
    assert len(rigged.phone.arrived) == told, "nobody is told again"
    assert not differences(rigged)
    with rigged.bot.read() as work:
        assert pairs(work).staff_numbers == ()
        assert not people.person(work, twin).in_post(work.today)
        a, r = t.Allocation, t.Relationship
        mine = select(func.count()).select_from(a.__table__).where(col(a.worker_id) == twin)
        assert work.connection.execute(mine).scalar() == 0
        open_ = select(col(r.since)).where(col(r.supervisee_id) == amara, col(r.until).is_(None))
        assert list(work.connection.execute(open_).scalars()) == [DAY], "the line goes on as the later says"
        assert [one.platform for one in contacts.accounts_of(work, amara)] == ["standin", "teams"]


def test_the_account_that_the_staff_list_gave_is_carried_over(rigged: Rig) -> None:
    twin, amara = second_amara(rigged), rigged.ids["Amara"]
    with rigged.bot.work() as work:
        work.get(t.Person, twin).account = "U-AMARA"
        work.flush()
        merge_people(work, "s101", "S101", "somebody")
    with rigged.bot.read() as work:
        assert [people_row(work, one).account for one in (twin, amara)] == [None, "U-AMARA"]


def people_row(work: Work, person_id: int) -> Any:
    p = t.Person
    return work.connection.execute(select(p.__table__).where(col(p.id) == person_id)).one()


async def test_every_discussion_without_a_session_goes_along(rigged: Rig) -> None:
    d, days = t.Discussion, (date(2026, 10, 20), date(2026, 10, 21))
    with rigged.bot.work() as work:
        twin = work.add(t.Case(reference="cb-10234", service="family_support", categories="cin")).id
        for case, on in ((1, days[0]), (twin, days[0]), (twin, days[1])):
            work.add(d(case_id=case, on=on))
        merge_cases(work, "cb-10234", "CB-10234", "somebody")
    with rigged.bot.read() as work:
        nowhere = select(col(d.case_id)).where(col(d.session_id).is_(None), col(d.on).in_(days))
        assert list(work.connection.execute(nowhere).scalars()) == [1, 1, 1]


def test_what_follows_a_person_is_left_alone_by_a_merge_of_cases(rigged: Rig) -> None:
    """Somebody with the number that the case has."""
    r = t.Relationship
    with rigged.bot.work() as work:
        twice = r(supervisee_id=1, supervisor_id=rigged.ids["Tomasz"], since=DAY)
        work.add(twice)
        work.add(t.Case(reference="cb-10234", service="family_support", categories="cin"))
        before = list(work.connection.execute(select(r.__table__).order_by(col(r.id))))
        merge_cases(work, "cb-10234", "CB-10234", "somebody")
        assert list(work.connection.execute(select(r.__table__).order_by(col(r.id)))) == before


async def test_one_case_of_two(rigged: Rig) -> None:
    with rigged.bot.work() as work:
        twin = work.add(t.Case(reference="cb-10234", service="family_support", categories="cin"))
        work.add(t.Allocation(case_id=twin.id, worker_id=rigged.ids["Tomasz"], since=DAY))
        s = select(col(t.Discussion.session_id)).where(col(t.Discussion.case_id) == 1).limit(1)
        both = work.connection.execute(s).scalar()
        work.add(t.Discussion(session_id=both, case_id=twin.id, on=date(2026, 10, 20)))
    await settle_now(rigged.bot)
    with rigged.bot.work() as work:
        merge_cases(work, "cb-10234", "CB-10234", "somebody")
    await settle_now(rigged.bot)
    assert not differences(rigged)
    with rigged.bot.read() as work:
        a = t.Allocation
        holders = select(col(a.worker_id)).where(col(a.case_id) == 1, col(a.until).is_(None))
        assert list(work.connection.execute(holders).scalars()) == [rigged.ids["Tomasz"]]
        assert pairs(work).cases == ()


@pytest.mark.parametrize(
    ("give_up", "keep"), [("S101", "S102"), ("S101", "S101"), ("s101", "S101")], ids=["other", "same", "none"]
)
def test_what_is_no_pair_is_refused(rigged: Rig, give_up: str, keep: str) -> None:
    with pytest.raises(CannotMergeError), rigged.bot.work() as work:
        merge_people(work, give_up, keep, "somebody")


def test_who_supervises_the_other_is_another(rigged: Rig) -> None:
    with rigged.bot.work() as work:
        work.connection.execute(
            update(t.Person.__table__)
            .where(col(t.Person.id) == rigged.ids["Priya"])
            .values(staff_number="s101")
        )
    with pytest.raises(CannotMergeError, match="supervises"), rigged.bot.work() as work:
        merge_people(work, "s101", "S101", "somebody")


def test_every_column_that_names_a_person_or_case_is_moved_or_known_not_to_be() -> None:
    moved = {f"{c.table.name}.{c.name}" for whose in (_PERSON, _CASE) for c in _columns(whose)}
    columns = [c for table in SQLModel.metadata.sorted_tables for c in table.columns]
    named = {
        f"{c.table.name}.{c.name}"
        for c in columns
        if c.name.endswith("_id") and c.type.python_type is int and not c.foreign_keys
    }
    assert named - moved - NO_FACT == set()
