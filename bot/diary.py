"""Where it can be asked when people are busy: Outlook. What calendar files say is brought in, and needs no asking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from storage.diary import Stretch
from storage.states import OutlookFault

#: When somebody is busy, or why that can't be told.
Schedule: TypeAlias = Sequence[Stretch] | OutlookFault


class Diary(Protocol):
    @property
    def at_once(self) -> int:
        """How many people it can be asked about in one call."""

    @property
    def ahead(self) -> timedelta:
        """How far."""

    async def schedules(self, emails: Sequence[str], since: datetime, until: datetime) -> dict[str, Schedule]:
        """By address, of at most ``at_once``, between two instants. Raises OutlookError where nothing can be read."""
