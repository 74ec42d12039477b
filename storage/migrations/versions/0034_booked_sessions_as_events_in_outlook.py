"""booked sessions as events in Outlook"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision: str | None = "0033"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "outlook_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("may_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outlook_event_person_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_outlook_event_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlook_event")),
        sa.UniqueConstraint("key", name=op.f("uq_outlook_event_key")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_outlook_event_session_id_person_id")),
    )
    op.create_index(op.f("ix_outlook_event_person_id"), "outlook_event", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_outlook_event_person_id"), table_name="outlook_event")
    op.drop_table("outlook_event")
