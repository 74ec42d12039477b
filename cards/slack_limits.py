"""What Slack takes: Block Kit's own numbers, and what of a payload it would refuse. Its library leaves some of them
unchecked; ``faults`` holds what is built to all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from cards.fitting import Json
from cards.limits import Limits

LIMITS: Final = Limits(
    name="Slack",
    title=150,
    text=3000,
    button=75,
    buttons=25,
    submit=24,
    label=2000,
    hint=2000,
    entry=3000,
    option=75,
    option_value=150,
    options=10_000,  # a list holds 100; a longer one is shown in groups of 100
)

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
#: Characters of text in one message. Slack refuses somewhere above 12,000, markup of its own counted in.
MESSAGE_TEXT: Final = 9000
#: Up to this many are shown as boxes, then as a list.
BOXES: Final = 10


def faults(payload: Json) -> list[str]:
    """What of a message (``blocks``) or view Slack would refuse beyond what ``cards.limits`` counts: whatever its own
    library leaves unchecked."""
    blocks: list[Json] = payload["blocks"]
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    view = "type" in payload
    most = VIEW_BLOCKS if view else MESSAGE_BLOCKS
    size = len(json.dumps(payload, ensure_ascii=False).encode())
    return [
        *(f"block id “{name}” is used {n} times" for name, n in ids.items() if n > 1),
        *([f"{len(blocks)} blocks, at most {most}"] if len(blocks) > most else []),
        *([f"{size:,} bytes, at most 250,000"] if size > 250_000 else []),
        *([] if view or size <= MESSAGE_TEXT else _too_much_text(blocks)),
        *(["an input without a submit button"] if _no_submit(payload) else []),
        *(fault for block in blocks for fault in _block_faults(block)),
    ]


def _no_submit(payload: Json) -> bool:
    return any(block["type"] == "input" for block in payload["blocks"]) and not payload.get("submit")


def _too_much_text(blocks: list[Json]) -> list[str]:
    count = sum(len(text) for text in texts_in(blocks))
    return [f"{count:,} characters in one message, at most {MESSAGE_TEXT:,}"] if count > MESSAGE_TEXT else []


def _block_faults(block: Json) -> list[str]:
    found = [f"{block['type']} id of over 255 characters"] if len(block.get("block_id", "")) > 255 else []
    ids = Counter(e.get("action_id") for e in block["elements"]) if block["type"] == "actions" else {}
    found += [f"action id “{name}” is used {n} times" for name, n in ids.items() if n > 1]
    element = block.get("element", {})
    if element.get("type") in ("checkboxes", "radio_buttons") and len(element["options"]) > BOXES:
        found.append(f"{len(element['options'])} boxes, at most {BOXES}")
    return found


def texts_in(value: Any) -> Iterator[str]:
    """Every text that a reader sees in a message or view, in its order; a date's is its fallback."""
    if isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for name in ("text", "fallback", "initial_value"):
            if isinstance(value.get(name), str):
                yield value[name]
        for name, item in value.items():
            if name in SHOWN and isinstance(item, dict | list):
                yield from texts_in(item)


#: Where a block or element holds what is shown.
SHOWN: Final = (
    "blocks",
    "text",
    "elements",
    "label",
    "element",
    "option_groups",
    "options",
    "description",
    "hint",
    "submit",
)
