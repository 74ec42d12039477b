"""Names in rows that nobody is called by, where they are so many that the people are named in another way."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from storage.importing.faults import Faults
from storage.importing.link import PERSON, StoredSide
from storage.importing.staging import Staging
from storage.importing.strangers import are_many, is_name, said_of
from storage.work import Work


def names_of_nobody(staging: Staging, work: Work, faults: Faults) -> frozenset[str]:
    """Those that were named as one fault of all files; none where they are few, each with a cause of its own."""
    people = _people(staging, work)
    named = [
        (kind, column, _names(staging, StoredSide(work), kind, column)) for kind, column in _columns(staging)
    ]
    strangers = frozenset(name for *_, names in named for name in names)
    if not are_many(len(strangers), len(people)):
        return frozenset()
    message = said_of([*strangers], people)
    faults.of_one_cause(message)
    for kind, column, names in named:
        for name in names:
            query = f'SELECT file, line FROM {kind} WHERE "{column}" = ?'
            for file, line in staging.sql.execute(query, [name]):
                faults.add(staging.origins[file].name, line, column, message)
    return strangers


def _columns(staging: Staging) -> Iterator[tuple[str, str]]:
    """Where rows name people, by the kind of row."""
    for kind in staging.kinds:
        yield from ((kind.name, column.name) for column in kind.columns if column.refers == "people")


def _names(staging: Staging, link: StoredSide, kind: str, column: str) -> set[str]:
    query = (
        f'SELECT DISTINCT "{column}" FROM {kind} WHERE "{column}" IS NOT NULL '
        f'AND "{column}" NOT IN (SELECT key FROM people)'
    )
    names = {name for (name,) in staging.sql.execute(query) if is_name(name)}
    return names - link.ids(PERSON, "staff_number", names).keys()


def _people(staging: Staging, work: Work) -> set[str]:
    stored = work.connection.execute(select(PERSON.c.name)).scalars()
    return {*stored, *(name for (name,) in staging.sql.execute("SELECT name FROM people"))}
