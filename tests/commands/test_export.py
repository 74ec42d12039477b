"""``export``: all that is held, marked where somebody must look first; whoever made it is in the trail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Integer, select
from sqlmodel import SQLModel, col

from cards.evidence.export import TABLES
from policy.facts import SessionKind
from policy.ruleset import DisclosedTo
from storage import export
from storage import tables as t
from storage.cipher import FernetCipher, new_key
from storage.engine import open_engine
from storage.transactions import write_transaction
from tests.commands.conftest import Run
from tests.storage.retention.runs import held as a_session
from tests.stories import council

WORDS = "Wants to move nearer to her sister"
#: Numbers of other things than people, cases and sessions.
OTHERS = {"subject_id", "ref_id", "event_id", "first_id", "last_id", "authorisation_id", "item_id"}


@pytest.fixture
def told(settings: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Amara prepared; she had a personal session, and her supervisor was away sick."""
    key = _key(monkeypatch)
    engine = open_engine(settings)
    with write_transaction(engine, council.a_book(), council.START) as work:
        people = work.connection.execute(select(col(t.Person.staff_number), col(t.Person.id)))
        ids = {row.staff_number: row.id for row in people}
        case = work.connection.execute(
            select(col(t.Case.id)).where(col(t.Case.reference) == "CB-10234")
        ).scalar_one()
        work.add(
            t.Preparation(
                supervisee_id=ids["S101"],
                case_id=case,
                sealed_worrying=FernetCipher([key]).seal(WORDS),
                begun_on=council.START.date(),
            )
        )
        for kind in (SessionKind.PERSONAL, SessionKind.CASE):
            session = work.add(a_session(ids["S101"], ids["S201"], council.START.date(), kind=kind))
            work.add(t.Discussion(session_id=session.id, case_id=case, on=council.START.date()))
            work.add(_disclosed(ids, kind, FernetCipher([key])))
            work.add(t.Record(session_id=session.id))
        work.add(
            t.Absence(
                person_id=ids["S201"],
                planned=False,
                sickness=True,
                first=council.START.date(),
                said_by_id=ids["S101"],
            )
        )
    engine.dispose()
    return settings


def _disclosed(ids: dict[str, int], kind: SessionKind, cipher: FernetCipher) -> t.Disclosure:
    return t.Disclosure(
        supervisee_id=ids["S101"],
        by_id=ids["S201"],
        kind=kind,
        to=DisclosedTo.INSPECTION,
        on=council.START.date(),
        sealed_why=cipher.seal(f"Asked about {kind}"),
    )


def _key(monkeypatch: pytest.MonkeyPatch) -> str:
    key = new_key()
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", key)
    return key


def _exported(run: Run, folder: Path, kind: str, name: str) -> tuple[dict[str, Any], str]:
    assert run("export", kind, name, "--folder", folder).exit_code == 0
    page, data = sorted(folder.iterdir())
    assert {path.stat().st_mode & 0o077 for path in (page, data)} == {0}
    return json.loads(data.read_text()), page.read_text()


def _rows(made: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return [row for section in made["sections"] if section["table"] == table for row in section["rows"]]


@pytest.mark.usefixtures("told")
def test_a_person_reads_all_that_is_held_of_them(run: Run, tmp_path: Path) -> None:
    made, page = _exported(run, tmp_path / "out", "person", "s101")
    [prepared] = _rows(made, "preparation")
    assert prepared["sealed_worrying"]["value"] == WORDS
    assert prepared["sealed_worrying"]["look_first"].startswith("free text")
    assert prepared["case_id"] == {"value": "CB-10234", "look_first": "third party: a child's case"}
    assert "look_first" not in prepared["supervisee_id"]
    titles = [section["title"] for section in made["sections"]]
    assert titles[0] == "The person"
    assert {"Personal and professional sessions", "Case sessions"} <= set(titles)
    records = [title for title in titles if title.startswith("Records")]
    assert [title.partition(": ")[2] for title in records] == ["case supervision", "personal supervision"]
    [absence] = _rows(made, "absence")
    assert absence["sickness"]["look_first"] == "about somebody's health"
    assert absence["person_id"]["look_first"] == "third party: another member of staff"
    apart = {s["title"]: s["rows"] for s in made["sections"] if s["table"] == "disclosure"}
    assert {title: [row["sealed_why"]["value"] for row in rows] for title, rows in apart.items()} == {
        "Discussed with others: case supervision": ["Asked about case"],
        "Discussed with others: personal supervision": ["Asked about personal"],
    }
    assert WORDS in page
    assert "What the policy says of requests for access" in page


@pytest.mark.usefixtures("told")
def test_a_case_without_its_workers_personal_sessions(run: Run, tmp_path: Path) -> None:
    made, _ = _exported(run, tmp_path / "out", "case", "cb-10234")
    titles = [section["title"] for section in made["sections"]]
    assert "Case sessions" in titles
    assert not [title for title in titles if "ersonal" in title]
    [prepared] = _rows(made, "preparation")
    assert prepared["supervisee_id"]["look_first"] == "about the worker, not the child"
    assert "look_first" not in prepared["case_id"]
    assert made["grounds"], "B29 and B45 stand beside it"


def test_whoever_made_it_is_in_the_trail(told: str, run: Run, tmp_path: Path) -> None:
    del told
    _exported(run, tmp_path / "out", "case", "CB-10234")
    assert "exported everything held" in run("audit", "show", "--case", "CB-10234").stdout


@pytest.mark.usefixtures("settings")
def test_what_there_isnt_leaves_no_file(run: Run, tmp_path: Path) -> None:
    assert run("export", "person", "S999", "--folder", tmp_path / "out").exit_code == 1
    assert run("export", "case", "CB-1", "--folder", tmp_path / "out").exit_code == 1
    assert not (tmp_path / "out").exists()


def test_without_the_key_nothing_is_written(told: str, run: Run, tmp_path: Path) -> None:
    del told
    with pytest.MonkeyPatch.context() as patch:
        _key(patch)
        said = run("export", "person", "S101", "--folder", tmp_path / "out")
    assert (said.exit_code, "sealed with a key that isn't there" in said.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_every_number_of_a_row_is_known_to_be_of_something() -> None:
    """A column that comes later says what it refers to, or an export would leave its rows out."""
    unknown = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_id") and isinstance(column.type, Integer) and not column.foreign_keys
        if column.name not in export.PEOPLE | OTHERS
    }
    assert unknown == set()


def test_every_table_of_an_export_has_a_name() -> None:
    known = {table.name for table in SQLModel.metadata.sorted_tables} - export.LEFT_OUT
    about = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if any(export.referring(column) for column in table.columns) or "subject_kind" in table.c
    }
    assert (known & about) - TABLES.keys() - {"session"} == set()
