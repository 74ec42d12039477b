"""What is read where clocks show another time than in the UK."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cards.elsewhere import NOTE, Elsewhere
from cards.formats import plain_text
from cards.model import (
    Bullets,
    Button,
    Card,
    DateField,
    Facts,
    Form,
    Moment,
    Note,
    Paragraph,
    Part,
    TextField,
    TimeField,
)
from tests.cards.pressed import Pressed

AT = datetime(2026, 11, 9, 14, 0, tzinfo=UTC)
MEETING = Moment(AT, datetime.combine(AT.date(), time(14)))


def there(zone: str) -> Elsewhere:
    return Elsewhere(ZoneInfo(zone), AT)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "Monday 9 November 2026 at 2:00 pm (9:00 am where you are)"),
        (
            "Pacific/Auckland",
            "Monday 9 November 2026 at 2:00 pm (Tuesday 10 November 2026 at 3:00 am where you are)",
        ),
        ("Europe/Jersey", "Monday 9 November 2026 at 2:00 pm"),
        ("Atlantic/Reykjavik", "Monday 9 November 2026 at 2:00 pm"),
    ],
)
def test_a_moment_is_said_by_both_clocks(zone: str, said: str) -> None:
    card = there(zone).card(Card("T", "N", (Paragraph((MEETING,)),)))
    [moment, *noted] = card.body
    assert isinstance(moment, Paragraph)
    assert plain_text(moment.text) == said
    assert noted == ([NOTE] if "where you are" in said else [])


def test_wherever_it_stands() -> None:
    blocks = (
        Facts((("When", (MEETING,)),)),
        Bullets(((MEETING,),)),
        Note((MEETING,)),
        Part("P", (Paragraph((MEETING,)),)),
    )
    card = there("America/New_York").card(Card("T", "N", blocks))
    assert str(card).count("9:00 am where you are") == len(blocks)


def test_a_time_on_a_button_or_in_a_form_is_said_to_be_the_uks() -> None:
    button = Button("Tuesday 24 November, 2:00 pm", Pressed())
    far, near = there("Asia/Tokyo"), there("Europe/London")
    assert far.card(Card("T", "N", (), (button,))).body == (NOTE,)
    assert far.card(Card("T", "N", (Part("P", (), (button,)),))).body[-1] == NOTE
    assert near.card(Card("T", "N", (), (button,))).body == ()
    asked = Form("F", (TimeField("at", "At"),), (button,))
    assert far.form(asked).intro == (NOTE,)
    assert near.form(asked).intro == ()


def test_where_no_time_is_said_nothing_is_added() -> None:
    card = Card("T", "N", (Paragraph(("By Monday 9 November 2026.",)),), (Button("Do", Pressed()),))
    form = Form("F", (DateField("on", "On"), TextField("a", "A")), (Button("Send", Pressed()),))
    assert there("Asia/Tokyo").card(card) is card
    assert there("Asia/Tokyo").form(form) is form
