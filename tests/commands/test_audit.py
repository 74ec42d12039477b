"""``audit``: the trail in plain words; whoever reads it is in it; every line has words."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from cards.audit import words
from storage import audit
from storage import tables as t
from storage.engine import open_engine
from storage.transactions import read_transaction, write_transaction
from tests.commands.conftest import Run
from tests.commands.test_refusals import change
from tests.stories import council

ROOT = Path(__file__).parents[2]


def _told(url: str) -> None:
    engine = open_engine(url)
    with write_transaction(engine, council.a_book(), council.START) as work:
        from policy.facts import Subject, SubjectKind
        from storage import cases, people

        case = cases.by_reference(work, "CB-10234")
        priya = people.by_staff_number(work, "S201")
        assert case
        assert priya
        work.trace(priya.id, "due", case.subject)
        work.log(
            "session.moved",
            Subject(SubjectKind.SESSION, 1),
            priya.id,
            before="2026-11-09",
            after="2026-11-10",
        )
        work.log("case.event", case.subject, priya.id, what="safeguarding_concern", on="2026-11-02", event=1)
        audit.seal(work)
    engine.dispose()


def test_about_a_case(settings: str, run: Run) -> None:
    _told(settings)
    shown = json.loads(run("audit", "show", "--case", "cb-10234", "--json").stdout)
    said = {(line["who"], line["what"], line["about"], line["details"]) for line in shown}
    priya = "Priya Invented (S201)"
    assert (priya, "looked at when it is due", "case CB-10234", "") in said
    event = (
        priya,
        "recorded an event of the case",
        "case CB-10234",
        "what: safeguarding_concern, on: 2026-11-02",
    )
    assert event in said
    assert "recorded an event of the case" in run("audit", "show", "--case", "CB-10234").stdout


def test_a_look_that_did_not_happen_leaves_no_line(settings: str, run: Run) -> None:
    _told(settings)
    assert run("audit", "show", "--looked", "--from", "nonsense").exit_code != 0
    engine = open_engine(settings)
    with read_transaction(engine, council.a_book(), council.START) as work:
        named = select(col(t.Event.name)).where(col(t.Event.name) == "audit.shown")
        assert work.connection.execute(named).all() == []
    engine.dispose()


def test_whoever_reads_it_is_in_it(settings: str, run: Run) -> None:
    _told(settings)
    run("audit", "show", "--person", "S201")
    shown = json.loads(run("audit", "show", "--person", "S201", "--json").stdout)
    assert "read the trail on the command line" in {line["what"] for line in shown}
    moved = next(line for line in shown if line["what"] == "moved a session")
    assert moved["details"] == "before: 2026-11-09, now: 2026-11-10"


def test_only_looks_and_only_some_days(settings: str, run: Run) -> None:
    _told(settings)
    shown = json.loads(run("audit", "show", "--looked", "--json").stdout)
    looked, read = "looked at when it is due", "read the trail on the command line"
    assert sorted(line["what"] for line in shown) == [looked, read], "this very look too"
    shown = json.loads(run("audit", "show", "--person", "S101", "--looked", "--json").stdout)
    assert [line["what"] for line in shown] == [read], "others' looks aren't theirs"
    assert json.loads(run("audit", "show", "--looked", "--from", "2026-11-04", "--json").stdout) == []


@pytest.mark.usefixtures("settings")
def test_what_is_read_on_the_command_line_is_a_look(run: Run) -> None:
    for asked in (
        ("due", "CB-10234"),
        ("due", "--person", "S101", "--met"),
        ("draw", "B22", "2026-11", "S201"),
        ("person", "show", "S101"),
        ("retention", "holds"),
        ("policy", "diff", "central-bedfordshire", "central-bedfordshire"),
    ):
        run(*asked)
    shown = json.loads(run("audit", "show", "--looked", "--json").stdout)
    assert [(line["what"], line["about"], line["details"]) for line in shown] == [
        ("read the trail on the command line", "", "what: looks"),
        ("compared rule sets on what is stored", "", "version: 1"),
        ("read the legal holds on the command line", "", ""),
        ("read what is stored of somebody on the command line", "person S101", ""),
        ("made a draw for audit again on the command line", "person S201", "rule: B22"),
        ("read what is due on the command line", "person S101", "what: done"),
        ("read what is due on the command line", "case CB-10234", ""),
    ]
    assert not [line for line in shown if not line["who"]]


def test_verify_says_whether_it_is_whole(settings: str, run: Run) -> None:
    _told(settings)
    whole = run("audit", "verify")
    assert (whole.exit_code, "in 2 seals" in whole.stdout) == (0, True), whole.stdout
    assert "fine   The key opens the words that are kept." in run("doctor").stdout
    [digest] = re.findall(r"[0-9a-f]{64}", whole.stdout)
    assert run("audit", "verify", "--seal", digest).exit_code == 0
    change(settings, "DROP TRIGGER event_no_update" + ("" if "sqlite" in settings else " ON event"))
    change(settings, "UPDATE event SET actor_id = NULL WHERE name = 'session.moved'")
    broken = run("audit", "verify")
    assert (broken.exit_code, "isn't as it was sealed" in broken.stdout) == (1, True), broken.stdout


def test_what_cannot_be_asked_is_said(settings: str, run: Run) -> None:
    del settings
    for asked in ((), ("--case", "CB-10234", "--person", "S101"), ("--upkeep", "--looked")):
        assert run("audit", "show", *asked).exit_code == 2
    turned = run("audit", "show", "--looked", "--from", "02/11/2026", "--to", "2026-11-01")
    assert (turned.exit_code, "that is before --from 2026-11-02" in turned.stderr) == (2, True), turned.output
    assert "There is no case with that reference." in run("audit", "show", "--case", "CB-1").stdout


def test_every_line_of_the_trail_has_words() -> None:
    logged = set[str]()
    for file in (f for room in ("handlers", "storage", "bot") for f in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "log"
            ):
                logged |= {
                    a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    assert logged
    assert logged - words.EVENTS.keys() == set()
