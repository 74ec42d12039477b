"""decisions are taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision: str | None = "0023"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("taken_back_on", sa.Date(), nullable=True))
    op.add_column("decision", sa.Column("taken_back_by_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("decision", "taken_back_by_id")
    op.drop_column("decision", "taken_back_on")
