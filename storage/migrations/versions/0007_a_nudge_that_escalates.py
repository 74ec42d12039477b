"""A nudge that escalates"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.execute("ALTER TABLE nudge RENAME COLUMN goes_up TO escalates")


def downgrade() -> None:
    op.execute("ALTER TABLE nudge RENAME COLUMN escalates TO goes_up")
