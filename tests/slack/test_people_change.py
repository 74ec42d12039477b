"""People change, told through an import and Slack: whoever writes is whom the staff list says they are now."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.infra.databases import Databases
from tests.slack.driver import SlackDriver
from tests.stories import council
from tests.stories.conftest import bots, every_difference, on_slack
from tests.stories.driver import message

_PEOPLE = "staff number, name, role, employed from, left on, email"
_LINES = "supervisee, supervisor, since"
_CASES = "case, service, worker, allocated on"


@pytest.fixture
async def story(databases: Databases) -> AsyncIterator[SlackDriver]:
    url = council.copied(databases)
    async with on_slack(bots(url, council.book_for(council.CENTRAL)), socket=False) as driver:
        yield driver
        assert not every_difference(driver.bot)


async def is_hers(story: SlackDriver) -> bool:
    """Whether Amara may ask why CB-10234 is due when it is: whoever holds it, and those above."""
    return "Why?" in (await story.types("Amara", "due CB-10234")).buttons


def _again(left: str) -> Rows:
    """Amara under a new number, at the address that she had."""
    return rows(
        "people",
        _PEOPLE,
        f"S101, Amara Example, social_worker, 04/03/2019, {left}, ",
        "S901, Amara Example, social_worker, 03/11/2026, , amara@example.org",
    )


async def test_rehired_with_a_new_number_and_the_same_address(story: SlackDriver) -> None:
    assert await is_hers(story)
    lines = rows("relationships", _LINES, "S901, S201, 03/11/2026")
    imports(story.bot, _again("30/10/2026"), lines)
    assert not await is_hers(story), "what she held then is no longer hers"
    await story.types("Priya", "book @Amara tomorrow 3pm personal")
    await story.presses("Priya", "Book it")
    assert "Wednesday 4 November 2026" in await message(story, "Amara", "Priya Invented")


async def test_from_the_agency_to_a_post_of_ones_own(story: SlackDriver) -> None:
    """The same day, with the cases."""
    await story.types("Amara", "due")
    lines = rows("relationships", _LINES, "S901, S201, 03/11/2026")
    cases = rows("cases", _CASES, "CB-10234, family_support, S901, 03/11/2026")
    imports(story.bot, _again("02/11/2026"), lines, cases)
    assert await is_hers(story)
    assert "CB-10234" in await story.types("Priya", "due")


async def test_two_people_swap_lines_in_one_import(story: SlackDriver) -> None:
    imports(story.bot, rows("relationships", _LINES, "S101, S201, 02/11/2026", "S102, S202, 02/11/2026"))
    assert "CB-10251" in await story.types("Owen", "due")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 03/11/2026", "S102, S201, 03/11/2026"))
    owens, priyas = await story.types("Owen", "due"), await story.types("Priya", "due")
    assert "Amara Example" in owens
    assert "CB-10251" not in owens
    assert "CB-10251" in priyas
    assert "Amara Example" not in priyas, priyas.text


async def test_a_new_address_keeps_whom_slack_knows(story: SlackDriver) -> None:
    await story.types("Amara", "due")
    new = "S101, Amara Newname, social_worker, 04/03/2019, , amara.newname@example.org"
    imports(story.bot, rows("people", _PEOPLE, new))
    assert await is_hers(story)
    assert "Amara Newname" in await story.types("Priya", "team")
