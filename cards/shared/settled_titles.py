"""What an event's message is called once nothing more is to be done about it. A duty's is called as in a list."""

from __future__ import annotations

from typing import Final

#: By the notice's kind; ``{subject}``: the session, case or person that it is about.
TITLES: Final = {
    "supervisee_away": "{subject} is unavailable",
    "absence_noted": "You were recorded as away",
    "absence_claim": "Is {subject} away?",
    "absence_answer": "Is {subject} away?",
    "absence_reported": "Other arrangements while {subject} is unavailable",
    "absence_told": "Your report that {subject} is unavailable",
    "covering": "Cover for {subject}",
    "covered": "Cover for {subject}",
    "cover_ends": "Cover for {subject}",
    "cover_gone": "Cover for {subject} needs arranging again",
    "concern": "{subject} asks for a meeting with you",
    "concern_told": "Your request for a meeting",
    "concern_news": "Your request for a meeting",
    "workload": "Over the policy's limit of cases",
    "interval_asked": "A longer interval for {subject}?",
    "interval_news": "The interval of {subject}",
    "interval_ends": "The interval of {subject}",
    "interval_ended": "The interval of {subject}",
    "judged": "{subject} is judged anew",
    "unallocated": "Cases of {subject} without a worker",
    "handed_over": "Sessions that are handed over",
    "decision_back": "A decision about {subject}",
    "decision_alert": "A decision about {subject}",
    "milestone_noted": "What was recorded for {subject}",
    "milestone_back": "What was taken back for {subject}",
    "agreement": "Your supervision agreement",
    "agreement_signed": "A supervision agreement",
    "agreement_declined": "A supervision agreement",
    "disclosed": "Your supervision, discussed with others",
    "frequency": "How often {subject} is supervised",
    "unreachable": "{subject} couldn't be reached",
    "stuck": "The bot could not do something",
    "made_good": "Done after all",
    "prepared": "What was prepared for {subject}",
    "delegated": "Record {subject}",
    "referred": "A disagreement about {subject}",
    "booked": "{subject}",
    "book_request": "{subject} asks for a session",
    "move_asked": "Another time for {subject}",
    "moved": "{subject}",
    "proposed_time": "A new time for {subject}",
    "provisional": "{subject}, a provisional time",
    "unanswered": "{subject}: nobody confirmed the time",
    "cancelled": "{subject}: cancelled",
    "returned": "{subject}: cancelled",
    "earlier": "Meet earlier: {subject}?",
    "no_time": "{subject}: no common time before the limit",
    "group": "{subject}",
    "group_without": "{subject}: somebody will miss it",
    "without_you": "Your cases in {subject}",
    "signed_off": "Signed off: {subject}",
    "acknowledge_asked": "Cases to acknowledge: {subject}",
    "agree_request": "Do you agree: {subject}?",
    "not_reached": "On the agenda, not discussed: {subject}",
    "on_agenda": "{subject} is on the agenda",
    "noted_not_so": "{subject}: noted, and said not to have taken place",
    "series": "Sessions that were booked",
    "import_missed": "An import that didn't come",
    "import_stopped": "An import that stopped",
    "late": "What is late",
    "late_team": "Late in your teams",
    "routes": "Gaps in the lines of management",
    "review_passed": "The policy's review date has passed",
}


def title(kind: str, subject: str) -> str:
    """Empty of a kind that isn't told any more."""
    said = TITLES.get(kind, "").format(subject=subject)
    return said[:1].upper() + said[1:]
