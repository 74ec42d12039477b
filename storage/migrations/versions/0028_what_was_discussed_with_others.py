"""what was discussed with others"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision: str | None = "0027"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervisee_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("sealed_why", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_disclosure_by_id")),
        sa.ForeignKeyConstraint(["supervisee_id"], ["person.id"], name=op.f("fk_disclosure_supervisee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_supervisee_id"), "disclosure", ["supervisee_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_disclosure_supervisee_id"), table_name="disclosure")
    op.drop_table("disclosure")
