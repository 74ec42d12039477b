"""What is told of a group's agenda: that a case is on it, and that the group didn't come to it."""

from __future__ import annotations

from datetime import date

from cards.cases.due import group_button
from cards.kept_fields import Ids
from cards.sessions import agenda as cards_agenda
from cards.shared.meeting import NextMeeting
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared.case_lookup import known_to
from handlers.shared.meetings import moment
from storage import agenda, cases, people, sessions, supervision
from storage.agenda import AgendaItem
from storage.work import Work


@notice("on_agenda")
class CaseOnAgenda(EventNotice[cards_agenda.OnAgenda]):
    """To whoever leads the group, or is to book one, while it is on the agenda."""

    item: int
    case: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:agenda:{self.item}")

    def says(self, work: Work, context: NoticeContext) -> cards_agenda.OnAgenda | None:
        on_it = known_to(work, context.reader, agenda.of_cases(work, [self.case]))
        one = next((i for i in on_it if i.id == self.item), None)
        if one is None:
            return None
        group = agenda.group_of(work, one.worker_id, one.left)
        button = cards_agenda.agenda_button(group.id) if group else group_button()
        meets = NextMeeting(one.worker_id, moment(work, group.starts_at) if group else None, group=True)
        by, event = people.person(work, one.raised_by).name, raised_event(work, one)
        return cards_agenda.OnAgenda(one.case.reference, by, event, meets, (button,))


@notice("not_reached")
class NotReached(EventNotice[cards_agenda.NotReached]):
    """To the worker of cases that a group didn't come to, while they are on the next agenda."""

    session: int
    items: Ids

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:not_reached")

    def says(self, work: Work, context: NoticeContext) -> cards_agenda.NotReached | None:
        mine = [c.id for c in cases.allocated_to(work, context.reader)]
        left = [one for one in agenda.of_cases(work, mine) if one.id in self.items]
        if not left:
            return None
        group = agenda.next_group(work, context.reader)
        meets = NextMeeting(context.reader, moment(work, group.starts_at) if group else None, group=True)
        until = group.on if group else date.max
        soon = [(one.case.reference, raised_event(work, one)) for one in left]
        before = [(what, said) for what, said in soon if said and work.today <= said[1] <= until]
        held, references = sessions.session(work, self.session).on, [one.case.reference for one in left]
        supervisor = supervision.supervisor_now(work, context.reader)
        return cards_agenda.NotReached(context.reader, references, held, meets, before, supervisor)


def raised_event(work: Work, one: AgendaItem) -> tuple[str, date] | None:
    """What a case was raised for, in the policy's words, with its day."""
    if one.event is None:
        return None
    what, on = one.event
    return work.rules.vocabulary.events.get(what, what), on
