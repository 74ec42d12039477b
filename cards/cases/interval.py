"""A manager's decision to discuss one case more often; where the policy lets somebody, the wish for less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.cases.asks import IntervalDecided, JudgeForm, LongerIntervalAsked, LongerIntervalEnded
from cards.cases.grant import Ends
from cards.cases.refusals import NOBODY_GRANTS
from cards.examples import example, form_example
from cards.formats import listing
from cards.message import Message, MessageItem, message_card
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Day,
    Field,
    Form,
    Note,
    Option,
    Paragraph,
    Style,
    Text,
    TextField,
)
from cards.shared.day_fields import UNTIL_FURTHER_NOTICE
from cards.shared.free_text import NO_NAME
from cards.shared.line_buttons import due_now
from cards.shared.next_due import NextDueLine

#: How often a manager may ask for a case; anything rarer than its row has no effect.
PERIODS: Final = ("1 week", "2 weeks", "3 weeks", "4 weeks", "1 month", "6 weeks", "2 months")


@dataclass(frozen=True, slots=True)
class Tier:
    """A longer interval that the policy lets be granted. ``unless``: what a manager would have to judge the case to be;
    ``who`` grants it; ``confirmed``: it is to stand on the supervision record; ``source``: where the policy says so."""

    up_to: str
    unless: Sequence[str]
    who: str
    confirmed: bool
    source: str


def tier_words(tier: Tier) -> str:
    unless = f" if a manager judges it “{listing(tier.unless)}”" if tier.unless else ""
    counts = ", and it counts once it is on the supervision record" if tier.confirmed else ""
    return f"Up to {tier.up_to}{unless}: {tier.who} grants it{counts} ({tier.source})"


def role_words(role: str, name: str | None) -> str:
    """``name``: what the council calls such managers; None: whoever stands in that relation, as ``the supervisor``."""
    if name is None:
        return f"the {role}"
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


_RECORDED: Final = "Your name and reason are recorded with it."


def _fields(periods: Sequence[str]) -> tuple[Field, ...]:
    return (
        ChoiceField("every", "At least every", tuple(Option(p, p) for p in periods), required=True),
        DateField("until", "Until", hint=UNTIL_FURTHER_NOTICE),
        TextField("why", "Why", required=True, limit=300, hint=NO_NAME),
    )


def form(case_id: int, reference: str) -> Form:
    """More often alone."""
    text = f"This can bring the date forward, never put it back. {_RECORDED}"
    return Form(
        f"Discuss {reference} more often",
        _fields(PERIODS),
        (Button("Decide", IntervalDecided(case=case_id), style=Style.PRIMARY),),
        (Note((text,)),),
    )


def either_form(
    case_id: int,
    reference: str,
    periods: Sequence[str],
    allowed: Sequence[str],
    *,
    decides: bool,
    asks: bool = True,
    judges: bool = False,
    runs: str = "",
) -> Form:
    """More often or less. ``allowed``: the longer intervals that the policy knows for it, as it is or were it judged
    otherwise; ``decides``: a manager's; ``asks``: whether one of them may be granted as it is; ``judges``: whether the
    reader may say what it is judged to be; ``runs``: the longer interval in force, which a manager may end."""
    more = Button("Decide: more often", IntervalDecided(case=case_id), style=Style.PRIMARY)
    style = Style.NORMAL if decides else Style.PRIMARY
    less = Button("Ask for less often", LongerIntervalAsked(case=case_id), style=style)
    ends = Button(f"End the longer interval of {runs}", LongerIntervalEnded(case=case_id), style=Style.DANGER)
    judge = Button("What it is judged to be", JudgeForm(case=case_id))
    intro: tuple[Block, ...] = (
        (Paragraph(("Less often, the policy allows:",)), Bullets(tuple((line,) for line in allowed)))
        if allowed
        else (Paragraph((NOBODY_GRANTS,)),)
    )
    return Form(
        f"How often {reference} is discussed" if decides else f"Discuss {reference} less often",
        _fields(periods),
        (
            *((more,) if decides else ()),
            *((less,) if asks else ()),
            *((judge,) if judges and allowed else ()),
            *((ends,) if decides and runs else ()),
        ),
        (*intro, Note((_RECORDED,))),
    )


def decided(
    reference: str,
    every: str,
    until: date | None,
    before: date | None,
    following: NextDueLine,
    told: Sequence[str],
) -> Card:
    """``before``: the date as it was; ``following``: as it is now; ``told``: the names of whom that is news for."""
    was = (Paragraph(("Until now it was due by ", Day(before), ".")),) if before else ()
    news = (Paragraph((f"{listing(told)} {'is' if len(told) == 1 else 'are'} told.",)),) if told else ()
    often = Paragraph(("It is discussed at least that often", *_lasts(until), "."))
    return Card(
        f"{reference}: at least every {every}",
        "A decision is saved",
        (often, *was, *_now(following, following.today), *news),
        (due_now(reference),),
    )


def _lasts(until: date | None) -> Text:
    return (" until ", Day(until)) if until else (" until further notice",)


def _now(following: NextDueLine, decided_on: date) -> tuple[Paragraph, ...]:
    """When it is due since, and why not before."""
    first = "A decision makes nothing due before its own day."
    return (*following.blocks(), *((Paragraph((first,)),) if following.due == decided_on else ()))


@dataclass(frozen=True, slots=True)
class OftenDecided(Message):
    """To the case's worker, and to their supervisor where it was somebody above. ``on``: the day of the decision."""

    reference: str
    who: str
    every: str
    on: date
    until: date | None
    following: NextDueLine

    def item(self) -> MessageItem:
        said = (f"{self.who} decided so on ", Day(self.on), ", and it holds", *_lasts(self.until), ".")
        return MessageItem(
            f"{self.reference} is to be discussed at least every {self.every}",
            "News about a case",
            (Paragraph(said), *_now(self.following, self.on)),
            (due_now(self.reference),),
        )


@form_example("interval")
def _example_form() -> Form:
    return form(3, "CB-10234")


@form_example("interval_either")
def _example_either() -> Form:
    managers = "a Group Manager or a Service Manager"
    tiers = (
        Tier("11 weeks", (), f"the supervisor, {managers}", False, "C6, “4”"),
        Tier("12 weeks", (), managers, True, "C6, “4”"),
    )
    allowed = [tier_words(tier) for tier in tiers]
    periods = (*PERIODS[:-1], "8 weeks", "2 months", "12 weeks")
    return either_form(3, "CB-10300", periods, allowed, decides=True, judges=True, runs="11 weeks")


@example("interval_decided")
def _example_decided() -> Card:
    following = NextDueLine(date(2026, 11, 18), date(2026, 11, 18))
    return decided("CB-10234", "2 weeks", date(2027, 1, 29), date(2026, 11, 30), following, ["Amara Example"])


@example("often_decided")
def _example_told() -> Card:
    on = date(2026, 11, 18)
    news = OftenDecided("CB-10234", "Priya Invented", "2 weeks", on, None, NextDueLine(on, on))
    return message_card([news.item()])


@example("often_ends")
def _example_often_ends() -> Card:
    until, now, due = date(2026, 11, 27), date(2026, 12, 1), date(2027, 2, 3)
    return message_card([Ends("CB-10251", "4 weeks", until, False, 7, due, now, more=True).item()])
