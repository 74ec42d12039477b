"""Slack: the only place that knows its SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.platform import Traits
from storage.account_shapes import AccountShape

if TYPE_CHECKING:
    from bot.settings import Settings

TRAITS: Final = Traits(
    "slack",
    "Slack",
    can_be_asked=True,
    finds_by_email=True,
    guide="docs/slack.md",
    account=AccountShape(r"[uw][0-9a-z]{6,20}", "Slack's member id (U and digits)"),
)


def lacking(settings: Settings) -> list[str]:
    """For one workspace by its token, else for several by OAuth; for signed requests, else for the socket."""
    several = settings.slack_bot_token is None
    by_oauth = several and bool(settings.slack_client_id)
    wanted = {
        "SLACK_SIGNING_SECRET": settings.slack_mode == "http" and not settings.slack_signing_secret,
        "SLACK_APP_TOKEN": settings.slack_mode == "socket" and not settings.slack_app_token,
        "SLACK_BOT_TOKEN": several and not settings.slack_client_id,
        "SLACK_CLIENT_SECRET": by_oauth and not settings.slack_client_secret,
        "SLACK_WORKSPACES": by_oauth and not settings.slack_workspaces,
    }
    return [f"SUPERVISION_{name}" for name, lacks in wanted.items() if lacks]
