"""A period's evidence as one page that prints."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from bot.desk.printed import printed
from cards.evidence import report as words
from cards.evidence.report import Mark, PeriodReport
from policy.outcomes import DutyOutcome

_MARKS: Final = {
    DutyOutcome.LATE: Mark.LATE,
    DutyOutcome.MISSED: Mark.MISSED,
    DutyOutcome.EXPLAINED: Mark.EXPLAINED,
    DutyOutcome.OVERDUE: Mark.OVERDUE,
}


def page(report: PeriodReport) -> str:
    """The whole document, in the desk's look."""
    return printed(
        "report.html",
        report.title,
        report.council,
        report=report,
        by_team=[(team, list(people)) for team, people in groupby(report.people, lambda p: p.team)],
        words=words.AREAS,
        outcomes=words.OUTCOMES,
        too_few=words.TOO_FEW,
        marks=_MARKS,
        day_of=words.day_of,
        fraction=words.fraction,
        rest=words.rest,
        undated=words.undated,
        undated_words=words.UNDATED,
        held_words=words.held_words,
        held_total=words.held_total,
        kinds_words=words.kinds_words,
        month_short=words.month_short,
    )


def front(council: str, path: str, *, stands: bool) -> str:
    """What stands at a report's address first: the ways to it, or that it is over. ``path``: the address's own."""
    title = "A report of supervision" if stands else "This report isn't here any more"
    return printed("report_front.html", title, council, path=path, stands=stands)
