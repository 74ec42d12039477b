"""A period's report asked for in chat and on the desk: the form, and the totals with the way to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from cards.evidence.asks import ReportShown
from cards.evidence.report import (
    AREAS,
    EVERYBODY,
    Counts,
    PeriodReport,
    fraction,
    held_words,
    rest,
    title,
    undated,
)
from cards.examples import example, form_example
from cards.formats import plural
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    DateField,
    Facts,
    Form,
    Link,
    Note,
    Option,
    Paragraph,
    Style,
)
from cards.to_type import to_type
from policy.facts import SessionKind
from policy.outcomes import Area, Tally

#: The longest period, in days: its months stand side by side.
LONGEST: Final = 3 * 366
#: How long a link to the page lasts.
LASTS: Final = timedelta(minutes=15)
#: So many people at most are added up while somebody waits for an answer.
AT_ONCE: Final = 30
#: A list can hold so many (``cards/slack_limits.py``).
MOST: Final = 100

# Beside the form's fields

BEFORE_FIRST: Final = "The last day is before the first."
TOO_LONG: Final = "Choose at most three years."
CHOOSE_WHOM: Final = "Choose from the list."
NOBODY_BELOW: Final = (
    f"You supervise nobody at present, so there is nobody to report about. Your own year: {to_type('my')}"
)


def form(whom: Mapping[str, str], first: date, last: date) -> Form:
    """``whom``: teams and people below whoever asks, by what the form sends."""
    options = [Option("all", "Everybody below me"), *(Option(v, label) for v, label in whom.items())]
    return Form(
        "A report of a period",
        (
            DateField("first", "From", first, required=True),
            DateField("last", "To", last, required=True),
            ChoiceField("whom", "About whom?", tuple(options[:MOST]), ("all",), required=True),
        ),
        (Button("Show it", ReportShown(), style=Style.PRIMARY),),
        (
            Note(
                ("Sessions held, what was on time, late or missed and why. That you looked is in the trail.",)
            ),
        ),
    )


def shown(
    first: date,
    last: date,
    about: str,
    people: int,
    totals: PeriodReport | None,
    link: str | None,
    number: str,
) -> Card:
    """The totals, and where the whole is. ``totals``: None where they take too long to add up; ``link``: None where no
    address is set; ``number``: the reader's own."""
    added = _totals(totals) if totals and totals.everyone else (Note((TOO_MANY,)),)
    head = Paragraph((f"{about}: {plural('person', people, 'people')}.",))
    return Card(title(first, last), "Your report is ready", (head, *added, *_way(first, last, link, number)))


TOO_MANY: Final = f"More than {AT_ONCE} people aren't added up while you wait: the whole has them."


def _totals(report: PeriodReport) -> tuple[Block, ...]:
    """At most ten rows stand together: a block holds no more, and there are ten areas."""
    counts = report.everyone or Counts()
    held = ("Sessions held", (held_words(counts),))
    rows = (held, *((AREAS[area], (_of(counts, area),)) for area in report.areas))
    return tuple(Facts(rows[n : n + 10]) for n in range(0, len(rows), 10))


def _of(counts: Counts, area: Area) -> str:
    """``9 of 10 on time, 1 late``."""
    found = counts.of(area)
    on_time = f"{fraction(found)} on time" if found.due else ""
    return ", ".join(filter(None, (on_time, rest(found), undated(counts, area)))) or "none due"


def _way(first: date, last: date, link: str | None, number: str) -> tuple[Block, ...]:
    if link is None:
        said = f"app.py report --from {first} --to {last} --for {number}"
        return (Note((f"As a page and a workbook: whoever runs the bot makes them with {said}",)),)
    minutes = int(LASTS.total_seconds() // 60)
    lasts = f"The address is yours alone and works for {minutes} minutes."
    return (Paragraph((Link("The whole, as a page and a workbook", link, secret=True),)), Note((lasts,)))


_ASKED: Final = (date(2026, 4, 1), date(2026, 9, 30), "Everybody below Priya Sample", 9)
_EXAMPLE: Final = PeriodReport(
    council="Invented Council",
    first=date(2026, 4, 1),
    last=date(2026, 9, 30),
    known=date(2026, 11, 24),
    about=EVERYBODY,
    rules="",
    months=(),
    everyone=Counts(
        {SessionKind.CASE: 40, SessionKind.PERSONAL: 9}, {one: Tally(9, 1, 1, 1) for one in Area}
    ),
    people=(),
    teams=(),
    line=(),
    not_on_time=(),
    milestones=(),
    notes=(),
)


def whom_words(teams: Sequence[str], people: Sequence[tuple[int, str]]) -> dict[str, str]:
    """What can be chosen: each team, then each person by id and name."""
    return {f"team:{t}": f"Team: {t}" for t in teams} | {f"person:{i}": name for i, name in people}


@form_example("report")
def _example_form() -> Form:
    whom = whom_words(["Family Support North"], [(1, "Amara Example"), (2, "Tomasz Sample")])
    return form(whom, date(2026, 5, 1), date(2026, 11, 24))


@example("report_shown")
def _example_shown() -> Card:
    return shown(*_ASKED, _EXAMPLE, "https://bot.council.example/report/made-up-and-long", "S201")


@example("report_without_an_address")
def _example_without() -> Card:
    return shown(*_ASKED, None, None, "S201")
