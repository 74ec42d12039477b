"""The record of a session, and that it is written or isn't after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.examples import example, form_example
from cards.formats import at_start, listing
from cards.model import (
    Button,
    Card,
    Form,
    Link,
    Note,
    Option,
    Paragraph,
    Span,
    Style,
    Text,
)
from cards.records.asks import (
    AllRecordsWritten,
    RecordedTakenBack,
    RecordWritten,
)
from cards.shared.claims import HeldOn
from cards.shared.duty_claims import NobodySigns
from cards.shared.line_buttons import every_recorded
from cards.shared.safeguarding import safeguarding_fields

#: Where the notes of a session about no case are read: they are the pair's, kept apart from the children's files.
PERSONAL_FILE: Final = "the personal supervision file"
#: The same, as the supervisee themselves read it.
YOUR_PERSONAL_FILE: Final = "your personal supervision file"


@dataclass(frozen=True, slots=True)
class Written:
    """One record in a message. ``what``: the case reference, or 'personal session'; ``name``: the other person;
    ``led_by``: who led it, of a group's; ``delegable``: whether the policy lets somebody else write it;
    ``link``: to it in the council's own system, where the council said how those are made; ``now``: who has it in the
    place of whoever wrote it and has left; ``away``: that whoever has it is unavailable, to whoever is to agree it;
    ``writer``: who wrote it, where that is neither of the two."""

    id: int
    session_id: int
    what: str
    name: str
    held_on: date
    system: str
    led_by: str = ""
    delegable: bool = False
    link: str = ""
    now: str = ""
    away: Text = ()
    writer: str = ""

    @property
    def discusses(self) -> str:
        """Who discusses it with whoever doesn't agree it."""
        return self.now or self.name

    @property
    def wrote(self) -> str:
        """Who wrote it; empty where they have left."""
        return self.writer or ("" if self.now else self.name)

    @property
    def verb(self) -> str:
        """What is done with it: a group's isn't agreed by anybody."""
        return "sign off" if self.led_by else "agree"

    @property
    def place(self) -> Span:
        """Where it is read."""
        return Link(self.system, self.link) if self.link else self.system

    @property
    def session(self) -> str:
        return f"Group session led by {self.led_by}" if self.led_by else f"Session with {self.name}"

    def held(self, said: str = "") -> HeldOn:
        """That its session took place. ``said``: what comes before the day, else what it is called."""
        return HeldOn(self.session_id, self.held_on, said or self.session)


def record_form(
    session_id: int, records: Sequence[Written], ticked: tuple[str, ...], guidance: Sequence[str]
) -> Form:
    """Before the records count as written: is there a safeguarding issue in one of them that needs action?"""
    options = [Option(str(r.id), at_start(r.what)) for r in records]
    all_of_it = Button("Recorded", AllRecordsWritten(session=session_id, asked=True), style=Style.PRIMARY)
    one = Button("Recorded", RecordWritten(record=records[0].id, asked=True), style=Style.PRIMARY)
    return Form(
        f"Record {listing([r.what for r in records])}"[:75],
        tuple(safeguarding_fields(options, ticked)),
        (one if len(records) == 1 else all_of_it,),
        tuple(Note((g,)) for g in guidance),
    )


@dataclass(frozen=True, slots=True)
class Asks:
    """Who is asked for agreement now, ``name`` empty where nobody is named; ``signs``: to sign a group's record off;
    ``days``: whether the policy has a limit for the answer."""

    name: str
    signs: bool = False
    days: bool = True


def recorded(session: int, records: Sequence[str], asks: Asks | None, guidance: Sequence[str] = ()) -> Card:
    """``asks``: None where the policy has nobody agree a record. ``guidance``: what the policy says of a safeguarding
    issue, where one was just named."""
    return Card(
        f"Recorded: {listing(records)}",
        "A record is noted",
        (Paragraph((_asked(session, asks),)), *(Note((g,)) for g in guidance)),
        (Button("It isn't recorded", RecordedTakenBack(session=session), style=Style.DANGER),),
    )


def taken_back(records: Sequence[str], session: int) -> Card:
    return Card(
        f"Taken back: {listing(records)}",
        "A record is taken back",
        (Paragraph(("Nobody is asked to agree it until you say that it is recorded.",)),),
        (every_recorded(session, len(records), Style.PRIMARY),),
    )


def _asked(session: int, asks: Asks | None) -> Span:
    if asks is None:
        return "It is noted as written."
    if not asks.name:
        return NobodySigns(session)
    said = f"{asks.name} is asked to {'sign off' if asks.signs else 'agree'}."
    return f"{said} The days to answer run from when that request arrives." if asks.days else said


#: Of a safeguarding issue, for the cards that show such.
GUIDANCE_EXAMPLE: Final = (
    "Recording it here does not replace the safeguarding procedure: follow that first (Y11, “4”)."
)
_RECORD: Final = Written(
    5, 7, "CB-10234", "Amara Example", date(2026, 11, 20), "the case system", delegable=True
)


@form_example("record_form")
def _example_record_form() -> Form:
    return record_form(7, [_RECORD], (), [GUIDANCE_EXAMPLE])


@example("recorded")
def _example_recorded() -> Card:
    return recorded(7, ["CB-10234"], Asks("Amara Example"))


@example("recorded_where_nobody_agrees")
def _example_recorded_alone() -> Card:
    return recorded(7, ["CB-10234"], None)


@example("recorded_where_nobody_signs")
def _example_nobody_signs() -> Card:
    return recorded(7, ["CB-10234"], Asks("", signs=True))


@example("record_taken_back")
def _example_taken_back() -> Card:
    return taken_back(["CB-10234", "CB-10240"], 7)
