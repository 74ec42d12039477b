"""what was missed stays on record"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels: None = None
depends_on: None = None

_OBLIGATION = sa.table("obligation", sa.column("state", sa.String()), sa.column("ended_because", sa.String()))
_SUBJECT = sa.table(
    "subject", sa.column("kind", sa.String()), sa.column("reassess_at", sa.DateTime(timezone=True))
)
#: Past by any clock, a sample's too.
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Windows that were withdrawn were missed, with what explains them to be worked out: every person is assessed
    afresh, and every case."""
    o = _OBLIGATION
    withdrawn = sa.update(o).where(o.c.state == "withdrawn")
    op.execute(
        withdrawn.where(o.c.ended_because == "window ended").values(state="missed", ended_because="none")
    )
    op.execute(withdrawn.values(ended_because="no_longer_asked"))
    op.execute(
        sa.update(_SUBJECT).where(_SUBJECT.c.kind.in_(("person", "case"))).values(reassess_at=_AT_ONCE)
    )


def downgrade() -> None:
    o = _OBLIGATION
    op.execute(
        sa.update(o).where(o.c.ended_because == "no_longer_asked").values(ended_because="no longer asked")
    )
    op.execute(
        sa.update(o).where(o.c.state == "missed").values(state="withdrawn", ended_because="window ended")
    )
