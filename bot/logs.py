"""Logs as lines of JSON: one event name per state change, references and never content."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

_SHARED: Final[tuple[structlog.typing.Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def set_up(level: str) -> None:
    """Logs to standard error. Libraries' warnings come along, without what they quote."""
    number = getattr(logging, level.upper())
    logging.raiseExceptions = False  # a line that can't be written is not written elsewhere, unredacted
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_of_libraries()], force=True)
    # Its warning that a tick took longer than the interval says nothing: the next one does what is due.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*_SHARED, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _of_libraries() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OfALibrary())
    return handler


class _OfALibrary(logging.Formatter):
    """What a library logs, as a line of JSON: who, where, and the sentence without what was filled in, which may be
    somebody's words, as may an error's."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "event": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "where": f"{record.module}:{record.lineno} {record.funcName}",
        }
        if record.args:
            said["about"] = str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        return json.dumps(said | (fault(error) if error else {}))


log = structlog.get_logger("supervision")


def fault(error: BaseException) -> dict[str, str]:
    """An error as a log may hold it: its type and where it was raised. Its own words may quote somebody's."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    return {"error": type(error).__name__, "where": where}
