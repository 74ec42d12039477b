"""Everything that a database holds, to see that nothing was changed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from storage.engine import open_engine


def all_rows(url: str) -> dict[str, list[str]]:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            tables = SQLModel.metadata.sorted_tables
            return {t.name: sorted(str(row) for row in connection.execute(select(t))) for t in tables}
    finally:
        engine.dispose()


def digest(url: str) -> str:
    """Of a SQLite file's bytes; of PostgreSQL's rows."""
    if url.startswith("sqlite"):
        return sha256(Path(str(make_url(url).database)).read_bytes()).hexdigest()
    return sha256(str(all_rows(url)).encode()).hexdigest()
