"""What references look like is asked before a case comes in that isn't stored, and before anything else is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from tests.importing.councils import ALL
from tests.importing.typed import count, written


def test_the_first_import_asks_what_a_reference_looks_like(
    settings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And stops; once it is said, what doesn't fit is refused and not repeated."""
    monkeypatch.delenv("SUPERVISION_CASE_REFERENCES")
    files = [*map(written, ALL)]
    done = CliRunner().invoke(app, ["import", *files])
    assert (done.exit_code, count(settings, "council"), count(settings, "person")) == (1, 0, 0)
    assert "Case references here look like C-# (2)." in done.stderr
    assert "set SUPERVISION_CASE_REFERENCES='C-#', and run this again" in done.stderr

    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-#")
    assert CliRunner().invoke(app, ["import", *files]).exit_code == 0
    Path("more.csv").write_text("case,service\nSMITH 1,adoption\nc-7,adoption\n")
    refused = CliRunner().invoke(app, ["import", "more.csv"])
    assert "more.csv, line 2, case: this doesn't look like a case reference (C-#)" in refused.stderr
    assert "SMITH" not in refused.output
    assert "1 to correct" in refused.stderr


@pytest.mark.usefixtures("settings")
def test_what_only_one_looks_like_may_be_a_name_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPERVISION_CASE_REFERENCES")
    heading = "case,service\nSMITH J 2015,adoption\nJONES K 2012,adoption\n"
    Path("cases.csv").write_text(heading)
    refused = CliRunner().invoke(app, ["import", "cases.csv"])
    assert "The 2 case references here have no shape in common" in refused.stderr
    Path("cases.csv").write_text(f"{heading}CB-1,adoption\nCB-2,adoption\n")
    asked = CliRunner().invoke(app, ["import", "cases.csv"])
    assert "Case references here look like CB-# (2)." in asked.stderr
    assert "2 more look like none of these" in asked.stderr
    assert "SMITH" not in refused.output + asked.output


@pytest.mark.usefixtures("settings")
def test_a_dry_run_asks_first_what_an_import_would_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else is said of the files before: what is no reference would be said with it."""
    monkeypatch.delenv("SUPERVISION_CASE_REFERENCES")
    done = CliRunner().invoke(app, ["import", "--dry-run", *map(written, ALL)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "set SUPERVISION_CASE_REFERENCES='C-#'" in done.stderr


def test_what_brings_no_new_case_isnt_asked(settings: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A night's import goes on without the setting until a case comes that isn't stored, in whichever file."""
    assert CliRunner().invoke(app, ["import", *map(written, ALL)]).exit_code == 0
    monkeypatch.delenv("SUPERVISION_CASE_REFERENCES")
    again = CliRunner().invoke(app, ["import", *map(written, ALL)])
    assert again.exit_code == 0, again.output
    Path("grants.csv").write_text("case,every,by,since\nSMITH 7,2 weeks,S3,01/11/2026\n")
    asked = CliRunner().invoke(app, ["import", "grants.csv"])
    assert asked.exit_code == 1
    assert "look like C-# (2). 1 more look like none of these" in asked.stderr
    assert "SMITH" not in asked.output
    assert count(settings, "authorisation") == 1
