"""What an obligation is about, for its words: the one place, for lists, messages and exports alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cards.formats import row
from cards.model import Text
from cards.shared import duty_words, endings, policy_words
from cards.shared.derivation import sentence
from cards.shared.due_lines import DueLine
from cards.shared.meeting import called
from cards.shared.windows import went_by
from handlers.shared import frequency_deciders, redaction
from handlers.shared.meetings import holder, moment
from handlers.shared.records import written_by_another
from policy.duties.absences import COVER_AWAY
from policy.facts import SessionState, SubjectKind
from policy.obligations import Obligation, Waiting
from policy.ruleset import Duty, Role
from storage import absences, cases, gaps, people, requests, sessions, stand_ins
from storage.duties import KeptObligation
from storage.sessions import SessionView
from storage.work import Work


def session_words(work: Work, view: SessionView, duty: str = "") -> str:
    """A session by the supervisee's name; to prepare for it is theirs alone, so there by that of whoever is to hold it;
    the record is agreed by the one and asked after by the other, and cases are acknowledged by both, so there by
    both."""
    kind = called(view.kind, personal_too=view.personal_too)
    if view.group:
        return duty_words.led_by(kind, view.supervisor.name, view.on)
    if duty in (Duty.AGREE, Duty.ACKNOWLEDGE):
        return duty_words.with_both(kind, view.supervisee.name, view.supervisor.name, view.on)
    other = holder(work, view) if duty == Duty.PREPARE else view.supervisee
    return duty_words.with_one(kind, other.name, view.on)


def describe(work: Work, kept: Sequence[KeptObligation]) -> dict[int, str]:
    """The words for each obligation, by its id; a fixed number of queries for however many."""
    by = {
        kind: sorted({k.obligation.key.subject.id for k in kept if k.obligation.key.subject.kind is kind})
        for kind in SubjectKind
    }
    at_sessions = {i for k in kept if (i := acknowledged_at(k.obligation))}
    found_sessions = {s.id: s for s in sessions.sessions(work, [*by[SubjectKind.SESSION], *at_sessions])}
    found_cases = cases.cases(work, by[SubjectKind.CASE])
    ids = [i for k in kept for i in (k.obligation.worker_id, k.obligation.holder_id)]
    names = {i: p.name for i, p in people.people(work, ids).items()}
    notes = gaps.references(work, by[SubjectKind.SESSION])
    read_rebooked(work, kept)
    return {k.id: _words(work, k, found_sessions, found_cases, names, notes) for k in kept}


def _words(
    work: Work,
    kept: KeptObligation,
    found: dict[int, SessionView],
    found_cases: dict[int, cases.CaseView],
    names: dict[int, str],
    notes: dict[int, str],
) -> str:
    o = kept.obligation
    duty, subject = o.key.duty, o.key.subject
    if duty.startswith((Duty.MILESTONE, f"{Duty.SUPERVISE}:")):
        rule = work.rule_of(o)
        return duty_words.asked_of(rule.title if rule else row(o.rule), names.get(o.worker_id or 0, ""))
    view = found.get(subject.id if subject.kind is SubjectKind.SESSION else acknowledged_at(o))
    case = (
        found_cases[subject.id].reference
        if subject.kind is SubjectKind.CASE
        else _case_in(view, o.key.fact.kind, o.key.fact.id, notes)
    )
    if view and duty == Duty.REBOOK and o.is_open and (instead := rebooked(work, kept)):
        unanswered = instead.state is SessionState.BOOKED and instead.ends_at <= work.now
        if instead.starts_at == view.starts_at and not unanswered:
            return duty_words.booked_again(session_words(work, view))
        return duty_words.rebooked(session_words(work, view), instead.on, unanswered=unanswered)
    name = names.get((o.holder_id if duty == Duty.ARRANGE_COVER else o.worker_id) or 0, "")
    session = session_words(work, view, o.key.kind_of_duty) if view else ""
    if view and duty == Duty.SAY_HELD and view.ends_at > work.now:
        return duty_words.asked_once_over(session)
    asker = (
        people.person(work, requests.request(work, int(o.key.fact.id)).asked_by).name
        if duty == Duty.SIGN
        else ""
    )
    said = duty_words.asked(duty, case, name, session, signs=signs(o), on=o.started, asker=asker)
    if o.key.fact.kind == COVER_AWAY:
        return duty_words.cover_away_too(said, absences.absence(work, int(o.key.fact.id)).person.name)
    return duty_words.in_part(said, o.answers) if o.key.kind_of_duty == Duty.ACKNOWLEDGE else said


def acknowledged_at(obligation: Obligation) -> int:
    """The session at which a case is to be acknowledged; 0 of anything else."""
    return int(obligation.key.fact.id) if obligation.key.kind_of_duty == Duty.ACKNOWLEDGE else 0


def signs(obligation: Obligation) -> bool:
    """Whether a record is signed off by whoever was named, as a group's is, not agreed by the supervisee."""
    return obligation.key.duty == Duty.AGREE and obligation.answers == Role.SIGNER


def how_met(kept: KeptObligation) -> str:
    """Other than that it was done: nobody replied, it was refused, or passed on; empty else."""
    if kept.by_silence:
        return endings.TAKEN_AS_AGREED
    if kept.refused:
        return endings.not_agreed(signs=signs(kept.obligation)).lower()
    return endings.REFERRED if kept.referred else ""


def rebooked(work: Work, kept: KeptObligation) -> SessionView | None:
    """What stands in for a cancelled session and only has to be held: nobody is asked to confirm it, or it stands
    unless one of the two moves it."""
    found = stand_ins.stand_in(work, kept.obligation.key.subject.id)
    asked = found is not None and found.provisional and work.rules.practice.rebooking.unanswered != "stand"
    return None if asked else found


def provisional(work: Work, kept: KeptObligation) -> SessionView | None:
    """What the bot booked in a cancelled session's place, while nobody has answered."""
    if kept.obligation.key.duty != Duty.REBOOK:
        return None
    found = stand_ins.stand_in(work, kept.obligation.key.subject.id)
    return found if found and found.provisional and found.ends_at > work.now else None


def read_rebooked(work: Work, kept: Iterable[KeptObligation]) -> None:
    """What ``rebooked`` asks of each of these, together."""
    stand_ins.stand_ins(
        work, {k.obligation.key.subject.id for k in kept if k.obligation.key.duty == Duty.REBOOK}
    )


def _case_in(view: SessionView | None, kind: str, fact: str, notes: dict[int, str]) -> str:
    """The case of the record or note that a session's obligation speaks of."""
    if view is None:
        return ""
    first = fact.partition(".")[0]
    number = int(first) if first.isdigit() else 0
    if kind == "gap_note":
        return notes.get(number, duty_words.A_CASE)
    return next((r.label for r in view.records if r.id == number), "")


def lines(work: Work, kept: Sequence[KeptObligation], reader_id: int | None = None) -> list[DueLine]:
    """Obligations as lines of a list."""
    words = describe(work, kept)
    return [
        DueLine(
            k.id,
            words[k.id],
            k.obligation.due,
            k.obligation.waiting_for,
            k.obligation.target,
            _rule_line(work, redaction.redacted(k.obligation)),
            blank=is_blank(work, k.obligation),
            beside=_beside(work, k),
            ask=ask_of(work, k.obligation, reader_id),
            asked=written_by_another(work, k.obligation, reader_id),
        )
        for k in kept
    ]


def _beside(work: Work, kept: KeptObligation) -> tuple[Text, ...]:
    """What stands beside its day: windows that went by since, rules that wait for something, and the bot's own time."""
    steps, unasked = kept.obligation.derivation, provisional(work, kept)
    gone = went_by(steps)
    waits = tuple(sentence(step) for step in steps if step.op == "waits")
    taken = (_unasked(work, unasked),) if unasked else ()
    return (((f"{gone}.",),) if gone else ()) + waits + taken


def _unasked(work: Work, instead: SessionView) -> Text:
    stands = work.rules.practice.rebooking.unanswered == "stand"
    return duty_words.provisional(instead.id, moment(work, instead.starts_at), stands=stands)


def is_blank(work: Work, obligation: Obligation) -> bool:
    """Whether it has no date because its rule names none."""
    rule = work.rule_of(obligation)
    return obligation.waiting_for is Waiting.NO_DEADLINE and rule is not None and bool(rule.blanks)


def contact(work: Work, reader_id: int | None = None) -> str:
    """Whom to ask about what the policy leaves open; whoever keeps the rule set isn't sent to themselves."""
    owner = next(iter(people.policy_owners(work)), None)
    if reader_id in people.policy_owners(work):
        return policy_words.YOURS_TO_SAY
    return policy_words.ask_owner(people.person(work, owner).name if owner else policy_words.ADMINISTRATOR)


def ask_of(work: Work, obligation: Obligation, reader_id: int | None = None) -> str:
    """The same, of one for which the policy has no rule, or that waits for another body; of one that waits for a return
    whose, by name, where that isn't the reader's; empty of any other."""
    if obligation.waiting_for is Waiting.NO_RULE:
        return contact(work, reader_id)
    if obligation.waiting_for is Waiting.RETURN and obligation.key.duty == Duty.REBOOK:
        away = sessions.session(work, obligation.key.subject.id).away_id
        return people.person(work, away).name if away and away != reader_id else ""
    return frequency_deciders.not_set(work, obligation, reader_id)


def contact_of(work: Work, reader_id: int, lines: Sequence[DueLine]) -> str:
    """The same, of a list; empty where nothing in it is left open."""
    return contact(work, reader_id) if any(line.blank for line in lines) else ""


def _rule_line(work: Work, obligation: Obligation) -> str:
    words = rule_words(work, obligation)
    return duty_words.not_covered(words) if obligation.waiting_for is Waiting.NO_RULE else words


def rule_words(work: Work, obligation: Obligation) -> str:
    """Its rule by id and title; one of practice says that it is."""
    rule = work.rule_of(obligation)
    if rule is None:
        return row(obligation.rule)
    return f"{row(rule.id)}: {rule.title}" if rule.clause else duty_words.of_practice(rule.title)
