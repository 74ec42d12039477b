"""References that may be dates of birth, where those of the council are figures alone: taken, and counted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from storage.alike_references import birthdays, may_be_birthdays
from storage.importing.applied.link import CASE
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

MAY_BE_A_BIRTHDAY: Final = (
    "may be a date of birth, which nothing tells from a number: look in that row whether it is the case's "
    "reference"
)


def may_be_born_then(staging: Staging, work: Work, odd: Faults) -> None:
    """Of cases that aren't stored; no reference is said."""
    if not may_be_birthdays(work.config.references):
        return
    stored = set(work.connection.execute(select(CASE.c.reference)).scalars())
    rows = staging.sql.execute("SELECT key, file, line FROM cases").fetchall()
    found = {*birthdays({*stored, *(key for key, *_ in rows)}, work.today)} - stored
    for key, file, line in rows:
        if key in found:
            odd.add(staging.origins[file].name, line, "case", MAY_BE_A_BIRTHDAY)
