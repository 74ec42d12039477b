"""Names in rows that nobody is called by, where they are so many that the people are named in another way."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple, TypeAlias

from sqlalchemy import select

from storage.importing.faults import Faults
from storage.importing.link import PERSON
from storage.importing.staging import Staging
from storage.importing.strangers import are_many, is_name, said_of
from storage.work import Work


class Referring(NamedTuple):
    """A column of a kind of row, and of what kind it names one."""

    kind: str
    column: str
    to: str


#: By the column what it names that is neither in the files nor stored.
Unknown: TypeAlias = Mapping[Referring, Set[str]]


def names_of_nobody(staging: Staging, work: Work, faults: Faults, unknown: Unknown) -> frozenset[str]:
    """Those that were named as one fault of all files; none where they are few, each with a cause of its own."""
    people = _people(staging, work)
    named = {where: set(filter(is_name, keys)) for where, keys in unknown.items() if where.to == "people"}
    strangers = frozenset(name for names in named.values() for name in names)
    if not are_many(len(strangers), len(people)):
        return frozenset()
    message = said_of([*strangers], people)
    faults.of_one_cause(message)
    for (kind, column, _), names in named.items():
        rows = staging.naming(kind, column, sorted(names))
        for file, line, _ in (row for some in rows.values() for row in some):
            faults.add(staging.origins[file].name, line, column, message)
    return strangers


def _people(staging: Staging, work: Work) -> set[str]:
    stored = work.connection.execute(select(PERSON.c.name)).scalars()
    return {*stored, *(name for (name,) in staging.sql.execute("SELECT name FROM people"))}
