"""where people are written to on platforms that forget it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_conversation_platform_external_id")),
    )
    op.create_index(op.f("ix_conversation_account"), "conversation", ["account"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_conversation_account"), table_name="conversation")
    op.drop_table("conversation")
