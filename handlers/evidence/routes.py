"""What may be asked about a period's evidence, and by whom."""

from __future__ import annotations

from typing import Final

from cards.evidence import asks
from cards.evidence.asked import NOBODY_BELOW
from handlers.evidence import asked
from handlers.shared.base import Route, route

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.ReportForm, asked.open_form, asked.may_report, NOBODY_BELOW),
    route(asks.ReportShown, asked.show, asked.may_report, NOBODY_BELOW),
)
