"""corrections of what was said of a session"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("session", sa.Column("noted_by_id", sa.Integer(), nullable=True))
    op.add_column("session", sa.Column("confirmed_by_id", sa.Integer(), nullable=True))
    op.add_column("session", sa.Column("last_request", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("session", "last_request")
    op.drop_column("session", "confirmed_by_id")
    op.drop_column("session", "noted_by_id")
