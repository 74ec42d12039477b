"""``policy diff`` on the stories' council: what would move, and nothing written."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Run
from tests.commands.rows import all_rows
from tests.policy.files import SHIPPED


def test_another_version_compared_on_what_was_imported(settings: str, run: Run, tmp_path: Path) -> None:
    before, new = all_rows(settings), tmp_path / "new.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "first_within: 10 working days", "first_within: 5 working days"
    )
    new.write_text(text, encoding="utf-8")
    shown = run("policy", "diff", "central-bedfordshire", str(new))
    assert shown.exit_code == 0
    assert "  discuss, CB-10240: 2026-11-09 to 2026-11-02" in shown.stdout
    assert "Supervision sessions: +0.0 a week." in shown.stdout
    assert all_rows(settings) == before


def test_the_same_changes_nothing(settings: str, run: Run) -> None:
    shown = run("policy", "diff", "central-bedfordshire", "central-bedfordshire", "--database", settings)
    assert "0 due earlier" in shown.stdout
    assert "0 no longer asked" in shown.stdout


def test_a_file_with_faults_is_compared_with_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("name: x\n", encoding="utf-8")
    shown = run("policy", "diff", "york", str(tmp_path / "bad.yaml"))
    assert shown.exit_code == 1
    assert "faults" in shown.stdout
