"""The small council in another policy's words: the same people and cases, in the roles and services that it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.settings import SAMPLE_RULES, SettingsError
from policy.ruleset import Duty, RuleSet
from storage.importing.tables.files import Rows


@dataclass(frozen=True, slots=True)
class Adaptation:
    """``roles``: what each role of the sample is called there; ``service``: the one all cases belong to; ``cases``: the
    categories of some, by reference, as a case file has them; ``people``: somebody's own role, by staff number;
    ``groups``: the staff numbers of those whose casework group supervision carries."""

    roles: Mapping[str, str]
    service: str
    cases: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


_WORKERS: Final = ("social_worker", "practitioner", "personal_assistant", "early_help_worker", "student")
_LINE: Final = ("team_manager", "head_of_service", "assistant_director", "business_support")


def _roles(*names: str) -> Mapping[str, str]:
    return dict(zip((*_WORKERS, *_LINE), names, strict=True))


#: By the rule set's name.
DRESSES: Final[Mapping[str, Adaptation]] = {
    "york": Adaptation(
        _roles(
            *("social_worker", "social_worker", "support_worker", "support_worker", "student"),
            *("team_manager", "group_manager", "assistant_director", "support_worker"),
        ),
        "social_care",
        {},
    ),
    "southwark": Adaptation(
        _roles(
            *("social_worker", "social_worker", "other_staff", "other_staff", "other_staff"),
            *("practice_group_lead", "head_of_service", "director", "other_staff"),
        ),
        "social_care",
        {
            "SC-10234": "cin",
            "SC-10240": "child_protection",
            "SC-10241": "child_protection",
            "SC-10277": "looked_after",
        },
        {"S103": "practice_coordinator", "S105": "advanced_practitioner"},
        ("S101", "S102", "S105"),
    ),
    "cambridgeshire-peterborough": Adaptation(
        _roles(
            *("social_worker", "child_practitioner", "support_worker", "support_worker", "support_worker"),
            *("team_manager", "group_manager", "service_manager", "support_worker"),
        ),
        "social_care",
        {
            "SC-10234": "cin",
            "SC-10240": "child_protection",
            "SC-10241": "child_protection",
            "SC-10277": "court",
            "SC-10302": "plo",
            "SC-10251": "cin",
            "SC-10263": "cin; stable",
            "SC-09871": "care_leaver_reduced",
            "SC-09944": "cin",
            "SC-10108": "in_care; stable_matched",
        },
    ),
    "multi-agency": Adaptation(
        _roles(*("practitioner",) * 5, *("supervisor",) * 3, "practitioner"),
        "safeguarding",
        {"SC-10240": "child_protection", "SC-10241": "child_protection"},
    ),
}
NAMES: Final = (SAMPLE_RULES, *DRESSES)


def adapted(rules: RuleSet, sources: Sequence[Rows]) -> list[Rows]:
    """The files as this rule set's council would have them. Raises SettingsError for one without words here."""
    if rules.name == SAMPLE_RULES:
        return list(sources)
    if rules.name not in DRESSES:
        raise SettingsError(f"there is no sample council for '{rules.name}', only for {', '.join(NAMES)}")
    dress = DRESSES[rules.name]
    known = {r.what for r in rules.asking(Duty.MILESTONE)}
    change = {"people.csv": _people, "cases.csv": _cases}
    found = [change[s.name](dress, s) if s.name in change else s for s in sources]
    return [s for s in found if s.name != "milestones.csv" or "agreement" in known]


def _people(dress: Adaptation, people: Rows) -> Rows:
    rows = [(n, name, dress.people.get(n, dress.roles[role]), *rest) for n, name, role, *rest in people.rows]
    if not dress.groups:
        return Rows(people.name, people.heading, rows)
    marked = [(*row, "yes" if row[0] in dress.groups else "no") for row in rows]
    return Rows(people.name, (*people.heading, "in_group"), marked)


def _cases(dress: Adaptation, cases: Rows) -> Rows:
    rows = [(case, dress.service, dress.cases.get(case, ""), *rest) for case, _, _, *rest in cases.rows]
    return Rows(cases.name, cases.heading, rows)
