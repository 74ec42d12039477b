"""when somebody first looked at their page"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision: str | None = "0024"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("first_visit_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "first_visit_on")
