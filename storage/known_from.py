"""What was done that another system alone knows of: when somebody was last supervised, or a case last discussed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from sqlalchemy import func, select

from policy.facts import SUPERVISED
from policy.outcomes import KnownFrom, by_staff_system
from policy.ruleset import Duty
from storage import tables as t
from storage.duties import KeptObligation
from storage.listed import one_of
from storage.work import Work

_OF_CASES: Final = (Duty.DISCUSS, Duty.REVIEW_PLAN)
_D: Final = t.Discussion.__table__.c
_M: Final = t.Milestone.__table__.c
_REPORTED: Final = select(_D.id).where(one_of(_D.id), _D.session_id.is_(None))
_SAID: Final = (
    select(_M.person_id, func.max(_M.on).label("on"))
    .where(one_of(_M.person_id), _M.what == SUPERVISED)
    .group_by(_M.person_id)
)


def known_from(work: Work, kept: Iterable[KeptObligation]) -> Mapping[int, KnownFrom]:
    """By the ids of obligations that were met, where no session of ours did it."""
    found, discussed = dict[int, KnownFrom](), dict[int, int]()
    for one in kept:
        what, _, number = (one.met_by or "").partition(":")
        duty = one.obligation.key.kind_of_duty
        if by_staff_system(one.obligation, one.met_by):
            found[one.id] = KnownFrom.STAFF_SYSTEM
        elif what == "discussion" and duty in _OF_CASES:
            discussed[one.id] = int(number)
    given = {"ids": sorted(set(discussed.values()))}
    reported = set(work.connection.execute(_REPORTED, given).scalars()) if discussed else set()
    return found | {one: KnownFrom.CASE_SYSTEM for one, number in discussed.items() if number in reported}


def last_supervised(work: Work, people: Collection[int]) -> Mapping[int, date]:
    """When each was last supervised, as a staff system says."""
    rows = work.connection.execute(_SAID, {"ids": sorted(people)}) if people else ()
    return {row.person_id: row.on for row in rows}
