"""one worker's own share of a load"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision: str | None = "0026"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("load_percent", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "load_percent")
