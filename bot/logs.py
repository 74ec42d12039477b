"""Logs as lines of JSON: one event name per state change, references and never content."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

import structlog

_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # Tracebacks without their variables: those hold people's data.
    structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
)


def set_up(level: str) -> None:
    """Logs to standard error. Libraries' warnings come along; their debug lines, which may quote messages, don't."""
    number = getattr(logging, level.upper())
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
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED, processors=[remove, structlog.processors.JSONRenderer()]
        )
    )
    return handler


log = structlog.get_logger("supervision")


def fault(error: BaseException) -> dict[str, str]:
    """An error as a log may hold it: its type and where it was raised. Its own words may quote somebody's."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
    return {"error": type(error).__name__, "where": where}
