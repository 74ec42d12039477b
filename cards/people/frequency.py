"""How often another body set that somebody is supervised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.examples import example, form_example
from cards.message import Message, MessageItem, message_card
from cards.model import Block, Button, Card, ChoiceField, DateField, Day, Form, Option, Paragraph, Style, Text
from cards.people.asks import FrequencyForm, FrequencyRecorded
from cards.shared.day_fields import UNTIL_FURTHER_NOTICE

PERIODS: Final = (
    "1 week",
    "2 weeks",
    "3 weeks",
    "4 weeks",
    "1 month",
    "5 weeks",
    "6 weeks",
    "2 months",
    "3 months",
)


@dataclass(frozen=True, slots=True)
class Set:
    """``every`` in the rule language's words; ``until``: its last day, None for good."""

    by: str
    every: str
    since: date
    until: date | None = None


def _often(one: Set) -> Text:
    lasts = (" until ", Day(one.until)) if one.until else ()
    every = one.every.removeprefix("1 ")
    return (f"The {one.by} set supervision every {every}, from ", Day(one.since), *lasts, ".")


def not_set(body: str, who: str) -> str:
    """Of a date that waits for it. ``who``: whoever records it, as the beginning of a sentence."""
    return f"There is no date yet: the {body} sets how often, and {who} it once it is known."


#: As above.
YOU_RECORD: Final = "you record"
AN_ADMINISTRATOR_RECORDS: Final = "an administrator records"


def records(supervisor: str) -> str:
    return f"{supervisor} or {AN_ADMINISTRATOR_RECORDS}"


def record_button(person: int) -> Button:
    return Button("Record how often", FrequencyForm(person=person))


def form(person: int, name: str, bodies: Sequence[str], now: Set | None, today: date) -> Form:
    """``bodies``: to whom the policy leaves it."""
    who = (ChoiceField("by", "Who set it?", tuple(Option(b, b) for b in bodies), required=True),)
    intro: list[Block] = [
        Paragraph((f"The policy leaves it to the {bodies[0]} how often {name} is supervised.",))
    ]
    if now:
        intro.append(Paragraph(("As it stands: ", *_often(now))))
    return Form(
        f"How often {name} is supervised",
        (
            *(who if len(bodies) > 1 else ()),
            ChoiceField("every", "At least every", tuple(Option(p, p) for p in PERIODS), required=True),
            DateField("since", "From", today, required=True),
            DateField("until", "Until", hint=UNTIL_FURTHER_NOTICE),
        ),
        (Button("Record", FrequencyRecorded(person=person), style=Style.PRIMARY),),
        tuple(intro),
    )


def saved(name: str, one: Set) -> Card:
    text = (*_often(one), f" {name}'s next session follows from it.")
    return Card(f"How often {name} is supervised: recorded", "It is recorded", (Paragraph(text),))


@dataclass(frozen=True, slots=True)
class FrequencySet(Message):
    """To both of the pair. ``name``: the supervisee, empty for themselves."""

    name: str
    said: str
    one: Set

    def item(self) -> MessageItem:
        title = f"How often {self.name} is supervised" if self.name else "How often you are supervised"
        text = Paragraph((*_often(self.one), f" {self.said} recorded it."))
        return MessageItem(title, "Something was recorded", (text,))


_SET: Final = Set("Practice Educator", "1 week", date(2026, 11, 2), date(2027, 3, 26))


@form_example("frequency")
def _example_form() -> Form:
    return form(3, "Amara Example", ["Practice Educator"], _SET, date(2026, 11, 24))


@form_example("frequency_of_several")
def _example_several() -> Form:
    return form(3, "Amara Example", ["Practice Educator", "University"], None, date(2026, 11, 24))


@example("frequency_saved")
def _example_saved() -> Card:
    return saved("Amara Example", _SET)


@example("frequency_told")
def _example_told() -> Card:
    return message_card([FrequencySet("", "Priya Sample", _SET).item()])
