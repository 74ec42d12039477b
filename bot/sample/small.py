"""Twelve people and fourteen cases whose first morning, Tuesday 3 November 2026, has something of everything:

- Amara's case session with Priya is three working days off, so she is asked to prepare; one of her actions has been
  carried three times, and one of her records waits for her agreement;
- Tomasz's session of Monday has ended and nobody has said whether it was held;
- the record of Jodie's session of 28 October is due tomorrow;
- one of Amara's cases is overdue for discussion;
- Owen is away, unplanned, since Monday 2 November: on the fifteenth day his supervisees report it. Kwame's session with
  him was cancelled and waits for his return.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine, select
from sqlmodel import col

from storage import actions, records, sessions
from storage import tables as t
from storage.importing.tables.files import Rows
from storage.obligations import reassess
from storage.transactions import write_transaction
from storage.work import CouncilConfig, Work

NORTH: Final = "Family Support North"
SOUTH: Final = "Early Help and Leaving Care"
SERVICE: Final = "Children's Services"

PEOPLE: Final = (
    # staff number, name, role, team, employed from, ASYE from, days worked, also
    ("S101", "Amara Larkfield", "social_worker", NORTH, "04/03/2019", "", "", ""),
    ("S102", "Tomasz Fernbrook", "social_worker", NORTH, "07/09/2026", "07/09/2026", "", ""),
    ("S103", "Jodie Quillby", "personal_assistant", NORTH, "11/05/2021", "", "Mon Tue Wed Thu", ""),
    ("S104", "Kwame Ashdale", "early_help_worker", SOUTH, "02/09/2020", "", "", ""),
    ("S105", "Mei Saltmarsh", "practitioner", SOUTH, "17/01/2022", "", "", ""),
    ("S106", "Nadia Brightwell", "student", SOUTH, "14/09/2026", "", "Mon Tue Wed", ""),
    ("S201", "Priya Mosswell", "team_manager", NORTH, "05/01/2015", "", "", ""),
    ("S202", "Owen Brackenridge", "team_manager", SOUTH, "06/06/2016", "", "", ""),
    ("S301", "Helen Oakhanger", "head_of_service", SERVICE, "03/04/2012", "", "", ""),
    ("S401", "Adel Windrush", "assistant_director", SERVICE, "01/09/2010", "", "", ""),
    ("S501", "Sam Pebbleby", "business_support", SERVICE, "12/02/2018", "", "", "administrator"),
    ("S502", "Ruth Copperfold", "business_support", SERVICE, "23/10/2017", "", "", "policy_owner"),
)
#: supervisee, supervisor, since, agreement signed
LINES: Final = (
    ("S101", "S201", "01/10/2020", "14/10/2020"),
    ("S102", "S201", "07/09/2026", "18/09/2026"),
    ("S103", "S201", "11/05/2021", "25/05/2021"),
    ("S104", "S202", "02/09/2020", "16/09/2020"),
    ("S105", "S202", "17/01/2022", "31/01/2022"),
    ("S106", "S202", "14/09/2026", "28/09/2026"),
    ("S201", "S301", "01/04/2018", "12/04/2018"),
    ("S202", "S301", "01/04/2018", "16/04/2018"),
    ("S301", "S401", "03/04/2012", "24/04/2012"),
    ("S401", "", "", "01/10/2010"),
    ("S501", "S301", "12/02/2018", "26/02/2018"),
    ("S502", "S401", "23/10/2017", "06/11/2017"),
)
CASES: Final = (
    # case, service, categories, worker, allocated on, plan every months
    ("SC-10234", "Family support", "child in need", "S101", "12/05/2026", ""),
    ("SC-10240", "Family support", "child protection plan", "S101", "03/03/2026", ""),
    ("SC-10241", "Family support", "child protection plan", "S101", "03/03/2026", ""),
    ("SC-10277", "Looked after children (to 18)", "in care proceedings", "S101", "20/04/2026", ""),
    ("SC-10302", "Family support", "subject to PLO", "S101", "26/10/2026", ""),
    ("SC-10251", "Family support", "child in need", "S102", "14/09/2026", ""),
    ("SC-10263", "Family support", "child in need", "S102", "21/09/2026", ""),
    ("SC-10318", "Assessment", "", "S102", "28/10/2026", ""),
    ("SC-09871", "Leaving care (18 and over)", "settled and managing well", "S103", "02/02/2026", ""),
    ("SC-09902", "Leaving care (18 and over)", "high need of support", "S103", "02/02/2026", ""),
    ("SC-10190", "Early help", "", "S104", "15/06/2026", ""),
    ("SC-10215", "Early help", "", "S104", "06/07/2026", ""),
    ("SC-09944", "Leaving care (18 and over)", "", "S105", "11/03/2026", ""),
    (
        "SC-10108",
        "Looked after children (to 18)",
        "matched in placement; 3-monthly visits",
        "S105",
        "09/02/2026",
        "",
    ),
)
SESSIONS: Final = (
    # session, supervisee, supervisor, date, start, minutes, kind, state, cancelled on, reason, absent
    ("M-001", "S101", "S201", "14/08/2026", "10:00", "90", "case", "held", "", "", ""),
    ("M-002", "S101", "S201", "11/09/2026", "10:00", "90", "case", "held", "", "", ""),
    ("M-003", "S101", "S201", "01/10/2026", "13:30", "45", "case", "held", "", "", ""),
    ("M-004", "S101", "S201", "09/10/2026", "10:00", "90", "case", "held", "", "", ""),
    ("M-005", "S101", "S201", "29/10/2026", "11:00", "60", "case", "held", "", "", ""),
    ("M-006", "S101", "S201", "06/11/2026", "14:00", "90", "case", "booked", "", "", ""),
    ("M-010", "S102", "S201", "14/09/2026", "15:30", "90", "case", "held", "", "", ""),
    ("M-011", "S102", "S201", "21/09/2026", "15:30", "90", "case", "held", "", "", ""),
    ("M-012", "S102", "S201", "28/09/2026", "15:30", "90", "case", "held", "", "", ""),
    ("M-013", "S102", "S201", "05/10/2026", "15:30", "90", "case", "held", "", "", ""),
    ("M-014", "S102", "S201", "12/10/2026", "15:30", "90", "case", "held", "", "", ""),
    ("M-015", "S102", "S201", "19/10/2026", "15:30", "90", "case", "held", "", "", ""),
    ("M-016", "S102", "S201", "02/11/2026", "15:30", "90", "case", "booked", "", "", ""),
    ("M-020", "S103", "S201", "30/09/2026", "10:00", "60", "case", "held", "", "", ""),
    ("M-021", "S103", "S201", "28/10/2026", "10:00", "60", "case", "held", "", "", ""),
    ("M-022", "S103", "S201", "25/11/2026", "10:00", "60", "case", "booked", "", "", ""),
    ("M-030", "S104", "S202", "10/09/2026", "09:30", "90", "case", "held", "", "", ""),
    ("M-031", "S104", "S202", "08/10/2026", "09:30", "90", "case", "held", "", "", ""),
    (
        "M-032",
        "S104",
        "S202",
        "05/11/2026",
        "09:30",
        "90",
        "case",
        "cancelled",
        "02/11/2026",
        "sickness",
        "S202",
    ),
    ("M-040", "S105", "S202", "22/09/2026", "14:00", "90", "case", "held", "", "", ""),
    ("M-041", "S105", "S202", "20/10/2026", "14:00", "90", "case", "held", "", "", ""),
    ("M-042", "S105", "S202", "24/11/2026", "14:00", "90", "case", "booked", "", "", ""),
    ("M-050", "S106", "S202", "12/10/2026", "11:00", "60", "personal", "held", "", "", ""),
    ("M-051", "S106", "S202", "19/10/2026", "11:00", "60", "personal", "held", "", "", ""),
    ("M-052", "S106", "S202", "28/10/2026", "11:00", "60", "personal", "held", "", "", ""),
    ("M-060", "S201", "S301", "15/10/2026", "09:30", "60", "personal", "held", "", "", ""),
    ("M-061", "S201", "S301", "12/11/2026", "09:30", "60", "personal", "booked", "", "", ""),
    ("M-062", "S202", "S301", "16/10/2026", "09:30", "60", "personal", "held", "", "", ""),
    ("M-063", "S301", "S401", "22/10/2026", "16:00", "60", "personal", "held", "", "", ""),
    ("M-064", "S301", "S401", "19/11/2026", "16:00", "60", "personal", "booked", "", "", ""),
)
DISCUSSIONS: Final = (
    # session, plan reviewed, recorded on, agreed on, cases
    ("M-001", "yes", "18/08/2026", "20/08/2026", "SC-10234 SC-10240 SC-10241 SC-10277"),
    ("M-002", "yes", "16/09/2026", "17/09/2026", "SC-10234 SC-10240 SC-10241 SC-10277"),
    ("M-003", "no", "06/10/2026", "07/10/2026", "SC-10234"),
    ("M-004", "no", "14/10/2026", "15/10/2026", "SC-10240 SC-10241 SC-10277"),
    ("M-005", "no", "no", "", "SC-10302"),
    ("M-010", "yes", "16/09/2026", "17/09/2026", "SC-10251"),
    ("M-012", "yes", "30/09/2026", "01/10/2026", "SC-10251 SC-10263"),
    ("M-014", "no", "15/10/2026", "16/10/2026", "SC-10251 SC-10263"),
    ("M-020", "yes", "02/10/2026", "05/10/2026", "SC-09871 SC-09902"),
    ("M-021", "no", "no", "", "SC-09871 SC-09902"),
    ("M-030", "yes", "14/09/2026", "15/09/2026", "SC-10190 SC-10215"),
    ("M-031", "no", "13/10/2026", "14/10/2026", "SC-10190 SC-10215"),
    ("M-032", "no", "", "", "SC-10190 SC-10215"),
    ("M-040", "yes", "24/09/2026", "25/09/2026", "SC-09944 SC-10108"),
    ("M-041", "no", "22/10/2026", "23/10/2026", "SC-09944"),
)
#: Notes of sessions that were about no case, and when they were written.
NOTES: Final = {
    "M-011": "23/09/2026",
    "M-013": "06/10/2026",
    "M-015": "20/10/2026",
    "M-050": "13/10/2026",
    "M-051": "20/10/2026",
    "M-052": "29/10/2026",
    "M-060": "19/10/2026",
    "M-062": "20/10/2026",
    "M-063": "26/10/2026",
}
BUSY: Final = (
    ("S201", "04/11/2026", "09:30", "12:00"),
    ("S201", "05/11/2026", "13:00", "15:00"),
    ("S101", "04/11/2026", "14:00", "16:30"),
    ("S101", "09/11/2026", "09:30", "11:00"),
)
#: Amara's actions, agreed in these sessions: case, whose, what, why, how often carried.
ACTIONS: Final = (
    (
        "M-001",
        "SC-10240",
        "S101",
        "Ask the school for the attendance record",
        "To see the pattern since June",
        3,
    ),
    ("M-004", "SC-10277", "S101", "Confirm the date of the next hearing", "The plan depends on it", 0),
    ("M-004", "SC-10241", "S201", "Speak to the housing officer", "The move is stuck", 0),
)


def sources() -> list[Rows]:
    return [
        Rows(
            "people.csv",
            _columns(
                "staff_number name role team employed_from asye_from works "
                "qualified email administrator policy_owner"
            ),
            [_person(*row) for row in PEOPLE],
        ),
        Rows(
            "relationships.csv", ("supervisee", "supervisor", "since"), [row[:3] for row in LINES if row[1]]
        ),
        Rows(
            "milestones.csv", ("staff_number", "what", "on"), [(row[0], "agreement", row[3]) for row in LINES]
        ),
        Rows("cases.csv", _columns("case service categories worker allocated_on plan_every_months"), CASES),
        Rows(
            "sessions.csv",
            _columns(
                "session supervisee supervisor date start minutes kind state "
                "cancelled_on reason absent recorded_on"
            ),
            [(*row, NOTES.get(row[0], "")) for row in SESSIONS],
        ),
        Rows(
            "discussions.csv",
            _columns("session case plan_reviewed recorded_on agreed_on"),
            [
                (s, case, plan, rec, agreed)
                for s, plan, rec, agreed, cases in DISCUSSIONS
                for case in cases.split()
            ],
        ),
        Rows(
            "absences.csv",
            ("staff_number", "first", "last", "planned", "sickness"),
            [("S202", "02/11/2026", "", "no", "yes")],
        ),
        Rows("busy.csv", ("staff_number", "date", "start", "end"), BUSY),
    ]


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _person(
    number: str, name: str, role: str, team: str, since: str, asye: str, works: str, also: str
) -> Sequence[str]:
    qualified = (
        "yes" if role in ("social_worker", "practitioner", "team_manager", "head_of_service") else "no"
    )
    email = f"{name.lower().replace(' ', '.')}@example.org"
    flags = ["yes" if also == flag else "no" for flag in ("administrator", "policy_owner")]
    return (number, name, role, team, since, asye, works, qualified, email, *flags)


# What no file says: Amara's actions, and a record that waits for her agreement.


def finish(engine: Engine, config: CouncilConfig, now: datetime) -> None:
    """The days before the first morning, as they would have gone in chat."""
    for action in ACTIONS:
        _agree_action(engine, config, *action)
    with write_transaction(engine, config, datetime(2026, 10, 30, 10, 0, tzinfo=UTC)) as work:
        view = sessions.session(work, _session(work, "M-005"))
        records.mark_recorded(work, view.records[:1], view.supervisor.id)
        records.delivered(work, {view.records[0].id: 1})
        subject = view.subject
    with write_transaction(engine, config, now) as work:
        reassess(work, [subject])


def _agree_action(
    engine: Engine,
    config: CouncilConfig,
    source_id: str,
    case: str,
    owner: str,
    what: str,
    why: str,
    carried: int,
) -> None:
    with write_transaction(engine, config, _moment_of(engine, config, source_id)) as work:
        session_id = _session(work, source_id)
        case_id = work.connection.execute(
            select(col(t.Case.id)).where(col(t.Case.reference) == case)
        ).scalar_one()
        owner_id = work.connection.execute(
            select(col(t.Person.id)).where(col(t.Person.staff_number) == owner)
        ).scalar_one()
        assert case_id
        assert owner_id
        actions.add(work, session_id, case_id, owner_id, what, why)
        work.orm.flush()
        for row in work.orm.execute(select(t.Action).order_by(col(t.Action.id).desc()).limit(1)).scalars():
            row.carried = carried


def _session(work: Work, source_id: str) -> int:
    found = work.connection.execute(
        select(col(t.Session.id)).where(col(t.Session.source_id) == source_id)
    ).scalar_one()
    assert found
    return found


def _moment_of(engine: Engine, config: CouncilConfig, source_id: str) -> datetime:
    with write_transaction(engine, config, datetime(2026, 8, 1, tzinfo=UTC)) as work:
        return sessions.session(work, _session(work, source_id)).ends_at
