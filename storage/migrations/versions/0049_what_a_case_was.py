"""what a case was"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision: str | None = "0048"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "earlier_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("categories", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_earlier_categories_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_categories")),
    )
    op.create_index(op.f("ix_earlier_categories_case_id"), "earlier_categories", ["case_id"])


def downgrade() -> None:
    op.drop_table("earlier_categories")
