"""Who recorded a milestone and teams over a workload limit"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "over_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_over_limit")),
    )
    op.create_index(op.f("ix_over_limit_team"), "over_limit", ["team"], unique=False)
    op.add_column("milestone", sa.Column("said_by_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("milestone", "said_by_id")
    op.drop_index(op.f("ix_over_limit_team"), table_name="over_limit")
    op.drop_table("over_limit")
