"""who brought files in"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision: str | None = "0028"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("import_run", sa.Column("account", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("import_run", "account")
