"""What people do on the desk is what a report of the period says: each kind of evidence in time and not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import desk as kept
from tests.commands.conftest import Run
from tests.commands.test_report import Made
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import bots, on_desk
from tests.stories.desk import DeskDriver
from tests.stories.records.test_record import hold

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

#: Central Bedfordshire's, but that a record which nobody answers isn't taken as agreed: it can be signed off late.
_SILENCE = (
    "when: {session: [case]}\n    within: 5 working days\n    pauses_while_away: true\n    silence_agrees: "
)
CAST = replace(council.CENTRAL, changes=((f"{_SILENCE}true", f"{_SILENCE}false"),))


def at(month: int, day: int, hour: int = 9, minute: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def council_url(databases: Databases) -> str:
    return council.copied(databases, CAST)


@pytest.fixture
async def story(council_url: str) -> AsyncIterator[DeskDriver]:
    async with on_desk(bots(council_url, council.book_for(CAST))) as driver:
        yield driver


async def works(story: DeskDriver) -> None:
    """Until 2 December, the first of each in time and the second not: two records, two sign-offs, two audits;
    and of two gaps one is noted."""
    await hold(story, "CB-10234", "CB-10240")
    await _records(story, "CB-10234")
    await _agrees(story, "CB-10234")
    await story.waits_until(at(11, 17))
    await _records(story, "CB-10240")
    await story.waits_until(at(12, 1))
    await _agrees(story, "CB-10240")
    await _audits(story, "2026-12-01")
    await story.types("Priya", "book @amara 7 december 2pm")
    await story.presses("Priya", "Book it")
    await story.presses("Priya", "Cancel it")
    await story.fills("Priya", "Cancel the session", reason="work")
    await story.waits_until(at(12, 2))
    await _audits(story, "2026-12-02")
    await story.types("Priya", "due")
    await story.presses("Priya", "Only on CB-10240", on="on the file of CB-10240")


async def _records(story: DeskDriver, case: str) -> None:
    """One of a session's two, or the other that is left."""
    if "Not all of them" in (await story.types("Priya", "due")).buttons:
        await story.presses("Priya", "Not all of them", on=f"Record {case}")
    await story.presses("Priya", "Recorded", on=f"Record {case}")


async def _agrees(story: DeskDriver, case: str) -> None:
    await story.types("Amara", "due")
    await story.presses("Amara", "I agree", on=f"Agree the record of {case}")


async def _audits(story: DeskDriver, on: str) -> None:
    """Helen says that the case drawn for Priya was audited."""
    card = await story.types("Helen", "done @Priya audit")
    await story.presses("Helen", next(b for b in card.buttons if b.endswith("is audited")))
    await story.fills("Helen", "Record", on=on)


def rows(made: Made, sheet: str) -> dict[str, Mapping[str, object]]:
    """By the first column, what isn't nothing under each heading."""
    heads, *found = made.rows(sheet)
    return {str(row[0]): {str(h): v for h, v in zip(heads, row, strict=False) if v} for row in found}


def cells(made: Made, section: str, name: str) -> list[str]:
    """Of a line of one of the page's tables."""
    [table] = made.page.css(f"[aria-labelledby={section}] table")
    [line] = [r for r in table.css("tbody tr") if any(h.text().strip().startswith(name) for h in r.css("th"))]
    return [" ".join(cell.text().split()) for cell in line.css("td")]


async def test_what_was_done_is_in_the_workbook_on_the_page_and_in_chat(
    story: DeskDriver, settings: str, tmp_path: Path, run: Run
) -> None:
    await works(story)
    await story.types("Helen", "report")
    shown = await story.fills("Helen", "Show it", first="2026-11-01", last="2026-12-31")
    for words in ("Records written 1 of 2 on time, 1 late", "Gaps noted 1 of 2 noted, no day is set"):
        assert words in shown
    with story.bot.work() as work:
        kept.keep_clock(work)
    made = Made(settings, tmp_path, run)
    made.report()
    amara, priya = (rows(made, "People")[name] for name in ("Amara Example", "Priya Invented"))
    for area in ("Records written", "Records signed off"):
        assert (amara[f"{area}: on time"], amara[f"{area}: late"]) == (1, 1), area
    gaps = [amara[f"Gaps noted: {words}, no day is set"] for words in ("noted", "not noted yet")]
    assert gaps == [1, 1]
    audits = "Agreements, audits and the like"
    assert (priya[f"{audits}: on time"], priya[f"{audits}: late"]) == (1, 1)
    b22 = rows(made, "Milestones")["B22"]
    assert (b22["On time"], b22["Late"], b22["Overdue"]) == (1, 1, 1), "nobody's case could be drawn for Owen"
    late = "1 of 2 1 late"
    noted = "1 of 2 noted, no day is set"
    assert cells(made, "people", "Amara")[4:7] == [late, late, noted]
    assert cells(made, "people", "Priya")[-1] == late
    assert cells(made, "teams", "Family")[5:] == [late, late, noted, late]
    assert cells(made, "milestones", "One case") == ["1 of 3", "1 late, 1 overdue"]
