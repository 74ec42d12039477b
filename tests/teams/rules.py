"""What Teams refuses or shows wrongly in a card, written from its reference and apart from our renderer: the fake's
oracle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

ELEMENTS = {"TextBlock", "RichTextBlock", "Container", "ActionSet", "TextRun"}
INPUTS = {"Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time", "Input.Number"}
ACTIONS = {"Action.Execute", "Action.Submit"}
CARD = "application/vnd.microsoft.card.adaptive"


def message_faults(activity: Json) -> list[str]:
    """Of a message to Teams."""
    found = [] if len(json.dumps(activity).encode()) <= 28 * 1024 + 2000 else ["MessageSizeTooBig"]
    for attachment in activity.get("attachments", ()):
        found += attachment_faults(attachment, kept=True)
    if activity.get("attachments") and not activity.get("summary"):
        found.append("a notification would quote the card")
    return found


def attachment_faults(attachment: Json, *, kept: bool) -> list[str]:
    if attachment.get("contentType") != CARD:
        return ["no Adaptive Card"]
    return card_faults(attachment["content"], kept=kept)


def card_faults(card: Json, *, kept: bool) -> list[str]:
    """``kept``: in a message; else in a dialog."""
    found = [] if card.get("version") == "1.5" and card.get("body") else ["version or body"]
    ids = Counter(e["id"] for e in _objects(card) if "id" in e)
    found += [f"id {name} is used {n} times" for name, n in ids.items() if n > 1]
    for element in _objects(card["body"]):
        if "type" in element:
            found += list(_element(element, kept))
    return found


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(item)


def _element(element: Json, kept: bool) -> Iterator[str]:
    kind = element["type"]
    if kind in ACTIONS:
        yield from _action(element, kept)
    elif kind in INPUTS:
        yield from ["an input in a kept message"] if kept else []
        yield from [] if element.get("label") and element.get("id") else ["an input without label or id"]
    elif kind == "Action.OpenUrl":
        yield from [] if element["url"].startswith("https://") else ["a link that isn't https"]
    elif kind not in (*ELEMENTS, "task/fetch", "Data.Query"):
        yield f"no such element: {kind}"
    if kind == "ActionSet" and not 0 < len(element["actions"]) <= 6:
        yield "maximum number of actions"
    if kind == "TextRun" and not element["text"]:
        yield "an empty text"


def _action(action: Json, kept: bool) -> Iterator[str]:
    fetches = (action["data"].get("msteams") or {}).get("type") == "task/fetch"
    if not kept and (fetches or action["type"] != "Action.Submit"):
        yield "in a dialog everything is submitted"
    if not action.get("title"):
        yield "a button without a label"
    if action["type"] == "Action.Execute" and not (action.get("verb") and action.get("fallback")):
        yield "Action.Execute without verb or fallback"
