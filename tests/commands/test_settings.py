"""The list of settings in docs/ is the code's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import SettingsError, documented, read_settings
from bot.wiring import versions_of

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
MARK = "<!-- settings: written from the code by GOLDEN=write; see tests/commands/test_settings.py -->\n\n"


def test_the_documented_list_is_the_codes() -> None:
    head, mark, _ = DOCS.read_text(encoding="utf-8").partition(MARK)
    assert mark
    if os.environ.get("GOLDEN") == "write":
        DOCS.write_text(head + mark + documented(), encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == head + mark + documented()


def test_a_secret_may_be_a_files_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text("one,two\n")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS_FILE", str(tmp_path / "keys"))
    assert [k.get_secret_value() for k in read_settings().encryption_keys] == ["one", "two"]
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", "three")
    with pytest.raises(SettingsError, match="SUPERVISION_ENCRYPTION_KEYS_FILE; leave one of them out"):
        read_settings()
    monkeypatch.delenv("SUPERVISION_ENCRYPTION_KEYS")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingsError, match=r"can't be read \(No such file or directory\)"):
        read_settings()


def test_what_systemd_hands_over_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "supervision_encryption_keys").write_text("handed,over\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert [k.get_secret_value() for k in read_settings().encryption_keys] == ["handed", "over"]
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "another's"))
    with pytest.raises(SettingsError, match=r"another's can't be read by who runs this"):
        read_settings()


def test_where_records_are_read_is_said_by_kind_and_a_wrong_address_is_named() -> None:
    pattern = "https://cases.example.org/{reference}"
    assert read_settings(record_links=[f"case={pattern}"]).record_patterns == {"case": pattern}
    for wrong, said in (
        ("visit=https://x", "'visit' is no kind of session"),
        ("case=http://x", "begins with https://"),
        ("case=https://x/{child}", "no other name in braces"),
    ):
        with pytest.raises(SettingsError, match=said):
            read_settings(record_links=[wrong])


def test_env_may_name_a_file_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUPERVISION_DATABASE_URL", raising=False)
    (tmp_path / "url").write_text("sqlite:///named.db\n")
    (tmp_path / ".env").write_text("SUPERVISION_DATABASE_URL_FILE=url\n")
    assert read_settings().database_url == "sqlite:///named.db"
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", "sqlite:///mine.db")
    assert read_settings().database_url == "sqlite:///mine.db"


def test_a_council_that_runs_another_s_rule_set_is_called_by_its_own_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So is its case system; the rule set stays what it is else."""
    shipped = versions_of(read_settings()).latest
    monkeypatch.setenv("SUPERVISION_COUNCIL", "Aldermoor County Council")
    monkeypatch.setenv("SUPERVISION_CASE_SYSTEM", "Eclipse")
    mine = versions_of(read_settings()).latest
    assert (mine.council, mine.case_system) == ("Aldermoor County Council", "Eclipse")
    assert mine == shipped.model_copy(update={"council": mine.council, "case_system": mine.case_system})
    with pytest.raises(SettingsError, match="SUPERVISION_COUNCIL: write a name on one line"):
        read_settings(council="Aldermoor\nCouncil")
