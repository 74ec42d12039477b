"""What retention took away of somebody who left, no file brings back."""

from __future__ import annotations

from policy.ruleset import Kept
from storage import tables as t
from storage.retention import STEPS
from storage.retention.facts import NAMELESS
from storage.transactions import write_transaction
from tests.importing.councils import NOW, PEOPLE, Council, rows

_LEFT = rows(
    "people",
    "staff number, name, email, account, role, employed from, left on",
    "S9, Lena Invented, lena@example.org, U0LENA123, social_worker, 03/04/2012, 30/06/2024",
)


def test_no_file_brings_back_who_somebody_was(council: Council) -> None:
    council.takes(PEOPLE, _LEFT)
    with write_transaction(council.engine, council.config, NOW) as work:
        assert STEPS[Kept.PEOPLE](work, work.today, 10) == 1
    council.takes(_LEFT)
    last = council.has(t.Person, "name", "email", "account", where=t.Person.__table__.c.staff_number == "S9")
    assert last == [(NAMELESS, None, None)]
