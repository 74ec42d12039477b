"""messages that replace others, and used buttons, are indexed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision: str | None = "0038"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.drop_index("ix_message_replaces_id", table_name="message")
    op.create_index(
        "ix_message_replaces_id",
        "message",
        ["replaces_id"],
        unique=False,
        sqlite_where=sa.text("replaces_id IS NOT NULL"),
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_used_at",
        "ticket",
        ["used_at"],
        unique=False,
        sqlite_where=sa.text("used_at IS NOT NULL"),
        postgresql_where=sa.text("used_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_used_at", table_name="ticket")
    op.drop_index("ix_message_replaces_id", table_name="message")
    unsent = sa.text("state IN ('pending', 'sending')")
    op.create_index(
        "ix_message_replaces_id",
        "message",
        ["replaces_id"],
        unique=False,
        sqlite_where=unsent,
        postgresql_where=unsent,
    )
