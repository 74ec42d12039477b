"""What assessment reads: frozen values, one bundle per subject. Days are in the council's zone, instants UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from policy.periods import Period
from policy.posts import Post
from policy.requests import RequestFact


class SubjectKind(StrEnum):
    CASE = "case"
    PERSON = "person"
    SESSION = "session"
    ABSENCE = "absence"


class Subject(NamedTuple):
    """What an obligation is about, and the unit that is assessed and locked."""

    kind: SubjectKind
    id: int


class FactRef(NamedTuple):
    """The fact that starts a clock or meets an obligation: kind and id, or a window (``month:2026-11``)."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class SessionKind(StrEnum):
    CASE = "case"
    PERSONAL = "personal"
    GROUP = "group"


class SessionState(StrEnum):
    """``withdrawn``: said to have taken place though none was booked, and it didn't."""

    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


#: What a milestone says that is no policy's: a staff system knows when somebody was last supervised, and no more.
SUPERVISED: Final = "last_supervised"


class Reason(StrEnum):
    """Why a session was cancelled. Sickness is sensitive: it selects a rule and is shown to nobody else."""

    SICKNESS = "sickness"
    LEAVE = "leave"
    EMERGENCY = "emergency"
    WORK = "work"
    NO_SHOW = "no_show"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AllocationFact:
    id: int
    since: date


@dataclass(frozen=True, slots=True)
class DiscussionFact:
    """A case within a held session. ``full`` is false where it was only acknowledged; ``by_worker`` and
    ``by_manager``: which of the two said so. Without a ``session_id``: the case system says when, and no more."""

    id: int
    session_id: int | None
    on: date
    full: bool = True
    plan_reviewed: bool = False
    by_worker: bool = True
    by_manager: bool = True


@dataclass(frozen=True, slots=True)
class Interval:
    """A manager's recorded decision that one case is discussed more or less often; who and why is kept.

    Less often: ``granted_by`` is the role of whoever granted it, or 'supervisor' where that is the case's own;
    ``recorded_on`` the day on which the supervisor confirmed that it is on the supervision record."""

    id: int
    every: Period
    since: date
    until: date | None = None
    less_often: bool = False
    granted_by: str | None = None
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class EventFact:
    """Something dated that a rule may name: a safeguarding concern, the next review (a day to come). ``until``: the
    last day of what lasts. ``known_on``: when the bot learnt of it; ``raised_on``: when it was put on an agenda."""

    id: int
    what: str
    on: date
    until: date | None = None
    known_on: date | None = None
    raised_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A decision made outside supervision, by whom and when; never what. ``kind``: informal, in_absence, one_to_one."""

    id: int
    kind: str
    made_on: date
    made_by: int
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorkerSession:
    """A session of the case's worker that day, held (or booked for ``on``) while the case was open and theirs."""

    session_id: int
    on: date
    held: bool = True
    worker_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetElsewhereFact:
    """An interval that another body set, such as a Practice Educator for a student."""

    id: int
    by: str
    every: Period
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """``first_allocated`` starts the clock of a case never discussed, whoever holds it now (``worker_id``).
    ``plan_every_months``: how often the plan is reviewed, where the case system says so. ``sessions``: those of the
    worker that acknowledging and "at every session" read, held ones and the next one booked. ``worker``: what is known
    of the worker, where something is asked at every session: when the next one is due. ``bot_started``: a window that
    was closed before that day is history."""

    case_id: int
    service: str
    categories: frozenset[str]
    first_allocated: AllocationFact | None
    worker_id: int | None = None
    closed_on: date | None = None
    plan_every_months: int | None = None
    discussions: tuple[DiscussionFact, ...] = ()
    intervals: tuple[Interval, ...] = ()
    worker_role: str = ""
    events: tuple[EventFact, ...] = ()
    sessions: tuple[WorkerSession, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    worker: PersonFacts | None = None
    bot_started: date = date.min

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.CASE, self.case_id)


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """A case that a person holds, as far as a rule about people asks."""

    service: str
    categories: frozenset[str] = frozenset()
    since: date = date.min


@dataclass(frozen=True, slots=True)
class Held:
    """``kind`` is None where a staff system says that there was one and no more (``session_id`` is that statement's,
    a milestone's): it counts for whatever is asked. ``minutes``: 0 where nobody said how long it lasted; it counts
    then, and the derivation says so. ``holder_id`` and ``holder_role``: who held it, and what they were then, for rules
    that ask by whom; ``as_cover``: for the supervisor, who was away."""

    session_id: int
    kind: SessionKind | None
    on: date
    minutes: int
    holder_id: int | None = None
    holder_role: str = ""
    as_cover: bool = False


@dataclass(frozen=True, slots=True)
class RelationshipFact:
    """``more_often``: the interval that the pair agreed; it can only shorten what the policy asks, but for a rule that
    yields to the agreement. ``until``: its last day, None while it goes on."""

    id: int
    supervisor_id: int
    since: date
    professional: bool = False
    more_often: Period | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """Something done once or now and then: a peer observation, an audit, a survey. ``by``: who did it, if known."""

    id: int
    what: str
    on: date
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a person is away, both included; ``last`` is None while the return is unknown."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Cancellation:
    """``returned_on``: the first day back of the person whose sickness it was, once known. ``said_on``: the day on
    which the cancellation, or the return, became known; nobody could choose another time before it."""

    on: date
    reason: Reason
    returned_on: date | None = None
    said_on: date | None = None


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
    ``cases``: the open ones they hold today. ``posts``: theirs so far, in their order (none where the present one
    always was); ``leads_since``: since when they supervise anybody. ``known_from``: of the time before, when
    their sessions may have been deleted, no supervision is asked. ``requests``: what others ask of them."""

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
    requests: tuple[RequestFact, ...] = ()

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.PERSON, self.person_id)


class RecordAnswer(StrEnum):
    AGREED = "agreed"
    DISAGREED = "disagreed"


@dataclass(frozen=True, slots=True)
class RecordFact:
    """The written record of one discussion, or of a personal session (``case_id`` None): dates, never text.
    ``delivered_on``: when the latest request to agree (``request`` counts them) reached the supervisee; ``known_on``:
    when it was said that it is to be written, or urgently. ``safeguarding``: an issue that needs action was said to be
    in it. ``lead_signs``: whoever signs off a group's record leads on the case too: another's oversight is asked."""

    id: int
    case_id: int | None
    recorded_on: date | None = None
    request: int = 0
    delivered_on: date | None = None
    answer: RecordAnswer | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    referred_on: date | None = None
    safeguarding: bool = False
    lead_signs: bool = False
    overseen_on: date | None = None
    known_on: date | None = None

    @property
    def asked(self) -> bool:
        """Whether somebody is asked to agree it: not while "recorded" is taken back."""
        return bool(self.request) and self.recorded_on is not None


@dataclass(frozen=True, slots=True)
class GapNoteFact:
    """The note that explains a cancelled case session on one child's file."""

    id: int
    case_id: int
    noted_on: date | None = None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """``holder_id``: who held it, or who is to, not whoever covers today; ``replacement_on``: when the session in its
    place took place; ``prepared_on``: when the preparation was shared, where that is known; ``noted``: nobody booked
    it, one of the two noted that it took place; ``left_on``: the supervisee's last day in post. A group's
    ``supervisee_id`` and ``holder_id`` are whoever leads it; ``recorder_id``, ``signer_id`` and ``overseer_id`` record
    it, sign it off and oversee it; ``supervisee_away`` is the signer's; it has no ``left_on``."""

    session_id: int
    kind: SessionKind
    supervisee_id: int
    holder_id: int
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    on: date
    booked_on: date
    held_on: date | None = None
    prepared: bool = False
    cancellation: Cancellation | None = None
    replacement_on: date | None = None
    records: tuple[RecordFact, ...] = ()
    gap_notes: tuple[GapNoteFact, ...] = ()
    supervisee_away: tuple[Away, ...] = ()
    prepared_on: date | None = None
    recorder_id: int | None = None
    signer_id: int | None = None
    overseer_id: int | None = None
    noted: bool = False
    left_on: date | None = None

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.SESSION, self.session_id)


@dataclass(frozen=True, slots=True)
class Affected:
    """One supervisee of an absent supervisor, supervised by them ``since`` then."""

    relationship_id: int
    supervisee_id: int
    reported_on: date | None = None
    arranged_on: date | None = None
    since: date = date.min


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """A confirmed absence. ``last`` is the last day away, None while open."""

    absence_id: int
    person_id: int
    planned: bool
    first: date
    last: date | None = None
    affected: tuple[Affected, ...] = ()

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.ABSENCE, self.absence_id)


Facts: TypeAlias = CaseFacts | PersonFacts | SessionFacts | AbsenceFacts
