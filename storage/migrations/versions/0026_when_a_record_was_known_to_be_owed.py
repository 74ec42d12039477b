"""when a record was known to be owed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision: str | None = "0025"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("record", sa.Column("known_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "known_on")
