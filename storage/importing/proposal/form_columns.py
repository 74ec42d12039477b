"""Logs that a form or a list fills, as Microsoft Forms, Google Forms and Lists export them: whose questions are the
headings, and beside which stands who filled it in and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

from storage.importing.proposal.heading_words import canonical, normal
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.own_references import References
from storage.importing.proposal.recognising import KINDS_OF_SESSION
from storage.importing.proposal.recorded_flags import of_record, says_recorded
from storage.importing.staff import Staff

#: Headings that such an export has and nobody asked for: each set tells that it is one.
_MARKS: Final = (
    frozenset({"start_time", "completion_time"}),
    frozenset({"created", "created_by"}),
    frozenset({"timestamp"}),
)
_MADE: Final = frozenset(
    {
        *("start_time", "completion_time", "last_modified_time", "timestamp", "created", "modified"),
        *("modified_by", "item_type", "path", "total_points", "quiz_feedback", "points", "language"),
    }
)
#: Who filled it in, by name and by address; and what tells the answers apart.
_NAMES: Final = ("name", "created_by", "submitted_by", "respondent", "your_name")
_ADDRESSES: Final = ("email", "email_address", "respondent_email", "your_email")
_IDS: Final = ("id", "response_id", "item_id", "timestamp")
#: As many words as the heading of a question has.
_FEWEST: Final = 3
#: More than so many different words are no kinds and no yes or no.
_FEW: Final = 12
_NEVER: Final = re.compile(r"\bnext\b|\bnew date\b|rearranged|\bdue\b|anything else|comments?\b|\bnotes?$")
_SESSION: Final = r"(?:supervision|session|meeting|it)\b"


class _Question(NamedTuple):
    """``said``: by which its heading is known; ``holds``: what its answers are."""

    ours: str
    said: re.Pattern[str]
    holds: Callable[[Column], bool]


def _question(ours: str, said: str, holds: Callable[[Column], bool]) -> _Question:
    return _Question(ours, re.compile(said), holds)


def _are_people(column: Column) -> bool:
    """Names, also several in one cell or none so far."""
    return not (column.are_days or column.are_flags or column.are_numbers) or not column.words


def _are_few(column: Column) -> bool:
    return not column.are_days and 0 < len(column.words) <= _FEW


#: The likeliest first: each takes the first column that it is.
_QUESTIONS: Final = (
    _question("reason", r"\bwhy\b|\breasons?\b", lambda column: not column.are_days),
    _question(
        "supervisor",
        r"^(?!.*\bwho (?:was|were|is) supervised\b).*(?:"
        r"\b(?:manager|supervisor)s?\b|\bwho (?:led|held|ran|chaired|gave|facilitated|conducted|supervised)\b|"
        r"\bsupervised? (?:was )?(?:held |led )?by\b|\bsupervised you\b|\bon behalf of\b)",
        _are_people,
    ),
    _question(
        "supervisee",
        r"\bsupervisees?\b|\bwho\b.*\b(?:supervised?|supervising|supervision|session|meet|met|see|seen|attended|present|"
        r"took part)\b|\bwhose\b|\b(?:person|people|worker|practitioner|colleague|staff|member)\b.*\bsupervis|"
        r"\bname of (?:the )?(?:\w+ )?(?:worker|practitioner|employee|colleague|person|member)|"
        r"\b(?:worker|practitioner|employee|staff member) s name\b",
        _are_people,
    ),
    _question(
        "recorded_on",
        r"\bwritten up\b|\bwrite up\b|\brecord(?:ed|ing)?\b|\buploaded?\b",
        attrgetter("are_days"),
    ),
    _question("is_recorded", r".", says_recorded),
    _question(
        "date",
        rf"\bdate (?:of|held)\b|\bwhen (?:was|did|were|is)\b|\b(?:what|which) da(?:te|y)\b|{_SESSION} date\b",
        lambda column: column.are_days and not of_record(column),
    ),
    _question(
        "kind",
        rf"\b(?:type|kind|sort|format)\b.*{_SESSION}|\b(?:case|personal) or (?:case|personal)\b|"
        rf"\bwhat was {_SESSION} about",
        lambda column: _are_few(column) and column.share_of(KINDS_OF_SESSION) > 0,
    ),
    _question("state", r"\bcancel|\bpostpon|\bmissed\b|\bdna\b|\bcalled off\b", attrgetter("are_yes_or_no")),
    _question(
        "state",
        r"\b(?:go|gone|went|going) ahead\b|\btakes? place\b|\btook place\b|\bhappen|\bdid (?:you|they) meet\b|"
        rf"\b(?:was|were|has) (?:the )?{_SESSION} (?:been )?(?:held|completed)\b",
        _are_few,
    ),
    _question(
        "minutes", r"\bhow long\b|\bhow many (?:minutes|hours)\b|\bduration\b", attrgetter("are_lengths")
    ),
    _question(
        "case",
        r"\b(?:cases?|child(?:ren)?|famil(?:y|ies)|young people)\b",
        lambda column: not column.are_days and References.of(column.words) is not None,
    ),
)
#: Of which of our files a question is; of the record both.
_OF: Final[Mapping[str, Sequence[str]]] = {
    "case": ("discussions",),
    "recorded_on": ("discussions",),
    "is_recorded": ("sessions", "discussions"),
}


@dataclass(frozen=True, slots=True)
class AnsweredForm:
    """``asked``: the columns that answer questions; ``filled_by``: who filled it in; ``ids``: what tells the answers
    apart."""

    asked: Sequence[Column]
    filled_by: Column | None
    ids: Column | None


def form_of(columns: Sequence[Column], staff: Staff) -> AnsweredForm | None:
    """None where the file is none that a form or a list filled with sessions."""
    titles = {canonical(column.title): column for column in reversed(columns)}
    if not any(marks <= titles.keys() for marks in _MARKS):
        return None
    fillers = [titles[name] for name in (*_ADDRESSES, *_NAMES) if name in titles]
    ids = next((titles[name] for name in _IDS if name in titles), None)
    made = {id(titles[name]) for name in _MADE if name in titles} | {id(one) for one in (*fillers, ids)}
    asked = [column for column in columns if id(column) not in made]
    if not questions_in(asked).keys() & {"supervisee", "supervisor"}:
        return None
    said = [column for column in fillers if column.words]
    return AnsweredForm(
        asked, max(said, key=lambda one: (_known(one, staff), one.are_names), default=None), ids
    )


def _known(column: Column, staff: Staff) -> int:
    """How many of its words are one person's of the staff."""
    return sum(staff.known(word) is not None for word in column.words)


def questions_in(columns: Sequence[Column]) -> dict[str, Column]:
    """By our columns those whose headings are questions about a session."""
    found: dict[str, Column] = {}
    left = [
        c for c in columns if len(normal(c.title).split()) >= _FEWEST and not _NEVER.search(normal(c.title))
    ]
    for ours, said, holds in _QUESTIONS:
        fitting = [c for c in left if said.search(normal(c.title)) and holds(c)]
        if fitting:
            found[ours] = fitting[0]
            left.remove(fitting[0])
    return found


def with_answers(
    found: Mapping[str, Mapping[str, Column]], columns: Sequence[Column], form: AnsweredForm | None
) -> dict[str, dict[str, Column]]:
    """With what headings that are questions tell, which goes before all else in a form alone."""
    filled = {kind: dict(some) for kind, some in found.items()}
    for ours, column in questions_in(columns).items():
        for kind in _OF.get(ours, ("sessions",)):
            others = {name: one for name, one in filled[kind].items() if one is not column}
            if form:
                filled[kind] = {**others, ours: column}
            elif column not in filled[kind].values():
                filled[kind].setdefault(ours, column)
    if form:
        filled["sessions"] = _of_form(filled["sessions"], filled["discussions"], form)
    return filled


def _of_form(
    sessions: Mapping[str, Column], discussions: Mapping[str, Column], form: AnsweredForm
) -> dict[str, Column]:
    """Whoever filled it in mostly supervises, else was supervised."""
    told = {"session": form.ids, "written_up": discussions.get("recorded_on"), "filled_by": form.filled_by}
    filled = {**sessions, **{ours: column for ours, column in told.items() if column}}
    if form.filled_by:
        filled.setdefault("supervisor" if "supervisee" in sessions else "supervisee", form.filled_by)
    return filled
