"""what one person asks of another"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision: str | None = "0022"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "person_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_of_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("often", sa.String(), nullable=True),
        sa.Column("arranged_for", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("sealed_why", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_person_request_about_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_person_request_asked_by_id")),
        sa.ForeignKeyConstraint(["asked_of_id"], ["person.id"], name=op.f("fk_person_request_asked_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_request")),
    )
    op.create_index(op.f("ix_person_request_asked_by_id"), "person_request", ["asked_by_id"], unique=False)
    op.create_index(op.f("ix_person_request_asked_of_id"), "person_request", ["asked_of_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_person_request_asked_of_id"), table_name="person_request")
    op.drop_index(op.f("ix_person_request_asked_by_id"), table_name="person_request")
    op.drop_table("person_request")
