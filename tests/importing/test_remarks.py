"""What is remarked beside the columns of an export is counted and named, and never quoted; by hand it can be taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, Council
from tests.importing.test_rotas import PEOPLE, TODAY, words_known

CASES = """Child ID,Allocated Team,Allocated Worker,Legal Status,Inv Start,latest Inv Start,Remarks
C-10001,Assessment,Amara Example,CIN,12/03/2025,12/03/2026,
C-10002,Assessment,Amara Example,CP,01/06/2025,01/06/2026,tfr to Helen Madeup 26/10/26
C-10003,Assessment,Helen Madeup,CIN,14/08/2025,14/08/2026,TFRD TO CLA Zzyzx
C-10004,Assessment,Helen Madeup,CIN,14/08/2025,14/08/2026,nfa - closed 20/10/2026
C-10005,Assessment,Helen Madeup,CIN,14/08/2025,14/08/2026,
C-10006,Assessment,Helen Madeup,CIN,14/08/2025,14/08/2026,
"""


def _proposed(folder: Path, name: str, text: str, words: ImportVocabulary) -> tuple[Path, Proposal]:
    (folder / name).write_text(text)
    return folder / name, propose_for(folder / name, words, None)[0]


def test_what_remarks_say_of_cases_is_counted(tmp_path: Path) -> None:
    _, proposal = _proposed(tmp_path, "cases.csv", CASES, words_known())
    said = [line for line in proposal.guessed if "“Remarks”" in line]
    assert [line.split(", which")[0] for line in said] == [
        "“Remarks”: 2 rows say that a case went to somebody else",
        "“Remarks”: 1 rows say that a case was closed or stepped down",
    ]
    assert "Zzyzx" not in proposal.text + "".join(proposal.guessed)


def test_since_when_the_latest_worker_has_a_case_goes_before_since_when_it_is_one(tmp_path: Path) -> None:
    _, proposal = _proposed(tmp_path, "cases.csv", CASES, words_known())
    assert 'allocated_on: "latest Inv Start"' in proposal.text


def test_a_mapping_takes_them_by_hand(council: Council, tmp_path: Path) -> None:
    """As the documentation shows."""
    file, proposal = _proposed(tmp_path, "cases.csv", CASES, words_known())
    worker = 'worker: {from: Remarks, words: {"tfr to Helen Madeup*": S3, "*": ""}, or: Allocated Worker}'
    closed = 'closed_on: {from: Remarks, words: {"*closed 20/10/2026": "2026-10-20", "*": ""}}'
    words = '{"tfr to Helen Madeup 26/10/26": "2026-10-26", "*": ""}'
    since = f"allocated_on: {{from: Remarks, words: {words}, or: latest Inv Start}}"
    text = proposal.text.replace('worker: "Allocated Worker"', f"{worker}\n      {closed}")
    text = text.replace('allocated_on: "latest Inv Start"', since)
    council.takes(PEOPLE, *(sources_of(file, [mapping_of(text, "m.yaml")], None, BOOK.calendar, TODAY) or ()))
    names, cases = dict(council.has(t.Person, "id", "name")), dict(council.has(t.Case, "id", "reference"))
    found = council.has(t.Allocation, "case_id", "worker_id", "since")
    workers = {cases[case]: (names[who], since) for case, who, since in found}
    assert workers["C-10002"] == ("Helen Madeup", date(2026, 10, 26))
    assert workers["C-10001"] == ("Amara Example", date(2026, 3, 12))
    assert dict(council.has(t.Case, "reference", "closed_on"))["C-10004"] == date(2026, 10, 20)


def test_what_remarks_say_of_people_is_counted(tmp_path: Path) -> None:
    rows = [
        "S1,Amara Example,Social Worker,06/01/2020,tfr to CWD 01/12/26",
        "S2,Priya Sample,Team Manager,07/01/2019,",
    ]
    rows += [
        "S3,Helen Madeup,Social Worker,07/01/2019,Mat leave from 01/12/26",
        "S4,Zoe Notyet,Social Worker,07/01/2019,",
    ]
    text = "\n".join(["Employee Number,Name,Job Title,Start Date,Remarks", *rows])
    _, proposal = _proposed(tmp_path, "staff.csv", text, words_known())
    said = [line.split(", which")[0] for line in proposal.guessed if "“Remarks”" in line]
    assert said == [
        "“Remarks”: 1 rows say that somebody goes elsewhere",
        "“Remarks”: 1 rows say that somebody is away",
    ]
