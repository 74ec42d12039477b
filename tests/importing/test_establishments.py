"""A list of posts (an establishment): who holds each, whether they are away, and posts that nobody holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key
from tests.importing.workbooks import workbook

OVER = ("POST", "", "", "", "HOLDER", "", "", "", "", "COVER", "LINE", "", "")
HEADING = (
    *("Post no", "Post title", "Grade", "Est FTE", "Surname", "Forename(s)", "Pay no", "FTE", "Stat"),
    *("In post since", "Name", "Reports to", "Supvn if diff", "Remarks"),
)
KEY = (
    *(("IP", "in post"), ("ML", "maternity leave"), ("LTS", "long term sick"), ("V", "vacant")),
    *(("F", "frozen (not to be filled)"), ("SEC", "secondment leave")),
)


def post(
    no: int,
    title: str,
    who: tuple[str, str],
    stat: str,
    over: str,
    instead: str = "",
    remark: str = "",
    beside: str = "",
) -> Sequence[Any]:
    surname, forename = who
    held = (f"7040{no}", 1, stat, f"0{no % 9 + 1}/04/20{10 + no % 9}") if forename else ("", "", stat, "")
    return (f"ES{no}", title, "P3", 1, surname, forename, *held, beside, over, instead, remark)


POSTS = (
    ("Sampleshire - position at 31 October 2026",),
    OVER,
    HEADING,
    ("7210  NORTH",),
    post(
        11,
        "Service Manager",
        ("INVENTSON", "Ottoline"),
        "IP",
        "HEAD-1",
        "",
        "job share - LC = first, DC = next",
    ),
    post(12, "Team Manager", ("SAMPLEBY", "Prudence"), "IP", "ES11"),
    post(13, "Social Worker", ("MADEUPTON", "Quentin"), "IP", "ES12"),
    post(14, "Social Worker", ("TESTERLEY", "Rowena"), "ML", "ES12 TM", beside="Una Pretendle"),
    post(15, "Social Worker", ("** VACANT **", ""), "V", "ES12", beside="SHAMWELL Wilkin"),
    ("7220  SOUTH",),
    post(16, "Team Manager", ("FICTLING", "Sabina"), "IP", "ES11"),
    post(17, "Social Worker", ("NOTREALE", "Tobias"), "LTS", "ES16"),
    post(18, "Social Worker", ("PRETENDLE", "Una"), "IP", "ES16", "Madeupton Q"),
    post(19, "Social Worker", ("** FROZEN **", ""), "F", "ES16"),
    ("7230  WEST",),
    post(20, "Social Worker", ("INVENTLEY", "Vesper"), "IP", "ES16", "Testerley"),
    ("TOTAL POSTS", "10", "Est FTE", "10.0", "of which vacant/frozen", "2"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    return tmp_path


def _run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["import", *arguments])
    assert done.exit_code == code, done.output
    return done.output


MOVES = (
    ("Starters and leavers from payroll",),
    ("S/L", "Pay no", "Name", "Date", "Post", "Team"),
    ("S", "704013", "Quentin Madeupton", "01.09.2026", "Social Worker", "N"),
    ("S", "AGY", "Wilkin Shamwell", "01.10.2026", "Social Worker", "N"),
    ("L", "704031", "Inventbury, Xavier", "24/04/2026", "Social Worker", "S"),
    ("L", "704032", "Dorothea Fictwell", "2026-09-30", "Social Worker", "S"),
)


def test_a_sheet_of_starters_and_leavers_is_of_those_who_left(folder: Path) -> None:
    """Whoever came stands in the list of staff; no post supervises anybody."""
    workbook(folder / "posts.xlsx", ("Establishment", POSTS), ("Starters_Leavers", MOVES), ("Key", KEY))
    said = _run("map", "posts.xlsx")
    mapping = Path("posts.2.mapping.yaml").read_text()
    assert "sessions:" not in mapping
    assert 'leave_out:\n  "S/L": ["S"]' in mapping
    assert 'left_on: "Date"' in mapping
    assert "a guess: rows whose “S/L” says S are left out." in said
    assert "employed_from: no column was taken for the employed from" in said


def test_a_list_of_posts_is_one_of_people_though_it_says_who_is_away(folder: Path) -> None:
    workbook(folder / "posts.xlsx", ("Establishment", POSTS), ("Key", KEY))
    said = _run("map", "posts.xlsx")
    mapping = Path("posts.mapping.yaml").read_text()
    assert "  people:" in mapping
    assert "  absences:" not in mapping
    assert 'leave_out: {"Surname": ["** FROZEN **", "** VACANT **"]}' in mapping
    assert '"ES12 TM": "704012"  # a guess: the post ES12' in mapping
    assert "\"HEAD-1\": '?'" in mapping  # and ES11, whose row has a remark like a key, is found
    assert "2 things to decide" in said
    assert "employed_from: since when 'SHAMWELL Wilkin' is here" in said
    assert 'leave_out: {"Name": ["Una Pretendle"]}  # they have a row' in mapping
    mapping = mapping.replace("\"SHAMWELL Wilkin\": '?'", '"SHAMWELL Wilkin": "01/09/2026"')
    Path("posts.mapping.yaml").write_text(mapping.replace("\"HEAD-1\": '?'", '"HEAD-1": ""'))
    done = _run("--mapping", "posts.mapping.yaml", "posts.xlsx")
    assert "people: passed over 1 line that count" in done
    assert "people: left out 2 of 10 rows, as the mapping says: 2 by Surname." in done
    lines = (("704012", "704011"), ("704014", "704012"), ("704018", "704013"), ("704020", "704014"))
    for number, over in lines:  # the last two by the column beside the line
        assert f"supervisee {number}, supervisor {over}" in done
    assert "people SHAMWELL Wilkin new: name Wilkin SHAMWELL, role social_worker, employed_from" in done
    assert "supervisee SHAMWELL Wilkin, supervisor 704012" in done
