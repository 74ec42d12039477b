"""Outlook's calendars through Microsoft Graph: the only place that knows msal or speaks to Graph."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.settings import PREFIX

if TYPE_CHECKING:
    from bot.settings import Settings


def lacking(settings: Settings) -> str:
    """What is needed to read calendars and isn't set, in one sentence; empty when all is there, or none are read."""
    if not (settings.outlook_mailbox or settings.outlook_events):
        return ""
    wanted = {
        "OUTLOOK_MAILBOX": settings.outlook_mailbox,
        "OUTLOOK_TENANT": settings.outlook_tenant,
        "OUTLOOK_APP_ID": settings.outlook_app_id,
        "OUTLOOK_APP_SECRET": settings.outlook_app_secret,
    }
    found = [f"{PREFIX}{name}" for name, given in wanted.items() if not given]
    if found:
        wanting = "needed to read calendars in Outlook and not set. docs/teams.md says where each is found"
        return f"{', '.join(found)}: {wanting}"
    if find_spec("msal") is None:
        return f"{PREFIX}OUTLOOK_MAILBOX: msal isn't installed. docs/teams.md says what to install"
    return ""
