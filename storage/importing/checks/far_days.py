"""Days far from all others of their file or sheet: of another year by a slip, mostly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from storage.importing.columns.column_types import say_day
from storage.importing.faults import Faults
from storage.importing.staging import Staging, places

#: So far from the others nobody keeps a log of one month or year.
_FAR: Final = timedelta(days=183)
#: Of fewer rows nobody can tell what is usual.
_FEW: Final = 10
#: One in so many may be a slip; where more are far, that is how the file is.
_ONE_IN: Final = 50
#: By kind its column of days, and of which rows: an absence that goes on may have begun at any time.
_DAYS: Final = {"sessions": ("date", "1"), "absences": ("first", '"last" IS NOT NULL')}


class _Span(NamedTuple):
    first: str
    last: str


def far_from_others(staging: Staging, odd: Faults) -> None:
    for kind, (column, which) in _DAYS.items():
        files: dict[str, list[int]] = defaultdict(list)
        for number, origin in enumerate(staging.origins):
            if origin.kind == kind:
                files[origin.name].append(number)
        for name, numbers in files.items():
            where = f"FROM {kind} WHERE file IN ({places(len(numbers))}) AND {which}"
            for line, on, span in _far(staging, column, where, numbers):
                others = f"{say_day(span.first)} to {say_day(span.last)}"
                message = f"{say_day(on)} is far from the others, which are of {others}: check the year"
                odd.add(name, line, column, message)


def _far(staging: Staging, column: str, where: str, files: Sequence[int]) -> Iterator[tuple[int, str, _Span]]:
    total = staging.sql.execute(f"SELECT count(*) {where}", files).fetchone()[0]
    if total < _FEW:
        return
    slips = max(1, total // _ONE_IN)
    first, last = (
        staging.sql.execute(
            f'SELECT "{column}" {where} ORDER BY "{column}" {turn} LIMIT 1 OFFSET {slips}', files
        ).fetchone()[0]
        for turn in ("ASC", "DESC")
    )
    before, after = date.fromisoformat(first) - _FAR, date.fromisoformat(last) + _FAR
    query = f'SELECT line, "{column}" {where} AND ("{column}" < ? OR "{column}" > ?)'
    found = staging.sql.execute(query, [*files, before.isoformat(), after.isoformat()]).fetchall()
    if len(found) <= slips:
        yield from ((line, on, _Span(first, last)) for line, on in found)
