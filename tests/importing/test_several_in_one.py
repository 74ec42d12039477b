"""Where a row of a council's own file isn't a row of ours: several cases in one cell, several posts of one person, a
day that is in one of two columns, a name that two people have."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import MappingError, mapping_of, read_mapping
from storage.importing.proposal.proposing import propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.tables.files import Rows, Source
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import CASES, LINES, PEOPLE, Council, rows
from tests.importing.test_proposing import WORDS


def _sources(folder: Path, content: str, mapping: str) -> list[Source]:
    (folder / "own.csv").write_text(content, encoding="utf-8")
    (folder / "own.yaml").write_text(mapping, encoding="utf-8")
    return [*(sources_of(folder / "own.csv", [read_mapping(folder / "own.yaml")]) or ())]


LOG = """\
Ref|Who|Supervisor|Held on|Planned for|Children talked about
1|Amara Example|Priya Sample|13/10/2026|12/10/2026|FC-1, c-2 ,C-1
2|Amara Example|Priya Sample||20/10/2026|C-2 & C-3;fc-1
3|Amara Example|Priya Sample|27/10/2026|27/10/2026|
"""
LOG_MAP = """\
makes:
  sessions:
    columns:
      session: Ref
      supervisee: Who
      supervisor: Supervisor
      date: {from: Held on, or: Planned for}
      start: {is: "09:00"}
      state: {is: held}
  discussions:
    needs: Children talked about
    columns:
      session: Ref
      case: {from: Children talked about, split: [",", ";", "&"], without: F}
"""


def test_several_cases_in_one_cell_are_a_discussion_each_and_a_day_is_the_first_that_is_said(
    council: Council, tmp_path: Path
) -> None:
    more = rows("cases", "case, service, worker, allocated on", "C-3, assessment, S1, 20/10/2026")
    council.takes(PEOPLE, LINES, CASES, more, *_sources(tmp_path, LOG, LOG_MAP))
    assert [day for _, day in council.has(t.Session, "id", "on")] == [
        date(2026, 10, 13),
        date(2026, 10, 20),
        date(2026, 10, 27),
    ]
    assert sorted(council.has(t.Discussion, "session_id", "case_id")) == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (2, 3),
    ]


POSTS = """\
Number;Name;Title;Joined;Left;Post from;Post to;Chief
S1;Amara Example;Student;01.09.2022;;01.09.2022;31.08.2024;S3
S1;Amara Example;Social Worker;01.09.2022;;01.09.2024;31.12.9999;S2
S2;Priya Sample;Team Manager;05.01.2015;;05.01.2015;31.12.9999;S3
S4;Gone Madeup;Student;01.02.2020;30.09.2026;01.02.2020;31.12.2022;S3
S4;Gone Madeup;Social Worker;01.02.2020;30.09.2026;01.01.2023;30.09.2026;S2
S3;Helen Madeup;Head of Service;03.04.2012;;03.04.2012;31.12.9999;00000000
"""
POSTS_MAP = """\
empty: ["31.12.9999", "000*"]
makes:
  people:
    latest: Post from
    columns: {staff_number: Number, name: Name, role: Title, employed_from: Joined, left_on: Left}
  relationships:
    needs: Chief
    columns: {supervisee: Number, supervisor: Chief, since: Post from, until: Post to}
"""


def test_of_several_posts_the_latest_is_the_person_and_each_is_who_supervised(
    council: Council, tmp_path: Path
) -> None:
    council.takes(*_sources(tmp_path, POSTS, POSTS_MAP))
    assert council.has(t.Person, "staff_number", "role", "left_on") == [
        ("S1", "social_worker", None),
        ("S2", "team_manager", None),
        ("S4", "social_worker", date(2026, 9, 30)),
        ("S3", "head_of_service", None),
    ]
    supervised = council.has(t.Relationship, "supervisee_id", "supervisor_id", "since", "until")
    assert sorted(supervised)[:2] == [
        (1, 2, date(2024, 9, 1), None),
        (1, 4, date(2022, 9, 1), date(2024, 8, 31)),
    ]


AT_ONCE = """\
Employee No,Name,Job Title,Start Date,Post Start Date,Post End Date,FTE,Line Manager No
S1,Amara Example,Social Worker,01/09/2022,01/09/2022,,0.6,S2
S1,Amara Example,Student,01/09/2022,01/02/2026,,0.2,S3
S4,Robin Madeup,Student,01/02/2020,01/02/2020,,1,S3
S4,Robin Madeup,Social Worker,01/02/2020,01/01/2023,,1,S2
S5,Sam Invented,Student,01/02/2020,01/02/2020,31/12/2022,0.6,S3
S5,Sam Invented,Social Worker,01/02/2020,01/01/2023,,0.4,S2
S6,Una Fictive,Social Worker,01/02/2020,01/02/2020,,0.5,S2
S6,Una Fictive,Student,01/02/2020,01/02/2020,,0.5,S3
S2,Priya Sample,Team Manager,05/01/2015,05/01/2015,,1,S3
S3,Helen Madeup,Head of Service,03/04/2012,03/04/2012,,1,
"""


def test_of_two_posts_held_at_once_the_larger_is_theirs_and_who_supervises_it(
    council: Council, tmp_path: Path
) -> None:
    """Of a post that is over, and of more than full time, the one that began last is; of two halves the first."""
    file = tmp_path / "posts.csv"
    file.write_text(AT_ONCE)
    proposal = propose_for(file, WORDS, None)[0]
    line = '    at_once: {larger: "FTE", of: 1, ends: "Post End Date"}  # a guess: of posts that somebody holds at once'
    assert proposal.text.count(line) == 2
    council.takes(*(sources_of(file, [mapping_of(proposal.text, "posts.yaml")]) or ()))
    assert sorted(council.has(t.Person, "staff_number", "role", "percent"))[:1] == [
        ("S1", "social_worker", 60)
    ]
    assert {row[0]: row[1] for row in council.has(t.Person, "staff_number", "role")} == {
        "S1": "social_worker",
        "S4": "social_worker",
        "S5": "social_worker",
        "S6": "social_worker",
        "S2": "team_manager",
        "S3": "head_of_service",
    }
    people = {row[0]: row[1] for row in council.has(t.Person, "id", "staff_number")}
    lines = council.has(t.Relationship, "supervisee_id", "supervisor_id", "until")
    now = {people[below]: people[above] for below, above, until in lines if until is None}
    assert (now["S1"], now["S4"], now["S5"]) == ("S2", "S2", "S2")
    assert not [one for one in lines if people[one[0]] == "S1" and people[one[1]] == "S3"]


def test_posts_are_of_people() -> None:
    with pytest.raises(MappingError, match="at_once: cases aren't about people's posts here"):
        mapping_of("makes: {cases: {at_once: {larger: FTE}, columns: {case: Case}}}", "cases.yaml")


def test_two_posts_from_one_day_are_for_somebody_to_choose(council: Council, tmp_path: Path) -> None:
    both = POSTS.replace("01.09.2024;31.12", "01.09.2022;31.12")
    with pytest.raises(BadFilesError, match="says something else than line 2"):
        council.takes(*_sources(tmp_path, both, POSTS_MAP))


#: Wendy has Sam's number.
TWO_PEOPLE = """\
Employee No,Name,Job Title,Start Date,FTE
S1,"Example, Amara",Student,01/09/2022,0.6
S1,"Example, Amara",Social Worker,01/09/2024,0.4
S6,"Sample, Sam",Social Worker,01/03/2020,1
S6,"Invented, Wendy",Social Worker,01/03/2024,1
S2,"Madeup, Helen",Team Manager,05/01/2015,1
"""
TWO_MAP = """\
makes:
  people:
    latest: Start Date
    at_once: {larger: FTE, of: 1}
    columns: {staff_number: Employee No, name: Name, role: Job Title, employed_from: Start Date}
"""


def test_two_people_of_one_number_are_no_posts_of_one(council: Council, tmp_path: Path) -> None:
    """Neither is dropped for the other in silence: who they are, their number and its column are said."""
    with pytest.raises(BadFilesError) as wrong:
        council.takes(*_sources(tmp_path, TWO_PEOPLE, TWO_MAP))
    said = "line 5, Employee No (staff_number): S6 is on Wendy Invented, and on Sam Sample in line 4 of"
    assert len(wrong.value.faults) == 1
    assert said in str(wrong.value)


def test_two_people_of_one_number_are_named_in_the_proposal() -> None:
    rows = csv.reader(TWO_PEOPLE.splitlines())
    heading, *lines = rows
    both = propose(Rows("staff.csv", heading, lines), WORDS, file="staff.csv")
    assert any("S6 is on Sample, Sam and on Invented, Wendy" in line for line in both.to_look_at)
    assert "    latest:" in both.text
    alone = propose(Rows("staff.csv", heading, lines[2:]), WORDS, file="staff.csv")
    assert any("S6 is on Sample, Sam and on Invented, Wendy" in line for line in alone.to_look_at)
    assert "    latest:" not in alone.text


def test_the_latest_is_of_what_has_an_identity(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="latest: relationships have no identity"):
        _sources(tmp_path, POSTS, POSTS_MAP.replace("    needs: Chief", "    latest: Post from"))


AWAY = """\
Who,Area,Kind,From,To,Days
Sam Twice,North,Leave,01/10/2026,,0.5
Sam Twice,South West,Leave,05/10/2026,09/10/2026,5
Sam Twice,South East,Sick,12/10/2026,,
Amara Example,North,Leave,05/10/2026,,1
"""
AWAY_MAP = """\
makes:
  absences:
    columns:
      staff_number: {from: Who, beside: Area, words: {Sam Twice | North: S8, "Sam Twice | South*": S9}}
      first: From
      last: {from: To, or: {from: From, when: {Days: ["0.5", "1"]}}}
      planned: {from: Kind, words: {Leave: yes, Sick: no}}
      sickness: {from: Kind, words: {Leave: no, Sick: yes}}
"""


def test_what_stands_beside_a_name_tells_two_people_apart(council: Council, tmp_path: Path) -> None:
    both = rows(
        "people",
        "staff number, name, role, employed from",
        "S8, Sam Twice, student, 02/03/2026",
        "S9, Sam Twice, student, 02/03/2026",
    )
    council.takes(PEOPLE, both, *_sources(tmp_path, AWAY, AWAY_MAP))
    assert council.has(t.Absence, "person_id", "first", "last") == [
        (4, date(2026, 10, 1), date(2026, 10, 1)),
        (5, date(2026, 10, 5), date(2026, 10, 9)),
        (5, date(2026, 10, 12), None),
        (1, date(2026, 10, 5), date(2026, 10, 5)),
    ]


def test_sessions_without_a_time_of_day_are_said_once_and_compared_by_their_days(
    council: Council, tmp_path: Path
) -> None:
    """Two of one supervisor on one day are no overlap where nobody knows when; one pair twice is worth a look."""
    log = "Ref|Who|Supervisor|Day\n1|Amara Example|Priya Sample|12/10/2026\n2|Helen Madeup|Priya Sample|12/10/2026\n"
    columns = "session: Ref, supervisee: Who, supervisor: Supervisor, date: Day, state: {is: held}"
    untimed = f'makes: {{sessions: {{columns: {{{columns}, start: {{is: "09:00"}}}}}}}}'
    result = council.takes(PEOPLE, *_sources(tmp_path, log, untimed), dry_run=True)
    assert [str(one) for one in result.odd if "no line says" not in str(one)] == [
        "own.csv, lines 2 to 3 (2 rows), start: no time of day in the file: taken as 09:00"
    ]
    twice = log + "3|Amara Example|Priya Sample|12/10/2026\n"
    result = council.takes(PEOPLE, *_sources(tmp_path, twice, untimed), dry_run=True)
    assert "own.csv, line 4, Day (date): the same pair is in session 1 on that day: is it there twice?" in [
        str(one) for one in result.odd
    ]


def test_an_absence_without_a_last_day_is_worth_a_look_where_another_follows(council: Council) -> None:
    away = rows(
        "absences",
        "staff number, first, last, planned",
        "S1, 05/10/2026, , yes",
        "S1, 12/10/2026, 13/10/2026, yes",
        "S2, 05/10/2026, , no",
    )
    said = [str(one) for one in council.takes(PEOPLE, away, dry_run=True).odd]
    assert len(said) == 1
    assert said[0].startswith(
        "absences.csv, line 2, last: no last day, and another absence of theirs begins later"
    )


SIBLINGS = """\
Session ID|Supervisee|Supervisor|Date|Type|Children discussed (case refs)
1|Amara Example|Priya Sample|13/10/2026|Case|448101/1 /3, 448205/1
2|Amara Example|Priya Sample|20/10/2026|Case|448101/1 & /2 /3
3|Amara Example|Priya Sample|27/10/2026|Case|448205 (all), 448101/2
4|Amara Example|Priya Sample|28/10/2026|Case|448101 x3 sibs
5|Amara Example|Priya Sample|29/10/2026|Case|448300/1 (closed), 448101/3
6|Amara Example|Priya Sample|30/10/2026|Case|themed - no cases
7|Amara Example|Priya Sample|02/11/2026|Case|448101 x5 sibs, 448205/1 x2
8|Amara Example|Priya Sample|03/11/2026|Case|449999 (all), 448101/1 x2 sibs
"""


def test_children_of_one_family_in_short_are_each_their_reference_or_one_odd_line(
    council: Council, tmp_path: Path
) -> None:
    """The last part alone of a second reference says which; all of them, or how many, where the family has as many
    cases. Else it can't be told, and is no fault."""
    heading, *lines = (line.split("|") for line in SIBLINGS.splitlines())
    proposed = propose(Rows("own.csv", heading, lines), WORDS, file="own.csv").text
    assert 'case: {from: "Children discussed (case refs)", split: [","], ' in proposed
    assert 'words: {"*(closed)": "", "*no case*": ""}}' in proposed
    proposed = proposed.replace("'?'", "held")
    numbers = ("448101/1", "448101/2", "448101/3", "448205/1")
    more = rows(
        "cases",
        "case, service, worker, allocated on",
        *(f"{one}, assessment, S1, 01/10/2026" for one in numbers),
    )
    result = council.takes(PEOPLE, LINES, more, *_sources(tmp_path, SIBLINGS, proposed))
    assert sorted(council.has(t.Discussion, "session_id", "case_id")) == [
        *((1, 1), (1, 3), (1, 4)),
        *((2, 1), (2, 2), (2, 3)),
        *((3, 2), (3, 4)),
        *((4, 1), (4, 2), (4, 3)),
        (5, 3),
        *((8, 1), (8, 2), (8, 3)),
    ]
    odd = [line for line in result.odd if "several children of a family" in line.message]
    assert [line.lines for line in odd] == [(8, 9)]
    assert not any(result.of_left_out.values())
