"""A card as Slack's message and as the App Home."""

from __future__ import annotations

from typing import Final

from cards import fitting
from cards.fitting import Json
from cards.limits import CannotShowError, check, must_show, must_show_message, unsealed
from cards.model import Card
from cards.slack_blocks import card_blocks, escaped
from cards.slack_limits import LIMITS, MESSAGE_BLOCKS, VIEW_BLOCKS, faults
from cards.to_type import spelled

#: What is typed before each command.
COMMAND: Final = "/supervision"


def render_card(card: Card) -> Json:
    """A sealed card as a message's ``text`` and ``blocks``. Raises CannotShowError when it doesn't fit, has an unsealed
    button, or holds people's words: those are shown in a view, which Slack doesn't keep."""
    card = spelled(card, COMMAND)
    message = {"text": escaped(card.notice), "blocks": card_blocks(card, MESSAGE_BLOCKS)}
    must_show_message(card, LIMITS, faults(message))
    return message


def render_message(card: Card) -> Json:
    """As ``render_card``, but a card too long for one message is shortened first."""
    try:
        return render_card(card)
    except CannotShowError:
        return render_card(shortened(card))


def render_home(card: Card) -> Json:
    """A sealed card as the App Home. Raises CannotShowError as ``render_card``."""
    card = spelled(card, COMMAND)
    view = {"type": "home", "callback_id": "home", "blocks": card_blocks(card, VIEW_BLOCKS)}
    must_show(unsealed(card.buttons, card.body) + faults(view), card.title)
    return view


def shortened(card: Card, most: int = 0) -> Card:
    """The card, or as many of its matters as fit in a message (``most`` blocks: in a view)."""
    return fitting.shortened(card, lambda less: _fits(less, most), "Open the app's Home tab.")


def _fits(card: Card, most: int) -> bool:
    if most:
        return not faults({"type": "modal", "blocks": card_blocks(card, most)})
    card = spelled(card, COMMAND)
    return not check(card, LIMITS) and not faults({"blocks": card_blocks(card, MESSAGE_BLOCKS)})
