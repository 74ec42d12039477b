"""What Slack refuses in blocks and views, written from its reference and apart from our renderer: the fake's oracle."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

BUTTON_STYLES = {None, "primary", "danger"}
RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
SURFACES = {
    "message": {"header", "rich_text", "section", "context", "actions", "divider", "input"},
    "modal": {"header", "rich_text", "section", "context", "actions", "divider", "input"},
    "home": {"header", "rich_text", "section", "context", "actions", "divider", "input"},
}


def view_faults(view: Json) -> list[str]:
    found = list(_view(view))
    return found + blocks_faults(view.get("blocks") or [], str(view.get("type")))


def _view(view: Json) -> Iterator[str]:
    kind = view.get("type")
    if kind == "modal":
        yield from _modal(view)
    elif kind != "home" or {"submit", "title", "close"} & set(view):
        yield "no such view type, or a home with a submit, title or close"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata over 3000"
    if len(json.dumps(view).encode()) > 250_000:
        yield "view over 250 kB"


def _modal(view: Json) -> Iterator[str]:
    for part in ("title", "submit", "close"):
        if part == "title" or part in view:
            yield from _plain(view.get(part), part, 24)
    if any(b.get("type") == "input" for b in view["blocks"]) and "submit" not in view:
        yield "an input without a submit"


def blocks_faults(blocks: list[Json], surface: str) -> list[str]:
    most = 50 if surface == "message" else 100
    found = [f"{len(blocks)} blocks"] if not 0 < len(blocks) <= most else []
    ids = Counter(b["block_id"] for b in blocks if "block_id" in b)
    found += [f"block_id {name} is used {n} times" for name, n in ids.items() if n > 1]
    for block in blocks:
        found += list(_block(block, surface))
    if surface == "message" and sum(len(t) for t in _texts(blocks)) > 12_000:
        found.append("msg_blocks_too_long")
    return found


def buttons_in(blocks: list[Json]) -> Iterator[Json]:
    """Every button with its ``text`` and ``value``, those in a menu too."""
    for block in blocks:
        if block["type"] == "actions":
            for element in block["elements"]:
                yield from element["options"] if element["type"] == "overflow" else [element]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _block(block: Json, surface: str) -> Iterator[str]:
    kind = block.get("type")
    if kind not in SURFACES[surface]:
        yield f"no such block: {kind}"
    if not 0 < len(block.get("block_id", "x")) <= 255:
        yield "block_id over 255"
    check: Callable[[Json], Iterator[str]] | None = {
        "header": lambda b: _plain(b.get("text"), "header", 150),
        "context": _context,
        "actions": lambda b: _actions(b["elements"]),
        "input": _input,
        "rich_text": lambda b: (fault for element in b["elements"] for fault in _rich(element)),
    }.get(str(kind))
    yield from check(block) if check else ()


def _context(block: Json) -> Iterator[str]:
    yield from _count(block["elements"], 10, "context elements")
    for element in block["elements"]:
        yield from _plain(element, "context", 3000)


def _count(found: list[Any], most: int, what: str) -> Iterator[str]:
    if not 0 < len(found) <= most:
        yield f"{len(found)} {what}"


def _plain(text: Any, where: str, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{where}: no text object"
    elif not 0 < len(text["text"]) <= most:
        yield f"{where}: {len(text['text'])} characters, at most {most}"


def _actions(elements: list[Json]) -> Iterator[str]:
    yield from _count(elements, 25, "actions")
    for name, n in Counter(e.get("action_id") for e in elements).items():
        if n > 1:
            yield f"action_id {name} is used {n} times"
    for element in elements:
        if element["type"] == "overflow":
            yield from _count(element["options"], 5, "options of a menu")
            yield from _some_options(element, element["options"], 5)
            continue
        yield from _plain(element.get("text"), "button", 75)
        if not 0 < len(element.get("accessibility_label", "x")) <= 75:
            yield "accessibility_label over 75"
        if element["type"] != "button" or element.get("style") not in BUTTON_STYLES:
            yield f"no such button: {element.get('style')}"
        if len(element.get("value", "")) > 2000:
            yield "button value over 2000"


def _input(block: Json) -> Iterator[str]:
    yield from _plain(block.get("label"), "label", 2000)
    if "hint" in block:
        yield from _plain(block["hint"], "hint", 2000)
    element = block["element"]
    check: Callable[[Json], Iterator[str]] | None = {
        "plain_text_input": _text_input,
        "datepicker": lambda e: _form(e, "initial_date", r"\d{4}-\d\d-\d\d"),
        "timepicker": lambda e: _form(e, "initial_time", r"\d\d:\d\d"),
        "number_input": _number,
        "external_select": lambda e: _some_options(
            e, [e["initial_option"]] if "initial_option" in e else [], 1
        ),
    }.get(element["type"])
    yield from check(element) if check else _choice(element)


def _text_input(element: Json) -> Iterator[str]:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000:
        yield "max_length"
    if len(element.get("initial_value", "")) > most:
        yield "initial_value is longer than max_length"
    if element.get("initial_value") == "":
        yield "an empty initial_value"


def _form(element: Json, name: str, shape: str) -> Iterator[str]:
    if name in element and not re.fullmatch(shape, element[name]):
        yield f"{name}: {element[name]}"


def _number(element: Json) -> Iterator[str]:
    if not isinstance(element.get("is_decimal_allowed"), bool):
        yield "is_decimal_allowed is required"
    low, high = int(element["min_value"]), int(element["max_value"])
    if "initial_value" in element and not low <= int(element["initial_value"]) <= high:
        yield "initial_value out of bounds"


def _choice(element: Json) -> Iterator[str]:
    kind, groups = element["type"], element.get("option_groups")
    boxes = kind in ("checkboxes", "radio_buttons")
    if not boxes and kind not in ("static_select", "multi_static_select"):
        yield f"no such element: {kind}"
        return
    if groups is not None:
        yield from _count(groups, 100, "option groups")
        for group in groups:
            yield from _plain(group["label"], "group", 75)
            yield from _some_options(element, group["options"], 100)
        options = [option for group in groups for option in group["options"]]
    else:
        options = element["options"]
        yield from _some_options(element, options, 10 if boxes else 100)
    initial = element.get(
        "initial_options", [element["initial_option"]] if "initial_option" in element else []
    )
    if any(option not in options for option in initial) or element.get("initial_options") == []:
        yield "an initial option that isn't among the options"


def _some_options(element: Json, options: list[Json], most: int) -> Iterator[str]:
    if element["type"] != "external_select" or options:
        yield from _count(options, most, "options")
    for option in options:
        yield from _plain(option["text"], "option", 75)
        if not 0 < len(option["value"]) <= 150:
            yield "option value"
        if "description" in option:
            yield from _plain(option["description"], "description", 75)


def _rich(element: Json) -> Iterator[str]:
    if element["type"] not in RICH or not element["elements"]:
        yield f"rich text: {element['type']}"
    for inner in element["elements"]:
        if element["type"] == "rich_text_list":
            yield from _rich(inner)
        elif inner["type"] == "text" and not inner["text"]:
            yield "an empty text"
        elif inner["type"] == "date" and not (isinstance(inner["timestamp"], int) and "{" in inner["format"]):
            yield "must provide an integer timestamp and a format"
        elif inner["type"] not in ("text", "date", "emoji", "user", "link"):
            yield f"no such rich text: {inner['type']}"
