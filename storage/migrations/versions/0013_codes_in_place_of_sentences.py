"""codes in place of sentences"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels: None = None
depends_on: None = None

_WAITING = {
    "the return to work": "return_to_work",
    "delivery of the request": "delivery",
    "a rule: the policy has none for this": "no_rule",
    "nothing: the policy sets no deadline": "no_deadline",
    "how often the plan is reviewed": "plan_interval",
    "the next session to be booked": "next_session",
    "what the pair's agreement says": "agreement",
    "what another body sets": "set_elsewhere",
    "the day of an event that is not known yet": "event",
    "the dates of the next term": "term",
}
#: In the steps of a derivation: what another rule waits for, and who decided or was away.
_FACTS = {
    **_WAITING,
    "manager's decision": "manager_decision",
    "agreement of the pair": "pair_agreement",
    "supervisee away": "supervisee_away",
}
_NUDGE = {
    "overtaken": "overtaken",
    "moved": "moved",
    "met": "met",
    "missed": "missed",
    "withdrawn": "withdrawn",
    "done by the clock": "done_by_clock",
    "no longer true": "not_true",
    "went to somebody else": "redirected",
}
_MESSAGE = {
    "nothing in it is true any more": "not_true",
    "went to somebody else": "redirected",
    "joined another message": "joined",
    "nothing to replace": "nothing_to_replace",
    "shows that already": "shown_already",
    "no address": "no_address",
}


def upgrade() -> None:
    """Each old sentence becomes its code; one that no version wrote becomes ``other``, and nothing of it is kept. Why a
    message failed may be the platform's own code, one word: that stays."""
    _recode("obligation", "waiting_for", _WAITING)
    _recode("nudge", "dropped", _NUDGE)
    _recode("message", "ended_because", _MESSAGE, keep=_one_word)
    _recode_steps(_FACTS)
    _recode_unreachable("no address", "no_address")


def downgrade() -> None:
    _recode("obligation", "waiting_for", _turned(_WAITING))
    _recode("nudge", "dropped", _turned(_NUDGE))
    _recode("message", "ended_because", _turned(_MESSAGE), keep=_one_word)
    _recode_steps(_turned(_FACTS))
    _recode_unreachable("no_address", "no address")


def _turned(codes: Mapping[str, str]) -> dict[str, str]:
    return {code: said for said, code in codes.items()}


def _one_word(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return column.not_like("% %")


def _recode(table: str, column: str, codes: Mapping[str, str], keep: Any = None) -> None:
    of = sa.table(table, sa.column(column, sa.String()))
    said = of.c[column]
    known = [(said == old, sa.literal(code)) for old, code in codes.items()]
    kept = [(keep(said), said)] if keep else []
    new = sa.case(*known, *kept, else_=sa.literal("other"))
    op.execute(sa.update(of).where(said.is_not(None)).values({column: new}))


def _recode_steps(facts: Mapping[str, str]) -> None:
    """Row by row, but only those with a step of these kinds."""
    o = sa.table("obligation", sa.column("id", sa.Integer()), sa.column("derivation", sa.JSON()))
    text, ops = sa.cast(o.c.derivation, sa.Text()), ("waits", "more_often", "agreed", "paused")
    concerned = sa.or_(*(text.contains(f'"{name}"') for name in ops))
    for row in op.get_bind().execute(sa.select(o).where(concerned)).all():
        steps = [_step(step, facts) if step.get("op") in ops else step for step in row.derivation]
        op.execute(sa.update(o).where(o.c.id == row.id).values(derivation=steps))


def _step(step: dict[str, Any], facts: Mapping[str, str]) -> dict[str, Any]:
    return {**step, "fact": facts.get(step["fact"], "other")} if "fact" in step else step


def _recode_unreachable(old: str, new: str) -> None:
    """What an administrator is told of somebody who can't be reached."""
    n = sa.table(
        "nudge", sa.column("id", sa.Integer()), sa.column("kind", sa.String()), sa.column("data", sa.JSON())
    )
    for row in op.get_bind().execute(sa.select(n).where(n.c.kind == "unreachable")).all():
        if row.data.get("why") == old:
            op.execute(sa.update(n).where(n.c.id == row.id).values(data={**row.data, "why": new}))
