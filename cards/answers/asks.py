"""What is asked to be told: what can be typed, the page that people open first, the policy, a concern."""

from __future__ import annotations

from cards.ask import Acts, ask


@ask("help")
class Help(Acts):
    """``before``: what is typed before each command on this platform."""

    before: str = ""


@ask("home")
class HomePage(Acts):
    """``before`` as in ``Help``."""

    before: str = ""


@ask("policy")
class PolicyTopic(Acts):
    """All topics without one."""

    topic: str = ""


@ask("concern")
class Concern(Acts):
    pass


@ask("concern_ask")
class MeetingConsidered(Acts):
    """The step before: what asking for a meeting does."""


@ask("concern_send", did="the meeting was asked for")
class MeetingAsked(Acts):
    pass
