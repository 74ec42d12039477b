"""since when a post"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "earlier_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("qualified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_earlier_post_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_post")),
        sa.UniqueConstraint("person_id", "since", name=op.f("uq_earlier_post_person_id_since")),
    )
    op.add_column("person", sa.Column("role_from", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "role_from")
    op.drop_table("earlier_post")
