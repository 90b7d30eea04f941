"""Sociale kaart, cards, history, privacy"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

SUPPORT = (  # key, name, synonyms: what a new project starts with
    (
        "respijtzorg",
        "Respijtzorg",
        "respijt, logeren, logeeropvang, oppas, even vrij, vervangende zorg, weekend weg, overnemen",
    ),
    ("dagbesteding", "Dagbesteding en ontmoeting", "dagopvang, ontmoetingscentrum, inloop, dagje uit, huiskamer"),
    (
        "praktische-hulp",
        "Praktische hulp thuis",
        "klussen, boodschappen, huishoudelijke hulp, schoonmaken, tuin, administratie",
    ),
    ("vervoer", "Vervoer", "rijden, taxi, meerijden, ziekenhuisbezoek, rolstoelvervoer"),
    (
        "luisterend-oor",
        "Luisterend oor en begeleiding",
        "praten, overbelast, maatje, gesprek, coach, steun, huisbezoek",
    ),
    ("lotgenoten", "Lotgenotencontact", "mantelzorgcafé, ontmoeten, praatgroep, alzheimercafé"),
    (
        "informatie",
        "Informatie en advies",
        "wegwijs, vragen, loket, cliëntondersteuning, onafhankelijke cliëntondersteuning",
    ),
    ("geld", "Geld en regelingen", "vergoeding, toeslag, schulden, pgb, kosten, verzekering"),
    ("hulpmiddelen", "Hulpmiddelen en wonen", "rolstoel, traplift, woningaanpassing, alarm, mantelzorgwoning"),
    ("dementie", "Dementie", "vergeten, alzheimer, geheugen, casemanager"),
    ("jonge-mantelzorgers", "Jonge mantelzorgers", "kind, jongere, school, broer, zus, jong"),
    ("werk", "Werk en mantelzorg", "werkgever, verlof, zorgverlof, baan"),
    ("cursus", "Cursus en training", "training, leren, workshop, tillen"),
    ("waardering", "Mantelzorgwaardering", "compliment, bedankje, cadeaubon, dag van de mantelzorg"),
)


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gone", sa.String(length=36), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("gone", name=op.f("uq_tombstone_gone")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_change_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_project_id"), ["project_id"], unique=False)
        batch_op.create_index("ix_change_project_id_record", ["project_id", "record"], unique=False)

    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_merge_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_gone_id"), ["gone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_project_id"), ["project_id"], unique=False)

    op.create_table(
        "not_same",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_same_in_order")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_not_same_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same")),
        sa.UniqueConstraint("kind", "first_id", "second_id", name=op.f("uq_not_same_kind_first_id_second_id")),
    )
    with op.batch_alter_table("not_same", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_not_same_project_id"), ["project_id"], unique=False)

    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("transportation", sa.String(length=300), nullable=False),
        sa.Column("accessibility", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_location_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_location_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("uid", name=op.f("uq_location_uid")),
    )
    with op.batch_alter_table("location", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_location_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_location_project_id"), ["project_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_consent_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_person_id_purpose", ["person_id", "purpose"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_project_id"), ["project_id"], unique=False)

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leaver_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("introduced_at", sa.DateTime(), nullable=True),
        sa.Column("introduced", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leaver_id"], ["person.id"], name=op.f("fk_handover_leaver_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_handover_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["person.id"], name=op.f("fk_handover_successor_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("leaver_id", name=op.f("uq_handover_leaver_id")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_successor_id"), ["successor_id"], unique=False)

    op.create_table(
        "person_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_photo_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_person_photo_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_photo")),
        sa.UniqueConstraint("person_id", name=op.f("uq_person_photo_person_id")),
    )
    with op.batch_alter_table("person_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_photo_project_id"), ["project_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("department", sa.String(length=160), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_contact_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_contact_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("uid", name=op.f("uq_contact_uid")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_service_id"), ["service_id"], unique=False)

    op.create_table(
        "service_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_service_area_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_area_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_area")),
        sa.UniqueConstraint("uid", name=op.f("uq_service_area_uid")),
    )
    with op.batch_alter_table("service_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_area_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_area_service_id"), ["service_id"], unique=False)

    op.create_table(
        "service_at_location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_service_at_location_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_service_at_location_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_at_location_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_at_location")),
        sa.UniqueConstraint("service_id", "location_id", name=op.f("uq_service_at_location_service_id_location_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_service_at_location_uid")),
    )
    with op.batch_alter_table("service_at_location", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_at_location_location_id"), ["location_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_at_location_project_id"), ["project_id"], unique=False)

    op.create_table(
        "service_support",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_support_service_id_service"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_service_support_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "term_id", name=op.f("pk_service_support")),
    )
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=160), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_phone_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_phone_location_id_location"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_phone_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_phone_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
        sa.UniqueConstraint("uid", name=op.f("uq_phone_uid")),
    )
    with op.batch_alter_table("phone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_location_id"), ["location_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_service_id"), ["service_id"], unique=False)

    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("at_location_id", sa.Integer(), nullable=True),
        sa.Column("byday", sa.String(length=60), nullable=False),
        sa.Column("freq", sa.String(length=10), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_schedule_at_location_id_service_at_location"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_schedule_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_schedule_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("uid", name=op.f("uq_schedule_uid")),
    )
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_schedule_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_schedule_service_id"), ["service_id"], unique=False)

    with op.batch_alter_table("import_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="people"))
        batch_op.add_column(sa.Column("landed_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("import_draft", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_merged_into_id_organisation"),
            "organisation",
            ["merged_into_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_message_about_id"), ["about_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_message_about_id_person"), "person", ["about_id"], ["id"], ondelete="CASCADE"
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uid", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("new_email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("call_me_for", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reachable", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("shown", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_person_successor_id_person"), "person", ["successor_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("call_me_for", server_default=None)
        batch_op.alter_column("reachable", server_default=None)
        batch_op.alter_column("shown", server_default=None)

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slug", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("modules", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("retention_months", sa.Integer(), nullable=False, server_default="12"))
        batch_op.add_column(sa.Column("retention_announced_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("anonymised_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.alter_column("modules", server_default=None)
        batch_op.alter_column("retention_months", server_default=None)

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("eligibility", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("fees", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("url", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("capacity", sa.String(length=20), nullable=False, server_default="unknown"))
        batch_op.add_column(sa.Column("waiting_weeks", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("capacity_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("keeper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(batch_op.f("ix_service_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_index("ix_service_stamp", ["project_id", "version", "uid"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_service_keeper_id_person"), "person", ["keeper_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.alter_column("eligibility", server_default=None)
        batch_op.alter_column("fees", server_default=None)
        batch_op.alter_column("url", server_default=None)
        batch_op.alter_column("capacity", server_default=None)
        batch_op.alter_column("is_public", server_default=None)
        batch_op.alter_column("version", server_default=None)

    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uid", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("synonyms", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.alter_column("synonyms", server_default=None)
        batch_op.alter_column("version", server_default=None)
    _give_ids()
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("uid", existing_type=sa.String(length=36), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_gone"), ["uid"])
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.alter_column("uid", existing_type=sa.String(length=36), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_term_uid"), ["uid"])
    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.alter_column("slug", existing_type=sa.String(length=60), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_project_slug"), ["slug"])
    _add_kinds_of_support()
    # SQLite: a key that stood in a mailed link is never given to another invitation.
    with op.batch_alter_table(
        "invitation",
        recreate="auto" if op.get_bind().dialect.name != "sqlite" else "always",
        table_kwargs={"sqlite_autoincrement": True},
    ):
        pass


def _give_ids() -> None:
    """A UUID for every person and word, and a word of its own for every project's public addresses."""
    connection = op.get_bind()
    for name in ("person", "term"):
        rows = sa.table(name, sa.column("id"), sa.column("uid"))
        ids = connection.scalars(sa.select(rows.c.id)).all()
        made = [{"row": row_id, "made": str(uuid.uuid4())} for row_id in ids]
        if made:
            statement = sa.update(rows).where(rows.c.id == sa.bindparam("row")).values(uid=sa.bindparam("made"))
            connection.execute(statement, made)
    projects = sa.table("project", sa.column("id"), sa.column("slug"))
    for project_id in connection.scalars(sa.select(projects.c.id)).all():
        connection.execute(sa.update(projects).where(projects.c.id == project_id).values(slug=f"project-{project_id}"))


def _add_kinds_of_support() -> None:
    """The vocabulary that the sociale kaart is searched by, in every project there is."""
    connection = op.get_bind()
    names = ["id", "project_id", "kind", "uid", "key", "name", "synonyms", "position", "version"]
    terms = sa.table("term", *(sa.column(name) for name in names))
    for project_id in connection.scalars(sa.text("SELECT id FROM project")).all():
        for position, (key, name, synonyms) in enumerate(SUPPORT):
            connection.execute(
                terms.insert().values(
                    project_id=project_id,
                    kind="support",
                    uid=str(uuid.uuid4()),
                    key=key,
                    name=name,
                    synonyms=synonyms,
                    version=1,
                    position=position,
                )
            )


def downgrade() -> None:
    op.execute("DELETE FROM term WHERE kind = 'support'")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_term_uid"), type_="unique")
        batch_op.drop_column("version")
        batch_op.drop_column("synonyms")
        batch_op.drop_column("uid")

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_service_keeper_id_person"), type_="foreignkey")
        batch_op.drop_index("ix_service_stamp")
        batch_op.drop_index(batch_op.f("ix_service_keeper_id"))
        batch_op.drop_index(batch_op.f("ix_service_changed_at"))
        batch_op.drop_column("version")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("is_public")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("confirmed_on")
        batch_op.drop_column("keeper_id")
        batch_op.drop_column("capacity_at")
        batch_op.drop_column("waiting_weeks")
        batch_op.drop_column("capacity")
        batch_op.drop_column("email")
        batch_op.drop_column("url")
        batch_op.drop_column("fees")
        batch_op.drop_column("eligibility")

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_project_slug"), type_="unique")
        batch_op.drop_column("anonymised_at")
        batch_op.drop_column("retention_announced_at")
        batch_op.drop_column("retention_months")
        batch_op.drop_column("modules")
        batch_op.drop_column("slug")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_person_merged_into_id_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_person_successor_id_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_gone"), type_="unique")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("successor_id")
        batch_op.drop_column("confirmed_on")
        batch_op.drop_column("shown")
        batch_op.drop_column("reachable")
        batch_op.drop_column("call_me_for")
        batch_op.drop_column("new_email")
        batch_op.drop_column("uid")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outbox_message_about_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outbox_message_about_id"))
        batch_op.drop_column("about_id")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisation_merged_into_id_organisation"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("import_draft", schema=None) as batch_op:
        batch_op.drop_column("landed_at")
        batch_op.drop_column("kind")

    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_schedule_service_id"))
        batch_op.drop_index(batch_op.f("ix_schedule_project_id"))

    op.drop_table("schedule")
    with op.batch_alter_table("phone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_service_id"))
        batch_op.drop_index(batch_op.f("ix_phone_project_id"))
        batch_op.drop_index(batch_op.f("ix_phone_location_id"))
        batch_op.drop_index(batch_op.f("ix_phone_contact_id"))

    op.drop_table("phone")
    op.drop_table("service_support")
    with op.batch_alter_table("service_at_location", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_at_location_project_id"))
        batch_op.drop_index(batch_op.f("ix_service_at_location_location_id"))

    op.drop_table("service_at_location")
    with op.batch_alter_table("service_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_area_service_id"))
        batch_op.drop_index(batch_op.f("ix_service_area_project_id"))

    op.drop_table("service_area")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_service_id"))
        batch_op.drop_index(batch_op.f("ix_contact_project_id"))
        batch_op.drop_index(batch_op.f("ix_contact_organisation_id"))

    op.drop_table("contact")
    with op.batch_alter_table("person_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_photo_project_id"))

    op.drop_table("person_photo")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_successor_id"))
        batch_op.drop_index(batch_op.f("ix_handover_project_id"))

    op.drop_table("handover")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_project_id"))
        batch_op.drop_index("ix_consent_person_id_purpose")

    op.drop_table("consent")
    with op.batch_alter_table("location", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_location_project_id"))
        batch_op.drop_index(batch_op.f("ix_location_organisation_id"))

    op.drop_table("location")
    with op.batch_alter_table("not_same", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_not_same_project_id"))

    op.drop_table("not_same")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_project_id"))
        batch_op.drop_index(batch_op.f("ix_merge_kept_id"))
        batch_op.drop_index(batch_op.f("ix_merge_gone_id"))

    op.drop_table("merge")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_project_id_record")
        batch_op.drop_index(batch_op.f("ix_change_project_id"))
        batch_op.drop_index(batch_op.f("ix_change_at"))

    op.drop_table("change")
    op.drop_table("tombstone")
