"""A record that is late, to those above whoever is to write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.examples import example
from cards.formats import at_start, day
from cards.message import Joint, Message, MessageItem, message_card
from cards.model import Card, Day, Note, Paragraph, Text
from cards.records.record import Written
from cards.records.record_due import who_was_asked
from cards.shared.claims import AskedToWrite
from cards.shared.uncovered import unavailable, until_back


@dataclass(frozen=True, slots=True)
class RecordLongLate(Message):
    """To the line manager: practice, not policy, and says so. ``safeguarding``: an issue that needs action was named
    in it; ``asked``: as of ``RecordDue``; ``away``: that the holder is, where nobody else was asked to write it."""

    record: Written
    holder: str
    by: date
    safeguarding: bool = False
    asked: AskedToWrite | None = None
    away: Text = ()

    def item(self) -> MessageItem:
        session = f"{self.record.session[0].lower()}{self.record.session[1:]}"
        said: Text = (
            self.record.held(f"{at_start(self.record.what)}, {session}"),
            ". It was due on ",
            Day(self.by),
            self._end(),
            *who_was_asked(self.asked),
            *until_back(self.away),
        )
        practice = Note(
            ("Telling you is this council's practice: the policy sets the deadline and no chaser.",)
        )
        return MessageItem(
            f"A record by {self.holder} is late",
            "A supervision record is late",
            (Paragraph(said), practice),
            joint=self._joint(session, practice),
        )

    def _end(self) -> str:
        named = self.safeguarding
        return ". A safeguarding issue that needs action was named in that session." if named else "."

    def _joint(self, session: str, practice: Note) -> Joint:
        """Those of one session, which one person is to write."""
        return Joint(
            ("record_late", self.record.session_id),
            f"Late records by {self.holder}, {session} on {day(self.record.held_on)}",
            (f"{at_start(self.record.what)}, due on ", Day(self.by), self._end(), *who_was_asked(self.asked)),
            noun="record",
            once=(*((Paragraph(until_back(self.away)[1:]),) if self.away else ()), practice),
        )


_RECORD: Final = Written(5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system")
_ASKED: Final = AskedToWrite(5, "Bo Placeholder", date(2026, 11, 23))


@example("record_long_late")
def _example_late() -> Card:
    return message_card([RecordLongLate(_RECORD, "Priya Sample", date(2026, 11, 16)).item()])


@example("record_long_late_by_another")
def _example_late_by_another() -> Card:
    return message_card([RecordLongLate(_RECORD, "Priya Sample", date(2026, 11, 16), asked=_ASKED).item()])


@example("records_long_late")
def _example_several_late() -> Card:
    by, other = date(2026, 11, 16), replace(_RECORD, id=6, what="CB-10240")
    return message_card([RecordLongLate(one, "Priya Sample", by).item() for one in (_RECORD, other)])


@example("record_urgent_long_late")
def _example_urgent_long_late() -> Card:
    late = RecordLongLate(_RECORD, "Priya Sample", date(2026, 11, 9), safeguarding=True)
    return message_card([late.item()])


@example("record_long_late_of_somebody_away")
def _example_of_somebody_away() -> Card:
    away = unavailable("Priya Sample", date(2026, 11, 27))
    return message_card([RecordLongLate(_RECORD, "Priya Sample", date(2026, 11, 16), away=away).item()])
