"""The app package is what Microsoft's schema asks for, and offers what the bot answers."""

from __future__ import annotations

import json
import struct
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from bot.commands.teams import make
from bot.settings import SettingsError
from bot.teams import package
from cards.commands import COMMANDS
from tests.infra import npm
from tests.teams.reading import Json

APP = "11111111-2222-3333-4444-555555555555"
ADDRESS = "https://bot.council.example"


def opened(**more: Any) -> zipfile.ZipFile:
    given = {"version": "1.0.0", "slash": False, **more}
    return zipfile.ZipFile(BytesIO(package.package(APP, ADDRESS, "Story Council", **given)))


def manifest(**more: Any) -> Json:
    return dict(json.loads(opened(**more).read("manifest.json")))


@pytest.mark.parametrize("slash", [False, True])
def test_it_is_what_microsofts_schema_asks_for(slash: bool) -> None:
    made = manifest(slash=slash)
    folder = (
        npm.packages() / "@microsoft/app-manifest/build/json-schemas/teams" / f"v{made['manifestVersion']}"
    )
    schema = json.loads((folder / "MicrosoftTeams.schema.json").read_text(encoding="utf-8-sig"))
    assert [e.message for e in Draft4Validator(schema).iter_errors(made)] == []


def test_what_its_menus_offer_the_bot_answers() -> None:
    made = manifest()
    menu = [command["title"] for command in made["bots"][0]["commandLists"][0]["commands"]]
    forms = [command["id"] for command in made["composeExtensions"][0]["commands"]]
    assert set(menu) | set(forms) - {package.HOME} <= set(COMMANDS)
    assert len(menu) <= 10
    assert made["bots"][0]["scopes"] == ["personal", "team", "groupChat"]


def test_slash_commands_are_asked_for_only_where_they_are_wanted() -> None:
    assert "triggers" not in json.dumps(manifest())
    own, shared = manifest(slash=True)["bots"][0]["commandLists"]
    assert (own["scopes"], "triggers" in own) == (["personal"], False)
    assert (shared["scopes"], shared["triggers"]) == (["team", "groupChat"], ["mention", "slash"])
    assert own["commands"] == shared["commands"]


def test_a_later_package_updates_the_same_app() -> None:
    assert manifest()["id"] == manifest(version="1.0.1")["id"] != APP
    assert manifest()["bots"][0]["botId"] == APP


@pytest.mark.parametrize(("name", "side"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_are_as_large_as_teams_asks(name: str, side: int) -> None:
    content = opened().read(name)
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">2I", content[16:24]) == (side, side)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"app_id": "bot"}, "the Azure bot's app id"),
        ({"app_id": ""}, "SUPERVISION_TEAMS_APP_ID"),
        ({"address": "http://bot.council.example"}, "https://bot.council.gov.uk"),
        ({"address": "https://bot.council.example/path"}, "https://bot.council.gov.uk"),
        ({"version": "2"}, "1.0.1"),
    ],
)
def test_what_teams_would_refuse_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: Json, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "app.zip"
    whole = {
        "address": ADDRESS,
        "app_id": APP,
        "council": "C",
        "version": "1.0.0",
        "file": file,
        "slash": False,
    }
    with pytest.raises(SettingsError, match=said):
        make(**(whole | given))  # type: ignore[arg-type]
    assert not file.exists()
    assert make(**whole) == 0  # type: ignore[arg-type]
    assert zipfile.is_zipfile(file)
