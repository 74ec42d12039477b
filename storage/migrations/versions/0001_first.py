"""The tables as first released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("categories", sa.String(), nullable=False),
        sa.Column("plan_every_months", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("said_in_chat", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    op.create_table(
        "claim",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_at"), "claim", ["at"], unique=False)
    op.create_table(
        "council",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("rules_digest", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("sample_now", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nightly_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drift_after", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
    )
    op.create_table(
        "desk_answer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desk_answer")),
    )
    op.create_table(
        "desk_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_desk_message_key")),
    )
    op.create_index(op.f("ix_desk_message_person_id"), "desk_message", ["person_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_subject_kind_subject_id", "event", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("sealed_data", sa.LargeBinary(), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint(
            "platform", "enterprise", "team", name=op.f("uq_installation_platform_enterprise_team")
        ),
    )
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    op.create_index(op.f("ix_look_at"), "look", ["at"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("fact_kind", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("target", sa.Date(), nullable=True),
        sa.Column("waiting_for", sa.String(), nullable=True),
        sa.Column("met_by", sa.String(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("derivation", sa.JSON(), nullable=False),
        sa.Column("next_attention", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "duty",
            "fact_kind",
            "fact_id",
            name=op.f("uq_obligation_subject_kind_subject_id_duty_fact_kind_fact_id"),
        ),
    )
    op.create_index("ix_obligation_holder_id_state", "obligation", ["holder_id", "state"], unique=False)
    op.create_index(
        "ix_obligation_next_attention",
        "obligation",
        ["next_attention"],
        unique=False,
        sqlite_where=sa.text("next_attention IS NOT NULL"),
        postgresql_where=sa.text("next_attention IS NOT NULL"),
    )
    op.create_index("ix_obligation_worker_id_state", "obligation", ["worker_id", "state"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("qualified", sa.Boolean(), nullable=False),
        sa.Column("employed_from", sa.Date(), nullable=False),
        sa.Column("asye_from", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("works", sa.String(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("policy_owner", sa.Boolean(), nullable=False),
        sa.Column("said_in_chat", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("staff_number", name=op.f("uq_person_staff_number")),
    )
    op.create_index(op.f("ix_person_email"), "person", ["email"], unique=False)
    op.create_table(
        "subject",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reassess_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "ref_id", name=op.f("pk_subject")),
    )
    op.create_index(
        "ix_subject_reassess_at",
        "subject",
        ["reassess_at"],
        unique=False,
        sqlite_where=sa.text("reassess_at IS NOT NULL"),
        postgresql_where=sa.text("reassess_at IS NOT NULL"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("sickness", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("from_chat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("source_id", name=op.f("uq_absence_source_id")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_allocation_case_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name=op.f("fk_allocation_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index(op.f("ix_allocation_case_id"), "allocation", ["case_id"], unique=False)
    op.create_index(op.f("ix_allocation_worker_id"), "allocation", ["worker_id"], unique=False)
    op.create_table(
        "authorisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("less_often", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("sealed_why", sa.LargeBinary(), nullable=True),
        sa.Column("from_chat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_authorisation_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_authorisation_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
    )
    op.create_index(op.f("ix_authorisation_case_id"), "authorisation", ["case_id"], unique=False)
    op.create_table(
        "busy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_busy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy")),
    )
    op.create_index("ix_busy_person_id_starts_at", "busy", ["person_id", "starts_at"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["person.id"], name=op.f("fk_message_recipient_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["message.id"], name=op.f("fk_message_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("batch", name=op.f("uq_message_batch")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(
        "ix_message_not_before",
        "message",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_message_recipient_id",
        "message",
        ["recipient_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_message_replaces_id",
        "message",
        ["replaces_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_milestone_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_person_id"), "milestone", ["person_id"], unique=False)
    op.create_table(
        "reach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reach_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_reach_platform_external_id")),
    )
    op.create_index(op.f("ix_reach_person_id"), "reach", ["person_id"], unique=False)
    op.create_table(
        "relationship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervisee_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("more_often", sa.String(), nullable=True),
        sa.Column("said_in_chat", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["supervisee_id"], ["person.id"], name=op.f("fk_relationship_supervisee_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_relationship_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    op.create_index(op.f("ix_relationship_supervisee_id"), "relationship", ["supervisee_id"], unique=False)
    op.create_index(op.f("ix_relationship_supervisor_id"), "relationship", ["supervisor_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("supervisee_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wall", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("booked_by_id", sa.Integer(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("away_id", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("from_chat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["replaces_id"], ["session.id"], name=op.f("fk_session_replaces_id")),
        sa.ForeignKeyConstraint(["supervisee_id"], ["person.id"], name=op.f("fk_session_supervisee_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["person.id"], name=op.f("fk_session_supervisor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("source_id", name=op.f("uq_session_source_id")),
    )
    op.create_index(op.f("ix_session_away_id"), "session", ["away_id"], unique=False)
    op.create_index(op.f("ix_session_replaces_id"), "session", ["replaces_id"], unique=False)
    op.create_index(op.f("ix_session_starts_at"), "session", ["starts_at"], unique=False)
    op.create_index(op.f("ix_session_supervisee_id"), "session", ["supervisee_id"], unique=False)
    op.create_index(op.f("ix_session_supervisor_id"), "session", ["supervisor_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("sealed_what", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_why", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("from_audit", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_action_case_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_action_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_owner_id"), "action", ["owner_id"], unique=False)
    op.create_index(op.f("ix_action_session_id"), "action", ["session_id"], unique=False)
    op.create_table(
        "arrangement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("supervisee_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arranged_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_arrangement_absence_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_arrangement_cover_id")),
        sa.ForeignKeyConstraint(["supervisee_id"], ["person.id"], name=op.f("fk_arrangement_supervisee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
        sa.UniqueConstraint(
            "absence_id", "supervisee_id", name=op.f("uq_arrangement_absence_id_supervisee_id")
        ),
    )
    op.create_index(op.f("ix_arrangement_cover_id"), "arrangement", ["cover_id"], unique=False)
    op.create_index(op.f("ix_arrangement_supervisee_id"), "arrangement", ["supervisee_id"], unique=False)
    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("plan_reviewed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_discussion_case_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_discussion_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("session_id", "case_id", name=op.f("uq_discussion_session_id_case_id")),
    )
    op.create_index("ix_discussion_case_id_on", "discussion", ["case_id", "on"], unique=False)
    op.create_table(
        "gapnote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_gapnote_case_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_gapnote_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gapnote")),
        sa.UniqueConstraint("session_id", "case_id", name=op.f("uq_gapnote_session_id_case_id")),
    )
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("goes_up", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_nudge_message_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_nudge_obligation_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["person.id"], name=op.f("fk_nudge_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("source", "step", "recipient_id", name=op.f("uq_nudge_source_step_recipient_id")),
    )
    op.create_index(op.f("ix_nudge_about"), "nudge", ["about"], unique=False)
    op.create_index(op.f("ix_nudge_message_id"), "nudge", ["message_id"], unique=False)
    op.create_index(op.f("ix_nudge_obligation_id"), "nudge", ["obligation_id"], unique=False)
    op.create_table(
        "preparation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervisee_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("sealed_worrying", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_working_well", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_decided", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_help", sa.LargeBinary(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reshared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_preparation_case_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_preparation_session_id")),
        sa.ForeignKeyConstraint(["supervisee_id"], ["person.id"], name=op.f("fk_preparation_supervisee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation")),
    )
    op.create_index(op.f("ix_preparation_case_id"), "preparation", ["case_id"], unique=False)
    op.create_index(op.f("ix_preparation_session_id"), "preparation", ["session_id"], unique=False)
    op.create_index(op.f("ix_preparation_supervisee_id"), "preparation", ["supervisee_id"], unique=False)
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_record_case_id")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_record_delegate_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_record_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("session_id", "case_id", name=op.f("uq_record_session_id_case_id")),
    )
    op.create_table(
        "ticket",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_ticket_message_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_person_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_ticket")),
    )
    op.create_index(op.f("ix_ticket_message_id"), "ticket", ["message_id"], unique=False)
    op.create_index(op.f("ix_ticket_person_id"), "ticket", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_ticket_person_id"), table_name="ticket")
    op.drop_index(op.f("ix_ticket_message_id"), table_name="ticket")
    op.drop_table("ticket")
    op.drop_table("record")
    op.drop_index(op.f("ix_preparation_supervisee_id"), table_name="preparation")
    op.drop_index(op.f("ix_preparation_session_id"), table_name="preparation")
    op.drop_index(op.f("ix_preparation_case_id"), table_name="preparation")
    op.drop_table("preparation")
    op.drop_index(op.f("ix_nudge_obligation_id"), table_name="nudge")
    op.drop_index(op.f("ix_nudge_message_id"), table_name="nudge")
    op.drop_index(op.f("ix_nudge_about"), table_name="nudge")
    op.drop_table("nudge")
    op.drop_table("gapnote")
    op.drop_index("ix_discussion_case_id_on", table_name="discussion")
    op.drop_table("discussion")
    op.drop_index(op.f("ix_arrangement_supervisee_id"), table_name="arrangement")
    op.drop_index(op.f("ix_arrangement_cover_id"), table_name="arrangement")
    op.drop_table("arrangement")
    op.drop_index(op.f("ix_action_session_id"), table_name="action")
    op.drop_index(op.f("ix_action_owner_id"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_session_supervisor_id"), table_name="session")
    op.drop_index(op.f("ix_session_supervisee_id"), table_name="session")
    op.drop_index(op.f("ix_session_starts_at"), table_name="session")
    op.drop_index(op.f("ix_session_replaces_id"), table_name="session")
    op.drop_index(op.f("ix_session_away_id"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("ix_relationship_supervisor_id"), table_name="relationship")
    op.drop_index(op.f("ix_relationship_supervisee_id"), table_name="relationship")
    op.drop_table("relationship")
    op.drop_index(op.f("ix_reach_person_id"), table_name="reach")
    op.drop_table("reach")
    op.drop_index(op.f("ix_milestone_person_id"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index(
        "ix_message_replaces_id",
        table_name="message",
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.drop_index(
        "ix_message_recipient_id",
        table_name="message",
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.drop_index(
        "ix_message_not_before",
        table_name="message",
        sqlite_where=sa.text("state IN ('pending', 'sending')"),
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.drop_table("message")
    op.drop_index("ix_busy_person_id_starts_at", table_name="busy")
    op.drop_table("busy")
    op.drop_index(op.f("ix_authorisation_case_id"), table_name="authorisation")
    op.drop_table("authorisation")
    op.drop_index(op.f("ix_allocation_worker_id"), table_name="allocation")
    op.drop_index(op.f("ix_allocation_case_id"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_index(op.f("ix_absence_person_id"), table_name="absence")
    op.drop_table("absence")
    op.drop_index(
        "ix_subject_reassess_at",
        table_name="subject",
        sqlite_where=sa.text("reassess_at IS NOT NULL"),
        postgresql_where=sa.text("reassess_at IS NOT NULL"),
    )
    op.drop_table("subject")
    op.drop_index(op.f("ix_person_email"), table_name="person")
    op.drop_table("person")
    op.drop_index("ix_obligation_worker_id_state", table_name="obligation")
    op.drop_index(
        "ix_obligation_next_attention",
        table_name="obligation",
        sqlite_where=sa.text("next_attention IS NOT NULL"),
        postgresql_where=sa.text("next_attention IS NOT NULL"),
    )
    op.drop_index("ix_obligation_holder_id_state", table_name="obligation")
    op.drop_table("obligation")
    op.drop_index(op.f("ix_look_at"), table_name="look")
    op.drop_table("look")
    op.drop_table("installation")
    op.drop_index("ix_event_subject_kind_subject_id", table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_desk_message_person_id"), table_name="desk_message")
    op.drop_table("desk_message")
    op.drop_table("desk_answer")
    op.drop_table("council")
    op.drop_index(op.f("ix_claim_at"), table_name="claim")
    op.drop_table("claim")
    op.drop_table("case")
