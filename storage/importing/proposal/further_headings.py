"""What few councils have in a list, by the headings that say so: each is looked for only where a rule asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Of kinds of file that are known by other headings too, further columns.
_COLUMNS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "people": {
            "load_percent": (
                *("load_percent", "workload_percent", "caseload_percent", "share_of_load"),
                *("caseload_cap", "caseload_cap_percent", "workload_cap", "load_cap", "protected_caseload"),
                *("reduced_caseload", "asye_caseload", "caseload_allowance", "workload_allowance"),
                *("caseload_share", "percent_of_caseload", "percentage_of_caseload", "caseload_percentage"),
            ),
        },
        "cases": {
            "plan_last_reviewed": (
                *("plan_last_reviewed", "last_plan_review", "last_plan_review_date", "plan_review_date"),
                *("plan_reviewed_on", "date_plan_reviewed", "cp_plan_last_reviewed", "last_cp_plan_review"),
                *("last_review_of_plan", "date_of_last_plan_review", "last_cin_review", "last_cp_review"),
                *("last_cla_review", "last_lac_review", "last_review_date", "date_of_last_review"),
            ),
            "plan_since": (
                *("plan_since", "cp_plan_start_date", "cp_plan_start", "cp_plan_since", "cp_start_date"),
                *("cp_start", "cpp_start_date", "cp_from", "cp_since", "child_protection_start_date"),
                *("child_protection", "cp", "cpp"),
            ),
        },
        "sessions": {
            "recorder": ("recorder", "recorded_by", "note_taker", "notes_taken_by", "minutes_by", "scribe"),
            "signer": ("signer", "signed_off_by", "sign_off_by", "record_signed_off_by"),
            "overseer": ("overseer", "overseen_by", "oversight_by", "management_oversight_by"),
        },
        "discussions": {
            "delegate": ("delegate", "delegated_to", "record_delegated_to", "recording_delegated_to"),
            "delegated_on": ("delegated_on", "date_delegated", "delegation_date"),
            "disagreed_on": ("disagreed_on", "date_disagreed", "record_disagreed_on"),
            "safeguarding_reference": ("safeguarding_reference", "safeguarding_ref", "safeguarding_number"),
        },
    }
)
_MANAGER: Final = ("team_manager", "practice_manager", "manager", "line_manager", "team_manager_name")
#: Of kinds of file that are known by these alone.
_KINDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "audits": {
            "staff_number": _MANAGER,
            "drawn_on": (
                "drawn_on",
                "date_drawn",
                "date_selected",
                "selected_on",
                "sampled_on",
                "date_sampled",
            ),
            "done_on": (
                *("audited_on", "date_audited", "audit_date", "date_of_audit", "audit_completed_on"),
                *("audit_completed", "date_audit_completed", "audit_done"),
            ),
            "by": ("auditor", "audited_by", "auditor_name", "audit_by"),
        },
        "agenda": {
            "raised_by": ("raised_by", "raised_by_name", "agenda_item_raised_by", "added_to_agenda_by"),
            "raised_on": ("raised_on", "date_raised", "added_to_agenda_on", "date_added_to_agenda"),
            "off_on": ("off_on", "taken_off_on", "removed_from_agenda_on", "date_taken_off"),
        },
    }
)


def with_further(
    known: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> dict[str, dict[str, tuple[str, ...]]]:
    """The headings of each kind and column, those here among them; the reference of a case is called the same in every
    list."""
    case = {"case": known["cases"]["case"]}
    both = {kind: {**columns, **_COLUMNS.get(kind, {})} for kind, columns in known.items()}
    return {**both, **{kind: {**case, **columns} for kind, columns in _KINDS.items()}}
