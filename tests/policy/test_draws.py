"""A draw is made again from what it rests on, changes with each part of it, and favours no case."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

from policy.draws import digest, draw
from policy.duties.common import Assessing
from policy.duties.people import person
from policy.facts import FactRef, MilestoneFact, PersonFacts, RelationshipFact
from tests.policy.files import calendar, shipped

CASES = [f"CB-{n}" for n in range(10100, 10120)]


def test_the_draw_as_anybody_can_make_it_by_hand() -> None:
    text = "B22\nmonth:2026-11\nS201\n1\nCB-1\nCB-2\nCB-3"
    place = int(sha256(text.encode()).hexdigest(), 16) % 3
    found = draw("B22", "month:2026-11", "S201", 1, ["CB-3", "CB-1", "CB-2"])
    assert (found.reference, found.place, found.of) == (f"CB-{place + 1}", place + 1, 3)
    assert found.pool == sha256(b"CB-1\nCB-2\nCB-3").hexdigest() == digest(["CB-2", "CB-3", "CB-1"])


def test_each_part_of_it_matters() -> None:
    first = draw("B22", "month:2026-11", "S201", 1, CASES)
    others = [
        draw("B23", "month:2026-11", "S201", 1, CASES),
        draw("B22", "month:2026-12", "S201", 1, CASES),
        draw("B22", "month:2026-11", "S202", 1, CASES),
        draw("B22", "month:2026-11", "S201", 2, CASES),
    ]
    assert any(one.reference != first.reference for one in others)
    assert draw("B22", "month:2026-11", "S201", 1, [*CASES, "CB-9"]).pool != first.pool


def test_every_case_comes_up_about_as_often() -> None:
    drawn = Counter(draw("B22", f"month:{n}", "S201", 1, CASES).reference for n in range(4000))
    assert set(drawn) == set(CASES)
    assert max(drawn.values()) < 1.4 * min(drawn.values())


def test_nothing_is_drawn_from_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to draw from"):
        draw("B22", "month:2026-11", "S201", 1, [])


def _york(by: int | None, *supervisors: RelationshipFact) -> int | None:
    """Who answers for the progress review of a PDR done by somebody."""
    work = Assessing(shipped("york"), calendar(), date(2026, 11, 20))
    since = date(2019, 3, 4)
    facts = PersonFacts(
        1,
        "social_worker",
        since,
        date(2026, 1, 5),
        relationships=supervisors or (RelationshipFact(1, 20, since),),
        milestones=(MilestoneFact(1, "pdr", date(2026, 6, 1), by),),
    )
    person(work, facts)
    found = next(o for o in work.found if o.key.duty == "milestone:pdr_progress")
    assert found.key.fact == FactRef("milestone", "1")
    return found.holder_id


def test_whoever_did_the_review_answers_for_its_progress() -> None:
    assert _york(30) == 30


def test_where_nobody_noted_who_did_it_the_supervisor_answers() -> None:
    assert _york(None) == 20
    since = date(2019, 3, 4)
    later = RelationshipFact(2, 21, date(2026, 9, 1))
    assert _york(None, RelationshipFact(1, 20, since), later) == 21
