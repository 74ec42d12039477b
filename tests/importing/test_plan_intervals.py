"""Cases that wait for how often their plan is reviewed are named by kind, with what brings their date."""

from __future__ import annotations

from bot.commands.doctor_people import cases
from bot.commands.plan_intervals import without_interval
from storage.transactions import read_transaction
from tests.importing.councils import LINES, NOW, PEOPLE, Council, rows

HEADING = "case, service, categories, worker, allocated on, plan every months"
WAITING = (
    "C-101, children_with_disabilities, short_breaks, S1, 05/10/2026",
    "C-102, children_with_disabilities, short_breaks, S1, 05/10/2026",
)


def test_cases_that_wait_for_the_interval_are_named_by_kind(council: Council) -> None:
    council.takes(PEOPLE, LINES, rows("cases", HEADING, *(f"{one}," for one in WAITING)))
    with read_transaction(council.engine, council.config, NOW) as work:
        said = without_interval(work)
        assert "2 open cases without a date until it is known how often the plan is reviewed" in said
        assert "children_with_disabilities, short_breaks: C-101, C-102." in said
        assert any("plan_every_months" in str(one) for one in cases(work))
    council.takes(rows("cases", HEADING, *(f"{one}, 3" for one in WAITING)))
    with read_transaction(council.engine, council.config, NOW) as work:
        assert without_interval(work) == ""
