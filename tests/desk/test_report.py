"""The report's page and an export's as a browser shows them: accessible in both schemes, whole on a phone, and
without a server."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser

from bot.commands import report_workbook
from bot.desk import export_page
from bot.desk.report import page
from cards.evidence.export import Care, ExportTable, PersonExport, Value
from cards.evidence.report import (
    Counts,
    GroupLine,
    Mark,
    MilestoneLine,
    MonthFigures,
    NotOnTime,
    PeriodReport,
    PersonLine,
    together,
)
from policy.facts import SessionKind
from policy.outcomes import Area, DutyOutcome, Tally, outcomes_of
from tests.infra.browser import accessibility_violations

MONTHS = tuple(date(2026, n, 1) for n in range(4, 11))


def _person(name: str, team: str) -> PersonLine:
    counts = Counts({SessionKind.CASE: 4}, {Area.SUPERVISION: Tally(4, 1, 1, 1, 1), Area.RECORDS: Tally(4)})
    strip = [
        MonthFigures(MONTHS[0], in_post=False),
        *(MonthFigures(m, (mark,)) for m, mark in zip(MONTHS[1:], Mark, strict=True)),
    ]
    return PersonLine(name, "S1", "Social worker", team, counts, tuple(strip))


def example() -> PeriodReport:
    """Every mark, every outcome, a team that is too few, and a name that is markup."""
    people = (
        _person("Amara Example", "North"),
        _person("<b>Tomasz</b> Sample", "North"),
        _person("Owen Placeholder", "South"),
    )
    late = (
        NotOnTime(
            "Amara Example",
            "North",
            "May 2026",
            date(2026, 5, 31),
            one,
            ("away throughout",) * (one is DutyOutcome.EXPLAINED),
        )
        for one in outcomes_of(Area.SUPERVISION)
        if one is not DutyOutcome.ON_TIME
    )
    return PeriodReport(
        council="Story Council",
        first=date(2026, 4, 1),
        last=date(2026, 9, 30),
        known=date(2026, 10, 5),
        about="Everybody",
        rules="Supervision policy, version 1",
        months=MONTHS,
        everyone=together([p.counts for p in people]),
        people=people,
        teams=(GroupLine("North", 2, people[0].counts), GroupLine("East", 3, None)),
        line=(
            GroupLine("Helen Fictional", 3, together([p.counts for p in people], frozenset({Area.RECORDS}))),
        ),
        not_on_time=tuple(late),
        milestones=(MilestoneLine("B22", "One case audited every month", Tally(1, 0, 0, 0, 1)),),
        notes=("The bot began on 1 May 2026.",),
    )


def held_example() -> PersonExport:
    """Every reason to look at a value first, and a name that is markup."""
    cares = {f"column_{care}": Value(f"something of {care}", care) for care in Care}
    row = {"name": Value("<b>Tomasz</b> Sample"), **cares}
    section = ExportTable("person", "The person", tuple(row), (row, row))
    empty = ExportTable("absence", "Absences", ("first",), ({"first": Value("1 May 2026")}, {}))
    return PersonExport(
        "Everything held of S1", "Story Council", "5 October 2026", ("As the policy says.",), (section, empty)
    )


PRINTED = {"report": lambda: page(example()), "export": lambda: export_page.page(held_example())}


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
async def test_accessible_and_no_wider_than_its_window(
    chromium: Browser, tmp_path: Path, scheme: Literal["light", "dark"], width: int, printed: str
) -> None:
    (tmp_path / "report.html").write_text(PRINTED[printed](), encoding="utf-8")
    context = await chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True
    )
    shown = await context.new_page()
    complaints = list[str]()
    shown.on("console", lambda message: complaints.append(message.text))
    await shown.goto((tmp_path / "report.html").as_uri())
    assert await accessibility_violations(shown) == []
    assert await shown.evaluate("document.documentElement.scrollWidth") <= width
    assert await shown.locator("text=<b>Tomasz</b> Sample").count()
    assert complaints == []
    await context.close()


def test_a_sum_of_few_is_neither_in_the_page_nor_in_the_workbook(tmp_path: Path) -> None:
    text = page(example())
    _, of_line = text.split('id="line"')
    assert text.count("too few to add up") == 3, "of East everything, of Helen's line the records"
    assert of_line.count("too few to add up") == 1
    assert "<b>Tomasz" not in text
    report_workbook.write(example(), tmp_path / "report.xlsx")
    heads, helen = load_workbook(tmp_path / "report.xlsx")["Line"].iter_rows(values_only=True)
    told = dict(zip(heads, helen, strict=True))
    assert (told["Supervision: on time"], told["Records written: on time"]) == (12, "too few to add up")
