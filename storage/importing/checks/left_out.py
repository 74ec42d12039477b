"""Sessions and closed cases that went by their term aren't brought back: their rows, and those that hang on them, are
left out before anything is compared."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policy.ruleset import Kept
from storage.importing.applied.link import CASE, PERSON, StoredSide
from storage.importing.checks.following import names_in
from storage.importing.columns.file_columns import KINDS
from storage.importing.staging import BATCH, Staging, places
from storage.obligations import batched
from storage.retention import over_before
from storage.work import Work


def _and_what_names(to: str) -> dict[str, str]:
    """By kind the column in which its rows are of one of these, or name one."""
    naming = {kind.name: column for kind in KINDS for column, named in names_in(kind.name) if named == to}
    return {**naming, to: "key"}


_OF_SESSIONS: Final = _and_what_names("sessions")
_OF_CASES: Final = _and_what_names("cases")


def leave_out(staging: Staging, work: Work) -> None:
    """Only what isn't stored: what something rests on was never taken away."""
    link = StoredSide(work)
    sessions = _sessions(staging, link)
    _delete(staging, _OF_SESSIONS, sessions)
    for some in batched(sessions, BATCH):
        mine = f"UPDATE sessions SET replaces = NULL WHERE replaces IN ({places(len(some))})"
        staging.sql.execute(mine, some)
    _delete(staging, _OF_CASES, _cases(staging, link))


def _sessions(staging: Staging, link: StoredSide) -> list[str]:
    """Those of a time of which their supervisee's, or leader's, went."""
    numbers = [number for (number,) in staging.sql.execute("SELECT DISTINCT supervisee FROM sessions")]
    ids = link.ids(PERSON, "staff_number", numbers)
    gone = link.gone("sessions_gone", ids.values())
    query, old = "SELECT key, pair FROM sessions WHERE supervisee = ? AND date < ?", dict[str, str]()
    for number, person in ids.items():
        if person in gone:
            old.update(staging.sql.execute(query, [number, gone[person].isoformat()]))
    stored = link.sessions(old).keys() | link.by_pair({k: tuple(p.split("|")) for k, p in old.items()}).keys()
    return sorted(old.keys() - stored)


def _cases(staging: Staging, link: StoredSide) -> list[str]:
    before = over_before(link.work, Kept.CASES)
    query = "SELECT key FROM cases WHERE closed_on < ?"
    old = [key for (key,) in staging.sql.execute(query, [before.isoformat()])]
    return sorted(set(old) - link.ids(CASE, "reference", old).keys())


def _delete(staging: Staging, columns: dict[str, str], keys: Sequence[str]) -> None:
    for kind, column in columns.items():
        for some in batched(keys, BATCH):
            staging.sql.execute(f'DELETE FROM {kind} WHERE "{column}" IN ({places(len(some))})', some)
