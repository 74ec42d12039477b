"""By what others call the rows that don't come in, and the rows that stay out with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from storage.importing.columns.session_columns import PAIR, pair_key
from storage.importing.faults import Faults

#: The kinds of which others name one, each with its column.
IDENTITY: Final = {"people": "staff_number", "cases": "case", "sessions": "session"}


@dataclass(slots=True)
class Rejected:
    """``keys``: by kind, what others call the rows that don't come in; ``nameless``: kinds of which it isn't known of
    some; ``followed``: the rows that stay out with them."""

    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    nameless: set[str] = field(default_factory=set)
    followed: Faults = field(default_factory=Faults)

    def add(self, kind: str, row: Mapping[str, Any]) -> None:
        """One that was read: a cell may say why it can't be taken."""
        if kind not in IDENTITY:
            return
        known, said = self.keys[kind], row[IDENTITY[kind]]
        if isinstance(said, str):
            known.add(said)
        elif kind != "sessions" or said is not None:
            self.nameless.add(kind)
        if kind == "sessions" and all(isinstance(row[name], str) for name in PAIR):
            known.add(pair_key(dict(row)))
