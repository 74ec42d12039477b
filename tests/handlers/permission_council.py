"""A council in which every relation and state that the permission table needs is there at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlmodel import col

from cards.ask import Ask
from cards.people.asks import MilestoneForm, MilestoneRecorded
from policy.facts import Reason, SessionKind, SessionState, SubjectKind
from policy.requests import RequestKind
from policy.ruleset import DisclosedTo
from storage import tables as t
from storage.transactions import write_transaction
from storage.work import CouncilConfig, Work
from tests.handlers.permissions_by_hand import RELATIONS
from tests.stories.council import START, Cast, ids_in

DAY = date(2026, 11, 2)
#: Of the cast's own staff; the others come with this council.
NEW = ("Petra", "Dele", "Rhea", "Sian", "Oona", "Colin", "Ewa", "Lena")
#: Who has which role in a group by practice.
GROUP_ROLES = {
    "Rhea": "practice_coordinator",
    "Sian": "advanced_practitioner",
    "Oona": "practice_group_lead",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an ask may be about, by its fields' names; ``milestone_duty``: the obligation of a milestone, which
    is about Amara's supervisor; ``agreement_duty``: of the agreement, which is the two's."""

    people: Mapping[str, int]
    values: Mapping[str, Any]
    milestone_duty: int | None
    agreement_duty: int | None

    def make(self, cls: type[Ask]) -> Ask:
        """An ask of that class, about what there is."""
        found = {f.name: self._value(cls, f.name, str(f.type)) for f in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: value for name, value in found.items() if value is not None})

    def _value(self, cls: type[Ask], name: str, kind: str) -> Any:
        if name == "case" and kind == "str":
            return self.values["reference"]
        if name == "obligation" and cls in (MilestoneForm, MilestoneRecorded):
            return self.milestone_duty
        return self.values.get(name)


def people_in(work: Work, cast: Cast, ids: dict[str, int]) -> dict[str, int]:
    """The cast's people and the new ones, by first name."""
    for number, name in enumerate(NEW):
        role = GROUP_ROLES.get(name, "") if cast.groups else ""
        ids[name] = _id(
            work,
            t.Person(
                staff_number=f"S9{number:02}",
                name=f"{name} Pretended",
                role=role or cast.roles["Amara"],
                team="Elsewhere",
                employed_from=date(2019, 3, 4),
                left_on=date(2026, 6, 30) if name == "Lena" else None,
            ),
        )
    return ids


def _id(work: Work, row: Any) -> int:
    added = work.add(row)
    work.flush()
    return int(added.id)


def seed(engine: Engine, config: CouncilConfig, cast: Cast, variant: str) -> Facts:
    """``variant``: "beside" or "group" for whose session and record are meant, "waiting" for one cancelled for
    an absence, "restricted" for a case that is, "longer" for one whose interval may be made longer; "" for the usual
    ones."""
    with write_transaction(engine, config, START) as work:
        who = people_in(work, cast, ids_in(engine))
        _relate(work, who)
        values = _about_people(work, who) | _about_a_case(work, who, variant)
        values |= _about_a_session(work, who, variant, values["case"])
        work.touch(SubjectKind.CASE, values["case"])
        work.touch(SubjectKind.PERSON, *who.values())
    with write_transaction(engine, config, START) as work:
        values["obligation"] = _obligation(work, "case", values["case"])
        observation = _obligation(work, "person", who["Priya"], "milestone:peer_observation")
        agreement = _obligation(work, "person", who["Amara"], "milestone")
    return Facts({r: who[name] for r, name in RELATIONS.items()}, values, observation, agreement)


def _relate(work: Work, who: Mapping[str, int]) -> None:
    """Amara's professional supervisor and her former one, and a pair elsewhere."""
    amara, came = who["Amara"], date(2019, 3, 4)
    beside = t.Relationship(
        supervisee_id=amara, supervisor_id=who["Petra"], professional=True, since=date(2025, 1, 6)
    )
    former = t.Relationship(
        supervisee_id=amara, supervisor_id=who["Lena"], since=came, until=date(2025, 1, 5)
    )
    elsewhere = t.Relationship(supervisee_id=who["Colin"], supervisor_id=who["Ewa"], since=came)
    for row in (beside, former, elsewhere):
        work.add(row)


def _about_people(work: Work, who: Mapping[str, int]) -> dict[str, Any]:
    absence = _id(work, t.Absence(person_id=who["Priya"], planned=False, first=DAY, last=date(2026, 11, 30)))
    _id(
        work,
        t.Arrangement(
            absence_id=absence,
            supervisee_id=who["Amara"],
            cover_id=who["Owen"],
            named_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
            arranged_on=DAY,
        ),
    )
    # So that the agreement is still to be signed
    work.connection.execute(delete(t.Milestone).where(col(t.Milestone.person_id) == who["Amara"]))
    milestone = t.Milestone(
        person_id=who["Amara"], what="observation", on=date(2026, 10, 1), said_by_id=who["Priya"]
    )
    asked = t.PersonRequest(
        kind=RequestKind.SIGN, asked_by_id=who["Priya"], asked_of_id=who["Amara"], asked_on=DAY, often=""
    )
    told = t.Disclosure(
        supervisee_id=who["Amara"],
        by_id=who["Priya"],
        kind=SessionKind.PERSONAL,
        to=DisclosedTo.LINE_MANAGER,
        on=DAY,
    )
    return {
        "request": _id(work, asked),
        "disclosure": _id(work, told),
        "absence": absence,
        "milestone": _id(work, milestone),
        "person": who["Amara"],
        "supervisee": who["Amara"],
        "supervisor": who["Priya"],
        "words": "@Amara",
        "by": who["Priya"],
        "often": "",
        "begun": DAY.isoformat(),
        "what": "joined",
        "at": int(START.timestamp()),
        "starts": (int(START.timestamp()),),
        "booked_at": int(START.timestamp()),
        "amended": True,
        "amend": True,
    }


def _about_a_case(work: Work, who: Mapping[str, int], variant: str) -> dict[str, Any]:
    service, categories = ("social_care", "stable") if variant == "longer" else ("family_support", "cin")
    case = _id(
        work,
        t.Case(
            reference="PT-1",
            service=service,
            categories="" if variant == "group" else categories,
            restricted=variant == "restricted",
        ),
    )
    _id(work, t.Allocation(case_id=case, worker_id=who["Amara"], since=date(2026, 9, 1)))
    event = t.CaseEvent(case_id=case, what="review", on=DAY, known_on=DAY, from_chat=True)
    decision = t.Decision(
        case_id=case, kind="informal", made_on=DAY, made_by_id=who["Helen"], said_by_id=who["Helen"]
    )
    grant = t.Authorisation(case_id=case, every="12 weeks", less_often=True, by_id=who["Helen"], since=DAY)
    asked = t.IntervalRequest(case_id=case, every="12 weeks", asked_by_id=who["Amara"], asked_on=DAY)
    draw = t.Draw(
        rule="B22",
        window="month:2026-11",
        person_id=who["Priya"],
        case_id=case,
        drawn_on=DAY,
        of=1,
        place=0,
        pool="",
    )
    item = t.AgendaItem(case_id=case, raised_by_id=who["Helen"], raised_on=DAY)
    made = {"event": event, "item": item, "decision": decision, "grant": grant, "asked": asked, "draw": draw}
    return {"case": case, "reference": "PT-1", **{name: _id(work, row) for name, row in made.items()}}


def _about_a_session(work: Work, who: Mapping[str, int], variant: str, case: int) -> dict[str, Any]:
    holder = who["Petra"] if variant == "beside" else who["Priya"]
    supervisee = who["Priya"] if variant == "group" else who["Amara"]
    row = t.Session(
        kind=SessionKind.GROUP if variant == "group" else SessionKind.CASE,
        supervisee_id=supervisee,
        supervisor_id=holder,
        starts_at=datetime(2026, 11, 10, 14, tzinfo=UTC),
        ends_at=datetime(2026, 11, 10, 15, tzinfo=UTC),
        wall="2026-11-10T14:00",
        on=date(2026, 11, 10),
        booked_on=DAY,
    )
    if variant == "group":
        row.recorder_id, row.signer_id, row.overseer_id = who["Rhea"], who["Sian"], who["Oona"]
    if variant == "waiting":
        row.state, row.reason = SessionState.CANCELLED, Reason.SICKNESS
        row.away_id, row.cancelled_on = who["Priya"], DAY
    session = _id(work, row)
    if variant == "group":
        work.add(t.Participant(session_id=session, person_id=who["Amara"]))
    record = _id(work, t.Record(session_id=session, case_id=case, delegate_id=who["Dele"]))
    note = _id(work, t.GapNote(session_id=session, case_id=case))
    shared = t.Preparation(
        supervisee_id=who["Amara"],
        case_id=case,
        begun_on=DAY,
        shared_at=datetime(2026, 11, 2, 10, tzinfo=UTC),
    )
    preparation = _id(work, shared)
    return {
        "cases": (case,),
        "session": session,
        "record": record,
        "records": (record,),
        "note": note,
        "preparation": preparation,
    }


def _obligation(work: Work, kind: str, subject: int, duty: str = "") -> int | None:
    o = t.ObligationRow
    query = select(col(o.id)).where(col(o.subject_kind) == kind, col(o.subject_id) == subject)
    query = query.where(col(o.state) != "met", *([col(o.duty).startswith(duty)] if duty else []))
    return work.connection.execute(query.order_by(col(o.id)).limit(1)).scalar()
