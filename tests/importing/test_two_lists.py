"""A case on two lists that name different workers: the later allocation counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.cipher import new_key
from storage.importing.faults import BadFilesError
from tests.importing.councils import Council, rows

PEOPLE = rows(
    "people",
    "staff_number,name,role,employed_from",
    "S101,Amara Example,social_worker,2019-03-04",
    "S103,Paul Test,social_worker,2019-03-04",
)
_HEADING = "case,service,categories,worker,allocated_on,last_discussed"


def _list(name: str, *lines: str) -> object:
    return rows(name, _HEADING, *lines)


OPEN = _list(
    "open",
    "C-101,family_support,child_protection,S101,2026-05-04,2026-10-20",
    "C-102,family_support,cin,S101,2026-05-04,",
)
PLANS = _list("plans", "C-101,family_support,child_protection,S103,2026-10-05,2026-10-06")


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_allocation_is_the_worker_and_the_other_had_it_before(
    council: Council, turned: bool
) -> None:
    """Whichever list is read first; it was last discussed on the later of the two days."""
    lists = [PLANS, OPEN] if turned else [OPEN, PLANS]
    result = council.takes(PEOPLE, *lists)  # type: ignore[arg-type]
    (said,) = [fault for fault in result.odd if fault.column == "worker"]
    assert "C-101 has another worker in line 2 of plans" in said.message
    assert "on Monday 5 October 2026: that row is taken" in said.message
    people = dict(council.has(t.Person, "id", "staff_number"))
    cases = dict(council.has(t.Case, "id", "reference"))
    found = council.has(t.Allocation, "case_id", "worker_id", "since", "until")
    mine = [
        (people[who], str(since), str(until)) for case, who, since, until in found if cases[case] == "C-101"
    ]
    assert sorted(mine) == [("S101", "2026-05-04", "2026-10-04"), ("S103", "2026-10-05", "None")]
    again = council.takes(PEOPLE, *lists)  # type: ignore[arg-type]
    assert not again.lines


def test_two_of_one_day_and_what_differs_otherwise_are_a_fault(council: Council) -> None:
    same = _list("plans", "C-101,family_support,child_protection,S103,2026-05-04,")
    with pytest.raises(BadFilesError):
        council.takes(PEOPLE, OPEN, same)  # type: ignore[arg-type]
    other = _list("plans", "C-102,family_support,child_protection,S101,2026-05-04,")
    with pytest.raises(BadFilesError, match=r"line 3 of open.csv of the same \(categories\): keep one"):
        council.takes(PEOPLE, OPEN, other)  # type: ignore[arg-type]


def test_a_proposal_of_several_lists_says_which_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    Path("staff.csv").write_text(
        "Staff No,Name,Job Title,Start Date\nS1,Amara Example,Social Worker,04/03/2019\n"
    )
    for name in ("open", "plans"):
        Path(f"{name}.csv").write_text(
            "Case ref,Team,Allocated worker,Allocated on\nC-101,Assessment,Amara Example,02/11/2026\n"
        )
    said = CliRunner().invoke(app, ["import", "map", "staff.csv", "open.csv", "plans.csv"]).output
    assert (
        "2 of these make cases. Where two name different workers of one case, the row with the later day"
        in said
    )
    alone = CliRunner().invoke(app, ["import", "map", "--to", "other", "staff.csv", "open.csv"]).output
    assert "of these make cases" not in alone
