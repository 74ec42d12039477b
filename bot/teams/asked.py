"""What was done in Teams, as its activity says: who, where, and in which conversation."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from botbuilder.schema import Activity

from bot.teams.connector import Json
from bot.teams.directory import account_name
from bot.teams.zones import zone_of


@dataclass(frozen=True, slots=True)
class ReceivedActivity:
    """An activity that was found to be Teams', and when it came."""

    activity: Activity
    came: float = field(default_factory=time.monotonic)

    @property
    def tenant(self) -> str:
        return tenant_of(self.activity)

    @property
    def user(self) -> str:
        return str(self.activity.from_property.id or "")

    @property
    def account(self) -> str:
        return account_name(self.tenant, str(self.activity.from_property.aad_object_id or self.user))

    @property
    def conversation(self) -> str:
        """Without the message that a channel's thread began with."""
        return str(self.activity.conversation.id or "").partition(";")[0]

    @property
    def service(self) -> str:
        return str(self.activity.service_url or "")

    @property
    def personal(self) -> bool:
        return (self.activity.conversation.conversation_type or "personal") == "personal"

    @property
    def seen_by_asker_only(self) -> bool:
        """Whether it was typed after a slash: the others of a group don't see it."""
        return bool(self.activity.recipient.additional_properties.get("isTargeted"))

    @property
    def zone(self) -> str:
        return zone_of(self.activity)

    @property
    def value(self) -> Json:
        return self.activity.value if isinstance(self.activity.value, dict) else {}


def tenant_of(activity: Activity) -> str:
    """As Teams says it, in one place or the other."""
    channel = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    there = as_object(channel.get("tenant")).get("id")
    return str(there or (activity.conversation.tenant_id if activity.conversation else "") or "")


def claim_of(asked: ReceivedActivity) -> str:
    """What is the same in a redelivery, and only there."""
    return f"teams:{asked.activity.name or asked.activity.type}:{asked.conversation}:{asked.activity.id}"[
        :255
    ]


def as_object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
