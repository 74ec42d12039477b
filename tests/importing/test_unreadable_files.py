"""Files in the encodings that spreadsheets write, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.importing.faults import BadFilesError
from storage.importing.tables.files import CsvFile
from tests.importing.councils import Council

_FILES = [
    ("UTF-8 with a byte order mark", "utf-8-sig", "Zoë Müller"),
    ("UTF-8", "utf-8", "Zoë Müller"),
    ("Windows-1252", "cp1252", "Zoë O’Hara – Müller"),
]


@pytest.mark.parametrize(("encoding", "name"), [f[1:] for f in _FILES], ids=[f[0] for f in _FILES])
def test_encodings_that_spreadsheets_write(
    council: Council, tmp_path: Path, encoding: str, name: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(
        f"Staff number;Name;Role;Employed from\r\n0042;{name};student;2/11/2026\r\n\r\n".encode(encoding)
    )
    council.takes(CsvFile(path))
    from storage import tables as t

    assert council.has(t.Person, "staff_number", "name") == [("0042", name)]


_CONTENTS = [
    (b"", "f.csv: the file is empty: it needs at least a heading"),
    (
        "staff_number".encode("utf-16") + b"\x00",
        "f.csv: not readable as UTF-8, UTF-16 or Windows-1252: export it again as CSV (UTF-8)",
    ),
    (b"PK\x03\x04sheet", "f.csv: this is a workbook: give it a name that ends with .xlsx"),
    (
        b"\xd0\xcf\x11\xe0sheet",
        "f.csv: this is a workbook of an old kind (.xls): save it as .xlsx or CSV (UTF-8)",
    ),
    (
        b"name\n\x81\x8d\n",
        "f.csv: not readable as UTF-8, UTF-16 or Windows-1252: export it again as CSV (UTF-8)",
    ),
    (
        b'staff_number,name,role,employed_from\nS1,"One" Two,student,02/11/2026\n',
        "f.csv, line 2: a quotation mark is out of place (',' expected after '\"'): export the file again",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), _CONTENTS)
def test_files_that_are_none(council: Council, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with pytest.raises(BadFilesError) as raised:
        council.takes(CsvFile(path))
    assert str(raised.value) == sentence
