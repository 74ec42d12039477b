"""Commands for whoever sets Slack up."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.command_line.base import Rules, group, run

slack = group("slack", "Slack: the manifest from which its app is made.")


@slack.callback()
def _one_of_them() -> None:
    """Said by name, though there is one."""


@slack.command("manifest")
def slack_manifest(
    address: Annotated[
        str, typer.Option(help="For HTTP, where Slack reaches the bot; without it, for Socket Mode.")
    ] = "",
    rules: Rules = "",
) -> None:
    """Print the manifest to paste into Slack, for the rule set in use."""
    run("slack", "manifest", address=address, rules=rules)
