"""Composes a message from the nudges it carries, as things stand at this moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Final

from cards.cases import put_off as put_off_words
from cards.cases.asks import AboutMe, DueForMe, DueInTeam, DueOf, LateBefore, Why
from cards.formats import listing
from cards.kept_fields import from_fields
from cards.message import Message, MessageItem, message_card
from cards.model import Button, Card, Note, Paragraph, Text
from cards.preparing.asks import AgendaOpened
from cards.sessions.asks import GroupAgenda
from cards.shared import endings
from cards.shared.at_next import show
from handlers.notifications import settled
from handlers.notifications.answered_elsewhere import in_place_of_buttons
from handlers.notifications.became import became
from handlers.notifications.late_before import folded
from handlers.notifications.notice import EventNotice, IsAllowed, Kinds, Notice, context_of, read
from handlers.shared import awaiting_outcome, obligation_words, put_off, records
from handlers.shared.missed_words import missed_in_a_row, named
from handlers.shared.to_allocate import is_to_allocate
from policy.facts import SubjectKind
from policy.obligations import Obligation, State, is_overdue
from policy.ruleset import Duty, Role
from storage import answering, duties, outbox, people, repeated_nudges, weekly_sent
from storage.duties import KeptObligation
from storage.states import NudgeEnd
from storage.tables import Nudge
from storage.work import Work

#: They open a list, for which nobody else answers.
_LISTS: Final = (AboutMe, AgendaOpened, DueForMe, DueInTeam, DueOf, GroupAgenda, LateBefore)
#: As many as every platform shows in a row.
_MOST_BUTTONS: Final = 6


def compose(
    work: Work, message_id: int, notices: Kinds, is_allowed: IsAllowed
) -> tuple[Card | None, list[tuple[int, NudgeEnd]]]:
    """The card of a message not yet sent (None: nothing in it is true), and the nudges dropped, with reasons."""
    items, dropped = list[tuple[Nudge, MessageItem]](), list[tuple[int, NudgeEnd]]()
    for nudge, item, why in _items(work, outbox.nudges_of(work, message_id), notices, is_allowed):
        if item is None:
            dropped.append((nudge.id, why))
        else:
            items.append((nudge, item))
    again = _asked_again_beside(work, items, notices)
    dropped += [(n.id, NudgeEnd.OVERTAKEN) for n, _ in items if n.id in again]
    items = [(n, item) for n, item in items if n.id not in again]
    asks = {n.id: _asks(n, notices) for n, _ in items}
    latest = {asks[n.id]: n for n, _ in sorted(items, key=lambda one: (one[0].planned_at, one[0].id))}
    dropped += [(n.id, NudgeEnd.OVERTAKEN) for n, _ in items if latest[asks[n.id]] is not n]
    kept = [(n, said) for n, said in items if latest[asks[n.id]] is n]
    return (_digest(work, kept, work.today) if kept else None), dropped


def _asked_again_beside(work: Work, items: Sequence[tuple[Nudge, MessageItem]], notices: Kinds) -> set[int]:
    """Reminders, none of them late, of what the same message asks for the first time: both waited for its reader."""
    owed = [n for n, item in items if n.obligation_id and not (n.escalates or item.late)]
    events = (n for n, _ in items if n.obligation_id is None) if owed else ()
    begun = {one for n in events for one in _begun_by(work, n, notices)}
    return {n.id for n in owed if n.obligation_id in begun}


def _begun_by(work: Work, nudge: Nudge, notices: Kinds) -> Collection[int]:
    cls = notice_of(nudge, notices)
    if not issubclass(cls, EventNotice):
        return ()
    return from_fields(cls, nudge.data).begins(work, context_of(nudge))


def _digest(work: Work, items: list[tuple[Nudge, MessageItem]], on: date) -> Card:
    """``on``: its day. Of several things on the first working day after days away it says that they were."""
    items = _once(_beside_before(work, items))
    card = message_card(folded(work, _counted(items)))
    if len(items) < 2:
        return card
    reader = items[0][0].recipient_id
    until = people.back_from(work, [reader], on).get(reader)
    return replace(card, body=(endings.back_since(until), *card.body)) if until else card


def _once(items: list[tuple[Nudge, MessageItem]]) -> list[tuple[Nudge, MessageItem]]:
    """Two duties of one matter may say the same, word for word, and ask for the same: it is read once."""
    return [(n, item) for i, (n, item) in enumerate(items) if item not in [before for _, before in items[:i]]]


def _items(
    work: Work, nudges: Sequence[Nudge], notices: Kinds, is_allowed: IsAllowed
) -> list[tuple[Nudge, MessageItem | None, NudgeEnd]]:
    """What each says, in their order: first what is owed, so that no list beside it says the same."""
    owed = {n.id: compose_nudge(work, n, notices, is_allowed) for n in nudges if n.obligation_id}
    beside = frozenset(n.obligation_id for n in nudges if n.obligation_id and owed[n.id][0])
    kinds = frozenset(n.kind for n in nudges)
    return [
        (n, *(owed.get(n.id) or compose_nudge(work, n, notices, is_allowed, beside, kinds))) for n in nudges
    ]


def _beside_before(work: Work, items: list[tuple[Nudge, MessageItem]]) -> list[tuple[Nudge, MessageItem]]:
    """What a manager is told of somebody as one item says what they were told before: it read as all of it."""
    told = {n.obligation_id for n, _ in items}
    up = {n.message_id or 0 for n, item in items if n.escalates and n.obligation_id and item.joint}
    before = [ids for message in up for ids in repeated_nudges.notified_before(work, message).items()]
    if not before:
        return items
    found = duties.these(work, [i for _, ids in before for i in ids if i not in told])
    late = awaiting_outcome.late(work, found.values())
    words, notes = obligation_words.describe(work, late), dict[int, Note]()
    for worker, ids in before:
        if said := [words[i] for i in ids if i in words]:
            notes[worker] = endings.beside_before(said)
    return [(n, _with_before(work, n, item, notes)) for n, item in items]


def _with_before(work: Work, nudge: Nudge, item: MessageItem, notes: Mapping[int, Note]) -> MessageItem:
    kept = duties.of(work, nudge.obligation_id) if nudge.obligation_id and nudge.escalates else None
    falls_due = kept and kept.obligation.key.kind_of_duty in (Duty.DISCUSS, Duty.REVIEW_PLAN, Duty.SUPERVISE)
    note = notes.get(kept.obligation.worker_id or 0) if kept and falls_due else None
    if note is None or item.joint is None:
        return item
    return replace(item, joint=replace(item.joint, once=(*item.joint.once, note)))


def _counted(items: list[tuple[Nudge, MessageItem]]) -> list[tuple[Nudge, MessageItem]]:
    """What the weekly line beside it counts too is counted once: of what its reader answers for all that is late."""
    if not any(item.all_late for _, item in items):
        return items
    own = {n.id for n, _ in items if n.obligation_id and not n.escalates}
    return [(n, replace(item, counted=n.id in own and bool(item.late))) for n, item in items]


def _is_late(work: Work, kept: KeptObligation) -> int:
    """What a session may have met, or for which there is nothing to do, isn't called late."""
    overdue = is_overdue(kept.obligation.due, work.today)
    return int(overdue and kept.id not in awaiting_outcome.unknown(work, [kept]))


def _asks(nudge: Nudge, notices: Kinds) -> tuple[object, ...]:
    """What two have in common of which only the later is told, where both waited for one message."""
    if nudge.obligation_id:  # what a line has nobody for comes to one desk, however far up it was to go
        return nudge.obligation_id, nudge.escalates and not nudge.data.get("nobody")
    notice = notice_of(nudge, notices)
    return (notice,) if notice.standing else (notice, nudge.id)


def notice_of(nudge: Nudge, notices: Kinds) -> type[Notice[Message]]:
    """``kind`` is the notice's, with the step where it is of a duty."""
    return notices[nudge.kind.split(".")[0]]


def compose_nudge(
    work: Work,
    nudge: Nudge,
    notices: Kinds,
    is_allowed: IsAllowed,
    beside: frozenset[int] = frozenset(),
    with_kinds: frozenset[str] = frozenset(),
) -> tuple[MessageItem | None, NudgeEnd]:
    """What a nudge says now, or None; and why it isn't told where it says nothing. ``beside`` and ``with_kinds``: as in
    ``NoticeContext``."""
    kept = duties.of(work, nudge.obligation_id) if nudge.obligation_id else None
    if kept and not kept.obligation.is_open:
        return None, NudgeEnd(kept.state)
    if kept and not nudge.sent_at and kept.obligation.due != nudge.due and nudge.step != outbox.ON_IT:
        # Its step is planned again for the new day; one already sent shows that day, one put off comes when asked for
        return None, NudgeEnd.MOVED
    said = read(notice_of(nudge, notices), nudge, kept).says(work, context_of(nudge, beside, with_kinds))
    item = said.item() if said else None
    if item and kept:
        item = _to_put_off(work, nudge, kept, _with_whom(work, nudge, kept, item))
        item = replace(item, late=item.late or _is_late(work, kept))
    if item and "passed_over" in nudge.data:
        item = _instead(work, nudge, item)
    return _pressable(work, nudge.recipient_id, kept, item, is_allowed) if item else None, NudgeEnd.NOT_TRUE


def _pressable(
    work: Work, reader_id: int, kept: KeptObligation | None, item: MessageItem, is_allowed: IsAllowed
) -> MessageItem:
    """With the buttons that its reader may press today; where none that does something is left, it says who answers for
    it, or that somebody else does. Not in place of what opened a list alone."""

    allowed = cache(lambda ask: is_allowed(work, reader_id, ask))  # of what is joined the same are asked

    def pressable(buttons: Sequence[Button]) -> tuple[Button, ...]:
        return tuple(b for b in buttons if b.ask is None or allowed(b.ask))

    buttons, joint = pressable(item.buttons), item.joint
    before, after = (any(_acts(b) for b in some) for some in (item.buttons, buttons))
    only_lists = all(isinstance(b.ask, _LISTS) for b in item.buttons)
    if not only_lists and ((before and not after) or not buttons):
        said = in_place_of_buttons(work, reader_id, kept, item.buttons)
        left, ask = ((), "") if item.only_asks else (item.body, item.ask)
        body = (*left, *((Paragraph(said),) if said else ()))
        return replace(item, buttons=buttons, body=body, ask=ask, joint=None, count=0, late=0)
    if joint:
        knows = joint.why is not None and allowed(Why(obligation=joint.why))
        every = joint.every if allowed(joint.every) else DueForMe()
        shows = joint.at_next is not None and allowed(show(joint.at_next.whose).ask)
        joint = replace(
            joint,
            buttons=pressable(joint.buttons),
            why=joint.why if knows else None,
            every=every,
            at_next=joint.at_next if shows else None,
        )
    return replace(item, buttons=buttons, joint=joint)


def _acts(button: Button) -> bool:
    return not isinstance(button.ask, Why)


def _with_whom(work: Work, nudge: Nudge, kept: KeptObligation, item: MessageItem) -> MessageItem:
    """With whom to ask about an open deadline; to an administrator in place of a supervisor there isn't, what helps."""
    o = kept.obligation
    if obligation_words.is_blank(work, o):
        item = replace(item, ask=obligation_words.contact(work, nudge.recipient_id))
    nobody = bool(nudge.data.get("nobody"))
    if (
        o.key.subject.kind is SubjectKind.CASE
        and o.worker_id is None
        and (nobody or _allocates(work, nudge, o))
    ):
        return replace(item, body=(Note((endings.ALLOCATE,)), *item.body), buttons=(), joint=None)
    if not nobody or nudge.data["tell"] != Role.SUPERVISOR or o.worker_id is None:
        return item
    if not answering.has_no_supervisor(work, o):
        return item
    name = people.person(work, o.worker_id).name
    said = endings.nobody_supervises(o.worker_id, name)  # first: a line of several says only that
    return replace(item, body=(said, *item.body), buttons=(), joint=None)


def _allocates(work: Work, nudge: Nudge, o: Obligation) -> bool:
    """Whether whoever was asked, while somebody held the case, is to have it allocated now."""
    return answering.who_answers(work, o) is None and is_to_allocate(
        work, nudge.recipient_id, o.key.subject.id
    )


def _to_put_off(work: Work, nudge: Nudge, kept: KeptObligation, item: MessageItem) -> MessageItem:
    """A reminder of what isn't overdue can be put off, where there is something to do about it."""
    if nudge.escalates or not 0 < len(item.buttons) < _MOST_BUTTONS:
        return item
    if put_off.last_day(work, kept, nudge.recipient_id) is None:
        return item
    return replace(item, buttons=(*item.buttons, put_off_words.button(kept.id)))


def _instead(work: Work, nudge: Nudge, item: MessageItem) -> MessageItem:
    """An escalation that passed over a manager says why."""
    name = people.person(work, nudge.data["passed_over"]).name
    why = Note((endings.has_left(name) if nudge.data["left"] else endings.not_reached(name),))
    joint = replace(item.joint, once=(*item.joint.once, why)) if item.joint else None
    return replace(item, body=(*item.body, why), joint=joint)


def compose_again(work: Work, message_id: int, notices: Kinds, is_allowed: IsAllowed) -> Card:
    """A message that was sent, shown again: what is settled says so and has no buttons."""
    again = repeated_nudges.asked_again(work, message_id)
    sent = [n for n in outbox.nudges_of(work, message_id) if n.sent_at]
    said = _items(work, sent, notices, is_allowed)
    items = [
        (n, _current_item(work, n, item, again.get(n.id) or _asked_since(work, n, notices), notices))
        for n, item, _ in said
    ]
    return _digest(
        work, items, min((work.calendar.day_of(n.sent_at) for n in sent if n.sent_at), default=work.today)
    )


def _asked_since(work: Work, nudge: Nudge, notices: Kinds) -> datetime | None:
    """When what an event asked for was asked again, all of it."""
    cls = notice_of(nudge, notices)
    if not issubclass(cls, EventNotice) or nudge.sent_at is None:
        return None
    event, reader, since = from_fields(cls, nudge.data), nudge.recipient_id, nudge.sent_at
    later = repeated_nudges.reached_since(work, event.later(work, context_of(nudge)), reader, since)
    begun = event.begins(work, context_of(nudge))
    return later or repeated_nudges.all_notified_since(work, begun, reader, since)


def _current_item(
    work: Work, nudge: Nudge, item: MessageItem | None, again: datetime | None, notices: Kinds
) -> MessageItem:
    if notice_of(nudge, notices).standing and (later := weekly_sent.sent_later(work, nudge)):
        return endings.again_later(settled.title(work, nudge, None), work.calendar.day_of(later))
    if item and again:
        return endings.asked_again(item, work.calendar.day_of(again))
    if item is not None:
        return item
    kept = duties.of(work, nudge.obligation_id) if nudge.obligation_id else None
    how = _how_it_ended(work, nudge, kept, notices)
    return endings.settled(settled.title(work, nudge, kept), how or describe_ending(work, kept))


def _how_it_ended(work: Work, nudge: Nudge, kept: KeptObligation | None, notices: Kinds) -> Text:
    """What is known beside whether the duty was done; empty where nothing is."""
    if kept and kept.state is State.MET:
        return ()
    said = read(notice_of(nudge, notices), nudge, kept).ended(work, context_of(nudge))
    return said or became(work, nudge, kept)


def describe_ending(work: Work, kept: KeptObligation | None) -> Text:
    """One line on how a matter ended; of what didn't, that it isn't asked here."""
    if kept is None:
        return (endings.NOTHING_ASKED,)
    if kept.state is State.MET and kept.met_on:
        return _describe_met(work, kept, kept.met_on)
    if kept.missed:
        return (endings.missed(listing([named(work, one) for one in missed_in_a_row(work, kept)])),)
    if kept.obligation.is_open:
        return (endings.STILL_OPEN,)
    return endings.asked_otherwise(work.today) if _is_owed_otherwise(work, kept) else (endings.WITHDRAWN,)


def _describe_met(work: Work, kept: KeptObligation, on: date) -> Text:
    if kept.refused:
        now, signs = records.who_discusses(work, kept), obligation_words.signs(kept.obligation)
        return endings.refused(kept.id, on, signs=signs, now=now)
    if kept.obligation.key.duty == Duty.PREPARE:
        return endings.shared(kept.id, on)
    if kept.referred:
        return endings.referred(kept.id, on, records.who_has(work, kept, Duty.DECIDE))
    if kept.by_silence:
        return endings.agreed_by_silence(kept.id, on)
    return endings.done(kept.id, on)


def _is_owed_otherwise(work: Work, withdrawn: KeptObligation) -> bool:
    """Whether the same of the same person, in the words that name it, or with less of them, is open by the clock of
    another fact."""
    o = withdrawn.obligation
    others = duties.open_about(work, [o.key.subject], o.key.duty)
    same = [k for k in others if k.obligation.worker_id == o.worker_id]
    words = obligation_words.describe(work, [withdrawn, *same])
    return any(words[withdrawn.id].startswith(words[k.id]) for k in same)
