"""An app made from the manifests has nothing left to guess."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from bot.commands.slack import text
from bot.settings import rules_text
from bot.slack.app import EVENTS
from bot.slack.oauth import SCOPES
from bot.slack.requests import ON_A_MESSAGE
from handlers.routes import ROUTES
from policy.loader import load
from tests.slack.web_api import NEEDS

ROOT = Path(__file__).parents[2]
MANIFESTS = ("manifest.yaml", "manifest-socket.yaml")
#: Slack's own, where it lies beside the project; too large to keep a copy.
SCHEMA = ROOT.parent / "shared" / "schemas" / "slack-manifest.schema.1.0.0.json"


def manifest(name: str) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(ROOT / "deploy" / "slack" / name))


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's manifest schema isn't beside the project")
@pytest.mark.parametrize("name", MANIFESTS)
def test_it_is_what_slack_takes(name: str) -> None:
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [e.message for e in validator.iter_errors(manifest(name))] == []


@pytest.mark.parametrize("name", MANIFESTS)
def test_it_asks_for_what_the_bot_uses_and_nothing_more(name: str) -> None:
    asked = manifest(name)["oauth_config"]["scopes"]["bot"]
    assert tuple(asked) == SCOPES
    assert set(asked) == {*NEEDS.values(), "commands"}
    said = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    assert all(f"| `{scope}` |" in said for scope in asked)


def test_every_address_is_the_bots_own() -> None:
    text = (ROOT / "deploy" / "slack" / "manifest.yaml").read_text(encoding="utf-8")
    assert {*re.findall(r"https://bot\.example\.org(\S*)", text)} == {EVENTS}


@pytest.mark.parametrize("name", MANIFESTS)
def test_every_entry_of_a_messages_menu_opens_a_form(name: str) -> None:
    shortcuts = manifest(name)["features"]["shortcuts"]
    assert {s["callback_id"] for s in shortcuts if s["type"] == "message"} == set(ON_A_MESSAGE)
    assert {ask.kind for ask in ON_A_MESSAGE.values()} <= set(ROUTES)


def test_the_two_differ_only_in_how_slack_reaches_us() -> None:
    http, socket = (manifest(name) for name in MANIFESTS)
    del http["features"]["slash_commands"][0]["url"]
    del http["settings"]["event_subscriptions"]["request_url"]
    del http["settings"]["interactivity"]["request_url"]
    del http["settings"]["interactivity"]["message_menu_options_url"]
    http["settings"]["socket_mode_enabled"] = True
    assert http == socket


@pytest.mark.parametrize(("rules", "noted"), [("york", True), ("central-bedfordshire", False)])
@pytest.mark.parametrize("address", ["", "https://bot.council.gov.uk"])
def test_a_decision_is_offered_only_where_the_policy_asks_for_it(
    rules: str, noted: bool, address: str
) -> None:
    printed = text([load(*rules_text(rules))], address)
    assert ("Note a decision" in printed) is noted
    assert "bot.example.org" not in printed or not address
    assert YAML(typ="safe").load(printed)["settings"]["socket_mode_enabled"] is (not address)
