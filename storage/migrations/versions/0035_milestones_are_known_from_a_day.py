"""milestones are known from a day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision: str | None = "0034"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("subject", sa.Column("milestones_from", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("subject", "milestones_from")
