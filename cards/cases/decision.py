"""A decision made outside case supervision: noted that it was made, recorded on the child's file, told without what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cards.cases.asks import DecisionNoted, DecisionRecorded, DecisionTakenBack
from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Form,
    Note,
    Option,
    Paragraph,
    PersonField,
    Style,
    Text,
    TextField,
)
from policy.obligations import is_overdue

#: What those are told who were told of it.
TAKEN_BACK: Final = "it was noted by mistake"
IN_ABSENCE: Final = "in_absence"
ONE_TO_ONE: Final = "one_to_one"


@dataclass(frozen=True, slots=True)
class HowDecided:
    """How a decision was made: as it is asked for, and inside a sentence."""

    asked: str
    said: str


KINDS: Final[Mapping[str, HowDecided]] = {
    "informal": HowDecided("In an informal discussion", "in an informal discussion"),
    IN_ABSENCE: HowDecided("In the supervisor's absence", "in the supervisor's absence"),
    ONE_TO_ONE: HowDecided("In a one-to-one", "in a one-to-one"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """``kind``: one of ``KINDS``; ``system``: where the child's file is kept; ``recorded_on``: since when it is
    there."""

    id: int
    reference: str
    kind: str
    by: str
    on: date
    system: str
    recorded_on: date | None = None

    @property
    def what(self) -> str:
        return "A management decision" if self.kind == IN_ABSENCE else "A decision"

    @property
    def when(self) -> str:
        return KINDS[self.kind].said


def form(
    case: str, kinds: Sequence[Option], today: date, people: Sequence[Option], me: str, system: str
) -> Form:
    """``kinds``: those that the policy knows; ``system``: where cases are kept. Nothing here holds what was decided."""
    return Form(
        "A decision outside supervision",
        (
            TextField(
                "case", "Which case?", case, f"Its reference, as in {system}.", required=True, limit=60
            ),
            ChoiceField(
                "kind",
                "How was it made?",
                tuple(kinds),
                (kinds[0].value,) if len(kinds) == 1 else (),
                required=True,
            ),
            DateField("made_on", "When?", today, required=True),
            PersonField("made_by", "Who decided?", tuple(people), me, required=True),
        ),
        (Button("Note it", DecisionNoted(), style=Style.PRIMARY),),
        (Note(("Only that a decision was made. What was decided goes on the child's file, not here.",)),),
    )


def noted(decided: Decided, mine: bool, told: str, rule: str) -> Card:
    """``mine``: whoever noted it made it; ``told``: whom else the bot tells, in a sentence."""
    to_do = f"It is to be recorded on the child's file in {decided.system}."
    if not mine:
        to_do = f"{decided.by} is reminded to record it on the child's file in {decided.system}."
    body: list[Block] = [Paragraph((f"Made {decided.when} on ", Day(decided.on), f". {to_do}"))]
    if told:
        body.append(Paragraph((told,)))
    return Card(
        f"Noted: a decision about {decided.reference}",
        "A decision is noted",
        (*body, Note((rule,))),
        (*((_on_file(decided),) if mine else ()), _mistake(decided)),
    )


def notified(names: Sequence[str], what: str = "it was made") -> str:
    """Whom the bot tells; nothing for nobody."""
    return f"{listing(names)} {'is' if len(names) == 1 else 'are'} told that {what}." if names else ""


def _mistake(decided: Decided) -> Button:
    return Button("It was a mistake", DecisionTakenBack(decision=decided.id), style=Style.DANGER)


#: Of a decision that was taken back.
_NOTHING: Final = "Nothing is to be recorded."


def _on_file(decided: Decided) -> Button:
    return Button("It is on the file", DecisionRecorded(decision=decided.id), style=Style.PRIMARY)


@dataclass(frozen=True, slots=True)
class DecisionToRecord(Message):
    """To whoever made it."""

    decided: Decided
    by: date | None
    today: date
    rule: str

    def item(self) -> MessageItem:
        until: Text = ()
        if self.by:
            late = is_overdue(self.by, self.today)
            until = (" It was to be there by " if late else " It is to be there by ", Day(self.by), ".")
        return MessageItem(
            f"Record the decision about {self.decided.reference}",
            "A decision is to be recorded",
            (
                Paragraph(
                    (
                        f"You made it {self.decided.when} on ",
                        Day(self.decided.on),
                        f". Record it on the child's file in {self.decided.system}.",
                        *until,
                    )
                ),
                Note((self.rule,)),
            ),
            (_on_file(self.decided), _mistake(self.decided)),
        )


def recorded(decided: Decided) -> Card:
    return Card(
        f"On the file: the decision about {decided.reference}",
        "A decision is recorded",
        (Paragraph(("Made on ", Day(decided.on), ". Nothing more is needed.")),),
    )


@dataclass(frozen=True, slots=True)
class DecisionLate(Message):
    """To the manager above: practice."""

    decided: Decided
    by: date

    def item(self) -> MessageItem:
        return MessageItem(
            f"A decision about {self.decided.reference} isn't recorded",
            "A record is late",
            (
                Paragraph(
                    (
                        f"{self.decided.by} made it on ",
                        Day(self.decided.on),
                        ". It was to be recorded by ",
                        Day(self.by),
                        ".",
                    )
                ),
            ),
            foot=(Note(("Telling you is this council's practice; the policy doesn't ask for it.",)),),
        )


@dataclass(frozen=True, slots=True)
class Made(Message):
    """To the supervisor and the supervisee: that it was made, and whether it can be read."""

    decided: Decided
    rule: str

    def item(self) -> MessageItem:
        decided = self.decided
        stands = "is recorded" if decided.recorded_on else "is to be recorded"
        where: Text = (f"It is to go on the child's file in {decided.system}.",)
        if decided.recorded_on:
            where = (f"It is on the child's file in {decided.system} since ", Day(decided.recorded_on), ".")
        made: Text = (f"{decided.by} made it on ", Day(decided.on), f", {decided.when}. ", *where)
        return MessageItem(
            f"{decided.what} about {decided.reference} {stands}",
            "A decision was made about a case",
            (Paragraph(made), Note((self.rule,))),
        )


@dataclass(frozen=True, slots=True)
class DecisionIsTakenBack(Message):
    """To whoever was told that it was made, and whoever is said to have made it. ``by``: who took it back."""

    decided: Decided
    by: str

    def item(self) -> MessageItem:
        made: Text = (f"{self.by} says that it was noted by mistake: made on ", Day(self.decided.on), ".")
        return MessageItem(
            f"Taken back: the decision about {self.decided.reference}",
            "A decision was taken back",
            (Paragraph((*made, f" {_NOTHING}")),),
        )


def taken_back(decided: Decided, told: str) -> Card:
    """``told``: as in ``noted``."""
    said = f"{_NOTHING} That it was noted stays in the log."
    return Card(
        f"Taken back: the decision about {decided.reference}",
        "A decision is taken back",
        tuple(Paragraph((one,)) for one in (said, told) if one),
    )


_TODAY: Final = date(2026, 11, 24)
_DECIDED: Final = Decided(
    4,
    "CB-10234",
    IN_ABSENCE,
    "Owen Placeholder",
    date(2026, 11, 23),
    "the case system",
)
_RULE: Final = "A decision in the supervisor's absence is recorded as a Management Decision (Y16, “4”)."


@form_example("decision")
def _example_form() -> Form:
    kinds = [Option(kind, KINDS[kind].asked) for kind in ("informal", IN_ABSENCE)]
    return form("CB-10234", kinds, _TODAY, (Option("S202", "Owen Placeholder"),), "S202", "MOSAIC")


@example("decision_noted")
def _example_noted() -> Card:
    return noted(_DECIDED, True, notified(["Amara Example", "Priya Sample"]), _RULE)


@example("decision_to_record")
def _example_to_record() -> Card:
    return message_card([DecisionToRecord(_DECIDED, date(2026, 11, 25), _TODAY, _RULE).item()])


@example("decision_recorded")
def _example_recorded() -> Card:
    return recorded(_DECIDED)


@example("decision_late")
def _example_late() -> Card:
    return message_card([DecisionLate(_DECIDED, date(2026, 11, 23)).item()])


@example("decision_alert")
def _example_alert() -> Card:
    return message_card([Made(_DECIDED, _RULE).item()])


@example("decision_alert_recorded")
def _example_alert_recorded() -> Card:
    return message_card([Made(replace(_DECIDED, recorded_on=date(2026, 11, 24)), _RULE).item()])


@example("decision_taken_back")
def _example_taken_back() -> Card:
    return taken_back(_DECIDED, notified(["Amara Example"], TAKEN_BACK))


@example("decision_taken_back_told")
def _example_told_taken_back() -> Card:
    return message_card([DecisionIsTakenBack(_DECIDED, "Owen Placeholder").item()])
