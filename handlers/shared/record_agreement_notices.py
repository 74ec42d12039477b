"""What is told of the records that somebody is asked to agree, and of silence about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from cards.model import Text
from cards.records.disagree import Disputed, NotAgreed, RecordsToAgree
from cards.records.sign_off import AgreementAsked, TakenAsAgreed
from cards.shared import endings
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared import obligation_words
from handlers.shared.asked_first import begun
from handlers.shared.meetings import guidance_on_disagreeing
from handlers.shared.records import (
    agreement_asked,
    asked_to_agree,
    decided,
    silence_clause,
    taken_as_agreed_on,
    written,
)
from policy.facts import RecordAnswer, Subject, SubjectKind
from policy.ruleset import Duty
from storage import duties, records, repeated_nudges, sessions
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


@notice("agree_request")
class AgreementRequested(EventNotice[RecordsToAgree]):
    """To whoever agrees them: true while one of the records still waits for this answer, or was disagreed with and not
    asked about again. ``requests``: which records, and the how manyeth request of each."""

    requests: tuple[tuple[int, int], ...]
    session: int

    def key(self) -> NoticeKey:
        asked = ",".join(f"{record}.{number}" for record, number in self.requests)
        return NoticeKey(f"session:{self.session}:agree:{asked}", "ask")

    def says(self, work: Work, _context: NoticeContext) -> RecordsToAgree | None:
        view, asked = sessions.session(work, self.session), dict(self.requests)
        mine = [r for r in view.records if r.id in asked and r.request == asked[r.id]]
        waits = _waiting(work, view, [r for r in mine if r.waits])
        open_ = [r for r in mine if r.answer == RecordAnswer.DISAGREED]
        apart = _disagreed(work, view, open_) if open_ else None
        return RecordsToAgree(waits, apart) if waits or apart else None

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        """Once all of them are agreed; of one that is asked again, the newer request says how it stands."""
        view, asked = sessions.session(work, self.session), dict(self.requests)
        mine = [r for r in view.records if r.id in asked]
        if not mine or any(r.answer is not RecordAnswer.AGREED or r.request != asked[r.id] for r in mine):
            return ()
        last = max(mine, key=lambda r: r.answered_on or view.on)
        kept = duties.ended(work, str(Duty.AGREE), view.id, f"{last.id}.{last.request}")
        signs = kept is not None and obligation_words.signs(kept.obligation)
        return endings.agreed(kept.id, kept.met_on, signs=signs) if kept and kept.met_on else ()

    def begins(self, work: Work, _context: NoticeContext) -> Collection[int]:
        about = Subject(SubjectKind.SESSION, self.session)
        return begun(work, about, Duty.AGREE, dict(self.requests))

    def on_delivery(self, work: Work, _context: NoticeContext) -> None:
        """Their days to answer run from its arrival."""
        records.delivered(work, dict(self.requests))


@notice("silence")
class SilenceAgreed(EventNotice[TakenAsAgreed | NotAgreed]):
    """To whoever didn't answer; once they disagree, as the request of it is. Until it is agreed, or asked again."""

    record: int
    session: int
    request: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:silence:{self.record}.{self.request}")

    def says(self, work: Work, context: NoticeContext) -> TakenAsAgreed | NotAgreed | None:
        found = records.record(work, self.record)
        view = sessions.session(work, found.session_id)
        if context.sent and found.answer is RecordAnswer.DISAGREED and found.request == self.request:
            return _disagreed(work, view, [found])
        return None if found.answer else taken_as_agreed(work, view, [found])

    def on_delivery(self, work: Work, context: NoticeContext) -> None:
        """From then on it is so, and answered there, no longer in the request."""
        found = records.record(work, self.record)
        last = taken_as_agreed_on(work, found)
        if last and found.request == self.request:
            records.silent(work, found, last)
        about = Subject(SubjectKind.SESSION, self.session)
        repeated_nudges.show_event_again(work, AgreementRequested.kind, about, context.reader)


def _waiting(
    work: Work, view: SessionView, found: Sequence[RecordView]
) -> AgreementAsked | TakenAsAgreed | None:
    silent = [r for r in found if taken_as_agreed_on(work, r)]
    taken = taken_as_agreed(work, view, silent)
    if taken:
        return replace(taken, request=_reads_of_silence(work, view, silent))
    return agreement_asked(work, view, found, reminder=False) if found else None


def _reads_of_silence(work: Work, view: SessionView, silent: Sequence[RecordView]) -> bool:
    """Whether the message in which that is said has reached whoever was asked: until then it is answered here."""
    told = (SilenceAgreed(record=r.id, session=view.id, request=r.request).key().source for r in silent)
    return all(repeated_nudges.was_notified(work, source, view.reader.id) for source in told)


def taken_as_agreed(work: Work, view: SessionView, silent: Sequence[RecordView]) -> TakenAsAgreed | None:
    """Of these records of one session, to whoever was asked; None for none."""
    taken = taken_as_agreed_on(work, silent[0]) if silent else None
    if taken is None:
        return None
    mine = [written(work, view, r, view.reader) for r in silent]
    return TakenAsAgreed(mine, taken, silence_clause(work, view, silent[0]))


def _disagreed(work: Work, view: SessionView, found: Sequence[RecordView]) -> NotAgreed:
    reads = asked_to_agree(work, view)
    shown = [Disputed(written(work, view, r, reads), r.referred_on, decided(work, view, r)) for r in found]
    return NotAgreed(shown, guidance_on_disagreeing(work, view), refers=work.rules.refers)
