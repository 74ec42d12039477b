"""A council's own file as the bot's files: a mapping, written in YAML, says which of its columns is which.

One file may be two kinds (people and who supervises them)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatch
from io import StringIO
from math import inf
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from storage.importing.columns import values as v
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.mapped.made_twice import NEXT, SECOND, as_the_first, kind_made
from storage.importing.mapped.mapping_texts import Separators, Texts, Words, text_of
from storage.importing.mapped.own_dates import OwnDates

#: What a proposal writes where somebody has to decide.
UNDECIDED: Final = v.UNDECIDED
#: The part of a text that is a day among words.
WITHIN: Final = "within"
#: What is gathered where days in a row are one, and by what.
DAYS: Final = "first"
_OF_DAYS: Final = ("staff_number", DAYS, "last")
#: By which column of ours each is known, of which a file may have several rows.
IDENTITIES: Final = {"people": "staff_number", "cases": "case", NEXT: "supervisee"}
#: Columns of ours that hold several words in one row.
HOLD_SEVERAL: Final = frozenset({"categories"})
#: Whose posts the rows of a kind are.
HOLDERS: Final = {"people": "staff_number", "relationships": "supervisee"}
#: By which columns of ours the rows of other files name each.
KNOWN_BY: Final = {"people": ("staff_number", "name", "email"), "cases": ("case",), "sessions": ("session",)}


class MappingError(ValueError):
    """A mapping that cannot be used; its sentence names the file and what to correct."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedColumn(_Part):
    """Where a column of ours comes from. ``from``: columns of the file, joined by a space where they are several, each
    with an ``or`` of its own where it has one (``parts``); ``is``: the same everywhere; ``words``: what its words mean,
    with ``*`` in them for anything; ``flags``: columns that say yes, and the word for each; ``each``: columns, with
    ``*`` too, of which each that says something makes a row.

    ``of``: what full time is (1 for FTE, 37 for hours), for a percentage; ``part``: of a date with its time, or a day
    ``within`` words; ``when``: only in rows where another column says one of these words; ``split``: what stands
    between several words of a cell: several categories are one case's, of any other column each word makes a row;
    ``unit``: hours, where a length is in those; ``until``: the time to which it is from the time here, in minutes;
    ``finds`` and ``gives``: what another row of the file says in the one column, where it says this in the other;
    ``latest``: of several that do, the latest day, of which ``words`` say what it means. ``or``: where it comes from in
    rows in which this says nothing; ``beside``: a column that tells two of one word apart, as ``words`` say with a bar
    between: ``Amara Example | North``; ``without``: letters in front that are none of it; ``digits``: as many figures
    as a number has, of which zeros in front were dropped; ``entered``: a column that says when the row
    was: a day that is shortly before it only turned round, or in the year beside, is that."""

    from_: Texts = Field(default=(), alias="from")
    parts: tuple[MappedColumn, ...] = ()
    is_: Annotated[str | None, BeforeValidator(text_of)] = Field(default=None, alias="is")
    words: Words = {}
    flags: Words = {}
    each: Texts = ()
    of: float | None = Field(default=None, gt=0)
    part: Literal["day", "time", "within"] | None = None
    when: dict[str, Texts] = {}
    split: Separators = ()
    unit: Literal["hours"] | None = None
    until: str | None = None
    finds: str | None = None
    latest: bool = False
    gives: str | None = None
    or_: MappedColumn | None = Field(default=None, alias="or")
    beside: str | None = None
    without: Texts = ()
    digits: int | None = Field(default=None, ge=2, le=20)
    entered: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """``name: Full name`` is short for ``name: {from: Full name}``."""
        said = value if isinstance(value, dict) else {"from": value}
        several = said.get("from")
        if isinstance(several, list) and any(isinstance(one, dict) for one in several):
            return {**{name: one for name, one in said.items() if name != "from"}, "parts": several}
        return said

    @model_validator(mode="after")
    def _says_where(self) -> MappedColumn:
        if (
            bool(self.from_) + bool(self.parts) + (self.is_ is not None) + bool(self.flags) + bool(self.each)
            != 1
        ):
            raise ValueError("say where it comes from: one of from, is, flags or each")
        if "" in self.from_:
            raise ValueError(
                'this names no column: leave the line out, or name one; words: {Somebody: ""} is nobody'
            )
        if (self.finds is None) != (self.gives is None):
            raise ValueError("finds and gives go together")
        if self.latest and self.finds is None:
            raise ValueError("latest: say with finds and gives of which rows")
        if self.or_ and any(one.each for one in self.or_.in_turn):
            raise ValueError(
                "each makes rows: it stands in a column of ours alone, and under no or; where several columns come "
                "again for each session, repeats makes a row of each time"
            )
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of the file that it reads."""
        others = filter(None, (self.until, self.finds, self.gives, self.beside, self.entered))
        parts = (name for part in self.parts for name in part.sources)
        either = self.or_.sources if self.or_ else ()
        return (*self.from_, *parts, *self.flags, *self.when, *others, *either)

    @property
    def in_turn(self) -> Iterator[MappedColumn]:
        """Itself, and where it comes from in rows in which this says nothing."""
        yield self
        if self.or_:
            yield from self.or_.in_turn

    @property
    def named(self) -> list[str]:
        """By what a fault of it is named: whichever says something."""
        return list(dict.fromkeys(filter(None, (" + ".join(one.shown) for one in self.in_turn))))

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns by which a fault of it is named."""
        return self.from_ or tuple(self.flags) or tuple(name for one in self.parts for name in one.shown)


class AtOnce(_Part):
    """Of posts that somebody holds at once only the one counts in which ``larger`` says most; ``of``: what full time is
    there, as of a percentage; ``ends``: the column that says when a post is over."""

    larger: str
    of: float = Field(default=1, gt=0)
    ends: str | None = None

    def share(self, text: str) -> float:
        """Of full time; what is no number is more than that."""
        try:
            return float(text.replace(",", ".").removesuffix("%")) / self.of
        except ValueError:
            return inf


class MappedKind(_Part):
    """One of our files. ``needs``: columns that must say something, or the row is none of this kind; ``leave_out``:
    rows in which a column says one of these words; ``only``: rows in which it says none of these; ``half_days``: of
    absences the two columns that say which part of the first and of the last day it was: what is of one half of one
    day is none; ``gathers``: a column of ours whose words are those of all the rows that are alike otherwise; of
    absences ``first``: days in a row are one, up to their ``last``; ``no_gap``: rows in
    which a column says one of these words are no absence, but days between those of one on which nobody would be at
    work; ``goes_on``: rows in which a column says one of these words are only written for days that have been: what
    reaches the last of them has no last day yet, and where they stand at days to come too what reaches the last day of
    the file; ``open_ended``: what ends with a row in which a column says one of these has none either; ``latest``:
    a column of days: of the rows of one person or case only the one with the latest is it, as of somebody's posts;
    ``at_once``: which of several posts counts; ``same_within``: of sessions: one that
    another file has booked for the pair within so many days is this one, of this day and time."""

    columns: dict[str, MappedColumn]
    needs: Texts = ()
    gathers: str | None = None
    no_gap: dict[str, Texts] = {}
    goes_on: dict[str, Texts] = {}
    open_ended: dict[str, Texts] = {}
    others_by: str | None = None
    latest: str | None = None
    at_once: AtOnce | None = None
    leave_out: dict[str, Texts] = {}
    only: dict[str, Texts] = {}
    half_days: Texts = ()
    same_within: int | None = Field(default=None, ge=0, le=60)

    @field_validator("half_days")
    @classmethod
    def _are_of_both_ends(cls, value: Texts) -> Texts:
        if value and len(value) != 2:
            raise ValueError("name two columns, of the part of the first day and of that of the last")
        return value

    @property
    def several(self) -> list[int]:
        """The places of the columns of which each word of a cell makes a row."""
        columns = enumerate(self.columns.items())
        return [at for at, (ours, column) in columns if column.split and ours not in HOLD_SEVERAL]

    @property
    def sources(self) -> set[str]:
        read = {name for column in self.columns.values() for name in column.sources}
        posts = [self.at_once.larger, self.at_once.ends] if self.at_once else []
        others = filter(None, [self.latest, self.others_by, *posts])
        return read | {
            *self.needs,
            *self.leave_out,
            *self.only,
            *self.half_days,
            *self.no_gap,
            *self.goes_on,
            *self.open_ended,
            *others,
        }


class FileMapping(_Part):
    """``files``: the names of the files it is for, with * and ?; ``sheet``: of a workbook; ``below``: its table stands
    below another there, under a heading of its own. ``dates``: how its days are
    written; ``empty``: what cells say that say nothing; ``leave_out``: rows of no kind, as of one kind's;
    ``alike_but``: columns besides which rows that differ in nothing else that is read are one, the first;
    ``over_headings``: by the column that it makes, which cell of the line above each of its headings says it: its
    place, or the word before it; ``sections``: by the column that it makes, what a line says that stands over the rows
    for which it holds, with ``*`` for what it says; ``repeats``: by the column that it makes, what those are called
    that come again for each session, with ``#`` for its number: each time is a row; ``pairs``: by a column that names
    two, how the columns of the first and the second are called that it makes; ``days_across``: of a table with a column
    for each day, how the two columns are called that it makes, of the day and of what stands there;
    ``people_across``: of one with a column for each person, the three, that of the person first; ``together``: by the
    column that it makes, of which columns it says whom they name, as a calendar's; ``fills_down``: columns in which an
    empty cell says what the one above it says; ``months_from``: of columns that a month or a day without its year
    heads, the first month, ``2026-04``, or that a title says the year."""

    files: str = "*"
    sheet: str | None = None
    below: bool = False
    dates: OwnDates = OwnDates()
    empty: Texts = ()
    fills_down: Texts = ()
    sections: Words = {}
    over_headings: Words = {}
    repeats: Words = {}
    pairs: dict[str, Texts] = {}
    days_across: Texts = ()
    people_across: Texts = ()
    together: dict[str, Texts] = {}
    months_from: str = Field(default="", pattern=r"|title|\?|20\d\d-(?:0[1-9]|1[0-2])")
    leave_out: dict[str, Texts] = {}
    alike_but: Texts = ()
    makes: dict[str, MappedKind]

    @model_validator(mode="before")
    @classmethod
    def _of_the_same(cls, value: Any) -> Any:
        makes = value.get("makes") if isinstance(value, dict) else None
        return {**value, "makes": as_the_first(makes)} if isinstance(makes, dict) else value

    @model_validator(mode="after")
    def _known(self) -> FileMapping:
        for name, kind in self.makes.items():
            if kind_made(name) not in BY_NAME:
                raise ValueError(f"there is no file of {name}; known are {', '.join((*BY_NAME, *SECOND))}")
            if kind.same_within is not None and name != "sessions":
                raise ValueError("same_within: it is said of sessions alone")
            _require_known(name, kind)
        return self

    @field_validator("days_across")
    @classmethod
    def _are_two(cls, value: Texts) -> Texts:
        if value and len(value) != 2:
            raise ValueError(
                "name two columns that it makes: of the day, and of what stands there: [Date, Code]"
            )
        return value

    @field_validator("pairs")
    @classmethod
    def _are_of_two(cls, value: dict[str, Texts]) -> dict[str, Texts]:
        if any(len(both) != 2 for both in value.values()):
            raise ValueError(
                "name two columns that it makes, of the first and of the second: [Supervisee, Supervisor]"
            )
        return value

    @field_validator("people_across")
    @classmethod
    def _are_three(cls, value: Texts) -> Texts:
        if value and len(value) != 3:
            raise ValueError(
                "name three columns that it makes: of the person, the day and what stands there: [Name, Date, Code]"
            )
        return value

    @property
    def code(self) -> str:
        """The column of what a rota's cells say; empty where it is none."""
        return next(iter((self.days_across or self.people_across)[-1:]), "")

    @property
    def sources(self) -> set[str]:
        return {name for kind in self.makes.values() for name in kind.sources} | {
            *self.leave_out,
            *self.fills_down,
            *self.repeats,
            *self.alike_but,
        }

    def is_for(self, path: Path) -> bool:
        return fnmatch(path.name.lower(), self.files.lower())


#: What is said of the days that are gathered.
_OF_GATHERED: Final = {
    "goes_on": "of days that are only written once they have been",
    "open_ended": "the last of the days of an absence",
    "no_gap": "the days between those of an absence",
}


def _require_known(name: str, kind: MappedKind) -> None:
    """Raises ValueError for what goes with nothing else that is said of a kind."""
    for column in (*kind.columns, *filter(None, [kind.gathers])):
        _require_column(kind_made(name), column)
    needed = {*_OF_DAYS} if kind.gathers == DAYS else {kind.gathers} - {None}
    for missing in needed - kind.columns.keys():
        raise ValueError(f"gathers: {missing} isn't among the columns of {name}")
    for said, why in _OF_GATHERED.items():
        if getattr(kind, said) and kind.gathers != DAYS:
            raise ValueError(f"{said}: it goes with gathers: first, as {why}")
    if kind.others_by and (kind.gathers in (None, DAYS) or kind.latest):
        raise ValueError("others_by: it goes with gathers: categories, and not with latest")
    if (kind.latest or kind.others_by) and IDENTITIES.get(name) not in kind.columns:
        said = "latest" if kind.latest else "others_by"
        raise ValueError(f"{said}: {name} have no identity here of which several rows could be")
    if kind.at_once and HOLDERS.get(name) not in kind.columns:
        raise ValueError(f"at_once: {name} aren't about people's posts here")


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
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise MappingError(f"{path.name}: there is no such file, or it cannot be read") from None
    return mapping_of(text, path.name)


def mapping_of(text: str, name: str) -> FileMapping:
    """Raises MappingError; ``name``: of the file in which it stands."""
    try:
        return FileMapping.model_validate(YAML(typ="safe").load(StringIO(text)))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise MappingError(f"{name}{where}: not YAML as it stands: check the indents and quotes") from None
    except ValidationError as error:
        raise MappingError("\n".join(_said(name, one) for one in error.errors())) from None


def _said(file: str, error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    what = str(error["msg"]).removeprefix("Value error, ")
    return ": ".join(part for part in (file, where, what) if part)
