"""On whose files a cancelled session's gap is noted: of cases due by its day, or before it is held again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.settings import rules_text
from policy.loader import load
from storage import cases, gaps, sessions
from storage.transactions import write_transaction
from tests.infra.databases import Databases
from tests.infra.engines import lent
from tests.stories import council

#: B18's, of a session cancelled for work, from which its gap is written too.
LIMIT = "within: 5 working days\n    interpretations:\n      - Counted from the cancellation"


@pytest.mark.parametrize(
    ("limit", "on", "noted"),
    [
        ("5 working days", date(2026, 11, 6), ["CB-10240"]),
        ("10 working days", date(2026, 11, 6), ["CB-10234", "CB-10240"]),
        ("10 working days", date(2026, 11, 9), ["CB-10234", "CB-10240"]),
    ],
)
def test_those_due_by_when_the_policy_has_it_held_again(
    sqlite: Databases, limit: str, on: date, noted: list[str]
) -> None:
    text, name = rules_text("central-bedfordshire")
    assert text.count(LIMIT) == 1
    config = council.book_of(load(text.replace(LIMIT, LIMIT.replace("5 working days", limit)), name))
    engine = lent(council.copied(sqlite, config=config, content=limit))
    with write_transaction(engine, config, council.START) as work:
        (booked,) = sessions.booked_for(work, council.ids_in(engine)["Amara"])
        before = replace(booked, starts_at=booked.starts_at, on=on)
        assert [cases.case(work, i).reference for i in gaps.affected(work, before)] == noted
    engine.dispose()
