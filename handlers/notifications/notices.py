"""What is told whatever the feature: to administrators, who couldn't be reached and what couldn't be done; and that
something missed was met after all."""

from __future__ import annotations

from datetime import date

from cards.cases.due import MadeGood
from cards.shared import windows
from cards.upkeep.management_lines import Unreachable
from cards.upkeep.stuck import Stuck
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared import obligation_words
from policy.obligations import State
from storage import cases, duties, outbox, people, unreached
from storage.states import MessageEnd
from storage.work import Work


@notice("unreachable")
class PersonUnreachable(EventNotice[Unreachable]):
    """Who can't be reached, as long as something waits for that. ``why``: as the outbox keeps it, or the platform's
    own code; ``message``: what didn't arrive; ``on``: the day on which it began, once for each; ``passed_up``: some
    of that went to the next manager."""

    person: int
    why: str
    message: int
    on: date | None = None
    passed_up: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:unreachable:{self.on}", "unreachable")

    def says(self, work: Work, _context: NoticeContext) -> Unreachable | None:
        left = self.why == MessageEnd.LEFT
        if not left and unreached.since(work, self.person) is None:
            return None
        return Unreachable(people.person(work, self.person).name, self.why, left, self.passed_up)


@notice("stuck")
class BotStuck(EventNotice[Stuck]):
    """What the bot could not do, and tries again: of which kind, and which one; ``on`` as for the unreachable."""

    what: str
    number: int
    on: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"{self.what}:{self.number}:stuck:{self.on}", "stuck")

    def says(self, work: Work, _context: NoticeContext) -> Stuck:
        return Stuck(self.what, self.number, self._named(work))

    def _named(self, work: Work) -> str:
        """As an administrator knows it, where that is known."""
        if self.what == "case":
            return next((c.reference for c in cases.cases(work, [self.number]).values()), "")
        of_message = outbox.recipient_of(work, self.number) if self.what == "message" else None
        who = self.number if self.what == "person" else of_message
        found = people.people(work, [who]).get(who) if who else None
        return found.name if found else ""


@notice("made_good")
class WasMadeGood(EventNotice[MadeGood]):
    """To whoever was told that it was late: a window that was missed was met after all."""

    obligation: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"obligation:{self.obligation}", "made_good")

    def says(self, work: Work, _context: NoticeContext) -> MadeGood | None:
        kept = duties.of(work, self.obligation)
        o = kept.obligation
        if o.state is not State.MET or o.met_on is None:
            return None
        what = obligation_words.describe(work, [kept])[kept.id]
        return MadeGood(kept.id, what, windows.name(o.key.fact.kind, o.started), o.met_on)
