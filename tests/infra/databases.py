"""Fresh databases for tests, on SQLite and on PostgreSQL, behind one interface."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from tests.infra.postgres import PostgresServer

Build = Callable[[str], None]
#: What is in a database, by name, and what makes it.
Made = tuple[str, Build]


class Templates:
    """Databases built once per worker and copied for each test. Keyed by kind and by what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: dict[tuple[str, str], str] = {}

    def get(self, kind: str, content: str, make: Callable[[], str]) -> str:
        if (kind, content) not in self._built:
            self._built[kind, content] = make()
        return self._built[kind, content]


class Databases(Protocol):
    """Makes databases for one test, and removes them after it."""

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""

    def empty(self) -> str:
        """The URL of a new database without any table."""

    def copy_of(self, content: str, build: Build, base: Made | None = None) -> str:
        """The URL of a new copy of what `build(url)` makes, which is called once per worker and `content`.

        `build` must have closed its connections when it returns. It begins with a copy of `base`, else with nothing.
        """

    def clone(self, url: str) -> str:
        """The URL of a copy of one of this test's databases, to which nobody is connected."""

    def remove(self) -> None:
        """Drops what was made."""


class SqliteDatabases:
    kind = "sqlite"

    def __init__(self, folder: Path, templates: Templates) -> None:
        self._folder = folder
        self._templates = templates
        self._count = 0

    def empty(self) -> str:
        return f"sqlite:///{self._new_path()}"

    def copy_of(self, content: str, build: Build, base: Made | None = None) -> str:
        return self._copied(self._template(content, build, base))

    def clone(self, url: str) -> str:
        return self._copied(url.removeprefix("sqlite:///"))

    def _copied(self, file: str) -> str:
        path = self._new_path()
        shutil.copyfile(file, path)
        return f"sqlite:///{path}"

    def remove(self) -> None:
        """Nothing: pytest removes the test's folder."""

    def _new_path(self) -> Path:
        self._count += 1
        return self._folder / f"test-{self._count}.db"

    def _template(self, content: str, build: Build, base: Made | None = None) -> str:
        return self._templates.get(self.kind, content, lambda: self._build(content, build, base))

    def _build(self, content: str, build: Build, base: Made | None) -> str:
        path = self._templates.folder / f"{content}.db"
        if base:
            shutil.copyfile(self._template(*base), path)
        build(f"sqlite:///{path}")
        left = [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm")]
        assert not any(file.exists() for file in left), f"building {content} left a connection open"
        return str(path)


class PostgresDatabases:
    kind = "postgresql"

    def __init__(self, server: PostgresServer, templates: Templates) -> None:
        self._server = server
        self._templates = templates
        self._made: list[str] = []

    def empty(self) -> str:
        return self._keep(self._server.create())

    def copy_of(self, content: str, build: Build, base: Made | None = None) -> str:
        return self._keep(self._server.create(self._template(content, build, base)))

    def clone(self, url: str) -> str:
        return self._keep(self._server.create(str(make_url(url).database)))

    def remove(self) -> None:
        for name in self._made:
            self._server.drop(name)

    def _keep(self, name: str) -> str:
        self._made.append(name)
        return self._server.url_of(name)

    def _template(self, content: str, build: Build, base: Made | None = None) -> str:
        return self._templates.get(self.kind, content, lambda: self._build(build, base))

    def _build(self, build: Build, base: Made | None) -> str:
        name = self._server.create(self._template(*base)) if base else self._server.create()
        build(self._server.url_of(name))
        return name
