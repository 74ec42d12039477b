"""A period's report from Team, for everybody below whoever asks: the totals in chat, the whole at an address of theirs
that lasts a quarter of an hour. Nobody reads here about anyone outside their line: others' sums are the command's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.evidence import asked as words
from cards.evidence.asks import ReportForm, ReportShown
from cards.model import Form
from cards.shared.refusals import CHOOSE_DAY
from handlers.evidence.gather import ReportScope, about, report
from handlers.shared.base import Reply, Request, ShowForm, read_date, with_errors
from policy.periods import add_months
from storage import below, people, sealed_addresses
from storage.people import Person
from storage.work import Work

#: What the form proposes is a start: any period can be chosen.
_MONTHS: Final = 6


def may_report(request: Request[object], work: Work) -> bool:
    """Whoever has somebody below them in the line today."""
    return bool(below.supervise(work, [request.actor.id]))


def open_form(request: Request[ReportForm], work: Work) -> ShowForm:
    """The last six months, unless another period is chosen."""
    first = add_months(work.today.replace(day=1), -_MONTHS)
    return ShowForm(_form(_below(work, request.actor, first), first, work.today))


def _form(mine: Sequence[Person], first: date, last: date) -> Form:
    teams = sorted({p.team for p in mine if p.team})
    return words.form(words.whom_words(teams, [(p.id, p.name) for p in mine]), first, last)


def _below(work: Work, reader: Person, since: date) -> list[Person]:
    """Today, and whoever has left since a day."""
    ids = [*below.below(work, reader.id), *below.left_since(work, reader.id, since)]
    return sorted(people.people(work, ids).values(), key=lambda p: (p.name, p.id))


def show(request: Request[ReportShown], work: Work) -> ShowForm | Reply:
    """Traced, like every look; with few people the totals are added up at once."""
    first, last = read_date(request.text("first")), read_date(request.text("last"))
    mine, whom = _below(work, request.actor, first or work.today), request.text("whom")
    errors = _errors(first, last) | ({} if _chosen(mine, whom) else {"whom": words.CHOOSE_WHOM})
    if errors or first is None or last is None:
        today = work.today
        return with_errors(request, _form(mine, first or today, last or today), errors)
    asked = _of_line(request.actor, mine, first, last, whom)
    look(work, asked, "report.made")
    people_in = asked.of or ()
    totals = report(work, asked) if len(people_in) <= words.AT_ONCE else None
    link, number = _link(work, request.actor, first, last, whom), request.actor.staff_number
    return Reply(words.shown(first, last, about(asked), len(people_in), totals, link, number))


def _errors(first: date | None, last: date | None) -> dict[str, str]:
    errors = {name: CHOOSE_DAY for name, day in (("first", first), ("last", last)) if day is None}
    if first and last and last < first:
        errors["last"] = words.BEFORE_FIRST
    elif first and last and (last - first).days > words.LONGEST:
        errors["last"] = words.TOO_LONG
    return errors


def _chosen(mine: Sequence[Person], whom: str) -> list[Person]:
    """Of those below the reader; nobody for what isn't in the list."""
    kind, _, which = whom.partition(":")
    if whom == "all":
        return list(mine)
    return [p for p in mine if which and which == (p.team if kind == "team" else f"{p.id}")]


def _of_line(reader: Person, mine: Sequence[Person], first: date, last: date, whom: str) -> ReportScope:
    """Of those whom ``whom`` means, who are below the reader now, or were until they left (``mine``)."""
    found = _chosen(mine, whom)
    kind, _, which = whom.partition(":")
    team, person = which if kind == "team" else "", found[0] if kind == "person" and found else None
    return ReportScope(first, last, team, person, reader, frozenset(p.id for p in found))


def look(work: Work, asked: ReportScope, event: str) -> None:
    """That somebody looked, at what: in the trail before it is shown."""
    assert asked.reader
    work.log(event, asked.subject, asked.reader.id, **asked.traced)


# At an address


_PURPOSE: Final = "report"


def _link(work: Work, reader: Person, first: date, last: date, whom: str) -> str | None:
    """It says nothing to anybody, and ends."""
    if work.config.report_address is None:
        return None
    secret = sealed_addresses.sealed(
        work, _PURPOSE, words.LASTS, reader=reader.id, first=f"{first}", last=f"{last}", whom=whom
    )
    return f"{work.config.report_address}/report/{secret}"


def meant_by(work: Work, token: str) -> ReportScope | None:
    """What the address means; None for one that is forged or over, or whose reader has nobody below them any more."""
    means = sealed_addresses.opened(work, _PURPOSE, token)
    if means is None:
        return None
    reader = people.person(work, means["reader"])
    if not reader.in_post(work.today):
        return None
    first, last = date.fromisoformat(means["first"]), date.fromisoformat(means["last"])
    asked = _of_line(reader, _below(work, reader, first), first, last, means["whom"])
    return asked if asked.of else None
