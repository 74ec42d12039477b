"""What a council's word probably is where it is none of the rule set's: by what such titles, teams and weeks usually
are. A guess, marked as one in a proposal, for the officer to read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from policy.folding import fold
from policy.written_days import DAYS
from storage.importing.columns.values import BOTH
from storage.importing.columns.working_week import working_week
from storage.importing.faults import Unreadable
from storage.importing.mapped.own_words import OF_RANK, SHORTENED
from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.own_columns import MOSTLY, Column

#: Titles as councils have them, and the roles that such people have, likeliest first. Whoever supervises and has cases
#: is supervised as who has cases.
_ROLES: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    (r"business support|administrat|\badmin\b|clerk|receptionist", ("business_support", "other_staff")),
    (r"student", ("student",)),
    (r"practice co ?ordinator", ("practice_coordinator", "business_support")),
    (
        r"practice (?:supervisor|educator|lead)|(?:assistant|deputy) (?:(?:team|practice) )?manager|\batm\b|"
        r"(?:advanced|senior|consultant|principal|lead) (?:practitioner|social worker)",
        ("practice_supervisor", "advanced_practitioner", "social_worker"),
    ),
    (r"(?:team|practice) manager|team lead", ("team_manager", "practice_group_lead", "supervisor")),
    (
        r"(?:service|group|operations) (?:manager|lead)|head of",
        ("service_manager", "group_manager", "head_of_service"),
    ),
    (r"director", ("assistant_director", "director")),
    (
        r"personal advis|\bpa\b|leaving care advis",
        ("personal_adviser", "personal_assistant", "support_worker"),
    ),
    (
        r"family (?:support|help|worker)|support worker|early help|youth worker|outreach",
        ("family_support_worker", "early_help_worker", "support_worker", "other_staff"),
    ),
)
_SENT: Final = re.compile(r"\b(?:agency|agy|agcy|locum)\b")
#: Teams and kinds of case as councils call them, and what a service of that work is called.
_SERVICES: Final[Sequence[tuple[str, str]]] = (
    (r"help (?:and|&) protection", "family support"),
    (r"(?:early|family) help|\behp?a?\b|\bta[cf]\b|family hub", "early help"),
    (r"leaving care|care leaver|pathway|\bcl\b|1[68] ?(?:plus|\+)|after ?care|through ?care", "leaving care"),
    (r"\bcwd\b|disab|short breaks?", "disabilit"),
    (r"foster|\bssw\b", "foster"),
    (r"adopt", "adopt"),
    (
        r"looked after|we care for|cared for|\bcfc\b|\bcic\b|\blac\b|\bcla\b|\bin care\b|corporate parent|permanen",
        "looked after",
    ),
    (
        r"assess|\bassmt\b|\basmt\b|\bmash\b|front door|\bduty\b|referral|\bcontact\b|intake|\bspa\b|"
        r"single point|\bs ?47\b|enquir",
        "assessment",
    ),
    (
        r"family support|safeguarding|\bsfs\b|protection|\bcp\b|\bcin\b|\bin need\b|court|\bs ?17\b",
        "family support",
    ),
)
#: How often a plan is reviewed, said so.
_REVIEWED: Final = re.compile(r"rev(?:iew(?:ed|s)?)? (?:every |each )?")
_MONTHS_SAID: Final = re.compile(r"(?:every )?(\d{1,2})? ?(?:m|mth|mths|month|months|monthly)")
_WEEKS_SAID: Final = re.compile(
    r"(?:every )?\d{1,2} ?(?:w|wk|wks|wkly|week|weeks|weekly)|weekly|fortnightly|every (?:week|fortnight)"
)
_INTERVALS: Final = (
    (3, re.compile("quarterly|every quarter")),
    (6, re.compile("(?:half|bi|6) ?(?:yearly|annual(?:ly)?)|twice a year|(?:every )?six months|six monthly")),
    (12, re.compile("annual(?:ly)?|yearly|(?:once a|every|each|1) year")),
)
_OF_TWO: Final = re.compile(r"\b(?:1 (?:to |2 |2 1 )?1|121|one to one|individual)\b")
_OF_CASES: Final = dict.fromkeys(("casework", "cases", "caseload"), "case")
#: Of which a short form has no letter.
_SMALL: Final = frozenset({"and", "of", "the", "to", "with", "for", "in"})
#: What people write of a week beside its days.
_BESIDE_DAYS: Final = re.compile(
    r"\b\d{1,2}(?:\.\d+)?\s*(?:h|hrs?|hours?)\b|\bfull[ -]?time\b|\bcompressed\b|[()]"
)
_FULL: Final = re.compile(r"full[ -]?time|\b(?:3[5-9]|4[01])(?:\.\d+)?\s*h")
_NOT: Final = re.compile(r"(?:\bnot|\bexcept|\bexcl\.?|\boff on|\bno)\s+(\w+?)s?\b")


def likely_role(title: str, roles: Mapping[str, str]) -> str | None:
    known, said = set(roles.values()), normal(title)
    if _SENT.search(said) and (of_agency := agency_role(title, roles)):
        return of_agency
    for pattern, usual in _ROLES:
        if re.search(pattern, said):
            return next((role for role in usual if role in known), None)
    return None


def agency_role(title: str, roles: Mapping[str, str]) -> str | None:
    """Of whoever an agency sent under this title, where the rule set has one role for such people; a manager is one."""
    sent = {role for label, role in roles.items() if _SENT.search(label)}
    said = " ".join(SHORTENED.get(word, word) for word in normal(title).split())
    return sent.pop() if len(sent) == 1 and OF_RANK.isdisjoint(said.split()) else None


def likely_service(team: str, services: Mapping[str, str]) -> str | None:
    said = " ".join(fold(team).replace("_", " ").split())
    for pattern, label in _SERVICES:
        if re.search(pattern, said):
            return next((services[one] for one in services if label in one), None)
    return _by_initials(team, services)


def _by_initials(team: str, services: Mapping[str, str]) -> str | None:
    """``FS`` of family support, in capitals: of one service alone."""
    short = {word.lower() for word in re.findall(r"\b[A-Z]{2,4}\b", team)}
    called = {label: [word[0] for word in normal(label).split() if word not in _SMALL] for label in services}
    meant = {services[label] for label, initials in called.items() if "".join(initials) in short}
    return meant.pop() if len(meant) == 1 else None


def months_said(text: str) -> int | None:
    """``3 monthly``, ``every 6 months``, ``quarterly``: how many months that is."""
    said = _REVIEWED.sub("", normal(text), count=1)
    if found := _MONTHS_SAID.fullmatch(said):
        return int(found[1] or 1)
    return next((months for months, pattern in _INTERVALS if pattern.fullmatch(said)), None)


def are_intervals(column: Column) -> bool:
    """Months and weeks that something is done in, several of them and hardly anything else."""
    said = [w for w in column.words if months_said(w) is not None or _WEEKS_SAID.fullmatch(normal(w))]
    return len(said) > 1 and len(said) > MOSTLY * len(column.words)


def says_review(text: str) -> bool:
    """``Rev 3m``: how often a plan is reviewed, among words that say something else."""
    return _REVIEWED.match(normal(text)) is not None and months_said(text) is not None


def likely_kind(sort: str, kinds: Mapping[str, str]) -> tuple[str | None, str]:
    """A session's kind and why, without that it was of two people."""
    said = {_OF_CASES.get(word, word) for word in _OF_TWO.sub(" ", normal(sort)).split()}
    alone = [kind for kind in kinds.values() if kind != BOTH]
    short = {said: kind for kind in alone for said in (kind[0], f"{kind[0]}s")}  # CS: case supervision
    if said and said <= short.keys():
        said = {short[word] for word in said}
    meant = {kinds[word] for word in said if word in kinds}
    if meant == {"case", "personal"} or said == {"both"}:
        return BOTH, "it counts as either"
    return (meant.pop(), "") if len(meant) == 1 else (None, "")


def likely_week(text: str) -> tuple[str, str] | None:
    """The days, as they are written, and why; None where it can't be told. Every other day off is no day off."""
    said = fold(text)
    if "fortnight" in said or re.search(r"\balt", said):
        return "Mon-Fri", "the day off of a fortnight isn't kept"
    if found := _NOT.search(said):
        off = next((at for at, day in enumerate(DAYS[:5]) if day.startswith(found[1][:3])), None)
        if off is not None:
            return " ".join(
                day[:3].capitalize() for at, day in enumerate(DAYS[:5]) if at != off
            ), "all but that day"
    rest = " ".join(_BESIDE_DAYS.sub(" ", said).replace(" ,", ",").split()).strip(" ,-/")
    if not rest:
        return ("Mon-Fri", "a full week") if _FULL.search(said) else None
    with suppress(Unreadable):
        if working_week(rest):
            return rest.title(), "the hours beside it are in percent"
    return None
