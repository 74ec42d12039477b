"""When a cancellation became known"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("session", sa.Column("said_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("session", "said_on")
