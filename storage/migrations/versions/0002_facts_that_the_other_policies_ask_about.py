"""Facts that the other policies ask about"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("from_chat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_event_case_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_case_event_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("source_id", name=op.f("uq_case_event_source_id")),
    )
    op.create_index(op.f("ix_case_event_case_id"), "case_event", ["case_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_decision_made_by_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_decision_recorded_by_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_decision_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)
    op.create_index(op.f("ix_decision_made_by_id"), "decision", ["made_by_id"], unique=False)
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_draw_case_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_draw_done_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draw_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint(
            "rule", "window", "person_id", "turn", name=op.f("uq_draw_rule_window_person_id_turn")
        ),
    )
    op.create_index(op.f("ix_draw_case_id"), "draw", ["case_id"], unique=False)
    op.create_table(
        "set_elsewhere",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_set_elsewhere_person_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_set_elsewhere_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_elsewhere")),
    )
    op.create_index(op.f("ix_set_elsewhere_person_id"), "set_elsewhere", ["person_id"], unique=False)
    op.create_table(
        "interval_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("sealed_why", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("authorisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_interval_request_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_interval_request_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["authorisation_id"], ["authorisation.id"], name=op.f("fk_interval_request_authorisation_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_interval_request_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interval_request")),
    )
    op.create_index(op.f("ix_interval_request_case_id"), "interval_request", ["case_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_participant_session_id")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_person_id"), "participant", ["person_id"], unique=False)
    op.add_column("authorisation", sa.Column("granted_role", sa.String(), nullable=True))
    op.add_column("authorisation", sa.Column("recorded_on", sa.Date(), nullable=True))
    op.add_column("authorisation", sa.Column("recorded_by_id", sa.Integer(), nullable=True))
    op.add_column("case", sa.Column("children", sa.Integer(), nullable=True))
    op.add_column(
        "discussion", sa.Column("by_worker", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "discussion", sa.Column("by_manager", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("person", sa.Column("asye_until", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("percent", sa.Integer(), server_default="100", nullable=False))
    op.add_column(
        "record", sa.Column("safeguarding", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("record", sa.Column("safeguarding_reference", sa.String(), nullable=True))
    op.add_column("record", sa.Column("lead_signs", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("record", sa.Column("overseen_on", sa.Date(), nullable=True))
    op.add_column("record", sa.Column("overseen_by_id", sa.Integer(), nullable=True))
    op.add_column("session", sa.Column("recorder_id", sa.Integer(), nullable=True))
    op.add_column("session", sa.Column("signer_id", sa.Integer(), nullable=True))
    op.add_column("session", sa.Column("overseer_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("session", "overseer_id")
    op.drop_column("session", "signer_id")
    op.drop_column("session", "recorder_id")
    op.drop_column("record", "overseen_by_id")
    op.drop_column("record", "overseen_on")
    op.drop_column("record", "lead_signs")
    op.drop_column("record", "safeguarding_reference")
    op.drop_column("record", "safeguarding")
    op.drop_column("person", "percent")
    op.drop_column("person", "asye_until")
    op.drop_column("discussion", "by_manager")
    op.drop_column("discussion", "by_worker")
    op.drop_column("case", "children")
    op.drop_column("authorisation", "recorded_by_id")
    op.drop_column("authorisation", "recorded_on")
    op.drop_column("authorisation", "granted_role")
    op.drop_index(op.f("ix_participant_person_id"), table_name="participant")
    op.drop_table("participant")
    op.drop_index(op.f("ix_interval_request_case_id"), table_name="interval_request")
    op.drop_table("interval_request")
    op.drop_index(op.f("ix_set_elsewhere_person_id"), table_name="set_elsewhere")
    op.drop_table("set_elsewhere")
    op.drop_index(op.f("ix_draw_case_id"), table_name="draw")
    op.drop_table("draw")
    op.drop_index(op.f("ix_decision_made_by_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_case_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_case_event_case_id"), table_name="case_event")
    op.drop_table("case_event")
