"""A session that Outlook's calendar doesn't show as it is: whose it is is told, once it isn't mended by itself."""

from __future__ import annotations

from typing import Final

from handlers.notifications.notifier import notify
from handlers.sessions.notices import BehindInOutlook
from storage.outlook_events import DueEvent
from storage.work import Work

#: After so many tries in a row: the first may be a moment in which Outlook was away.
_NOTIFIES_AT: Final = 2


def notify_behind(work: Work, due: DueEvent, tries: int) -> None:
    """To whoever is to hold it, or held it before; once for each state of the session."""
    if tries == _NOTIFIES_AT:
        notify(work, BehindInOutlook(session=due.view.id, revision=due.revision), to=due.person_id)
