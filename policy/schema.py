"""The JSON Schema of a rule set file, for editors: made from the model, with the short forms a file may use."""

from __future__ import annotations

from typing import Any, Final

from policy.ruleset import Row, RuleSet, written_terms

_WHEN: Final = "on due, at start, at ready, or such as: 2 working days before due"
#: Lists outside a condition for which one word may stand.
_LISTS: Final = {
    "Row": ("counts", "held_by", "filled"),
    "LongerInterval": ("case_is", "granted_by"),
    "Ahead": ("of",),
    "Rule": ("beside", "interpretations", "blanks"),
    "Example": ("due",),
}


def schema() -> dict[str, Any]:
    """As ``policy/rulesets/schema.json`` holds it."""
    made: dict[str, Any] = RuleSet.model_json_schema()
    parts = made["$defs"]
    _inline_row(parts)
    for name in ("Condition", "CaseCondition"):
        for line in parts[name]["properties"].values():
            _one_for_many(line)
    for part, names in _LISTS.items():
        for name in names:
            _one_for_many(parts[part]["properties"][name])
    parts["When"] = {"type": "string", "description": _WHEN}
    parts["Retention"]["properties"] = written_terms()
    parts["HeldGiven"] = {"anyOf": [{"type": "string", "format": "date"}, parts["HeldGiven"]]}
    months = {"$ref": "#/$defs/MonthRange"}
    parts["Row"]["properties"]["in_month"]["items"] = {"anyOf": [{"type": "string"}, months]}
    parts["Rule"]["properties"]["in_month"] = parts["Row"]["properties"]["in_month"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A supervision policy",
        **made,
    }


def _inline_row(parts: dict[str, Any]) -> None:
    """A rule with one row may write the row's lines in its own."""
    rule, row = parts["Rule"], parts["Row"]
    rule["properties"] |= {n: row["properties"][n] for n in Row.model_fields if n not in rule["properties"]}
    rule["required"] = [name for name in rule["required"] if name != "rows"]


def _one_for_many(line: dict[str, Any]) -> None:
    """One word may stand for a list of one."""
    if line.get("type") == "array":
        listed = {"type": "array", "items": line.pop("items")}
        line.pop("type")
        line["anyOf"] = [listed["items"], listed]
