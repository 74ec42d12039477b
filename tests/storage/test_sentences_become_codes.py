"""A database made before codes stood in place of sentences: what its rows say is said in the same words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from cards.shared.derivation import sentence, waits_for
from policy.obligations import Waiting
from storage import tables as t
from storage.engine import open_engine, reading, writing
from storage.obligation_rows import obligation_of
from storage.states import MessageEnd, NudgeEnd
from tests.infra.migrations import move

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
PRIVATE = "Gran says she won't come"

WAITS = {
    "the return to work": "There is no date yet: it waits for the return to work.",
    "delivery of the request": (
        "There is no date yet: the days to answer begin once the request has arrived."
    ),
    "a rule: the policy has none for this": (
        "The policy has no rule for this, and the bot never assumes one. Ask the policy owner."
    ),
    "nothing: the policy sets no deadline": "The policy sets no deadline for this.",
    "how often the plan is reviewed": (
        "The policy follows how often the plan is reviewed, which is missing or over its limit. "
        "Ask the case's manager."
    ),
    "the next session to be booked": "There is no date yet: it waits for the next session to be booked.",
    "what the pair's agreement says": "There is no date yet: it waits for what the pair's agreement says.",
    "what another body sets": "There is no date yet: it waits for what another body sets.",
    "the day of an event that is not known yet": (
        "There is no date yet: it waits for the day of an event that is not known yet."
    ),
    "the dates of the next term": "There is no date yet: it waits for the dates of the next term.",
    PRIVATE: "There is no date yet: it waits for something that is no longer known.",
}
NUDGES = {
    "overtaken": NudgeEnd.OVERTAKEN,
    "moved": NudgeEnd.MOVED,
    "met": NudgeEnd.MET,
    "withdrawn": NudgeEnd.WITHDRAWN,
    "done by the clock": NudgeEnd.DONE_BY_CLOCK,
    "no longer true": NudgeEnd.NOT_TRUE,
    "went to somebody else": NudgeEnd.REDIRECTED,
    PRIVATE: NudgeEnd.OTHER,
    None: None,
}
MESSAGES = {
    "nothing in it is true any more": MessageEnd.NOT_TRUE,
    "went to somebody else": MessageEnd.REDIRECTED,
    "joined another message": MessageEnd.JOINED,
    "nothing to replace": MessageEnd.NOTHING_TO_REPLACE,
    "shows that already": MessageEnd.SHOWN_ALREADY,
    "left": MessageEnd.LEFT,
    "no address": MessageEnd.NO_ADDRESS,
    "user_not_found": "user_not_found",
    PRIVATE: MessageEnd.OTHER,
    None: None,
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    move(opened, "upgrade", "0010")
    with writing(opened) as connection:
        for table, row in old_rows():
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(f":{name}" for name in row)
            connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), row)
    move(opened, "upgrade", "head")
    yield opened
    opened.dispose()


def old_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """As the code before the change wrote them."""
    yield "person", person()
    for number, said in enumerate(WAITS, 1):
        steps = [
            {"op": "start", "fact": "allocation", "on": "2026-10-01"},
            {"op": "waits", "fact": said, "rule": "B9", "clause": "Appendix 3"},
            {"op": "agreed", "fact": "agreement of the pair", "amount": "4 weeks", "result": "2026-11-20"},
        ]
        yield "obligation", obligation(number, said, steps)
    for number, why in enumerate(NUDGES, 1):
        yield "nudge", nudge(number, "duty", {}, why)
    yield "nudge", nudge(100, "unreachable", {"person": 1, "why": "no address", "message": 1}, None)
    for number, why in enumerate(MESSAGES, 1):
        yield "message", message(number, why)


def person() -> dict[str, Any]:
    return {
        "id": 1,
        "staff_number": "S1",
        "name": "Bo Placeholder",
        "role": "social_worker",
        "team": "",
        "qualified": False,
        "employed_from": date(2020, 1, 6),
        "works": "1111100",
        "said_in_chat": "",
        "administrator": False,
        "policy_owner": False,
    }


def obligation(number: int, said: str, steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": number,
        "subject_kind": "case",
        "subject_id": number,
        "duty": "discuss",
        "answers": "supervisor",
        "fact_kind": "allocation",
        "fact_id": "1",
        "rule": "B9",
        "version": "1",
        "state": "waiting",
        "started": date(2026, 10, 1),
        "waiting_for": said,
        "derivation": json.dumps(steps),
    }


def nudge(number: int, kind: str, data: dict[str, Any], why: str | None) -> dict[str, Any]:
    return {
        "id": number,
        "source": f"obligation:{number}",
        "about": f"obligation:{number}",
        "step": "first",
        "kind": kind,
        "recipient_id": 1,
        "data": json.dumps(data),
        "planned_at": NOW,
        "dropped": why,
        "escalates": False,
    }


def message(number: int, why: str | None) -> dict[str, Any]:
    return {
        "id": number,
        "key": f"k{number}",
        "recipient_id": 1,
        "urgent": False,
        "state": "dropped",
        "not_before": NOW,
        "attempts": 0,
        "ended_because": why,
    }


def column(engine: Engine, table: type[t.Table], name: str) -> list[Any]:
    with reading(engine) as connection:
        rows = table.__table__.c
        return list(connection.execute(select(rows[name]).order_by(rows.id)).scalars())


def test_what_a_duty_waits_for_is_said_as_before(engine: Engine) -> None:
    with reading(engine) as connection:
        o = t.ObligationRow.__table__
        found = [obligation_of(row) for row in connection.execute(select(o).order_by(o.c.id))]
    assert [waits_for(one.waiting_for) for one in found if one.waiting_for] == [*WAITS.values()]
    for said, one in zip(WAITS, found, strict=True):
        _, waits, agreed = one.derivation
        awaited = said if said != PRIVATE else "something that is no longer known"
        source = "(B9, “Appendix 3”)"
        assert sentence(waits) == (f"Another rule that fits has no day yet: it waits for {awaited} {source}",)
        assert agreed.fact == "pair_agreement"
    assert {one.waiting_for for one in found} == {*Waiting}


def test_why_something_was_not_sent_is_a_code(engine: Engine) -> None:
    assert column(engine, t.Nudge, "dropped") == [*NUDGES.values(), None]
    assert column(engine, t.Nudge, "data")[-1] == {"person": 1, "why": "no_address", "message": 1}
    assert column(engine, t.OutboxMessage, "ended_because") == [*MESSAGES.values()]


def test_nothing_of_a_sentence_nobody_knows_is_kept(engine: Engine) -> None:
    with reading(engine) as connection:
        for table in ("obligation", "nudge", "message"):
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            assert rows
            assert PRIVATE not in str(rows)
