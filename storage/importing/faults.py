"""What is wrong with a file, said so that whoever exported it can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: More faults than this are counted, not listed.
LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class ImportFault:
    """``line`` counts from 1, the heading being line 1; 0 for the file as a whole. ``message`` ends with the remedy."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(
            [self.file, *([f"line {self.line}"] if self.line else []), *([self.column] * bool(self.column))]
        )
        return f"{where}: {self.message}"


class Unreadable(ValueError):  # noqa: N818
    """One value that cannot be taken; its sentence says what would do."""


class BadFilesError(ValueError):
    """Nothing was changed. ``faults``: the first ones found, by file and line; ``more``: how many aren't listed."""

    def __init__(self, faults: Sequence[ImportFault], more: int = 0) -> None:
        self.faults, self.more = tuple(faults), more
        rest = [f"… and {more} more"] if more else []
        super().__init__("\n".join([*map(str, faults), *rest]))


class Faults:
    """Collects them; raises them all at once."""

    def __init__(self) -> None:
        self._found: list[ImportFault] = []
        self._more = 0

    def add(self, file: str, line: int, column: str, message: str) -> None:
        """Once: a row that goes into two tables has one fault, not two."""
        fault = ImportFault(file, line, column, message)
        if fault in self._found:
            return
        if len(self._found) < LISTED:
            self._found.append(fault)
        else:
            self._more += 1

    def raise_any(self) -> None:
        """Raises BadFilesError if there are any."""
        if self._found:
            ordered = sorted(self._found, key=lambda f: (f.file, f.line))
            raise BadFilesError(ordered, self._more)
