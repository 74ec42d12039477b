"""Files that the bot itself wrote, among those that are brought in: they are no exports."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from bot.commands.import_report import HEADING as OF_REPORT
from bot.commands.plain_text import print_text


def is_of(path: Path, heading: Sequence[str]) -> bool:
    """Whether its first line is this one, whatever a spreadsheet set between its cells as it was saved again."""
    with (
        suppress(OSError, UnicodeDecodeError, csv.Error),
        path.open(encoding="utf-8-sig", newline="") as file,
    ):
        line = file.readline()
        return any(next(csv.reader([line], delimiter=one), []) == [*heading] for one in ",;\t")
    return False


def without_reports(files: Sequence[Path], out: Console) -> list[Path]:
    """Those that are no report of an earlier run; each that is one is named."""
    reports = [file for file in files if is_of(file, OF_REPORT)]
    for file in reports:
        print_text(out, f"{file.name} is left: the bot wrote it (--report), and it is no export.")
    return [file for file in files if file not in reports]
