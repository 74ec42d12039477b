"""What is told of somebody who leaves, and of those whom they supervised, worked with or covered for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cards.kept_fields import Ids
from cards.people import leaving as cards_leaving
from cards.shared.duty_claims import NobodyHolds, NobodyNamed, NotAgreedAnew, SupervisesThemNow
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared import obligation_words
from handlers.shared.meetings import moment
from handlers.shared.milestone_buttons import starts_agreement
from handlers.shared.records import record_of
from handlers.shared.uncovered import answers_until_named
from policy.facts import RecordAnswer, SessionState
from policy.how_often import every
from policy.obligations import Obligation
from policy.periods import parse_period
from policy.ruleset import OF_RECORD, Duty
from storage import (
    agreements,
    answering,
    cases,
    duties,
    leaving,
    new_lines,
    people,
    sessions,
    supervision,
)
from storage.answered_for import answered_by
from storage.duties import KeptObligation
from storage.notified_in_place import UNALLOCATED
from storage.work import Work


@notice("regrouped")
class GroupsChanged(EventNotice[cards_leaving.GroupsChanged]):
    """To whoever moved and to both who lead (``reader``), while it is so. ``changes``: which group, who, and whether
    they belong to it now."""

    reader: int
    changes: tuple[tuple[int, int, bool], ...]

    def key(self) -> NoticeKey:
        which = ",".join(f"{session}.{who}.{int(joins)}" for session, who, joins in self.changes)
        return NoticeKey(f"person:{self.reader}:regrouped:{which}")

    def says(self, work: Work, context: NoticeContext) -> cards_leaving.GroupsChanged | None:
        found = [self._one(work, context.reader, *change) for change in self.changes]
        lines = [one for one in found if one]
        return cards_leaving.GroupsChanged(lines) if lines else None

    def _one(
        self, work: Work, reader: int, session: int, who: int, joins: bool
    ) -> cards_leaving.GroupChange | None:
        view, member = sessions.session(work, session), people.person(work, who)
        if (
            view.group is None
            or view.state is not SessionState.BOOKED
            or (member in view.group.participants) != joins
        ):
            return None
        name, leader = ("" if one.id == reader else one.name for one in (member, view.supervisor))
        return cards_leaving.GroupChange(name, leader, moment(work, view.starts_at), joins)


@notice(UNALLOCATED)
class CasesWithoutWorker(EventNotice[cards_leaving.CasesWithoutWorker]):
    """To whoever supervised them: true while nobody holds one of these. Once for each leaver (``left``)."""

    worker: int
    cases: Ids
    left: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.worker}:unallocated:{self.left}")

    def says(self, work: Work, _context: NoticeContext) -> cards_leaving.CasesWithoutWorker | None:
        found = cases.cases(work, self.cases).values()
        alone = {c.id: c.reference for c in found if c.worker_id is None and c.is_open(work.today)}
        name, nobody = people.person(work, self.worker).name, NobodyHolds(tuple(alone))
        return cards_leaving.CasesWithoutWorker(name, list(alone.values()), nobody) if alone else None


def _behind(work: Work, leaver: int) -> list[int]:
    """Those whom somebody who has left supervised, while nobody else is named."""
    return list(leaving.left_behind(work).get(leaver, ()))


def _names(work: Work, ids: Sequence[int]) -> list[str]:
    return [one.name for one in people.people(work, ids).values()]


def _supervises_now(work: Work, supervisees: Sequence[int]) -> SupervisesThemNow | None:
    """Of those whom nobody is named for yet after one leaver, who all have the next manager up."""
    now = supervision.supervisor_now(work, supervisees[0])
    return SupervisesThemNow(tuple(supervisees), now, people.person(work, now).name) if now else None


@notice("supervisee_left")
class SuperviseeLeft(EventNotice[cards_leaving.SuperviseeLeft]):
    """To whoever supervised them, or held sessions with them. ``left``: their last day. Of their cases, which another
    message names, nothing is said, and so nothing where there is no more."""

    leaver: int
    left: date

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.leaver}:supervisee_left:{self.left}")

    def says(self, work: Work, context: NoticeContext) -> cards_leaving.SuperviseeLeft | None:
        who = people.person(work, self.leaver)
        if who.left_on != self.left or who.in_post(work.today):
            return None
        over = [k for k in ended_at_leaving(work, who.id) if who_writes(work, k) == context.reader]
        mine = [k for k in answered_by(work, context.reader) if _is_left(k.obligation, who.id)]
        if not (over or mine) and who.id in leaving.unallocated(work):
            return None
        ended, left = ([one.what for one in obligation_words.lines(work, some)] for some in (over, mine))
        return cards_leaving.SuperviseeLeft(who.name, self.left, work.today, ended, left)


def _is_left(o: Obligation, leaver: int) -> bool:
    """What can be done though they aren't there: nobody meets them any more."""
    return o.worker_id == leaver and o.key.kind_of_duty in (*OF_RECORD, Duty.SAY_HELD, Duty.RECORD_DECISION)


def ended_at_leaving(work: Work, leaver: int) -> list[KeptObligation]:
    """What only they could agree, or be asked anew, of records as they are written now."""
    return [k for k in duties.not_agreed(work, leaver) if _is_open_still(work, k)]


def _is_open_still(work: Work, kept: KeptObligation) -> bool:
    _, record = record_of(work, kept)
    if kept.obligation.key.fact.id != f"{record.id}.{record.request}":
        return False
    asked = kept.obligation.key.kind_of_duty == Duty.AGREE
    return record.waits if asked else record.answer is RecordAnswer.DISAGREED


def who_writes(work: Work, kept: KeptObligation) -> int | None:
    """Who answers today for the record that this is about."""
    return answering.writes_for(work, sessions.session(work, kept.obligation.key.subject.id))


@notice("supervisor_left")
class SupervisorLeft(EventNotice[cards_leaving.SupervisorLeft]):
    """To whom they supervised. ``left``: their last day, since they may come back and leave again."""

    leaver: int
    left: date
    supervisee: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.supervisee}:supervisor_left:{self.leaver}:{self.left}")

    def says(self, work: Work, context: NoticeContext) -> cards_leaving.SupervisorLeft | None:
        name = people.person(work, self.leaver).name
        if self.supervisee in _behind(work, self.leaver):
            now = answers_until_named(work, self.supervisee)
            return cards_leaving.SupervisorLeft(self.supervisee, name, now)
        line = new_lines.of(work, self.supervisee) if context.sent else None
        if line is None or line.since <= self.left:
            return None
        named = people.person(work, line.supervisor).name, line.since
        return cards_leaving.SupervisorLeft(self.supervisee, name, named)


@notice("answers_in_place")
class AnswersInPlace(EventNotice[cards_leaving.AnswersInPlace]):
    """To the next manager up, of those for whom they answer now."""

    leaver: int
    left: date

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.leaver}:answers_in_place:{self.left}")

    def says(self, work: Work, context: NoticeContext) -> cards_leaving.AnswersInPlace | None:
        mine = [
            i for i in _behind(work, self.leaver) if supervision.line_supervisor(work, i) == context.reader
        ]
        nobody = NobodyNamed(tuple(mine), people.person(work, self.leaver).name)
        if not mine:
            return None
        records = sum(_is_record_of(k.obligation, self.leaver) for k in answered_by(work, context.reader))
        return cards_leaving.AnswersInPlace(nobody, _names(work, mine), records)


def _is_record_of(o: Obligation, holder: int) -> bool:
    return o.key.kind_of_duty == Duty.RECORD and o.holder_id == holder


@notice("line_begun")
class LineBegun(EventNotice[cards_leaving.LineBegun]):
    """To both of a new pair, and whoever answered until then, while it is so."""

    supervisee: int
    relationship: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.supervisee}:line_begun:{self.relationship}")

    def says(self, work: Work, context: NoticeContext) -> cards_leaving.LineBegun | None:
        line = new_lines.of(work, self.supervisee)
        if line is None or line.id != self.relationship:
            return None
        pair = people.people(work, [line.supervisee, line.supervisor])
        whose, who = ("" if i == context.reader else pair[i].name for i in (line.supervisee, line.supervisor))
        if context.reader not in pair:
            return cards_leaving.LineBegun(whose, who, line.since)
        ended = _not_agreed_anew(work, line, whose)
        starts = starts_agreement(work, line.supervisee, context.reader) if ended else ()
        return cards_leaving.LineBegun(whose, who, line.since, ended, next(iter(starts), None))


def _not_agreed_anew(work: Work, line: new_lines.NewLine, whose: str) -> NotAgreedAnew | None:
    """How often they had agreed with another to meet, where this policy knows agreements."""
    ended = agreements.ended_before(work, line.id) if work.rules.knows_agreements else None
    if ended is None:
        return None
    before, often = people.person(work, ended.supervisor).name, every(parse_period(ended.often))
    return NotAgreedAnew(line.id, whose, before, often)


@notice("cover_ended_by_leaving")
class CoverEnded(EventNotice[cards_leaving.CoverEnded]):
    """To whoever covered for them when they left."""

    leaver: int
    left: date
    supervisees: Ids

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.leaver}:cover_ended:{self.left}")

    def says(self, work: Work, _context: NoticeContext) -> cards_leaving.CoverEnded | None:
        mine = [i for i in _behind(work, self.leaver) if i in self.supervisees]
        whom = _names(work, mine)
        return (
            cards_leaving.CoverEnded(people.person(work, self.leaver).name, whom, _supervises_now(work, mine))
            if whom
            else None
        )
