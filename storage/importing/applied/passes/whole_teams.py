"""Who belongs to a group of which a file says that it was the whole team's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.facts import SessionState
from policy.spans import covers
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    ABSENCE,
    PARTICIPANT,
    PERSON,
    RELATIONSHIP,
    ImportDates,
    StoredSide,
)
from storage.importing.staging import Staged
from storage.states import AbsenceState


def whole_teams(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """Everybody in post whom its supervisor supervises in the line on its day; of one that was held those who weren't
    away were there. Whoever is known to belong to it already, and whether they came, stays as it is."""
    ids, found = link.people(rows, "supervisor"), link.sessions(row["key"] for row in rows)
    lines = link.grouped(RELATIONSHIP, "supervisor_id", (ids[row["supervisor"]] for row in rows))
    team = {one.supervisee_id for some in lines.values() for one in some if not one.professional}
    left = {r.id: r.left_on for r in link.rows(PERSON, "id", team)}
    absences = link.grouped(ABSENCE, "person_id", team)
    those = {session.id for session in found.values()}
    there = {(r.session_id, r.person_id): r for r in link.rows(PARTICIPANT, "session_id", those)}
    for row in rows:
        session = found.get(row["key"])
        if session is None or session.from_chat:
            continue
        held, on = session.state is SessionState.HELD, session.on
        for line in lines.get(ids[row["supervisor"]], ()):
            who = line.supervisee_id
            if line.professional or not covers(line.since, line.until, on) or not covers(on, left[who], on):
                continue
            old = there.get((session.id, who))
            away = any(
                one.state == AbsenceState.CONFIRMED and covers(one.first, one.last, on)
                for one in absences.get(who, ())
            )
            at = {"session_id": session.id, "person_id": who}
            wanted = {**at, "attended": not away if held else None}
            given = {"attended"} if held and old and old.attended is None else set()
            yield compared(PARTICIPANT, row, old, wanted, given=given, at=at)
