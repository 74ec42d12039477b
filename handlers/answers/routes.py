"""What may be asked to be told, and by whom."""

from __future__ import annotations

from typing import Final

from cards.answers import asks, refusals
from handlers.answers import command_help, concern, home, policy
from handlers.shared import permissions
from handlers.shared.base import Route, route

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.Help, command_help.show_help, permissions.anyone),
    route(asks.HomePage, home.home, permissions.anyone),
    route(asks.PolicyTopic, policy.policy, permissions.anyone),
    route(asks.Concern, concern.concern, concern.in_supervision, refusals.NO_NAMES, anonymous=True),
    route(
        asks.MeetingConsidered, concern.consider, concern.in_supervision, refusals.NO_NAMES, anonymous=True
    ),
    route(asks.MeetingAsked, concern.send, concern.in_supervision, refusals.NO_NAMES, anonymous=True),
    route(asks.MeetingShown, concern.show, concern.may_answer, refusals.NOT_ASKED),
    route(asks.MeetingDayForm, concern.day_form, concern.may_answer, refusals.NOT_ASKED),
    route(asks.MeetingArranged, concern.arrange, concern.may_answer, refusals.NOT_ASKED),
    route(asks.MeetingHeld, concern.met, concern.may_answer, refusals.NOT_ASKED),
    route(asks.MeetingTakenBack, concern.take_back, concern.asked_it, refusals.NOT_THE_ASKER, anonymous=True),
)
