"""What councils' own systems call the columns, as they are compared: without case, spaces as underscores."""

from __future__ import annotations

from functools import cache
from typing import Final

from policy.written_days import MONTH_NAMES
from storage.importing.proposal.further_headings import with_further
from storage.importing.proposal.heading_words import canonical

#: The months as the headings of a column each begin, in whichever year.
MONTHS: Final = tuple(f"{name[:3].capitalize()}*" for name in MONTH_NAMES)

#: The reference of a case, in a list of cases and in a log of what was discussed.
_CASE: Final = (
    *("case", "case_reference", "case_ref", "case_id", "case_number", "case_no", "mosaic_id"),
    *("lcs_id", "ics_id", "client_id", "client_ref", "person_id", "child_id", "child_ref"),
    *("service_user_id", "su_id", "su_number", "reference", "subject_id", "system_id", "liquidlogic_id"),
    *(
        "record_number",
        "lcs_number",
        "mosaic_number",
        "ics_number",
        "eclipse_id",
        "eclipse_number",
        "azeus_id",
    ),
)

#: For each kind of file that can be proposed, its columns and the headings that are taken for them, likeliest first.
#: Names in two parts are ``first_name`` and ``last_name``, which no file of ours has: they are joined.
_KNOWN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "people": {
        "staff_number": (
            *("staff_number", "employee_number", "employee_no", "employee_id", "employee_ref", "staff_no"),
            *("staff_id", "payroll_number", "payroll_no", "payroll_ref", "personnel_number", "personnel_no"),
            *("worker_id", "worker_number", "person_ref", "personal_ref", "emp_no", "emp_id", "pernr"),
            *("person_number", "user_id", "colleague_id", "payroll", "pay_number", "pay_no"),
            *("assignment_number", "assignment_no"),
        ),
        "name": (
            *("name", "full_name", "employee_name", "employee_full_name", "staff_name", "worker_name"),
            *("display_name", "employee", "staff_member", "team_member", "colleague", "post_holder"),
            *("leaver", "leaver_name", "name_of_leaver", "agency_worker_name", "locum_name"),
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
            *("job_role", "worker_role", "job_description", "occupation", "post_held", "job_name"),
            *("business_title", "job_profile", "position_text", "job_text", "designation"),
            *("was", "former_post", "previous_post", "last_post", "post_left"),
            *("post_covered", "post_covering", "covering_post", "role_covered", "covering_role"),
            *("agency_role", "locum_role", "assignment_role", "booked_as"),
        ),
        "employed_from": (
            *("employed_from", "continuous_service_date", "continuous_service", "entry", "entry_date"),
            *("date_of_entry", "start_date", "date_started"),
            *("latest_start_date", "hire_date", "date_joined", "date_of_joining", "employment_start_date"),
            *("latest_hire_date", "joined", "started", "effective_start_date", "position_start_date"),
            *("original_hire_date", "legal_employer_hire_date", "begda", "start_in_post", "in_post_since"),
            *("assignment_start", "assignment_start_date", "contract_start"),
            *("appointed", "date_appointed", "appointment_date", "commenced", "commencement_date"),
            *(
                "booking_start",
                "booking_start_date",
                "placement_start",
                "placement_start_date",
                "booked_from",
            ),
        ),
        "role_from": (
            *(
                "role_from",
                "position_from",
                "post_from",
                "start_in_post",
                "in_post_since",
                "post_start_date",
                "position_start_date",
            ),
            *("date_started_in_post", "start_date_in_post", "job_start_date", "effective_start_date"),
            *("assignment_effective_start_date", "occupancy_start_date", "occupancy_start"),
            *("date_appointed_to_post", "post_appointment_date"),
            *("date_of_current_position", "date_in_current_position", "current_position_start_date"),
        ),
        "left_on": (
            *("last_day", "employed_to", "employed_until"),
            *("booked_to", "booked_until", "engaged_to", "engaged_until"),
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
                *("org_unit_path", "organisation_path", "org_path", "cost_centre_description"),
                "cost_centre_name",
                "cost_centre",
                "structure",
                "business_unit",
                "business_unit_name",
            ),
            *("org_unit_text", "organizational_unit", "supervisory_organization", "supervisory_organisation"),
            *("reporting_unit", "department_name", "division"),
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
        "hours": (
            "contracted_hours",
            "weekly_hours",
            "hours",
            "hours_per_week",
            "contract_hours",
            "working_hours",
        ),
        "qualified": (
            *("qualified", "qualified_social_worker", "registered_social_worker", "swe_registered", "swe"),
            *("swe_number", "swe_registration", "swe_registration_number", "swe_reg_number", "swe_id"),
            *("social_work_england_number", "social_work_england_registration", "swe_reference"),
            *("social_work_england_registration_number", "social_work_registration_number"),
            *("professional_registration_number", "registration_number", "hcpc_number"),
        ),
        "works": ("works", "working_days", "work_pattern", "working_pattern", "days_worked"),
        "asye_from": ("asye_from", "asye_start", "asye_start_date", "start_of_asye", "nqsw_start_date"),
        "asye_until": ("asye_until", "asye_end", "asye_end_date", "asye_expected_end", "end_of_asye"),
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
        "since": (
            *("since", "manager_since", "reports_to_since", "manager_start_date", "supervisor_since"),
            *("supervisor_start_date", "manager_effective_date", "manager_effective_from", "manager_from"),
            *("reporting_line_effective_from", "reporting_line_effective_date", "reporting_line_start_date"),
            *(
                "reports_to_start_date",
                "reports_to_effective_date",
                "line_manager_since",
                "reporting_to_since",
            ),
            *("reporting_since", "relationship_start_date", "job_relationships_effective_date"),
            *("manager_assignment_start_date", "supervision_start_date", "with_current_manager_since"),
        ),
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
            *("by", "with", "led_by", "held_by", "supervision_by"),
        ),
        "date": (
            *("date", "session_date", "date_of_supervision", "supervision_date", "meeting_date"),
            *("date_held", "date_of_session", "last_supervision", "last_supervision_date"),
            *("date_of_last_supervision", "date_last_supervised", "last_supervised", "last_session"),
            *("last_session_date", "last_1_1", "last_121", "last_one_to_one", "most_recent_supervision"),
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
        "cancelled_on": ("cancelled_on", "date_cancelled", "cancelled_date", "cancellation_date"),
        "reason": (
            *("cancellation_reason", "reason_for_cancellation", "reason_cancelled", "cancelled_reason"),
            *("reason_not_held", "if_cancelled_why", "why_cancelled", "reason_if_cancelled", "reason"),
            *("if_not_held_why", "why_not_held", "not_held_why", "cancelled_why", "why", "cancelled_because"),
        ),
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
            *("involvement_type", "type_of_involvement", "primary_need", "primary_need_code", "need_code"),
            *("case_category", "child_status", "plan_status", "case_classification", "work_type"),
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
                "case_holder",
                "named_worker",
                "responsible_user",
                "assigned_to",
            ),
        ),
        "allocated_on": (
            *("allocated_on", "allocation_date", "date_allocated", "allocated_date", "worker_start_date"),
            *("worker_from", "worker_since", "worker_start", "practitioner_from", "practitioner_since"),
            *("allocation_start_date", "allocated_since", "worker_allocated_date", "involvement_start_date"),
            *("allocation_start", "date_allocated_to_worker", "worker_assign_date", "assigned_date"),
            *("date_assigned", "date_of_allocation", "start_date"),
        ),
        "closed_on": (
            *("closed_on", "closure_date", "date_closed", "closed_date", "end_date", "case_closed"),
            *("episode_end", "episode_end_date", "episode_closed", "referral_end_date", "date_of_closure"),
            *("case_closure_date", "case_end_date", "closure_date_time", "date_ceased", "case_ended"),
        ),
        "is_open": (
            *("is_open", "open_or_closed", "open_closed", "status", "case_status", "state", "case_state"),
            *("referral_status", "episode_status", "involvement_status"),
        ),
        "restricted": (
            "restricted",
            "sensitive",
            "restricted_record",
            "sensitive_record",
            "access_restricted",
        ),
        "plan_every_months": (
            *("plan_every_months", "review_cycle", "review_frequency", "review_interval", "review_period"),
            *("plan_review_cycle", "plan_review_frequency", "frequency_of_review", "plan_reviewed_every"),
            *("review_every", "months_between_reviews"),
        ),
        "children": ("children", "number_of_children", "no_of_children", "children_count", "child_count"),
        "last_discussed": (
            *("last_discussed", "last_supervision", "last_supervision_date", "last_case_supervision"),
            *("last_case_supervision_date", "date_of_last_supervision", "last_case_discussion"),
            *("latest_supervision_date", "last_management_oversight", "last_sup", "supervision_date"),
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
            *("first_day_off", "first_day_sick", "first_day_absent", "time_off_date", "leave_start_date"),
            *("leave_start", "sickness_start_date", "absence_from", "time_off_start_date"),
        ),
        "last": (
            *("last", "last_day", "absence_end_date", "absence_end", "end_date", "to_date", "to", "date_to"),
            *("last_day_of_absence", "last_day_off", "last_day_sick", "absent_to", "absence_to", "leave_to"),
            *("leave_end_date", "leave_end", "sickness_end_date", "time_off_end_date"),
        ),
        "back_on": (
            *("back_on", "first_day_back", "return_date", "date_of_return", "return_to_work_date"),
            "returned_on",
        ),
        "sickness": (
            *("sickness", "absence_type", "absence_reason", "type", "reason", "leave_type", "category"),
            *("absence_category", "time_type", "time_off_type", "type_of_leave", "type_of_absence"),
        ),
    },
}


HEADINGS: Final = with_further(_KNOWN)


def is_called_so(cell: str) -> bool:
    """Whether some system calls a column of some kind so, however it is written."""
    return canonical(cell) in _as_compared()


@cache
def _as_compared() -> frozenset[str]:
    return frozenset(
        canonical(name) for columns in HEADINGS.values() for names in columns.values() for name in names
    )
