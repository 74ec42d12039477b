"""what was told of silence stays"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision: str | None = "0049"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("record", sa.Column("silent_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "silent_on")
