"""What two agreed, by a file: more often than the policy asks of the supervisee, never less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from policy.facts import PersonFacts, Subject, SubjectKind
from policy.how_often import asked_every, every, is_less_often
from policy.periods import parse_period
from storage.facts import load
from storage.importing.applied.link import PERSON, StoredSide
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

_AGREED: Final = (
    "SELECT r.file, r.line, r.more_often, r.supervisee, p.role, p.employed_from, p.asye_from, p.asye_until, "
    "p.qualified, p.percent FROM relationships r LEFT JOIN people p ON p.key = r.supervisee "
    "WHERE r.more_often IS NOT NULL AND coalesce(r.until, ?1) >= ?1"
)
#: Days of a person that a file may say.
_DAYS: Final = ("employed_from", "asye_from", "asye_until")


def name_less_often(staging: Staging, work: Work, faults: Faults) -> None:
    """Names what of that is less often, of relationships that go on, with what would be right."""
    rows = staging.sql.execute(_AGREED, [work.today.isoformat()]).fetchall()
    known = _stored(work, {row[3] for row in rows})
    for file, line, agreed, number, *said in rows:
        facts = _as_said(known.get(number), said, work.today)
        asked = asked_every(work.rules, work.calendar, facts, work.today) if facts else None
        if asked and is_less_often(parse_period(agreed), asked):
            message = (
                f"the policy asks for supervision {every(asked)}, and '{agreed}' is less often: give a shorter time, "
                "or leave it empty"
            )
            faults.add(staging.origins[file].name, line, "more_often", message)


def _stored(work: Work, numbers: set[str]) -> dict[str, PersonFacts]:
    ids = StoredSide(work).ids(PERSON, "staff_number", numbers)
    found = load(work, [Subject(SubjectKind.PERSON, i) for i in ids.values()])
    by_id = {one.person_id: one for one in found if isinstance(one, PersonFacts)}
    return {number: by_id[i] for number, i in ids.items()}


def _as_said(stored: PersonFacts | None, said: list[Any], today: date) -> PersonFacts | None:
    """Somebody as they are stored, with what a file of people says of them; None of whom nobody says what they are."""
    given = dict(_given(said))
    if stored:
        return replace(stored, **given)
    if "role" not in given:
        return None
    return PersonFacts(0, bot_started=today, **{"employed_from": today, **given})


def _given(said: list[Any]) -> Iterator[tuple[str, Any]]:
    role, *days, qualified, percent = said
    for name, value in (("role", role), ("qualified", qualified and bool(qualified)), ("percent", percent)):
        if value is not None:
            yield name, value
    yield from ((name, date.fromisoformat(day)) for name, day in zip(_DAYS, days, strict=True) if day)
