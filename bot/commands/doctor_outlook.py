"""What ``doctor`` says of the calendars in Outlook: what is set, and how the last readings went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot import outlook
from bot.commands.findings import Finding, fine, look, some, wrong
from bot.settings import Settings
from cards.words import plural
from storage import calendar_readings
from storage.states import Unread
from storage.work import Work

#: What came of the last try, and what to do about it.
_SAYS: Final = {
    Unread.SIGN_IN: (
        "Entra refuses the app that reads calendars",
        "Look at SUPERVISION_OUTLOOK_TENANT, _APP_ID and _APP_SECRET: is that the secret's value, and not ended?",
    ),
    Unread.NOT_ALLOWED: (
        "Outlook doesn't let the app see when people are busy",
        "See that it has the application permission Calendars.Read for the mailbox it asks through: docs/teams.md.",
    ),
    Unread.OWN_MAILBOX: (
        "Outlook has no mailbox SUPERVISION_OUTLOOK_MAILBOX",
        "Write the address of one that is there.",
    ),
    Unread.NO_MAILBOX: (
        "Outlook has no mailbox with the email of the staff list",
        "Put the address right in the people file, or in Outlook. Until then their busy times are unseen.",
    ),
    Unread.NO_ANSWER: (
        "Outlook gave no answer that could be read",
        "It is asked again every hour. If this stays, look at serve's log for outlook.failed and outlook.unread.",
    ),
}
#: These are of the set-up: nobody's calendar can be read.
_OF_ALL: Final = (Unread.SIGN_IN, Unread.OWN_MAILBOX)


def outlook_settings(settings: Settings) -> Iterator[Finding]:
    """Nothing where it is switched off."""
    lacks = outlook.lacking(settings)
    if lacks:
        yield wrong(f"{lacks}.", "serve refuses to start without.")


def calendars(work: Work) -> Iterator[Finding]:
    """Nothing where it is switched off."""
    if not work.config.outlook:
        return
    found = calendar_readings.failing(work)
    read = found.pop(None, [])
    yield fine(f"{plural('calendar', len(read))} read from Outlook.")
    for why, names in found.items():
        assert why is not None
        what, remedy = _SAYS[why]
        says = wrong if why in _OF_ALL else look
        yield says(f"{what}, for {plural('person', len(names), 'people')}: {some(names)}.", remedy)
