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
    route(asks.MeetingShown, concern.show, permissions.asked_of, refusals.NOT_ASKED),
    route(asks.MeetingDayForm, concern.day_form, permissions.asked_of, refusals.NOT_ASKED),
    route(asks.MeetingArranged, concern.arrange, permissions.asked_of, refusals.NOT_ASKED),
    route(asks.MeetingHeld, concern.met, permissions.asked_of, refusals.NOT_ASKED),
    route(
        asks.MeetingTakenBack, concern.take_back, permissions.asked_by, refusals.NOT_THE_ASKER, anonymous=True
    ),
)
