"""“My supervision”: whom to ask about what the policy leaves open, wherever such a line is drawn."""

from __future__ import annotations

from datetime import date

import pytest

from cards.answers.home import Home, home
from cards.cases.asks import DueForMe, Section
from cards.model import Button, Part
from cards.plain import render_card
from cards.shared.due_lines import DueLine
from cards.shared.unheld import ToAllocate
from policy.obligations import Waiting

TODAY = date(2026, 11, 24)
ASK = "Ask Adel Madeup, who keeps the rule set."
_UNDRAWN = "Said of one that isn't drawn."


def lines(count: int) -> list[DueLine]:
    """The last of them sets no deadline."""
    return [
        DueLine(n, f"Line {n}", None if n == count else TODAY, blank=n == count) for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("at", [5, 10])
def test_whom_to_ask_stands_beside_the_last_case_drawn(at: int) -> None:
    assert ASK in render_card(home(Home(reader=1, today=TODAY, cases=lines(at), ask=ASK)))


def test_whom_to_ask_stands_beside_any_line_about_the_reader() -> None:
    assert ASK in render_card(home(Home(reader=1, today=TODAY, about=lines(7), ask=ASK)))


def test_whom_to_ask_is_left_out_for_lines_that_are_not_drawn() -> None:
    assert ASK not in render_card(
        home(Home(reader=1, today=TODAY, cases=lines(11), records=lines(6), ask=ASK))
    )


def test_windows_that_went_by_are_said_of_the_date_that_they_belong_to() -> None:
    since = (("October 2026 went by too.",),)
    owed = [DueLine(n, f"Audit {n}", date(2026, 9, 30), beside=since) for n in (1, 2)]
    shown = render_card(home(Home(reader=1, today=TODAY, mine=owed)))
    assert shown.index("Audit 1") < shown.index("October 2026 went by too.")
    assert shown.count("October 2026 went by too.") == 2


@pytest.mark.parametrize("unheld", [False, True])
def test_of_a_list_what_is_said_of_one_line_stands_on_it_and_what_is_said_of_several_once(
    *, unheld: bool
) -> None:
    """What only one line had was dropped. Of a line that isn't drawn nothing is said."""
    waits, several = ("October 2026 went by too.",), ("Another rule waits.",)
    ends = DueLine(2, "Second", None, Waiting.NO_RULE, beside=(waits, several), ask=ASK)
    some = [DueLine(1, "First", TODAY, beside=(several,)), ends, *lines(8)]
    more = DueLine(12, "Last", TODAY, beside=((_UNDRAWN,),))
    every = [*some, more]
    shown = render_card(
        home(
            Home(reader=1, today=TODAY, unheld=ToAllocate(every))
            if unheld
            else Home(reader=1, today=TODAY, cases=every)
        )
    )
    assert f"{ASK} October 2026 went by too." in shown
    assert shown.count("Another rule waits.") == 1
    assert shown.index("And 1 more.") < shown.index("Another rule waits.")
    assert _UNDRAWN not in shown


def test_what_one_person_has_beyond_ten_is_a_press_away() -> None:
    many = [DueLine(n, f"Line {n}", TODAY, together="Amara Example") for n in range(61)]
    card = home(Home(reader=1, today=TODAY, records=many))
    assert "And 51 more." in render_card(card)
    buttons = [b for block in card.body if isinstance(block, Part) for b in block.buttons]
    assert Button("All of these", DueForMe(section=Section.RECORDS)) in buttons
