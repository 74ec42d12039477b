"""on which platform a person wants to be told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("contact", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "contact")
