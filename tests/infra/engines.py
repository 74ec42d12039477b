"""What SQLAlchemy worked out for one test's statements serves the next one's: that is a third of a short story's time.
And engines that outlive their database."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

from storage.engine import open_engine


class Compiled(dict[Any, Any]):
    """In place of an engine's own cache, whose keys begin with that engine's dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


_compiled: dict[str, Compiled] = defaultdict(Compiled)


def sharing(url: str, **given: Any) -> Engine:
    """As SQLAlchemy's ``create_engine``, with what was compiled for any engine of its kind."""
    shared = _compiled[make_url(url).get_backend_name()]
    return create_engine(url, execution_options={"compiled_cache": shared}, **given)


_idle: dict[str, list[Engine]] = defaultdict(list)
_aims: dict[Engine, str] = {}
#: Databases whose connections stay open while nobody has their engine.
_kept_open: set[str] = set()


def lent(url: str) -> Engine:
    """As `open_engine`; taken back by its ``dispose()``. One that was at the same database comes first."""
    idle = _idle[make_url(url).get_backend_name()]
    there = next((engine for engine in idle if _aims[engine] == url), None)
    engine = there or (idle[-1] if idle else _made(url))
    if engine in idle:
        idle.remove(engine)
    for other in (*idle, engine):
        if _aims[other] != url:  # a server has a hundred connections for all
            Engine.dispose(other)
    _aims[engine] = url
    return engine


def keep_open(url: str) -> None:
    _kept_open.add(url)


def close(url: str) -> None:
    """Nobody is connected any more to what was kept open."""
    _kept_open.remove(url)
    for engine, aim in _aims.items():
        if aim == url:
            Engine.dispose(engine)


def kept_name(url: str) -> str:
    """What the connections that stay open to a database are called on its server."""
    return next((_name(one) for one in _idle[make_url(url).get_backend_name()] if _aims[one] == url), "")


def _name(engine: Engine) -> str:
    return f"lent {id(engine)}"


def _made(url: str) -> Engine:
    engine = open_engine(url)
    _aims[engine] = url

    @event.listens_for(engine, "do_connect")
    def aimed(dialect: Any, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
        place, more = dialect.create_connect_args(make_url(_aims[engine]))
        arguments[:] = place
        named.update(more)
        if dialect.name == "postgresql":
            named["application_name"] = _name(engine)

    def given_back(close: bool = True) -> None:
        if _aims[engine] not in _kept_open:
            Engine.dispose(engine, close)
        idle = _idle[engine.dialect.name]
        if engine not in idle:
            idle.append(engine)

    engine.dispose = given_back  # type: ignore[method-assign]
    return engine
