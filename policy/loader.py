"""Reads a rule set file's text. Every fault is named with its line, its key, what was expected and the nearest word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from policy import ruleset as language
from policy.calendar import Nation, WorkingCalendar
from policy.ruleset import UNBUILT, Condition, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Fault:
    """``line`` counts from 1; 0 where no line can be told."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.key}: {self.message}" if self.key else f"{where}{self.message}"


class RuleSetError(ValueError):
    """The file is no rule set; ``faults`` says why, soonest line first."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.name, self.faults = name, tuple(sorted(faults, key=lambda f: f.line))
        super().__init__("\n".join(f"{name}: {f}" for f in self.faults))


def load(text: str, name: str = "rule set") -> RuleSet:
    """The rule set that a YAML 1.2 text describes. Raises RuleSetError with every fault found."""
    tree = _parse(text, name)
    if not isinstance(tree, dict):
        raise RuleSetError(name, [Fault(1, "", "a rule set is a list of keys such as 'name:' and 'rules:'")])
    faults = list(_unbuilt(tree))
    try:
        rules = RuleSet.model_validate(_lists_where_many(_plain(tree)))
    except ValidationError as error:
        faults += [_fault(tree, e) for e in error.errors()]
        raise RuleSetError(name, faults) from None
    faults += _unknown_words(tree, rules)
    if faults:
        raise RuleSetError(name, faults)
    return rules


def calendar_of(rules: RuleSet) -> WorkingCalendar:
    """The working calendar that a rule set describes."""
    c = rules.calendar
    return WorkingCalendar(Nation(c.nation), closures=c.closures, extra_holidays=c.extra_holidays, zone=c.zone)


def _parse(text: str, name: str) -> Any:
    try:
        return YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleSetError(name, [Fault(line, "", f"not readable as YAML: {error.problem}")]) from None


def _plain(node: Any) -> Any:
    """The tree without ruamel's own types, which carry comments and scalar styles."""
    if isinstance(node, dict):
        return {_plain(k): _plain(v) for k, v in node.items()}
    if isinstance(node, list):
        return [_plain(v) for v in node]
    return str(node) if isinstance(node, str) else node


def _lists_where_many(node: Any) -> Any:
    """``session: case`` may stand for ``session: [case]`` in a condition."""
    if isinstance(node, list):
        return [_lists_where_many(v) for v in node]
    if not isinstance(node, dict):
        return node
    out = {k: _lists_where_many(v) for k, v in node.items()}
    when = out.get("when")
    if isinstance(when, dict):
        out["when"] = {k: v if isinstance(v, list | bool) else [v] for k, v in when.items()}
    return out


def _unbuilt(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[Fault]:
    """Shapes that docs/rule-language.md shows and this version cannot run, refused by name."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in UNBUILT and path[:1] in (("rules",), ("practice",)):
                message = f"the shape '{key}' ({UNBUILT[key]}) is not built yet; see docs/rule-language.md"
                yield Fault(_line(tree, key), _said((*path, key)), message)
            else:
                yield from _unbuilt(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _unbuilt(value, (*path, index))


def _fault(tree: Any, error: ErrorDetails) -> Fault:
    path = tuple(part for part in error["loc"] if not _is_branch(part))
    line, key = _where(tree, path), _said(path)
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = f"no such key{_nearest(str(path[-1]), _known_keys())}"
    elif error["type"] in ("enum", "literal_error"):
        expected = str(error.get("ctx", {}).get("expected", ""))
        words = [w.strip(" '") for w in expected.replace(" or ", ",").split(",")]
        message = f"expected {expected}{_nearest(str(error['input']), words)}"
    elif error["type"] == "missing":
        message = "missing: this line is needed"
    return Fault(line, key, message)


def _is_branch(part: object) -> bool:
    """Pydantic names the branch of a union in its path; the file has no such key."""
    return isinstance(part, str) and ("[" in part or part in ("Period", "str"))


def _where(tree: Any, path: Sequence[Any]) -> int:
    """The line of the deepest part of the path that the file has."""
    line, node = 1, tree
    for part in path:
        if isinstance(node, dict) and part not in node:
            inline = node.get("rows")
            if inline is None and part == "rows":
                continue
        try:
            line = _line(node, part)
            node = node[part]
        except (KeyError, IndexError, TypeError):
            continue
    return line


def _line(node: Any, part: Any) -> int:
    position = node.lc.value(part) if isinstance(node, dict) else node.lc.item(part)
    key = node.lc.key(part) if isinstance(node, dict) else position
    return int(key[0]) + 1


def _said(path: Sequence[Any]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in path)


def _nearest(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def _known_keys() -> list[str]:
    models = [m for m in vars(language).values() if isinstance(m, type) and issubclass(m, BaseModel)]
    return sorted({name for m in models for name in m.model_fields})


def _unknown_words(tree: Any, rules: RuleSet) -> Iterator[Fault]:
    """Roles, services and categories that the vocabulary doesn't hold; duties that the nudges don't."""
    words = rules.vocabulary
    known = {"role": words.roles, "service": words.services}
    for index, rule in enumerate(rules.rules):
        for name, value in _condition_words(rule):
            allowed = known.get(name, words.categories)
            if value not in allowed:
                line = _where(tree, ("rules", index, "when"))
                message = f"'{value}' is not in the vocabulary{_nearest(value, list(allowed))}"
                yield Fault(line, f"rule {rule.id}.when.{name}", message)
    duties = [str(d) for d in language.Duty]
    for duty in rules.practice.nudges:
        if duty not in duties:
            message = f"no such duty{_nearest(duty, duties)}"
            yield Fault(_where(tree, ("practice", "nudges", duty)), f"practice.nudges.{duty}", message)


def _condition_words(rule: Rule) -> Iterator[tuple[str, str]]:
    for when in (rule.when, *(row.when for row in rule.rows)):
        for name in ("role", "service", "any_of", "all_of", "none_of"):
            yield from ((name, value) for value in _values(when, name))


def _values(when: Condition, name: str) -> tuple[str, ...]:
    values: tuple[str, ...] = getattr(when, name)
    return values
