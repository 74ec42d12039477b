"""Who is meant by a name as people type it: any of somebody's names, on whatever keyboard, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from storage import people
from storage import tables as t
from storage.engine import open_engine
from storage.transactions import read_transaction, write_transaction
from tests.stories import council

BOOK = council.a_book()
NAMES = (
    "Óscar Invented",
    "Łukasz Pretend-Śmiały",
    "Siobhán O’Neill",
    "Ørjan Madeup",
    "Юлія Вигадана",
    "Oscar Lee",
    "Óscar Lee",
)


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    with write_transaction(opened, BOOK, council.START) as work:
        for number, name in enumerate(NAMES):
            work.add(
                t.Person(
                    staff_number=f"S{number}",
                    name=name,
                    email=f"P{number}@Example.org",
                    role="social_worker",
                    employed_from=date(2020, 1, 6),
                )
            )
    yield opened
    opened.dispose()


def found(engine: Engine, words: str) -> list[str]:
    with read_transaction(engine, BOOK, council.START) as work:
        return [one.name for one in people.find(work, words)]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("oscar invented", "Óscar Invented"),
        ("Oscar Invented (Agency)", "Óscar Invented"),
        ("ÓSCAR INVENTED", "Óscar Invented"),
        ("@łukasz", "Łukasz Pretend-Śmiały"),
        ("Lukasz", "Łukasz Pretend-Śmiały"),
        ("pretend smialy", "Łukasz Pretend-Śmiały"),
        ("Śmiały", "Łukasz Pretend-Śmiały"),
        ("o'neill", "Siobhán O’Neill"),
        ("Siobhan\N{NO-BREAK SPACE}ONe", "Siobhán O’Neill"),
        ("ørj", "Ørjan Madeup"),
        ("юлія", "Юлія Вигадана"),
        ("ВИГАД", "Юлія Вигадана"),
        ("s2\N{ZERO WIDTH SPACE}", "Siobhán O’Neill"),
        ("p3@example.org", "Ørjan Madeup"),
    ],
)
def test_found_by_what_was_typed(engine: Engine, words: str, who: str) -> None:
    assert found(engine, words) == [who]


def test_the_exact_spelling_goes_before_another(engine: Engine) -> None:
    assert found(engine, "óscar lee") == ["Óscar Lee"]
    assert found(engine, "oscar lee") == ["Oscar Lee"]
    assert len(found(engine, "Òscar Lee")) == 2
    assert len(found(engine, "oscar")) == 3


@pytest.mark.parametrize("words", ["", "@", "’", "%", "_", "\\", "scar", "\N{ZERO WIDTH SPACE}"])
def test_nobody_is_found_by_nothing(engine: Engine, words: str) -> None:
    assert found(engine, words) == []
