"""Who a name is that no list of staff tells is asked once, over all mappings; its answer holds in each."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key
from storage.importing.mapped.mapping import mapping_of
from storage.importing.mapped.names_answered import with_answers_of_all
from tests.importing.workbooks import workbook

STAFF = (
    "Staff No,Surname,First Name,Job Title,Team,Start Date,Line Manager",
    "S1,Example,Amara,Social Worker,North,04/03/2019,Priya Sample",
    "S2,Sample,Priya,Team Manager,North,05/01/2015,",
    "S3,Example,Anna,Social Worker,North,05/01/2012,Priya Sample",
)
CASES = (
    "Case ID,Team,Legal status,Allocated worker,Allocation date",
    "CB-10001,North,CP,Amara Example,02/11/2026",
    "CB-10002,North,CP,A Example,02/11/2026",
    "CB-10003,North,CP,Anna Example,02/11/2026",
    "CB-10004,North,CP,Tobias Stranger,02/11/2026",
)
LOG = (
    "Date,Supervisee,Supervisor,Outcome",
    "02/11/2026,Amara Example,Priya Sample,Held",
    "03/11/2026,A Example,Priya Sample,Held",
    "04/11/2026,Anna Example,Priya Sample,Held",
    "05/11/2026,Tobias Stranger,Priya Sample,Held",
)
FILES = ("cases.csv", "log.csv", "staff.csv")
_ASKED = "\"A Example\": '?'"
_NOBODY = "\"Tobias Stranger\": '?'"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####")
    for name, lines in zip(FILES, (CASES, LOG, STAFF), strict=True):
        Path(name).write_text("\n".join(lines))


def _run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["import", *words])
    assert done.exit_code == code, done.output
    return done.output


def _text(stem: str) -> str:
    return Path(f"{stem}.mapping.yaml").read_text()


def _answer(stem: str, asked: str, answer: str) -> None:
    path = Path(f"{stem}.mapping.yaml")
    text = path.read_text()
    assert asked in text
    path.write_text(text.replace(asked, asked.replace("'?'", answer)))


def test_a_name_is_asked_in_the_first_mapping_alone() -> None:
    said = _run("map", *FILES)
    assert said.count("who 'A Example' is") == said.count("who 'Tobias Stranger' is") == 1
    assert _ASKED in _text("cases")
    assert _NOBODY in _text("cases")
    assert "A Example" not in _text("log")
    assert "Stranger" not in _text("log")


def test_the_sheets_of_a_workbook_ask_once(tmp_path: Path) -> None:
    cases, log = ([line.split(",") for line in lines] for lines in (CASES, LOG))
    workbook(tmp_path / "both.xlsx", ("Cases", cases), ("Log", log))
    said = _run("map", "both.xlsx", "staff.csv")
    assert said.count("who 'A Example' is") == 1
    assert len([*Path().glob("both*.mapping.yaml")]) == 2


def test_nothing_is_asked_twice_and_no_question_lost_by_a_second_run() -> None:
    _run("map", *FILES)
    before = [_text(Path(file).stem) for file in FILES]
    said = _run("map", *FILES)
    assert said.count("who 'A Example' is") == said.count("who 'Tobias Stranger' is") == 1
    assert [_text(Path(file).stem) for file in FILES] == before


def test_what_a_kept_mapping_answers_is_not_asked_of_a_file_that_comes_later() -> None:
    _run("map", "cases.csv", "staff.csv")
    _answer("cases", _ASKED, "S1")
    _answer("cases", _NOBODY, '""')
    said = _run("map", "log.csv", "staff.csv")
    assert "who 'A Example' is" not in said
    assert "Stranger" not in _text("log")


def test_what_is_answered_meanwhile_in_another_is_asked_no_more() -> None:
    """As of two mappings that were made apart."""
    _run("map", "log.csv", "staff.csv")
    asked = _text("log")
    Path("log.mapping.yaml").unlink()
    _run("map", "cases.csv", "staff.csv")
    Path("log.mapping.yaml").write_text(asked)
    _answer("cases", _ASKED, "S1")
    _answer("cases", _NOBODY, '""')
    assert "Nobody has to answer 2 questions of it any more." in _run("map", *FILES)
    assert _ASKED not in _text("log")
    assert _NOBODY not in _text("log")


def test_an_answer_holds_in_all_mappings_of_an_import() -> None:
    _run("map", *FILES)
    _answer("cases", _ASKED, "S1")
    _answer("cases", _NOBODY, '""')
    assert "A Example" not in _run("--dry-run", "--mapping", ".", *FILES)


_MADE = "makes: {cases: {columns: {case: Id, worker: %s}}}"


def _words(*workers: str) -> list[dict[str, str]]:
    made = {str(n): mapping_of(_MADE % worker, "x") for n, worker in enumerate(workers)}
    return [one.makes["cases"].columns["worker"].words for one in with_answers_of_all(made).values()]


def test_its_own_answer_goes_before_and_what_others_differ_in_is_none() -> None:
    mine, theirs = "{from: W, words: {Amy: S1, Duty: '?'}}", "{from: W, words: {Amy: S2, Duty: ''}}"
    assert _words(mine, theirs, "W") == [
        {"Amy": "S1", "duty": ""},
        {"Amy": "S2", "Duty": ""},
        {"duty": ""},
    ]


def test_what_stands_for_many_or_beside_something_holds_where_it_stands() -> None:
    mine = '{from: W, beside: T, words: {"Amy | North": S1, "* (left)": "*", "417": S2}}'
    assert _words(mine, "W")[1] == {}
