"""Reads a rule set file's text. Every fault is named: line, key, what was expected, the nearest word."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from itertools import chain
from typing import Any, Final, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from policy.calendar import Nation, WorkingCalendar
from policy.given import Model
from policy.mistakes import mistakes_in, nearest
from policy.ruleset import UNBUILT, Calendar, Row, Rule, RuleSet
from policy.shown import unshowable


@dataclass(frozen=True, slots=True)
class RuleFault:
    """``line`` counts from 1; 0 where no line can be told."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.key}: {self.message}" if self.key else f"{where}{self.message}"


class RuleSetError(ValueError):
    """The file is no rule set; ``faults`` says why, soonest line first."""

    def __init__(self, name: str, faults: Sequence[RuleFault]) -> None:
        self.name, self.faults = name, tuple(sorted(faults, key=lambda f: f.line))
        super().__init__("\n".join(f"{name}: {f}" for f in self.faults))


def load(text: str, name: str = "rule set") -> RuleSet:
    """The rule set that a YAML 1.2 text describes. Raises RuleSetError with every fault found."""
    return load_placed(text, name)[0]


@lru_cache(maxsize=16)
def load_placed(text: str, name: str = "rule set") -> tuple[RuleSet, Places]:
    """The rule set, frozen, and where each of its lines is; read once in a process. Raises RuleSetError with every
    fault found."""
    tree = _parse(text, name)
    if not isinstance(tree, CommentedMap):
        raise RuleSetError(
            name, [RuleFault(1, "", "a rule set is a list of keys such as 'name:' and 'rules:'")]
        )
    places = Places(tree)
    faults = list(_unbuilt(tree, places))
    try:
        rules = RuleSet.model_validate(lists_where_many(_plain(tree)))
    except ValidationError as error:
        faults += [f for e in error.errors() if (f := _fault(places, e))]
        raise RuleSetError(name, faults) from None
    problems = chain(mistakes_in(rules), unshowable(rules))
    faults += [places.fault(path, message) for path, message in problems]
    faults += _calendar_faults(rules, places)
    if faults:
        raise RuleSetError(name, faults)
    return rules, places


def calendar_of(rules: RuleSet) -> WorkingCalendar:
    """The working calendar that a rule set describes. Raises ValueError for a closure outside its years."""
    c = rules.calendar
    return WorkingCalendar(
        Nation(c.nation), closures=c.closures, extra_holidays=c.extra_holidays, zone=c.zone
    )


class Places:
    """Where each line of the file is, by its path of keys and positions (from 0)."""

    def __init__(self, tree: CommentedMap) -> None:
        self._tree = tree

    def line(self, path: Sequence[Any]) -> int:
        """The line, from 1, of the deepest part of the path that the file has."""
        line, node = 1, self._tree
        for part in path:
            if _has(node, part):
                line, node = _line(node, part), node[part]
            elif not (part == "rows" or isinstance(part, int)):
                break
        return line

    def fault(self, path: Sequence[Any], message: str) -> RuleFault:
        return RuleFault(self.line(path), self.words_of(path), message)

    def words_of(self, path: Sequence[Any]) -> str:
        """The path as an officer would say it: an entry by its id, else by its number from 1."""
        node: Any = self._tree
        words: list[str] = []
        for part in path:
            inline = isinstance(node, CommentedMap) and not _has(node, part) and part in ("rows", 0)
            if not inline:
                node = node[part] if _has(node, part) else None
                words.append(_named(node, part))
        return ".".join(words)


def _has(node: Any, part: Any) -> bool:
    if isinstance(node, CommentedSeq):
        return isinstance(part, int) and part < len(node)
    return isinstance(node, CommentedMap) and part in node


def _named(node: Any, part: Any) -> str:
    if not isinstance(part, int):
        return str(part)
    return str(node["id"]) if _has(node, "id") else str(part + 1)


def _line(node: CommentedMap | CommentedSeq, part: Any) -> int:
    position = node.lc.key(part) if isinstance(node, CommentedMap) else node.lc.item(part)
    return int(position[0]) + 1


def _parse(text: str, name: str) -> Any:
    try:
        return YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault = RuleFault(mark.line + 1 if mark else 0, "", _not_yaml(str(error.problem)))
    except (YAMLError, ValueError) as error:
        fault = RuleFault(0, "", _not_yaml(str(error).splitlines()[0]))
    except RecursionError:
        fault = RuleFault(0, "", _not_yaml("lines are nested too deeply"))
    raise RuleSetError(name, [fault])


def _not_yaml(problem: str) -> str:
    if "\\t" in problem or "'\t'" in problem:
        return "a tab: indent with spaces"
    if "duplicate key" in problem:
        return f"the key {problem.split('key ')[1].split(' with ', maxsplit=1)[0]} is used twice here"
    return f"not readable as YAML: {problem}"


def _plain(node: Any, above: tuple[int, ...] = ()) -> Any:
    """The tree without ruamel's own types, which carry comments and scalar styles."""
    if id(node) in above:
        return None  # an alias of what it is in: nothing a rule set has
    if isinstance(node, dict):
        return {_plain(k): _plain(v, (*above, id(node))) for k, v in node.items()}
    if isinstance(node, list):
        return [_plain(v, (*above, id(node))) for v in node]
    if isinstance(node, bool) or not isinstance(node, int | float | str):
        return node
    plain: type[Any] = next(t for t in (int, float, str) if isinstance(node, t))
    return plain(node)


def lists_where_many(node: Any) -> Any:
    """``session: case`` may stand for ``session: [case]`` in a condition."""
    if isinstance(node, list):
        return [lists_where_many(v) for v in node]
    if not isinstance(node, dict):
        return node
    out = {k: lists_where_many(v) for k, v in node.items()}
    when = out.get("when")
    if isinstance(when, dict):
        out["when"] = _many(when)
    return out


def _many(when: dict[str, Any]) -> dict[str, Any]:
    return {k: _many(v) if isinstance(v, dict) else [v] if isinstance(v, str) else v for k, v in when.items()}


def _unbuilt(tree: Any, places: Places, path: tuple[Any, ...] = ()) -> Iterator[RuleFault]:
    """Shapes that docs/rule-language.md shows and this version cannot run, refused by name."""
    if isinstance(tree, dict) and len(path) < 20:
        for key, value in tree.items():
            name = value if key == "in_each" and isinstance(value, str) else key
            if name in UNBUILT and path[:1] != ("vocabulary",):
                message = f"the shape '{name}' ({UNBUILT[name]}) is not built yet; see docs/rule-language.md"
                yield places.fault((*path, key), message)
            else:
                yield from _unbuilt(value, places, (*path, key))
    elif isinstance(tree, list) and len(path) < 20:
        for index, value in enumerate(tree):
            yield from _unbuilt(value, places, (*path, index))


def _calendar_faults(rules: RuleSet, places: Places) -> Iterator[RuleFault]:
    if rules.calendar == Calendar():
        return  # making one takes a tenth of a second, and this one is known to be good
    try:
        calendar_of(rules)
    except ValueError as error:
        yield places.fault(("calendar",), str(error))


# Pydantic's errors in words


def _fault(places: Places, error: ErrorDetails) -> RuleFault | None:
    """None for what only follows from a shape that is not built: that one is named already."""
    path = tuple(part for part in error["loc"] if not _is_branch(part))
    if error["type"] == "extra_forbidden":
        word = str(path[-1])
        return None if word in UNBUILT else places.fault(path, _no_key(word, _keys(path[:-1])))
    if error["type"] != "missing" and _is_unbuilt(error["input"]):
        return None
    if error["type"] in ("enum", "literal_error"):
        return places.fault(path, _expected(error, str(path[-1])))
    message = _MESSAGES.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    if error["type"] == "model_type":
        message += _SUCH_AS.get(str(path[-1]), "")
    return places.fault(path, message.format(**error.get("ctx", {})) if error["type"] in _BOUNDS else message)


def _no_key(word: str, keys: Sequence[str]) -> str:
    """With the nearest key; where none is near, with those there are, unless they are a page."""
    listed = f"; it has {', '.join(keys)}" if 0 < len(keys) <= _A_FEW else ""
    return f"no such key{nearest(word, keys) or listed}"


def _is_unbuilt(value: Any) -> bool:
    return any(
        name in UNBUILT for name in (value if isinstance(value, dict) else [value]) if isinstance(name, str)
    )


_A_FEW: Final = 20
_MESSAGES: Final = {
    "missing": "missing: this line is needed",
    "string_type": "text is needed; put a number or a date in quotes",
    "int_type": "a whole number is needed",
    "bool_type": "true or false is needed",
    "bool_parsing": "true or false is needed",
    "tuple_type": "a list is needed, such as [one, two]",
    "dict_type": "keys and values are needed, such as 'social_worker: Social worker'",
    "model_type": "keys and values are needed",
    "time_parsing": "a time is needed, such as 09:00",
    "time_type": "a time is needed, such as 09:00",
    "less_than_equal": "at most {le} is taken",
    "greater_than_equal": "at least {ge} is needed",
}
_BOUNDS: Final = ("less_than_equal", "greater_than_equal")


#: What is said where nothing of the language is near the word that was written.
_INSTEAD: Final = {
    "answers": "; it is who in the line, not which job",
    "tell": "; it is who in the line, not which job",
    "duty": "; what has no duty of its own, such as an audit or a training, is 'milestone' with 'what'",
}
_SUCH_AS: Final = {
    "when": ", such as {role: social_worker}",
    "holds_case": ", such as {any_of: [child_protection]}",
    "ahead": ", such as {of: [next_review], by: 2 weeks}",
}


def _expected(error: ErrorDetails, key: str) -> str:
    expected = str(error.get("ctx", {}).get("expected", ""))
    words = [w.strip(" '") for w in expected.replace(" or ", ",").split(",")]
    return f"expected {expected}{nearest(str(error['input']), words) or _INSTEAD.get(key, '')}"


def _is_branch(part: object) -> bool:
    """Pydantic names the branch of a union in its path; the file has no such key."""
    return isinstance(part, str) and (
        "[" in part or part in ("Period", "str", "date", "FirstOf", "LaterOf", "CaseCondition", "PersonGiven")
    )


def _keys(path: Sequence[Any]) -> list[str]:
    """The keys that the language knows at a path: a rule with one row may write the row's in its own."""
    model: Any = RuleSet
    for part in path:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if _is_model(model) else None
        model = _model_in(field.annotation) if field else model
    if not _is_model(model):
        return []
    names = list(model.model_fields)
    return [*names, *Row.model_fields] if model is Rule else names


def _is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Model)


def _model_in(annotation: Any) -> Any:
    """The model inside an annotation such as ``tuple[Rule, ...]`` or ``dict[str, tuple[Nudge, ...]]``."""
    if _is_model(annotation):
        return annotation
    if get_origin(annotation) in (tuple, dict, Union, types.UnionType):
        return next((m for a in get_args(annotation) if (m := _model_in(a))), None)
    return None
