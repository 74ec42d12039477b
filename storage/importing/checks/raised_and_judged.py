"""What chat would refuse of a judgement and of a group's agenda, and no single row can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.events import PLAN
from policy.facts import SessionKind, SessionState
from storage.importing.applied.link import CASE, CASE_EVENT, StoredSide
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

_JUDGED: Final = """
    SELECT j.file, j.line, j."case", j.category, c.service
    FROM judgements j LEFT JOIN cases c ON c.key = j."case"
"""
_OPEN_TWICE: Final = """
    SELECT b.file, b.line FROM agenda b WHERE b.off_on IS NULL AND b.discussed_in IS NULL AND EXISTS (SELECT 1
    FROM agenda a WHERE a."case" = b."case" AND a.id < b.id AND a.off_on IS NULL AND a.discussed_in IS NULL)
"""
_RAISED_FOR: Final = """
    SELECT a.file, a.line, a."case", a.what, a."on" FROM agenda a WHERE a.what IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM events e WHERE (e."case", e.what, e."on") = (a."case", a.what, a."on"))
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.key = a."case" AND a.what = ? AND c.plan_since = a."on")
"""
_CAME_UP: Final = """
    SELECT a.file, a.line, a.discussed_in, s.kind, s.state FROM agenda a LEFT JOIN sessions s ON s.key = a.discussed_in
    WHERE a.discussed_in IS NOT NULL
"""


def check_raised_and_judged(staging: Staging, work: Work, faults: Faults) -> None:
    for file, line, column, message in (
        *_judged_for_nothing(staging, work),
        *_on_it_twice(staging),
        *_raised_for_nothing(staging, work),
        *_in_no_group(staging, work),
    ):
        faults.add(staging.origins[file].name, line, column, message)


def no_such_session(key: str) -> str:
    return f"there is no session '{key}': add it to the file of sessions, or correct it"


_Said = tuple[int, int, str, str]


def _judged_for_nothing(staging: Staging, work: Work) -> Iterator[_Said]:
    found = staging.sql.execute(_JUDGED).fetchall()
    references = {row[2] for row in found}
    stored = {r.reference: r.service for r in StoredSide(work).rows(CASE, "reference", references)}
    for file, line, case, category, said in found:
        service = said or stored.get(case)
        if service is not None and category not in work.rules.judged_for(service):
            yield (
                file,
                line,
                "category",
                "no rule about such a case rests on this judgement: leave this row out",
            )


def _on_it_twice(staging: Staging) -> Iterator[_Said]:
    for file, line in staging.sql.execute(_OPEN_TWICE).fetchall():
        yield file, line, "case", "is on the agenda already: say when one was taken off it, or leave it out"


def _raised_for_nothing(staging: Staging, work: Work) -> Iterator[_Said]:
    found = staging.sql.execute(_RAISED_FOR, [PLAN]).fetchall()
    ids = StoredSide(work).ids(CASE, "reference", {row[2] for row in found})
    events = StoredSide(work).grouped(CASE_EVENT, "case_id", ids.values())
    for file, line, case, what, on in found:
        known = events.get(ids[case], ()) if case in ids else ()
        if not any((one.what, one.on.isoformat()) == (what, on) for one in known):
            yield (
                file,
                line,
                "what",
                "no such event of this case is known: add it to the file of events, or correct it",
            )


def _in_no_group(staging: Staging, work: Work) -> Iterator[_Said]:
    found = staging.sql.execute(_CAME_UP).fetchall()
    stored = StoredSide(work).sessions(key for _, _, key, kind, _ in found if kind is None)
    for file, line, key, said_kind, said_state in found:
        one = stored.get(key)
        kind, state = said_kind or (one and str(one.kind)), said_state or (one and str(one.state))
        if kind is None:
            wrong = no_such_session(key)
        elif kind != SessionKind.GROUP:
            wrong = "this session is no group's: name the group's, or leave this empty"
        elif state != SessionState.HELD:
            wrong = "this session wasn't held: leave this empty until it was"
        else:
            continue
        yield file, line, "discussed_in", wrong
