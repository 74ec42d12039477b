"""Reports that are web pages with one table, whatever their name, as many systems export for a spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.mapped.mapping import mapping_of
from storage.importing.tables.files import FileFault
from storage.importing.tables.mapped_files import sources_of, table_of
from tests.importing.councils import Council

_PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="windows-1252">'
    "<style>td{mso-number-format:General}</style></head><body><table border=1>"
    "<tr><td colspan=5><b>Staff in post</b></td></tr><tr><td colspan=5>&nbsp;</td></tr>"
    "<tr class=h><th>Pay no</th><th>Name</th><th>Post</th><th>Team</th><th>Start date</th></tr>"
)
_ROWS = (
    "<tr><td>00417</td><td>Ren&eacute;e&nbsp;Example </td><td rowspan=2>Social<br>Worker</td>"
    "<td rowspan=3>North</td><td>01/09/2024</td></tr>"
    "<TR><TD>00418<TD>Zoë Sample<TD>02/09/2024"
    "<tr><td>00419</td><td>Bola Madeup &amp; Co</td><td>Team Manager</td><td>03/09/2024</td></tr></table></body>"
)


def _page(folder: Path, text: str = _PAGE + _ROWS, name: str = "staff.xls", encoding: str = "cp1252") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def test_a_table_is_read_with_what_its_cells_say_of_several_rows(tmp_path: Path) -> None:
    rows = [list(cells) for _, cells in table_of(_page(tmp_path), None).lines(lambda cells: "Name" in cells)]
    assert rows == [
        ["Pay no", "Name", "Post", "Team", "Start date"],
        ["00417", "Renée Example", "Social Worker", "North", "01/09/2024"],
        ["00418", "Zoë Sample", "Social Worker", "North", "02/09/2024"],
        ["00419", "Bola Madeup & Co", "Team Manager", "North", "03/09/2024"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_in_whichever_encoding_it_was_written(tmp_path: Path, encoding: str) -> None:
    text = (_PAGE + _ROWS).replace('<meta charset="windows-1252">', "")
    rows = [cells for _, cells in table_of(_page(tmp_path, text, "staff.html", encoding), None).lines()]
    assert "Zoë Sample" in rows[-2]


def test_it_comes_in_by_a_mapping_as_any_table(council: Council, tmp_path: Path) -> None:
    text = """
files: "staff*"
makes:
  people:
    columns:
      staff_number: Pay no
      name: Name
      role: {from: Post, words: {Social Worker: social_worker, Team Manager: team_manager}}
      employed_from: Start date
      team: Team
"""
    council.takes(*(sources_of(_page(tmp_path), [mapping_of(text, "m.yaml")]) or ()))
    assert council.has(t.Person, "staff_number", "name", "team", "employed_from")[1] == (
        "00418",
        "Zoë Sample",
        "North",
        date(2024, 9, 2),
    )


_MANY = "<tr><td>1</td><td>a</td></tr>" * 20
_WRONG = {
    "no table": ("<html><body>Please sign in</body></html>", "a web page without a table"),
    "several": (f"<html><table>{_MANY}</table><table>{_MANY}</table>", "with several tables"),
    "one inside another": (
        f"<html><table><tr><td><table>{_MANY}</table></table>",
        "with a table inside another",
    ),
    "too wide": ("<table><tr>" + "<td colspan=900>a" * 3, "wider than any export"),
    "a workbook as XML": ('<?xml version="1.0"?><Workbook><table></table></Workbook>', "this is XML"),
}


@pytest.mark.parametrize("which", _WRONG)
def test_what_is_no_one_table_is_named_with_what_to_do(tmp_path: Path, which: str) -> None:
    text, said = _WRONG[which]
    with pytest.raises(FileFault, match=said) as fault:
        list(table_of(_page(tmp_path, text), None).lines())
    assert "save" in str(fault.value)


def test_what_stands_in_a_script_or_beside_the_table_is_no_cell(tmp_path: Path) -> None:
    text = "<html>Hello<script>var a='<td>'</script><table><tr><td>Name<style>b{}</style><td>Post</table>"
    assert [list(cells) for _, cells in table_of(_page(tmp_path, text), None).lines()] == [["Name", "Post"]]
