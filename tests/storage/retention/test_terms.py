"""What was kept for its term goes, a legal hold beats it, and no window opens again for what is no longer known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col

from bot.clock import MovableClock
from bot.nightly import once_a_night
from bot.wiring import Bot
from handlers.upkeep import retention
from policy.facts import Reason, SessionKind, SessionState, Subject, SubjectKind
from policy.obligations import State
from policy.requests import RequestKind
from policy.ruleset import DisclosedTo
from storage import tables as t
from storage import tickets
from storage.retention import holds
from storage.states import ImportState, MessageState, RequestAnswer
from storage.transactions import write_transaction
from tests.storage.retention.runs import (
    DAY,
    LONG_AGO,
    assess_all,
    book,
    differences,
    held,
    left,
    ran,
    rows,
    write,
)
from tests.stories import council

#: By the newest, and the newest of a timer's, is seen whether one is late; one that isn't over is gone on with.
IMPORTS = [
    (ImportState.FINISHED, None),
    (ImportState.REFUSED, 1),
    (ImportState.FINISHED, 1),
    (ImportState.APPLYING, None),
    (ImportState.FINISHED, None),
]


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
