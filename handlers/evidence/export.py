"""Gathers everything that is held of one person or case, people's words among it, and marks what a request for access
may not simply be given (B29, B45)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Final

from cards.evidence import export as words
from cards.evidence.export import Care, ExportTable, PersonExport, Value, title_of
from handlers.shared.meetings import guidance
from policy.date_words import day
from policy.facts import Subject, SubjectKind
from policy.ruleset import GuidancePoint
from storage import cases, export, people
from storage.export import HeldRow
from storage.people import Person
from storage.work import Work

_BY_KIND: Final = frozenset({"session", "disclosure"})
_OF_SESSIONS: Final = frozenset({"action", "gapnote", "preparation", "record"})
_HEALTH: Final = frozenset({"sickness", "reason"})


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[int, Person]
    cases: Mapping[int, str]

    def of(self, kind: str, number: int) -> str:
        if kind == "case":
            return self.cases.get(number, words.gone(number))
        one = self.people.get(number)
        return words.who(one.name, one.staff_number) if one else words.gone(number)


def gather(work: Work, subject: Subject, called: str) -> PersonExport:
    """Opens every word that is held: raises UnreadableError without the key."""
    rows = list(export.of(work, subject))
    names = _names(work, rows)
    place = partial(
        _place, {row.values["id"]: str(row.values["kind"]) for row in rows if row.table == "session"}
    )
    sections = [
        _section(work, title, list(some), names, subject)
        for title, some in groupby(sorted(rows, key=place), key=place)
    ]
    return PersonExport(
        title=words.everything(called),
        council=work.rules.council,
        on=day(work.today),
        grounds=guidance(work, GuidancePoint.ACCESS_REQUEST),
        sections=sections,
    )


def _place(kinds: Mapping[int, str], row: HeldRow) -> tuple[bool, str, str]:
    """The subject itself first; what has a kind of supervision by that, or follows of a session by that session's
    (``kinds``), so that personal and case stay apart."""
    kind = str(row.values["kind"]) if row.table in _BY_KIND else ""
    if row.table in _OF_SESSIONS:
        kind = kinds.get(row.values["session_id"], "")
    return row.table not in ("person", "case"), row.table, kind


def _names(work: Work, rows: Sequence[HeldRow]) -> _Names:
    ids: dict[str, set[int]] = {"person": set(), "case": set()}
    for row in rows:
        for name, kind in row.refers.items():
            if kind in ids and row.values[name]:
                ids[kind].add(row.values[name])
    found = cases.cases(work, sorted(ids["case"]))
    return _Names(people.people(work, sorted(ids["person"])), {i: c.reference for i, c in found.items()})


def _section(
    work: Work, place: tuple[bool, str, str], rows: Sequence[HeldRow], names: _Names, subject: Subject
) -> ExportTable:
    _, table, kind = place
    shown = [dict(_values(work, row, names, subject)) for row in rows]
    columns = [name for name in rows[0].values if any(name in one for one in shown)]
    return ExportTable(table, title_of(table, kind), columns, shown)


def _values(work: Work, row: HeldRow, names: _Names, subject: Subject) -> Iterator[tuple[str, Value]]:
    for name, value in row.values.items():
        if value is None or value == "":
            continue
        refers = row.refers.get(name)
        if refers in ("person", "case"):
            yield name, Value(names.of(refers, value), _care_of(refers, value, subject))
        elif name.startswith("sealed_"):
            yield name, Value(work.cipher.open(value), Care.WORDS)
        else:
            yield name, Value(_plain(value), _health(row, name, value, subject))


def _care_of(refers: str, value: int, subject: Subject) -> Care | None:
    if (refers, value) == (str(subject.kind), subject.id):
        return None
    if refers == "case":
        return Care.CHILD
    return Care.WORKER if subject.kind is SubjectKind.CASE else Care.COLLEAGUE


def _health(row: HeldRow, name: str, value: Any, subject: Subject) -> Care | None:
    """Of the subject's own absence it is theirs to know."""
    if name not in _HEALTH or value is False:
        return None
    whose = row.values.get("away_id") or row.values.get("person_id") or row.values.get("supervisee_id")
    return None if (subject.kind, subject.id) == (SubjectKind.PERSON, whose) else Care.HEALTH


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
