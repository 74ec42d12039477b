"""Every cell of the table of relations and asks, at the handler and through each platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, delete, insert, update
from sqlmodel import col

from bot.wiring import Bot
from cards import plain
from cards.absence.asks import CoverTaken
from cards.ask import Ask, Opens, all_asks, fields_of
from cards.cases.asks import Due
from cards.model import Card
from cards.slack import COMMAND
from cards.to_type import spelled
from handlers.cases.due import case_date_answers
from handlers.routes import ROUTES
from handlers.shared import permissions
from handlers.shared.base import Permission, Refusal, Reply, Request, Route
from storage import people, tickets
from storage import tables as t
from storage.engine import open_engine
from storage.transactions import read_transaction
from storage.work import CouncilConfig, Work
from tests.handlers import permissions_by_hand as by_hand
from tests.handlers.permission_council import Facts, seed
from tests.infra.databases import SqliteDatabases, Templates
from tests.stories.conftest import Telling, bots, on_desk, on_slack, on_teams
from tests.stories.council import CASTS, STAFF, START, book_for, copied

#: Each council: its policy, and whose cells are written for it.
COUNCILS: dict[str, tuple[str, by_hand.Table]] = {
    "": ("central-bedfordshire", by_hand.CELLS),
    "beside": ("central-bedfordshire", by_hand.BESIDE),
    "group": ("southwark", by_hand.GROUP),
    "restricted": ("central-bedfordshire", by_hand.RESTRICTED),
    "waiting": ("central-bedfordshire", by_hand.WAITING),
    "longer": ("cambridgeshire-peterborough", by_hand.LONGER),
}


@dataclass(frozen=True, slots=True)
class Seeded:
    url: str
    engine: Engine
    config: CouncilConfig
    facts: Facts
    table: by_hand.Table


def _seeded(folder: Path, templates: Templates, variant: str) -> Seeded:
    rules, table = COUNCILS[variant]
    cast = CASTS[rules]
    url, config = copied(SqliteDatabases(folder, templates), cast), book_for(cast)
    engine = open_engine(url)
    return Seeded(url, engine, config, seed(engine, config, cast, variant), table)


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory, templates: Templates) -> Iterator[dict[str, Seeded]]:
    found = {
        variant: _seeded(tmp_path_factory.mktemp(variant or "line"), templates, variant)
        for variant in COUNCILS
    }
    yield found
    for one in found.values():
        one.engine.dispose()


def refused(work: Work, route: Route, asked: Ask, person: int) -> str:
    """With which sentence; empty for who may."""
    try:
        route.require_permission(Request(people.person(work, person), asked), work)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def allowed(work: Work, facts: Facts, route: Route, asked: Ask) -> by_hand.Cell:
    return frozenset(r for r, person in facts.people.items() if not refused(work, route, asked, person))


def differences(work: Work, one: Seeded, table: by_hand.Table) -> dict[str, str]:
    wrong = {}
    for cls, expected in table.items():
        found = allowed(work, one.facts, ROUTES[cls.kind], one.facts.make(cls))
        if found != expected:
            wrong[cls.__name__] = f"also {sorted(found - expected)}, not {sorted(expected - found)}"
    return wrong


def test_every_ask_has_a_row() -> None:
    assert set(by_hand.CELLS) == all_asks()


@pytest.mark.parametrize("variant", COUNCILS)
def test_each_cell_is_as_written_by_hand(councils: dict[str, Seeded], variant: str) -> None:
    one = councils[variant]
    with read_transaction(one.engine, one.config, START) as work:
        assert not differences(work, one, one.table)


def test_an_agreement_is_recorded_by_the_supervisor_alone(councils: dict[str, Seeded]) -> None:
    one = councils[""]
    assert one.facts.agreement_duty
    of_agreement = replace(one.facts, milestone_duty=one.facts.agreement_duty)
    with read_transaction(one.engine, one.config, START) as work:
        assert not differences(work, replace(one, facts=of_agreement), by_hand.OF_AGREEMENT)


@pytest.mark.parametrize("variant", COUNCILS)
def test_without_a_cover_the_supervisor_may_what_the_cover_might(
    councils: dict[str, Seeded], variant: str
) -> None:
    one = councils[variant]
    with read_transaction(one.engine, one.config, START) as work:
        work.connection.execute(delete(t.Arrangement))
        assert not differences(work, one, {cls: by_hand.uncovered(cell) for cls, cell in one.table.items()})


@pytest.mark.parametrize("variant", by_hand.IN_A_LEAVERS_PLACE)
def test_the_next_manager_may_what_is_asked_of_them_in_a_leavers_place(
    councils: dict[str, Seeded], variant: str
) -> None:
    one = councils[variant]
    gone = [one.facts.people[r] for r in ("supervisor", "recorder", "signer", "overseer")]
    with read_transaction(one.engine, one.config, START) as work:
        for person in gone[1:]:
            line = {
                "supervisee_id": person,
                "supervisor_id": one.facts.people["manager"],
                "professional": False,
            }
            work.connection.execute(
                insert(t.Relationship).values(**line, since=START.date().replace(year=2025))
            )
        left = START.date() - timedelta(days=1)
        work.connection.execute(update(t.Person).where(col(t.Person.id).in_(gone)).values(left_on=left))
        assert not differences(work, one, by_hand.IN_A_LEAVERS_PLACE[variant])


@pytest.mark.parametrize("variant", ["", "restricted"])
@pytest.mark.parametrize("closed", [False, True])
def test_what_is_shown_of_a_case_is_as_written_by_hand(
    councils: dict[str, Seeded], variant: str, closed: bool
) -> None:
    one = councils[variant]
    with read_transaction(one.engine, one.config, START) as work:
        if closed:
            case = col(t.Case.id) == one.facts.values["case"]
            work.connection.execute(update(t.Case).where(case).values(closed_on=START.date()))
        staff = {r: person for r, person in one.facts.people.items() if r in by_hand.STAFF}
        shown = {r: _shown(work, one.facts, person) for r, person in staff.items()}
        at_once = {r: _shown_at_once(work, one.facts, person) for r, person in staff.items()}
    nobody_ = by_hand.NOBODY
    in_full = nobody_ if closed else by_hand.SHOWN_IN_FULL
    its_date = nobody_ if closed else by_hand.SHOWN_ITS_DATE[variant == "restricted"]
    assert {r for r, said in shown.items() if said == "in full"} == in_full
    its_end = by_hand.SHOWN_IN_FULL if closed else nobody_
    assert {r for r, said in shown.items() if said == "its end"} == its_end
    assert {r for r, said in shown.items() if said == "its date"} == its_date
    assert len({said for r, said in shown.items() if r not in in_full | its_date | its_end}) <= 1
    each = staff if closed else by_hand.SHOWN_IN_FULL  # whoever had a closed case is asked for one by one
    assert at_once == {r: "" if r in each else said for r, said in shown.items()}


def _shown(work: Work, facts: Facts, person: int) -> str:
    """By ``due CASE``: in full, its date, that it is closed, or the words of the answer."""
    outcome = ROUTES[Due.kind].handle(Request(people.person(work, person), facts.make(Due)), work)
    assert isinstance(outcome, Reply)
    return _said(outcome.card)


def _shown_at_once(work: Work, facts: Facts, person: int) -> str:
    """The same where many ask at once; empty for those in the line, whose whole answer it isn't, and of a
    closed case."""
    (answer,) = case_date_answers(work, [(person, str(facts.values["reference"]))])
    return _said(answer.card) if answer else ""


def _said(card: Card) -> str:
    said = plain.render_card(card)
    marks = {"Why?": "in full", "To be discussed by": "its date", "is closed": "its end"}
    return next((shown for mark, shown in marks.items() if mark in said), said)


def test_who_may_arrange_in_a_role_that_never_covers_reads_which_policy_says_so(
    councils: dict[str, Seeded],
) -> None:
    one = councils[""]
    route, asked = ROUTES[CoverTaken.kind], one.facts.make(CoverTaken)
    with read_transaction(one.engine, one.config, START) as work:
        said = refused(work, route, asked, one.facts.people["administrator"])
        assert said.endswith(
            "(Business support) isn't asked to cover: the policy leaves that role out. Choose somebody else."
        )
        assert "Only their managers" in refused(work, route, asked, one.facts.people["supervisee"])


def nobody(_request: Request[object], _work: Work) -> bool:
    return False


@pytest.mark.parametrize("flipped", [permissions.anyone, nobody])
def test_a_flipped_permission_is_seen(councils: dict[str, Seeded], flipped: Permission[Ask]) -> None:
    unseen = {cls for cls in all_asks() if ROUTES[cls.kind].permission is not flipped}
    for one in councils.values():
        with read_transaction(one.engine, one.config, START) as work:
            unseen -= {
                cls
                for cls in unseen & set(one.table)
                if allowed(
                    work,
                    one.facts,
                    replace(ROUTES[cls.kind], permission=flipped),
                    one.facts.make(cls),
                )
                != one.table[cls]
            }
    assert not unseen


# Through each platform

#: How many of the refused and of the allowed are tried at each.
SAMPLE = 5


def sampled(seed_: int) -> list[tuple[type[Ask], str, bool]]:
    """Cells of those who have an account on every platform. Of what is allowed only forms are opened, so that no cell
    changes another."""
    told = {r for r, name in by_hand.RELATIONS.items() if name in STAFF}
    cells = [
        (cls, relation, relation in cell) for cls, cell in by_hand.CELLS.items() for relation in sorted(told)
    ]
    random = Random(seed_)
    refused = [c for c in cells if not c[2]]
    opened = [c for c in cells if c[2] and issubclass(c[0], Opens)]
    return [*random.sample(refused, SAMPLE), *random.sample(opened, SAMPLE)]


PLATFORMS: dict[str, Callable[[Callable[[], Bot]], AbstractAsyncContextManager[Telling]]] = {
    "desk": on_desk,
    "slack": lambda made: on_slack(made, socket=False),
    "teams": on_teams,
}


@pytest.mark.parametrize("seed_", [8, 9])
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_sample_of_cells_holds_on_each_platform(
    platform: str, seed_: int, tmp_path: Path, templates: Templates
) -> None:
    one = _seeded(tmp_path, templates, "")
    async with PLATFORMS[platform](bots(one.url, one.config)) as driver:
        for cls, relation, is_allowed in sampled(seed_):
            asked = one.facts.make(cls)
            person = one.facts.people[relation]
            with driver.bot.work() as work:
                token = tickets.issue(work, person, cls.kind, fields_of(asked))
            seen = await driver.sends(by_hand.RELATIONS[relation], token)
            with driver.bot.read() as work:
                refusal = refused(work, ROUTES[cls.kind], asked, person) or ROUTES[cls.kind].refusal
            sentence = spelled(refusal, COMMAND if platform == "slack" else "")
            assert (sentence not in seen) == is_allowed, (cls, relation, seen)
    one.engine.dispose()
