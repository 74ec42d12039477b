"""``draw``: an audit's draw made again; it says when it comes out otherwise, and why."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update
from sqlmodel import col

from handlers.people import audit_draw
from storage import tables as t
from storage.engine import open_engine
from storage.importing.run import bring_in
from storage.transactions import write_transaction
from tests.commands.conftest import Run
from tests.commands.rows import all_but_the_trail
from tests.importing.councils import rows
from tests.stories import council


@pytest.fixture
def drawn(settings: str) -> str:
    """As the night draws."""
    engine = open_engine(settings)
    with write_transaction(engine, council.a_book(), council.START) as work:
        audit_draw.draw_missing(work)
    engine.dispose()
    return settings


def test_it_comes_out_the_same(drawn: str, run: Run) -> None:
    before = all_but_the_trail(drawn)
    result = run("draw", "B22", "2026-11", "S201")
    assert result.exit_code == 0, result.output
    assert "of 4 open cases." in result.stdout
    assert "It is the same." in result.stdout
    assert all_but_the_trail(drawn) == before
    (one,) = json.loads(run("draw", "B22", "month:2026-11", "s201", "--json").stdout)
    assert one["again"]["case"] == one["case"]
    assert one["same"] is True


def test_facts_put_right_since_are_told_from_another_draw(drawn: str, run: Run) -> None:
    engine = open_engine(drawn)
    with write_transaction(engine, council.a_book(), council.START) as work:
        case = t.Case.__table__
        work.connection.execute(
            update(case).where(col(t.Case.reference) == "CB-10234").values(reference="CB-2")
        )
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.connection.execute(update(t.Draw.__table__).values(place=99, case_id=1, pool="0" * 64))
    engine.dispose()
    result = run("draw", "B22", "2026-11", "S201")
    assert result.exit_code == 1
    assert "what is known of that day was changed since" in result.stdout


def test_one_that_was_drawn_elsewhere_is_not_made_again(drawn: str, run: Run) -> None:
    engine = open_engine(drawn)
    audit = rows("audits", "case, staff number, drawn on", "CB-10240, S201, 02/10/2026")
    bring_in(engine, council.a_book(), council.START, [audit])
    engine.dispose()
    result = run("draw", "B22", "2026-10", "S201")
    assert result.exit_code == 0, result.output
    said = "CB-10240 was drawn on Friday 2 October 2026, a file says: there is no draw to make again."
    assert said in " ".join(result.stdout.split())
    (one,) = json.loads(run("draw", "B22", "month:2026-10", "s201", "--json").stdout)
    assert (one["case"], one["of"], one["pool"], one["again"], one["same"]) == ("CB-10240", *[None] * 4)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("B22", "2026-11", "S202"), "from the team of S202. Nothing was for any rule."),
        (("B22", "2026-12", "S201"), "from the team of S201. What was: B22, 2026-11."),
        (("B9", "2026-11", "S201"), "What was: B22, 2026-11."),
        (("B22", "2026-11", "S999"), "Nobody has the staff number S999."),
    ],
)
def test_what_was_not_drawn_is_said_and_what_was(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("draw", *words)
    assert result.exit_code == 1
    assert said in result.stdout
