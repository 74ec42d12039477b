"""What is installed is listed, and what is known to be vulnerable is named until somebody accepts it for a while."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.infra.sbom import locked, only, pinned
from tests.infra.vulnerabilities import ACCEPTED, to_mend

TODAY = date(2026, 11, 26)


def test_only_what_is_for_running_is_listed_and_what_hangs_on_it() -> None:
    document = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"name": n, "bom-ref": n} for n in ("Ruamel.YAML", "pytest")],
        "dependencies": [{"ref": "root", "dependsOn": ["Ruamel.YAML", "pytest"]}, {"ref": "pytest"}],
    }
    found = only(document, {"ruamel-yaml"})
    assert [part["name"] for part in found["components"]] == ["Ruamel.YAML"]
    assert found["dependencies"] == [{"ref": "root", "dependsOn": ["Ruamel.YAML"]}]


def test_the_names_of_a_lock_are_read() -> None:
    assert pinned("a_b==1.0 ; python_version > '3' \\\n    --hash=sha256:00\n# via c==2\nD==2 \\\n") == {
        "a-b",
        "d",
    }
    assert {"slack-bolt", "botbuilder-core"} <= locked()
    assert "pytest" not in locked()


def vulnerable(**more: Any) -> list[dict[str, Any]]:
    one = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"], **more}
    return [{"name": "a", "version": "1.0", "vulns": [one]}, {"name": "b", "version": "1.0", "vulns": []}]


@pytest.mark.parametrize(
    ("until", "named"),
    [(None, True), (TODAY, False), (date(2026, 11, 25), True)],
    ids=["never", "still", "over"],
)
def test_what_is_vulnerable_is_named_unless_it_is_accepted_until_a_day_to_come(
    until: date | None, named: bool
) -> None:
    accepted = {"CVE-1": {"why": "not used", "until": until}} if until else {}
    assert bool(list(to_mend(vulnerable(), accepted, TODAY))) is named


def test_a_pin_that_was_not_looked_at_is_named() -> None:
    assert list(to_mend([{"name": "a", "skip_reason": "not found"}], {}, TODAY)) == [
        "a: not looked at (not found)"
    ]


def test_each_that_is_accepted_says_why_and_until_when() -> None:
    assert all(entry["why"] and isinstance(entry["until"], date) for entry in ACCEPTED.values())
