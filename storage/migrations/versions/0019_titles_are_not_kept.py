"""titles are not kept"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"
branch_labels: None = None
depends_on: None = None


_NUDGE = sa.table("nudge", sa.column("data", sa.Text()))
_WITHOUT_TITLE = {
    "sqlite": sa.text("json_remove(data, '$.title')"),
    "postgresql": sa.text("(data::jsonb - 'title')::json"),
}


def upgrade() -> None:
    """What a settled message is called, and what a spent button did, follows from what the row is about."""
    without = _WITHOUT_TITLE[op.get_bind().dialect.name]
    has_one = sa.cast(_NUDGE.c.data, sa.Text()).contains('"title"')
    op.execute(sa.update(_NUDGE).where(has_one).values(data=without))
    op.drop_column("ticket", "outcome")


def downgrade() -> None:
    op.add_column("ticket", sa.Column("outcome", sa.VARCHAR(), nullable=True))
