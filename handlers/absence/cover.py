"""A supervisor's long absence: the supervisee reports it, the line manager arranges, somebody covers, it ends (B20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from cards.absence import cover as cards_cover
from cards.absence import refusals
from cards.absence.absence import Absent
from cards.absence.asks import AbsenceReported, CoverArranged, CoverForm, CoverTaken
from cards.absence.cover import Booked, Needs, Situation
from cards.message import MessageItem
from cards.model import Form, Option
from cards.shared.due_lines import DueLine
from cards.shared.meeting import KINDS
from cards.words import cited, titled
from handlers.notifications import notifier
from handlers.notifications.compose import NudgeContext
from handlers.shared import meetings, obligation_words, permissions
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.person_lookup import person_picked
from policy.ruleset import Delivery, Duty, Role
from storage import absences, duties, outbox, people
from storage.absences import AbsenceView
from storage.answering import first_available, is_available
from storage.duties import KeptObligation
from storage.people import Person
from storage.tables import Nudge
from storage.work import Work

#: What a cover takes on, by duty: what the supervisor answers for with a date. Preparing is nobody else's business.
TAKEN_ON: Final = (str(Duty.DISCUSS), str(Duty.REVIEW_PLAN), str(Duty.SUPERVISE), str(Duty.REBOOK))


class OfAbsence(Protocol):
    """An ask about one absence."""

    @property
    def absence(self) -> int: ...


def _absent(view: AbsenceView) -> Absent:
    return Absent(view.id, view.person.name, view.first, view.last)


def _absence_of_nudge(work: Work, context: NudgeContext) -> AbsenceView:
    return absences.absence(work, int(context.nudge.data["absence"]))


def _absence_of_obligation(work: Work, context: NudgeContext) -> AbsenceView:
    assert context.kept
    return absences.absence(work, context.kept.obligation.key.subject.id)


# How things stand


def situation(work: Work, view: AbsenceView, supervisees: Sequence[Person]) -> Situation:
    """Who is affected, who covers whom already, what falls due soonest, and the records still owed."""
    made = absences.arranged(work, view.id)
    names = people.people(work, [one.cover_id for one in made.values()])
    covers = {i: names[one.cover_id].name for i, one in made.items() if one.cover_id}
    without = [p for p in supervisees if p.id not in covers]
    return Situation(
        _absent(view),
        [p.name for p in supervisees],
        [(p.name, covers[p.id]) for p in supervisees if p.id in covers],
        due_for(work, without),
        obligation_words.lines(work, duties.owed_by(work, [view.person.id])),
    )


def due_for(work: Work, supervisees: Sequence[Person]) -> list[DueLine]:
    """What a supervisor answers for with a date, soonest first."""
    found = [k for k in duties.concerning(work, [p.id for p in supervisees]) if _taken_on(k)]
    return obligation_words.lines(work, found)


def _taken_on(kept: KeptObligation) -> bool:
    o = kept.obligation
    return o.key.duty in TAKEN_ON and o.answers == Role.SUPERVISOR and o.due is not None


def _booked(work: Work, view: AbsenceView, supervisee_ids: Sequence[int]) -> list[Booked]:
    found = [s for i in supervisee_ids for s in absences.upcoming(work, view, i)]
    ordered = sorted(found, key=lambda s: s.starts_at)
    return [
        Booked(s.id, KINDS[s.kind], s.supervisee.name, meetings.moment(work, s.starts_at)) for s in ordered
    ]


# The supervisee reports


def arranger(work: Work, absent_id: int) -> int | None:
    """The absent supervisor's line manager, or who stands in; the administrator where no line manager is recorded."""
    above = next(people.line_above(work, absent_id), None)
    return first_available(work, above) if above else next(iter(people.administrators(work)), None)


def compose_report(work: Work, context: NudgeContext) -> MessageItem | None:
    view = _absence_of_obligation(work, context)
    to = arranger(work, view.person.id)
    if to is None:
        return None
    assert context.kept
    rule = work.rule_of(context.kept.obligation)
    clause = cited(rule.id, rule.clause) if rule else ""
    return cards_cover.report(_absent(view), people.person(work, to).name, clause)


def may_report(request: Request[AbsenceReported], work: Work) -> bool:
    """A supervisee of the absent person."""
    view = absences.absence(work, request.ask.absence)
    return people.line_supervisor(work, request.actor.id) == view.person.id


def report(request: Request[AbsenceReported], work: Work) -> Done:
    """The supervisee's own act; that somebody has been told is only said once the report arrived."""
    view = absences.absence(work, request.ask.absence)
    if not _runs(work, view):
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
    data = {"absence": view.id, "supervisee": request.actor.id}
    source = f"absence:{view.id}:reported:{request.actor.id}"
    notifier.notify(
        work, outbox.NewNudge(to, "absence_reported", source, "report", Delivery.OWN, data, escalates=True)
    )
    return Done(cards_cover.report_sent(people.person(work, to).name))


def _runs(work: Work, view: AbsenceView) -> bool:
    return view.state == "confirmed" and (view.last is None or view.last >= work.today)


def compose_reported(work: Work, context: NudgeContext) -> MessageItem | None:
    """True while this supervisee has nobody."""
    view, supervisee = _absence_of_nudge(work, context), int(context.nudge.data["supervisee"])
    one = absences.arranged(work, view.id).get(supervisee)
    if not _runs(work, view) or (one and one.cover_id):
        return None
    who = people.person(work, supervisee)
    return cards_cover.reported(situation(work, view, [who]), who.name, work.today)


def on_report_delivered(work: Work, nudge: Nudge) -> None:
    """From ``delivered``: the supervisee hears who has been told, now that it is so."""
    absence_id, supervisee = int(nudge.data["absence"]), int(nudge.data["supervisee"])
    source, data = f"absence:{absence_id}:told", {"absence": absence_id, "to": nudge.recipient_id}
    notifier.notify(work, outbox.NewNudge(supervisee, "absence_told", source, "told", Delivery.OWN, data))


def compose_report_arrived(work: Work, context: NudgeContext) -> MessageItem | None:
    to = people.person(work, int(context.nudge.data["to"]))
    return cards_cover.report_arrived(_absent(_absence_of_nudge(work, context)), to.name)


# The line manager arranges


def compose_arrange(work: Work, context: NudgeContext) -> MessageItem | None:
    view = _absence_of_obligation(work, context)
    supervisees = absences.supervisees(work, view.person.id)
    assert context.kept
    rule, step = work.rule_of(context.kept.obligation), context.nudge.step
    source = titled(rule.title, rule.id, rule.clause) if rule else ""
    return cards_cover.arrange(situation(work, view, supervisees), work.today, source, again=step != "card")


def may_arrange(request: Request[OfAbsence], work: Work) -> bool:
    """The absent supervisor's managers, or an administrator."""
    return permissions.manages(work, request.actor, absences.absence(work, request.ask.absence).person.id)


def cover_self(request: Request[CoverTaken], work: Work) -> Done:
    """“I'll cover”: for everybody who has nobody, or whose cover is gone."""
    view = absences.absence(work, request.ask.absence)
    if not _runs(work, view):
        raise Refusal(refusals.no_cover_needed(view.person.name))
    needing = [
        p
        for p in absences.supervisees(work, view.person.id)
        if _needs(work, view, p) and p.id != request.actor.id
    ]
    if not needing:
        raise Refusal(refusals.ALL_COVERED)
    fault = _unfit(work, view, None, request.actor)
    if fault:
        raise Refusal(fault)
    return _arrange(work, request.actor, view, dict.fromkeys(needing, request.actor))


def _needs(work: Work, view: AbsenceView, supervisee: Person) -> bool:
    one = absences.arranged(work, view.id).get(supervisee.id)
    return one is None or one.cover_id is None or not is_available(work, one.cover_id)


def cover_form(request: Request[CoverForm], work: Work) -> ShowForm:
    view = absences.absence(work, request.ask.absence)
    if not _runs(work, view):
        raise Refusal(refusals.no_cover_needed(view.person.name))
    return ShowForm(_form(work, view))


def _form(work: Work, view: AbsenceView) -> Form:
    made = absences.arranged(work, view.id)
    covers = people.people(work, [one.cover_id for one in made.values()])
    needs = []
    for one in absences.supervisees(work, view.person.id):
        now = made.get(one.id)
        cover = covers[now.cover_id].staff_number if now and now.cover_id else ""
        needs.append(Needs(one.staff_number, one.name, cover))
    return cards_cover.cover_form(_absent(view), needs, _staff(work, view))


def _staff(work: Work, view: AbsenceView) -> list[Option]:
    """Who may cover, those in the same role as the absent person first."""
    fit = [p for p in people.everyone(work) if not _unfit(work, view, None, p)]
    ordered = sorted(fit, key=lambda p: (p.role != view.person.role, p.name))
    return [Option(p.staff_number, p.name, work.rules.vocabulary.roles.get(p.role, p.role)) for p in ordered]


def _unfit(work: Work, view: AbsenceView, supervisee: Person | None, cover: Person) -> str:
    """Why somebody can't cover; empty where they can."""
    if cover.id == view.person.id:
        return refusals.is_away(cover.name)
    if supervisee and cover.id == supervisee.id:
        return refusals.COVERS_THEMSELVES
    if not is_available(work, cover.id):
        return refusals.unavailable(cover.name)
    return ""


def cover_save(request: Request[CoverArranged], work: Work) -> ShowForm | Done:
    """A person for each supervisee; those left empty stay as they are."""
    view = absences.absence(work, request.ask.absence)
    if not _runs(work, view):
        raise Refusal(refusals.no_cover_needed(view.person.name))
    picked, errors = _picked(request, work, view)
    if not picked and not errors:
        everyone = absences.supervisees(work, view.person.id)
        errors = {f"cover_{p.staff_number}": refusals.NO_COVER_CHOSEN for p in everyone[:1]}
    if errors:
        return with_errors(request, _form(work, view), errors)
    return _arrange(work, request.actor, view, picked)


def _picked(
    request: Request[object], work: Work, view: AbsenceView
) -> tuple[dict[Person, Person], dict[str, str]]:
    """The changes, by supervisee, and an error beside each that can't be."""
    made, picked, errors = absences.arranged(work, view.id), dict[Person, Person](), dict[str, str]()
    for one in absences.supervisees(work, view.person.id):
        name = f"cover_{one.staff_number}"
        typed = request.text(name)
        cover = person_picked(work, typed) if typed else None
        fault = _unfit(work, view, one, cover) if cover else refusals.NOT_STAFF if typed else ""
        now = made.get(one.id)
        if fault:
            errors[name] = fault
        elif cover and not (now and now.cover_id == cover.id):
            picked[one] = cover
    return picked, errors


def _arrange(work: Work, actor: Person, view: AbsenceView, picked: dict[Person, Person]) -> Done:
    for supervisee, cover in picked.items():
        absences.cover(work, view, supervisee.id, cover.id, actor.id)
    for cover in {c.id: c for c in picked.values()}.values():
        _notify_cover(work, view, cover, [s for s, c in picked.items() if c.id == cover.id])
    for kept in duties.open_about(work, [view.subject], str(Duty.ARRANGE_COVER)):
        outbox.refresh(work, (), [kept.id])
    left = [p.name for p in absences.supervisees(work, view.person.id) if _needs(work, view, p)]
    return Done(cards_cover.arranged(_absent(view), [(s.name, c.name) for s, c in picked.items()], left))


def _notify_cover(work: Work, view: AbsenceView, cover: Person, mine: Sequence[Person]) -> None:
    """Once for each naming: a later naming of the same people is news again."""
    step, data = f"{work.now:%Y-%m-%dT%H:%M:%S}", {"absence": view.id, "cover": cover.id}
    taken = data | {"supervisees": [p.id for p in mine]}
    notifier.notify(
        work, outbox.NewNudge(cover.id, "covering", f"absence:{view.id}:covering", step, Delivery.OWN, taken)
    )
    for one in mine:
        notifier.notify(
            work, outbox.NewNudge(one.id, "covered", f"absence:{view.id}:covered", step, Delivery.OWN, data)
        )


def compose_covering(work: Work, context: NudgeContext) -> MessageItem | None:
    """What they take on now; nothing once it ended or went to somebody else."""
    view = _absence_of_nudge(work, context)
    made = absences.arranged(work, view.id)
    asked = context.nudge.data["supervisees"]
    mine = [i for i in asked if i in made and made[i].cover_id == context.nudge.recipient_id]
    if not _runs(work, view) or not mine:
        return None
    whom = list(people.people(work, mine).values())
    taken = Situation(_absent(view), [p.name for p in whom], (), due_for(work, whom))
    return cards_cover.covering(taken, _booked(work, view, mine), work.today)


def compose_covered(work: Work, context: NudgeContext) -> MessageItem | None:
    view, me = _absence_of_nudge(work, context), context.nudge.recipient_id
    one = absences.arranged(work, view.id).get(me)
    if not _runs(work, view) or one is None or one.cover_id != context.nudge.data["cover"]:
        return None
    cover = people.person(work, int(context.nudge.data["cover"]))
    prepares = work.rules.has(Duty.PREPARE)
    return cards_cover.covered(_absent(view), cover.name, _booked(work, view, [me]), prepares=prepares)


# It ends, or has to be arranged again


def notify_cover_ends(work: Work, before: AbsenceView, after: AbsenceView) -> None:
    """The end of the cover moved: both sides of it are told."""
    if before.last == after.last and before.state == after.state:
        return
    step = f"{after.last or 'open'}.{work.now:%Y-%m-%dT%H:%M:%S}"
    for one in absences.arranged(work, after.id).values():
        if one.cover_id is None:
            continue
        source, data = (
            f"absence:{after.id}:ends",
            {"absence": after.id, "last": str(after.last or ""), "cover": one.cover_id},
        )
        for recipient in (one.cover_id, one.supervisee_id):
            notifier.notify(work, outbox.NewNudge(recipient, "cover_ends", source, step, Delivery.OWN, data))


def compose_cover_ends(work: Work, context: NudgeContext) -> MessageItem | None:
    view, cover = _absence_of_nudge(work, context), int(context.nudge.data["cover"])
    if view.state != "confirmed" or str(view.last or "") != context.nudge.data["last"]:
        return None
    other = "" if context.nudge.recipient_id == cover else people.person(work, cover).name
    return cards_cover.ends(_absent(view), view.returns, other)


def notify_cover_gone(work: Work, away: AbsenceView) -> None:
    """Somebody who covers is away themselves: the line manager of the one they cover for is told."""
    affected: dict[int, AbsenceView] = {
        view.id: view for view, _ in absences.covered_by(work, away.person.id)
    }
    for view in affected.values():
        to = arranger(work, view.person.id)
        if to is not None and _meet(view, away):
            source, data = f"absence:{view.id}:cover_gone:{away.id}", {"absence": view.id, "away": away.id}
            notifier.notify(
                work, outbox.NewNudge(to, "cover_gone", source, "gone", Delivery.OWN, data, escalates=True)
            )


def _meet(one: AbsenceView, other: AbsenceView) -> bool:
    return (other.last is None or one.first <= other.last) and (one.last is None or other.first <= one.last)


def compose_cover_gone(work: Work, context: NudgeContext) -> MessageItem | None:
    view = _absence_of_nudge(work, context)
    away = absences.absence(work, int(context.nudge.data["away"]))
    made = absences.arranged(work, view.id)
    mine = [i for i, one in made.items() if one.cover_id == away.person.id]
    if not _runs(work, view) or not _runs(work, away) or not mine:
        return None
    names = [p.name for p in people.people(work, mine).values()]
    return cards_cover.cover_gone(_absent(view), _absent(away), names)
