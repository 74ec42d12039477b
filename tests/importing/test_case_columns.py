"""What the columns of a case list say besides: a yes under a category's name, visits and levels of need, how often a
plan is reviewed, teams in short."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.likely import likely_service, months_said
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, PEOPLE, Council, book_of

TODAY = NOW.date()
STAFF = [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows]
HEADING = (
    "Case ref|Key worker|Allocation date|Team|Classification|In proceedings|PLO since|Frequency of visits|Need|"
    "Plan review frequency"
)
CASES = (
    "C-101|Amara Example|03/03/26|FS North|CIN|N||6-weekly|Low|3 monthly",
    "C-102|Amara Example|03/03/26|Looked after|CLA|Y|12/01/26|3-monthly|Settled|6",
    "C-103|Amara Example|03/03/26|Looked after|CLA|N|||High|Quarterly",
    "C-104|Amara Example|03/03/26|FS North|CP|||||",
)


def _words(council: str = "central-bedfordshire") -> ImportVocabulary:
    book, staff = BOOK if council == "central-bedfordshire" else book_of(council), Staff(TODAY)
    know(staff, STAFF)
    return ImportVocabulary(book.rules(TODAY), book.cipher, staff)


def _proposed(heading: str, *cases: str, council: str = "central-bedfordshire") -> Proposal:
    rows = [line.split("|") for line in cases]
    return propose(Rows("cases.csv", heading.split("|"), rows), _words(council), file="cases.csv")


def test_what_columns_say_beside_the_category_comes_in(council: Council, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    again = [case.replace("C-1", "C-2") for case in CASES]
    file.write_text("\n".join((HEADING, *CASES, *again)))
    (proposal,) = propose_for(file, _words(), None)
    assert proposal.undecided == ()
    council.takes(PEOPLE, *(sources_of(file, [mapping_of(proposal.text, "cases.yaml")]) or ()))
    found = {
        case: (service, set(filter(None, categories.split())), months)
        for case, service, categories, months in council.has(
            t.Case, "reference", "service", "categories", "plan_every_months"
        )
        if case < "C-2"
    }
    assert found == {
        "C-101": ("family_support", {"cin", "visits_6_weekly"}, 3),
        "C-102": (
            "looked_after",
            {"looked_after", "care_proceedings", "plo", "visits_3_monthly", "settled"},
            6,
        ),
        "C-103": ("looked_after", {"looked_after", "high_need"}, 3),
        "C-104": ("family_support", {"child_protection"}, None),
    }


def test_without_a_column_of_categories_the_others_say_them() -> None:
    text = _proposed(
        "Case ref|Key worker|Allocation date|Team|Support level|Matched",
        "C-101|Amara Example|03/03/2026|FS North|Settled|Y",
        "C-102|Amara Example|03/03/2026|FS North|High|N",
        "C-103|Amara Example|03/03/2026|FS North|High|N",
        "C-104|Amara Example|03/03/2026|FS North|Settled|N",
    ).text
    assert '"Settled": settled' in text
    assert '"High": high_need  # a guess' in text
    assert '- {flags: {"Matched": matched}}' in text


def test_what_is_neither_yes_nor_no_under_a_category_s_name_is_asked() -> None:
    proposal = _proposed(
        "Case ref|Key worker|Allocation date|Team|Classification|PLO|Review cycle",
        "C-101|Amara Example|03/03/2026|FS North|CIN|Y|4",
        "C-102|Amara Example|03/03/2026|FS North|CP|No|6",
        "C-103|Amara Example|03/03/2026|FS North|CP|Panel on Tuesday|As needed",
        "C-104|Amara Example|03/03/2026|FS North|CP|Panel on Tuesday|12",
    )
    assert '"Y": plo' in proposal.text
    assert '"No": ""' in proposal.text
    assert [one.split(" (")[0] for one in proposal.undecided] == [
        "categories: what 'Panel on Tuesday' is here",
        "plan_every_months: how often 'As needed' is, in months: a number, or \"\" where that isn't said",
    ]


@pytest.mark.parametrize(
    ("heading", "values", "council"),
    [
        ("Review cycle (weeks)", ("6", "12"), "central-bedfordshire"),
        ("Review cycle (mths)", ("6", "12"), "southwark"),
        ("Review frequency", ("Daily", "When asked"), "central-bedfordshire"),
    ],
)
def test_how_often_a_plan_is_reviewed_is_taken_where_a_rule_asks_and_months_stand_there(
    heading: str, values: Sequence[str], council: str
) -> None:
    cases = [f"C-10{at}|Amara Example|03/03/2026|FS North|CIN|{value}" for at, value in enumerate(values)]
    text = _proposed(
        f"Case ref|Key worker|Allocation date|Team|Classification|{heading}", *cases, council=council
    ).text
    assert "plan_every_months" not in text


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("3 monthly", 3),
        ("Every 6 months", 6),
        ("quarterly", 3),
        ("Annually", 12),
        ("Monthly", 1),
        ("6 weekly", None),
    ],
)
def test_months_are_said_in_several_ways(said: str, months: int | None) -> None:
    assert months_said(said) == months


@pytest.mark.parametrize(
    ("team", "service"),
    [("FS Coast", "family_support"), ("EH", "early_help"), ("fs coast", None), ("Team FSX", None)],
)
def test_a_team_in_capitals_is_a_service_in_short(team: str, service: str | None) -> None:
    assert likely_service(team, _words().services) == service


def test_a_row_for_each_case_of_a_worker_is_a_list_of_cases_whatever_it_says_of_the_worker() -> None:
    rows = [
        f"C-{n}|CIN|4000{n % 2}|{STAFF[n % 2]['name']}|Allocated Worker|03/03/26" for n in range(101, 111)
    ]
    heading = "Mosaic ID|Case Status|Worker ID|Worker Name|Worker Role|Allocation Start Date"
    proposal = _proposed(heading, *rows)
    assert [*mapping_of(proposal.text, "m").makes] == ["cases"]
    assert proposal.undecided == ()
