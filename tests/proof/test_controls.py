"""Every control that the pages for a council name has a test that fails when one line of the code is broken: all are
looked up, and a seeded sample is broken in a copy. ``SUPERVISION_BREAKS`` says how many, ``SUPERVISION_SEED`` which."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.infra.budget import SEED

ROOT = Path(__file__).parents[2]
PAGES = ("security", "dpia", "hazards", "accessibility", "operations")
BREAKS: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "tests" / "proof" / "breaks.toml").read_text(encoding="utf-8")
)
SAMPLE = Random(SEED).sample(sorted(BREAKS), min(len(BREAKS), int(os.environ.get("SUPERVISION_BREAKS", "2"))))
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_CONTROL = re.compile(r"^\| ([AHSP]\d+) \|.*$", re.MULTILINE)


def _text(page: str) -> str:
    return (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_exists(page: str) -> None:
    named = _NAMED.findall(_text(page))
    assert named
    assert not [f"{file}::{test}" for file, test in named if not _has(file, test)]


def _has(file: str, test: str) -> bool:
    path = ROOT / file
    return path.is_file() and (
        not test or bool(re.search(rf"def {test}\(", path.read_text(encoding="utf-8")))
    )


def _controls() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for found in _CONTROL.finditer(_text(page)):
            yield found[1], found[0]


def test_every_control_has_its_break_and_every_break_its_control() -> None:
    controls = dict(_controls())
    assert controls.keys() == BREAKS.keys()
    assert not [name for name, one in BREAKS.items() if f"`{one['test']}`" not in controls[name]]


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_every_break_still_fits_its_line(name: str) -> None:
    one = BREAKS[name]
    assert (ROOT / one["file"]).read_text(encoding="utf-8").count(one["old"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_a_broken_control_is_seen(name: str, tmp_path: Path) -> None:
    one, copy = BREAKS[name], tmp_path / "code"
    left_out = shutil.ignore_patterns(".git", ".venv", "build", ".*cache", "__pycache__", "node_modules")
    shutil.copytree(ROOT, copy, ignore=left_out)
    assert _fails(copy, one["test"]) == 0, "it passes as the code stands"
    broken = copy / one["file"]
    broken.write_text(broken.read_text(encoding="utf-8").replace(one["old"], one["new"]), encoding="utf-8")
    assert _fails(copy, one["test"]) == 1, "nobody saw it"


def _fails(copy: Path, test: str) -> int:
    """pytest's exit code: 0 where all pass, 1 where one fails."""
    options = ["-q", "-x", "-p", "no:cacheprovider", "-k", "not postgresql"]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "CI", "SUPERVISION_"))}
    made = subprocess.run(
        [sys.executable, "-m", "pytest", *options, test],
        cwd=copy,
        env=kept,
        capture_output=True,
        timeout=300,
        check=False,
    )
    return made.returncode
