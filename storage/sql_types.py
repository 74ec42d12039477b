"""Column types that SQLite and PostgreSQL agree on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

C = TypeVar("C", bound=StrEnum)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite forgets the zone, so it is put back on reading; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[C], Generic[C]):
    """A member of an enum, kept as its code. Raises ValueError for what isn't one, KeyError on the way out."""

    impl = String
    cache_ok = True

    def __init__(self, codes: type[C]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: C | None, _dialect: Dialect) -> str | None:
        return None if value is None else self.codes(value).value

    def result_processor(self, _dialect: Dialect, _type: object) -> Callable[[str | None], C | None]:
        """Looked up, not called: many rows are read."""
        known: dict[str | None, C | None] = {None: None, **{code.value: code for code in self.codes}}
        return known.__getitem__
