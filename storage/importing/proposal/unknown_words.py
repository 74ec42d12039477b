"""Words that a mapping makes go on as the file has them, and that mean nothing here: of columns that somebody chose by
hand, also in parts, split, or where another says nothing. What a proposal doesn't ask of them is asked here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple, TypeAlias

from ruamel.yaml import YAML

from policy.folding import fold
from storage.importing.columns.column_types import ColumnRules
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import LeftOutOnPurpose, Unreadable
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.mapping_answers import Asked
from storage.importing.tables.files import FileFault

#: Columns of the rule set's words, or of ours.
_OF_WORDS: Final = frozenset({"role", "service", "categories", "kind", "state", "reason", "what", "category"})
#: More than so many are none that somebody decides word by word: it may be another column.
_MANY: Final = 30
_PARTS: Final = re.compile(r"\s*[;|]\s*")
#: Whether a column of the file says a word in some row.
_SaidIn: TypeAlias = Callable[[str, str], bool]


class UnknownWords(NamedTuple):
    """Of one column of ours: its words that mean nothing, each with its rows, of how many different ones (``of``)."""

    makes: str
    ours: str
    rows: Counter[str]
    of: int
    names: bool

    @property
    def asked(self) -> bool:
        """Of names most of which are nobody's none is said: they may be children's."""
        return len(self.rows) <= _MANY and (not self.names or 2 * len(self.rows) <= self.of)

    def lines(self) -> Iterator[str]:
        for word, rows in self.rows.items():
            if self.names:
                yield f"{self.ours}: who '{word}' is; nobody is called so"
            else:
                yield f"{self.ours}: what '{word}' is here ({rows:,} rows)"


def unknown_words(
    sources: Sequence[MappedRows], words: ImportVocabulary, asked: Collection[Asked]
) -> Iterator[UnknownWords]:
    """But those that are asked already."""
    for source in sources:
        columns = [one for one in BY_NAME[source.kind].columns if _has_words(one)]
        said: dict[str, Counter[str]] = {one.name: Counter() for one in columns}
        with suppress(FileFault):
            for row in source.by_column():
                for column in columns:
                    cell = row.get(column.name, "").strip()
                    parts = _PARTS.split(cell) if column.name == "categories" else [cell]
                    said[column.name].update(part for part in parts if part)
        for column in columns:
            found = said[column.name]
            open_ones = (one for one in found if Asked(column.name, one) not in asked)
            unknown = Counter({one: found[one] for one in open_ones if _is_unknown(column, one, words)})
            if unknown:
                yield UnknownWords(source.makes, column.name, unknown, len(found), column.refers == "people")


def _has_words(column: ColumnRules) -> bool:
    return column.name in _OF_WORDS or column.flag or column.refers == "people"


def _is_unknown(column: ColumnRules, word: str, words: ImportVocabulary) -> bool:
    """A number that is nobody's is none that a mapping says who it is."""
    if word == UNDECIDED:
        return False
    if column.refers == "people":
        staff = words.staff
        elsewhere = (
            staff.known(word) or staff.left_out_as(word) or staff.elsewhere.get(fold(word)) is not None
        )
        return not elsewhere and not any(map(str.isdigit, word))
    try:
        column.read(word, words)
    except LeftOutOnPurpose:
        return False
    except Unreadable:
        return True
    return False


def asking(text: str, unknown: Sequence[UnknownWords], sources: Sequence[MappedRows]) -> str:
    """A mapping of these columns alone, each from where ``text`` has it, that asks these words."""
    makes: dict[str, Any] = YAML(typ="safe", pure=True).load(text)["makes"]
    cells = {source.makes: _cells(source) for source in sources}
    made: dict[str, Any] = {}
    for one in unknown:
        column = makes[one.makes]["columns"][one.ours]
        mine = made.setdefault(one.makes, {"columns": {}})["columns"]
        mine[one.ours] = _asked_in(column, list(one.rows), _said_in(cells[one.makes]))
    return json.dumps({"makes": made}, ensure_ascii=False).replace(f'"{UNDECIDED}"', f"'{UNDECIDED}'")


def _cells(source: MappedRows) -> Mapping[str, set[str]]:
    """By column of the file what it says."""
    found: dict[str, set[str]] = {name: set() for name in source.mapping.sources}
    for row in source.own():
        for name, said in found.items():
            said.add(row[name])
    return found


def _said_in(cells: Mapping[str, set[str]]) -> _SaidIn:
    return lambda title, word: any(word in cell for cell in cells.get(title, ()))


def _asked_in(column: Any, words: Sequence[str], said_in: _SaidIn) -> dict[str, Any]:
    """Each word where it comes from: in the part that says it, else where the column says something else."""
    if not isinstance(column, dict):
        return {"from": column, "words": dict.fromkeys(words, UNDECIDED)}
    several = column.get("from")
    if isinstance(several, list) and any(isinstance(one, dict) for one in several):
        parts = [[w for w in words if any(said_in(name, w) for name in _names(one))] for one in several]
        return {
            "from": [
                _asked_in(one, some, said_in) if isinstance(one, dict) else one
                for one, some in zip(several, parts, strict=True)
            ]
        }
    mine = [w for w in words if "or" not in column or any(said_in(name, w) for name in _names(column))]
    place = {name: column[name] for name in ("from", "each", "split") if name in column}
    before = [word for word, means in (column.get("words") or {}).items() if means == UNDECIDED]
    asked: dict[str, Any] = {**place, "words": dict.fromkeys([*before, *mine], UNDECIDED)} if place else {}
    if "or" in column:
        asked["or"] = _asked_in(column["or"], [w for w in words if w not in mine], said_in)
    return asked


def _names(column: Any) -> Sequence[str]:
    said = column.get("from", ()) if isinstance(column, dict) else column
    return [said] if isinstance(said, str) else [one for one in said if isinstance(one, str)]
