"""who covered until somebody else was named"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision: str | None = "0036"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "cover_before",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("supervisee_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_cover_before_absence_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_cover_before_cover_id")),
        sa.ForeignKeyConstraint(["supervisee_id"], ["person.id"], name=op.f("fk_cover_before_supervisee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_before")),
    )
    op.create_index(op.f("ix_cover_before_absence_id"), "cover_before", ["absence_id"], unique=False)
    op.create_index(op.f("ix_cover_before_cover_id"), "cover_before", ["cover_id"], unique=False)
    op.create_index(op.f("ix_cover_before_supervisee_id"), "cover_before", ["supervisee_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_cover_before_supervisee_id"), table_name="cover_before")
    op.drop_index(op.f("ix_cover_before_cover_id"), table_name="cover_before")
    op.drop_index(op.f("ix_cover_before_absence_id"), table_name="cover_before")
    op.drop_table("cover_before")
