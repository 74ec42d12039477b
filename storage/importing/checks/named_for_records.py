"""Who is to write a record in place of whoever answers for it: as chat has it, by the policy and nobody of the two."""

from __future__ import annotations

from typing import Final

from policy.facts import SessionKind
from storage.importing.applied.link import StoredSide
from storage.importing.columns.session_columns import NOT_DELEGATED, NOT_TO_THEMSELVES
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

_DELEGATED: Final = """
    SELECT d.file, d.line, d.delegate, d.session_key, s.kind, s.supervisee, s.supervisor, s.recorder, s.signer,
    s.overseer FROM discussions d LEFT JOIN sessions s ON s.key = d.session_key WHERE d.delegate IS NOT NULL
"""


def check_delegates(staging: Staging, work: Work, faults: Faults) -> None:
    """Of cases' records, whose sessions are in these files or stored; a session's own row says it of its notes."""
    found = staging.sql.execute(_DELEGATED).fetchall()
    elsewhere = {key for _, _, _, key, kind, *_ in found if kind is None}
    stored = StoredSide(work).sessions(elsewhere) if elsewhere else {}
    for file, line, delegate, key, said, supervisee, supervisor, recorder, *tasks in found:
        kind = SessionKind(said) if said else stored[key].kind if key in stored else None
        if kind is None:
            continue  # there is no such session: that is said
        group = kind is SessionKind.GROUP
        name = staging.origins[file].name
        if not work.rules.delegates(kind):
            faults.add(name, line, "delegate", NOT_DELEGATED)
        elif delegate in (*((recorder or supervisor, *tasks) if group else (supervisee, supervisor)),):
            faults.add(name, line, "delegate", NOT_TO_THEMSELVES)
