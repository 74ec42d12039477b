"""The language of a rule set: one council's policy, and beside it the council's own practice.

A rule says whom or what it applies to, the duty, who answers for it, when its clock starts, by when, and
where the policy says so. ``docs/rule-language.md`` shows every shape; ``policy/loader.py`` reads the file.
Import from here: which module holds a part is this package's own matter.
"""

from policy.ruleset.clock import CLOCK_SHAPES, UNBUILT, Ahead, LongerInterval, MonthRange, Phase, Uplift
from policy.ruleset.conditions import (
    CaseCondition,
    Condition,
    Standing,
    matches_case,
    matches_person,
    matches_session,
)
from policy.ruleset.council import Calendar, Term, Vocabulary
from policy.ruleset.limits import LimitExample, WorkloadLimit
from policy.ruleset.names import (
    AGREEMENT,
    AGREEMENTS,
    COVER,
    GROUP_ROLES,
    HOLDERS,
    MONTHS,
    OF_CANCELLED,
    OF_RECORD,
    PROFESSIONAL,
    SUBJECT_OF,
    SUPERVISOR,
    Duty,
    MonthName,
    Role,
    Window,
)
from policy.ruleset.practice import (
    Booking,
    Correcting,
    Delivery,
    GroupRoles,
    News,
    NudgeRule,
    Practice,
    Rebooking,
    When,
)
from policy.ruleset.retention import ANCHORS, KINDS, Kept, Retention, written_terms
from policy.ruleset.rule_set import Rows, RuleSet, Running
from policy.ruleset.rules import Example, Row, Rule, condition_of
from policy.ruleset.texts import DisclosedTo, Disclosing, Form, FormPart, Guidance, GuidancePoint

__all__ = [
    "AGREEMENT",
    "AGREEMENTS",
    "ANCHORS",
    "CLOCK_SHAPES",
    "COVER",
    "GROUP_ROLES",
    "HOLDERS",
    "KINDS",
    "MONTHS",
    "OF_CANCELLED",
    "OF_RECORD",
    "PROFESSIONAL",
    "SUBJECT_OF",
    "SUPERVISOR",
    "UNBUILT",
    "Ahead",
    "Booking",
    "Calendar",
    "CaseCondition",
    "Condition",
    "Correcting",
    "Delivery",
    "DisclosedTo",
    "Disclosing",
    "Duty",
    "Example",
    "Form",
    "FormPart",
    "GroupRoles",
    "Guidance",
    "GuidancePoint",
    "Kept",
    "LimitExample",
    "LongerInterval",
    "MonthName",
    "MonthRange",
    "News",
    "NudgeRule",
    "Phase",
    "Practice",
    "Rebooking",
    "Retention",
    "Role",
    "Row",
    "Rows",
    "Rule",
    "RuleSet",
    "Running",
    "Standing",
    "Term",
    "Uplift",
    "Vocabulary",
    "When",
    "Window",
    "WorkloadLimit",
    "condition_of",
    "matches_case",
    "matches_person",
    "matches_session",
    "written_terms",
]
