"""Logs that a form or a list fills: headings that are questions, who filled it in, groups, what is sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of, read_mapping
from storage.importing.proposal.form_columns import questions_in
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.own_references import people_between
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_again import propose_again
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council, rows

TODAY = NOW.date()
MADE = "ID|Start time|Completion time|Email|Name|Last modified time"
ASKED = (
    "Who was supervised? (first name and surname)|Who is the session for, if you fill this in for a manager?|"
    "Date of the session|What kind of supervision was it?|Did it go ahead?|If not, why not?|How long was it (minutes)?|"
    "Which cases did you talk about?|Has it been written up on the child's record?|When was it written up|"
    "Date of next supervision"
)
BY_PRIYA = "2026-10-07 10:00:00|2026-10-07 10:04:00|priya@example.org|Priya Sample|"
BY_OFFICE = "2026-10-07 11:00:00|2026-10-07 11:04:00|office@example.org|Olive Office|"
ANSWERS = (
    f"1|{BY_PRIYA}|Amara Example||05/10/2026|1:1 case supervision|Yes||60|C-101, C-102|Not yet||02/11/2026",
    f"2|{BY_PRIYA}|Amara Example||06/10/2026|1:1 personal supervision|Yes||45||Yes|07/10/2026|",
    f"4|{BY_OFFICE}|Amara Example|Priya Sample|08/10/2026|1:1 case and personal|Yes||90|C-101|Yes|09/10/2026|",
    f"5|{BY_OFFICE}|Amara Example|Priya Sample|08/10/2026|1:1 case and personal|Yes||90|C-101|Yes|09/10/2026|",
    f"6|{BY_PRIYA}|Amara Example||12/10/2026|1:1 personal supervision|No|Called to court|||||",
    f"7|{BY_PRIYA}|Amara Example||13/10/2026|1:1 personal supervision|Yes||30||Not yet||",
    f"8|{BY_PRIYA}|Amara Example, Helen Madeup, Amy Exampel||14/10/2026|Group|Yes||90|C-102|Yes|15/10/2026|",
)
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]


def _words() -> ImportVocabulary:
    staff = Staff(TODAY)
    know(
        staff, [{**one, "email": "priya@example.org" if one["staff_number"] == "S2" else ""} for one in STAFF]
    )
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)


def _proposed(heading: str, *answers: str) -> Proposal:
    rows = [line.split("|") for line in answers]
    return propose(Rows("log.csv", heading.split("|"), rows), _words(), file="log.csv")


def _brought_in(council: Council, file: Path, *answers: str) -> Proposal:
    file.write_text("\n".join((f"{MADE}|{ASKED}", *answers)), encoding="utf-8")
    (proposal,) = propose_for(file, _words(), None)
    said = proposal.text.replace("\"Amy Exampel\": '?'", '"Amy Exampel": "S1"')
    assert "'?'\n" not in said.split("makes:")[1], said
    council.takes(*(sources_of(file, [mapping_of(said, "log.yaml")]) or ()))
    return proposal


@pytest.fixture
def forms(council: Council) -> Council:
    cases = rows(
        "cases",
        "case, service, worker, allocated on",
        *(f"C-10{n}, assessment, S1, 03/03/2026" for n in (1, 2)),
    )
    council.takes(PEOPLE, LINES, cases)
    return council


def test_a_form_s_answers_are_sessions_with_all_that_they_say(forms: Council, tmp_path: Path) -> None:
    """Whoever filled it in supervised, but where another is named for whom; a group's people belong to it."""
    proposal = _brought_in(forms, tmp_path / "log.csv", *ANSWERS)
    by = {number: (who, person) for number, who, person in forms.has(t.Person, "staff_number", "name", "id")}
    met = forms.has(t.Session, "on", "kind", "state", "supervisee_id", "supervisor_id", "minutes")
    amara, priya = by["S1"][1], by["S2"][1]
    assert sorted(met) == [
        (date(2026, 10, 5), "case", "held", amara, priya, 60),
        (date(2026, 10, 6), "personal", "held", amara, priya, 45),
        (date(2026, 10, 8), "case", "held", amara, priya, 90),
        (date(2026, 10, 12), "personal", "cancelled", amara, priya, None),
        (date(2026, 10, 13), "personal", "held", amara, priya, 30),
        (date(2026, 10, 14), "group", "held", priya, priya, 90),
    ]
    assert len(forms.has(t.Participant, "person_id")) == 2
    assert len(forms.has(t.Discussion, "id")) == 4
    assert proposal.to_look_at[:2] == (
        "supervisee is “Who was supervised? (first name and surname)”, a guess",
        "supervisor is “Who is the session for, if you fill this in for a manager?”, and where that says nothing "
        "“Name”, who filled it in, a guess",
    )


def test_a_no_to_the_record_is_a_record_that_is_not_written(forms: Council, tmp_path: Path) -> None:
    """Of what was discussed and of personal sessions; a day goes before a yes."""
    text = _brought_in(forms, tmp_path / "log.csv", *ANSWERS).text
    on = dict(forms.has(t.Session, "id", "on"))
    written = {on[one]: day for one, day in forms.has(t.Record, "session_id", "recorded_on")}
    assert written == {
        date(2026, 10, 5): None,
        date(2026, 10, 6): date(2026, 10, 7),
        date(2026, 10, 8): date(2026, 10, 9),
        date(2026, 10, 13): None,
        date(2026, 10, 14): date(2026, 10, 15),
    }
    flag = "Has it been written up on the child's record?"
    assert f'or: {{from: "{flag}", words: {{"Not yet": no, "Yes": ""}}}}' in text


def test_an_answer_that_was_sent_twice_is_one_session(forms: Council, tmp_path: Path) -> None:
    """The first of them, also next month; one that says another thing is another."""
    proposal = _brought_in(forms, tmp_path / "log.csv", *ANSWERS)
    assert 'alike_but: ["ID"]  # a guess' in proposal.text
    assert len([on for (on,) in forms.has(t.Session, "on") if on == date(2026, 10, 8)]) == 1
    mapping = mapping_of(proposal.text, "log.yaml")
    later = tmp_path / "log.csv"
    again = ANSWERS[2].replace("4|", "9|", 1)
    other = ANSWERS[2].replace("4|", "10|", 1).replace("|90|", "|60|")
    later.write_text("\n".join((f"{MADE}|{ASKED}", *ANSWERS, again, other)), encoding="utf-8")
    sessions = next(one for one in sources_of(later, [mapping]) or () if one.kind == "sessions")
    assert len(list(sessions.lines())) == 1 + len(ANSWERS)


#: What each may be headed, with an answer or two, for which of ours.
QUESTIONS: Sequence[tuple[str, str, Sequence[str]]] = (
    ("supervisee", "Who did you supervise?", ("Amara Example", "Bilal Madeup")),
    ("supervisee", "Name of the worker supervised", ("Amara Example",)),
    ("supervisee", "Who was the session with", ("Amara Example",)),
    ("supervisor", "Who supervised you today?", ("Priya Sample",)),
    ("supervisor", "Who led the session?", ("Priya Sample",)),
    ("supervisor", "If on behalf of somebody, whom?", ("",)),
    ("date", "When did the supervision take place?", ("05/10/2026", "06/10/2026")),
    ("date", "What date was it held on", ("05/10/2026",)),
    ("state", "Did the meeting take place?", ("Yes", "No")),
    ("state", "Has the session gone ahead", ("Yes", "Rearranged")),
    ("reason", "What was the reason it was cancelled", ("Court",)),
    ("kind", "Which type of session was this", ("Case", "Group")),
    ("kind", "Was it personal or case supervision?", ("Case", "Personal")),
    ("minutes", "How many minutes did it take?", ("60", "90")),
    ("is_recorded", "Is it recorded on the system yet?", ("Yes", "Not yet")),
    ("recorded_on", "On which day was it recorded", ("05/10/2026",)),
    ("case", "Children discussed (Mosaic numbers)", ("C-1001, C-1002",)),
)


@pytest.mark.parametrize(("ours", "heading", "answers"), QUESTIONS)
def test_a_question_tells_what_its_answers_are(ours: str, heading: str, answers: Sequence[str]) -> None:
    column = Column(heading)
    for answer in answers:
        column.take(answer)
    assert questions_in([column]) == {ours: column}


@pytest.mark.parametrize(
    "heading",
    [
        "Date of next supervision",
        "New date if it was rearranged",
        "When is the next session due?",
        "Anything else to add?",
    ],
)
def test_what_is_still_to_come_is_no_session(heading: str) -> None:
    column = Column(heading)
    for at in range(4):
        column.take((TODAY + timedelta(days=at)).strftime("%d/%m/%Y"))
    assert questions_in([column]) == {}


def test_a_worker_s_own_form_is_of_whoever_filled_it_in() -> None:
    text = _proposed(
        "Timestamp|Email address|Your name|Who supervised you?|When did the session take place?|Did it go ahead?",
        "07/10/2026 10:00:00|amara@example.org|Amara Example|Priya Sample|05/10/2026|Yes",
        "08/10/2026 10:00:00|helen@example.org|Helen Madeup|Priya Sample|06/10/2026|Yes",
    ).text
    assert 'supervisee: "Your name"' in text
    assert 'supervisor: "Who supervised you?"' in text
    assert 'date: "When did the session take place?"' in text
    assert 'session: "Timestamp"' in text


def test_a_list_s_columns_of_its_own_are_no_session_s() -> None:
    text = _proposed(
        "ID|Title|Who was supervised|Date of supervision|Did it take place|Created|Created By|Modified",
        "3|Supervision|Amara Example|05/10/2026|Yes|06/10/2026 09:12|Priya Sample|06/10/2026 09:12",
        "4|Supervision|Helen Madeup|06/10/2026|No|07/10/2026 09:12|Priya Sample|07/10/2026 09:12",
    ).text
    assert 'supervisee: "Who was supervised"' in text
    assert 'supervisor: "Created By"' in text
    assert 'start: {is: "09:00"}' in text


def test_who_supervises_whom_is_to_be_looked_at_in_any_log() -> None:
    said = _proposed(
        "Worker|Manager|Date|Type|Held",
        "Amara Example|Priya Sample|05/10/2026|Case|Yes",
    ).to_look_at
    assert said[:2] == ("supervisee is “Worker”, a guess", "supervisor is “Manager”, a guess")


def test_a_name_in_a_group_s_cell_that_is_nobody_s_is_asked() -> None:
    proposal = _proposed(f"{MADE}|{ASKED}", *ANSWERS)
    assert [one for one in proposal.undecided if "Amy Exampel" in one]
    assert (
        '      staff_number:\n        from: "Who was supervised? (first name and surname)"\n        split: ","'
        in (proposal.text)
    )


def test_next_month_s_answers_ask_whom_nobody_knows_yet(tmp_path: Path) -> None:
    """In the mapping that stands: of sessions, of those in a group, and of whoever supervised."""
    file = tmp_path / "log.csv"
    file.write_text("\n".join((f"{MADE}|{ASKED}", *ANSWERS)))
    text = propose_for(file, _words(), None)[0].text
    more = (
        ANSWERS[1].replace("2|", "20|", 1).replace("|Amara Example|", "|Nora Nobody|"),
        ANSWERS[2].replace("4|", "21|", 1).replace("|Priya Sample|08", "|Mo Manager|08"),
        ANSWERS[6].replace("8|", "22|", 1).replace("Helen Madeup", "Pat Present"),
    )
    file.write_text("\n".join((f"{MADE}|{ASKED}", *ANSWERS, *more)))
    mapping = mapping_of(text, "log.yaml")
    again = propose_again(file, text, mapping, sources_of(file, [mapping]) or (), _words())
    asked = {line.split(" is;")[0] for line in again.undecided}
    assert {
        "supervisee: who 'Nora Nobody'",
        "supervisor: who 'Mo Manager'",
        "staff_number: who 'Pat Present'",
    } <= asked
    assert not [line for line in asked if line.startswith("supervisee") and "Mo Manager" in line]


SAMPLE = Path(__file__).parents[2] / "docs" / "mappings" / "microsoft_forms.yaml"
SAMPLE_ASKS = (
    "Who was supervised?|If this is for a manager: for whom?|Date of supervision|What type was it?|Did it go ahead?|"
    "If not, why not?|Which cases were discussed?|Has it been written up?|When was it written up?"
)


def test_the_sample_of_a_form_takes_a_group_several_cases_and_an_answer_sent_twice(
    forms: Council, tmp_path: Path
) -> None:
    file = tmp_path / "Supervision record 11.csv"
    answers = (
        f"1|{BY_PRIYA}|Amara Example||05/10/2026|1:1 case|Yes||C-101 / C-102|Not yet|",
        f"2|{BY_PRIYA}|Amara Example||05/10/2026|1:1 case|Yes||C-101 / C-102|Not yet|",
        f"3|{BY_OFFICE}|Amara Example, Helen Madeup|Priya Sample|06/10/2026|Group|Yes||C-101|Yes|07/10/2026",
        f"4|{BY_PRIYA}|Amara Example||12/10/2026|1:1 personal|No|Court|||",
        f"5|{BY_PRIYA}|Amara Example||13/10/2026|1:1 personal|Yes|||Not yet|",
    )
    file.write_text("\n".join((f"{MADE}|{SAMPLE_ASKS}", *answers)))
    forms.takes(*(sources_of(file, [read_mapping(SAMPLE)]) or ()))
    by: dict[str, int] = dict(forms.has(t.Person, "staff_number", "id"))
    assert sorted(forms.has(t.Session, "on", "kind", "state", "supervisee_id", "supervisor_id")) == [
        (date(2026, 10, 5), "case", "held", by["S1"], by["S2"]),
        (date(2026, 10, 6), "group", "held", by["S2"], by["S2"]),
        (date(2026, 10, 12), "personal", "cancelled", by["S1"], by["S2"]),
        (date(2026, 10, 13), "personal", "held", by["S1"], by["S2"]),
    ]
    assert sorted(person for (person,) in forms.has(t.Participant, "person_id")) == sorted(
        [by["S1"], by["S3"]]
    )
    assert len(forms.has(t.Discussion, "id")) == 3
    assert len([day for (day,) in forms.has(t.Record, "recorded_on") if day is None]) == 3


def test_a_day_asked_in_a_second_question_stands_in_for_the_first(forms: Council, tmp_path: Path) -> None:
    """As when a form's question of the day is made anew in the middle of a year."""
    asked = f"{ASKED}|Supervision date (dd/mm/yyyy)"
    old = f"1|{BY_PRIYA}|Amara Example||05/10/2026|1:1 personal supervision|Yes||60|||||"
    new = f"2|{BY_PRIYA}|Amara Example|||1:1 personal supervision|Yes||45|||||13.10.26"
    file = tmp_path / "log.csv"
    file.write_text("\n".join((f"{MADE}|{asked}", old, new)), encoding="utf-8")
    (proposal,) = propose_for(file, _words(), None)
    assert 'date: {from: "Date of the session", or: "Supervision date (dd/mm/yyyy)"}' in proposal.text
    forms.takes(*(sources_of(file, [mapping_of(proposal.text, "log.yaml")]) or ()))
    assert sorted(on for (on,) in forms.has(t.Session, "on")) == [date(2026, 10, 5), date(2026, 10, 13)]


def test_a_group_s_people_are_told_apart_however_a_form_separates_them(
    forms: Council, tmp_path: Path
) -> None:
    """By strokes in one answer, by commas in another, and two forenames alone; and casework is a case's."""
    met = ("Amara / Helen / Priya", "Amara, Helen, Priya", "Helen, Amara")
    groups = (f"{at}|{BY_PRIYA}|{who}||1{at}/10/2026|Group|Yes||60||||" for at, who in enumerate(met, 1))
    alone = f"9|{BY_PRIYA}|Amara Example||19/10/2026|Personal & casework|Yes||60||||"
    proposal = _brought_in(forms, tmp_path / "log.csv", *groups, alone)
    assert 'split: [" / ", ","]' in proposal.text
    assert '"Personal & casework": case and personal' in proposal.text
    assert len(forms.has(t.Participant, "person_id")) == 3 + 3 + 2


def test_a_comma_within_a_name_separates_nobody() -> None:
    assert people_between(["Example, Amara; Sample, Priya", "Madeup, Helen"]) == (";",)
    assert people_between(["Example, Amara"]) == ()


def test_a_remark_says_for_whom_an_office_filled_it_in(forms: Council, tmp_path: Path) -> None:
    """And who came without an account; what else people remark is read by nobody, and quoted nowhere."""
    asked = f"{ASKED}|Anything else"
    said = (
        (BY_OFFICE, "completed for Priya Sample"),
        (BY_OFFICE, "Completed for Priya Sample duplicate of the last"),
        ("2026-10-07 11:00:00|2026-10-07 11:04:00|anonymous||", "Priya - guest link"),
        (BY_PRIYA, "completed for a friend of Amara Example"),
    )
    answers = (
        f"{at}|{by}|Amara Example||0{at}/10/2026|1:1 personal supervision|Yes||60|||||{remark}"
        for at, (by, remark) in enumerate(said, 1)
    )
    file = tmp_path / "log.csv"
    file.write_text("\n".join((f"{MADE}|{asked}", *answers)), encoding="utf-8")
    (proposal,) = propose_for(file, _words(), None)
    assert "friend" not in proposal.text
    assert "duplicate" not in proposal.text
    assert "Priya Sample (S2), for whom others filled it in, a guess" in " ".join(proposal.to_look_at)
    text = proposal.text.replace("\"Olive Office\": '?'", '"Olive Office": ""')
    forms.takes(*(sources_of(file, [mapping_of(text, "log.yaml")]) or ()))
    people = dict(forms.has(t.Person, "staff_number", "id"))
    assert [by for (by,) in forms.has(t.Session, "supervisor_id")] == [people["S2"]] * 4


def test_a_day_typed_month_first_is_read_by_when_the_row_was_entered(forms: Council, tmp_path: Path) -> None:
    """Where the day as it is written is to come then, or months before; and with a year's slip. Any other stays."""
    typed = ("10/7/2026", "9/28/2026", "5/10/2026", "7/9/2026", "22/09/2026", "02/10/2025")
    answers = (
        f"{at}|{BY_PRIYA}|Amara Example||{day}|1:1 personal supervision|Yes||60||||"
        for at, day in enumerate(typed, 1)
    )
    file = tmp_path / "log.csv"
    file.write_text("\n".join((f"{MADE}|{ASKED}", *answers)), encoding="utf-8")
    (proposal,) = propose_for(file, _words(), None)
    assert 'date: {from: "Date of the session", entered: "Completion time"}' in proposal.text
    forms.takes(*(sources_of(file, [mapping_of(proposal.text, "log.yaml")]) or ()))
    days = sorted(on for (on,) in forms.has(t.Session, "on"))
    assert days == [*(date(2026, 9, day) for day in (7, 22, 28)), *(date(2026, 10, day) for day in (2, 5, 7))]


def test_an_answer_sent_twice_is_one_whatever_was_remarked_and_when_it_was_entered(
    forms: Council, tmp_path: Path
) -> None:
    """Though the mapping reads a remark, and the moment; and a kind that means nothing is no session."""
    asked = f"{ASKED}|Anything else"
    said = (
        (BY_OFFICE, "9/28/2026", "Personal", "completed for Priya Sample"),
        (
            BY_OFFICE.replace("11:04", "11:09"),
            "9/28/2026",
            "Personal",
            "completed for Priya Sample again",
        ),
        (BY_PRIYA, "22/09/2026", "Observed visit", ""),
        (BY_PRIYA, "29/09/2026", "Personal", ""),
    )
    answers = (
        f"{at}|{by}|Amara Example||{day}|{kind}|Yes||60|||||{remark}"
        for at, (by, day, kind, remark) in enumerate(said)
    )
    file = tmp_path / "log.csv"
    file.write_text("\n".join((f"{MADE}|{asked}", *answers)), encoding="utf-8")
    (proposal,) = propose_for(file, _words(), None)
    assert 'alike_but: ["ID", "Anything else", "Completion time"]' in proposal.text
    text = proposal.text.replace("\"Olive Office\": '?'", '"Olive Office": ""')
    text = text.replace("\"Observed visit\": '?'", '"Observed visit": ""')
    forms.takes(*(sources_of(file, [mapping_of(text, "log.yaml")]) or ()))
    assert sorted(on for (on,) in forms.has(t.Session, "on")) == [date(2026, 9, 28), date(2026, 9, 29)]
