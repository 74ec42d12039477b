"""Sheets of workbooks that are keys: what they say that the short words of other sheets and files mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from storage.importing.tables.legends import Legend, is_legend, key_in, legend_in, without_heading
from storage.importing.tables.workbook import WorkbookFile, is_workbook

#: A key has no more lines.
_OF_KEY: Final = 300


def legend_of(path: Path, titles: Sequence[str]) -> Legend:
    """What all sheets together say that short words mean, such as one that says how to fill the others in."""
    sheets = {title: list(_cells(path, title)) for title in titles}
    keys = [key_in(title, lines) for title, lines in sheets.items()]
    told = legend_in(cells for lines in sheets.values() for cells in lines if is_legend(cells))
    named = {heading: key for one in keys for heading, key in one.items() if heading}
    return {**named, **told, "": {**without_heading(keys), **told.get("", {})}}


def keys_of(files: Sequence[Path]) -> Mapping[str, str]:
    """What sheets of workbooks that are keys say that codes mean, also those of another file."""
    books = [(file, WorkbookFile(file).titles_seen()) for file in files if is_workbook(file)]
    sheets = [(file, title) for file, titles in books if len(titles) > 1 for title in titles]
    return without_heading(key_in(title, islice(_cells(file, title), _OF_KEY)) for file, title in sheets)


def _cells(path: Path, title: str) -> Iterator[Sequence[str]]:
    return (cells for _, cells in WorkbookFile(path, title).lines(lambda _: False))
