"""Counts from both sides, followed referrals, products and questions of meetings"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "minute_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("mailed", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_minute_round_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_minute_round_sent_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_round")),
        sa.UniqueConstraint("project_id", "month", name=op.f("uq_minute_round_project_id_month")),
    )
    with op.batch_alter_table("minute_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minute_round_project_id"), ["project_id"], unique=False)

    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("kept_by", sa.String(length=160), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_product_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("project_id", "key", name=op.f("uq_product_project_id_key")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_project_id"), ["project_id"], unique=False)

    op.create_table(
        "tally_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("counts", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_tally_import_made_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tally_import_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_import")),
    )
    with op.batch_alter_table("tally_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tally_import_project_id"), ["project_id"], unique=False)

    op.create_table(
        "situation_support",
        sa.Column("situation_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["situation_id"], ["term.id"], name=op.f("fk_situation_support_situation_id_term"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_situation_support_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("situation_id", "term_id", name=op.f("pk_situation_support")),
    )
    op.create_table(
        "adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_adoption_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_adoption_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_adoption_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_adoption_recorded_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint(
            "product_id", "organisation_id", "stage", name=op.f("uq_adoption_product_id_organisation_id_stage")
        ),
    )
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adoption_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adoption_project_id"), ["project_id"], unique=False)

    op.create_table(
        "case_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("next_what", sa.String(length=160), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("touched_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["person.id"], name=op.f("fk_case_card_lead_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_case_card_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_card")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_case_card_project_id_name")),
    )
    with op.batch_alter_table("case_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_card_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_card_project_id"), ["project_id"], unique=False)

    op.create_table(
        "reporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_reporter_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reporter_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_reporter_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_reporter_organisation_id")),
    )
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporter_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reporter_project_id"), ["project_id"], unique=False)

    op.create_table(
        "step_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_step_record_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_step_record_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_step_record_recorded_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_record")),
        sa.UniqueConstraint("organisation_id", "step", "state", name=op.f("uq_step_record_organisation_id_step_state")),
    )
    with op.batch_alter_table("step_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_record_project_id"), ["project_id"], unique=False)

    op.create_table(
        "asked_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(wave_id IS NULL) <> (meeting_id IS NULL)", name=op.f("ck_asked_item_occasion")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["survey_item.id"], name=op.f("fk_asked_item_item_id_survey_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_asked_item_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_asked_item_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_asked_item_wave_id_wave"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_item")),
        sa.UniqueConstraint("item_id", "meeting_id", name=op.f("uq_asked_item_item_id_meeting_id")),
        sa.UniqueConstraint("item_id", "wave_id", name=op.f("uq_asked_item_item_id_wave_id")),
    )
    with op.batch_alter_table("asked_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_item_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_item_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asked_item_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "case_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["case_card.id"], name=op.f("fk_case_member_card_id_case_card"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_member_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_case_member_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_member")),
        sa.UniqueConstraint("card_id", "person_id", name=op.f("uq_case_member_card_id_person_id")),
    )
    with op.batch_alter_table("case_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_member_project_id"), ["project_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("from_person_id", sa.Integer(), nullable=True),
        sa.Column("from_organisation_id", sa.Integer(), nullable=False),
        sa.Column("to_organisation_id", sa.Integer(), nullable=False),
        sa.Column("to_service_id", sa.Integer(), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("status_at", sa.DateTime(), nullable=False),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("forwarded_to_id", sa.Integer(), nullable=True),
        sa.Column("feedback", sa.Boolean(), nullable=True),
        sa.Column("duration", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("notified_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forwarded_to_id"], ["organisation.id"], name=op.f("fk_referral_forwarded_to_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"], ["organisation.id"], name=op.f("fk_referral_from_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["from_person_id"], ["person.id"], name=op.f("fk_referral_from_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_referral_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reason_id"], ["term.id"], name=op.f("fk_referral_reason_id_term")),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"], ["organisation.id"], name=op.f("fk_referral_to_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["to_service_id"], ["service.id"], name=op.f("fk_referral_to_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("project_id", "reference", name=op.f("uq_referral_project_id_reference")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_from_organisation_id"), ["from_organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_from_person_id"), ["from_person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_to_organisation_id"), ["to_organisation_id"], unique=False)

    op.create_table(
        "handout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("material_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies IS NULL OR copies > 0", name=op.f("ck_handout_copies")),
        sa.CheckConstraint("meeting_id IS NOT NULL OR organisation_id IS NOT NULL", name=op.f("ck_handout_to_whom")),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_handout_material_id_material"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_handout_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_handout_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_handout_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_handout_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout")),
    )
    with op.batch_alter_table("handout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handout_material_id"), ["material_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handout_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handout_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handout_product_id"), ["product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handout_project_id"), ["project_id"], unique=False)

    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.add_column(sa.Column("defined_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("instrument", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("period", sa.String(length=20), nullable=False, server_default="half-year"))
        batch_op.add_column(sa.Column("audience", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.alter_column("instrument", server_default=None)
        batch_op.alter_column("period", server_default=None)
        batch_op.alter_column("audience", server_default=None)
        batch_op.alter_column("position", server_default=None)
        batch_op.alter_column("version", server_default=None)

    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reported_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_observation_reported_by_id_person"),
            "person",
            ["reported_by_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_cards_dpia_on", sa.Date(), nullable=True))

    _count_from_both_sides()

    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.alter_column("wave_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_survey_answer_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_survey_answer_item_id_meeting_id_person_id"), ["item_id", "meeting_id", "person_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_survey_answer_meeting_id_meeting"), "meeting", ["meeting_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_survey_answer_occasion"), "(wave_id IS NULL) <> (meeting_id IS NULL)"
        )

    with op.batch_alter_table("survey_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("survey_item", schema=None) as batch_op:
        batch_op.alter_column("version", server_default=None)


def downgrade() -> None:
    _count_from_one_side()

    with op.batch_alter_table("survey_item", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("archived_at")

    op.execute("DELETE FROM survey_answer WHERE wave_id IS NULL")
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_survey_answer_occasion"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_survey_answer_meeting_id_meeting"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_survey_answer_item_id_meeting_id_person_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_survey_answer_meeting_id"))
        batch_op.alter_column("wave_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("meeting_id")

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_column("case_cards_dpia_on")

    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_observation_reported_by_id_person"), type_="foreignkey")
        batch_op.drop_column("reported_by_id")

    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("position")
        batch_op.drop_column("audience")
        batch_op.drop_column("period")
        batch_op.drop_column("instrument")
        batch_op.drop_column("defined_on")

    with op.batch_alter_table("handout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handout_project_id"))
        batch_op.drop_index(batch_op.f("ix_handout_product_id"))
        batch_op.drop_index(batch_op.f("ix_handout_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_handout_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_handout_material_id"))

    op.drop_table("handout")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_to_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_referral_project_id"))
        batch_op.drop_index(batch_op.f("ix_referral_from_person_id"))
        batch_op.drop_index(batch_op.f("ix_referral_from_organisation_id"))

    op.drop_table("referral")
    with op.batch_alter_table("case_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_member_project_id"))
        batch_op.drop_index(batch_op.f("ix_case_member_person_id"))

    op.drop_table("case_member")
    with op.batch_alter_table("asked_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asked_item_wave_id"))
        batch_op.drop_index(batch_op.f("ix_asked_item_project_id"))
        batch_op.drop_index(batch_op.f("ix_asked_item_meeting_id"))

    op.drop_table("asked_item")
    with op.batch_alter_table("step_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_record_project_id"))

    op.drop_table("step_record")
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporter_project_id"))
        batch_op.drop_index(batch_op.f("ix_reporter_person_id"))

    op.drop_table("reporter")
    with op.batch_alter_table("case_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_card_project_id"))
        batch_op.drop_index(batch_op.f("ix_case_card_lead_id"))

    op.drop_table("case_card")
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adoption_project_id"))
        batch_op.drop_index(batch_op.f("ix_adoption_organisation_id"))

    op.drop_table("adoption")
    op.drop_table("situation_support")
    with op.batch_alter_table("tally_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tally_import_project_id"))

    op.drop_table("tally_import")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_project_id"))

    op.drop_table("product")
    with op.batch_alter_table("minute_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minute_round_project_id"))

    op.drop_table("minute_round")


_SAME = ("project_id", "month", "from_organisation_id", "to_organisation_id", "to_service_id", "counted_by_person_id")
_ENDED = {"helped": "geslaagd: %s", "not_helped": "niet gelukt: %s"}
_NOTHING = {"count": 0, "note": ()}
_KEPT = ("id", *_SAME, "counted_at", "counted_by_user_id", "withdrawn_at")


def _tally(*columns: str) -> sa.TableClause:
    return sa.table("referral_tally", *(sa.column(name) for name in (*_KEPT, "count", "note", *columns)))


def _count_from_both_sides() -> None:
    """Rows were added up and told how it ended as far as the sender knew; now each is one answer, and receivers tell.

    What senders said of the outcome is kept in words beside their count.
    """
    connection = op.get_bind()
    old, new = _tally("outcome"), _tally("kind", "is_whole")
    rows = connection.execute(sa.select(old).order_by(old.c.counted_at, old.c.id)).mappings().all()
    op.drop_table("referral_tally")
    _make_tally(
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_referral_tally_count")),
        sa.CheckConstraint("kind <> 'sent' OR from_organisation_id IS NOT NULL", name=op.f("ck_referral_tally_sender")),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["tally_import.id"],
            name=op.f("fk_referral_tally_import_id_tally_import"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("import_id", "line", name=op.f("uq_referral_tally_import_id_line")),
        sender_known=False,
    )
    op.create_index("ix_referral_tally_import_id", "referral_tally", ["import_id"])
    what = ["project_id", "month", "kind", sa.text("coalesce(from_organisation_id, 0)"), "to_organisation_id"]
    what += [sa.text("coalesce(to_service_id, 0)")]
    for name, columns, where in (
        ("uq_referral_tally_whole", what, "is_whole AND import_id IS NULL"),
        ("uq_referral_tally_own", [*what, "counted_by_person_id"], "NOT is_whole AND counted_by_person_id IS NOT NULL"),
    ):
        only = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
        op.create_index(name, "referral_tally", columns, unique=True, **only)
    for values in _added_up(rows):
        connection.execute(sa.insert(new).values(**values, kind="sent", is_whole=False))
    _count_on(connection)
    _rewrite_laid_aside(
        connection, gone=("outcome", "reason_id", "form_key"), added={"kind": "sent", "is_whole": False}
    )


def _added_up(rows) -> list[dict]:
    counts: dict[tuple, dict] = {}
    for row in rows:
        key = tuple(row[name] for name in _SAME)
        if row["counted_by_person_id"] is None:
            key = (*key, row["id"])  # nobody's own: each row stands for itself
        kept = counts.setdefault(key, {name: row[name] for name in _KEPT} | _NOTHING)
        if row["withdrawn_at"] is not None and kept["count"] and kept["withdrawn_at"] is None:
            continue  # taken back, beside one that stands
        if row["withdrawn_at"] is None and kept["withdrawn_at"] is not None:
            kept |= _NOTHING | {"withdrawn_at": None}
        kept["count"] += row["count"]
        kept["counted_at"] = row["counted_at"]
        words = [_ENDED[row["outcome"]] % row["count"] if row["outcome"] in _ENDED else "", row["note"]]
        kept["note"] = (*kept["note"], *filter(None, words))
    return [kept | {"note": "; ".join(kept["note"])[:300]} for kept in counts.values()]


def _count_from_one_side() -> None:
    """What receivers counted has no place any more, nor has a zero."""
    connection = op.get_bind()
    old, new = _tally("outcome"), _tally("kind")
    wanted = sa.select(new).where(new.c.kind == "sent", new.c.count > 0).order_by(new.c.id)
    rows = connection.execute(wanted).mappings().all()
    op.drop_table("referral_tally")
    _make_tally(
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.CheckConstraint("count > 0", name=op.f("ck_referral_tally_count")),
        sa.ForeignKeyConstraint(["reason_id"], ["term.id"], name=op.f("fk_referral_tally_reason_id_term")),
        sa.UniqueConstraint("project_id", "form_key", name=op.f("uq_referral_tally_project_id_form_key")),
        sender_known=True,
    )
    for row in rows:
        values = {name: row[name] for name in (*_KEPT, "count", "note")}
        connection.execute(sa.insert(old).values(**values, outcome="pending"))
    _count_on(connection)
    added = {"outcome": "pending", "reason_id": None, "form_key": None}
    _rewrite_laid_aside(connection, gone=("kind", "is_whole", "import_id", "line"), added=added)


def _make_tally(*columns: sa.Column | sa.Constraint, sender_known: bool) -> None:
    def key(column: str, table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_referral_tally_{column}_{table}")
        return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete=ondelete)

    op.create_table(
        "referral_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("from_organisation_id", sa.Integer(), nullable=not sender_known),
        sa.Column("to_organisation_id", sa.Integer(), nullable=False),
        sa.Column("to_service_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.Column("counted_by_person_id", sa.Integer(), nullable=True),
        sa.Column("counted_by_user_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        key("counted_by_person_id", "person", "SET NULL"),
        key("counted_by_user_id", "user_account"),
        key("from_organisation_id", "organisation"),
        key("project_id", "project", "CASCADE"),
        key("to_organisation_id", "organisation"),
        key("to_service_id", "service"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_tally")),
        *columns,
    )
    for indexed in ("from_organisation_id", "project_id", "to_organisation_id"):
        op.create_index(f"ix_referral_tally_{indexed}", "referral_tally", [indexed])
    op.create_index("ix_referral_tally_project_id_month", "referral_tally", ["project_id", "month"])


def _count_on(connection: sa.Connection) -> None:
    """Rows came with their own keys: the next one must not take one of them."""
    if connection.dialect.name == "postgresql":
        last = "greatest(1, (SELECT max(id) FROM referral_tally))"
        op.execute(f"SELECT setval(pg_get_serial_sequence('referral_tally', 'id'), {last})")


def _rewrite_laid_aside(connection: sa.Connection, *, gone: tuple[str, ...], added: dict) -> None:
    """Rows that a merge laid aside, to be put back when it is undone, look like those of the table."""
    merge = sa.table("merge", sa.column("id"), sa.column("moved", sa.JSON()))
    for row in connection.execute(sa.select(merge)).all():
        aside = (row.moved or {}).get("aside", {})
        if aside.get("referral_tally"):
            kept = [
                {name: value for name, value in each.items() if name not in gone} | added
                for each in aside["referral_tally"]
            ]
            moved = row.moved | {"aside": aside | {"referral_tally": kept}}
            connection.execute(sa.update(merge).where(merge.c.id == row.id).values(moved=moved))
