"""Who may cover for whoever is away, whom nobody supervises meanwhile, and “I'll cover” for them."""

from __future__ import annotations

from cards.absence import refusals
from cards.model import Button
from cards.shared import line_buttons
from policy.duties.absences import COVER_AWAY
from policy.obligations import Key
from storage import absences, people
from storage.absences import AbsenceView
from storage.people import Person
from storage.work import Work


def never_covers(work: Work, cover: Person) -> str:
    """A refusal where the policy leaves somebody's role out; empty where it doesn't."""
    words = work.rules.vocabulary
    if cover.role not in words.never_cover:
        return ""
    return refusals.role_never_covers(cover.name, words.roles.get(cover.role, cover.role))


def is_there(work: Work, view: AbsenceView, cover: Person) -> bool:
    """On the day from which they would cover."""
    day = max(view.first, work.today)
    return cover.in_post(day) and cover.id not in people.absences_on(work, [cover.id], day)


def cannot_take_on(work: Work, view: AbsenceView, actor: Person) -> str:
    """Why somebody can't cover themselves; empty where they can."""
    if never := never_covers(work, actor):
        return never
    return "" if is_there(work, view, actor) else refusals.away_yourself(max(view.first, work.today))


def left_alone_in(work: Work, view: AbsenceView) -> dict[Person, int | None]:
    """Whom nobody supervises in an absence, as things stand today: each with whoever would cover, and is away too."""
    made = {i: one.cover_id for i, one in absences.arranged(work, view.id).items() if one.cover_id}
    gone = people.absences_on(work, list(made.values()), work.today)
    mine = ((one, made.get(one.id)) for one in absences.supervisees(work, view))
    return {one: cover for one, cover in mine if cover is None or cover in gone}


def buttons(work: Work, reader: int, key: Key) -> tuple[Button, ...]:
    """On the line of a duty to arrange cover: for those whom it is about, where its reader can."""
    view, away = absences.absence(work, key.subject.id), key.fact.kind == COVER_AWAY
    would = absences.absence(work, int(key.fact.id)).person.id if away else None
    whom = [one.id for one, cover in left_alone_in(work, view).items() if cover == would]
    can = not cannot_take_on(work, view, people.person(work, reader))
    return line_buttons.cover(view.id, [one for one in whom if one != reader] if can else ())
