"""What is told about the records of a session: written, agreed or not, closed; and about cases acknowledged."""

from __future__ import annotations

from collections.abc import Collection

from cards.formats import cited, titled
from cards.kept_fields import Ids
from cards.model import Text
from cards.records.acknowledge import NotAcknowledged
from cards.records.delegate import RecordHandedOver
from cards.records.disagree import RecordDisputed
from cards.records.late_to_manager import RecordLongLate
from cards.records.record_due import RecordDue, RecordUrgent
from cards.records.referred import AmendmentAwaited, DecidedAbout, DisagreementReferredUp
from cards.records.sign_off import AgreementAsked, OversightAsked, RecordToClose, SignedOff
from cards.shared import endings
from handlers.notifications.notice import DutyNotice, EventNotice, First, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.shared.acknowledging import waiting
from handlers.shared.asked_first import begun
from handlers.shared.case_lookup import cite_rule
from handlers.shared.meetings import guidance, guidance_on_disagreeing, meeting
from handlers.shared.notices import AcknowledgementAsked
from handlers.shared.record_agreement_notices import AgreementRequested, SilenceAgreed
from handlers.shared.records import (
    agreement_asked,
    asked_to_write,
    decided,
    delegate_of,
    handed_over,
    has_record,
    record_in,
    record_of,
    request_in,
    requests_by_due_day,
    rule_to_agree,
    taken_as_agreed_on,
    written,
)
from handlers.shared.uncovered import who_is_away
from policy.facts import RecordAnswer, Subject, SubjectKind
from policy.obligations import is_overdue
from policy.ruleset import Delivery, Duty, FormPart, GuidancePoint, Role
from storage import answering, cases, duties, people, records, sessions
from storage.duties import KeptObligation
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work

# Written


@notice(Duty.RECORD)
class RecordOwed(DutyNotice[RecordDue | RecordUrgent | RecordLongLate | RecordHandedOver]):
    """To whoever answers for it, and to a delegate; long after, to the line manager of whoever answers."""

    def says(
        self, work: Work, context: NoticeContext
    ) -> RecordDue | RecordUrgent | RecordLongLate | RecordHandedOver:
        view, record = record_of(work, self.kept)
        one, by = written(work, view, record), self.kept.obligation.due
        asked = asked_to_write(work, record, context.reader)
        if context.escalates and by:
            holder = has_record(work, view)
            away = () if asked else who_is_away(work, holder.id)
            return RecordLongLate(one, holder.name, by, record.safeguarding, asked, away)
        if record.safeguarding:
            said = guidance(work, GuidancePoint.RECORD)
            return RecordUrgent(one, by, said, is_overdue(by, work.today), asked)
        if context.reader == record.delegate_id and context.reader != answering.writes_for(work, view):
            return handed_over(work, view, record)
        unwritten = [r for r in view.records if r.recorded_on is None]
        return RecordDue(one, by, work.today, len(unwritten), _parts(work, view, record, unwritten), asked)

    def begun_by(self, work: Work) -> First | None:
        o = self.kept.obligation
        return None if delegate_of(work, o) is None else First(DelegateNamed, o.key.subject)


def _parts(
    work: Work, view: SessionView, record: RecordView, unwritten: list[RecordView]
) -> tuple[FormPart, ...]:
    """What a group's record holds (S13), shown once: with the first of them still to be written."""
    first = view.group is not None and unwritten[:1] == [record]
    return tuple(work.rules.part("group_record")) if first else ()


@notice("delegated")
class DelegateNamed(EventNotice[RecordHandedOver]):
    """To the delegate, until the record is written or somebody else is to write it."""

    record: int
    session: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:delegated:{self.record}", "delegated")

    def says(self, work: Work, context: NoticeContext) -> RecordHandedOver | None:
        found = records.find(work, self.record)
        if found is None or found.recorded_on or found.delegate_id != context.reader:
            return None
        view = sessions.session(work, found.session_id)
        if not context.sent and context.beside.intersection(self._owed(work)):
            return None  # its reminder is beside it
        return handed_over(work, view, found)

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        """Once it is written, whoever wrote it."""
        kept = duties.ended(work, str(Duty.RECORD), self.session, str(self.record))
        return endings.done(kept.id, kept.met_on) if kept and kept.met_on else ()

    def begins(self, work: Work, _context: NoticeContext) -> Collection[int]:
        return self._owed(work)

    def _owed(self, work: Work) -> list[int]:
        owed = duties.open_about(work, [Subject(SubjectKind.SESSION, self.session)], str(Duty.RECORD))
        return [k.id for k in owed if record_in(k.obligation) == self.record]


# Agreed, or not


@notice(Duty.AGREE)
class AgreementOwed(DutyNotice[AgreementAsked]):
    """To whoever was asked and hasn't answered."""

    def says(self, work: Work, _context: NoticeContext) -> AgreementAsked:
        view, record = record_of(work, self.kept)
        return agreement_asked(work, view, [record], reminder=True)

    def begun_by(self, _work: Work) -> First:
        return First(AgreementRequested, self.kept.obligation.key.subject)


@notice(Duty.SETTLE)
class DisagreementOpen(DutyNotice[RecordDisputed | AmendmentAwaited]):
    """To the supervisor who held the session. What the next tier decided goes up to it while it isn't done."""

    def says(self, work: Work, context: NoticeContext) -> RecordDisputed | AmendmentAwaited:
        view, record = record_of(work, self.kept)
        settled, one = decided(work, view, record, context.reader), written(work, view, record)
        if context.escalates and settled:
            return AmendmentAwaited(one, settled)
        late, said = taken_as_agreed_on(work, record), guidance_on_disagreeing(work, view)
        return RecordDisputed(one, late, said, refers=work.rules.refers, decided=settled)

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        view, record = record_of(work, self.kept)
        if record.request <= request_in(self.kept.obligation):
            return ()
        one = written(work, view, record)
        return endings.asked_about_again(one.name, one.verb)


@notice("referred")
class ReferredToNextTier(EventNotice[DisagreementReferredUp]):
    """To the next tier. ``by``: who referred it; ``request``: the answer that it is about."""

    record: int
    by: int
    session: int = 0
    request: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:referred:{self.record}.{self.request}", "referred")

    def says(self, work: Work, context: NoticeContext) -> DisagreementReferredUp | None:
        found = records.record(work, self.record)
        if not found.referred_on or self.request not in (0, found.request):
            return None
        if found.decided_on and not context.sent:
            return None
        return _referred_up(work, found, context.reader, people.person(work, self.by).name)

    def begins(self, work: Work, _context: NoticeContext) -> Collection[int]:
        return begun(work, Subject(SubjectKind.SESSION, self.session), Duty.DECIDE, [self.record])


@notice(Duty.DECIDE)
class DecisionOwed(DutyNotice[DisagreementReferredUp]):
    """To the next tier, while a disagreement that was referred waits for a decision."""

    def says(self, work: Work, context: NoticeContext) -> DisagreementReferredUp:
        _, record = record_of(work, self.kept)
        return _referred_up(work, record, context.reader, "")

    def begun_by(self, _work: Work) -> First:
        return First(ReferredToNextTier, self.kept.obligation.key.subject)


def _referred_up(work: Work, record: RecordView, reader: int, by: str) -> DisagreementReferredUp:
    view = sessions.session(work, record.session_id)
    pair, settled = (view.reader, has_record(work, view)), decided(work, view, record, reader)
    there = [one.name for one in pair if answering.is_available(work, one.id)]
    away = [said for one in pair if (said := who_is_away(work, one.id))]
    now = answering.in_role(work, Role.LINE_MANAGER, None, view.author.id)
    other = people.person(work, now).name if now and now != reader else ""
    return DisagreementReferredUp(written(work, view, record), there, by, settled, away, other)


@notice("decided")
class DisagreementIsDecided(EventNotice[DecidedAbout]):
    """To the pair, while it is so; whoever is to amend the record is asked to, and needs no news of it."""

    record: int
    session: int
    request: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:decided:{self.record}.{self.request}")

    def says(self, work: Work, context: NoticeContext) -> DecidedAbout | None:
        found = records.record(work, self.record)
        view = sessions.session(work, found.session_id)
        settled, reader = decided(work, view, found, context.reader), people.person(work, context.reader)
        return DecidedAbout(written(work, view, found, reader), settled) if settled else None


def notify_silence(work: Work, kept: KeptObligation) -> None:
    """The clock's part: silence was taken as agreement, and whoever was silent hears of it."""
    view, record = record_of(work, kept)
    news = SilenceAgreed(record=record.id, session=view.id, request=record.request)
    notify(work, news, to=view.reader.id, send=Delivery.DAY)


# Closed, and overseen


@notice(Duty.CLOSE)
class ClosingOwed(DutyNotice[RecordToClose]):
    """To the supervisor, once silence was taken for agreement."""

    def says(self, work: Work, _context: NoticeContext) -> RecordToClose:
        view, record = record_of(work, self.kept)
        found, agreed_on = rule_to_agree(work, view, record), self.kept.obligation.started
        rule = found[0] if found else work.rule_of(self.kept.obligation)
        source = cited(rule.id, rule.clause) if rule else ""
        return RecordToClose(written(work, view, record), agreed_on, source)

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        """By an answer that came later. Whoever is asked again had said that they don't agree."""
        view, record = record_of(work, self.kept)
        asked = requests_by_due_day(work, record).get(self.kept.obligation.started, 0)
        if not asked or (asked == record.request and record.answer is None):
            return ()
        one, agrees = written(work, view, record), record.answer is RecordAnswer.AGREED
        return endings.answered_late(one.name, one.verb, agrees=agrees and asked == record.request)


@notice(Duty.OVERSEE)
class OversightOwed(DutyNotice[OversightAsked]):
    """Of a group's record, where whoever signs it off leads on the case (S12): to whoever oversees that group."""

    def says(self, work: Work, _context: NoticeContext) -> OversightAsked:
        view, record = record_of(work, self.kept)
        source = titled(work.rule_of(self.kept.obligation))
        return OversightAsked(written(work, view, record), view.reader.name, source)


# Cases acknowledged


@notice(Duty.ACKNOWLEDGE)
class AcknowledgementOwed(DutyNotice[NotAcknowledged]):
    """Of one case, to the one of the two who hasn't. Nothing to somebody who wasn't there: the case has been
    reallocated since."""

    def says(self, work: Work, context: NoticeContext) -> NotAcknowledged | None:
        o = self.kept.obligation
        view, reader = sessions.session(work, int(o.key.fact.id)), people.person(work, context.reader)
        mine = waiting(work, view, Role.SUPERVISEE if o.answers == Role.SUPERVISEE else Role.SUPERVISOR)
        case = next((c for c in mine if c.id == o.key.subject.id), None)
        if case is None or (o.answers == Role.SUPERVISEE and reader.id != view.supervisee.id):
            return None
        rule = cite_rule(work.rule_of(o))
        return NotAcknowledged(meeting(work, view, reader), case.reference, case.id, len(mine), rule)

    def begun_by(self, _work: Work) -> First:
        session = int(self.kept.obligation.key.fact.id)
        return First(AcknowledgementAsked, Subject(SubjectKind.SESSION, session))


# Signed off


@notice("signed_off")
class RecordsSignedOff(EventNotice[SignedOff]):
    """To whoever leads the group and whoever recorded it, of all of them, and to each worker, of theirs."""

    session: int
    records: Ids

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:signed", ",".join(str(one) for one in self.records))

    def says(self, work: Work, context: NoticeContext) -> SignedOff | None:
        view = sessions.session(work, self.session)
        agreed = [r for r in view.records if r.id in self.records and r.answer is RecordAnswer.AGREED]
        if context.reader not in (view.supervisor.id, has_record(work, view).id):
            mine = {c.id for c in cases.allocated_to(work, context.reader)}
            agreed = [r for r in agreed if r.case and r.case.id in mine]
        return SignedOff([written(work, view, r) for r in agreed]) if agreed else None
