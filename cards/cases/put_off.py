"""“I'm on it”: a reminder comes again on a day of its reader's, once, before the deadline."""

from __future__ import annotations

from datetime import date
from typing import Final

from cards.answer import answer
from cards.cases.asks import PutOff, PutOffForm
from cards.examples import example, form_example
from cards.formats import day
from cards.model import Button, Card, DateField, Form, Note, Style


def button(obligation: int) -> Button:
    """On a reminder."""
    return Button("I'm on it", PutOffForm(obligation=obligation))


def form(obligation: int, last: date) -> Form:
    """``last``: the last day before the deadline that its reader works."""
    said = f"{day(last)} at the latest. Nobody is told, and the deadline stays."
    return Form(
        "I'm on it",
        (DateField("on", "When shall I remind you again?", last, required=True),),
        (Button("Remind me then", PutOff(obligation=obligation), style=Style.PRIMARY),),
        (Note((said,)),),
    )


def done(on: date) -> Card:
    return answer("You are on it", f"You are reminded again on {day(on)}, if it isn't done by then.")


_LAST: Final = date(2026, 11, 27)


@form_example("put_off_form")
def _example_form() -> Form:
    return form(7, _LAST)


@example("put_off")
def _example_done() -> Card:
    return done(_LAST)
