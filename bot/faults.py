"""A fault of ours, logged and counted in one way: by its type and place. Its own words may quote somebody's."""

from __future__ import annotations

from bot import metrics
from bot.logs import fault, log


def report(event: str, error: BaseException, **references: object) -> None:
    """Logs what failed and where, and counts it under the event's name."""
    metrics.FAULTS.labels(event).inc()
    log.error(event, **fault(error), **references)
