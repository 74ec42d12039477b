"""Engines that outlive their database: what SQLAlchemy worked out for one story's statements serves the next one's.
That is a third of a short story's time."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Engine, event, make_url

from storage.engine import open_engine

_idle: dict[str, list[Engine]] = defaultdict(list)
_aims: dict[Engine, str] = {}


def lent(url: str) -> Engine:
    """As `open_engine`; taken back by its ``dispose()``."""
    kind = make_url(url).get_backend_name()
    engine = _idle[kind].pop() if _idle[kind] else _made(url)
    _aims[engine] = url
    return engine


def _made(url: str) -> Engine:
    engine = open_engine(url)

    @event.listens_for(engine, "do_connect")
    def aimed(dialect: Any, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
        place, more = dialect.create_connect_args(make_url(_aims[engine]))
        arguments[:] = place
        named.update(more)

    @event.listens_for(engine, "engine_disposed")
    def returned(_engine: Engine) -> None:
        idle = _idle[engine.dialect.name]
        if engine not in idle:
            idle.append(engine)

    return engine
