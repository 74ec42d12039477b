"""What is asked to be told: what can be typed, the page that people open first, the policy, a concern."""

from __future__ import annotations

from dataclasses import dataclass

from cards.ask import Acts, MayOpen, Opens, ask


@ask("help")
class Help(Acts):
    """Of all commands; ``about``: of one."""

    about: str = ""


@ask("home")
class HomePage(Acts):
    pass


@ask("policy")
class PolicyTopic(Acts):
    """All topics without one."""

    topic: str = ""


@ask("concern")
class Concern(Acts):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSupervision:
    """With whom: one's supervisor (in the line unless said), or somebody one supervises. ``up``: past the manager whom
    the policy names, whom it concerns too."""

    other: int | None = None
    up: bool = False


@ask("concern_ask")
class MeetingConsidered(Acts, AboutSupervision):
    """The step before: what asking for a meeting does."""


@ask("concern_send", did="the meeting was asked for")
class MeetingAsked(Acts, AboutSupervision):
    pass


@ask("concern_shown")
class MeetingShown(Acts):
    """By whoever was asked."""

    request: int


@ask("concern_day_form")
class MeetingDayForm(Opens):
    request: int


@ask("concern_day", did="the day was saved")
class MeetingArranged(MayOpen):
    request: int


@ask("concern_met", did="you recorded that you met")
class MeetingHeld(Acts):
    request: int


@ask("concern_back", did="you took it back")
class MeetingTakenBack(Acts):
    """By whoever asked."""

    request: int
