"""One person who is in every table that can hold somebody, and a canary in every text about them."""

from __future__ import annotations

import datetime as dt
from itertools import count

from sqlalchemy import JSON, Column, LargeBinary, select, update

from kapstok import clock
from kapstok.accounts import audit
from kapstok.directory import lists
from kapstok.extensions import db
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import models as meetings
from kapstok.privacy.holdings import HOLDINGS, Holding
from kapstok.privacy.models import Merge, NotSame
from kapstok.privacy.whom import Whom, whom
from kapstok.progress.models import Adoption, Indicator, Observation, Product, StepRecord, SurveyAnswer, SurveyItem
from kapstok.referrals import service as referrals
from kapstok.referrals.models import CaseCard, CaseMember, Referral
from kapstok.referrals.rules import Kind as Counts
from kapstok.referrals.rules import Of
from kapstok.register.models import Consent, Person, PersonPhoto, Reporter
from kapstok.ties.leaving.introducing import INTRODUCTION
from kapstok.ties.models import Handover, Introduction, RosterSuggestion, Tie, Wave
from tests.factories import make_person, make_service
from tests.filled import Filled, holds_text

CANARY = "kanarie%05d"
NAME, ADDRESS = "Kanarie van Vogelen", "kanarie@example.org"


def in_every_table(filled: Filled) -> None:
    """Give the second of the project's people rows in every table that they were not in yet."""
    person, now, here, others = filled.people[1], clock.now(), {"project_id": filled.project.id}, filled.people[5:]
    person.name, person.email, person.phone, person.area = NAME, ADDRESS, "06 12345678", "Oost"
    person.successor_id, others[1].successor_id = others[0].id, person.id
    double = make_person(filled.project, None, NAME, merged_into_id=person.id, archived_at=now)
    double.sector_id = filled.organisations[0].sector_id
    make_service(filled.organisations[0], "Wandelclub", keeper_id=person.id)
    wave = db.session.scalars(select(Wave).where(Wave.project_id == filled.project.id)).first()
    item = SurveyItem(**here, text="Ik weet bij wie ik terechtkan.", kind="level")
    db.session.add(item)
    db.session.flush()
    said = {"source": "wave", "wave_id": wave.id, "stated_at": now}
    consent = {"text_version": "1", "given": True, "said_at": now, "recorded_by": f"person:{person.id}"}
    db.session.add_all(
        [
            Consent(**here, person_id=person.id, purpose="card", **consent),
            PersonPhoto(**here, person_id=person.id, jpeg=b"a face", kept_at=now),
            Tie(**here, respondent_id=person.id, named_id=others[0].id, strength=2, **said),
            SurveyAnswer(**here, item_id=item.id, wave_id=wave.id, person_id=person.id, value=4, answered_at=now),
            RosterSuggestion(
                **here, wave_id=wave.id, suggested_by_id=person.id, name="Pia Post", suggested_at=now, strength=2
            ),
            Introduction(**here, middle_id=person.id, one_id=others[0].id, other_id=others[1].id, note="Bel eens."),
            Introduction(**here, middle_id=others[0].id, one_id=person.id, other_id=others[1].id, asked_at=now),
            Introduction(**here, middle_id=others[0].id, one_id=others[1].id, other_id=person.id, sent_at=now),
            Handover(**here, leaver_id=person.id, successor_id=others[2].id, started_at=now),
            Handover(**here, leaver_id=others[3].id, successor_id=person.id, started_at=now),
            Merge(**here, kind="person", kept_id=person.id, gone_id=double.id, merged_at=now, actor="user:1", moved={}),
            NotSame(**here, kind="person", first_id=person.id, second_id=others[3].id),
            _mail(person, "about", person_id=others[0].id, about_id=person.id, to_address="ander@example.org"),
            _mail(person, "nobody's", to_address=ADDRESS),
            _mail(person, "introduced", person_id=others[0].id, to_address="opvolger@example.org", kind=INTRODUCTION),
        ]
    )
    _in_meetings(filled, person, here)
    month, ends = clock.month_of(clock.local_date(now)), [organisation.id for organisation in filled.organisations[:2]]
    counter = referrals.Counter(is_whole=False, person_id=person.id)
    of = Of(month, Counts.SENT, *ends, None)
    referrals.record_count(filled.project, of, 3, counter, now, note="Na het spreekuur")
    _counts(filled, person, here, month)
    list_of_one = f"Naam;Organisatie;Sector;E-mail\n{NAME};De Kom;Welzijn;{ADDRESS}\n".encode()
    lists.receive(filled.project, filled.evaluator.id, "lijst.csv", list_of_one, now)
    me = f"person:{person.id}"
    audit.record("visibility chosen", actor=me, project_id=filled.project.id, subject=me)
    db.session.commit()


def _counts(filled: Filled, person: Person, here: dict, month: dt.date) -> None:
    """Followed and closed a referral, counts for an organisation, and is on a case card."""
    now, third = clock.now(), filled.organisations[2]
    ends = {"from_organisation_id": filled.organisations[0].id, "to_organisation_id": third.id}
    told = {"organisation_id": third.id, "recorded_at": now, "recorded_by_id": person.id}
    product = Product(**here, key="film", kind="film", title="Een film")
    indicator = Indicator(**here, key="gesprekken", name="Gesprekken", definition="Gesprekken met mantelzorgers.")
    card = CaseCard(**here, name="Groene specht", lead_id=person.id, opened_at=now, touched_at=now)
    db.session.add_all([product, indicator, card])
    db.session.flush()
    today = clock.local_date(now)
    db.session.add_all(
        [
            Referral(
                **here, **ends, month=month, from_person_id=person.id, reference="A1", note="Bellen", status_at=now
            ),
            Referral(**here, **ends, month=month, closed_by=f"person:{person.id}", reference="A2", status_at=now),
            Reporter(**here, organisation_id=third.id, person_id=person.id),
            Observation(
                **here,
                indicator_id=indicator.id,
                organisation_id=third.id,
                on_date=today,
                value=30,
                reported_at=now,
                reported_by_id=person.id,
            ),
            Adoption(**here, **told, product_id=product.id, stage="introduced", on_date=today),
            StepRecord(**here, **told, step="coding", state="done", on_date=today, evidence="Een code"),
            CaseMember(**here, card_id=card.id, person_id=person.id, role="Huisarts", added_at=now),
        ]
    )
    db.session.flush()


def _in_meetings(filled: Filled, person: Person, here: dict) -> None:
    """Host, at the door, with an agreement, and in the inbox; in the poll and among the opinions they are already."""
    now, past = clock.now(), filled.meetings["past"]
    past.host_id = person.id
    of_past = here | {"meeting_id": past.id}
    query = select(meetings.Invitation).where(
        meetings.Invitation.project_id == filled.project.id,
        meetings.Invitation.meeting_id == past.id,
        meetings.Invitation.person_id == person.id,
    )
    invitation = db.session.scalars(query).one()
    inbox = {"received_at": now, "source": "imap", "subject": f"Van {NAME}", "raw": NAME.encode(), "kind": "calendar"}
    came = InboxMessage(**here, digest="1" * 64, person_id=person.id, **inbox)
    db.session.add_all([came, InboxMessage(**here, digest="2" * 64, from_address=ADDRESS, **inbox)])
    db.session.flush()
    reply = meetings.CalendarReply(**here, inbox_message_id=came.id, invitation_id=invitation.id, method="REPLY")
    reply.attendee, reply.comment, reply.status = ADDRESS, f"Groet, {NAME}", "applied"
    db.session.add_all(
        [
            reply,
            meetings.Agreement(**of_past, kind="action", text="Een folder maken", owner_id=person.id),
            meetings.DoorEntry(**of_past, name=NAME, came_at=now),
        ]
    )
    db.session.flush()


def plant(person: Person, holding: Holding, columns: set[str]) -> dict[str, str]:
    """A canary of its own in each of these columns, in each row of the person: which canary is where."""
    theirs, table, planted = whom(person), holding.rows, {}
    connection = db.session.connection()
    for id in connection.scalars(select(table.c.id).where(holding.of(theirs))).all():
        values = {}
        for column in (table.c[name] for name in columns if can_sing(table.c[name])):
            canary = CANARY % next(_numbers)
            planted[canary] = f"{table.name}.{column.name}"
            values[column.name] = _sung(column, canary, theirs)
        if values:
            connection.execute(update(table).where(table.c.id == id).values(values))
    db.session.expire_all()
    return planted


def can_sing(column: Column) -> bool:
    """Whether a canary fits: a text with room for one, by which nobody looks for somebody's rows."""
    if not holds_text(column) or (getattr(column.type, "length", None) or 20) < len(CANARY):
        return False
    table, name = column.table.name, column.name
    sought = {holding.key for holding in HOLDINGS if holding.table == table and not _is_list(column)}
    return name not in sought | {"kind"} and (table, name) != ("outbox_message", "to_name")


def _is_list(column: Column) -> bool:
    return column.table.name == "import_draft"


def _sung(column: Column, canary: str, theirs: Whom):
    if _is_list(column) and column.name == "entries":
        return [{"name": theirs.names[0], "function": canary}]
    if isinstance(column.type, JSON):
        return [canary]
    if column.name == "mime":
        return f"Dit is {theirs.names[0]}, {canary}".encode()  # by the name in it an introduction is found
    return canary.encode() if isinstance(column.type, LargeBinary) else canary


def _mail(person: Person, number: str, **who) -> OutboxMessage:
    now = clock.now()
    row = {
        "kind": "link",
        "mime": f"Dit is {NAME}".encode(),
        "to_name": NAME,
        "subject": f"Over {NAME}",
        "message_id": f"<{number}>",
        "status": Status.SENT,
    }
    moments = {"created_at": now, "next_attempt_at": now, "sent_at": now}
    return OutboxMessage(project_id=person.project_id, **(row | moments | who))


_numbers = count(1)
