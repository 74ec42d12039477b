"""A period's evidence as one page that needs no server: it prints, and loads nothing from anywhere."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from markupsafe import Markup

from bot.desk.pages import STATIC, TEMPLATES
from cards.evidence import report as words
from cards.evidence.report import Counts, Mark, Report
from policy.outcomes import Outcome

_MARKS: Final = {
    Outcome.LATE: Mark.LATE,
    Outcome.MISSED: Mark.MISSED,
    Outcome.EXPLAINED: Mark.EXPLAINED,
    Outcome.OVERDUE: Mark.OVERDUE,
}


def page(report: Report) -> str:
    """The whole document, in the desk's look."""
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("desk.css", "report.css"))
    return TEMPLATES.get_template("report.html").render(
        report=report,
        style=Markup(style),  # noqa: S704  our own files
        by_team=[(team, list(people)) for team, people in groupby(report.people, lambda p: p.team)],
        words=words.AREAS,
        outcomes=words.OUTCOMES,
        marks=_MARKS,
        day_of=words.day_of,
        fraction=words.fraction,
        rest=words.rest,
        held_words=words.held_words,
        held_total=_held_total,
        kinds_words=words.kinds_words,
        month_short=words.month_short,
    )


def _held_total(counts: Counts) -> int:
    return sum(counts.held.values())
