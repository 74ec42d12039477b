"""People as assessment reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from policy.facts.absences import Away
from policy.facts.sessions import Cancellation, SessionKind
from policy.facts.subjects import Subject, SubjectKind
from policy.periods import Period
from policy.posts import Post
from policy.requests import RequestFact

#: What a milestone says that is no policy's: a staff system knows when somebody was last supervised, and no more.
SUPERVISED: Final = "last_supervised"


@dataclass(frozen=True, slots=True)
class SetElsewhereFact:
    """An interval that another body set, such as a Practice Educator for a student."""

    id: int
    by: str
    every: Period
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """A case that a person holds or held, as far as a rule about people asks; ``until``: the last day on which it was
    theirs and open, None while it goes on."""

    service: str
    categories: frozenset[str] = frozenset()
    since: date = date.min
    until: date | None = None


class Held(NamedTuple):
    """``kind`` is None where a staff system says that there was one and no more (``session_id`` is that statement's,
    a milestone's): it counts for whatever is asked. ``minutes``: 0 where nobody said how long it lasted; it counts
    then, and the derivation says so. ``holder_id`` and ``holder_role``: who held it, and what they were then, for rules
    that ask by whom; ``as_cover``: for the supervisor, who was away. ``personal_too``: it was
    both a case session and a personal one."""

    session_id: int
    kind: SessionKind | None
    on: date
    minutes: int
    holder_id: int | None = None
    holder_role: str = ""
    as_cover: bool = False
    personal_too: bool = False


class RelationshipFact(NamedTuple):
    """``more_often``: the interval that the pair agreed; it can only shorten what the policy asks, but for a rule that
    yields to the agreement. ``until``: its last day, None while it goes on. ``late_then``: the day of what was late
    already when the two last signed: they move it no further."""

    id: int
    supervisor_id: int
    since: date
    professional: bool = False
    more_often: Period | None = None
    until: date | None = None
    late_then: date | None = None


class MilestoneFact(NamedTuple):
    """Something done once or now and then: a peer observation, an audit, a survey. ``by``: who did it, if known."""

    id: int
    what: str
    on: date
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Postponed:
    """A cancelled session of a person's that was made up for: booked for ``on``, held on ``held_on`` in the end."""

    kind: SessionKind
    on: date
    cancellation: Cancellation
    held_on: date


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """``bot_started``: the day the council began to use the bot; nothing is asked of the time before it.
    ``asye_until``: the last day of the ASYE, None until it is recorded. ``relationships``: ended ones too.
    ``supervises``: whether anybody has this person as supervisor. ``percent``: hours worked, of full time.
    ``in_group``: whether group supervision carries their casework. ``line_qualified``: whether the line supervisor is
    qualified in social work, where that is known. ``away``: days on which their clocks pause, where a rule says so.
    ``cases``: what they hold, or held since the bot began. ``posts``: theirs so far, in their order (none where the
    present one always was); ``leads_since``: since when they supervise anybody. ``known_from``: of the time before,
    when their sessions may have been deleted, no supervision is asked; ``milestones_from``: the same of milestones in
    windows. ``requests``: what others ask of them. ``unsaid``: of whoever has left, their sessions of which nobody has
    said whether they took place."""

    person_id: int
    role: str
    employed_from: date
    bot_started: date
    qualified: bool = False
    asye_from: date | None = None
    left_on: date | None = None
    supervises: bool = False
    relationships: tuple[RelationshipFact, ...] = ()
    held: tuple[Held, ...] = ()
    milestones: tuple[MilestoneFact, ...] = ()
    asye_until: date | None = None
    percent: int = 100
    line_qualified: bool | None = None
    in_group: bool = False
    away: tuple[Away, ...] = ()
    cases: tuple[CaseHeld, ...] = ()
    set_elsewhere: tuple[SetElsewhereFact, ...] = ()
    postponed: tuple[Postponed, ...] = ()
    posts: tuple[Post, ...] = ()
    leads_since: date | None = None
    known_from: date = date.min
    milestones_from: date = date.min
    requests: tuple[RequestFact, ...] = ()
    unsaid: tuple[Held, ...] = ()

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.PERSON, self.person_id)
