"""In which time zone whoever uses Teams is, as their own device says with what they do there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from botbuilder.schema import Activity

from bot.inbound.router import Answer
from bot.teams import TRAITS
from bot.wiring import Bot
from cards.elsewhere import Elsewhere
from storage import contacts

#: Whoever's device says no other is taken to be here.
HOME: Final = "Europe/London"


def zone_of(activity: Activity) -> str:
    """Its name, as IANA has it; empty where none is said. Untrusted."""
    told = (
        e.additional_properties.get("timezone")
        for e in activity.entities or ()
        if e and e.type == "clientInfo"
    )
    return str(activity.local_timezone or next((zone for zone in told if zone), ""))[:64]


def elsewhere(zone: str, now: datetime) -> Elsewhere | None:
    """None for no zone, or for none that there is."""
    try:
        return Elsewhere(ZoneInfo(zone), now) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def localised(answer: Answer, zone: str, now: datetime) -> Answer:
    """As its reader in that zone is answered."""
    there = elsewhere(zone, now)
    if there is None:
        return answer
    card, form = answer.card, answer.form
    return replace(answer, card=card and there.card(card), form=form and there.form(form))


class Zones:
    """Kept for what people are told unasked."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[str, str] = {}

    async def keep(self, account: str, zone: str) -> None:
        """Once for each account in a process's life, and when it changes. An account that nobody has is passed over."""
        if (
            zone
            and self._known.get(account) != zone
            and await asyncio.to_thread(self._is_kept, account, zone)
        ):
            self._known[account] = zone

    def _is_kept(self, account: str, zone: str) -> bool:
        with self._bot.read() as work:
            found = contacts.bound(work, TRAITS.name, account)
        if found and (found.zone or HOME) != zone:
            with self._bot.work() as work:
                contacts.keep_data(work, found.person_id, TRAITS.name, {contacts.ZONE: zone})
        return found is not None
