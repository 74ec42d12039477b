"""When somebody was last supervised, or a case last discussed, as another system alone knows: wherever that counts or
is said, it is said whose day it is."""

from __future__ import annotations

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.sessions.cancelling import at

STAFF = "staff_number, name, role, employed_from, team, last_supervised"
SAID = "Last supervised, by the staff system, on "
WHY = "The last supervision, by the staff system, was on "


def _people(tomasz: str = "", priya: str = "") -> Rows:
    return rows(
        "people",
        STAFF,
        f"S102, Tomasz Sample, social_worker, 04/03/2019, Family Support North, {tomasz}",
        f"S201, Priya Invented, team_manager, 05/01/2015, Family Support North, {priya}",
    )


def _case(discussed: str) -> Rows:
    heading = "case, service, categories, worker, allocated_on, last_discussed"
    return rows("cases", heading, f"CB-10251, family_support, child in need, S102, 01/09/2026, {discussed}")


async def test_a_manager_reads_whose_day_it_is(story: Telling) -> None:
    assert SAID not in await story.types("Priya", "team")
    await story.waits_until(at(10, 9))
    imports(story.bot, _people("09/11/2026", "06/11/2026"))
    assert f"{SAID}Monday 9 November 2026" in await story.types("Priya", "team")
    assert f"{SAID}Friday 6 November 2026" in await story.types("Helen", "team")
    assert f"{SAID}Monday 9 November 2026" in await story.types("Tomasz", "my")
    assert SAID not in await story.types("Amara", "my")


async def test_a_session_held_since_is_what_is_said(story: Telling) -> None:
    await story.waits_until(at(9, 17))
    imports(story.bot, _people("09/11/2026"))
    await story.types("Priya", "book @Tomasz 12 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(12, 16))
    await story.types("Priya", "held")
    await story.presses("Priya", "Yes, it took place", on="Thursday 12 November 2026")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    team = await story.types("Priya", "team")
    assert SAID not in team
    assert "Last met Thursday 12 November 2026" in team
    assert SAID not in await story.types("Tomasz", "my")


async def test_why_says_it_of_a_months_supervision_of_a_worker_and_of_a_manager(story: Telling) -> None:
    """B5 and B7: November is met by it, and December's says so."""
    await story.waits_until(at(10, 9))
    imports(story.bot, _people("09/11/2026", "06/11/2026"))
    for manager, who, on in (
        ("Priya", "Tomasz Sample", "Monday 9 November 2026"),
        ("Helen", "Priya Invented", "Friday 6 November 2026"),
    ):
        await story.types(manager, f"due @{who.split()[0].lower()}")
        why = await story.presses(manager, "Why?", on=f"Supervision for {who}")
        assert f"{WHY}{on}" in why


async def test_what_was_done_so_is_said_so(story: Telling) -> None:
    await story.waits_until(at(10, 9))
    imports(story.bot, _people("09/11/2026"), _case("09/11/2026"))
    done = await story.types("Priya", "due met")
    assert "Supervision for Tomasz Sample: done, by the staff system, on Monday 9 November 2026" in done
    assert "Discuss CB-10251 with Tomasz Sample: done, by the case system, on Monday 9 November 2026" in done
    assert "done, by the case system, on" in await story.types("Priya", "due CB-10251 met")
