"""when what was past its day came to be owed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision: str | None = "0044"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("obligation", sa.Column("known_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("obligation", "known_on")
