"""what was late when the two signed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision: str | None = "0043"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("relationship", sa.Column("late_then", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("relationship", "late_then")
