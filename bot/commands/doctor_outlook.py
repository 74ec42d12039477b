"""What ``doctor`` says of the calendars in Outlook: what is set, how the last readings went, and which sessions stand
in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot import outlook
from bot.commands.findings import NEEDED_TO_START, Finding, fine, look, some, wrong
from bot.settings import Settings
from cards.formats import plural
from storage import calendar_readings, outlook_events
from storage.states import OutlookFault
from storage.work import Work

#: What came of the last try, and what to do about it.
_SAYS: Final = {
    OutlookFault.SIGN_IN: (
        "Entra refuses the app that reads calendars",
        "Look at SUPERVISION_OUTLOOK_TENANT, _APP_ID and _APP_SECRET: is that the secret's value, and not ended?",
    ),
    OutlookFault.NOT_ALLOWED: (
        "Outlook doesn't let the app see when people are busy",
        "See that it has the application permission Calendars.Read for the mailbox it asks through: docs/teams.md.",
    ),
    OutlookFault.OWN_MAILBOX: (
        "Outlook has no mailbox SUPERVISION_OUTLOOK_MAILBOX",
        "Write the address of one that is there.",
    ),
    OutlookFault.NO_MAILBOX: (
        "Outlook has no mailbox with the email of the staff list",
        "Put the address right in the people file, or in Outlook. Until then their busy times are unseen.",
    ),
    OutlookFault.NO_ANSWER: (
        "Outlook gave no answer that could be read",
        "It is asked again every hour. If this stays, look at serve's log for outlook.failed and outlook.unread.",
    ),
}
#: Why sessions don't stand in calendars as they are, where it isn't as above.
_EVENTS_SAY: Final = {
    OutlookFault.NOT_ALLOWED: (
        "Outlook doesn't let the app write into the supervisor's calendar",
        "See that it has the application permission Calendars.ReadWrite for that mailbox: docs/teams.md, step 6.",
    ),
    OutlookFault.NO_ANSWER: (
        "Outlook didn't take the event",
        "It is tried again every quarter of an hour. If this stays, look at serve's log for outlook.event.failed.",
    ),
}
#: These are of the set-up: nobody's calendar can be read.
_OF_ALL: Final = (OutlookFault.SIGN_IN, OutlookFault.OWN_MAILBOX)


def outlook_settings(settings: Settings) -> Iterator[Finding]:
    """Nothing where it is switched off."""
    lacks = outlook.lacking(settings)
    if lacks:
        yield wrong(f"{lacks}.", NEEDED_TO_START)


def calendars(work: Work) -> Iterator[Finding]:
    """Nothing where it is switched off."""
    if not work.config.outlook:
        return
    found = calendar_readings.failing(work)
    read = found.pop(None, [])
    yield fine(f"{plural('calendar', len(read))} read from Outlook.")
    if late := calendar_readings.overdue(work):
        what = f"{plural('calendar', len(late))} not asked for within two hours, though each is to be once an hour"
        yield look(f"{what}: {some(late)}.", "Is serve running? Its log says why (outlook.failed).")
    for why, names in found.items():
        assert why is not None
        what, remedy = _SAYS[why]
        says = wrong if why in _OF_ALL else look
        yield says(f"{what}, for {plural('person', len(names), 'people')}: {some(names)}.", remedy)


def sessions_in_them(work: Work) -> Iterator[Finding]:
    """Nothing where it is switched off."""
    if not work.config.outlook_events:
        return
    found = dict(outlook_events.counted(work))
    yield fine(f"{plural('session', found.pop(None, 0))} to come put into Outlook's calendars.")
    for why, count in found.items():
        assert why is not None
        what, remedy = _EVENTS_SAY.get(why, _SAYS[why])
        says = wrong if why in _OF_ALL else look
        yield says(f"{what}, for {plural('session', count)} to come.", remedy)
