"""``slack manifest``: what a Slack administrator pastes to make the app, for the rule set in use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

from bot.commands.reading import chosen
from bot.settings import SettingsError
from bot.wiring import versions_of
from policy.ruleset import Duty, RuleSet

FOLDER: Final = Path(__file__).parents[2] / "deploy" / "slack"
#: Stands in the file until it is replaced.
EXAMPLE: Final = "https://bot.example.org"


def manifest(address: str, rules: str) -> int:
    """Prints it: for HTTP with the ``address`` at which Slack reaches the bot, without one for Socket Mode. Raises
    SettingsError for an address that Slack refuses."""
    if address and not re.fullmatch(r"https://[^/\s]+/?", address):
        raise SettingsError(
            f"{address}: write where Slack reaches the bot, such as https://bot.council.gov.uk"
        )
    versions = versions_of(chosen("", rules)).versions
    print(text(versions, address.rstrip("/")), end="")
    return 0


def text(versions: Sequence[RuleSet], address: str) -> str:
    """The manifest, with an entry in the menu of a message only where one of the policy's versions asks for what it
    takes down."""
    yaml = YAML()
    yaml.width = 200
    name = "manifest.yaml" if address else "manifest-socket.yaml"
    read = yaml.load(FOLDER / name)
    if not any(rules.has(Duty.RECORD_DECISION) for rules in versions):
        del read["features"]["shortcuts"]
    written = StringIO()
    yaml.dump(read, written)
    lines = (line for line in written.getvalue().splitlines(keepends=True) if line[:1] != "#")
    return "".join(lines).replace(EXAMPLE, address or EXAMPLE)
