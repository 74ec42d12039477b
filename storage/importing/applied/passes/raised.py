"""What was raised for a group's agenda, and which of it came up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from policy.facts import SessionKind, SessionState
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    AGENDA_ITEM,
    CASE_EVENT,
    UNSTORED,
    ImportDates,
    StoredSession,
    StoredSide,
)
from storage.importing.applied.passes.common import day
from storage.importing.staging import Staged

_CLOSING: Final = frozenset({"closed_on", "discussed_in_id"})


def agenda(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """What chat has of the same, or as open for the case, is that one, and stays as it was said."""
    case_ids, people = link.cases(rows), link.people(rows, "raised_by")
    held = link.sessions(row["discussed_in"] for row in rows)
    stored = link.grouped(AGENDA_ITEM, "case_id", case_ids.values())
    events = link.grouped(CASE_EVENT, "case_id", case_ids.values())
    for row in rows:
        case, session = case_ids[row["case"]], held.get(row["discussed_in"])
        event = _event(row, events.get(case, ()))
        wanted = {
            "case_id": case,
            "event_id": event,
            "raised_by_id": people[row["raised_by"]],
            "raised_on": day(row["raised_on"]),
            "from_chat": False,
            **_closed(row, session),
        }
        old = _same(row, event, stored.get(case, ()))
        closed = wanted["closed_on"] is not None
        given = {"raised_by_id", "raised_on", "event_id", *(_CLOSING if closed else ())}
        chat = frozenset({"raised_by_id", "raised_on", "event_id"}) if old and old.from_chat else frozenset()
        chat |= _CLOSING if old and old.closed_by_id else frozenset()
        yield compared(AGENDA_ITEM, row, old, wanted, given=given, chat=chat)


def came_up(
    link: StoredSide,
    rows: Sequence[Staged],
    sessions: Mapping[str, StoredSession],
    case_ids: Mapping[str, int],
) -> Iterator[RowChange]:
    """What was discussed in a group that a file says took place is off its agenda, as by chat."""
    groups = [
        (row, session)
        for row in rows
        if (session := sessions.get(row["session_key"])) and _took_place(session)
    ]
    stored = link.grouped(AGENDA_ITEM, "case_id", {case_ids[row["case"]] for row, _ in groups})
    for row, session in groups:
        for one in stored.get(case_ids[row["case"]], ()):
            if one.closed_on is None and session.held_on and one.raised_on <= session.held_on:
                values = {"closed_on": session.held_on, "discussed_in_id": session.id}
                yield RowChange(AGENDA_ITEM, row, values, one.id, dict.fromkeys(values), follows=True)


def _took_place(session: StoredSession) -> bool:
    """Of what chat said took place chat also said what came up."""
    return session.kind is SessionKind.GROUP and session.state is SessionState.HELD and not session.from_chat


def _event(row: Staged, known: Sequence[Any]) -> int | None:
    """What it was raised for; one of these files may not be stored yet."""
    if row["what"] is None:
        return None
    told = (one.id for one in known if (one.what, one.on) == (row["what"], day(row["on"])))
    return next(told, UNSTORED)


def _closed(row: Staged, session: StoredSession | None) -> dict[str, Any]:
    """It was taken off, or came up in a group that took place."""
    came_up = session if session and session.state is SessionState.HELD else None
    off = day(row["off_on"]) or (came_up.held_on if came_up else None)
    return {"closed_on": off, "discussed_in_id": came_up.id if came_up else None, "closed_by_id": None}


def _same(row: Staged, event: int | None, beside: Sequence[Any]) -> Any:
    """Of the same day and for the same, else what is open, where the row is: a case is on one agenda at a time."""
    on, is_open = day(row["raised_on"]), row["off_on"] is None and row["discussed_in"] is None
    same = [one for one in beside if (one.raised_on, one.event_id) == (on, event)]
    return next(iter([*same, *(one for one in beside if is_open and one.closed_on is None)]), None)
