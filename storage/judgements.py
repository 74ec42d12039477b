"""What a manager judged a case to be, such as stable: who, when and why. What holds now stands with the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from storage import people
from storage import tables as t
from storage.cases import CaseView
from storage.facts.readers import of_cases
from storage.people import Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class JudgementView:
    """``why``: the manager's words; ``holds`` false: that it is so no longer."""

    category: str
    holds: bool
    by: Person
    on: date
    why: str


def latest(work: Work, case_id: int) -> dict[str, JudgementView]:
    """The last judgement of each category; a file may bring an earlier one later."""
    j = t.Judgement
    query = select(j.__table__).where(col(j.case_id) == case_id).order_by(col(j.on), col(j.id))
    rows = work.connection.execute(query).all()
    who = people.people(work, [r.by_id for r in rows])
    opened = work.cipher.open
    return {
        r.category: JudgementView(r.category, r.holds, who[r.by_id], r.on, opened(r.sealed_why)) for r in rows
    }


def judge(
    work: Work, case: CaseView, now: Iterable[str], no_longer: Iterable[str], by: int, why: str
) -> None:
    """From today the case is all of ``now`` and none of ``no_longer``, whatever a later import says of these."""
    work.touch_all(of_cases(work, [case.id]))
    changed = {**dict.fromkeys(now, True), **dict.fromkeys(no_longer, False)}
    for category, holds in changed.items():
        work.add(
            t.Judgement(
                case_id=case.id,
                category=category,
                holds=holds,
                by_id=by,
                on=work.today,
                sealed_why=work.cipher.seal(why),
            )
        )
    row = work.get(t.Case, case.id)
    before = row.categories
    kept = {c for c in before.split() if changed.get(c, True)}
    row.categories = " ".join(sorted(kept | {c for c, holds in changed.items() if holds}))
    if row.categories != before:
        yesterday = work.today - timedelta(days=1)
        work.add(
            t.EarlierCategories(case_id=case.id, until=yesterday, service=row.service, categories=before)
        )
    row.said_in_chat = " ".join(sorted({*row.said_in_chat.split(), "categories"}))
    work.orm.flush()
    work.log("case.judged", case.subject, by, **changed)
