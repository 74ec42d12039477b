"""What a policy gives people to read or fill in: parts of forms, and guidance with its moment."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from policy.facts import SessionKind
from policy.given import (
    Model,
)


class GuidancePoint(StrEnum):
    """When guidance is shown."""

    PREPARE = "prepare"
    SHARE = "share"
    READ = "read"
    CHECK = "check"
    HELD_CASE = "held_case"
    HELD_PERSONAL = "held_personal"
    RECORD = "record"
    AGREE = "agree"
    DISAGREE = "disagree"
    CANCEL = "cancel"
    SICKNESS = "sickness"
    REBOOK = "rebook"
    ABSENCE = "absence"
    BOOK = "book"
    AGREEMENT = "agreement"
    CONCERN = "concern"
    QUALITY = "quality"
    ACCESS_REQUEST = "access_request"
    HELP = "help"


Form = Literal[
    "case_agenda",
    "preparation",
    "case_record",
    "personal_record",
    "group_record",
    "actions",
    "agreement",
    "audit",
    "learning_plan",
]


class FormPart(Model):
    """A part of a form, an agenda or a record: headings and prompts, in the policy's order. ``reads_policy``: an
    agreement says of both that they have read the policy."""

    id: str
    title: str
    clause: str
    form: Form
    headings: tuple[str, ...] = ()
    note: str | None = None
    reads_policy: bool = False
    blanks: tuple[str, ...] = ()


class DisclosedTo(StrEnum):
    """With whom a policy lets a supervisor discuss what belongs to the two; ``agreed``: somebody outside the line, with
    the supervisee's agreement."""

    LINE_MANAGER = "line_manager"
    SENIOR_MANAGER = "senior_manager"
    HUMAN_RESOURCES = "human_resources"
    QUALITY_ASSURANCE = "quality_assurance"
    DISCIPLINE = "discipline"
    INSPECTION = "inspection"
    AGREED = "agreed"


class Disclosing(Model):
    """``of``: which supervision's content may be discussed; the supervisee is told each time."""

    of: tuple[SessionKind, ...]
    to: tuple[DisclosedTo, ...]


class Guidance(Model):
    """Text shown at a named moment. ``meeting``: with whom the policy lets somebody with a concern ask to meet;
    ``delegates``: of which sessions it lets a named delegate write the record; ``refers``: to whom it lets a
    disagreement that stays be referred; ``discloses``: what may be discussed with whom, the supervisee
    being told."""

    id: str
    title: str
    clause: str
    moment: GuidancePoint
    text: str
    meeting: Literal["line_manager"] | None = None
    delegates: tuple[SessionKind, ...] = ()
    refers: Literal["next_manager"] | None = None
    discloses: Disclosing | None = None
    interpretations: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
