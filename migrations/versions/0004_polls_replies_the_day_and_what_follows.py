"""Polls, replies, the day and what follows"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

METHODS = (  # key, name: what a new project starts with
    ("kennismaking", "Kennismaking"),
    ("casuistiek", "Casuïstiek bespreken"),
    ("training", "Training"),
    ("intervisie", "Intervisie"),
    ("markt", "Markt van organisaties"),
    ("werkbezoek", "Werkbezoek"),
    ("overleg", "Overleg"),
)


def upgrade() -> None:
    op.create_table(
        "inbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.String(length=250), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("from_address", sa.String(length=254), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("handled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_inbox_message_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_inbox_message_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_message")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbox_message_digest")),
    )
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbox_message_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbox_message_received_at"), ["received_at"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agreement_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_agreement_owner_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_agreement_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_project_id"), ["project_id"], unique=False)

    op.create_table(
        "date_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("answer_by", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_date_poll_meeting_id_meeting"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_date_poll_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
    )
    with op.batch_alter_table("date_poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_date_poll_project_id"), ["project_id"], unique=False)

    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("shown", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=160), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_material_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_material_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_material_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_material_project_id"), ["project_id"], unique=False)

    op.create_table(
        "meeting_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=True),
        sa.Column("able", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("able IS NULL OR able BETWEEN 1 AND 5", name=op.f("ck_meeting_opinion_able")),
        sa.CheckConstraint("useful IS NULL OR useful BETWEEN 1 AND 5", name=op.f("ck_meeting_opinion_useful")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_opinion_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_meeting_opinion_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_meeting_opinion_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_opinion")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_opinion_meeting_id_person_id")),
    )
    with op.batch_alter_table("meeting_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_opinion_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_opinion_project_id"), ["project_id"], unique=False)

    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("speaker", sa.String(length=160), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_programme_item_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_programme_item_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
    )
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_item_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_programme_item_project_id"), ["project_id"], unique=False)

    op.create_table(
        "sector_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_sector_places_places")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_sector_places_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_sector_places_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["term.id"], name=op.f("fk_sector_places_sector_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_places")),
        sa.UniqueConstraint("meeting_id", "sector_id", name=op.f("uq_sector_places_meeting_id_sector_id")),
    )
    with op.batch_alter_table("sector_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sector_places_project_id"), ["project_id"], unique=False)

    op.create_table(
        "calendar_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inbox_message_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("attendee", sa.String(length=254), nullable=False),
        sa.Column("partstat", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.DateTime(), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("delegated_to", sa.String(length=254), nullable=False),
        sa.Column("proposed_start", sa.DateTime(), nullable=True),
        sa.Column("proposed_end", sa.DateTime(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inbox_message_id"],
            ["inbox_message.id"],
            name=op.f("fk_calendar_reply_inbox_message_id_inbox_message"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_calendar_reply_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_calendar_reply_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_reply")),
    )
    with op.batch_alter_table("calendar_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_reply_inbox_message_id"), ["inbox_message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_reply_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calendar_reply_project_id"), ["project_id"], unique=False)

    op.create_table(
        "door_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_door_entry_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_door_entry_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_door_entry_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_entry")),
        sa.UniqueConstraint("meeting_id", "key", name=op.f("uq_door_entry_meeting_id_key")),
    )
    with op.batch_alter_table("door_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_entry_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_door_entry_project_id"), ["project_id"], unique=False)

    op.create_table(
        "material_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_file_material_id_material"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_material_file_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_file")),
        sa.UniqueConstraint("material_id", name=op.f("uq_material_file_material_id")),
    )
    with op.batch_alter_table("material_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_material_file_project_id"), ["project_id"], unique=False)

    op.create_table(
        "poll_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("no_reminders", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_poll_guest_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_poll_guest_poll_id_date_poll"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_poll_guest_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_guest")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_guest_poll_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("poll_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_guest_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_guest_project_id"), ["project_id"], unique=False)

    op.create_table(
        "poll_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_poll_option_poll_id_date_poll"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_poll_option_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("poll_id", "starts_at", "ends_at", name=op.f("uq_poll_option_poll_id_starts_at_ends_at")),
    )
    with op.batch_alter_table("poll_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_option_project_id"), ["project_id"], unique=False)

    op.create_table(
        "poll_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_guest_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["poll_option.id"], name=op.f("fk_poll_answer_option_id_poll_option"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["poll_guest_id"],
            ["poll_guest.id"],
            name=op.f("fk_poll_answer_poll_guest_id_poll_guest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_poll_answer_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sa.UniqueConstraint("poll_guest_id", "option_id", name=op.f("uq_poll_answer_poll_guest_id_option_id")),
    )
    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_answer_option_id"), ["option_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_answer_project_id"), ["project_id"], unique=False)

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("no_reminders", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("confirm_by", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("needs", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("needs_note", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answer_stamp", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("attendance_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("checked_in_via", sa.String(length=20), nullable=True))

    with op.batch_alter_table("invitation", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("turn", server_default=None)
        batch_op.alter_column("no_reminders", server_default=None)
        batch_op.alter_column("needs", server_default=None)
        batch_op.alter_column("needs_note", server_default=None)

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("route", sa.String(length=1000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("accessibility", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("method_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("host_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("auto_remind", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("series", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("door_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("revised_at", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_meeting_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_series"), ["series"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_host_id_person"), "person", ["host_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_method_id_term"), "term", ["method_id"], ["id"], ondelete="SET NULL"
        )

    op.execute("UPDATE meeting SET revised_at = created_at")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("route", server_default=None)
        batch_op.alter_column("accessibility", server_default=None)
        batch_op.alter_column("words", server_default=None)
        batch_op.alter_column("notes", server_default=None)
        batch_op.alter_column("auto_remind", server_default=None)
        batch_op.alter_column("is_public", server_default=None)
        batch_op.alter_column("door_version", server_default=None)
        batch_op.alter_column("revised_at", existing_type=sa.DateTime(), nullable=False)

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to_domain", sa.String(length=254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(), nullable=True))
        batch_op.create_index("ix_outbox_message_to_domain_sent_at", ["to_domain", "sent_at"], unique=False)

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.alter_column("to_domain", server_default=None)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feed_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_constraint(batch_op.f("uq_gone"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_person_uid"), ["uid"])

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("feed_version", server_default=None)

    with op.batch_alter_table("project_role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feed_version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("project_role", schema=None) as batch_op:
        batch_op.alter_column("feed_version", server_default=None)
    _tell_domains()
    _add_methods()


def _tell_domains() -> None:
    """The end of every address that mail was written to."""
    connection = op.get_bind()
    mails = sa.table("outbox_message", sa.column("id"), sa.column("to_address"), sa.column("to_domain"))
    rows = connection.execute(sa.select(mails.c.id, mails.c.to_address)).all()
    made = [{"row": row.id, "made": row.to_address.rpartition("@")[2].lower()} for row in rows]
    if made:
        statement = sa.update(mails).where(mails.c.id == sa.bindparam("row")).values(to_domain=sa.bindparam("made"))
        connection.execute(statement, made)


def _add_methods() -> None:
    """The vocabulary of what kind of gathering a meeting is, in every project there is."""
    connection = op.get_bind()
    names = ["project_id", "kind", "uid", "key", "name", "synonyms", "position", "version"]
    terms = sa.table("term", *(sa.column(name) for name in names))
    for project_id in connection.scalars(sa.text("SELECT id FROM project")).all():
        for position, (key, name) in enumerate(METHODS):
            values = {"kind": "method", "uid": str(uuid.uuid4()), "key": key, "name": name, "synonyms": ""}
            connection.execute(terms.insert().values(project_id=project_id, position=position, version=1, **values))


def downgrade() -> None:
    op.execute("DELETE FROM term WHERE kind = 'method'")
    with op.batch_alter_table("project_role", schema=None) as batch_op:
        batch_op.drop_column("feed_version")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_person_uid"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_gone"), ["uid"])
        batch_op.drop_column("feed_version")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_to_domain_sent_at")
        batch_op.drop_column("bounced_at")
        batch_op.drop_column("to_domain")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meeting_method_id_term"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_meeting_host_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_meeting_series"))
        batch_op.drop_index(batch_op.f("ix_meeting_host_id"))
        batch_op.drop_column("revised_at")
        batch_op.drop_column("door_version")
        batch_op.drop_column("series")
        batch_op.drop_column("is_public")
        batch_op.drop_column("auto_remind")
        batch_op.drop_column("answer_by")
        batch_op.drop_column("host_id")
        batch_op.drop_column("method_id")
        batch_op.drop_column("notes")
        batch_op.drop_column("words")
        batch_op.drop_column("accessibility")
        batch_op.drop_column("route")

    with op.batch_alter_table("invitation", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_column("checked_in_via")
        batch_op.drop_column("attendance_at")
        batch_op.drop_column("answer_stamp")
        batch_op.drop_column("needs_note")
        batch_op.drop_column("needs")
        batch_op.drop_column("confirm_by")
        batch_op.drop_column("no_reminders")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("turn")

    with op.batch_alter_table("poll_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_answer_project_id"))
        batch_op.drop_index(batch_op.f("ix_poll_answer_option_id"))

    op.drop_table("poll_answer")
    with op.batch_alter_table("poll_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_option_project_id"))

    op.drop_table("poll_option")
    with op.batch_alter_table("poll_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_guest_project_id"))
        batch_op.drop_index(batch_op.f("ix_poll_guest_person_id"))

    op.drop_table("poll_guest")
    with op.batch_alter_table("material_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_material_file_project_id"))

    op.drop_table("material_file")
    with op.batch_alter_table("door_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_entry_project_id"))
        batch_op.drop_index(batch_op.f("ix_door_entry_invitation_id"))

    op.drop_table("door_entry")
    with op.batch_alter_table("calendar_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_reply_project_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_reply_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_reply_inbox_message_id"))

    op.drop_table("calendar_reply")
    with op.batch_alter_table("sector_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sector_places_project_id"))

    op.drop_table("sector_places")
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_item_project_id"))
        batch_op.drop_index(batch_op.f("ix_programme_item_meeting_id"))

    op.drop_table("programme_item")
    with op.batch_alter_table("meeting_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_opinion_project_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_opinion_person_id"))

    op.drop_table("meeting_opinion")
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_material_project_id"))
        batch_op.drop_index(batch_op.f("ix_material_meeting_id"))

    op.drop_table("material")
    with op.batch_alter_table("date_poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_poll_project_id"))

    op.drop_table("date_poll")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_project_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_owner_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_meeting_id"))

    op.drop_table("agreement")
    with op.batch_alter_table("inbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_message_received_at"))
        batch_op.drop_index(batch_op.f("ix_inbox_message_project_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_message_person_id"))

    op.drop_table("inbox_message")
