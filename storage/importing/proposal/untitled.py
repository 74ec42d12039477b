"""Columns that are needed and have no heading, by which a mapping could name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.importing.proposal.known_headings import is_called_so
from storage.importing.proposal.own_columns import Column
from storage.importing.tables.files import FileFault


class UntitledFault(FileFault):
    """Columns that are needed have no heading by which a mapping could name them."""

    def __init__(self, ours: Sequence[str], columns: Sequence[Column]) -> None:
        self.what = f"no heading stands over its {' and '.join(dict.fromkeys(ours))}"
        known = [column.title for column in columns if is_called_so(column.title)]
        said = f"; the line that was taken for the headings says {', '.join(known)}" if known else ""
        super().__init__(
            f"{self.what}, by which a mapping could name it{said}. Have a heading written over each column in the file"
        )


def require_titles(found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column]) -> None:
    """Raises UntitledFault."""
    untitled = [ours for some in found.values() for ours, column in some.items() if not column.title.strip()]
    if untitled:
        raise UntitledFault(untitled, columns)
