"""what went by its term is noted"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision: str | None = "0035"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("subject", sa.Column("sessions_gone", sa.Date(), nullable=True))
    op.add_column("subject", sa.Column("absences_gone", sa.Date(), nullable=True))
    op.add_column("subject", sa.Column("milestones_gone", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("subject", "milestones_gone")
    op.drop_column("subject", "absences_gone")
    op.drop_column("subject", "sessions_gone")
