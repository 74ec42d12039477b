"""Long lists: what stands on the page that is shown once a list has become shorter than the page asked for."""

from __future__ import annotations

from datetime import date

from cards.cases.asks import DueOf
from cards.cases.team import person_list
from cards.plain import render_card
from cards.shared.due_lines import DueLine

TODAY = date(2026, 11, 24)


def test_the_first_page_of_a_list_become_shorter_has_its_foot() -> None:
    lines = [DueLine(1, "Discuss CB-10240", TODAY)]
    card = person_list("Amara Example", lines, TODAY, DueOf(person=1, first=40), ["Missed: September 2026."])
    assert "Discuss CB-10240" in render_card(card)
    assert "Missed: September 2026." in render_card(card)
