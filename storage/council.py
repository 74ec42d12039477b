"""The council that a database belongs to: its one row, and whether its rules changed since everything was assessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select, update

from policy.facts import Subject
from storage import tables as t
from storage.conditions import still_owed
from storage.drift import every_subject
from storage.obligations import mark
from storage.reads import read_once
from storage.work import Work, on_each_database

#: Subjects marked in one transaction.
BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class CouncilView:
    """``sample``: invented, so that the desk may open it; its clock then stands at ``sample_now``."""

    name: str
    started_on: date
    rules_digest: str
    sample: bool
    sample_now: datetime | None


@read_once(t.Council)
def council(work: Work) -> CouncilView | None:
    """None in a database that nothing was brought into yet."""
    row = work.connection.execute(_COUNCIL).first()
    return (
        CouncilView(row.name, row.started_on, row.rules_digest, row.sample, row.sample_now) if row else None
    )


_COUNCIL: Final = select(t.Council.__table__)


def begin(work: Work) -> None:
    """The council's row, if there is none: the rule set says its name, and it starts to use the bot today."""
    values = {
        "id": 1,
        "name": work.rules.council,
        "started_on": work.today,
        "rules_digest": "",
        "sample": False,
    }
    work.connection.execute(_BEGIN[work.database], values)


_BEGIN: Final = on_each_database(
    lambda own: own(t.Council.__table__).on_conflict_do_nothing(index_elements=["id"])
)


def mark_all(work: Work, after: Subject | None = None) -> Subject | None:
    """Marks a batch of subjects for the clock to assess again; the last of them, to go on after (None: no more)."""
    subjects = every_subject(work, after, BATCH)
    if not subjects:
        return None
    mark(work, subjects)
    return subjects[-1]


def forget_plans(work: Work) -> None:
    """Every open obligation differs from its next assessment, whatever the date: its nudges are planned anew."""
    work.connection.execute(_FORGET)


_FORGET: Final = update(t.ObligationRow).where(still_owed()).values(version="")


def keep_digest(work: Work, digest: str) -> None:
    """From now on the rules with this digest are the ones that everything was assessed by."""
    work.connection.execute(_KEEP_DIGEST, {"rules_digest": digest})


_KEEP_DIGEST: Final = update(t.Council)


def subjects(work: Work) -> int:
    return work.connection.execute(_SUBJECTS).scalar_one()


_SUBJECTS: Final = select(func.count()).select_from(t.SubjectRow)
