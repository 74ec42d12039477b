"""For which files a mapping is that was made from one of them: its name, without what differs each time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from policy.written_days import MONTH_WORDS

#: From where on a file's name is another one each time: a number, or a month.
_DATED: Final = re.compile(rf"[\d_.\- ]*\d|[_.\- ](?:{MONTH_WORDS})(?=[\d_.\- ]|$)", re.IGNORECASE)
#: The number of a report, by which those of one system differ: ``HR123 ``, ``CS-042_``.
_REPORT: Final = re.compile(
    rf"(?!(?:{MONTH_WORDS}|week|wk)[ \-]?\d)[A-Z]{{2,5}}-?\d{{2,4}}[ _]+(?=[A-Za-z])", re.IGNORECASE
)


def names_of(file: str) -> str:
    """``CS-042_Cases*.csv`` of ``CS-042_Cases 26-11.csv``."""
    name = Path(file).stem
    code = report[0] if (report := _REPORT.match(name)) else ""
    stem = code + _DATED.split(name.removeprefix(code), maxsplit=1)[0].rstrip("([ _-") or name
    return f"{stem}*{Path(file).suffix.lower()}"
