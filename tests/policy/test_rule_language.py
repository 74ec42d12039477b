"""docs/rule-language.md: what it marks as built loads as it stands, and the rest is refused by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from policy.check import check
from policy.facts import Reason, SessionKind
from policy.given import (
    AbsenceGiven,
    CaseGiven,
    DecisionGiven,
    EventGiven,
    Given,
    HeldGiven,
    IntervalGiven,
    MilestoneGiven,
    PersonGiven,
    SessionGiven,
    SetGiven,
    SupervisorGiven,
)
from policy.loader import RuleSetError, load
from policy.ruleset import (
    UNBUILT,
    Condition,
    Duty,
    Example,
    Form,
    GuidancePoint,
    NudgeRule,
    Phase,
    Role,
    Row,
    Rule,
)
from tests.policy.test_check import TODAY

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "rule-language.md").read_text(encoding="utf-8")
FIRST = (DOCS / "first-rule-set.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n# (built|not yet: [^\n]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WHOLE = next(text for mark, text in BLOCKS if mark == "built")
BUILT = [text for mark, text in BLOCKS if mark == "built"]
NOT_YET = [(mark.removeprefix("not yet: "), text) for mark, text in BLOCKS if mark != "built"]


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


def whole_with(block: str) -> str:
    """The page's whole file with a block in place of its rules, or beside them."""
    if isinstance(parsed(block), list):
        lines = "".join(f"  {line}\n" for line in block.splitlines())
        return re.sub(r"^rules:\n.*\Z", f"rules:\n{lines}", WHOLE, flags=re.MULTILINE | re.DOTALL)
    kept: str = WHOLE if "practice" not in parsed(block) else WHOLE[: WHOLE.index("practice:")]
    return kept + block


def named(block: str) -> str:
    content = parsed(block)
    return str(content[0]["id"] if isinstance(content, list) else next(iter(content)))


def test_every_yaml_block_of_the_page_is_marked() -> None:
    assert len(BLOCKS) == PAGE.count("```yaml")


def test_the_whole_file_is_good() -> None:
    assert check(WHOLE, "page", TODAY).errors == ()


@pytest.mark.parametrize("block", BUILT[1:], ids=named)
def test_what_is_marked_built_loads(block: str) -> None:
    load(whole_with(block), "page")


@pytest.mark.parametrize(("shape", "block"), NOT_YET, ids=[name for name, _ in NOT_YET])
def test_what_is_marked_not_yet_is_refused_by_its_name(shape: str, block: str) -> None:
    with pytest.raises(RuleSetError) as raised:
        load(whole_with(block), "page")
    messages = [f.message for f in raised.value.faults]
    assert any(m.startswith(f"the shape '{shape}' ({UNBUILT[shape]}) is not built yet") for m in messages)


def test_the_page_shows_every_shape_that_is_not_built() -> None:
    assert {name for name, _ in NOT_YET} == set(UNBUILT)


@pytest.mark.parametrize("model", [Rule, Row, Phase, Condition, NudgeRule], ids=lambda m: m.__name__)
def test_the_page_shows_every_line_that_is_built(
    model: type[Rule | Row | Phase | Condition | NudgeRule],
) -> None:
    text = "\n".join(BUILT) + PAGE[PAGE.index("## What a rule says") : PAGE.index("## Clocks")]
    assert not [name for name in model.model_fields if not re.search(rf"\b{name}\b", text)]


def test_the_page_names_every_duty_and_relation() -> None:
    assert not [str(word) for word in (*Duty, *Role) if f"`{word}`" not in PAGE]
    assert Reason.SICKNESS in PAGE
    assert all(kind in PAGE for kind in SessionKind)


def test_the_page_names_every_fact_of_an_example() -> None:
    table = PAGE[PAGE.index("## Worked examples") : PAGE.index("## Forms")]
    parts = (HeldGiven, MilestoneGiven, SupervisorGiven, IntervalGiven, EventGiven, DecisionGiven, SetGiven)
    models = (PersonGiven, CaseGiven, SessionGiven, AbsenceGiven, *parts, Given, Example)
    assert not [name for m in models for name in m.model_fields if not re.search(rf"\b{name}\b", table)]
    assert not [reason for reason in Reason if f"`{reason}`" not in table]


def test_the_page_names_every_form_and_moment() -> None:
    part = PAGE[PAGE.index("## Forms") : PAGE.index("## Not yet")]
    assert not [word for word in (*get_args(Form), *GuidancePoint) if f"`{word}`" not in part]


def test_the_first_rule_set_comes_out_with_nothing_to_look_at() -> None:
    [text] = re.findall(r"^```yaml\n# built\n(.*?)^```$", FIRST, re.MULTILINE | re.DOTALL)
    report = check(text, "fenmarch.yaml", TODAY)
    assert (report.errors, report.warnings) == ((), ())
    assert report.examples == 11


#: In the walkthrough's table, what to write; lines that are no rule's are left out.
WRITTEN = [
    code
    for row in re.findall(r"^\| [^|]+ \| ([^|]*`[^|]*) \|$", FIRST, re.MULTILINE)
    for code in re.findall(r"`([a-z_]+): [^`]+`", row)
]


def test_the_first_rule_set_speaks_of_lines_that_there_are() -> None:
    known = {*Row.model_fields, *Rule.model_fields, *Condition.model_fields}
    assert WRITTEN
    assert not [name for name in WRITTEN if name not in known]
