"""What a person reads in an Adaptive Card, and what its buttons send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
#: Of a line in a list, as other platforms draw it themselves.
_MARK = re.compile(r"•  |\d+\. ")


def texts_in(element: Any) -> Iterator[str]:
    """Every text that is shown, in its order: one for each run, label, choice and text typed before."""
    kind = element.get("type")
    if kind in ("TextBlock", "TextRun"):
        yield element["text"]
    if "label" in element:
        yield element["label"]
    yield from (choice["title"] for choice in element.get("choices", ()))
    if kind == "Input.Text":
        yield element.get("value", "")
    for inside in (*element.get("body", ()), *element.get("items", ()), *element.get("inlines", ())):
        yield from texts_in(inside)


def words(element: Any) -> str:
    """As ``texts_in``, blocks apart and the runs of one together, without a list's marks."""
    if element.get("type") == "RichTextBlock":
        return "".join(run["text"] for run in element["inlines"] if not _MARK.fullmatch(run["text"]))
    inside = [*element.get("body", ()), *element.get("items", ())]
    if inside:
        return " ".join(words(one) for one in inside)
    return " ".join(texts_in(element))


def sets_in(element: Any) -> Iterator[tuple[list[Json], str]]:
    """Each set of buttons, with the words of the container that it belongs to."""
    for inside in (*element.get("body", ()), *element.get("items", ())):
        if inside["type"] == "ActionSet":
            yield inside["actions"], words(element)
        else:
            yield from sets_in(inside)


def actions_in(element: Any) -> list[Json]:
    return [action for actions, _ in sets_in(element) for action in actions]


def inputs_in(card: Json) -> dict[str, Json]:
    """By the field's name."""
    return {e["id"].partition(":")[2]: e for e in card["body"] if e["type"].startswith("Input.")}
