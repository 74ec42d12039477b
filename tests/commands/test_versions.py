"""The command line of a council with two versions: each day by the one that governs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run
from tests.commands.test_simulate import lines
from tests.policy.files import SHIPPED
from tests.stories import two_versions

pytestmark = pytest.mark.usefixtures("settings")


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next version, from 16 November 2026, counts again with 5 working days of notice."""
    text = two_versions.next_text("{recompute: true, notice: 5 working days}")
    (tmp_path / "next.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("SUPERVISION_RULES", f"central-bedfordshire, {tmp_path / 'next.yaml'}")


def discussed(run: Run, on: str) -> dict[str, Any]:
    answer = run("due", "CB-10251", "--on", on, "--json")
    assert answer.exit_code == 0, answer.output
    shown = json.loads(answer.stdout)
    [one] = [o for o in shown["obligations"] if o["duty"] == "discuss"]
    return {"in force": shown["rules"]["version"], "by": one["version"], "due": one["due"]}


def why(run: Run, on: str) -> list[str]:
    shown = json.loads(run("due", "CB-10251", "--on", on, "--json").stdout)
    return [step["says"] for step in shown["obligations"][0]["derivation"]]


@pytest.mark.usefixtures("versions")
def test_due_on_a_day_is_by_the_version_that_governs_then(run: Run) -> None:
    assert discussed(run, "2026-11-15") == {"in force": "1", "by": "1", "due": "2026-12-15"}
    assert discussed(run, "2026-11-16") == {"in force": "2", "by": "2", "due": "2026-11-23"}
    assert "A new version gives notice of 5 working days: Monday 23 November 2026" in why(run, "2026-11-16")


@pytest.mark.usefixtures("versions")
def test_a_simulation_crosses_the_day(run: Run) -> None:
    _, told = lines(run, "--to", "2026-11-25", "--people", "idle")
    about = [m for m in told if "Discuss CB-10251" in m["text"] and m["to"]["staff_number"] == "S201"]
    # Due on 23 November from the 16th on, and its reminder 8 working days before that is past: told that morning.
    assert about[0]["at"].startswith("2026-11-16")
    assert "Monday 23 November 2026" in about[0]["text"]
    assert [m["at"][:10] for m in about[1:]] == ["2026-11-24"]


def test_doctor_names_both_and_the_day(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    text = text.replace("in_force_from: 2020-01-01", "in_force_from: 2026-11-16")
    (tmp_path / "next.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("SUPERVISION_RULES", f"central-bedfordshire, {tmp_path / 'next.yaml'}")
    result = run("doctor")
    assert result.exit_code == 0, result.output
    for name in ("central-bedfordshire.yaml", "next.yaml"):
        assert f"The rule set {name} " in result.stdout
    assert "Version 2 governs what starts from Monday 16 November 2026." in result.stdout


@pytest.mark.usefixtures("versions")
def test_slacks_manifest_takes_versions_as_the_setting_does(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUPERVISION_RULES")
    made = run("slack", "manifest", "--rules", f"central-bedfordshire,{tmp_path / 'next.yaml'}")
    assert (made.exit_code, "display_information" in made.output) == (0, True), made.output
