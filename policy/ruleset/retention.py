"""How long what is kept is kept: for each kind of record a period, and the day from which it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationInfo, field_validator

from policy.given import Model
from policy.periods import Period, Unit, parse_period


class Kept(StrEnum):
    """A kind of record with a term of its own, in the order in which a run takes them."""

    BUTTONS = "buttons"
    MESSAGES = "messages"
    IMPORTS = "imports"
    BUSY_TIMES = "busy_times"
    CONTACT = "contact"
    SICKNESS = "sickness"
    WORDS = "words"
    AUDITS = "audits"
    REQUESTS = "requests"
    DISCLOSURES = "disclosures"
    SESSIONS = "sessions"
    CASES = "cases"
    ABSENCES = "absences"
    MILESTONES = "milestones"
    PEOPLE = "people"
    LOOKS = "looks"
    TRAIL = "trail"


#: From when each kind's term counts.
ANCHORS: Final[dict[Kept, str]] = {
    Kept.BUTTONS: "use",
    Kept.MESSAGES: "sending",
    Kept.IMPORTS: "the import",
    Kept.BUSY_TIMES: "their end",
    Kept.CONTACT: "leaving",
    Kept.SICKNESS: "the return",
    Kept.WORDS: "the session",
    Kept.AUDITS: "the audit",
    Kept.REQUESTS: "the answer",
    Kept.DISCLOSURES: "the disclosure",
    Kept.SESSIONS: "the session",
    Kept.CASES: "closing",
    Kept.ABSENCES: "the return",
    Kept.MILESTONES: "the milestone",
    Kept.PEOPLE: "leaving",
    Kept.LOOKS: "the look",
    Kept.TRAIL: "the entry",
}
#: What each kind is, in words.
KINDS: Final[dict[Kept, str]] = {
    Kept.BUTTONS: "buttons that were used, and forms that were never sent",
    Kept.MESSAGES: "rows of messages that were sent, or couldn't be",
    Kept.IMPORTS: "when files were brought in, and how that ended",
    Kept.BUSY_TIMES: "times at which people aren't free",
    Kept.CONTACT: "e-mail addresses and chat accounts of people who left",
    Kept.SICKNESS: "that an absence or a cancellation was for sickness",
    Kept.WORDS: "people's own words: what they prepared, actions that are done, reasons for decisions",
    Kept.AUDITS: "draws for audits that are done",
    Kept.REQUESTS: "requests to sign or to meet that were answered",
    Kept.DISCLOSURES: "that something from supervision was discussed with others",
    Kept.SESSIONS: "sessions with their records, notes and actions",
    Kept.CASES: "closed cases and what was kept of them",
    Kept.ABSENCES: "absences that are over, and who covered",
    Kept.MILESTONES: "agreements, observations and the like that nothing rests on any more",
    Kept.PEOPLE: "who somebody was who left: name, team, and how they were reached",
    Kept.LOOKS: "who looked at what is private",
    Kept.TRAIL: "what happened and who did it",
}
_TERM: Final = re.compile(r"(?P<period>.+?) after (?P<anchor>.+)")
_LONGEST: Final = {Unit.DAY: 36_600, Unit.WEEK: 5_300, Unit.MONTH: 1_200, Unit.YEAR: 100}


class Retention(Model):
    """A kind without a term is kept. What is merely technical has one unless the council sets another: buttons that
    were used, the rows of messages that were sent, and imports that are over."""

    buttons: Period | None = Period(3, Unit.MONTH)
    messages: Period | None = Period(6, Unit.MONTH)
    imports: Period | None = Period(6, Unit.MONTH)
    busy_times: Period | None = None
    contact: Period | None = None
    sickness: Period | None = None
    words: Period | None = None
    audits: Period | None = None
    requests: Period | None = None
    disclosures: Period | None = None
    sessions: Period | None = None
    cases: Period | None = None
    absences: Period | None = None
    milestones: Period | None = None
    people: Period | None = None
    looks: Period | None = None
    trail: Period | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _from_words(cls, text: object, field: ValidationInfo) -> object:
        """``6 years after leaving``, as a period."""
        if text is None or isinstance(text, Period):
            return text
        anchor = ANCHORS[Kept(str(field.field_name))]
        found = _TERM.fullmatch(text.strip()) if isinstance(text, str) else None
        if found is None or found["anchor"] != anchor:
            raise ValueError(f"write how long and from when, such as '6 years after {anchor}'")
        period = parse_period(found["period"])
        if not 0 < period.amount <= _LONGEST.get(period.unit, 0):
            raise ValueError("write days, weeks, months or years, up to 100 years")
        return period

    def terms(self) -> Iterator[tuple[Kept, Period]]:
        """What has a term, in the order of a run."""
        for kind in Kept:
            if period := getattr(self, kind):
                yield kind, period


def written_terms() -> dict[str, Any]:
    """The JSON Schema of the terms as a file writes them."""
    return {
        str(kind): {"type": "string", "description": f"such as: 6 years after {anchor}"}
        for kind, anchor in ANCHORS.items()
    }
