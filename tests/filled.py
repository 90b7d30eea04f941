"""A small project in which every table has rows and every page has something to show."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from PIL import Image
from sqlalchemy import JSON, Column, LargeBinary, String, select, update

from kapstok import clock
from kapstok.accounts import history
from kapstok.accounts.models import AuditEvent, User
from kapstok.database import new_uid
from kapstok.directory import intake, lists, situations
from kapstok.directory import models as directory
from kapstok.directory.rules import Capacity
from kapstok.evaluation.models import Calculation, CalculationFile, ReportText
from kapstok.extensions import db
from kapstok.mail import service as mail
from kapstok.mail.models import InboxMessage, OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import afterwards, attendance, inviting, letters
from kapstok.meetings import models as meeting_models
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Attendance, Need, Partstat, Via
from kapstok.planner import models as planned
from kapstok.privacy import merging
from kapstok.privacy.models import NotSame
from kapstok.privacy.references import Kind
from kapstok.progress import indicators
from kapstok.progress import service as progress
from kapstok.progress.models import (
    Adoption,
    AskedItem,
    Handout,
    MinuteRound,
    Product,
    StepRecord,
    SurveyAnswer,
)
from kapstok.progress.rules import SUGGESTIONS, reference_dates
from kapstok.progress.surveys import asking
from kapstok.progress.surveys import service as surveys
from kapstok.projects import service as projects
from kapstok.projects.models import ApiToken, Project
from kapstok.projects.rules import Module, Role, Vocabulary
from kapstok.referrals import service as referrals
from kapstok.referrals.imports import service as tally_imports
from kapstok.referrals.models import CaseCard, CaseMember, Referral, ReferralTally, TallyImport
from kapstok.referrals.rules import Kind as Counts
from kapstok.referrals.rules import Of
from kapstok.referrals.service import Counter
from kapstok.register import bulk, drafts
from kapstok.register import service as register
from kapstok.register.models import Consent, ImportDraft, Organisation, Person, PersonPhoto, Reporter
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.imports import service as line_imports
from kapstok.ties.models import (
    Handover,
    Introduction,
    PlanChange,
    RosterSuggestion,
    Tie,
    TieImport,
)
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import Answers
from kapstok.web.links import stationery
from tests.factories import make_meeting, make_organisation, make_person, make_project, make_service, make_user

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
ACTOR = "test"
A_SERVICE = {  # of somebody else, as HSDS
    "id": "11111111-1111-4111-8111-111111111111",
    "name": "Maatjes",
    "status": "active",
    "organization": {"id": "22222222-2222-4222-8222-222222222222", "name": "Samen Sterk", "description": "Welzijn"},
}


@dataclass
class Filled:
    """The project, its two accounts, and the rows that tests point at by name."""

    project: Project
    leader: User
    evaluator: User
    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    poll: meeting_models.DatePoll | None = None
    draft: ImportDraft | None = None
    lines: ImportDraft | None = None
    package: ImportDraft | None = None
    changed_at: dt.datetime | None = None  # when the leader changed many people at once

    @property
    def guest(self) -> Person:
        """Somebody who is invited, asked, and counts referrals."""
        return self.people[0]

    @property
    def leaver(self) -> Person:
        """Somebody who goes, and still has lines to hand over."""
        return self.people[12]

    @property
    def invitation(self) -> Invitation:
        """The guest's invitation to the meeting ahead."""
        return self._invitation("ahead", self.guest)

    @property
    def arriving(self) -> Invitation:
        """Of somebody who is expected today, and not there yet."""
        return self._invitation("today", self.people[8])

    @property
    def coming(self) -> Invitation:
        """Of somebody who said yes or perhaps to the meeting ahead."""
        query = select(Invitation).where(
            Invitation.project_id == self.project.id,
            Invitation.meeting_id == self.meetings["ahead"].id,
            Invitation.partstat.in_((Partstat.ACCEPTED, Partstat.TENTATIVE)),
        )
        return db.session.scalars(query.order_by(Invitation.id)).first()

    def _invitation(self, meeting: str, person: Person) -> Invitation:
        query = select(Invitation).where(
            Invitation.project_id == self.project.id,
            Invitation.meeting_id == self.meetings[meeting].id,
            Invitation.person_id == person.id,
        )
        return db.session.scalars(query).one()


def fill_project(name: str = "Samen rond mantelzorg") -> Filled:
    """A demo project (so that its mail can be read on a page), in the middle of everything."""
    now = clock.now()
    project = make_project(name, is_demo=True)
    leader = make_user(project, name="Leo Leider")
    filled = Filled(project, leader, make_user(project, Role.EVALUATOR, name="Eva Luttik"))
    projects.state_dpia(project, clock.local_date(now), now, actor=ACTOR)
    projects.switch_modules(project, set(Module), actor=ACTOR)
    progress.ensure_defaults(project)
    *_others, mended, stopped = surveys.list_items(project)
    mended.text, stopped.archived_at = "Ik tel mee.", now
    situations.fill(project)
    _fill_register(filled, now)
    _fill_vocabularies(filled, now)
    _fill_meetings(filled, now)
    _fill_around_meetings(filled, now)
    _fill_poll(filled, now)
    _fill_inbox(filled, now)
    _fill_measurements(filled, now)
    _fill_around_measurements(filled, now)
    _fill_counts(filled, now)
    _fill_directory(filled, now)
    _fill_cards(filled, now)
    _fill_privacy(filled, now)
    _change_many(filled, now)
    _fill_outbox(filled, now)
    list_of_one = b"Naam;Organisatie;Sector\nNieuw Gezicht;Nieuwe Plek;Welzijn\n"
    filled.draft = lists.receive(project, filled.leader.id, "lijst.csv", list_of_one, now)
    lists.receive(project, filled.leader.id, "onbekend.csv", b"Naam;Sector\nWie of wat;Welzijn\n", now)
    one, other, _third = filled.organisations
    tallies = f"Van;Naar;Maand;Aantal\n{one.name};{other.name};{now:%Y-%m};3\n"
    tally_imports.receive(project, filled.leader.id, "tellingen.csv", tallies.encode(), now)
    _fill_lines(filled, now)
    landed = lists.receive(project, filled.leader.id, "verwerkt.csv", list_of_one, now)
    drafts.close(landed, [{"kind": "people", "status": "new", "id": filled.people[0].id}], now)
    filled.package = intake.receive(project, filled.leader.id, "kaart.json", json.dumps([A_SERVICE]).encode(), now)
    return filled


def holds_text(column: Column) -> bool:
    return isinstance(column.type, String | JSON | LargeBinary) and not column.primary_key


def write_everywhere(filled: Filled, word: str, where: Callable[[Column], bool] = holds_text) -> None:
    """Put ``word`` and the row's number in every column of this project of which ``where`` says so.

    Without it: in all that can hold a text, also in those that hold words of the code, since nobody outside the
    project may read any of it.
    """
    db.session.flush()
    connection = db.session.connection()
    for table in db.metadata.sorted_tables:
        texts = [column for column in table.columns if where(column)]
        if table is AuditEvent.__table__:  # append-only
            connection.execute(table.insert().values(at=clock.now(), event=word, actor=word, subject=word))
        elif texts and (rows := _rows_of(table, filled)) is not None:
            for id in connection.scalars(select(table.c.id).where(rows)).all():
                values = {column.name: _word(column, f"{word}{id}") for column in texts}
                connection.execute(update(table).where(table.c.id == id).values(values))
    db.session.expire_all()


def _word(column, word: str):
    if isinstance(column.type, JSON):
        return [word]
    return word.encode() if isinstance(column.type, LargeBinary) else word


def _rows_of(table, filled: Filled):
    """The condition that finds this project's rows; None when the table has none."""
    if table.name == "project":
        return table.c.id == filled.project.id
    if table.name == "user_account":
        return table.c.id.in_([filled.leader.id, filled.evaluator.id])
    return table.c.project_id == filled.project.id if "project_id" in table.c else None


def _fill_register(filled: Filled, now: dt.datetime) -> None:
    project = filled.project
    for name, sector in (("De Kom", "welzijn"), ("Praktijk Oost", "eerstelijnszorg"), ("Zorgloket", "gemeente")):
        organisation = make_organisation(project, name, sector)
        filled.organisations.append(organisation)
        for _ in range(6):
            name = f"Deelnemer {len(filled.people):02}"  # the same order in every test
            filled.people.append(make_person(project, organisation, name, "anders"))
    make_service(filled.organisations[1])
    make_service(filled.organisations[1], "Inloop", archived_at=now)
    register.archive_organisation(make_organisation(project), now)
    register.archive_person(make_person(project, filled.organisations[0]), now)
    make_person(project, None, sector_id=filled.organisations[0].sector_id, address_refused_at=now)


def _fill_directory(filled: Filled, now: dt.datetime) -> None:
    project, organisation = filled.project, filled.organisations[0]
    service = make_service(organisation, "Logeerhuis", keeper=filled.guest, changed_at=now, capacity=Capacity.YES)
    make_service(organisation, "Oppas", keeper=filled.guest)
    service.support = projects.terms(project, Vocabulary.SUPPORT)[:2]
    place = directory.Location(project_id=project.id, organisation=organisation, name="Het Logeerhuis")
    service.areas = [directory.ServiceArea(project_id=project.id, name="Oost")]
    service.schedules = [directory.Schedule(project_id=project.id, byday="SA,SU", description="Op afspraak")]
    service.contacts = [directory.Contact(project_id=project.id, name="De balie")]
    service.phones = [directory.Phone(project_id=project.id, number="0591 000 001")]
    service.at_locations = [directory.ServiceAtLocation(project_id=project.id, location=place)]
    db.session.add(directory.Location(project_id=project.id, organisation=organisation, name="Waar niets meer is"))
    db.session.flush()


def _fill_cards(filled: Filled, now: dt.datetime) -> None:
    project_id, guest = filled.project.id, filled.guest
    said = {"text_version": "1", "given": True, "said_at": now, "recorded_by": f"person:{guest.id}"}
    for purpose in ("card", "paper"):
        db.session.add(Consent(project_id=project_id, person_id=guest.id, purpose=purpose, **said))
    photo = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(photo, "JPEG")
    db.session.add(PersonPhoto(project_id=project_id, person_id=guest.id, jpeg=photo.getvalue(), kept_at=now))
    guest.new_email = "ander-adres@example.org"
    guest.call_me_for, guest.reachable, guest.shown = "Respijtzorg", "Op werkdagen", ["email", "photo"]
    left, successor = filled.leaver, filled.people[13]
    left.left_on, left.successor = clock.local_date(now) + 5 * DAY, successor
    db.session.add(Handover(project_id=project_id, leaver_id=left.id, successor_id=successor.id, started_at=now))
    db.session.flush()


def _fill_privacy(filled: Filled, now: dt.datetime) -> None:
    project, (first, second) = filled.project, filled.people[14:16]
    db.session.add(NotSame(project_id=project.id, kind="person", first_id=first.id, second_id=second.id))
    double = make_person(project, filled.organisations[2], "Deelnemer 15 (dubbel)")
    seen = {"seen": (second.version, double.version), "from_gone": (), "now": now, "actor": ACTOR}
    merging.merge(project, Kind.PERSON, second.id, double.id, **seen)
    for name in ("Xander Dubbel", "X. Dubbel"):  # nobody looked at these two yet
        make_person(project, filled.organisations[2], name, "anders")


def _change_many(filled: Filled, now: dt.datetime) -> None:
    history.act_as(f"user:{filled.leader.id}")
    filled.changed_at = bulk.change_all(filled.project, bulk.Act.AREA, "Oost", filled.people[16:], now).at
    history.act_as("system")


def _fill_vocabularies(filled: Filled, now: dt.datetime) -> None:
    for kind in Vocabulary:
        projects.retire_term(projects.add_term(filled.project, kind, "Vroeger"), now)


def _fill_meetings(filled: Filled, now: dt.datetime) -> None:
    days = {"draft": 20, "ahead": 10, "cancelled": 15, "today": 0, "past": -5}
    week_ago, themes = now - 7 * DAY, projects.terms(filled.project, Vocabulary.THEME)[:2]
    for name, ahead in days.items():
        starts_at, ends_at = _on_one_day(clock.local_date(now) + ahead * DAY, None if ahead else now)
        meeting = filled.meetings[name] = make_meeting(
            filled.project, name.title(), starts_at, ends_at=ends_at, capacity=30, themes=themes
        )
        inviting.invite(meeting, week_ago, people=[person.id for person in filled.people[:9]])
        if name != "draft":
            inviting.send_invitations(meeting, stationery(), week_ago, actor=ACTOR)
    filled.meetings["cancelled"].cancelled_at = now
    _hold(filled.meetings["today"], 7, now)
    _hold(filled.meetings["past"], 3, now)
    answers = (Partstat.DECLINED, Partstat.TENTATIVE)
    for guest, answer in zip(inviting.service.list_guests(filled.meetings["ahead"])[5:], answers, strict=False):
        guest.partstat, guest.answered_at, guest.answered_via, guest.comment = answer, now, Via.LINK, "Tot dan"
    inviting.move_to_turn(inviting.service.list_guests(filled.meetings["draft"])[8], 2)
    silent = inviting.service.list_guests(filled.meetings["ahead"])[8]
    key = letters.invitation_key(silent)
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.supersede_key == key)):
        message.status, message.via, message.sent_at = Status.SENT, "demo", week_ago  # somebody to remind
    past = filled.meetings["past"]
    afterwards.ask_attendees(past, stationery(), now, actor=ACTOR)
    late = inviting.service.list_guests(past)[7]  # was forgotten on the list, so that there is somebody left to ask
    attendance.record_attendance(late, Attendance.PRESENT, now)


def _on_one_day(day: dt.date, now: dt.datetime | None) -> tuple[dt.datetime, dt.datetime]:
    """Two hours in the afternoon, or round ``now``; never past midnight, which no form about a meeting takes."""
    if now is None:
        begin = clock.from_local(day, dt.time(14))
        return begin, begin + 2 * HOUR
    begin = max(now - HOUR, clock.from_local(day, dt.time()))
    return begin, min(begin + 2 * HOUR, clock.from_local(day, dt.time(23, 59)))


def _fill_around_meetings(filled: Filled, now: dt.datetime) -> None:
    """What goes with a meeting: programme, places, materials, agreements, opinions, and who came to the door."""
    here, guest = {"project_id": filled.project.id}, filled.guest
    for name, meeting in filled.meetings.items():
        meeting.method, meeting.host = projects.terms(filled.project, Vocabulary.METHOD)[0], filled.people[1]
        meeting.route, meeting.accessibility, meeting.words = "Bus 21", "Er is een lift.", "Fijn als u er bent."
        meeting.answer_by = clock.local_date(meeting.starts_at)
        meeting.is_public = name != "draft"
        meeting.items = [
            meeting_models.ProgrammeItem(**here, position=0, after=0, title="Inloop"),
            meeting_models.ProgrammeItem(**here, position=1, after=15, title="Kennismaken", speaker="De Kom"),
        ]
        meeting.reserved = [meeting_models.SectorPlaces(**here, sector=filled.organisations[0].sector, places=4)]
        of_it = here | {"meeting_id": meeting.id}
        text = meeting_models.Material(**of_it, kind="file", shown="before", title="Folder", added_at=now, size=9)
        text.file_name, text.content_type = "folder.txt", "text/plain"
        db.session.add(text)
        db.session.flush()
        db.session.add_all(
            [
                meeting_models.MaterialFile(**here, material_id=text.id, content=b"Een folder"),
                meeting_models.Material(
                    **of_it, kind="link", shown="after", title="Film", url="https://example.org/film", added_at=now
                ),
            ]
        )
    past, today, ahead = (filled.meetings[name] for name in ("past", "today", "ahead"))
    past.notes = "Er is kennisgemaakt."
    of_past = here | {"meeting_id": past.id}
    db.session.add_all(
        [
            meeting_models.Agreement(**of_past, kind="decision", text="Wij gaan zo door."),
            meeting_models.Agreement(**of_past, position=1, kind="action", text="Folder maken", owner_id=guest.id),
            meeting_models.DoorEntry(**here, meeting_id=today.id, name="Wie Was Dat", came_at=now),
        ]
    )
    for invitation in inviting.service.list_guests(past):
        if invitation.attendance == Attendance.PRESENT and invitation.person is not guest:
            said = {"person_id": invitation.person_id, "useful": 4, "able": 5, "remark": "Goed.", "given_at": now}
            db.session.add(meeting_models.MeetingOpinion(**of_past, **said))
    waiting = inviting.service.list_guests(ahead)[3]
    waiting.needs, waiting.needs_note = [Need.TRANSPORT], "Met de rolstoel"
    db.session.flush()


def _fill_poll(filled: Filled, now: dt.datetime) -> None:
    here = {"project_id": filled.project.id}
    poll = meeting_models.DatePoll(**here, title="Wanneer?", words="Kies maar.", place="Het Veenhuis", created_at=now)
    poll.answer_by = now + 5 * DAY
    poll.options = [
        meeting_models.PollOption(**here, starts_at=now + days * DAY, ends_at=now + days * DAY + HOUR)
        for days in (20, 21, 22)
    ]
    db.session.add(poll)
    for place, person in enumerate(filled.people[:8]):
        asked_at = now - 4 * DAY if place < 7 else None  # long enough ago for a reminder; and one who is to be asked
        asked = meeting_models.PollGuest(**here, poll=poll, person=person, created_at=now, sent_at=asked_at)
        if 0 < place < 6:
            asked.answered_at = now
            asked.answers = [
                meeting_models.PollAnswer(
                    **here, option_id=option.id, choice=("yes", "if-need-be", "no")[(place + n) % 3]
                )
                for n, option in enumerate(_flushed(poll).options)
            ]
        db.session.add(asked)
    db.session.flush()
    filled.poll = poll


def _flushed(row):
    db.session.flush()
    return row


def _fill_inbox(filled: Filled, now: dt.datetime) -> None:
    """Replies to look at: of a stranger, of who was not invited, of a guest who sends another; and one that is done."""
    uninvited, stand_in = inviting.candidates(filled.meetings["ahead"])[-2:]
    _came_in(filled, now, "vreemd@example.org", "not-the-guest")
    _came_in(filled, now, uninvited.email, "not-the-guest")
    _came_in(filled, now, filled.guest.email, "delegated", delegated_to=stand_in.email)
    _came_in(filled, now, filled.guest.email, "counter", status="dismissed", settled_at=now, settled_by=ACTOR)
    stray = {"received_at": now, "source": "imap", "digest": new_uid(), "from_address": "verdwaald@example.org"}
    db.session.add(InboxMessage(**stray, subject="Dag", kind="other", status="held", reason="words", raw=b"Dag"))


def _came_in(filled: Filled, now: dt.datetime, attendee: str | None, reason: str, status: str = "held", **said) -> None:
    here = {"project_id": filled.project.id}
    raw = f"From: {attendee}\r\nTo: r-x@example.org\r\nSubject: Ja\r\n\r\nIk kom.\r\n".encode()
    came = InboxMessage(
        **here, received_at=now, source="drop", digest=new_uid(), from_address=attendee, kind="calendar"
    )
    came.subject, came.raw, came.status, came.reason = "Ja", raw, status, reason
    if status != "held":
        came.status, came.reason, came.handled_at = "handled", status, now
    db.session.add(came)
    db.session.flush()
    reply = meeting_models.CalendarReply(**here, inbox_message_id=came.id, method="REPLY", partstat="ACCEPTED", **said)
    reply.attendee, reply.status, reply.reason = attendee, status, reason
    reply.invitation_id, reply.stamp, reply.comment = filled.invitation.id, now, "Tot dan"
    db.session.add(reply)
    db.session.flush()


def _hold(meeting: Meeting, present: int, now: dt.datetime) -> None:
    guests = inviting.service.list_guests(meeting)
    for guest in guests[:present]:
        attendance.record_attendance(guest, Attendance.PRESENT, now)
    attendance.seat_guests(
        meeting, {guest.person_id: 1 + place % 2 for place, guest in enumerate(guests[:present])}, now
    )


def _fill_measurements(filled: Filled, now: dt.datetime) -> None:
    for name, opened_at in (("Nulmeting", now - 90 * DAY), ("Meting T1", now - 3 * DAY)):
        wave = measuring.open_wave(filled.project, name, opened_at, actor=ACTOR)
        everybody = [entry.person for entry in measuring.list_asked(wave)]
        silent = (filled.guest, filled.people[10])  # one was mailed this month, the other can be
        for place, person in enumerate(everybody):
            if person in silent:
                continue
            named = {other.id: (place + step) % 5 for step, other in enumerate(everybody) if other is not person}
            ties.record_statements(person, Answers(named), opened_at + DAY, wave=wave)
            opinions = {item.id: 1 + place % 5 for item in asking.items_for(person, wave)}
            if opinions:
                asking.record_opinions(person, wave, opinions, opened_at + DAY)
        if name == "Nulmeting":
            measuring.close_wave(wave, opened_at + 10 * DAY, actor=ACTOR)


def _fill_around_measurements(filled: Filled, now: dt.datetime) -> None:
    here, (guest, one, other, *_others) = {"project_id": filled.project.id}, filled.people
    wave = measuring.find_open_wave(filled.project)
    plan = planning.find_plan(filled.project)  # made when the second measurement opened
    plan.made_at, plan.boundary = now - 91 * DAY, "Iedereen die in 2026 bij een bijeenkomst was"
    read_in = TieImport(**here, file_name="lijst-2025.csv", said_on=(now - 200 * DAY).date(), made_at=now, statements=1)
    read_in.made_by_id = filled.leader.id
    db.session.add(read_in)
    db.session.flush()
    change = {"field": "threshold", "old": "3", "new": "2", "reason": "Sterkte 3 kwam bijna niet voor."}
    said = {"strength": 3, "stated_at": now - 200 * DAY, "entered_by_id": filled.leader.id}
    missed = {"name": "Ria Nieuwkoop", "organisation": "De Brug", "function": "Sociaal werker", "strength": 2}
    consent = {"text_version": "1", "given": True, "said_at": now}
    asked = {"asked_at": now, "note": "Ik zoek iemand voor vervoer."}
    db.session.add_all(
        [
            PlanChange(**here, plan_id=plan.id, changed_at=now, changed_by_id=filled.leader.id, **change),
            Tie(**here, respondent_id=one.id, named_id=other.id, source="import", import_id=read_in.id, **said),
            Tie(**here, respondent_id=guest.id, named_id=other.id, source="projectleider", **said),
            *(
                Tie(
                    **here, respondent_id=guest.id, named_id=who.id, source="pulse", strength=3, stated_at=now - 2 * DAY
                )
                for who in (one, filled.people[3])  # whom they are asked to introduce to one another
            ),
            RosterSuggestion(**here, wave_id=wave.id, suggested_by_id=one.id, suggested_at=now, **missed),
            Introduction(**here, middle_id=guest.id, one_id=one.id, other_id=filled.people[3].id, **asked),
            *(
                Consent(**here, person_id=who.id, purpose="lines", recorded_by=f"person:{who.id}", **consent)
                for who in filled.people[:10]
            ),
        ]
    )
    db.session.flush()


def _fill_lines(filled: Filled, now: dt.datetime) -> None:
    """A file of lines that waits, with names that nobody knows, and one that was withdrawn."""
    one, other = (person.name for person in filled.people[1:3])
    data = f"{one};{other};1\nWie Dat;Wie Niet;1\n".encode()
    filled.lines = line_imports.receive(filled.project, filled.leader.id, "nulmeting.csv", data, now)
    twice = {"project_id": filled.project.id, "file_name": "lijst-2025 (2).csv", "statements": 1}
    db.session.add(TieImport(**twice, said_on=now.date(), made_at=now, withdrawn_at=now))
    db.session.flush()


def _fill_counts(filled: Filled, now: dt.datetime) -> None:
    indicators.archive_indicator(indicators.take_over(filled.project, SUGGESTIONS[-1], None), now)
    indicator = indicators.list_indicators(filled.project)[0]
    for number, date in enumerate(reference_dates(clock.local_date(now))[:2]):
        for organisation in filled.organisations:
            indicators.report(indicator, organisation, date, 40 + number, 400, now)
    month = clock.month_of(clock.local_date(now))
    for place, sender in enumerate(filled.organisations):
        receiver = filled.organisations[(place + 1) % 3]
        of = Of(month, Counts.SENT, sender.id, receiver.id, None)
        counter = Counter(is_whole=False, person_id=filled.people[6 * place].id)
        referrals.record_count(filled.project, of, 12, counter, now, note="Via het spreekuur")
        for kind, count in ((Counts.ARRIVED, 11), (Counts.HELPED, 7), (Counts.NO_PLACE, 2)):
            whole = Counter(is_whole=True, person_id=filled.people[6 * place + 1].id)
            referrals.record_count(filled.project, Of(month, kind, None, sender.id, None), count, whole, now)
    _fill_followed(filled, now, month)
    _fill_progress(filled, now)
    _fill_evaluation(filled, now)
    _fill_planner(filled, now)


def _fill_followed(filled: Filled, now: dt.datetime, month: dt.date) -> None:
    """Single referrals, open and closed; a file of counts; and a case card on which the guest has the regie."""
    here, (one, other, third) = {"project_id": filled.project.id}, filled.organisations
    reason = projects.terms(filled.project, Vocabulary.REASON)[0]
    read_in = TallyImport(**here, file_name="tellingen.csv", made_at=now, made_by_id=filled.leader.id, counts=1)
    between = {"from_organisation_id": one.id, "to_organisation_id": other.id}
    asked = {"month": month, "made_on": month, "reason": reason, "from_person": filled.guest, "status_at": now}
    passed_on = asked | {"made_on": None, "status": "forwarded", "forwarded_to": third}
    card = CaseCard(**here, name="Blauwe reiger", lead=filled.guest, opened_at=now, touched_at=now, next_what="Bellen")
    card.next_at = now + 7 * DAY
    card.members = [
        CaseMember(**here, person=filled.guest, role="Huisarts", added_at=now),
        CaseMember(**here, person=filled.people[1], role="Sociaal werker", added_at=now),
    ]
    done = CaseCard(**here, name="Groene varen", opened_at=now - 9 * DAY, touched_at=now - DAY, closed_at=now - DAY)
    done.members = [CaseMember(**here, person=filled.guest, role="Maatje", added_at=now - 9 * DAY)]
    db.session.add_all(
        [
            read_in,
            TallyImport(**here, file_name="te-vroeg.csv", made_at=now, counts=0, withdrawn_at=now),
            done,
            Referral(**here, **between, **asked, reference="K7QD2M", note="Graag bellen", notified_at=now),
            Referral(**here, **between, **passed_on, reference="H4WX9P"),
            card,
        ]
    )
    db.session.flush()
    line = {"month": month, "kind": "sent", "is_whole": True, "count": 4, "line": 2, "counted_at": now}
    db.session.add(ReferralTally(**here, **between, **line, import_id=read_in.id))


def _fill_progress(filled: Filled, now: dt.datetime) -> None:
    """Products that were handed out, steps, who counts, and a question after a meeting."""
    here, today, (one, other, _third) = {"project_id": filled.project.id}, clock.local_date(now), filled.organisations
    product = Product(**here, key="toolkit", kind="toolkit", title="Toolkit mantelzorg", kept_by="De Kom")
    db.session.add(Product(**here, key="podcast", kind="podcast", title="Een podcast", archived_at=now))
    item = surveys.list_items(filled.project)[3]  # for who works with mantelzorgers
    db.session.add_all([product, Reporter(**here, organisation_id=one.id, person=filled.guest)])
    db.session.flush()
    by = {"recorded_at": now, "recorded_by_id": filled.guest.id, "on_date": today}
    step = {"step": "coding", "state": "begun", "evidence": "Code in het dossier"}
    past = filled.meetings["past"]
    db.session.add_all(
        [
            Handout(**here, product_id=product.id, meeting_id=past.id, on_date=today, recorded_at=now, copies=20),
            Handout(**here, product_id=product.id, organisation_id=other.id, on_date=today, recorded_at=now),
            Adoption(**here, product_id=product.id, organisation_id=one.id, stage="introduced", **by),
            StepRecord(**here, organisation_id=one.id, **step, **by),
            AskedItem(**here, item_id=item.id, meeting_id=past.id),
            *(
                SurveyAnswer(**here, item_id=item.id, meeting_id=past.id, person_id=person.id, value=4, answered_at=now)
                for person in filled.people[1:3]
            ),
            MinuteRound(**here, month=_month_ago(now), sent_at=now - 35 * DAY, sent_by_id=filled.leader.id, mailed=9),
        ]
    )
    db.session.flush()


def _fill_evaluation(filled: Filled, now: dt.datetime) -> None:
    """A report that was made, another that waits, own text, and a token for a program."""
    here, by = {"project_id": filled.project.id}, {"asked_at": now, "asked_by_id": filled.leader.id}
    word = CalculationFile(**here, name="eindverslag.docx", mimetype="application/msword", content=b"Het begon.")
    of = {"kind": "report", "asked": {"language": "nl", "purpose": "publication"}, **by}
    db.session.add_all(
        [
            Calculation(**here, **of, key="a" * 64, begun_at=now, finished_at=now, done=9, total=9, files=[word]),
            Calculation(**here, **of, key="b" * 64),
            ReportText(**here, chapter="project", text="Het begon in een buurthuis."),
            ApiToken(
                **here,
                name="R van de evaluator",
                digest=hashlib.sha256(f"kap_gevuld_{filled.project.id}".encode()).hexdigest(),
                ending="vuld",
                made_at=now,
                made_by_id=filled.leader.id,
                expires_on=clock.local_date(now) + 90 * DAY,
            ),
        ]
    )
    db.session.flush()


def _fill_planner(filled: Filled, now: dt.datetime) -> None:
    """Seatings of what is to come and of what was, and a draw whose list can be answered."""
    here = {"project_id": filled.project.id}
    for coming in inviting.service.list_guests(filled.meetings["ahead"])[1:5]:
        coming.partstat, coming.answered_at, coming.answered_via = Partstat.ACCEPTED, now, Via.LINK
    for name in ("ahead", "past"):  # today people keep their table
        meeting = filled.meetings[name]
        meeting.lottery = True
        coming = [guest.person for guest in inviting.service.list_guests(meeting) if attendance.is_expected(guest)]
        guests = sorted(coming, key=lambda person: person.id)
        plan = planned.SeatingPlan(**here, meeting_id=meeting.id, rounds=2, made_at=now, shared_at=now)
        plan.tables = [
            planned.PlanTable(**here, number=number, name=f"Tafel {number}", fewest=1, most=len(guests), host=host)
            for number, host in ((1, None), (2, guests[1]))
        ]
        db.session.add(plan)
        db.session.flush()
        of_it = here | {"plan_id": plan.id}
        db.session.add_all(
            planned.PlanSeat(**of_it, person_id=person.id, round=number, table=1 + (place // number) % 2)
            for number in (1, 2)
            for place, person in enumerate(guests)
        )
        for one in guests[:2]:
            db.session.add(planned.PlanGuest(**of_it, person_id=one.id, until_round=1, needs_access=True))
        last = guests[-3:]  # what is wished of them clashes; the first guest can still sit elsewhere
        for kind, one, other in (("together", *last[:2]), ("together", *last[1:]), ("apart", last[2], last[0])):
            db.session.add(planned.PlanWish(**of_it, kind=kind, one_id=one.id, other_id=other.id))
    draw = planned.Lottery(**here, meeting_id=filled.meetings["past"].id, drawn_at=now - 2 * DAY, asked_at=now)
    draw.seed, draw.seed_hash, draw.loss = "5" * 32, hashlib.sha256(("5" * 32).encode()).hexdigest(), 0.01
    draw.places = [
        planned.LotteryPlace(**here, person=person, path=[1 + place % 2, 1], twin=place // 2, exchanged=place < 2)
        for place, person in enumerate(guests)
    ]
    db.session.add(draw)
    db.session.flush()
    of_draw = here | {"lottery_id": draw.id, "chance": 0.5}
    for place, (one, other) in enumerate(pairwise(guests)):
        db.session.add(planned.LotteryPair(**of_draw, one_id=one.id, other_id=other.id, drawn=place % 2 == 0))
    db.session.flush()


def _month_ago(now: dt.datetime) -> dt.date:
    return clock.month_of(clock.month_of(clock.local_date(now)) - DAY)


def _fill_outbox(filled: Filled, now: dt.datetime) -> None:
    """Everything was read in the Demo-postvak, except one mail that waits and one that a mail server refused."""
    mail.deliver_to_demo([filled.project.id], now)
    for message, status in zip(
        db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.project_id == filled.project.id).order_by(OutboxMessage.id)
        ),
        (Status.PENDING, Status.FAILED),
        strict=False,
    ):
        message.status, message.via, message.error = status, None, "550 no such user"
