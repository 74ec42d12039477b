"""A database made while titles were kept: none stays, and what was settled is called by what it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from storage import tables as t
from storage.engine import open_engine, reading, writing
from tests.infra.migrations import move
from tests.storage.test_sentences_become_codes import column, message, nudge, person

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
TITLE = "Gran says she won't come"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    move(opened, "upgrade", "0018")
    with writing(opened) as connection:
        for table, row in old_rows():
            names, marks = ", ".join(f'"{n}"' for n in row), ", ".join(f":{n}" for n in row)
            connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), row)
    move(opened, "upgrade", "head")
    yield opened
    opened.dispose()


def old_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "person", person()
    yield "message", message(1, None)
    yield "nudge", nudge(1, "booked", {"session": 7, "title": TITLE}, None)
    yield "nudge", nudge(2, "booked", {"session": 8}, None)
    ticket = {"token": "used", "person_id": 1, "message_id": 1, "intent": "record"}
    yield "ticket", {**ticket, "fields": json.dumps({"record": 5}), "issued_at": NOW, "outcome": TITLE}


def test_no_title_stays(engine: Engine) -> None:
    assert column(engine, t.Nudge, "data") == [{"session": 7}, {"session": 8}]
    with reading(engine) as connection:
        found = [connection.execute(text(f"SELECT * FROM {table}")).all() for table in ("nudge", "ticket")]
    assert all(found)
    assert TITLE not in str(found)
