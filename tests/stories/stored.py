"""What a story leaves in the database: codes, ids, dates and names, and no sentence of ours: ``cards/`` has those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import JSON, String, select
from sqlmodel import SQLModel

from bot.wiring import Bot

#: Three words of small letters in a row: no code, key, name, role or reference has them.
SENTENCE: Final = re.compile(r"[a-z]+[ ,]+[a-z]+ [a-z]+")
#: What others wrote or show: the desk is a platform, and keeps what it shows.
OTHERS: Final = frozenset({"desk_message.card", "desk_answer.content"})
#: What a derivation quotes of the council's own policy, as it was then.
QUOTED: Final = frozenset({"clause", "interpretation"})


def every_sentence(bot: Bot) -> set[str]:
    """Each column that holds one, with the first."""
    with bot.read() as work:
        return {
            f"{name}: {said}"
            for table in SQLModel.metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, String | JSON)
            if (name := f"{table.name}.{column.name}") not in OTHERS
            for said in _sentences(work.connection.execute(select(column).distinct()).scalars())
        }


def _sentences(values: Iterator[object]) -> Iterator[str]:
    yield from (said for value in values for said in _said(value) if SENTENCE.search(said))


def _said(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            yield from (said for one in value for said in _said(one))
        case dict():
            yield from (said for key, one in value.items() if key not in QUOTED for said in _said(one))
        case _:
            pass
