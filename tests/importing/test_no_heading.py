"""What is no heading, though it says a word of one: rows of a log, and files that the bot wrote itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from bot.commands.import_lines import HEADING as OF_LINES
from bot.commands.import_map import propose_mapping
from bot.commands.import_own import without_reports
from bot.commands.import_report import HEADING as OF_REPORT
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.recognising import heading_seen, read
from storage.importing.tables.files import CsvFile
from storage.importing.tables.headings import is_known
from tests.importing.workbooks import workbook


@pytest.mark.parametrize(
    "row",
    [
        ("03/08/2026", "15:30", "North", "Amara Example", "Priya Example", "Case", "Took place"),
        ("Case", "Took place", "7"),
        ("Case", "Service", "104916"),
    ],
)
def test_a_row_of_a_log_is_no_heading_of_the_bot_s(row: tuple[str, ...]) -> None:
    assert not is_known(row)


@pytest.mark.parametrize(
    "row",
    [
        ("Name", "Held", "amara@council.example"),
        ("Case", "Held", "14:30"),
        ("Open", "Category", "Status", "104916"),
        ("Name", "Team", "03/08/2026"),
    ],
)
def test_what_says_a_number_a_day_or_an_address_is_a_row(row: tuple[str, ...]) -> None:
    assert not heading_seen(row)


def test_months_of_their_own_head_columns() -> None:
    assert heading_seen(("Name", "Supervisor", "2026-04-01", "2026-05-01", "2026-06-01"))


def test_a_file_is_said_to_be_the_bot_s_own_only_where_it_comes_in_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("Wer", "Wann", "Art", "Ergebnis"), *[("Somebody", "soon", "Case", "session")] * 3]
    file = workbook(tmp_path / "log.xlsx", ("Leads", rows), ("Other", [("a", "b")]))
    assert propose_mapping([file], to=tmp_path / "m", sheet="Leads", rules="southwark") == 1
    assert "needs no mapping" not in capsys.readouterr().out


#: Titles, and rows of which some say again what others did: no heading of a file that anybody knows.
_ODD = "Open work by area\nRun,today\n\nKennung,Wer,Was\n" + "".join(
    f"{n},Amara Example,{what}\n" for n in range(1, 31) for what in ("Duty", "Visit")
)


def test_no_row_is_lost_below_headings_that_nobody_knows(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(_ODD)
    columns, above = read(CsvFile(file))
    assert [column.title for column in columns] == ["Kennung", "Wer", "Was"]
    assert [column.group for column in columns] == ["", "", ""]
    assert len(columns[0].cells) == 60
    assert above == ["today", "Run", "Open work by area"]


def test_no_row_is_lost_that_a_mapping_reads_of_such_a_file(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(_ODD.replace("Duty", "FS North").replace("Visit", "FS North"))
    text = "makes: {cases: {columns: {case: Kennung, service: Was}}}"
    assert len([*MappedRows(CsvFile(file), mapping_of(text, "m.yaml"), "cases").lines()]) == 61


@pytest.mark.parametrize("between", [",", ";"])
def test_a_report_that_the_bot_wrote_is_no_export(tmp_path: Path, between: str) -> None:
    report, export = tmp_path / "faults.csv", tmp_path / "cases.csv"
    report.write_text(f"{between.join(OF_REPORT)}\nfault{between}cases.csv\n", encoding="utf-8-sig")
    export.write_text("Case,Worker\n")
    with (tmp_path / "said").open("w") as said:
        assert without_reports([report, export], Console(file=said)) == [export]
    assert "faults.csv is left: the bot wrote it" in (tmp_path / "said").read_text()


def test_lines_that_the_bot_wrote_are_no_log_of_sessions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text(f"{','.join(OF_LINES)}\nS101,S202,2026-01-05,Amara Example,Priya Example,\n")
    report = tmp_path / "faults.csv"
    report.write_text(f"{','.join(OF_REPORT)}\nfault,cases.csv,2,,,,\n", encoding="utf-8-sig")
    assert propose_mapping([lines, report], to=tmp_path / "m", sheet="", rules="southwark") == 0
    assert [*(tmp_path / "m").iterdir()] == []
    assert "lines.csv needs no mapping: the bot wrote it (--lines)." in capsys.readouterr().out


@pytest.mark.parametrize("word", ["31/12/2099", "2099-12-31", "31.12.2099", "31 Dec 2099"])
@pytest.mark.parametrize("cell", ["31/12/2099", "2099-12-31", "2099-12-31 00:00:00", "31 December 2099"])
def test_a_day_that_says_nothing_is_that_day_in_any_spelling(tmp_path: Path, word: str, cell: str) -> None:
    assert _last_days(tmp_path, word, cell) == ["", "2026-11-30"]


@pytest.mark.parametrize("cell", ["OPEN ENDED", "open  ended", "Open Ended"])
def test_a_word_that_says_nothing_is_that_word_in_any_spelling(tmp_path: Path, cell: str) -> None:
    assert _last_days(tmp_path, "Open ended", cell) == ["", "2026-11-30"]


def _last_days(folder: Path, word: str, cell: str) -> list[str]:
    file = folder / "staff.csv"
    file.write_text(f"No,Ends\nS101,{cell}\nS102,2026-11-30\n")
    text = f'empty: ["{word}"]\nmakes: {{people: {{columns: {{staff_number: "No", left_on: Ends}}}}}}'
    _, *rows = MappedRows(CsvFile(file), mapping_of(text, "m.yaml"), "people").lines()
    return [cells[1] for _, cells in rows]
