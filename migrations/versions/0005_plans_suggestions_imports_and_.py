"""Plans, suggestions, imports and introductions"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "measurement_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.String(length=20), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("test", sa.String(length=20), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.Column("offers_previous", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("locked_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("threshold BETWEEN 1 AND 4", name=op.f("ck_measurement_plan_threshold")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_measurement_plan_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_plan")),
        sa.UniqueConstraint("project_id", name=op.f("uq_measurement_plan_project_id")),
    )
    with op.batch_alter_table("measurement_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_plan_project_id"), ["project_id"], unique=False)

    op.create_table(
        "tie_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_tie_import_made_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_tie_import_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_import")),
    )
    with op.batch_alter_table("tie_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_import_project_id"), ["project_id"], unique=False)

    op.create_table(
        "plan_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_plan_change_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["measurement_plan.id"],
            name=op.f("fk_plan_change_plan_id_measurement_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_plan_change_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_change")),
    )
    with op.batch_alter_table("plan_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_change_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_change_project_id"), ["project_id"], unique=False)

    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("middle_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id <> other_id", name=op.f("ck_introduction_two_people")),
        sa.ForeignKeyConstraint(
            ["middle_id"], ["person.id"], name=op.f("fk_introduction_middle_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["person.id"], name=op.f("fk_introduction_one_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_introduction_other_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_introduction_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_middle_id"), ["middle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_project_id"), ["project_id"], unique=False)

    op.create_table(
        "roster_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("suggested_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=True),
        sa.Column("suggested_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("strength IS NULL OR strength BETWEEN 0 AND 4", name=op.f("ck_roster_suggestion_strength")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_roster_suggestion_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["suggested_by_id"],
            ["person.id"],
            name=op.f("fk_roster_suggestion_suggested_by_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_roster_suggestion_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_suggestion")),
    )
    with op.batch_alter_table("roster_suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_suggestion_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_suggestion_suggested_by_id"), ["suggested_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roster_suggestion_wave_id"), ["wave_id"], unique=False)

    with op.batch_alter_table("roster_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("finished_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("added_at", sa.DateTime(), nullable=True))

    # Until now a form came back as a whole: who answered was done.
    op.execute("UPDATE roster_entry SET finished_at = answered_at")

    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_tie_import_id"), ["import_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_tie_import_id_tie_import"), "tie_import", ["import_id"], ["id"], ondelete="CASCADE"
        )

    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.alter_column("carried", server_default=None)

    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.add_column(sa.Column("boundary", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closes_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("asks_items", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("offers_previous", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.alter_column("boundary", server_default=None)
        batch_op.alter_column("asks_items", server_default=None)
        batch_op.alter_column("offers_previous", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.drop_column("offers_previous")
        batch_op.drop_column("asks_items")
        batch_op.drop_column("closes_on")
        batch_op.drop_column("boundary")

    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tie_import_id_tie_import"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_tie_import_id"))
        batch_op.drop_column("import_id")
        batch_op.drop_column("carried")

    with op.batch_alter_table("roster_entry", schema=None) as batch_op:
        batch_op.drop_column("added_at")
        batch_op.drop_column("finished_at")

    with op.batch_alter_table("roster_suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_suggestion_wave_id"))
        batch_op.drop_index(batch_op.f("ix_roster_suggestion_suggested_by_id"))
        batch_op.drop_index(batch_op.f("ix_roster_suggestion_project_id"))

    op.drop_table("roster_suggestion")
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_project_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_other_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_one_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_middle_id"))

    op.drop_table("introduction")
    with op.batch_alter_table("plan_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_change_project_id"))
        batch_op.drop_index(batch_op.f("ix_plan_change_plan_id"))

    op.drop_table("plan_change")
    with op.batch_alter_table("tie_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tie_import_project_id"))

    op.drop_table("tie_import")
    with op.batch_alter_table("measurement_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measurement_plan_project_id"))

    op.drop_table("measurement_plan")
