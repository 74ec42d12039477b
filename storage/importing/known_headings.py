"""What councils' own systems call the columns, as they are compared: without case, spaces as underscores."""

from __future__ import annotations

from typing import Final

from policy.written_days import MONTH_NAMES

#: The months as the headings of a column each begin, in whichever year.
MONTHS: Final = tuple(f"{name[:3].capitalize()}*" for name in MONTH_NAMES)

#: The reference of a case, in a list of cases and in a log of what was discussed.
_CASE: Final = (
    *("case", "case_reference", "case_ref", "case_id", "case_number", "case_no", "mosaic_id"),
    *("lcs_id", "ics_id", "client_id", "client_ref", "person_id", "child_id", "child_ref"),
    *("service_user_id", "reference", "subject_id", "system_id", "liquidlogic_id", "record_number"),
)

#: For each kind of file that can be proposed, its columns and the headings that are taken for them, likeliest first.
#: Names in two parts are ``first_name`` and ``last_name``, which no file of ours has: they are joined.
HEADINGS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "people": {
        "staff_number": (
            *("staff_number", "employee_number", "employee_no", "employee_id", "employee_ref", "staff_no"),
            *("staff_id", "payroll_number", "payroll_no", "payroll_ref", "personnel_number", "personnel_no"),
            *(
                "assignment_number",
                "assignment_no",
                "worker_id",
                "worker_number",
                "person_ref",
                "emp_no",
                "emp_id",
                "pernr",
                "person_number",
                "user_id",
                "colleague_id",
            ),
        ),
        "name": (
            *("name", "full_name", "employee_name", "employee_full_name", "staff_name", "worker_name"),
            *("display_name", "employee"),
            *("surname_forename", "surname_forenames", "surname_first_name", "last_name_first_name"),
            *("forename_surname", "first_name_last_name"),
        ),
        "first_name": (
            *("preferred_first_name", "known_as", "first_name", "forename", "forenames", "first_names"),
            *("given_name", "preferred_name", "first", "vorna"),
        ),
        "last_name": ("last_name", "surname", "family_name", "last", "nachn"),
        "role": (
            *(
                "role",
                "job_title",
                "position_title",
                "position_name",
                "position",
                "post_title",
                "post",
                "job",
            ),
            *("job_role", "worker_role", "job_description", "occupation"),
            *("business_title", "job_profile", "position_text", "job_text"),
        ),
        "employed_from": (
            *("employed_from", "continuous_service_date", "continuous_service", "entry", "entry_date"),
            *("date_of_entry", "start_date", "date_started"),
            *("latest_start_date", "hire_date", "date_joined", "date_of_joining", "employment_start_date"),
            *("latest_hire_date", "joined", "started", "effective_start_date", "position_start_date"),
            *("original_hire_date", "begda", "start_in_post", "in_post_since"),
            *("assignment_start", "assignment_start_date", "contract_start"),
        ),
        "role_from": (
            *("role_from", "start_in_post", "in_post_since", "post_start_date", "position_start_date"),
            *("date_started_in_post", "start_date_in_post", "job_start_date", "effective_start_date"),
            *("date_appointed_to_post", "post_appointment_date"),
        ),
        "left_on": (
            *("last_day_worked", "last_day_in_post", "last_day_of_service", "last_day_of_employment"),
            *("left_on", "leaving_date", "leave_date", "date_left", "date_of_leaving", "termination_date"),
            *("leaving", "leaver_date", "exit_date", "date_of_exit"),
            *("actual_termination_date", "employment_end_date", "end_date", "last_working_day"),
            *(
                "assignment_end",
                "assignment_end_date",
                "contract_end",
                "contract_end_date",
                "date_to",
                "valid_to",
            ),
        ),
        "email": (
            *("email", "e_mail", "email_address", "e_mail_address", "work_email", "work_e_mail"),
            *("work_email_address", "primary_email"),
        ),
        "team": (
            *("team", "team_name", "directorate_team", "division_team", "service_team"),
            *("org_unit", "organisation_unit", "organisation", "unit", "department"),
            *(
                "section",
                "service_area",
                "cost_centre_name",
                "cost_centre",
                "structure",
                "business_unit",
                "business_unit_name",
            ),
            *("org_unit_text", "organizational_unit", "supervisory_organization", "supervisory_organisation"),
        ),
        "percent": (
            "percent",
            "fte",
            "full_time_equivalent",
            "fte_hours",
            "contract_fte",
            "wte",
            "capacity_util_level",
            "capacity_utilization_level",
        ),
        "load_percent": ("load_percent", "workload_percent", "caseload_percent", "share_of_load"),
        "hours": (
            "contracted_hours",
            "weekly_hours",
            "hours",
            "hours_per_week",
            "contract_hours",
            "working_hours",
        ),
        "works": ("works", "working_days", "work_pattern", "working_pattern", "days_worked"),
        "last_supervised": (
            *("last_supervised", "last_supervision", "last_supervision_date", "date_of_last_supervision"),
            *("supervision_date", "last_1_1", "last_121"),
        ),
    },
    "relationships": {
        "supervisor": (
            *("supervisor", "manager_number", "manager_employee_number", "manager_no", "manager_id"),
            *("line_manager_number", "line_manager_employee_number", "line_manager_id", "supervisor_number"),
            *(
                "supervisor_employee_number",
                "supervisor_id",
                "reports_to_number",
                "reports_to",
                "line_manager",
            ),
            *("pernr_superior", "superior", "superior_personnel_number"),
            *("manager", "manager_name", "line_manager_name", "supervisor_name"),
        ),
        "since": ("since", "manager_since", "reports_to_since", "manager_start_date", "supervisor_since"),
    },
    "sessions": {
        "supervisee": (
            *(
                "supervisee",
                "supervised_person",
                "who_did_you_supervise",
                "person_supervised",
                "worker",
                "supervisee_name",
                "staff_member",
                "practitioner",
                "employee",
            ),
            *("social_worker", "worker_name", "staff_name", "name"),
        ),
        "supervisor": (
            "supervisor",
            "supervised_by",
            "supervisor_name",
            "manager",
            "line_manager",
            "manager_name",
        ),
        "date": (
            *("date", "session_date", "date_of_supervision", "supervision_date", "meeting_date"),
            *("date_held", "date_of_session"),
        ),
        "start": ("start", "time", "start_time", "session_time"),
        "minutes": ("minutes", "duration", "length", "duration_minutes"),
        "until": (
            "end_time",
            "finish_time",
            "time_ended",
            "ends",
            "ends_at",
            "finish",
            "finished",
            "end",
            "time_to",
        ),
        "kind": (
            "kind",
            "type",
            "supervision_type",
            "session_type",
            "type_of_supervision",
            "category",
            "format",
        ),
        "state": ("state", "status", "done", "held", "took_place", "outcome"),
    },
    "cases": {
        "case": _CASE,
        "service": (
            "service",
            "service_area",
            "team_type",
            "team",
            "responsible_team",
            "team_name",
            "allocated_team",
        ),
        "categories": (
            "categories",
            "category",
            "case_status",
            "legal_status",
            "case_type",
            "plan_type",
            "status",
        ),
        "worker": (
            *("worker", "allocated_worker_id", "worker_id", "key_worker_id", "allocated_worker_number"),
            *("worker_staff_number", "case_worker_id", "allocated_worker", "key_worker", "case_worker"),
            *("lead_worker", "lead_practitioner", "allocated_to", "social_worker", "responsible_worker"),
            *(
                "worker_name",
                "allocated_worker_name",
                "key_worker_email",
                "worker_email",
                "worker_code",
                "worker_number",
            ),
        ),
        "allocated_on": (
            *("allocated_on", "allocation_date", "date_allocated", "allocated_date", "worker_start_date"),
            *("worker_from", "worker_since", "worker_start", "practitioner_from", "practitioner_since"),
            *("allocation_start_date", "allocated_since", "worker_allocated_date", "involvement_start_date"),
            *("allocation_start", "start_date"),
        ),
        "closed_on": ("closed_on", "closure_date", "date_closed", "closed_date", "end_date", "case_closed"),
        "restricted": (
            "restricted",
            "sensitive",
            "restricted_record",
            "sensitive_record",
            "access_restricted",
        ),
        "children": ("children", "number_of_children", "no_of_children", "children_count", "child_count"),
        "last_discussed": (
            *("last_discussed", "last_supervision", "last_supervision_date", "last_case_supervision"),
            *("last_case_supervision_date", "date_of_last_supervision", "last_case_discussion"),
            *("latest_supervision_date", "last_management_oversight", "last_sup", "supervision_date"),
        ),
        "plan_since": (
            *("plan_since", "cp_plan_start_date", "cp_plan_start", "cp_plan_since", "cp_start_date"),
            *("cp_start", "cpp_start_date", "cp_from", "cp_since", "child_protection_start_date"),
            *("child_protection", "cp", "cpp"),
        ),
    },
    "discussions": {
        "case": _CASE,
        "recorded_on": (
            *("recorded_on", "written_up", "written_up_on", "date_recorded", "record_date", "recorded"),
            *(
                "record_written",
                "date_written_up",
                "supervision_recorded",
                "recorded_date",
                "record_completed",
                "record_uploaded",
                "uploaded",
                "uploaded_on",
                "date_uploaded",
                "notes_uploaded",
            ),
        ),
        "agreed_on": ("agreed_on", "signed_off", "signed_off_on", "date_signed", "signed_on", "date_agreed"),
        "plan_reviewed": ("plan_reviewed",),
        "safeguarding": ("safeguarding", "safeguarding_issue"),
    },
    "absences": {
        "absence": ("absence", "absence_id", "absence_ref", "absence_reference"),
        "staff_number": (),
        "first": (
            *("first", "first_day", "absence_start_date", "absence_start", "start_date", "from_date", "from"),
            *("absent_from", "first_day_of_absence", "date_from", "leave_from", "absence_date", "date"),
        ),
        "last": (
            *("last", "last_day", "absence_end_date", "absence_end", "end_date", "to_date", "to", "date_to"),
            "last_day_of_absence",
        ),
        "back_on": (
            "back_on",
            "first_day_back",
            "return_date",
            "date_of_return",
            "return_to_work_date",
            "returned_on",
        ),
        "sickness": (
            *("sickness", "absence_type", "absence_reason", "type", "reason", "leave_type", "category"),
            "absence_category",
        ),
    },
}

#: Where no heading is known: the words with which one of those of a heading begins, if its values are of the column's
#: kind. A heading that is of somebody's manager is the supervisor's alone.
SIGNS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "people": {
        "name": ("name", "worker", "employee", "person", "staff", "practitioner", "holder", "who"),
        "email": ("email", "mail", "address", "login", "account"),
        "team": ("team", "unit", "org", "locality", "structure"),
        "hours": ("hours",),
        "employed_from": (
            "continuous",
            "start",
            "began",
            "begin",
            "from",
            "since",
            "join",
            "hire",
            "entry",
            "appoint",
        ),
        "left_on": ("end", "left", "leav", "finish", "terminat", "until", "exit"),
    },
    "relationships": {"supervisor": ("manager", "supervisor", "supervised", "report", "superior")},
    "sessions": {
        "supervisee": ("supervisee", "worker", "practitioner", "staff", "employee"),
        "supervisor": ("manager", "supervisor", "supervised", "led", "facilitat", "chair"),
        "date": ("date", "day", "when", "held", "on"),
        "state": ("held", "took", "take", "place", "happen", "occur", "complet", "went", "attend", "done"),
        "start": ("time", "start", "begin", "began"),
        "minutes": ("minute", "min", "length", "duration", "long"),
    },
    "absences": {
        "first": ("absent", "from", "start", "first", "began", "begin"),
        "back_on": ("return", "back", "resum"),
        "last": ("last", "until", "end", "to"),
        "sickness": ("absence", "leave", "reason", "category"),
    },
    "cases": {
        "service": ("team", "service", "locality"),
        "worker": (
            *("worker", "practitioner", "allocat", "keyworker", "responsible", "officer", "owner", "user"),
            "professional",
        ),
        "allocated_on": ("alloc", "assign", "involve"),
        "categories": ("legal", "plan", "status", "categor", "classif", "need"),
        "last_discussed": ("discuss", "supervis", "oversight"),
        "closed_on": ("clos", "end", "ceas"),
        "restricted": ("restrict", "sensitiv", "protected", "confident", "secur", "lock"),
    },
}

#: What has a day of its own in a case.
_PART_OF_CASE: Final = frozenset(
    {
        *("plan", "legal", "status", "placement", "assessment", "review", "visit", "conference", "court"),
        *("order", "cp", "cpp", "cin", "cla", "lac"),
    }
)
#: What has a day of its own while somebody is in post.
_PART_OF_POST: Final = frozenset(
    {
        *("asye", "nqsw", "probation", "probationary", "trial", "induction", "dbs", "registration"),
        *("visa", "permit", "secondment", "maternity", "sickness", "absence"),
    }
)
_IS_DUE: Final = frozenset({"next", "due", "overdue"})
_IS_MEANT: Final = _IS_DUE | {"planned", "target", "expected", "proposed"}

#: Words of a heading by which a column of days is never one of ours: what is due hasn't happened, and what ends with a
#: plan, a worker's time or a probation ends no case and no post.
NEVER_OF: Final[dict[str, frozenset[str]]] = {
    "employed_from": _PART_OF_POST,
    "role_from": _PART_OF_POST,
    "left_on": _PART_OF_POST,
    "last_supervised": _IS_MEANT,
    "date": _IS_DUE,
    "recorded_on": _IS_MEANT,
    "agreed_on": _IS_MEANT,
    "allocated_on": _PART_OF_CASE,
    "last_discussed": _IS_MEANT,
    "closed_on": _PART_OF_CASE | _IS_MEANT | {"allocation", "worker", "practitioner", "involvement"},
}
