"""What is asked about cases: when they are due and why, how often they are discussed, judgements, events, decisions."""

from __future__ import annotations

from enum import StrEnum

from cards.ask import Acts, Ids, MayOpen, Opens, ask


class Section(StrEnum):
    """Of what one answers for: all of it, what one answer ends, records to write, the other dates; across these, what
    is late, or was asked and has no day (``LATE``). Of what others do still: records of whoever in one's line is away
    (``AWAY``), and what whoever covered for one is asked for (``COVERS``); of cases that nobody holds
    (``UNHELD``); for administrators what is late and nobody answers for (``NOBODY``)."""

    ALL = "all"
    QUESTIONS = "questions"
    RECORDS = "records"
    DATES = "dates"
    LATE = "late"
    AWAY = "away"
    COVERS = "covers"
    UNHELD = "unheld"
    NOBODY = "nobody"


@ask("due")
class Due(Acts):
    """Of a case, by its reference; without one, all that is due for the asker."""

    case: str = ""


@ask("met")
class MetCommand(Acts):
    """What was done: of a case, by its reference; what was somebody's to do; without either, what was the asker's."""

    case: str = ""
    person: int | str = 0


@ask("due_mine")
class DueForMe(Acts):
    """``first``: the line to begin with, the first being 0. ``session``: of one session alone,
    each by itself."""

    first: int = 0
    section: Section = Section.ALL
    session: int = 0


@ask("about_me")
class AboutMe(Acts):
    """What others answer for about the asker: their cases (``cases``: these alone) and their supervision. ``first`` as
    in ``DueForMe``."""

    first: int = 0
    cases: bool = False


@ask("team")
class DueInTeam(Acts):
    """``first`` as in ``DueForMe``, of people or lines. ``late``: only what is so; ``below``: everybody below the
    asker."""

    first: int = 0
    late: bool = False
    below: bool = False


@ask("due_of")
class DueOf(Acts):
    """What concerns one person: by id, or the words that were typed. ``first`` as in ``DueForMe``."""

    person: int | str
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


@ask("put_off_form")
class PutOffForm(Opens):
    """Of a duty that isn't overdue: when to be reminded again."""

    obligation: int


@ask("put_off", did="you chose when to be reminded")
class PutOff(MayOpen):
    obligation: int


@ask("interval_form")
class IntervalForm(MayOpen):
    """``case``: its id, or the reference that was typed, here and in the forms below. ``more``: past what is asked for
    already, to decide on more often."""

    case: int | str
    more: bool = False


@ask("interval", did="the interval was decided")
class IntervalDecided(MayOpen):
    case: int


@ask("interval_ask", did="the longer interval was asked for")
class LongerIntervalAsked(MayOpen):
    case: int


@ask("interval_grant", did="you granted the longer interval")
class LongerIntervalGranted(Acts):
    asked: int


@ask("interval_refuse", did="you refused the longer interval")
class LongerIntervalRefused(Acts):
    asked: int


@ask("interval_withdraw", did="you withdrew the request")
class LongerIntervalWithdrawn(Acts):
    asked: int


@ask("interval_why")
class LongerIntervalReason(Opens):
    asked: int


@ask("interval_end", did="you ended the longer interval")
class LongerIntervalEnded(Acts):
    case: int


@ask("interval_recorded", did="you confirmed that it is on the supervision record")
class LongerIntervalRecorded(Acts):
    """On the supervision record."""

    grant: int


@ask("judge_form")
class JudgeForm(Opens):
    case: int | str


@ask("judge", did="your judgement was recorded")
class CaseJudged(MayOpen):
    case: int


@ask("event_form")
class EventForm(MayOpen):
    """``new``: past what is recorded already."""

    case: int | str
    new: bool = False


@ask("event", did="the event was recorded")
class EventRecorded(MayOpen):
    case: int


@ask("event_end", did="you said that it is over")
class EventOver(Acts):
    event: int


@ask("event_remove", did="you took the event away")
class EventTakenAway(Acts):
    event: int


@ask("decision_form")
class DecisionForm(Opens):
    """``case``: the reference that was typed, if any."""

    case: str = ""


@ask("decision", did="the decision was noted")
class DecisionNoted(MayOpen):
    pass


@ask("decision_recorded", did="you confirmed that it is on the file")
class DecisionRecorded(Acts):
    """On the child's file."""

    decision: int


@ask("decision_back", did="you took it back")
class DecisionTakenBack(Acts):
    decision: int
