"""Microsoft Teams: the only place that knows the Bot Framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.platform import Traits
from storage.account_shapes import AccountShape

if TYPE_CHECKING:
    from bot.settings import Settings

#: Where the connector sends what people do.
MESSAGES: Final = "/api/messages"
TRAITS: Final = Traits(
    "teams",
    "Teams",
    finds_by_email=True,
    certificate="teams_certificate",
    guide="docs/teams.md",
    account=AccountShape(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "the Entra object id (32 digits and letters a to f, with hyphens)",
    ),
)


def lacking(settings: Settings) -> list[str]:
    """The Playground knows no tenant and asks for no credentials."""
    if settings.teams_playground:
        return []
    wanted = {
        "TEAMS_APP_ID": not settings.teams_app_id,
        "TEAMS_TENANTS": not settings.teams_tenants,
        "TEAMS_APP_SECRET": not (settings.teams_app_secret or settings.teams_certificate),
    }
    return [f"SUPERVISION_{name}" for name, lacks in wanted.items() if lacks]
