"""An additional session, after something happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cards.ask import Ask
from cards.examples import example, form_example
from cards.formats import slot
from cards.model import Button, Card, ChoiceField, Form, Moment, Note, Option, Style
from cards.sessions import asks
from cards.sessions.times import UNSEEN, kind_field


def with_whom(names: Sequence[tuple[str, Ask]]) -> Card:
    """One button per person."""
    buttons = tuple(Button(name, ask) for name, ask in names)
    return Card("An additional session with whom?", "Your answer is ready", (), buttons)


@dataclass(frozen=True, slots=True)
class ExtraForm:
    """``times``: free for both, each with its seconds as value. ``cases``: what it may be about. ``another``: opens the
    form for any other time. ``known``: what is known of when the two are busy."""

    name: str
    times: Sequence[Option]
    cases: Sequence[Option]
    case: str
    ask: asks.AdditionalAsked
    another: asks.BookForm
    asks: bool
    guidance: Sequence[str]
    known: str = UNSEEN


def extra_form(view: ExtraForm) -> Form:
    """An additional session, after something happened."""
    about = (
        ChoiceField(
            "case", "About which case?", (Option("", "No case in particular"), *view.cases), (view.case,)
        ),
    )
    return Form(
        f"An additional session with {view.name}",
        (
            kind_field(),
            *(about if view.cases else ()),
            ChoiceField(
                "when", "When? These times are free for both of you", tuple(view.times), required=True
            ),
        ),
        (
            Button("Ask for it" if view.asks else "Book it", view.ask, style=Style.PRIMARY),
            Button("Another time", view.another),
        ),
        tuple(Note((words,)) for words in (view.known, *view.guidance)),
    )


_WALL: Final = datetime.fromisoformat("2026-11-24T14:00:00+00:00")
_AT: Final = Moment(_WALL, _WALL)
_LATER: Final = Moment(
    datetime.fromisoformat("2026-12-01T14:00:00+00:00"), datetime.fromisoformat("2026-12-01T14:00:00+00:00")
)
_GUIDANCE: Final = ("The supervisor books the sessions. (B32, “Appendix 2”)",)


@example("with_whom")
def _example_whom() -> Card:
    return with_whom((("Amara Example", asks.AdditionalForm(person=1)),))


@form_example("extra")
def _example_extra() -> Form:
    times = (Option("1764079200", slot(_AT)), Option("1764684000", slot(_LATER)))
    return extra_form(
        ExtraForm(
            "Priya Sample",
            times,
            (Option("3", "CB-10234"),),
            "3",
            asks.AdditionalAsked(supervisee=1, supervisor=2),
            asks.another_time(asks.SessionWish(supervisee=1, supervisor=2)),
            True,
            _GUIDANCE,
        )
    )
