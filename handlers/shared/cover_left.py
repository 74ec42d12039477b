"""Whoever covered has left: whoever can name another is asked to, and those whom they supervised meanwhile read it."""

from __future__ import annotations

from itertools import groupby

from cards.absence import cover_left as cards
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.shared.absence_claims import arranger
from handlers.shared.absent import shown
from handlers.shared.taking_cover import cannot_take_on
from handlers.shared.uncovered import nobody_now
from policy.ruleset import Delivery, Duty
from storage import absences, duties, leaving, people
from storage.leaving import GoneCover
from storage.work import Work


@notice("cover_left")
class CoverHasLeft(EventNotice[cards.CoverLeft]):
    """To whoever arranges, while nobody else is named; not where a duty of the policy's asks them to."""

    absence: int
    cover: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:cover_left:{self.cover}")

    def says(self, work: Work, context: NoticeContext) -> cards.CoverLeft | None:
        view, found = absences.absence(work, self.absence), _of(work, self.absence, self.cover)
        if not found or duties.open_about(work, [view.subject], str(Duty.ARRANGE_COVER)):
            return None
        names = {i: p.name for i, p in people.people(work, [one.supervisee for one in found]).items()}
        takes = not cannot_take_on(work, view, people.person(work, context.reader))
        name = people.person(work, self.cover).name
        return cards.CoverLeft(shown(view), name, found[0].last, names, takes)


@notice("your_cover_left")
class YourCoverHasLeft(EventNotice[cards.YourCoverLeft]):
    """To the supervisee, while nobody else is named."""

    absence: int
    cover: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:your_cover_left:{self.cover}")

    def says(self, work: Work, context: NoticeContext) -> cards.YourCoverLeft | None:
        view = absences.absence(work, self.absence)
        mine = [one for one in _of(work, self.absence, self.cover) if one.supervisee == context.reader]
        if not mine:
            return None
        name, said = people.person(work, self.cover).name, nobody_now(work, context.reader)
        return cards.YourCoverLeft(view.person.name, name, mine[0].last, said)


def notify_covers_left(work: Work) -> None:
    """Of each who has left while they covered, or were to, and their absence isn't over."""
    for (absence, cover), some in groupby(leaving.covers_left(work), lambda one: (one.absence, one.cover)):
        to = arranger(work, absences.absence(work, absence).person.id)
        if to:
            notify(work, CoverHasLeft(absence=absence, cover=cover), to=to, escalates=True)
        for one in some:
            told = YourCoverHasLeft(absence=absence, cover=cover)
            notify(work, told, to=one.supervisee, send=Delivery.DAY)


def _of(work: Work, absence: int, cover: int) -> list[GoneCover]:
    return [one for one in leaving.covers_left(work) if (one.absence, one.cover) == (absence, cover)]
