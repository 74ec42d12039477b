"""Days that can't be, in an export: of a cell that its row needs, or of which something untrue would follow without it,
they stay a fault of that row; only others are taken as empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.tables.files import CsvFile
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import PEOPLE, Council
from tests.importing.test_proposing import WORDS

LOG = """\
Supervisee,Supervisor,Date of session,Type,Length,Status
Amara Example,Priya Sample,03/08/2062,Case,60,Held
Amara Example,Priya Sample,31/09/2026,Case,60,Held
Amara Example,Priya Sample,06/10/2026,Case,60,Held
"""
CASES = """\
Case ID,Team,Category,Allocated worker,Allocated from,Last discussed,Date closed
C-1,Assessment,,S101,01/06/2026,31/09/2026,
C-2,Assessment,,S101,01/06/2026,02/10/2026,31/06/2026
C-3,Assessment,,S101,01/06/2026,05/10/2026,31/12/2099
"""


def _proposed(path: Path, text: str) -> Proposal:
    path.write_text(text)
    return propose(CsvFile(path), WORDS, file=path.name)


def test_a_session_on_a_day_that_cannot_be_is_a_fault_and_never_passed_over(
    council: Council, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "log.csv", tmp_path / "m.yaml"
    proposal = _proposed(file, LOG)
    assert "empty:" not in proposal.text
    assert "needs:" not in proposal.text
    assert "date: 03/08/2062 can't be, and stays as it is: 1 rows are a fault" in proposal.guessed
    mapping.write_text(proposal.text)
    council.takes(PEOPLE)
    with pytest.raises(BadFilesError) as wrong:
        council.takes(*(sources_of(file, [read_mapping(mapping)]) or ()))
    said = str(wrong.value)
    assert "line 2, Date of session (date): 03/08/2062 is not in 1950 to 2059: check the year" in said
    assert "line 3, Date of session (date): '31/09/2026' is not a day of the calendar" in said
    assert len(wrong.value.faults) == 2


def test_only_what_nothing_untrue_follows_from_is_taken_as_empty(tmp_path: Path) -> None:
    """A case isn't open for a slip in the day on which it closed."""
    proposal = _proposed(tmp_path / "cases.csv", CASES)
    assert 'empty: ["31/09/2026", "31/12/2099"]' in proposal.text
    assert (
        "last_discussed: 31/09/2026 can't be: taken as empty, 1 rows come in without it" in proposal.guessed
    )
    assert "closed_on: 31/06/2026 can't be, and stays as it is: 1 rows are a fault" in proposal.guessed


def test_initials_are_no_empty_cells(tmp_path: Path) -> None:
    initials = [f"{a}{b}" for a in "KMNT" for b in "ABEFHK"]
    rows = [f"C-{n},{two},Assessment,,S101,01/06/2026,," for n, two in enumerate(initials)]
    heading = "Case ID,Initials,Team,Category,Allocated worker,Allocated from,Last discussed,Date closed"
    assert "NA" in initials
    assert "NK" in initials
    assert "empty:" not in _proposed(tmp_path / "cases.csv", "\n".join((heading, *rows))).text
    rows[0] = rows[0].replace(",,S101", ",n/a,S101")
    assert 'empty: ["n/a"]' in _proposed(tmp_path / "cases.csv", "\n".join((heading, *rows))).text
