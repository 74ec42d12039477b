"""What was kept for its term goes, a legal hold beats it, and no window opens again for what is no longer known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, Table, select, update
from sqlmodel import SQLModel, col

from bot.clock import MovableClock
from bot.nightly import once_a_night
from bot.wiring import Bot
from handlers.upkeep import retention
from policy.facts import SUPERVISED, Reason, SessionKind, SessionState, Subject, SubjectKind
from policy.obligations import State
from policy.periods import parse_period
from policy.requests import RequestKind
from policy.ruleset import DisclosedTo, Duty, Kept, RuleSet
from storage import audit, tickets
from storage import tables as t
from storage.drift import drift, every_subject
from storage.engine import open_engine
from storage.obligations import reassess
from storage.retention import holds, trail, whole_cases
from storage.retention.rows import owed_of
from storage.states import ImportState, MessageState, RequestAnswer
from storage.transactions import read_transaction, write_transaction
from storage.work import CouncilConfig, Work
from tests.infra.budget import seeds
from tests.stories import council

DAY = council.START.date()
LONG_AGO = council.START - timedelta(days=900)
#: By the newest, and the newest of a timer's, is seen whether one is late; one that isn't over is gone on with.
IMPORTS = [
    (ImportState.FINISHED, None),
    (ImportState.REFUSED, 1),
    (ImportState.FINISHED, 1),
    (ImportState.APPLYING, None),
    (ImportState.FINISHED, None),
]


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    return council.build(engine, council.a_book())


def book(rules: str = "central-bedfordshire", **terms: str) -> CouncilConfig:
    """The council's rules with these terms, and none else."""
    loaded: RuleSet = council.a_book(rules).versions.latest
    none: dict[str, Any] = dict.fromkeys(Kept)
    kept = loaded.practice.retention.model_copy(
        update={**none, **{name: parse_period(text) for name, text in terms.items()}}
    )
    practice = loaded.practice.model_copy(update={"retention": kept})
    return council.book_of(loaded.model_copy(update={"practice": practice}))


def ran(engine: Engine, config: CouncilConfig, now: datetime = council.START) -> dict[str, int]:
    """In steps until nothing is left, as the command does."""
    found: dict[str, int] = {}
    step = {"": 0}
    while step:
        with write_transaction(engine, config, now) as work:
            step = retention.run(work)
        for kind, count in step.items():
            found[kind] = found.get(kind, 0) + count
    return found


def write(engine: Engine, *rows: Any) -> list[int]:
    with write_transaction(engine, council.a_book(), council.START) as work:
        return [getattr(work.add(row), "id", 0) for row in rows]


def rows(engine: Engine, table: Any) -> list[Any]:
    with read_transaction(engine, council.a_book(), council.START) as work:
        found = work.connection.execute(select(table.__table__)).all()
    return sorted(found, key=lambda row: getattr(row, "id", 0))


def differences(engine: Engine, config: CouncilConfig, now: datetime = council.START) -> list[Any]:
    with read_transaction(engine, config, now) as work:
        return list(drift(work, every_subject(work)))


def held(who: int, by: int, on: date, **more: Any) -> t.Session:
    starts = datetime.combine(on, time(10), UTC)
    given: Any = {"state": SessionState.HELD, "held_on": on, "minutes": 90, "kind": SessionKind.CASE} | more
    return t.Session(
        supervisee_id=who,
        supervisor_id=by,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        wall=f"{on}T10:00",
        on=on,
        booked_on=on,
        **given,
    )


@pytest.mark.usefixtures("ids")
def test_unset_deletes_nothing_but_what_is_technical(engine: Engine, ids: dict[str, int]) -> None:
    amara = ids["Amara"]
    write(
        engine,
        t.Busy(person_id=amara, starts_at=LONG_AGO, ends_at=LONG_AGO),
        t.Ticket(token="spent", person_id=amara, intent="due", issued_at=LONG_AGO, used_at=LONG_AGO),
        t.OutboxMessage(
            key="k", recipient_id=amara, state=MessageState.SENT, not_before=LONG_AGO, sent_at=LONG_AGO
        ),
        *(t.ImportRun(begun_at=LONG_AGO, state=state, again_within=within) for state, within in IMPORTS),
    )
    assert ran(engine, council.a_book()) == {"buttons": 1, "messages": 1, "imports": 2}
    assert [(row.state, row.again_within) for row in rows(engine, t.ImportRun)] == IMPORTS[2:]
    assert len(rows(engine, t.Busy)) == 1


def test_a_run_is_counted_in_the_trail(engine: Engine, ids: dict[str, int]) -> None:
    write(engine, t.Busy(person_id=ids["Amara"], starts_at=LONG_AGO, ends_at=LONG_AGO))
    ran(engine, book(busy_times="1 month"))
    last = [row for row in rows(engine, t.Event) if row.name == "retention.ran"]
    assert [(row.data["count"], row.data["kinds"]) for row in last] == [(1, {"busy_times": 1})]


def test_what_is_younger_than_its_term_stays(engine: Engine, ids: dict[str, int]) -> None:
    month_ago = council.START - timedelta(days=30)
    write(engine, t.Busy(person_id=ids["Amara"], starts_at=month_ago, ends_at=month_ago))
    assert ran(engine, book(busy_times="1 month")) == {}
    assert ran(engine, book(busy_times="4 weeks")) == {"busy_times": 1}


def test_a_spent_button_goes_and_an_open_one_stays(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, council.a_book(), LONG_AGO) as work:
        carrier = work.add(t.OutboxMessage(key="k", recipient_id=ids["Amara"], not_before=LONG_AGO))
        kept = tickets.issue(work, ids["Amara"], "due", {}, carrier.id)
        tickets.issue(work, ids["Amara"], "due", {})
        spent = tickets.issue(work, ids["Amara"], "due", {}, carrier.id)
        work.flush()
        tickets.use(work, spent)
    assert ran(engine, book(buttons="3 months")) == {"buttons": 2}
    assert [row.token for row in rows(engine, t.Ticket)] == [kept]


def test_the_row_of_a_message_stays_while_what_it_says_is_owed(engine: Engine, ids: dict[str, int]) -> None:
    old: Any = {"recipient_id": ids["Priya"], "not_before": LONG_AGO, "sent_at": LONG_AGO}
    over, owed = write(
        engine,
        t.OutboxMessage(key="over", state=MessageState.SENT, **old),
        t.OutboxMessage(key="owed", state=MessageState.SENT, **old),
    )
    open_one = next(row.id for row in rows(engine, t.ObligationRow) if row.state == State.RUNNING)
    told: Any = {"kind": "due", "recipient_id": ids["Priya"], "planned_at": LONG_AGO, "sent_at": LONG_AGO}
    write(
        engine,
        t.Nudge(source="a", about="session:1", step="s", message_id=over, **told),
        t.Nudge(source="b", about="b", step="s", message_id=owed, obligation_id=open_one, **told),
    )
    assert ran(engine, book(messages="6 months")) == {"messages": 1}
    assert [row.key for row in rows(engine, t.OutboxMessage)] == ["owed"]
    assert {row.source for row in rows(engine, t.Nudge)} >= {"a", "b"}, "nobody is told again"


def test_contact_of_who_left_goes_and_of_who_stays_doesnt(engine: Engine, ids: dict[str, int]) -> None:
    write(
        engine,
        *(
            t.Contact(person_id=ids[name], platform="teams", external_id=name, data={"email": "x"})
            for name in ("Owen", "Amara")
        ),
        *(
            t.Conversation(platform="teams", external_id=f"c-{name}", account=name, address="a", place="p")
            for name in ("Owen", "Amara")
        ),
        *(t.CalendarReading(person_id=ids[name], tried_at=LONG_AGO) for name in ("Owen", "Amara")),
        *(
            t.OutlookEvent(session_id=1, person_id=ids[name], key=name, not_before=LONG_AGO)
            for name in ("Owen", "Amara")
        ),
    )
    left(engine, ids["Owen"], DAY - timedelta(days=40))
    assert ran(engine, book(contact="1 month")) == {"contact": 1}
    emails = {row.id: row.email for row in rows(engine, t.Person)}
    assert (emails[ids["Owen"]], emails[ids["Amara"]]) == (None, "amara@example.org")
    assert [row.external_id for row in rows(engine, t.Contact)] == ["Amara"]
    assert [row.account for row in rows(engine, t.Conversation)] == ["Amara"]
    for table in (t.CalendarReading, t.OutlookEvent):
        assert [row.person_id for row in rows(engine, table)] == [ids["Amara"]]
    assert ran(engine, book(contact="1 month")) == {}


def test_the_account_that_the_staff_list_gave_goes_too(engine: Engine, ids: dict[str, int]) -> None:
    given = {ids[name]: name for name in ("Owen", "Amara")}
    with write_transaction(engine, council.a_book(), council.START) as work:
        for person, account in given.items():
            mine = update(t.Person).where(col(t.Person.id) == person)
            work.connection.execute(mine.values(email=None, account=account))
    left(engine, ids["Owen"], DAY - timedelta(days=40))
    assert ran(engine, book(contact="1 month")) == {"contact": 1}
    accounts = {row.id: row.account for row in rows(engine, t.Person)}
    assert (accounts[ids["Owen"]], accounts[ids["Amara"]]) == (None, "Amara")


def left(engine: Engine, person: int, on: date) -> None:
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.touch(SubjectKind.PERSON, person)
        for case in work.connection.execute(select(col(t.Case.id))).scalars():
            work.touch(SubjectKind.CASE, case)
        work.connection.execute(update(t.Person).where(col(t.Person.id) == person).values(left_on=on))


def test_who_somebody_was_goes_and_what_they_held_stays(engine: Engine, ids: dict[str, int]) -> None:
    left(engine, ids["Owen"], DAY - timedelta(days=40))
    before = len(rows(engine, t.Session))
    assert ran(engine, book(people="1 month")) == {"people": 1}
    owen = next(row for row in rows(engine, t.Person) if row.id == ids["Owen"])
    assert (owen.name, owen.staff_number, owen.email) == ("Somebody who left", "S202", None)
    assert len(rows(engine, t.Session)) == before
    assert differences(engine, council.a_book()) == []
    assert ran(engine, book(people="1 month")) == {}


def test_that_it_was_sickness_is_forgotten_where_it_decides_nothing(
    engine: Engine, ids: dict[str, int]
) -> None:
    on = DAY - timedelta(days=200)
    gone: dict[str, Any] = {
        "state": SessionState.CANCELLED,
        "held_on": None,
        "minutes": None,
        "reason": Reason.SICKNESS,
    }
    gone |= {"cancelled_on": on, "returned_on": on + timedelta(days=3), "kind": SessionKind.PERSONAL}
    made_up, open_one = write(
        engine, held(ids["Amara"], ids["Priya"], on, **gone), held(ids["Tomasz"], ids["Priya"], on, **gone)
    )
    instead = held(ids["Amara"], ids["Priya"], on + timedelta(days=5), replaces_id=made_up)
    write(
        engine,
        instead,
        t.Absence(person_id=ids["Amara"], planned=False, sickness=True, first=on, last=on),
        t.Absence(person_id=ids["Tomasz"], planned=False, sickness=True, first=on),
    )
    assess_all(engine, council.a_book())
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, Subject(SubjectKind.PERSON, ids["Priya"]), "LH-1", "somebody")
    assert ran(engine, book(sickness="3 months")) == {"sickness": 1}, "her session stays as it is"
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.lift(work, "LH-1", "somebody")
    assert ran(engine, book(sickness="3 months")) == {"sickness": 1}
    reasons = {row.id: row.reason for row in rows(engine, t.Session)}
    assert (reasons[made_up], reasons[open_one]) == (Reason.OTHER, Reason.SICKNESS)
    assert sorted(row.sickness for row in rows(engine, t.Absence)) == [False, True], "one hasn't ended"
    assert differences(engine, council.a_book()) == []


def assess_all(engine: Engine, config: CouncilConfig, now: datetime = council.START) -> None:
    with write_transaction(engine, config, now) as work:
        people = work.connection.execute(select(col(t.Person.id))).scalars().all()
        sessions = work.connection.execute(select(col(t.Session.id))).scalars().all()
        reassess(work, [Subject(SubjectKind.PERSON, i) for i in people])
        reassess(work, [Subject(SubjectKind.SESSION, i) for i in sessions])
        cases = work.connection.execute(select(col(t.Case.id))).scalars().all()
        reassess(work, [Subject(SubjectKind.CASE, i) for i in cases])


def test_words_go_and_their_days_stay(engine: Engine, ids: dict[str, int]) -> None:
    case = rows(engine, t.Case)[0].id
    seal = council.a_book().cipher.seal
    old, recent = DAY - timedelta(days=100), DAY - timedelta(days=2)
    for on in (old, recent):
        (session,) = write(engine, held(ids["Amara"], ids["Priya"], on))
        write(
            engine,
            t.Preparation(
                supervisee_id=ids["Amara"],
                case_id=case,
                session_id=session,
                sealed_worrying=seal("x"),
                begun_on=on,
            ),
            t.Action(
                session_id=session, owner_id=ids["Amara"], sealed_what=seal("y"), agreed_on=on, done_on=on
            ),
            t.Judgement(
                case_id=case, category="cin", holds=True, by_id=ids["Priya"], on=on, sealed_why=seal("z")
            ),
        )
    assert ran(engine, book(words="1 month")) == {"words": 3}
    assert [row.sealed_worrying is None for row in rows(engine, t.Preparation)] == [True, False]
    assert [row.sealed_what is None for row in rows(engine, t.Action)] == [True, False]
    assert [row.sealed_why is None for row in rows(engine, t.Judgement)] == [True, False]


def test_why_a_record_was_amended_goes_too_where_nobody_answered_again(
    engine: Engine, ids: dict[str, int]
) -> None:
    """It was taken as agreed then, and closed."""
    old = DAY - timedelta(days=100)
    (session,) = write(engine, held(ids["Amara"], ids["Priya"], old))
    why = council.a_book().cipher.seal("x")
    write(engine, t.Record(session_id=session, request=2, closed_on=old, amended=True, sealed_outcome=why))
    assert ran(engine, book(words="1 month")) == {"words": 1}


def test_what_was_answered_or_disclosed_goes_unless_somebody_it_names_is_held(
    engine: Engine, ids: dict[str, int]
) -> None:
    old, amara, priya = DAY - timedelta(days=100), ids["Amara"], ids["Priya"]
    asked: dict[str, Any] = {"kind": RequestKind.SIGN, "asked_by_id": priya, "asked_of_id": amara}
    to: dict[str, Any] = {"kind": SessionKind.CASE, "to": DisclosedTo.INSPECTION, "on": old}
    write(
        engine,
        t.PersonRequest(**asked, asked_on=old),
        t.PersonRequest(**asked, asked_on=old, answered_on=old, answer=RequestAnswer.DECLINED),
        t.Disclosure(supervisee_id=amara, by_id=priya, **to),
    )
    assess_all(engine, council.a_book())
    terms = book(requests="1 month", disclosures="1 month")
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, Subject(SubjectKind.PERSON, priya), "LH-1", "somebody")
    assert ran(engine, terms) == {}
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.lift(work, "LH-1", "somebody")
    assert ran(engine, terms) == {"requests": 1, "disclosures": 1}
    assert [row.answered_on for row in rows(engine, t.PersonRequest)] == [None]
    assert differences(engine, council.a_book()) == []


def test_a_closed_case_goes_with_all_that_was_kept_of_it(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, council.a_book(), council.START) as work:
        case = work.connection.execute(
            select(t.Case.__table__).where(col(t.Case.reference) == "CB-10234")
        ).one()
        work.touch(SubjectKind.CASE, case.id)
        closed = DAY - timedelta(days=40)
        work.connection.execute(update(t.Case).where(col(t.Case.id) == case.id).values(closed_on=closed))
        work.add(t.Preparation(supervisee_id=ids["Amara"], case_id=case.id, begun_on=DAY))
        work.add(
            t.CaseEvent(case_id=case.id, what="safeguarding_concern", on=closed, until=closed, known_on=DAY)
        )
    sessions = len(rows(engine, t.Session))
    assert ran(engine, book(cases="1 month")) == {"cases": 1}
    assert case.id not in {row.id for row in rows(engine, t.Case)}
    for part in whole_cases.PARTS:
        assert case.id not in {row.case_id for row in rows(engine, part)}, part
    about = {(row.subject_kind, row.subject_id) for row in rows(engine, t.ObligationRow)}
    assert ("case", case.id) not in about
    assert len(rows(engine, t.Session)) == sessions
    assert differences(engine, council.a_book()) == []


def test_an_open_case_or_one_with_something_owed_stays(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, council.a_book(), council.START) as work:
        case = work.connection.execute(
            select(t.Case.__table__).where(col(t.Case.reference) == "CB-10234")
        ).one()
        work.touch(SubjectKind.CASE, case.id)
        closed = DAY - timedelta(days=40)
        work.connection.execute(update(t.Case).where(col(t.Case.id) == case.id).values(closed_on=closed))
    (session,) = write(engine, held(ids["Amara"], ids["Priya"], DAY - timedelta(days=50)))
    write(engine, t.Record(session_id=session, case_id=case.id))
    assess_all(engine, council.a_book())
    assert ran(engine, book(cases="1 month")) == {}, "its record is still to be written"


def test_what_is_owed_is_read_once_and_not_for_each_row(engine: Engine) -> None:
    owed = owed_of(SubjectKind.SESSION, col(t.Session.id))
    asked = select(col(t.Session.id)).where(~owed).compile(engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        plan = [str(row[-1]) for row in connection.exec_driver_sql(explain + str(asked))]
    assert not [line for line in plan if "CORRELATED" in line]


def test_every_table_that_names_a_case_goes_with_it() -> None:
    """One that comes later joins ``whole_cases.PARTS``, or a closed case can't go."""
    naming = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "case"
    }
    assert naming == {part.__table__.name for part in whole_cases.PARTS}


# A legal hold


@pytest.mark.parametrize("over", ["person", "case", "everything"])
def test_a_hold_beats_every_term(engine: Engine, ids: dict[str, int], over: str) -> None:
    on = DAY - timedelta(days=100)
    case = next(row.id for row in rows(engine, t.Case) if row.reference == "CB-10234")
    (session,) = write(engine, held(ids["Amara"], ids["Priya"], on))
    seal = council.a_book().cipher.seal
    write(
        engine,
        t.Preparation(
            supervisee_id=ids["Amara"],
            case_id=case,
            session_id=session,
            sealed_help=seal("x"),
            begun_on=on,
        ),
    )
    subject = {
        "person": Subject(SubjectKind.PERSON, ids["Amara"]),
        "case": Subject(SubjectKind.CASE, case),
        "everything": None,
    }[over]
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, subject, "LH-1", "somebody")
    terms = book(words="1 month")
    assert ran(engine, terms) == {}
    with write_transaction(engine, council.a_book(), council.START) as work:
        assert holds.lift(work, "LH-1", "somebody") == 1
        assert holds.lift(work, "LH-1", "somebody") == 0
    assert ran(engine, terms) == {"words": 1}


def test_a_hold_over_whoever_decided_keeps_their_reasons_and_the_case(
    engine: Engine, ids: dict[str, int]
) -> None:
    case, long_ago = (
        next(row.id for row in rows(engine, t.Case) if row.reference == "CB-10234"),
        date(2026, 9, 1),
    )
    why = council.a_book().cipher.seal("z")
    write(
        engine,
        t.Judgement(case_id=case, category="cin", holds=True, by_id=ids["Adel"], on=long_ago, sealed_why=why),
    )
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.touch(SubjectKind.CASE, case)
        work.connection.execute(update(t.Case).where(col(t.Case.id) == case).values(closed_on=long_ago))
        holds.place(work, Subject(SubjectKind.PERSON, ids["Adel"]), "LH-1", "somebody")
    assert ran(engine, book(words="1 month", cases="1 month")) == {}
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.lift(work, "LH-1", "somebody")
    assert ran(engine, book(words="1 month", cases="1 month")) == {"words": 1, "cases": 1}


# The trail


def test_the_trail_goes_in_whole_sealed_batches(engine: Engine, ids: dict[str, int]) -> None:
    for months in (12, 11, 1):
        with write_transaction(engine, council.a_book(), council.START - timedelta(days=30 * months)) as work:
            work.log("session.moved", Subject(SubjectKind.PERSON, ids["Amara"]))
            work.trace(ids["Priya"], "due", Subject(SubjectKind.PERSON, ids["Amara"]))
            audit.seal(work)
    assert ran(engine, book(looks="6 months", trail="6 months")) == {"looks": 2, "trail": 2}
    names = [row.name for row in rows(engine, t.Event)]
    assert names.count("session.moved") == 1
    assert len(rows(engine, t.Look)) == 1
    with read_transaction(engine, council.a_book(), council.START) as work:
        found = audit.verify(work)
    assert found.faults == ()
    assert sum(row.dropped_at is not None for row in rows(engine, t.Seal)) == 4
    assert found.rows >= 6, "the number of rows stays"


def test_a_batch_with_a_row_under_a_hold_stays(engine: Engine, ids: dict[str, int]) -> None:
    for who in ("Amara", "Owen"):
        with write_transaction(engine, council.a_book(), council.START - timedelta(days=365)) as work:
            work.log("session.moved", Subject(SubjectKind.PERSON, ids[who]))
            audit.seal(work)
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, Subject(SubjectKind.PERSON, ids["Amara"]), "LH-1", "somebody")
    assert ran(engine, book(trail="6 months")) == {"trail": 1}
    kept = [row.subject_id for row in rows(engine, t.Event) if row.name == "session.moved"]
    assert kept == [ids["Amara"]]


# Sessions, absences and milestones by age: what is known, and from when


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


def test_the_steps_are_bounded(engine: Engine, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "STEP", 2)
    write(
        engine,
        *(
            t.Busy(person_id=ids["Amara"], starts_at=LONG_AGO + timedelta(hours=n), ends_at=LONG_AGO)
            for n in range(5)
        ),
    )
    with write_transaction(engine, book(busy_times="1 month"), council.START) as work:
        assert retention.run(work) == {"busy_times": 2}
    assert ran(engine, book(busy_times="1 month")) == {"busy_times": 3}


@pytest.mark.parametrize("stopped", [False, True])
def test_each_night_takes_all_of_it_unless_it_is_stopped(
    engine: Engine, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    monkeypatch.setattr(retention, "STEP", 2)
    amara, hours = ids["Amara"], [LONG_AGO + timedelta(hours=n) for n in range(5)]
    write(engine, *(t.Busy(person_id=amara, starts_at=begun, ends_at=LONG_AGO) for begun in hours))
    bot = Bot(engine, book(busy_times="1 month"), MovableClock(council.START))
    if stopped:
        bot.heartbeat.stopping.set()
    once_a_night(bot)
    assert len(rows(engine, t.Busy)) == (5 if stopped else 0)


def test_what_is_held_of_the_trail_is_found_once_for_all_its_batches(
    engine: Engine, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = Subject(SubjectKind.PERSON, ids["Owen"]), list[str]()

    def counted(work: Work, table: Table, subject: Subject) -> Any:
        asked.append(table.name)
        return audit.concerns(work, table, subject)

    for months in (12, 11, 10):
        with write_transaction(engine, council.a_book(), council.START - timedelta(days=30 * months)) as work:
            work.log("session.moved", Subject(SubjectKind.PERSON, ids["Amara"] if months != 11 else held.id))
            audit.seal(work)
    monkeypatch.setattr(trail, "concerns", counted)
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, held, "LH-2", "somebody")
        work.flush()
        assert trail.entries(work, DAY, 100) == 2
    assert asked == ["event"]
