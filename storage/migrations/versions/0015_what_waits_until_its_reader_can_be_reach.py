"""what waits until its reader can be reached"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("nudge", sa.Column("unreached_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("nudge", "unreached_on")
