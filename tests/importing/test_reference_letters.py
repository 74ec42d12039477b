"""One list of cases leaves off the letters that the others have in front of their references, or has them alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key
from storage.importing.proposal.reference_letters import other_letters
from tests.importing.workbooks import workbook

STAFF = """Staff No,Name,Job Title,Start Date
S1,Amara Example,Social Worker,04/03/2019
S2,Paul Test,Social Worker,04/03/2019
"""
HEADING = ("Case ref", "Team", "Allocated worker", "Allocated on")


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CS-######,######")
    Path("staff.csv").write_text(STAFF)


def _case(reference: object, team: str = "Assessment") -> tuple[object, ...]:
    return (reference, team, "Amara Example", "02/11/2026")


def _csv(name: str, *references: str) -> str:
    lines = [HEADING, *map(_case, references)]
    Path(name).write_text("\n".join(",".join(map(str, line)) for line in lines))
    return name


def _imported(*files: str) -> tuple[str, str]:
    """What ``import map`` said, and the dry run by what it proposed."""
    said = CliRunner().invoke(app, ["import", "map", "--to", "mappings", "staff.csv", *files])
    assert said.exit_code == 0, said.output
    done = CliRunner().invoke(app, ["import", "--dry-run", "--mapping", "mappings", "staff.csv", *files])
    return said.output, " ".join(done.output.split())


def test_a_sheet_that_leaves_the_letters_off_counts_no_case_twice() -> None:
    open_ones = [_case(f"CS-2030{n}") for n in range(10, 20)]
    in_care = [_case(f"2030{n}") for n in range(14, 20)]
    turned = [one[::-1] for one in (HEADING, *in_care)]
    book = workbook(Path("cases.xlsx"), ("Open", [HEADING, *open_ones]), ("In care", turned))
    said, done = _imported(book.name)
    assert "case: “Case ref” is read with CS- in front, a guess" in said
    assert "have 6 of these 6 so" in said
    assert "cases │ 10 │" in done, done


def test_a_file_with_letters_that_the_others_have_not_is_read_without_them() -> None:
    most = _csv("open.csv", *(f"2030{n}" for n in range(10, 20)))
    few = _csv("plans.csv", *(f"P2030{n}" for n in range(10, 14)))
    said, done = _imported(most, few)
    assert "is read without P, a guess" in said
    assert "cases │ 10 │" in done, done


def test_where_few_are_the_same_it_is_asked() -> None:
    most = _csv("open.csv", *(f"CS-2030{n}" for n in range(10, 20)))
    few = _csv("leavers.csv", *(f"2030{n}" for n in range(19, 27)))
    said, done = _imported(most, few)
    assert "case: what '*' is here: the other lists write CS-###, and have 1 of these 8 so" in said
    assert '"CS-*" if they are the same cases, "*" if they are others' in said
    assert "how the other lists call it isn't decided" in done, done
    assert "8 rows" in done, done


def test_a_list_that_has_both_ways_is_read_one_way() -> None:
    few = _csv("cases.csv", *(f"CS-2030{n}" for n in range(10, 14)), *(f"2030{n}" for n in range(14, 20)))
    most = _csv("open.csv", *(f"CS-2030{n}" for n in range(10, 30)))
    _, done = _imported(few, most)
    assert "cases │ 20 │" in done, done


def test_other_numbers_are_no_such_references() -> None:
    """Of another length, or of a file whose letters are its own."""
    assert other_letters(["2031", "2032", "2033"], [*(f"CS-4030{n}" for n in range(10, 20)), "2031"]) is None
    assert other_letters(["EH-20310", "EH-20311"], [f"CS-2031{n}" for n in range(10)]) is None
    assert other_letters(["Amara Example"], ["CS-20310", "CS-20311"]) is None
