"""judgements and agendas by file"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision: str | None = "0046"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column(
        "agenda_item", sa.Column("from_chat", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("judgement", sa.Column("from_chat", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column("judgement", "from_chat")
    op.drop_column("agenda_item", "from_chat")
