"""what managers further up answer for is indexed"""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision: str | None = "0037"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_index("ix_obligation_answers_state", "obligation", ["answers", "state"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_obligation_answers_state", table_name="obligation")
