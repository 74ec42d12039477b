"""What full time is in a column of hours or shares: what most full-timers have, whatever one row says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.tables.files import CsvFile, Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import Council
from tests.importing.test_proposing import WORDS

HEADING = "Staff no,Full name,Job title,Start date,{}"


def _lines(title: str, said: Sequence[str]) -> list[str]:
    rows = (f"S{n:03},Zed Invented{n:03},Social worker,01/09/2020,{one}" for n, one in enumerate(said))
    return [HEADING.format(title), *rows]


def _proposed(title: str, said: Sequence[str]) -> Proposal:
    heading, *rows = [line.split(",") for line in _lines(title, said)]
    return propose(Rows("staff.csv", heading, rows), WORDS, file="staff.csv")


@pytest.mark.parametrize(
    ("title", "said", "line"),
    [
        ("FTE", ["1"] * 12 + ["0.6", "0.75", "8"], 'percent: {from: "FTE", of: 1}'),
        ("Contracted hours", ["36"] * 9 + ["18", "370"], 'percent: {from: "Contracted hours", of: 36}'),
        ("FTE", ["100"] * 6 + ["60", "1000"], 'percent: {from: "FTE", of: 100}'),
        ("Hours per week", ["22.2", "29.6", "14.8"], 'percent: {from: "Hours per week", of: 37}'),
        (
            "Hours per week",
            ["36"] * 9 + ["37", "21.6"],
            'percent: {from: "Hours per week", of: 36, words: {"37": "36"}}',
        ),
        (
            "Hours per week,Full time hours",
            ["36,35", "18,35", "36,35", "21,35"],
            'percent: {from: "Hours per week", of: 35, words: {"36": "35"}}',
        ),
    ],
)
def test_full_time_is_what_most_full_timers_have(title: str, said: Sequence[str], line: str) -> None:
    assert line in _proposed(title, said).text


def test_a_slip_is_named_as_odd_and_stays_a_fault_of_its_row() -> None:
    proposal = _proposed("FTE", ["1"] * 12 + ["0.6", "8"])
    assert "percent: '8' (1 rows) is odd, 1 is all: a row with it is a fault" in proposal.guessed
    assert '"8"' not in proposal.text


def test_one_who_works_longer_works_full_time_and_nobody_else_less_for_it(
    council: Council, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "staff.csv", tmp_path / "m.yaml"
    file.write_text("\n".join(_lines("Hours per week", ["36"] * 9 + ["37", "18"])))
    proposal = propose(CsvFile(file), WORDS, file=file.name)
    assert "percent: 37 (1 rows) is more, and taken for as much, a guess" in proposal.guessed
    mapping.write_text(proposal.text)
    council.takes(*(sources_of(file, [read_mapping(mapping)]) or ()))
    assert [percent for (percent,) in council.has(t.Person, "percent")] == [100] * 10 + [50]
