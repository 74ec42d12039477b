"""What a list of what was done says of the time before the bot."""

from __future__ import annotations

from datetime import date

from cards.cases.met import MetLine, met

BEGAN = date(2026, 11, 2)


def test_a_list_that_goes_back_further_does_not_say_that_it_does_not() -> None:
    before, since = (MetLine("Discuss CB-10240", on, None) for on in (date(2026, 10, 30), BEGAN))
    assert "isn't listed" in str(met("CB-10240: what was done", [since], BEGAN, BEGAN))
    listed = str(met("CB-10240: what was done", [since, before], BEGAN, BEGAN))
    assert "isn't listed" not in listed
    assert "Not all that was done before the bot began, on " in listed
