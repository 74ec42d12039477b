"""who arranged a cover"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision: str | None = "0031"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("arrangement", sa.Column("arranged_by_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("arrangement", "arranged_by_id")
