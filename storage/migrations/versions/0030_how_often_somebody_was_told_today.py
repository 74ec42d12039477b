"""how often somebody was told today"""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision: str | None = "0029"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_index("ix_message_recipient_id_sent_at", "message", ["recipient_id", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_message_recipient_id_sent_at", table_name="message")
