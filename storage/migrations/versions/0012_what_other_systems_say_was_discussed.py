"""what other systems say was discussed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("discussion") as table:  # SQLite makes the table anew
        table.alter_column("session_id", existing_type=sa.INTEGER(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM discussion WHERE session_id IS NULL")
    with op.batch_alter_table("discussion") as table:
        table.alter_column("session_id", existing_type=sa.INTEGER(), nullable=False)
