"""PostgreSQL databases that one test leaves to the next, again as they began. A new one takes as long as a short story,
and whoever first connects to it reads its catalogue anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, Engine, make_url, text
from sqlmodel import SQLModel

from tests.infra import engines
from tests.infra.databases import Build, Made, PostgresDatabases, Templates
from tests.infra.postgres import PostgresServer

#: Nobody vacuums: after so many tests the rows that are gone weigh more than a new database.
USES: Final = 40
_BEGIN_AGAIN: Final = text("CALL beginning.again()")


@dataclass
class Reused:
    """One that is no test's at the moment."""

    url: str
    uses: int = 0


@dataclass
class Shelf:
    """A worker's, by what is in them."""

    waiting: dict[str, list[Reused]] = field(default_factory=lambda: defaultdict(list))


class ReusedPostgres(PostgresDatabases):
    """As PostgresDatabases; what `copy_of` gives is lent and taken back, and its engine's connections stay open."""

    def __init__(self, server: PostgresServer, templates: Templates, shelf: Shelf) -> None:
        super().__init__(server, templates)
        self._shelf = shelf
        self._lent: list[tuple[str, Reused]] = []

    def copy_of(self, content: str, build: Build, base: Made | None = None) -> str:
        waiting = self._shelf.waiting[content]
        if waiting:
            found = waiting.pop()
            _begin_again(found.url)
        else:
            found = Reused(self._new(content, build, base))
            engines.keep_open(found.url)
        found.uses += 1
        self._lent.append((content, found))
        return found.url

    def _new(self, content: str, build: Build, base: Made | None) -> str:
        def remembered(url: str) -> None:
            build(url)
            _remember(url)

        template = self._template(f"{content}, to begin again", remembered, base)
        return self._server.url_of(self._server.create(template))

    def remove(self) -> None:
        super().remove()
        for content, used in self._lent:
            name = str(make_url(used.url).database)
            if used.uses < USES:
                # What a test left open would lie there until the run ends.
                self._server.close_others(name, engines.kept_name(used.url))
                self._shelf.waiting[content].append(used)
            else:
                engines.close(used.url)
                self._server.drop(name)


def lent_or_new(server: PostgresServer, templates: Templates, shelf: Shelf) -> PostgresDatabases:
    """Only a superuser may pass over the triggers that keep a trail from being changed."""
    return (
        ReusedPostgres(server, templates, shelf) if server.superuser else PostgresDatabases(server, templates)
    )


def _remember(url: str) -> None:
    """Keeps beside the tables what is in them, and a procedure that brings it back."""
    engine = engines.lent(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA beginning"))
        steps = "".join(f"{step};\n" for step in _steps(connection, _kept(connection)))
        connection.exec_driver_sql(
            f"CREATE PROCEDURE beginning.again() LANGUAGE plpgsql AS $$ BEGIN\n{steps}END $$"
        )
    engine.dispose()


def _kept(connection: Connection) -> list[str]:
    """The tables that hold anything, each copied."""
    filled = [n for n in _tables() if connection.scalar(text(f'SELECT EXISTS (SELECT FROM "{n}")'))]
    for name in filled:
        connection.execute(text(f'CREATE TABLE beginning."{name}" AS TABLE "{name}"'))
    return filled


def _steps(connection: Connection, filled: list[str]) -> Iterator[str]:
    yield from (f'DELETE FROM "{name}"' for name in _tables())
    yield from (f'INSERT INTO "{name}" SELECT * FROM beginning."{name}"' for name in filled)
    numbered = text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    for name, last in connection.execute(numbered):
        yield f"PERFORM setval('{name}', {last or 1}, {last is not None})"


def _tables() -> list[str]:
    return list(SQLModel.metadata.tables)


def _begin_again(url: str) -> None:
    engine = engines.lent(url)
    try:
        _filled_again(engine)
    finally:
        engine.dispose()


def _filled_again(engine: Engine) -> None:
    with engine.begin() as connection:
        # As a replica does: no trigger keeps the trail from being taken back, and no key is looked up.
        connection.execute(
            text("SET LOCAL lock_timeout = '10s'; SET LOCAL session_replication_role = replica")
        )
        connection.execute(_BEGIN_AGAIN)
