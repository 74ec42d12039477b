"""Sign-off: agree, disagree, ask again, refer, close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cards.records import disagree as cards_disagree
from cards.records import referred as cards_referred
from cards.records import refusals
from cards.records import sign_off as cards_sign
from cards.records.asks import (
    AskedAgain,
    DisagreeForm,
    DisagreementDecided,
    DisagreementReferred,
    OutcomeRead,
    OversightGiven,
    RecordClosed,
    RecordDisagreed,
    RecordsAgreed,
    SomeDisagreed,
)
from handlers.notifications.notifier import notify
from handlers.records.notices import DisagreementIsDecided, RecordsSignedOff, ReferredToNextTier
from handlers.shared.agreeing import ask_to_agree, row_to_agree
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.free_text import wrong_texts
from handlers.shared.meetings import guidance_on_disagreeing
from handlers.shared.records import decided, has_record, taken_as_agreed_on, written
from policy.facts import RecordAnswer, RecordDecision
from policy.ruleset import Delivery, Role
from storage import answering, cases, people, records, sessions, supervision
from storage.answering import first_available
from storage.people import Person
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


class OfRecord(Protocol):
    """An ask about one record."""

    @property
    def record(self) -> int: ...


class OfRecords(Protocol):
    """An ask about several records of a session."""

    @property
    def records(self) -> tuple[int, ...]: ...


def may_answer(request: Request[OfRecords], work: Work) -> bool:
    """The supervisee, and nobody for them; of a group's record whoever signs it off."""
    views = [sessions.session(work, r.session_id) for r in _records(request, work)]
    return bool(views) and all(answering.reads_for(work, v) == request.actor.id for v in views)


def _records(request: Request[OfRecords], work: Work) -> list[RecordView]:
    """Raises MissingRowError for an id that no record has."""
    records.these(work, request.ask.records)  # together, not for each
    return [records.record(work, one) for one in request.ask.records]


def agree(request: Request[RecordsAgreed], work: Work) -> Done:
    waiting = [r for r in _records(request, work) if r.waits]
    if not waiting:
        raise Refusal(refusals.ANSWERED)
    records.answer(work, waiting, RecordAnswer.AGREED, request.actor.id)
    view = sessions.session(work, waiting[0].session_id)
    if view.group:
        _notify_signed_off(work, view, waiting)
    name = has_record(work, view).name
    return Done(cards_sign.agreed(name, [r.label for r in waiting], signs=view.group is not None))


def _notify_signed_off(work: Work, view: SessionView, signed: Sequence[RecordView]) -> None:
    """Whom a group's records concern: whoever leads it and recorded it, and the workers of those cases."""
    known = cases.cases(work, [r.case.id for r in signed if r.case])
    concerned = {
        view.supervisor.id,
        has_record(work, view).id,
        *(c.worker_id for c in known.values() if c.worker_id),
    }
    news = RecordsSignedOff(session=view.id, records=tuple(r.id for r in signed))
    for person in sorted(concerned - {answering.reads_for(work, view)}):
        notify(work, news, to=person, send=Delivery.DAY)


def disagree_form(request: Request[DisagreeForm | SomeDisagreed], work: Work) -> ShowForm:
    waiting = [r for r in _records(request, work) if r.waits]
    if not waiting:
        raise Refusal(refusals.ANSWERED)
    view = sessions.session(work, waiting[0].session_id)
    return ShowForm(cards_disagree.disagree_form([written(work, view, r, request.actor) for r in waiting]))


def disagree(request: Request[RecordDisagreed], work: Work) -> Done:
    """The supervisor is asked to discuss it; an answer after the silence counts as a disagreement too."""
    return _disagree(work, request.actor, _records(request, work))


def disagree_some(request: Request[SomeDisagreed], work: Work) -> ShowForm | Done:
    chosen = [r for r in _records(request, work) if str(r.id) in request.many("which")]
    if not chosen:
        form = disagree_form(request, work).form
        return with_errors(request, form, {"which": refusals.NO_RECORD_TICKED})
    return _disagree(work, request.actor, chosen)


def _disagree(work: Work, actor: Person, about: Sequence[RecordView]) -> Done:
    waiting = [r for r in about if r.waits]
    if not waiting:
        raise Refusal(refusals.ANSWERED)
    silent = {record.id: taken_as_agreed_on(work, record) for record in waiting}
    records.answer(work, waiting, RecordAnswer.DISAGREED, actor.id)
    for record in waiting:
        if late := silent[record.id]:
            work.log(
                "record.answered_late",
                None,
                actor.id,
                record=record.id,
                taken_as_agreed=late.isoformat(),
            )
    view = sessions.session(work, waiting[0].session_id)
    said = guidance_on_disagreeing(work, view)
    shown = [written(work, view, one, actor) for one in waiting]
    return Done(cards_disagree.not_agreed(shown, said, refers=work.rules.refers))


def may_settle(request: Request[OfRecord], work: Work) -> bool:
    """The supervisor who held the session: only they amend (B17); of a group's record, whoever recorded it. Once they
    have left, the next manager."""
    return _is_theirs(request, work, records.record(work, request.ask.record))


def _is_theirs(request: Request[object], work: Work, found: RecordView) -> bool:
    return answering.writes_for(work, sessions.session(work, found.session_id)) == request.actor.id


def of_pair(request: Request[OfRecord], work: Work) -> bool:
    """Either of the pair: whoever agrees the record, and whoever wrote it. Both may refer it (B33)."""
    found = records.record(work, request.ask.record)
    view = sessions.session(work, found.session_id)
    return request.actor.id in _both(work, view)


def _both(work: Work, view: SessionView) -> list[int]:
    """Whoever agrees a session's records, then whoever answers for them."""
    both = (answering.reads_for(work, view), answering.writes_for(work, view))
    return [one for one in both if one is not None]


def ask_again(request: Request[AskedAgain], work: Work) -> ShowForm | Done:
    """Once it is said what was amended, or why nothing was: whoever is asked again reads that."""
    found = records.record(work, request.ask.record)
    if found.answer != RecordAnswer.DISAGREED:
        raise Refusal(refusals.NO_DISAGREEMENT)
    if found.decision is RecordDecision.STANDS:
        raise Refusal(refusals.STANDS)
    if found.decision is RecordDecision.AMEND and not request.ask.amended:
        raise Refusal(refusals.TO_BE_AMENDED)
    view, amended = sessions.session(work, found.session_id), request.ask.amended
    form = cards_disagree.amended_form(written(work, view, found), amended=amended)
    if not request.ask.filled:
        return ShowForm(form)
    outcome = request.text("outcome")
    missing = refusals.SAY_WHAT_AMENDED if amended else refusals.SAY_WHY_NOT
    errors = wrong_texts(request, work, form) if outcome else {"outcome": missing}
    if errors:
        return with_errors(request, form, errors)
    number = records.ask_again(work, found, request.actor.id, amended=amended, outcome=outcome)
    ask_to_agree(work, view, [(found.id, number)])
    row = row_to_agree(work, view)
    anew = row is not None and row.within is not None
    return Done(cards_disagree.asked_again(written(work, view, found), anew=anew))


def outcome(request: Request[OutcomeRead], work: Work) -> Reply:
    """What was amended, or why not: a view, and a look that is traced."""
    found = records.record(work, request.ask.record)
    view, words = sessions.session(work, found.session_id), records.outcome(work, found.id)
    if not words:
        raise Refusal(refusals.NO_OUTCOME)
    work.trace(request.actor.id, "record_outcome", view.subject)
    said = cards_disagree.outcome(view.author.name, found.label, words, amended=bool(found.amended))
    return Reply(said)


def may_decide(request: Request[OfRecord], work: Work) -> bool:
    """The next tier: the manager above whoever answers for the record, or while they are away the next one up."""
    found = records.record(work, request.ask.record)
    author = sessions.session(work, found.session_id).author.id
    return request.actor.id == answering.in_role(work, Role.LINE_MANAGER, None, author)


def decide(request: Request[DisagreementDecided], work: Work) -> Done:
    """It is to be amended by whoever holds the record, or it stands; both are told."""
    found = records.record(work, request.ask.record)
    if not found.referred_on or found.decided_on:
        raise Refusal(refusals.NOTHING_TO_DECIDE)
    decision = RecordDecision.AMEND if request.ask.amend else RecordDecision.STANDS
    records.decide(work, found, decision, request.actor.id)
    view = sessions.session(work, found.session_id)
    news = DisagreementIsDecided(record=found.id, session=view.id, request=found.request)
    both = _both(work, view)
    for person in both[:1] if request.ask.amend else both:
        notify(work, news, to=person)
    made = decided(work, view, records.record(work, found.id), request.actor.id)
    assert made
    return Done(cards_referred.decided(found.label, made))


def refer(request: Request[DisagreementReferred], work: Work) -> Done:
    """To the supervisor's line manager, or while they are away to whoever an escalation goes to then."""
    found = records.record(work, request.ask.record)
    view = sessions.session(work, found.session_id)
    if not work.rules.refers:
        raise Refusal(refusals.nobody_to_refer_to(work.rules.council))
    if found.answer != RecordAnswer.DISAGREED or found.referred_on:
        raise Refusal(refusals.NOTHING_TO_REFER)
    above = next(supervision.line_above(work, view.author.id), None)
    if above is None:
        raise Refusal(refusals.no_line_manager(view.author.name))
    above = first_available(work, above)
    records.refer(work, found, request.actor.id)
    by, asked = request.actor.id, found.request
    referral = ReferredToNextTier(record=found.id, by=by, session=view.id, request=asked)
    notify(work, referral, to=above, escalates=True)
    return Done(cards_referred.passed_on(found.label, people.person(work, above).name))


def may_close(request: Request[RecordClosed], work: Work) -> bool:
    """As ``may_settle``, of each of them."""
    return all(_is_theirs(request, work, found) for found in _records(request, work))


def close(request: Request[RecordClosed], work: Work) -> Done:
    """Each of them that is still to be closed."""
    found = _records(request, work)
    open_ = [r for r in found if r.closed_on is None and taken_as_agreed_on(work, r) is not None]
    if not open_:
        first = found[0]
        raise Refusal(
            refusals.closed(first.label, first.closed_on) if first.closed_on else refusals.NOT_TO_CLOSE
        )
    for record in open_:
        records.close(work, record, request.actor.id)
    return Done(cards_sign.closed([r.label for r in open_]))


# Oversight of a group's record, where whoever signs it off leads on the case (S12)


def may_oversee(request: Request[OfRecord], work: Work) -> bool:
    """Whoever oversees that group's records; who leads it, where an import names nobody."""
    found = records.record(work, request.ask.record)
    view = sessions.session(work, found.session_id)
    return view.group is not None and answering.shared_out(work, view)[Role.OVERSEER] == request.actor.id


def oversee(request: Request[OversightGiven], work: Work) -> Done:
    found = records.record(work, request.ask.record)
    if found.overseen_on:
        raise Refusal(refusals.overseen(found.label, found.overseen_on))
    if found.recorded_on is None:
        raise Refusal(refusals.not_written(found.label))
    records.overseen(work, found, request.actor.id)
    return Done(cards_sign.oversight_given(found.label))
