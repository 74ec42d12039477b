"""when a delegate was asked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision: str | None = "0045"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("record", sa.Column("delegated_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "delegated_on")
