"""Cases that have no date are named by kind, with what brings it: when they are in, and before."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.doctor_people import cases
from bot.commands.undated_cases import by_kind, undated, waiting
from storage.transactions import read_transaction
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council, rows

SHAPED = replace(BOOK, references=("C-#", "C-###"))
HEADING = "case, service, categories, worker, allocated on, plan every months"
WAITING = (
    "C-101, children_with_disabilities, short_breaks, S1, 05/10/2026",
    "C-102, children_with_disabilities, short_breaks, S1, 05/10/2026",
)


def test_cases_that_wait_for_the_interval_are_named_by_kind(council: Council) -> None:
    council.takes(PEOPLE, LINES, rows("cases", HEADING, *(f"{one}," for one in WAITING)))
    with read_transaction(council.engine, SHAPED, NOW) as work:
        ((said, _),) = waiting(work)
        assert "2 open cases without a date until it is known how often the plan is reviewed" in said
        assert "children_with_disabilities, short_breaks: C-101, C-102." in said
        assert any("plan_every_months" in str(one) for one in cases(work))
    council.takes(rows("cases", HEADING, *(f"{one}, 3" for one in WAITING)))
    with read_transaction(council.engine, SHAPED, NOW) as work:
        assert list(waiting(work)) == []


def test_a_dry_run_and_doctor_say_the_same_of_cases_that_will_have_no_date(council: Council) -> None:
    """Before they are in, while a word of the mapping is still easily another."""
    plain = ("C-2, looked_after, looked_after, S1, 05/10/2026,", "C-3, leaving_care, , S1, 05/10/2026,")
    cases_ = rows(
        "cases",
        HEADING,
        *(f"{one}," for one in WAITING),
        "C-103, children_with_disabilities, short_breaks, S1, 05/10/2026, 12",  # longer than the policy lets
        *plain,
        "C-1, leaving_care, , S1, 05/10/2026,",
        "C-4, leaving_care, , , ,",
        "C-5, assessment, , S1, 05/10/2026,",
    )
    result = council.takes(PEOPLE, LINES, cases_, dry_run=True)
    said = [
        "3 open cases for which the policy has no rule: leaving_care: C-1, C-3; looked_after, looked_after: C-2. Look "
        "whether the mapping gives them the right service and categories.",
        "2 open cases without a date until it is known how often the plan is reviewed: children_with_disabilities, "
        "short_breaks: C-101, C-102. Bring plan_every_months of these cases (docs/import.md, cases).",
        "1 open case without a date, whose plan is reviewed less often than the policy has a rule for: "
        "children_with_disabilities, short_breaks: C-103. Look whether plan_every_months is a slip; else ask the "
        "policy's owner how often such a case is discussed: until then the bot reminds nobody of it.",
    ]
    assert list(undated(result)) == said
    council.takes(PEOPLE, LINES, cases_)
    with read_transaction(council.engine, SHAPED, NOW) as work:
        told = {one.what for one in cases(work)}
        assert {line.split(". ")[0] + "." for line in said} <= told


def test_of_many_of_a_kind_the_first_are_named() -> None:
    many = [(f"C-{n}", "assessment", "") for n in range(10, 15)]
    assert by_kind("that wait", many) == (
        "5 open cases that wait: assessment: 5 (C-10, C-11, C-12 and 2 more)."
    )
