"""``done @person``: what the policy asks now and then is recorded by whoever answers for it, with its day and who did
it; whoever recorded a mistake takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Final, Protocol

from cards.model import Button, Form, Option
from cards.people import milestone as cards_milestone
from cards.people import refusals
from cards.people.asks import (
    MilestoneForm,
    MilestoneRecorded,
    Milestones,
    MilestoneTakenBack,
    PersonEventForm,
    PersonEventRecorded,
)
from cards.people.milestone import Open
from cards.shared import refusals as shared_refusals
from cards.shared.due_lines import DueLine
from cards.shared.duty_words import asked_of
from handlers.notifications.notifier import notify
from handlers.people.notices import MilestoneIsTakenBack, notify_person
from handlers.people.recorded import buttons_for, past, title
from handlers.people.recording import day_errors, may_record
from handlers.shared import obligation_words
from handlers.shared.base import (
    Done,
    Refusal,
    Reply,
    Request,
    ShowForm,
    read_date,
    with_errors,
)
from handlers.shared.milestone_buttons import how_it_waits, short_name
from handlers.shared.permissions import in_line_of
from handlers.shared.person_lookup import person_meant, person_picked, resolve_person
from handlers.shared.policy_features import knows_milestones
from policy.facts import Subject, SubjectKind
from policy.ruleset import AGREEMENTS, Delivery, Duty, Role
from storage import answering, audit_draws, duties, milestones, outbox, people, supervision
from storage.duties import KeptObligation
from storage.milestones import Recorded
from storage.people import Person
from storage.work import Work

#: What is recorded about somebody is shown this far back.
SHOWN: Final = 8
#: What an obligation's clock starts from when anything done before counts too.
_EVER: Final = ("employment", "asye", "start")


def asked_about(work: Work, person_id: int) -> list[KeptObligation]:
    """What is open about somebody of this kind."""
    found = duties.open_about(work, [Subject(SubjectKind.PERSON, person_id)])
    return [k for k in found if k.obligation.key.duty.startswith(Duty.MILESTONE)]


# The overview


def may_look(request: Request[Milestones], work: Work) -> bool:
    """Somebody's line, an administrator, and whoever answers for something of it; whether this policy asks anything,
    and whom the words mean, is for the handler to say. Raises Refusal."""
    actor, who = request.actor, person_meant(work, request.ask.words, request.actor)
    if who is None or not knows_milestones(work.rules):
        return True
    if actor.administrator or in_line_of(work, actor, who.id) or _asked_of(work, actor, who.id):
        return True
    raise Refusal(refusals.not_in_line(who.name))


def _asked_of(work: Work, actor: Person, person_id: int) -> list[KeptObligation]:
    """What is open about somebody, and the actor's to record."""
    return [k for k in asked_about(work, person_id) if may_record(work, actor, k)]


def overview(request: Request[Milestones], work: Work) -> Reply | ShowForm:
    """``done @person [what]``: a word that means one thing opens its form at once."""
    if not knows_milestones(work.rules):
        raise Refusal(refusals.no_milestones(work.rules.council))
    who, words = resolve_person(work, request.ask.words, request.actor)
    asked, mine = asked_about(work, who.id), _asked_of(work, request.actor, who.id)
    named = _named(work, mine, words)
    if named:
        return _open(work, request.actor, named)
    work.trace(request.actor.id, "milestones", Subject(SubjectKind.PERSON, who.id))
    lines = obligation_words.lines(work, asked)
    shown = [_shown(work, request.actor, k, line) for k, line in zip(asked, lines, strict=True)]
    recorded = milestones.about(work, who.id, SHOWN)
    _refuse_unknown(work, who, words, asked, [r.what for r in recorded])
    found = [past(work, r, request.actor) for r in recorded]
    events = _event_buttons(work, request.actor, who)
    ask = obligation_words.contact_of(work, request.actor.id, lines)
    return Reply(cards_milestone.overview(who.name, shown, events, found, work.today, ask))


def _shown(work: Work, reader: Person, kept: KeptObligation, line: DueLine) -> Open:
    return Open(line, buttons_for(work, reader, kept), how_it_waits(work, kept, reader.id))


def _refuse_unknown(
    work: Work, who: Person, words: str, asked: Sequence[KeptObligation], recorded: Sequence[str]
) -> None:
    """Raises Refusal for words that mean nothing of what is asked or recorded: the list wouldn't answer them."""
    wanted = words.strip().lower()
    titles = [obligation_words.rule_words(work, k.obligation) for k in asked]
    said = [*titles, *(title(work, what) for what in recorded)]
    names = list(dict.fromkeys([*map(short_name, asked), *recorded]))
    near = get_close_matches(wanted.replace(" ", "_"), names, n=1, cutoff=0.6)
    if wanted and not near and not any(wanted in one.lower() for one in said):
        raise Refusal(refusals.nothing_called(who.name, names))


def _named(work: Work, mine: Sequence[KeptObligation], words: str) -> KeptObligation | None:
    """The one that the words mean: its short name, or part of its title."""
    wanted = words.strip().lower()
    if not wanted:
        return None
    names = {short_name(k): k for k in mine}
    found = [k for k in mine if wanted in obligation_words.rule_words(work, k.obligation).lower()]
    near = get_close_matches(wanted.replace(" ", "_"), names, n=1, cutoff=0.6)
    return names[near[0]] if near else found[0] if len(found) == 1 else None


def _open(work: Work, actor: Person, kept: KeptObligation) -> Reply | ShowForm:
    if short_name(kept) in AGREEMENTS or audit_draws.number_drawn(work.rule_of(kept.obligation)):
        line = obligation_words.lines(work, [kept])[0]
        who = people.person(work, kept.obligation.key.subject.id)
        open_ = _shown(work, actor, kept, line)
        return Reply(cards_milestone.overview(who.name, [open_], [], [], work.today))
    return ShowForm(_form(work, actor, kept))


# Recording


class OfObligation(Protocol):
    """An ask about one obligation."""

    @property
    def obligation(self) -> int: ...


def _kept(work: Work, obligation_id: int) -> KeptObligation:
    kept = duties.of(work, obligation_id)
    if not kept.obligation.is_open:
        raise Refusal(refusals.NOTHING_ASKED)
    return kept


def may_save(request: Request[OfObligation], work: Work) -> bool:
    return may_record(work, request.actor, duties.of(work, request.ask.obligation))


def form(request: Request[MilestoneForm], work: Work) -> Reply | ShowForm:
    return _open(work, request.actor, _kept(work, request.ask.obligation))


def _form(work: Work, actor: Person, kept: KeptObligation) -> Form:
    who, did = people.person(work, kept.obligation.key.subject.id), _may_have_done(work, actor, kept)
    options = [Option(p.staff_number, p.name) for p in did]
    line = obligation_words.lines(work, [kept])[0]
    since = cards_milestone.since_employed(who.name, who.employed_from)
    asked = MilestoneRecorded(obligation=kept.id)
    return cards_milestone.form(line.what, asked, options, _usual(actor, did), work.today, since)


def _usual(actor: Person, did: Sequence[Person]) -> str:
    return next((p.staff_number for p in did if p.id == actor.id), did[0].staff_number)


def _may_have_done(work: Work, actor: Person, kept: KeptObligation) -> list[Person]:
    """Whose doing it counts: as the rule says, else anybody's but that of the person it is about."""
    o, rule = kept.obligation, work.rule_of(kept.obligation)
    about = o.key.subject.id
    if o.answers == Role.HOLDER:
        return [people.person(work, o.holder_id or actor.id)]
    wanted = {name for row in (rule.rows if rule else ()) for name in row.held_by}
    if wanted:
        ids = [supervision.line_supervisor(work, about)] if "supervisor" in wanted else []
        ids += (
            supervision.professional_supervisors(work, about) if "professional_supervisor" in wanted else []
        )
        return list(people.people(work, ids).values()) or [actor]
    others = [p for p in people.everyone(work) if p.id not in (actor.id, about)]
    return [actor, *others]


def save(request: Request[MilestoneRecorded], work: Work) -> ShowForm | Done:
    kept = _kept(work, request.ask.obligation)
    who, did = people.person(work, kept.obligation.key.subject.id), _may_have_done(work, request.actor, kept)
    on, by = read_date(request.text("on")), did[0] if len(did) == 1 else _one_of(work, request, did)
    errors = day_errors(work, who, on, _earliest(kept))
    if by is None:
        errors["by"] = refusals.CHOOSE_WHO_DID
    if errors or on is None or by is None:
        return with_errors(request, _form(work, request.actor, kept), errors)
    return _recorded(work, request.actor, who, short_name(kept), on, by)


def _one_of(work: Work, request: Request[object], did: Sequence[Person]) -> Person | None:
    found = person_picked(work, request.text("by"))
    return found if found and found.id in {p.id for p in did} else None


def _earliest(kept: KeptObligation) -> date | None:
    """The first day that counts: of this window, or since what it follows was done."""
    return kept.obligation.started if kept.obligation.key.fact.kind not in _EVER else None


def _recorded(work: Work, actor: Person, who: Person, what: str, on: date, by: Person) -> Done:
    new = milestones.record(work, who.id, what, on, by.id, actor.id)
    notify_person(work, who.id, new, actor.id)
    found = milestones.find(work, new)
    assert found
    return Done(cards_milestone.saved(past(work, found, actor), who.name, new))


# Events that a rule about people names


def _event_buttons(work: Work, actor: Person, who: Person) -> list[Button]:
    if actor.id not in answering.supervisors_of(work, who.id):
        return []
    events = work.rules.events_of_people
    return [cards_milestone.event_button(title(work, e), who.id, e) for e in events]


def may_say_event(request: Request[PersonEventForm | PersonEventRecorded], work: Work) -> bool:
    return request.actor.id in answering.supervisors_of(work, request.ask.person)


def event_form(request: Request[PersonEventForm], work: Work) -> ShowForm:
    return ShowForm(_event_form(work, people.person(work, request.ask.person), request.ask.what))


def _event_form(work: Work, who: Person, what: str) -> Form:
    since = cards_milestone.since_employed(who.name, who.employed_from)
    asked = PersonEventRecorded(person=who.id, what=what)
    return cards_milestone.form(asked_of(title(work, what), who.name), asked, [], "", work.today, since)


def event_save(request: Request[PersonEventRecorded], work: Work) -> ShowForm | Done:
    what = request.ask.what
    who, on = people.person(work, request.ask.person), read_date(request.text("on"))
    errors = day_errors(work, who, on)
    if errors or on is None:
        return with_errors(request, _event_form(work, who, what), errors)
    return _recorded(work, request.actor, who, what, on, request.actor)


# Taking back


def may_take_back(request: Request[MilestoneTakenBack], work: Work) -> bool:
    """Who recorded it, but an agreement; that it was taken back already is for the handler to say."""
    recorded = milestones.find(work, request.ask.milestone)
    return recorded is None or (recorded.said_by_id == request.actor.id and recorded.what not in AGREEMENTS)


def take_back(request: Request[MilestoneTakenBack], work: Work) -> Done:
    recorded = milestones.find(work, request.ask.milestone)
    if recorded is None:
        raise Refusal(shared_refusals.TAKEN_BACK)
    milestones.take_back(work, recorded, request.actor.id)
    audit_draws.reopen(work, recorded.what, recorded.person_id, recorded.on, request.actor.id)
    told = recorded.person_id != request.actor.id
    if told:
        _notify_taken_back(work, recorded, request.actor)
    outbox.refresh(work, [recorded.subject])
    name = people.person(work, recorded.person_id).name
    return Done(cards_milestone.not_recorded(title(work, recorded.what), name, told=told))


def _notify_taken_back(work: Work, recorded: Recorded, actor: Person) -> None:
    notice = MilestoneIsTakenBack(
        what=recorded.what, on=recorded.on, by=actor.id, person=recorded.person_id, milestone=recorded.id
    )
    notify(work, notice, to=recorded.person_id, send=Delivery.DAY)
