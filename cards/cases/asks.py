"""What is asked about cases: when they are due and why, how often they are discussed, judgements, events, decisions."""

from __future__ import annotations

from cards.ask import Acts, Ids, MayOpen, Opens, ask


@ask("due")
class Due(Acts):
    """Of a case, by its reference; without one, all that is due for the asker."""

    case: str = ""


@ask("met")
class Met(Acts):
    """What was done: of a case, by its reference; without one, what was the asker's to do."""

    case: str = ""


@ask("due_mine")
class DueForMe(Acts):
    """``first``: the line to begin with, the first being 0."""

    first: int = 0


@ask("team")
class DueInTeam(Acts):
    """``first`` as in ``DueForMe``."""

    first: int = 0


@ask("late_before")
class LateBefore(Acts):
    """What its reader was told of that was late before the bot's first day. ``first`` as in ``DueForMe``."""

    first: int = 0


@ask("why")
class Why(Acts):
    """``also``: others that were said together with it."""

    obligation: int
    also: Ids = ()


@ask("interval_form")
class IntervalForm(MayOpen):
    """``case``: its id, or the reference that was typed, here and in the forms below. ``more``: past what is asked for
    already, to decide on more often."""

    case: int | str
    more: bool = False


@ask("interval")
class IntervalDecided(MayOpen):
    case: int


@ask("interval_ask")
class LongerIntervalAsked(MayOpen):
    case: int


@ask("interval_grant")
class LongerIntervalGranted(Acts):
    asked: int


@ask("interval_refuse")
class LongerIntervalRefused(Acts):
    asked: int


@ask("interval_withdraw")
class LongerIntervalWithdrawn(Acts):
    asked: int


@ask("interval_why")
class LongerIntervalReason(Opens):
    asked: int


@ask("interval_end")
class LongerIntervalEnded(Acts):
    case: int


@ask("interval_recorded")
class LongerIntervalRecorded(Acts):
    """On the supervision record."""

    grant: int


@ask("judge_form")
class JudgeForm(Opens):
    case: int | str


@ask("judge")
class CaseJudged(MayOpen):
    case: int


@ask("event_form")
class EventForm(MayOpen):
    """``new``: past what is recorded already."""

    case: int | str
    new: bool = False


@ask("event")
class EventRecorded(MayOpen):
    case: int


@ask("event_end")
class EventOver(Acts):
    event: int


@ask("event_remove")
class EventTakenAway(Acts):
    event: int


@ask("decision_form")
class DecisionForm(Opens):
    """``case``: the reference that was typed, if any."""

    case: str = ""


@ask("decision")
class DecisionNoted(MayOpen):
    pass


@ask("decision_recorded")
class DecisionRecorded(Acts):
    """On the child's file."""

    decision: int
