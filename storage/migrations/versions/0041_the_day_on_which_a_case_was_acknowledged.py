"""the day on which a case was acknowledged"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision: str | None = "0040"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("discussion", sa.Column("worker_on", sa.Date(), nullable=True))
    op.add_column("discussion", sa.Column("manager_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("discussion", "manager_on")
    op.drop_column("discussion", "worker_on")
