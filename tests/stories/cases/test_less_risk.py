"""A looked-after case of which only the risk has become less: the policy has no row for it (B9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import desk_story


async def test_why_says_that_less_risk_alone_lengthens_nothing(databases: Databases) -> None:
    case = ("Tomasz", "looked_after", "visits_6_weekly", date(2026, 6, 1), date(2026, 9, 15))
    cast = replace(council.CENTRAL, name="less risk", cases={"CB-10777": case, **council.CENTRAL.cases})
    async with desk_story(databases, cast, content="less risk") as story:
        await story.types("Priya", "due CB-10777")
        why = await story.presses("Priya", "Why?", on="Discuss CB-10777")
        assert "At least every 2 months" in why
        assert (
            "Where only the risk has become less, the policy has no row for it, so the interval stays." in why
        )
