"""Rows that an earlier version planned are told by this one: each kind's fields are read, and it says something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from cards.kept_fields import from_fields
from handlers.notices import NOTICES
from handlers.notifications.compose import compose_nudge
from handlers.notifications.notice import EventNotice
from handlers.routes import is_allowed
from storage import tables as t
from storage.engine import open_engine
from storage.transactions import read_transaction
from storage.work import CouncilConfig, MissingRowError, Work
from tests.handlers.permission_council import Facts, seed
from tests.infra.databases import SqliteDatabases, Templates
from tests.stories.council import CASTS, START, book_for, copied

#: One of each kind and shape, as the stories' bots planned them before there were notices.
ROWS: Final[list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("rows_before_notices.json").read_text()
)
#: In each council other kinds have something to say.
COUNCILS: Final = {
    "": "central-bedfordshire",
    "waiting": "central-bedfordshire",
    "longer": "cambridgeshire-peterborough",
}
#: What is named otherwise in a row than among the facts.
NAMED: Final = {"to": "person", "cover": "person", "said": "by"}
OPEN: Final = ("waiting", "running")
#: What isn't true in any of these councils; that their rows read is asked all the same.
NOTHING_TO_SAY: Final = {
    *("absence_claim", "absence_reported", "acknowledge_asked", "agree", "agree_request", "agreement"),
    *(
        "arrange_cover",
        "close",
        "cover_ends",
        "cover_gone",
        "covered",
        "frequency",
        "made_good",
        "move_asked",
    ),
    *("no_time", "note_gap", "oversee", "raise", "rebook", "record", "record_decision"),
    "referred",
    *("record_interval", "report_absence", "review_passed", "settle", "unanswered", "workload"),
}

#: Likewise of one of a kind's steps: the grant that is there counts under none of these policies.
NOT_TRUE: Final = {("interval_news", "granted")}


@dataclass(frozen=True, slots=True)
class Council:
    engine: Engine
    config: CouncilConfig
    facts: Facts


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory, templates: Templates) -> Iterator[list[Council]]:
    found = []
    for variant, rules in COUNCILS.items():
        folder = tmp_path_factory.mktemp(variant or "line")
        url, config = copied(SqliteDatabases(folder, templates), CASTS[rules]), book_for(CASTS[rules])
        engine = open_engine(url)
        found.append(Council(engine, config, seed(engine, config, CASTS[rules], variant)))
    yield found
    for one in found:
        one.engine.dispose()


def about_what_there_is(data: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """The row's ids are those of another database."""
    ids = {name for name, value in data.items() if isinstance(value, int)} - {"at", "from"}
    there = {name: facts.values.get(NAMED.get(name, name)) for name in ids}
    return {**data, **{name: value for name, value in there.items() if value is not None}}


def told(work: Work, one: Council, row: dict[str, Any]) -> bool:
    """Whether it says something to anybody."""
    data = about_what_there_is(row["data"], one.facts)
    known = {"source": row["source"], "about": "", "step": row["step"], "kind": row["kind"], "data": data}
    nudges = [t.Nudge(**known, planned_at=work.now)]
    if "." in row["kind"]:
        duties = _duties(work, row["kind"].split(".")[0])
        nudges = [t.Nudge(**known, planned_at=work.now, obligation_id=i, due=due) for i, due in duties]
    return any(_says(work, nudge, reader) for nudge in nudges for reader in one.facts.people.values())


def _says(work: Work, nudge: t.Nudge, reader: int) -> bool:
    nudge.recipient_id = reader
    try:
        return compose_nudge(work, nudge, NOTICES, is_allowed)[0] is not None
    except MissingRowError:
        return False


def _duties(work: Work, duty: str) -> list[Any]:
    """Open ones: their ids and days."""
    o = t.ObligationRow
    query = select(col(o.id), col(o.due)).where(col(o.duty).startswith(duty), col(o.state).in_(OPEN))
    return list(work.connection.execute(query.limit(3)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}-{row['source']}")
def test_a_row_is_told(councils: list[Council], row: dict[str, Any]) -> None:
    said = False
    for one in councils:
        with read_transaction(one.engine, one.config, START) as work:
            said |= told(work, one, row)
    kind = row["kind"].split(".")[0]
    assert said is not (kind in NOTHING_TO_SAY or (kind, row["step"]) in NOT_TRUE)


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] in NOTICES], ids=lambda row: row["source"])
def test_what_was_told_isnt_told_again(row: dict[str, Any]) -> None:
    """The key that a row was planned by is the key of the same notice now, where all that is in the key was kept."""
    notice = from_fields(NOTICES[row["kind"]], row["data"])
    assert isinstance(notice, EventNotice)
    since = {f.name for f in fields(notice) if f.default is not MISSING} - row["data"].keys()
    assert since or notice.key() == (row["source"], row["step"])


def test_every_kind_of_that_time_is_still_told() -> None:
    assert {row["kind"].split(".")[0] for row in ROWS} <= NOTICES.keys()
