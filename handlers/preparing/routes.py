"""What may be asked in preparing a session, and by whom."""

from __future__ import annotations

from typing import Final

from cards.preparing import asks
from handlers.preparing import checklist, prepare, share
from handlers.shared import permissions
from handlers.shared.base import Route, route

NO_CASES: Final = "No case is allocated to you, so there is nothing to prepare."
NOT_YOURS: Final = "That isn't one of your cases. For those you can prepare: prepare"

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.PrepareCommand, prepare.prepare, prepare.may_prepare_named, NOT_YOURS),
    route(asks.CaseChoiceForm, prepare.choose, prepare.has_cases, NO_CASES),
    route(asks.CaseChosen, prepare.chosen, prepare.has_cases, NO_CASES),
    route(asks.PreparationForm, prepare.prepare_form, prepare.may_prepare, NOT_YOURS),
    route(asks.DraftSaved, prepare.save, prepare.may_prepare, NOT_YOURS),
    route(asks.DraftForgotten, prepare.forget, prepare.may_prepare, NOT_YOURS),
    route(asks.PreparationCopied, prepare.copy, prepare.may_prepare, NOT_YOURS),
    route(asks.ExtraWondered, prepare.wonder, prepare.may_prepare, NOT_YOURS),
    route(asks.ExtraCanWait, prepare.waits, prepare.may_prepare, NOT_YOURS),
    route(asks.PreparationShared, share.share, prepare.may_prepare, NOT_YOURS),
    route(asks.SharedAgain, share.share_again, share.may_share_again, "Only who wrote it can share it."),
    route(asks.PreparationRead, share.read, share.may_read, "This wasn't shared with you."),
    route(
        asks.AgendaOpened,
        checklist.agenda,
        permissions.pair,
        "Only the two of you can open the agenda.",
    ),
)
