"""Seating plans and lotteries"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "lottery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=False),
        sa.Column("loss", sa.Double(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_lottery_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_lottery_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_lottery_meeting_id")),
    )
    with op.batch_alter_table("lottery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lottery_project_id"), ["project_id"], unique=False)

    op.create_table(
        "seating_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("sector", sa.Integer(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("strengthen", sa.Integer(), nullable=False),
        sa.Column("bridge", sa.Integer(), nullable=False),
        sa.Column("spread", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rounds BETWEEN 1 AND 12", name=op.f("ck_seating_plan_rounds")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_seating_plan_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_seating_plan_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_plan")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_seating_plan_meeting_id")),
    )
    with op.batch_alter_table("seating_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seating_plan_project_id"), ["project_id"], unique=False)

    op.create_table(
        "lottery_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lottery_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("chance > 0 AND chance < 1", name=op.f("ck_lottery_pair_chance")),
        sa.CheckConstraint("one_id <> other_id", name=op.f("ck_lottery_pair_two_people")),
        sa.ForeignKeyConstraint(
            ["lottery_id"], ["lottery.id"], name=op.f("fk_lottery_pair_lottery_id_lottery"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["person.id"], name=op.f("fk_lottery_pair_one_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_lottery_pair_other_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_lottery_pair_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_pair")),
        sa.UniqueConstraint(
            "lottery_id", "one_id", "other_id", name=op.f("uq_lottery_pair_lottery_id_one_id_other_id")
        ),
    )
    with op.batch_alter_table("lottery_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lottery_pair_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lottery_pair_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lottery_pair_project_id"), ["project_id"], unique=False)

    op.create_table(
        "lottery_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lottery_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("twin", sa.Integer(), nullable=True),
        sa.Column("exchanged", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lottery_id"], ["lottery.id"], name=op.f("fk_lottery_place_lottery_id_lottery"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lottery_place_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_lottery_place_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_place")),
        sa.UniqueConstraint("lottery_id", "person_id", name=op.f("uq_lottery_place_lottery_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lottery_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lottery_place_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lottery_place_project_id"), ["project_id"], unique=False)

    op.create_table(
        "plan_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joins", sa.Boolean(), nullable=False),
        sa.Column("from_round", sa.Integer(), nullable=False),
        sa.Column("until_round", sa.Integer(), nullable=True),
        sa.Column("needs_access", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "from_round >= 1 AND (until_round IS NULL OR until_round >= from_round)", name=op.f("ck_plan_guest_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_guest_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["seating_plan.id"], name=op.f("fk_plan_guest_plan_id_seating_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_plan_guest_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_guest")),
        sa.UniqueConstraint("plan_id", "person_id", name=op.f("uq_plan_guest_plan_id_person_id")),
    )
    with op.batch_alter_table("plan_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_guest_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_guest_project_id"), ["project_id"], unique=False)

    op.create_table(
        "plan_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("table", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_seat_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["seating_plan.id"], name=op.f("fk_plan_seat_plan_id_seating_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_plan_seat_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_seat")),
        sa.UniqueConstraint("plan_id", "round", "person_id", name=op.f("uq_plan_seat_plan_id_round_person_id")),
    )
    with op.batch_alter_table("plan_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_seat_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_seat_project_id"), ["project_id"], unique=False)

    op.create_table(
        "plan_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("fewest >= 0 AND most >= fewest AND most > 0", name=op.f("ck_plan_table_sizes")),
        sa.ForeignKeyConstraint(
            ["host_id"], ["person.id"], name=op.f("fk_plan_table_host_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["seating_plan.id"], name=op.f("fk_plan_table_plan_id_seating_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_plan_table_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_table")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_table_plan_id_number")),
    )
    with op.batch_alter_table("plan_table", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_table_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_table_project_id"), ["project_id"], unique=False)

    op.create_table(
        "plan_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id <> other_id", name=op.f("ck_plan_wish_two_people")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_plan_wish_one_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_plan_wish_other_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["seating_plan.id"], name=op.f("fk_plan_wish_plan_id_seating_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_plan_wish_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_wish")),
        sa.UniqueConstraint("plan_id", "one_id", "other_id", name=op.f("uq_plan_wish_plan_id_one_id_other_id")),
    )
    with op.batch_alter_table("plan_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_wish_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_wish_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_wish_project_id"), ["project_id"], unique=False)

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no_lottery", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("no_lottery", server_default=None)

    with op.batch_alter_table("measurement_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draws", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("measurement_plan", schema=None) as batch_op:
        batch_op.alter_column("draws", server_default=None)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lottery", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("lottery", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("lottery")

    with op.batch_alter_table("measurement_plan", schema=None) as batch_op:
        batch_op.drop_column("draws")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("no_lottery")

    with op.batch_alter_table("plan_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_wish_project_id"))
        batch_op.drop_index(batch_op.f("ix_plan_wish_other_id"))
        batch_op.drop_index(batch_op.f("ix_plan_wish_one_id"))

    op.drop_table("plan_wish")
    with op.batch_alter_table("plan_table", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_table_project_id"))
        batch_op.drop_index(batch_op.f("ix_plan_table_host_id"))

    op.drop_table("plan_table")
    with op.batch_alter_table("plan_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_seat_project_id"))
        batch_op.drop_index(batch_op.f("ix_plan_seat_person_id"))

    op.drop_table("plan_seat")
    with op.batch_alter_table("plan_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_guest_project_id"))
        batch_op.drop_index(batch_op.f("ix_plan_guest_person_id"))

    op.drop_table("plan_guest")
    with op.batch_alter_table("lottery_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_place_project_id"))
        batch_op.drop_index(batch_op.f("ix_lottery_place_person_id"))

    op.drop_table("lottery_place")
    with op.batch_alter_table("lottery_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_pair_project_id"))
        batch_op.drop_index(batch_op.f("ix_lottery_pair_other_id"))
        batch_op.drop_index(batch_op.f("ix_lottery_pair_one_id"))

    op.drop_table("lottery_pair")
    with op.batch_alter_table("seating_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seating_plan_project_id"))

    op.drop_table("seating_plan")
    with op.batch_alter_table("lottery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_project_id"))

    op.drop_table("lottery")
