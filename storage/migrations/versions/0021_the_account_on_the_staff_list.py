"""the account on the staff list"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision: str | None = "0020"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("account", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "account")
