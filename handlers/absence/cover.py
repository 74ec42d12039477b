"""A supervisor's long absence: the supervisee reports it, the line manager arranges, somebody covers, it ends (B20)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from cards.absence import arrange as cards_arrange
from cards.absence import refusals
from cards.absence.arrange import Needs
from cards.absence.asks import AbsenceReported, CoverArranged, CoverForm, CoverTaken
from cards.model import Form, Option, Text
from handlers.absence import left_alone
from handlers.absence.absence_view import meet, runs
from handlers.absence.asked_instead import ask_about_sessions
from handlers.absence.called_off import cancel_inside
from handlers.absence.cover_notices import (
    CoverArrangedForYou,
    CoverEndMoved,
    CoverIsAway,
    CoverIsOver,
    CoverNamed,
    CoverWentToAnother,
    cover_away_notified,
)
from handlers.absence.notices import (
    AbsenceIsReported,
)
from handlers.absence.return_known import ReturnIsKnown
from handlers.notifications.notifier import notify
from handlers.shared import permissions
from handlers.shared.absence_claims import arranger
from handlers.shared.absent import shown
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, with_errors
from handlers.shared.handing_over import hand_over
from handlers.shared.notify_pair import show_owed
from handlers.shared.person_lookup import person_picked
from handlers.shared.taking_cover import cannot_take_on, is_there, never_covers
from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty
from policy.spans import covers
from storage import absences, below, duties, outbox, people, sent_while_away, supervision
from storage.absences import AbsenceView, Arranged
from storage.cancelled import for_days_away
from storage.people import Person
from storage.work import Work

# The supervisee reports


def may_report(request: Request[AbsenceReported], work: Work) -> bool:
    """A supervisee of the absent person."""
    view = absences.absence(work, request.ask.absence)
    return supervision.line_supervisor(work, request.actor.id) == view.person.id


def report(request: Request[AbsenceReported], work: Work) -> Done:
    """The supervisee's own act; that somebody has been told is only said once the report arrived."""
    view = absences.absence(work, request.ask.absence)
    if not runs(work, view):
        raise Refusal(refusals.nothing_to_report(view.person.name))
    one = absences.arranged(work, view.id).get(request.actor.id)
    if one and one.cover_id:
        raise Refusal(refusals.covered(people.person(work, one.cover_id).name))
    to = arranger(work, view.person.id)
    if to is None:
        raise Refusal(refusals.NOBODY_TO_REPORT_TO)
    if one and one.reported_on:
        raise Refusal(refusals.reported(one.reported_on))
    absences.report(work, view, request.actor.id)
    notify(work, AbsenceIsReported(absence=view.id, supervisee=request.actor.id), to=to, escalates=True)
    return Done(cards_arrange.report_sent(people.person(work, to).name))


# The line manager arranges


def may_cover_self(request: Request[CoverTaken], work: Work) -> bool:
    """Whoever may arrange, is there and in a role that is asked to cover. Raises Refusal for one that isn't."""
    if not permissions.manages_absent(request, work):
        return False
    view = absences.absence(work, request.ask.absence)
    fault = cannot_take_on(work, view, request.actor) if runs(work, view) else ""
    if fault:
        raise Refusal(fault)
    return True


def cover_self(request: Request[CoverTaken], work: Work) -> Done:
    """“I'll cover”: for those whom the message named and who need it still; where it named none, for everybody who has
    nobody, or else for those whose cover will be away."""
    view = absences.absence(work, request.ask.absence)
    if not runs(work, view):
        raise Refusal(refusals.no_cover_needed(view.person.name))
    made = absences.arranged(work, view.id)
    theirs, named = absences.supervisees(work, view), request.ask.supervisees
    if not {p.id for p in theirs}.intersection(named or (p.id for p in theirs)):
        raise Refusal(refusals.nobody_to_cover(view.person.name))
    others = [p for p in theirs if p.id != request.actor.id]
    alone = [p for p in others if _needs(work, view, made.get(p.id))]
    left = [p for p in others if p not in alone and _is_left(work, view, made.get(p.id))]
    needing = [p for p in (*alone, *left) if p.id in named] if named else alone or left
    if not needing:
        raise Refusal(refusals.NAMED_COVERED if alone or left else refusals.ALL_COVERED)
    fault = _unfit(work, view, None, request.actor)
    if fault:
        raise Refusal(fault)
    picked = dict.fromkeys(needing, request.actor)
    cancelled = _name(work, request.actor, view, picked)
    return _arranged(work, request.actor, view, picked, cancelled)


def _needs(work: Work, view: AbsenceView, one: Arranged | None) -> bool:
    return one is None or one.cover_id is None or not is_there(work, view, people.person(work, one.cover_id))


def _is_left(work: Work, view: AbsenceView, one: Arranged | None) -> bool:
    """Whoever covers will be away meanwhile."""
    theirs = absences.of_person(work, one.cover_id) if one and one.cover_id else ()
    return any(runs(work, away) and meet(view, away) for away in theirs)


def cover_form(request: Request[CoverForm], work: Work) -> ShowForm | Reply:
    """Where there is nobody to choose from, that is the answer."""
    view = absences.absence(work, request.ask.absence)
    if not runs(work, view):
        raise Refusal(refusals.no_cover_needed(view.person.name))
    needs = _to_fill_in(work, request.actor, view)
    if not any(one.offered for one in needs):
        return Reply(cards_arrange.nobody_to_name(view.person.name, [one.name for one in needs]))
    return ShowForm(cards_arrange.cover_form(shown(view), needs, work.today))


def _form(work: Work, actor: Person, view: AbsenceView) -> Form:
    return cards_arrange.cover_form(shown(view), _to_fill_in(work, actor, view), work.today)


def _to_fill_in(work: Work, actor: Person, view: AbsenceView) -> list[Needs]:
    needs, staff = [], _staff(work, view)
    for one, away in _to_name(work, actor, view).items():
        beneath = people.people(work, below.below(work, one.id)).values()
        never = frozenset((one.staff_number, *(p.staff_number for p in beneath)))
        offered = [option for option in staff if option.value not in never]
        now = absences.arranged(work, away.id).get(one.id)
        cover = people.person(work, now.cover_id).staff_number if now and now.cover_id else ""
        whose = away.person.name if away.id != view.id else ""
        leaves = one.left_on if one.left_on and covers(away.first, away.last, one.left_on) else None
        needs.append(Needs(one.staff_number, one.name, offered, "" if whose else cover, whose, leaves))
    return needs


def _to_name(work: Work, actor: Person, view: AbsenceView) -> dict[Person, AbsenceView]:
    """For whom a cover can be named, and in which absence: whoever is away supervises them, or covers meanwhile for
    somebody else whose cover is the actor's to arrange too."""
    named = dict.fromkeys(absences.supervisees(work, view), view)
    for away, supervisee in absences.covered_by(work, view.person.id):
        if meet(view, away) and permissions.manages(work, actor, away.person.id):
            named.setdefault(people.person(work, supervisee), away)
    return named


def _staff(work: Work, view: AbsenceView) -> list[Option]:
    """Who may cover: those whose role supervises first, of them who is there all the time, then of the absent person's
    role; the others apart."""
    fit = [p for p in people.everyone(work) if not _unfit(work, view, None, p)]
    supervising = work.rules.vocabulary.supervising or [view.person.role]
    theirs = {p: _meanwhile(work, view, p) for p in fit}
    ordered = sorted(
        fit, key=lambda p: (p.role not in supervising, bool(theirs[p]), p.role != view.person.role, p.name)
    )
    return [Option(p.staff_number, p.name, _beside(work, p, theirs[p])) for p in ordered]


def _meanwhile(work: Work, view: AbsenceView, person: Person) -> list[AbsenceView]:
    """When somebody is away themselves in that time."""
    return [one for one in absences.of_person(work, person.id) if runs(work, one) and meet(view, one)]


def _beside(work: Work, person: Person, theirs: Sequence[AbsenceView]) -> str:
    words = work.rules.vocabulary
    role = words.roles.get(person.role, person.role)
    apart = words.supervising and person.role not in words.supervising
    return cards_arrange.beside(cards_arrange.apart(role) if apart else role, [shown(one) for one in theirs])


def _unfit(work: Work, view: AbsenceView, supervisee: Person | None, cover: Person) -> str:
    """Why somebody can't cover; empty where they can."""
    if cover.id == view.person.id:
        return refusals.is_away(cover.name)
    if supervisee and cover.id == supervisee.id:
        return refusals.COVERS_THEMSELVES
    never = never_covers(work, cover)
    if never:
        return never
    return "" if is_there(work, view, cover) else refusals.unavailable(cover.name)


def _circle(work: Work, supervisee: Person, cover: Person, picked: Mapping[Person, Person]) -> bool:
    """Whether the supervisee answers for the cover, directly or further up, with what is picked beside it."""
    named = {one.id: other.id for one, other in picked.items()}
    seen, above = set[int](), named.get(cover.id) or supervision.supervisor_now(work, cover.id)
    while above is not None and above not in seen:
        if above == supervisee.id:
            return True
        seen.add(above)
        above = named.get(above) or supervision.supervisor_now(work, above)
    return False


def cover_save(request: Request[CoverArranged], work: Work) -> ShowForm | Done:
    """A person for each supervisee; those left empty stay as they are."""
    view = absences.absence(work, request.ask.absence)
    if not runs(work, view):
        raise Refusal(refusals.no_cover_needed(view.person.name))
    picked, errors = _picked(request, work, view)
    if not picked and not errors:
        everyone = list(_to_name(work, request.actor, view))
        errors = {f"cover_{p.staff_number}": refusals.NO_COVER_CHOSEN for p in everyone[:1]}
    if errors:
        return with_errors(request, _form(work, request.actor, view), errors)
    named = _to_name(work, request.actor, view)
    cancelled = list[Text]()
    for other in {away.id: away for p, away in named.items() if p in picked and away.id != view.id}.values():
        theirs = {p: c for p, c in picked.items() if named[p].id == other.id}
        cancelled += _name(work, request.actor, other, theirs)
    own = {p: c for p, c in picked.items() if named[p].id == view.id}
    if own:
        cancelled += _name(work, request.actor, view, own)
    return _arranged(work, request.actor, view, picked, cancelled)


def _picked(
    request: Request[object], work: Work, view: AbsenceView
) -> tuple[dict[Person, Person], dict[str, str]]:
    """The changes, by supervisee, and an error beside each that can't be."""
    picked, errors = dict[Person, Person](), dict[str, str]()
    for one, away in _to_name(work, request.actor, view).items():
        name = f"cover_{one.staff_number}"
        typed = request.text(name)
        cover = person_picked(work, typed) if typed else None
        fault = _unfit(work, away, one, cover) if cover else refusals.NOT_STAFF if typed else ""
        if cover and not fault and _circle(work, one, cover, picked):
            fault = refusals.in_a_circle(cover.name, one.name)
        now = absences.arranged(work, away.id).get(one.id)
        if fault:
            errors[name] = fault
        elif cover and not (now and now.cover_id == cover.id):
            picked[one] = cover
    return picked, errors


def _name(work: Work, actor: Person, view: AbsenceView, picked: Mapping[Person, Person]) -> list[Text]:
    """By supervisee: who covers from now on in this absence, and in what follows it; the sessions that they can't hold
    either, cancelled before they are told of any."""
    before = absences.arranged(work, view.id)
    for supervisee, cover in picked.items():
        absences.cover(work, view, supervisee.id, cover.id, actor.id)
    cancelled = cancel_inside(work, view, actor.id)
    _notify_passed_on(work, view, [before[s.id] for s in picked if s.id in before])
    for cover in {c.id: c for c in picked.values()}.values():
        _notify_cover(work, view, cover, [s for s, c in picked.items() if c.id == cover.id])
    _carry_on_after(work, view, actor.id)
    hand_over(work)
    ask_about_sessions(work, view)
    if view.covers(work.today):
        _wake_what_waited(work, [view.person.id, *(before[s.id].cover_id for s in picked if s.id in before)])
        _show_that_somebody_covers(work, view, [s.id for s in picked])
    over = for_days_away(work, view.person.id, view.first, view.last or date.max)
    arranging = [kept.id for kept in duties.open_about(work, [view.subject], str(Duty.ARRANGE_COVER))]
    outbox.refresh(work, [Subject(SubjectKind.SESSION, i) for i in over], arranging)
    notify_cover_gone(work, view, actor.id)
    return cancelled


def _has_nobody(work: Work, view: AbsenceView, away: AbsenceView, supervisee: Person) -> bool:
    """``away``: the absence in which a cover is named for them; whoever would cover may be the one absent here."""
    one = absences.arranged(work, away.id).get(supervisee.id)
    return _needs(work, away, one) or (one is not None and one.cover_id == view.person.id)


def _arranged(
    work: Work, actor: Person, view: AbsenceView, picked: Mapping[Person, Person], cancelled: Sequence[Text]
) -> Done:
    left = [p.name for p, away in _to_name(work, actor, view).items() if _has_nobody(work, view, away, p)]
    covers = [cards_arrange.covering(c.id, c.name, {s.id: s.name}) for s, c in picked.items()]
    return Done(cards_arrange.arranged(shown(view), covers, left, work.today, cancelled))


def _wake_what_waited(work: Work, ids: Sequence[int | None]) -> None:
    """What waited for whoever is away goes with the cover's next message of the day."""
    gone = people.absences_on(work, [i for i in ids if i is not None], work.today)
    for who in people.people(work, list(gone)).values():
        outbox.wake(work, who, work.now)


def _show_that_somebody_covers(work: Work, view: AbsenceView, whom: Sequence[int]) -> None:
    """What said that nobody does, to those above; and of cancelled sessions, to whomever it was told."""
    outbox.show_again(work, sent_while_away.shown_above(work, whom, absences.stretch(work, view)[0].first))
    show_owed(work, whom)


def carry_on(work: Work, view: AbsenceView, by: int | None) -> None:
    """Whoever covers in the part before goes on in this one, where both are one stretch away: the day on which it ended
    was nobody's return. Not who is away when it begins, nor for whom somebody else was named who isn't."""
    parts = absences.stretch(work, view)
    at = next((number for number, one in enumerate(parts) if one.id == view.id), 0)
    if not at or not runs(work, view):
        return
    then, now = absences.arranged(work, parts[at - 1].id), absences.arranged(work, view.id)
    taken: dict[int, list[Person]] = {}
    for one in absences.supervisees(work, view):
        before = then.get(one.id)
        cover = people.person(work, before.cover_id) if before and before.cover_id else None
        if before and cover and _needs(work, view, now.get(one.id)) and not _unfit(work, view, one, cover):
            absences.cover(work, view, one.id, cover.id, before.arranged_by_id or by)
            taken.setdefault(cover.id, []).append(one)
    for cover_id, mine in taken.items():
        _notify_cover(work, view, people.person(work, cover_id), mine)


def _carry_on_after(work: Work, view: AbsenceView, by: int) -> None:
    parts = absences.stretch(work, view)
    for later in parts[[one.id for one in parts].index(view.id) + 1 :] if view in parts else ():
        carry_on(work, later, by)


def _notify_cover(work: Work, view: AbsenceView, cover: Person, mine: Sequence[Person]) -> None:
    """Once for each naming: a later naming of the same people is news again."""
    at, whom = second(work), tuple(p.id for p in mine)
    notify(work, CoverNamed(absence=view.id, cover=cover.id, supervisees=whom, at=at), to=cover.id)
    for one in whom:
        notify(work, CoverArrangedForYou(absence=view.id, cover=cover.id, at=at), to=one)


def _notify_passed_on(work: Work, view: AbsenceView, before: Sequence[Arranged]) -> None:
    for cover in {one.cover_id for one in before if one.cover_id}:
        whom = tuple(one.supervisee_id for one in before if one.cover_id == cover)
        notify(work, CoverWentToAnother(absence=view.id, supervisees=whom, at=second(work)), to=cover)


def second(work: Work) -> str:
    """Now, as the keys of what may be told again have it."""
    return f"{work.now:%Y-%m-%dT%H:%M:%S}"


# It ends, or has to be arranged again


def notify_cover_ends(work: Work, before: AbsenceView, after: AbsenceView, by: int) -> None:
    """The end of the cover moved: both sides of it are told, and whoever arranged it, but for ``by``, who says so, and
    for whoever covers too: one return is one message. Nobody of what was over before."""
    over = all(one.last and one.last < work.today - timedelta(days=1) for one in (before, after))
    if over or (before.last == after.last and before.state == after.state):
        return
    last, at, made = str(after.last or ""), second(work), absences.arranged(work, after.id).values()
    told = {None, by, *(one.cover_id for one in made)}
    for one in made:
        if one.cover_id is None:
            continue
        moved = CoverEndMoved(absence=after.id, cover=one.cover_id, last=last, at=at)
        for recipient in (one.cover_id, one.supervisee_id):
            notify(work, moved, to=recipient)
        if after.last and one.arranged_by_id and one.arranged_by_id not in told:
            notify(work, CoverIsOver(absence=after.id, last=last, at=at), to=one.arranged_by_id)
    reporters = _reporters(after, made) - told - {after.person.id} if after.last else set()
    for reporter in reporters:
        notify(work, ReturnIsKnown(absence=after.id, last=last, at=at), to=reporter)
    covered = {one.supervisee_id for one in made if one.cover_id}
    left_alone.notify_end(work, after, at, {*told, *covered, *reporters})


def _reporters(view: AbsenceView, made: Collection[Arranged]) -> set[int]:
    """Whoever said that somebody is away, recorded or reported it, and isn't told that a cover ends."""
    covered = {one.supervisee_id for one in made if one.cover_id}
    arranged = {one.arranged_by_id for one in made if one.cover_id}
    said = {view.said_by_id, *(one.supervisee_id for one in made if one.reported_on)}
    return {one for one in said if one is not None and one not in covered and one not in arranged}


def notify_cover_gone(work: Work, view: AbsenceView, by: int | None = None) -> None:
    """Of this absence: who covers in it is away themselves, or whoever is away in it covers for somebody. The line
    manager of the one covered for is told, of a stretch away once, and whoever named the cover (``by``)."""
    theirs = {one.cover_id for one in absences.arranged(work, view.id).values() if one.cover_id}
    gone = [(view, away) for i in sorted(theirs) for away in absences.of_person(work, i)]
    covered = {one.id: one for one, _ in absences.covered_by(work, view.person.id)}
    gone += [(one, view) for one in sorted(covered.values(), key=lambda one: one.first)]
    for absence, away in gone:
        to = arranger(work, absence.person.id)
        both = runs(work, absence) and runs(work, away) and meet(absence, away)
        if both and not cover_away_notified(work, absence, away.id):
            for one in {i for i in (to, by if absence.id == view.id else None) if i is not None}:
                notify(work, CoverIsAway(absence=absence.id, away=away.id), to=one, escalates=one == to)
