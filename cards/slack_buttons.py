"""Buttons as Block Kit: a set of them, what a screen reader says of each, and the menu for those that stand aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cards.fitting import Json, cut, sound
from cards.model import Block, Button, Part, Style


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": sound(text), "emoji": False}


def repeated(body: tuple[Block, ...], part: Part) -> str:
    """What the part is about, where a button elsewhere has the label of one of its own: for whoever only hears them."""
    labels = Counter(b.label for block in body if isinstance(block, Part) for b in block.buttons)
    return part.title if any(labels[b.label] > 1 for b in part.buttons) else ""


def actions(buttons: tuple[Button, ...], block_id: str, about: str = "") -> list[Json]:
    """``about``: of what these are, where that must be said with each. Those aside stand in a menu beside others."""
    aside = [b for b in buttons if b.aside and not all(one.aside for one in buttons)]
    shown = [_button(b, n) | _heard(b, about) for n, b in enumerate(buttons) if b not in aside]
    elements = [*shown, *_menu(aside)]
    return [{"type": "actions", "block_id": block_id, "elements": elements}] if elements else []


def _heard(button: Button, about: str) -> Json:
    return {"accessibility_label": cut(f"{button.label}: {about}", 75)} if about else {}


def _menu(buttons: Sequence[Button]) -> list[Json]:
    options = [{"text": plain(button.label), "value": button.token} for button in buttons]
    return [{"type": "overflow", "action_id": "more", "options": options}] if options else []


def _button(button: Button, number: int) -> Json:
    shown = {
        "type": "button",
        "action_id": f"press{number}",
        "text": plain(button.label),
        "value": button.token,
    }
    if button.style is Style.DANGER and not button.opens:
        shown["confirm"] = _confirm(button.label)
    return shown if button.style is Style.NORMAL else shown | {"style": str(button.style)}


def _confirm(label: str) -> Json:
    """What is done at once and can't be had back is asked about by Slack itself."""
    yes, no = plain("Yes"), plain("No")
    return {"title": plain(label), "text": plain("This is done at once."), "confirm": yes, "deny": no}
