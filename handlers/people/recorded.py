"""What is asked now and then, and what was recorded of it, as lists and messages show them to a reader."""

from __future__ import annotations

from cards.model import Button
from cards.people import milestone as cards_milestone
from cards.people.milestone import Past
from handlers.people.recording import may_record
from handlers.shared.milestone_buttons import record_buttons
from policy.ruleset import AGREEMENTS, Duty
from storage import people
from storage.duties import KeptObligation
from storage.milestones import Recorded
from storage.people import Person
from storage.work import Work


def title(work: Work, what: str) -> str:
    """A milestone or event in the policy's words; in its own where the rule set has dropped it."""
    rule = next((r for r in work.rules.asking(Duty.MILESTONE) if r.what == what), None)
    plain = what.replace("_", " ").capitalize()
    return rule.title if rule else work.rules.vocabulary.events.get(what, plain)


def past(work: Work, recorded: Recorded, reader: Person) -> Past:
    """With the way to take it back, for whoever recorded it."""
    names = {i: p.name for i, p in people.people(work, [recorded.by_id, recorded.said_by_id]).items()}
    back = cards_milestone.back_button(recorded.id)
    mine = recorded.said_by_id == reader.id and recorded.what not in AGREEMENTS
    by, said_by = names.get(recorded.by_id or 0, ""), names.get(recorded.said_by_id or 0, "")
    return Past(title(work, recorded.what), recorded.on, by, said_by, (back,) if mine else ())


def buttons_for(work: Work, reader: Person, kept: KeptObligation) -> tuple[Button, ...]:
    """How something is recorded, for those who may."""
    return tuple(record_buttons(work, kept)) if may_record(work, reader, kept) else ()
