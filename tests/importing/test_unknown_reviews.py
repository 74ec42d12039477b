"""A case that was allocated years ago, of which the export doesn't say when its plan was last reviewed: nobody may call
the review late, in any list or count."""

from __future__ import annotations

from datetime import date

from cards.message import MessageItem
from handlers.notifications.late_before import folded
from handlers.notifications.notice import NoticeContext
from handlers.shared import awaiting_outcome
from handlers.upkeep.notices import WhatStaysLate
from policy.ruleset import Duty
from storage import answered_for, late, people
from storage.duties import KeptObligation
from storage.tables import Nudge
from storage.transactions import read_transaction
from tests.importing.councils import LINES, NOW, PEOPLE, Council, rows

ALLOCATED = rows(
    "cases",
    "case, service, categories, worker, allocated on, plan last reviewed",
    "C-101, family_support, child in need, S1, 06/01/2020,",
    "C-102, family_support, child in need, S1, 06/01/2020,",
    "C-103, family_support, child in need, S1, 06/01/2020, 04/05/2026",
)


def _nudge(kept: KeptObligation, reader: int) -> Nudge:
    due = kept.obligation.due
    return Nudge(
        id=kept.id,
        obligation_id=kept.id,
        about="",
        step="",
        kind="",
        source="",
        recipient_id=reader,
        due=due,
        planned_at=NOW,
    )


def test_a_review_of_which_nobody_knows_is_in_no_count_of_what_is_late(council: Council) -> None:
    council.takes(PEOPLE, LINES, ALLOCATED)
    with read_transaction(council.engine, council.config, NOW) as work:
        priya = people.by_staff_number(work, "S2")
        assert priya is not None
        mine = answered_for.answered_by(work, priya.id)
        reviews = [one for one in mine if one.obligation.key.kind_of_duty == Duty.REVIEW_PLAN]
        overdue = awaiting_outcome.late(work, reviews)
        assert (len(reviews), len(overdue)) == (3, 1)
        assert [one.obligation.derivation[0].on for one in overdue] == [date(2026, 5, 4)]
        nudges = [(_nudge(one, priya.id), MessageItem("", "", ())) for one in reviews]
        said = folded(work, nudges)
        assert said[0].title == "Late before the bot came: 1 thing"
        assert "2 plan reviews beside these: nobody said when the plan was last reviewed." in str(said[0])
        alone = folded(work, [one for one in nudges if one[0].id not in {kept.id for kept in overdue}])
        assert alone[0].title == "Plan reviews without a day"


def test_what_stays_late_each_week_counts_the_one_that_is_known(council: Council) -> None:
    council.takes(PEOPLE, LINES, ALLOCATED)
    with read_transaction(council.engine, council.config, NOW) as work:
        priya = people.by_staff_number(work, "S2")
        assert priya is not None
        owed = late.owed_by(work, [priya.id])[priya.id]
        reviews = {one.first: one.number for one in owed if one.duty == Duty.REVIEW_PLAN}
        assert reviews == {True: 2, False: 1}
        told = WhatStaysLate(person=priya.id, week="").says(
            work, NoticeContext(priya.id, "", escalates=False)
        )
        known = sum(one.number for one in owed if one.oldest and not one.first)
        assert told is not None
        assert told.late.count == known
