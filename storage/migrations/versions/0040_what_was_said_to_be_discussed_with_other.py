"""what was said to be discussed with others can be taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision: str | None = "0039"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("disclosure", sa.Column("said_on", sa.Date(), nullable=True))
    op.add_column("disclosure", sa.Column("taken_back_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("disclosure", "taken_back_on")
    op.drop_column("disclosure", "said_on")
