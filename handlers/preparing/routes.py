"""What may be asked in preparing a session, and by whom."""

from __future__ import annotations

from typing import Final

from cards.preparing import asks, refusals
from handlers.preparing import checklist, prepare, record_text, share, who_may_read
from handlers.shared import permissions
from handlers.shared.base import Route, route

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.PrepareCommand, prepare.prepare, prepare.may_prepare_named, refusals.NOT_YOUR_CASE),
    route(asks.CaseChoiceForm, prepare.choose, prepare.has_cases, refusals.NO_CASES),
    route(asks.CaseChosen, prepare.chosen, prepare.has_cases, refusals.NO_CASES),
    route(asks.PreparationForm, prepare.prepare_form, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.DraftSaved, prepare.save, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.DraftForgotten, prepare.forget, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.PreparationCopied, prepare.copy, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.ExtraWondered, prepare.wonder, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.ExtraCanWait, prepare.waits, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.PreparationShared, share.share, prepare.may_prepare, refusals.NOT_YOUR_CASE),
    route(asks.SharedAgain, share.share_again, share.may_share_again, refusals.ONLY_WRITER_SHARES),
    route(asks.ShareTakenBack, share.take_back, share.may_share_again, refusals.ONLY_WRITER_SHARES),
    route(asks.PreparationRead, who_may_read.read, who_may_read.may_read, refusals.NOT_SHARED_WITH_YOU),
    route(asks.RecordText, record_text.text, permissions.holder, refusals.ONLY_HOLDER_COPIES),
    route(
        asks.AgendaOpened,
        checklist.agenda,
        permissions.pair,
        refusals.ONLY_PAIR_OPENS_AGENDA,
    ),
    route(asks.ActionsForm, checklist.actions_form, permissions.pair, refusals.ONLY_PAIR_OPENS_AGENDA),
    route(asks.ActionsDone, checklist.actions_done, permissions.pair, refusals.ONLY_PAIR_OPENS_AGENDA),
)
