"""Everybody in a simulation who does what is asked: presses each message's first choice, fills in what it opens."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from bot.inbound import router
from bot.inbound.router import Answer
from bot.wiring import Bot
from cards.model import (
    Button,
    Card,
    ChoiceField,
    DateField,
    Field,
    Form,
    NumberField,
    Part,
    PersonField,
    Style,
    TextField,
    TimeField,
)

#: Buttons pressed because of one message, whatever each answer asks in turn: so that it always ends.
MOST: Final = 30
#: Forms that one press may open, one after the other.
FORMS: Final = 4
WRITTEN: Final = "As discussed."


@dataclass(slots=True)
class Robot:
    """Presses through ``bot.inbound.router``, as a person does. Each button of a matter once for each message it came
    from."""

    bot: Bot
    _waiting: deque[tuple[int, str, Card]] = field(default_factory=deque)
    _pressed: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def delivered(self, person_id: int, key: str, card: Card) -> None:
        """A message arrived; it is answered when the robot next acts."""
        self._waiting.append((person_id, key, card))

    def act(self) -> bool:
        """Does everything that was asked since; whether there was anything."""
        some = bool(self._waiting)
        while self._waiting:
            person_id, key, card = self._waiting.popleft()
            for matter, button in asked(card):
                self._press(person_id, key, matter, button)
        return some

    def _press(self, person_id: int, key: str, matter: str, button: Button) -> None:
        pressed = self._pressed.setdefault(key, set())
        if (matter, button.label) in pressed or len(pressed) >= MOST:
            return
        pressed.add((matter, button.label))
        answer = router.press(self.bot, person_id, button.token, {})
        for _ in range(FORMS):
            if answer.form is None or answer.form.errors:
                break
            answer = self._send(person_id, answer.form)
        if answer.card and answer.changed:
            for then, further in asked(answer.card):
                self._press(person_id, key, then, further)

    def _send(self, person_id: int, form: Form) -> Answer:
        return router.press(self.bot, person_id, form.buttons[0].token, self._filled(form))

    def _filled(self, form: Form) -> Mapping[str, str | list[str]]:
        return {f.name: self._value(f) for f in form.fields}

    def _value(self, asked_for: Field) -> str | list[str]:
        """What stands there already, else something plausible."""
        match asked_for:
            case ChoiceField(many=True):
                return list(asked_for.value) or [o.value for o in asked_for.options]
            case ChoiceField():
                return next(iter(asked_for.value or [o.value for o in asked_for.options]), "")
            case TextField():
                return asked_for.value or WRITTEN[: asked_for.limit]
            case NumberField():
                return str(asked_for.value if asked_for.value is not None else asked_for.least)
            case PersonField():
                return asked_for.value or next((o.value for o in asked_for.options), "")
            case DateField():
                return (asked_for.value or self._next_day()).isoformat()
            case TimeField():
                return (asked_for.value or time(10)).isoformat("minutes")

    def _next_day(self) -> date:
        calendar = self.bot.config.calendar
        return calendar.add_working(calendar.day_of(self.bot.clock.now()), 1)


def asked(card: Card) -> Iterator[tuple[str, Button]]:
    """The first choice of a message and of each matter in it, by its title; one without a first choice asks nothing."""
    groups = [
        (card.title, card.buttons),
        *((b.title, b.buttons) for b in card.body if isinstance(b, Part)),
    ]
    for title, buttons in groups:
        yield from [(title, b) for b in buttons if b.style is Style.PRIMARY][:1]
