"""What a unit of work has read is read once, until a table that the answer rests on is written.

A message about one meeting asks thirty times who its people are. Whatever writes to a table, an ``INSERT`` of our own
or the ORM's, is counted where it is sent; an answer stands while none of its tables was written since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from storage.work import Work

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Id = TypeVar("Id", bound=Hashable)

#: Stands for every table: text of our own that isn't seen to read only.
EVERY: Final = "*"
#: How often anything was written, whatever the table.
_ALL: Final = ""
#: The execution option with which text of our own says which table it writes to.
WRITES_TO: Final = "writes_to"
_READS: Final = re.compile(r"\s*(SELECT|WITH|PRAGMA|BEGIN|SET|SHOW|EXPLAIN)\b", re.IGNORECASE)


def count_writes(engine: Engine) -> None:
    """From now on each connection of the engine counts what it writes, by table."""
    event.listen(engine, "before_cursor_execute", _count)


def _count(
    connection: Connection, _cursor: object, statement: str, _given: object, context: Any, _many: bool
) -> None:
    if context.isinsert or context.isupdate or context.isdelete:
        table = context.compiled.compile_state.dml_table.name
    elif not _READS.match(statement):
        table = context.execution_options.get(WRITES_TO, EVERY)
    else:
        return
    writes = _writes(connection)
    writes[table] += 1
    writes[_ALL] += 1


def _writes(connection: Connection) -> Counter[str]:
    found: Counter[str] = connection.info.setdefault("writes", Counter())
    return found


def writes_of(connection: Connection) -> int:
    """How often anything was written through what the connection lies on, in its whole life."""
    return _writes(connection)[_ALL]


@dataclass(slots=True)
class _Remembered:
    """An answer: how often its tables had been written when it was asked for, and how often anything had when it was
    last found to stand."""

    answer: Any
    written: int
    stood: int


@dataclass(slots=True)
class Reads:
    """The answers of one unit of work."""

    connection: Connection
    _answers: dict[Hashable, _Remembered] = field(default_factory=dict)
    _counted: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self._counted = _writes(self.connection)

    def once(self, tables: Collection[str], question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question about these tables."""
        now, known = self._counted[_ALL], self._answers.get(question)
        if known is None or known.stood != now:
            written = self._written(tables)
            if known is None or known.written != written:
                known = self._answers[question] = _Remembered(ask(), written, now)
            known.stood = now
        answer: Answer = known.answer
        return answer

    def each(
        self,
        tables: Collection[str],
        question: Hashable,
        ids: Iterable[Id],
        ask: Callable[[list[Id]], Mapping[Id, Answer]],
    ) -> dict[Id, Answer]:
        """The answer for each id that has one; only those not known yet are asked for, together."""
        known: dict[Id, Answer | None] = self.once(tables, question, dict)
        wanted = dict.fromkeys(ids)
        missing = [i for i in wanted if i not in known]
        if missing:
            known.update({**dict.fromkeys(missing), **ask(missing)})
        return {i: answer for i in wanted if (answer := known[i]) is not None}

    def know(self, tables: Collection[str], question: Hashable, found: Mapping[Id, Answer]) -> None:
        """What another question answered along the way, as ``each`` would."""
        known: dict[Id, Answer] = self.once(tables, question, dict)
        known.update(found)

    def _written(self, tables: Collection[str]) -> int:
        counted = self._counted
        return sum(map(counted.__getitem__, tables), counted[EVERY])


def read_once(
    *tables: type[SQLModel],
) -> Callable[
    [Callable[Concatenate[Work, Asked], Answer]],
    Callable[Concatenate[Work, Asked], Answer],
]:
    """For a function of a unit of work and hashable arguments that reads these tables and nothing else, and gives a
    value that nobody changes."""
    names = tuple(str(table.__tablename__) for table in tables)

    def decorate(
        read: Callable[Concatenate[Work, Asked], Answer],
    ) -> Callable[Concatenate[Work, Asked], Answer]:
        def asked(work: Work, /, *args: Asked.args, **more: Asked.kwargs) -> Answer:
            question = (read, args, tuple(more.items()))
            return work.reads.once(names, question, lambda: read(work, *args, **more))

        update_wrapper(asked, read)
        return asked

    return decorate
