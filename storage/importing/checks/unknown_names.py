"""Names in rows that nobody is called by, where they are too many to be said each."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Final, NamedTuple, TypeAlias

from sqlalchemy import select

from storage.importing.applied.link import PERSON
from storage.importing.checks.strangers import (
    are_many,
    is_name,
    may_be_children,
    said_of,
    said_of_some,
    says_who,
)
from storage.importing.faults import FEW_WORDS, Faults
from storage.importing.staging import Staging
from storage.work import Work


class Referring(NamedTuple):
    """A column of a kind of row, and of what kind it names one."""

    kind: str
    column: str
    to: str


#: By the column what it names that is neither in the files nor stored.
Unknown: TypeAlias = Mapping[Referring, Set[str]]


#: What stands in place of a name that isn't quoted.
UNNAMED: Final = (
    "the names there are mostly nobody's, and aren't shown, as they may be children's: is this the column of "
    "staff, and has the file of people all of them?"
)


class Unnamed:
    """Columns of files whose names are mostly nobody's: as likely as not children's, no message says one."""

    def __init__(self, staging: Staging, unknown: Unknown) -> None:
        self._columns = {
            (file, where.kind, where.column)
            for where, keys in unknown.items()
            if where.to == "people"
            for file, said in _said(staging, where).items()
            if may_be_children(len(strange := set(filter(says_who, said & keys))), len(said - strange))
        }

    def has(self, file: int, where: Referring, word: str) -> bool:
        return (file, where.kind, where.column) in self._columns and says_who(word)


def _said(staging: Staging, where: Referring) -> Mapping[int, set[str]]:
    """By file what a column says."""
    found: dict[int, set[str]] = defaultdict(set)
    query = f'SELECT DISTINCT file, "{where.column}" FROM {where.kind} WHERE "{where.column}" IS NOT NULL'
    for file, word in staging.sql.execute(query):
        found[file].add(word)
    return found


def names_of_nobody(
    staging: Staging, work: Work, faults: Faults, unknown: Unknown, unnamed: Unnamed
) -> frozenset[str]:
    """Names and addresses that were named as one fault of all files; none where they are few, each with a cause of its
    own. Whoever they are, they aren't staff, and in a list of children's cases not all of them are said."""
    named = {where: set(filter(says_who, keys)) for where, keys in unknown.items() if where.to == "people"}
    strangers = frozenset(name for names in named.values() for name in names)
    if len(strangers) <= FEW_WORDS:
        return frozenset()
    rows = {where: staging.naming(where.kind, where.column, sorted(names)) for where, names in named.items()}
    shown = {
        word
        for where, theirs in rows.items()
        for word, some in theirs.items()
        if not all(unnamed.has(file, where, word) for file, *_ in some)
    }
    people = _people(staging, work)
    if are_many(sum(map(is_name, strangers)), len(people)):
        message = said_of(strangers, people, strangers - shown)
    else:
        message = said_of_some(strangers, strangers - shown)
    faults.of_one_cause(message)
    for where, theirs in rows.items():
        for file, line, _ in (row for some in theirs.values() for row in some):
            faults.add(staging.origins[file].name, line, where.column, message)
    return strangers


def _people(staging: Staging, work: Work) -> set[str]:
    stored = work.connection.execute(select(PERSON.c.name)).scalars()
    return {*stored, *(name for (name,) in staging.sql.execute("SELECT name FROM people"))}
