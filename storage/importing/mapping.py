"""A council's own file as the bot's files: a mapping, written in YAML, says which of its columns is which.

One file may be two kinds (people and who supervises them). What a mapping can't translate goes on as it stands, so that
the reader of that column says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatch
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from policy.folding import fold
from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.file_columns import BY_NAME
from storage.importing.files import CsvFile, FileFault, Line, Table, is_total
from storage.importing.headings import plain
from storage.importing.own_dates import OwnDates, split
from storage.importing.values import SHEET_ERROR
from storage.importing.workbook import WorkbookFile

#: What a proposal writes where somebody has to decide.
UNDECIDED: Final = "?"
_FLAGS: Final = dict.fromkeys(("yes", "y", "true", "1", "x", "✓"), True) | dict.fromkeys(
    ("", "no", "n", "false", "0", "none", "-"), False
)


class MappingError(ValueError):
    """A mapping that cannot be used; its sentence names the file and what to correct."""


def _texts(value: Any) -> Any:
    """One value, or a list of them; YAML takes some words for numbers or for yes and no."""
    values = value if isinstance(value, list) else [value]
    return tuple(_text(one) for one in values)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value) if isinstance(value, int | float) else value


def _worded(value: Any) -> Any:
    return {_text(k): _text(v) for k, v in value.items()} if isinstance(value, dict) else value


Texts: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Words: TypeAlias = Annotated[dict[str, str], BeforeValidator(_worded)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedColumn(_Part):
    """Where a column of ours comes from. ``from``: columns of the file, joined by a space where they are several;
    ``is``: the same everywhere; ``words``: what its words mean; ``flags``: columns that say yes, and the word for each;
    ``of``: what full time is (1 for FTE, 37 for hours), for a percentage; ``part``: of a date with its time; ``when``:
    only in rows where another column says one of these words."""

    from_: Texts = Field(default=(), alias="from")
    is_: Annotated[str | None, BeforeValidator(_text)] = Field(default=None, alias="is")
    words: Words = {}
    flags: Words = {}
    of: float | None = Field(default=None, gt=0)
    part: Literal["day", "time"] | None = None
    when: dict[str, Texts] = {}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """``name: Full name`` is short for ``name: {from: Full name}``."""
        return value if isinstance(value, dict) else {"from": value}

    @model_validator(mode="after")
    def _says_where(self) -> MappedColumn:
        if bool(self.from_) + (self.is_ is not None) + bool(self.flags) != 1:
            raise ValueError("say where it comes from: one of from, is or flags")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of the file that it reads."""
        return (*self.from_, *self.flags, *self.when)


class MappedKind(_Part):
    """One of our files. ``needs``: columns that must say something, or the row is none of this kind; ``leave_out``:
    rows in which a column says one of these words."""

    columns: dict[str, MappedColumn]
    needs: Texts = ()
    leave_out: dict[str, Texts] = {}

    @property
    def sources(self) -> set[str]:
        read = {name for column in self.columns.values() for name in column.sources}
        return read | set(self.needs) | set(self.leave_out)


class FileMapping(_Part):
    """``files``: the names of the files it is for, with * and ?; ``sheet``: of a workbook. ``dates``: how its days are
    written; ``empty``: what cells say that say nothing; ``leave_out``: rows of no kind, as of one kind's."""

    files: str = "*"
    sheet: str | None = None
    dates: OwnDates = OwnDates()
    empty: Texts = ()
    leave_out: dict[str, Texts] = {}
    makes: dict[str, MappedKind]

    @model_validator(mode="after")
    def _known(self) -> FileMapping:
        for name, kind in self.makes.items():
            if name not in BY_NAME:
                raise ValueError(f"there is no file of {name}; known are {', '.join(BY_NAME)}")
            for column in kind.columns:
                _require_column(name, column)
        return self

    @property
    def sources(self) -> set[str]:
        return {name for kind in self.makes.values() for name in kind.sources} | self.leave_out.keys()

    def is_for(self, path: Path) -> bool:
        return fnmatch(path.name.lower(), self.files.lower())


def _require_column(kind: str, column: str) -> None:
    names = BY_NAME[kind].names
    if column not in names:
        near = get_close_matches(column, names, n=1)
        raise ValueError(
            f"a file of {kind} has no column {column}{f'; did you mean {near[0]}?' if near else ''}"
        )


def read_mapping(path: Path) -> FileMapping:
    """Raises MappingError."""
    try:
        said = YAML(typ="safe").load(StringIO(path.read_text(encoding="utf-8-sig")))
        return FileMapping.model_validate(said)
    except (OSError, UnicodeDecodeError):
        raise MappingError(f"{path.name}: there is no such file, or it cannot be read") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise MappingError(
            f"{path.name}{where}: not YAML as it stands: check the indents and quotes"
        ) from None
    except ValidationError as error:
        raise MappingError("\n".join(_said(path.name, one) for one in error.errors())) from None


def _said(file: str, error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    what = str(error["msg"]).removeprefix("Value error, ")
    return ": ".join(part for part in (file, where, what) if part)


def sources_of(
    path: Path, mappings: Sequence[FileMapping], sheet: str | None = None
) -> list[MappedRows] | None:
    """The file as what the first mapping that is for it makes; None where none is."""
    mapping = next((m for m in mappings if m.is_for(path)), None)
    if mapping is None:
        return None
    table = table_of(path, sheet or mapping.sheet)
    alone = len(mapping.makes) == 1
    return [MappedRows(table, mapping, kind, alone) for kind in mapping.makes]


def table_of(path: Path, sheet: str | None) -> CsvFile | WorkbookFile:
    """By how the file's name ends."""
    return WorkbookFile(path, sheet) if is_workbook(path) else CsvFile(path)


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class MappedRows:
    """One kind of our files, made from a council's own: a Source."""

    table: Table
    mapping: FileMapping
    kind: str
    alone: bool = True

    @property
    def name(self) -> str:
        return self.table.name if self.alone else f"{self.table.name} ({self.kind})"

    @property
    def titles(self) -> dict[str, str]:
        """``Position (role)``: what the file calls it, and what it is here."""
        columns = self._made.columns.items()
        return {c: f"{' + '.join(m.from_ or m.flags)} ({c})" for c, m in columns if m.from_ or m.flags}

    @property
    def _made(self) -> MappedKind:
        return self.mapping.makes[self.kind]

    def lines(self) -> Iterator[Line]:
        wanted = {plain(name) for name in self.mapping.sources}
        lines = self.table.lines(lambda cells: wanted <= set(_named(cells)))
        first = next(lines, None)
        if first is None:
            raise FileFault("the file is empty: it needs at least a heading")
        places = _places(first[0], first[1], sorted(self.mapping.sources))
        yield first[0], list(self._made.columns)
        translators = list(self._translators())
        left_out = [*_folded(self.mapping.leave_out).items(), *_folded(self._made.leave_out).items()]
        empty = frozenset(map(fold, self.mapping.empty))
        for line, cells in lines:
            row = _OwnRow(places, cells, empty)
            if not is_total(cells, len(first[1])) and self._is_of_kind(row, left_out):
                # What stands beyond the heading goes along, for the reader to complain of.
                yield line, [*(translate(row) for translate in translators), *cells[len(first[1]) :]]

    def _translators(self) -> Iterator[Translate]:
        days = BY_NAME[self.kind].days
        for ours, column in self._made.columns.items():
            of_day = ours in days or column.flags or column.part
            yield _translator(column, self.mapping.dates.restated if of_day else None)

    def _is_of_kind(self, row: _OwnRow, left_out: Sequence[tuple[str, frozenset[str]]]) -> bool:
        unwanted = any(_says(row, name, words) for name, words in left_out)
        return not unwanted and all(row[name] for name in self._made.needs)


@dataclass(frozen=True, slots=True)
class _OwnRow:
    """A row by the file's own headings. ``empty``: the words that say nothing, folded."""

    places: Mapping[str, int]
    cells: Sequence[str]
    empty: frozenset[str]

    def __getitem__(self, name: str) -> str:
        place = self.places[name]
        cell = self.cells[place].strip() if place < len(self.cells) else ""
        return "" if self.empty and fold(cell) in self.empty else cell


def _named(cells: Sequence[str]) -> list[str]:
    """Headings as they are compared: the second of a name is ``name_(2)``."""
    names: list[str] = []
    for cell in map(plain, cells):
        names.append(f"{cell}_({names.count(cell) + 1})" if cell and cell in names else cell)
    return names


def _places(line: int, cells: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each column that the mapping names stands. Raises FileFault for one that isn't there."""
    names = _named(cells)
    for name in wanted:
        if plain(name) not in names:
            near = get_close_matches(plain(name), names, n=1)
            hint = f"; '{cells[names.index(near[0])].strip()}' looks like it" if near else ""
            raise FileFault(f"the mapping reads a column '{name}', which isn't here{hint}", line)
    return {name: names.index(plain(name)) for name in wanted}


Translate: TypeAlias = Callable[[_OwnRow], str]


def _translator(column: MappedColumn, restated: Callable[[str], str] | None) -> Translate:
    """``restated``: days as files of ours write them."""
    words = {fold(word): meant for word, meant in column.words.items()}
    when, sources = _folded(column.when), tuple(column.sources)

    def translate(row: _OwnRow) -> str:
        """A cell that a spreadsheet's formula failed to fill goes on as it is, to be named."""
        if not all(_says(row, name, said) for name, said in when.items()):
            return ""
        failed = next((row[n] for n in sources if SHEET_ERROR.fullmatch(row[n])), None)
        if failed or column.flags:
            return failed or _flagged(row, column.flags, restated or str)
        text = (
            column.is_ if column.is_ is not None else " ".join(filter(None, (row[n] for n in column.from_)))
        )
        text = _part(restated(text) if restated else text, column.part)
        meant = words.get(fold(text), text)
        return _share(text, column.of) if column.of else text if meant == UNDECIDED else meant

    return translate


def _flagged(row: _OwnRow, flags: Mapping[str, str], restated: Callable[[str], str]) -> str:
    """The word of each flag that is set; a cell that says neither yes nor no stands for itself, to be named."""
    cells = {word: restated(row[name]) for name, word in flags.items()}
    return ";".join(
        cell if is_set(cell) is None else word for word, cell in cells.items() if is_set(cell) is not False
    )


#: Words by the column that may say them, as they are compared: made once for a file, not for each row.
Folded: TypeAlias = Mapping[str, frozenset[str]]


def _folded(words: Mapping[str, Sequence[str]]) -> Folded:
    return {name: frozenset(map(fold, said)) for name, said in words.items()}


def _says(row: _OwnRow, name: str, words: frozenset[str]) -> bool:
    return fold(row[name]) in words


def is_set(text: str) -> bool | None:
    """Whether a flag's cell says yes, which a day (since when) does too; None where it says neither."""
    if text.lower() in _FLAGS:
        return _FLAGS[text.lower()]
    try:
        return bool(v.day(text))
    except Unreadable:
        return None


def _part(text: str, part: str | None) -> str:
    day, time = split(text)
    return {"day": day, "time": time or text}[part] if part else text


def _share(text: str, full_time: float) -> str:
    """0.6 of 1, or 22.2 of 37, as 60. What is no number, and a percentage, stays as it is."""
    try:
        return str(round(float(text.replace(",", ".")) / full_time * 100))
    except ValueError:
        return text
