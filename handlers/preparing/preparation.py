"""One case's preparation as it stands: the draft, what is shared, for which session, and who may read it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from cards.model import Button
from cards.preparing import refusals
from cards.preparing.asks import (
    PreparationRead,
)
from cards.preparing.prepare import Preparing, read_case_label
from handlers.preparing.to_prepare import meeting_for_supervisee, reader_now
from handlers.shared import meetings
from handlers.shared.base import (
    Refusal,
)
from handlers.shared.meetings import next_case_session
from policy.ruleset import Duty
from storage import duties, outbox, people, preparations, readable_preparations, supervision
from storage.cases import CaseView
from storage.people import Person
from storage.preparations import PreparationView, PreparedAnswers
from storage.sessions import SessionView
from storage.work import MissingRowError, Work


@dataclass(frozen=True, slots=True)
class PreparationState:
    """One case of one supervisee: the draft, what is shared, the session it is for and who may read it then."""

    draft: PreparationView | None
    shared: PreparationView | None
    session: SessionView | None
    reader: Person | None

    @property
    def answers(self) -> PreparedAnswers:
        latest = self.draft or self.shared
        return latest.answers if latest else PreparedAnswers()


def preparation_state(work: Work, supervisee: Person, case_id: int) -> PreparationState:
    about = [p for p in preparations.of_person(work, supervisee.id) if p.case.id == case_id]
    draft = next((p for p in reversed(about) if p.is_draft), None)
    shared = next((p for p in reversed(about) if not p.is_draft and not p.past), None)
    view = next_case_session(work, supervisee.id)
    return PreparationState(draft, shared, view, reader_now(work, supervisee.id, view))


def preparing(
    work: Work,
    supervisee: Person,
    case: CaseView,
    now: PreparationState,
    answers: PreparedAnswers | None = None,
) -> Preparing:
    """What the form and the answers to it show. Raises Refusal where the policy has no preparation form."""
    part = next(iter(work.rules.part("preparation")), None)
    if part is None:
        raise Refusal(refusals.NO_FORM)
    return Preparing(
        supervisee.id,
        case.id,
        case.reference,
        part.headings,
        part.note or "",
        meeting_for_supervisee(work, now.session) if now.session else None,
        now.reader.name if now.reader else "",
        returning(work, supervisee.id, now.reader),
        meetings.moment(work, now.shared.last_shared) if now.shared and now.shared.last_shared else None,
        _unread(work, now.shared),
        now.draft is not None,
        now.draft is not None and now.draft.past,
        asdict(answers or now.answers),
    )


def _unread(work: Work, shared: PreparationView | None) -> int | None:
    return shared.id if shared and not preparations.was_read(work, shared.id) else None


def returning(work: Work, supervisee_id: int, reader: Person | None) -> str:
    """The supervisor for whom the reader covers, who may read it too once they are back."""
    line = supervision.line_supervisor(work, supervisee_id)
    if (
        reader is None
        or line in (None, reader.id)
        or reader.id != supervision.supervisor_now(work, supervisee_id)
    ):
        return ""
    return people.person(work, line).name if line else ""


def show_again(work: Work, view: SessionView | None, *asked: Duty) -> None:
    """Messages about the session are shown anew: what is prepared is part of them."""
    if view:
        found = [k for k in duties.open_about(work, [view.subject]) if k.obligation.key.duty in asked]
        outbox.refresh(work, (), [k.id for k in found])


def find(work: Work, ask: PreparationRead) -> PreparationView:
    """What a message or button speaks of, or the newer version in its place. Raises MissingRowError if neither."""
    found = preparations.of(work, ask.preparation)
    if found is None:
        mine = preparations.of_person(work, ask.supervisee)
        about = [p for p in mine if p.case.id == ask.case and not p.is_draft and not p.past]
        found = next(reversed(about), None)
    if found is None:
        raise MissingRowError("preparation")
    return found


def read_button(found: PreparationView, label: str) -> Button:
    ask = PreparationRead(preparation=found.id, supervisee=found.supervisee_id, case=found.case.id)
    return Button(label, ask)


def read_case_button(found: PreparationView) -> Button:
    """One of several: it says which case."""
    return read_button(found, read_case_label(found.case.reference))


def readable_now(work: Work, view: SessionView, reader: Person) -> list[PreparationView]:
    """What is shared with this reader for the session, or for none yet, or for one that was cancelled."""
    current = [p for p in preparations.of_person(work, view.supervisee.id) if not p.past]
    return [p for p in current if readable_preparations.readable(work, p, reader.id)]
