"""Merging two records that are one: nothing is lost, and undoing it brings back exactly what was there."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from kapstok.accounts import history
from kapstok.accounts.models import AuditEvent, Change
from kapstok.directory.models import Contact, Location
from kapstok.errors import NotFound, Refused
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings.models import DatePoll, DoorEntry, Invitation, PollGuest, Seat
from kapstok.privacy import doubles, merging
from kapstok.privacy.comparing import preview
from kapstok.privacy.erasure import erase
from kapstok.privacy.merging import CannotUndo, LookedDifferent, UndoLaterFirst
from kapstok.privacy.models import Merge, NotSame
from kapstok.privacy.records import CHOICES, MODELS, Erased, MergedAlready, OneAndTheSame
from kapstok.privacy.references import REFERENCES, Kind
from kapstok.privacy.rules import Reason
from kapstok.progress.models import Indicator, Observation, SurveyAnswer, SurveyItem
from kapstok.projects.rules import Vocabulary
from kapstok.projects.service import find_project
from kapstok.referrals.models import Referral, ReferralTally
from kapstok.register import duplicates, photos
from kapstok.register import service as register
from kapstok.register.consent import answers
from kapstok.register.models import Consent, Organisation, Person, PersonPhoto, Reporter
from kapstok.ties.models import Handover, RosterEntry, Tie, Wave
from tests.content import content
from tests.factories import (
    NOW,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
    make_service,
    term,
)

ACTOR = "user:1"
DAY = dt.timedelta(days=1)
TRACES = {"merge", "change", "audit_event"}  # what remembers that it happened


@pytest.fixture
def project(app):
    history.act_as(ACTOR)
    return make_project()


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def anna(project, kom):
    return make_person(project, kom, "A. de Vries", "huisarts", email="a@example.org", phone="0612345678")


@pytest.fixture
def double(project, kom):
    return make_person(project, kom, "Anna de Vries", email=None, phone="+31612345678", area="Oost")


def keep(row):
    db.session.add(row)
    db.session.flush()
    return row


def add(model, project, **fields):
    return keep(model(project_id=project.id, **fields))


def merge(kept, gone, *from_gone: str, kind: Kind = Kind.PERSON) -> Merge:
    return merging.merge(
        find_project(kept.project_id),
        kind,
        kept.id,
        gone.id,
        seen=(kept.version, gone.version),
        from_gone=from_gone,
        now=NOW,
        actor=ACTOR,
    )


def rows(model, project) -> list:
    return list(db.session.scalars(select(model).where(model.project_id == project.id).order_by(model.id)))


def tables(project) -> dict[str, list]:
    """What stands in every table, without the traces of having merged, and without versions: these only grow."""
    versions = {
        table.name: list(table.c.keys()).index("version") for table in db.metadata.sorted_tables if "version" in table.c
    }
    found = {}
    for name, all_rows in content().items():
        if name not in TRACES:
            place = versions.get(name)
            found[name] = sorted(
                repr(tuple(value for number, value in enumerate(row) if number != place)) for row in all_rows
            )
    return found


# What becomes of each table


def test_every_reference_has_a_rule():
    keys = {
        (key.column.table.name, f"{table.name}.{column.name}")
        for table in db.metadata.sorted_tables
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name in set(Kind)
    }
    assert keys == {
        (str(kind), reference.name) for kind in Kind for reference in REFERENCES[kind] if not reference.written
    }


def test_every_column_of_the_two_is_chosen_follows_or_stays(project, kom, anna, double):
    """A new column must be decided about: which of the two is right when they differ?"""
    own = {"id", "uid", "project_id", "version", "merged_into_id"}
    stays = {Kind.PERSON: own | {"link_version", "feed_version", "erased_at", "confirmed_on"}, Kind.ORGANISATION: own}
    records = {Kind.PERSON: (anna, double), Kind.ORGANISATION: (kom, make_organisation(project))}
    for kind, (kept, gone) in records.items():
        done = merge(kept, gone, *CHOICES[kind], kind=kind)
        assert set(done.moved["after"]) | stays[kind] == set(MODELS[kind].__table__.c.keys())


def test_what_hangs_on_what_can_be_laid_aside_finds_it_again_by_its_key():
    """Such rows are laid aside too; no other row may have been given the key meanwhile."""
    laid_aside = {
        reference.table
        for references in REFERENCES.values()
        for reference in references
        if reference.unique is not None or (reference.never and reference.then == "aside")
    }
    hanging = {
        key.column.table
        for table in db.metadata.sorted_tables
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name in laid_aside
    }
    assert {table.name for table in hanging} == {"invitation", "poll_guest"}
    assert all(table.dialect_options["sqlite"]["autoincrement"] for table in hanging)


def test_what_hung_on_an_invitation_that_was_laid_aside_comes_back(project, anna, double):
    meeting = make_meeting(project)
    make_invitation(meeting, anna, attendance="present")
    aside = make_invitation(meeting, double)
    typed = DoorEntry(project_id=project.id, meeting_id=meeting.id, name="A. de Vries", came_at=NOW, invitation=aside)
    db.session.add(typed)
    db.session.flush()
    before = rows_of(DoorEntry), rows_of(Invitation)
    done = merge(anna, double)
    assert rows_of(DoorEntry) == []
    merging.undo(project, done.id, NOW, actor="test")
    assert (rows_of(DoorEntry), rows_of(Invitation)) == before


def test_of_two_who_are_asked_for_dates_the_one_who_was_mailed_stays(project, anna, double):
    """Otherwise the link in that mail would open nothing, and the same person would be asked again."""
    poll = DatePoll(project_id=project.id, title="Lente", answer_by=NOW + DAY, created_at=NOW)
    db.session.add(poll)
    db.session.flush()
    asked = [
        PollGuest(project_id=project.id, poll=poll, person=person, created_at=NOW, sent_at=sent_at)
        for person, sent_at in ((anna, None), (double, NOW))
    ]
    db.session.add_all(asked)
    db.session.flush()
    mailed = asked[1].id
    merge(anna, double)
    assert [(row.id, row.person_id, row.sent_at) for row in rows_of(PollGuest)] == [(mailed, anna.id, NOW)]


def rows_of(model) -> list:
    table = model.__table__
    return db.session.connection().execute(select(table).order_by(table.c.id)).all()


def test_what_was_chosen_and_what_follows_from_both(project, kom, anna, double):
    anna.on_map, anna.joined_on, anna.asked_at = False, dt.date(2026, 2, 1), NOW - DAY
    double.joined_on = dt.date(2025, 5, 1)
    db.session.flush()
    merge(anna, double, "name", "area")
    assert (anna.name, anna.email, anna.phone, anna.area) == (
        "Anna de Vries",
        "a@example.org",
        "0612345678",
        "Oost",
    )
    assert (anna.on_map, anna.joined_on, anna.asked_at) == (False, dt.date(2025, 5, 1), NOW - DAY)
    assert (double.merged_into_id, double.archived_at, anna.archived_at) == (anna.id, NOW, None)


def test_who_was_archived_comes_back_when_the_other_takes_part(project, anna, double):
    register.archive_person(anna, NOW - DAY)
    db.session.flush()
    merge(anna, double)
    assert (anna.archived_at, anna.left_on) == (None, None)


def test_an_answer_or_an_attendance_is_never_lost_to_an_empty_invitation(project, anna, double):
    first, second = make_meeting(project, "Een"), make_meeting(project, "Twee")
    third = make_meeting(project, "Drie")
    make_invitation(first, anna)
    was_there = make_invitation(first, double, attendance="present")
    answered = make_invitation(second, anna, partstat="ACCEPTED", answered_at=NOW)
    make_invitation(second, double, sent_sequence=0)
    alone = make_invitation(third, double)
    wanted = {was_there.id, answered.id, alone.id}
    merge(anna, double)
    assert {row.id for row in rows(Invitation, project)} == wanted
    assert {row.person_id for row in rows(Invitation, project)} == {anna.id}


def test_lines_move_and_nobody_names_themselves(project, kom, anna, double):
    jet = make_person(project, kom, "Jet Vos")
    said = {"source": "pulse", "stated_at": NOW}
    add(Tie, project, respondent_id=anna.id, named_id=double.id, strength=4, **said)
    add(Tie, project, respondent_id=double.id, named_id=anna.id, strength=3, **said)
    kept = [
        add(Tie, project, respondent_id=double.id, named_id=jet.id, strength=2, **said),
        add(Tie, project, respondent_id=jet.id, named_id=double.id, strength=1, **said),
    ]
    merge(anna, double)
    assert rows(Tie, project) == kept
    assert [(tie.respondent_id, tie.named_id) for tie in kept] == [(anna.id, jet.id), (jet.id, anna.id)]


def test_consents_are_all_kept_and_the_last_word_says_what_is_shown(project, anna, double):
    for person, said_at in ((anna, NOW - DAY), (double, NOW)):
        said = {"purpose": "card", "text_version": "1", "given": True, "recorded_by": f"person:{person.id}"}
        add(Consent, project, person_id=person.id, said_at=said_at, **said)
    anna.shown, double.shown = ["email", "phone"], ["phone"]
    db.session.flush()
    merge(anna, double)
    assert [(row.person_id, row.recorded_by) for row in rows(Consent, project)] == [(anna.id, f"person:{anna.id}")] * 2
    assert anna.shown == ["phone"]


def test_measurements_keep_one_place_and_the_newest_answer(project, anna, double):
    wave = add(Wave, project, number=0, name="Nulmeting", opened_at=NOW)
    add(RosterEntry, project, wave_id=wave.id, person_id=anna.id)
    answered = add(RosterEntry, project, wave_id=wave.id, person_id=double.id, answered_at=NOW)
    item = add(SurveyItem, project, text="Ik weet bij wie ik terechtkan", kind="level")
    about = {"item_id": item.id, "wave_id": wave.id}
    newest = add(SurveyAnswer, project, person_id=anna.id, value=4, answered_at=NOW, **about)
    add(SurveyAnswer, project, person_id=double.id, value=2, answered_at=NOW - DAY, **about)
    merge(anna, double)
    assert rows(RosterEntry, project) == [answered]
    assert rows(SurveyAnswer, project) == [newest]
    assert (answered.person_id, newest.person_id) == (anna.id, anna.id)


def test_who_followed_whom_and_who_keeps_what(project, kom, anna, double):
    jet = make_person(project, kom, "Jet Vos", successor_id=double.id)
    anna.successor_id = double.id
    service = make_service(kom, keeper=double)
    leaving = add(Handover, project, leaver_id=jet.id, successor_id=double.id, started_at=NOW)
    add(Handover, project, leaver_id=double.id, successor_id=anna.id, started_at=NOW)
    merge(anna, double)
    assert (jet.successor_id, anna.successor_id, service.keeper_id) == (anna.id, None, anna.id)
    assert rows(Handover, project) == [leaving]
    assert leaving.successor_id == anna.id


def test_the_history_of_both_is_the_history_of_one(project, anna, double):
    history.act_as(f"person:{double.id}")
    double.area = "West"
    db.session.flush()
    history.act_as(ACTOR)
    merge(anna, double)
    changes = history.changes_of(project, f"person:{anna.id}")
    assert [(row.actor, row.new) for row in changes if row.field == "area"] == [(f"person:{anna.id}", "West")]
    assert [row.new for row in changes if row.field == "merged"] == [f"person:{double.id}"]


def test_from_whom_the_other_was_told_apart_is_remembered(project, kom, anna, double):
    third, fourth = make_person(project, kom), make_person(project, kom)
    for one, other in ((double, third), (double, anna), (anna, fourth), (double, fourth)):
        doubles.tell_apart(project, Kind.PERSON, one.id, other.id)
    merge(anna, double)
    assert sorted((row.first_id, row.second_id) for row in rows(NotSame, project)) == [
        (anna.id, third.id),
        (anna.id, fourth.id),
    ]


def test_organisations(project, kom):
    double = make_organisation(project, "Stichting De Kom", website="https://kom.example.org")
    other = make_organisation(project, "De Brug")
    jet = make_person(project, double, "Jet Vos")
    service = make_service(double)
    place = add(Location, project, organisation_id=double.id, name="Het Huis")
    add(Contact, project, organisation_id=double.id, name="De balie")
    counted = {"month": dt.date(2026, 2, 1), "kind": "sent", "count": 3, "counted_at": NOW}
    to_itself = {"from_organisation_id": kom.id, "to_organisation_id": double.id}
    add(ReferralTally, project, **counted, **to_itself)
    own_service = add(ReferralTally, project, **counted, **to_itself, to_service_id=service.id)
    sent = add(ReferralTally, project, **counted, from_organisation_id=double.id, to_organisation_id=other.id)
    indicator = add(Indicator, project, key="x", name="In beeld", definition="…")
    about = {"indicator_id": indicator.id, "on_date": dt.date(2026, 1, 1)}
    add(Observation, project, organisation_id=kom.id, value=4, reported_at=NOW - DAY, **about)
    newest = add(Observation, project, organisation_id=double.id, value=5, reported_at=NOW, **about)
    merge(kom, double, "name", "website", kind=Kind.ORGANISATION)
    assert (kom.name, kom.website, double.name) == ("Stichting De Kom", "https://kom.example.org", "De Kom")
    assert {jet.organisation_id, service.organisation_id, place.organisation_id} == {kom.id}
    assert rows(ReferralTally, project) == [own_service, sent]
    assert rows(Observation, project) == [newest]
    assert (double.merged_into_id, double.archived_at) == (kom.id, NOW)


# Before it is done


def test_the_fuller_and_the_newer_are_suggested(project, anna, double):
    history.act_as(ACTOR)
    anna.phone = "0591 000 001"
    db.session.flush()
    double.phone = "0591 000 002"
    db.session.flush()
    seen = preview(project, Kind.PERSON, anna.id, double.id)
    assert seen.differing == ("name", "function_id", "email", "phone", "area")
    assert seen.suggested == {"name", "phone", "area"}


def test_looking_changes_nothing(project, anna, double):
    make_invitation(make_meeting(project), double)
    before = tables(project)
    assert preview(project, Kind.PERSON, anna.id, double.id).plan.moved["invitation.person_id"] != []
    assert tables(project) == before


# Undoing


def everything_about(project, kom, anna, double) -> None:
    """A row of every kind for both, so that each is moved, emptied or laid aside."""
    third = make_person(project, kom, "Piet Mol", successor_id=double.id)
    wave = add(Wave, project, number=0, name="Nulmeting", opened_at=NOW)
    item = add(SurveyItem, project, text="…", kind="level")
    meeting = make_meeting(project)
    for place, person in enumerate((anna, double)):
        at = NOW + place * DAY
        make_invitation(meeting, person, comment="Tot dan", answered_at=at)
        make_invitation(make_meeting(project), person)
        add(Seat, project, meeting_id=meeting.id, person_id=person.id, round=1, table=place + 1)
        add(RosterEntry, project, wave_id=wave.id, person_id=person.id, answered_at=at)
        add(SurveyAnswer, project, item_id=item.id, wave_id=wave.id, person_id=person.id, value=3, answered_at=at)
        add(PersonPhoto, project, person_id=person.id, jpeg=b"\xff\xd8\x00", kept_at=at)
        add(
            Consent,
            project,
            person_id=person.id,
            purpose="card",
            text_version="1",
            given=True,
            said_at=at,
            recorded_by=f"person:{person.id}",
        )
        for other in (anna, double, third):
            if other is not person:
                said = {"strength": 2, "source": "wave", "wave_id": wave.id, "stated_at": at}
                add(Tie, project, respondent_id=person.id, named_id=other.id, **said)
                add(Tie, project, respondent_id=other.id, named_id=person.id, **said)
        add(Handover, project, leaver_id=person.id, successor_id=third.id, started_at=at)
        add(
            ReferralTally,
            project,
            month=dt.date(2026, 2, 1),
            from_organisation_id=kom.id,
            to_organisation_id=kom.id,
            kind="sent",
            count=1,
            counted_at=at,
            counted_by_person_id=person.id,
        )
        letter = {"kind": "x", "to_name": "A", "to_address": "a@example.org", "subject": "…", "created_at": at}
        letter |= {"message_id": f"<{place}@x>", "next_attempt_at": at, "about_id": double.id}
        keep(OutboxMessage(project_id=project.id, person_id=person.id, **letter))
        doubles.tell_apart(project, Kind.PERSON, person.id, third.id)
    doubles.tell_apart(project, Kind.PERSON, anna.id, double.id)
    anna.successor_id = double.id
    make_service(kom, keeper=double)
    history.act_as(f"person:{double.id}")
    double.reachable = "Op dinsdag"
    db.session.flush()
    history.act_as(ACTOR)


def test_undoing_restores_everything_exactly(project, kom, anna, double):
    everything_about(project, kom, anna, double)
    before, told = tables(project), [(c.id, c.record, c.actor, c.field) for c in rows(Change, project)]
    done = merge(anna, double, "name", "area", "reachable", "language")
    assert set(done.moved["moved"]) | set(done.moved["cleared"]) >= {"tie.named_id", "person.successor_id"}
    assert set(done.moved["aside"]) == {
        "handover",
        "invitation",
        "not_same",
        "person_photo",
        "referral_tally",
        "roster_entry",
        "seat",
        "survey_answer",
        "tie",
    }
    merging.undo(project, done.id, NOW, actor=ACTOR)
    assert tables(project) == before
    again = [(c.id, c.record, c.actor, c.field) for c in rows(Change, project)]
    assert again[: len(told)] == told
    assert [event.event for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))][-2:] == [
        "person merged",
        "person parted",
    ]


def test_undoing_brings_two_organisations_back(project, kom):
    double = make_organisation(project, "Stichting De Kom", email="info@example.org")
    make_person(project, double, "Jet Vos")
    make_service(double)
    before = tables(project)
    done = merge(kom, double, "name", "email", kind=Kind.ORGANISATION)
    merging.undo(project, done.id, NOW, actor=ACTOR)
    assert tables(project) == before
    done = merge(kom, double, kind=Kind.ORGANISATION)
    merging.undo(project, done.id, NOW, actor=ACTOR)
    assert tables(project) == before


def test_what_somebody_wanted_since_then_stays(project, kom, anna, double):
    service = make_service(kom, keeper=double)
    jet = make_person(project, kom, "Jet Vos")
    done = merge(anna, double, "area")
    register.edit_person(anna, anna.version, area="West")
    service.keeper = jet
    db.session.flush()
    merging.undo(project, done.id, NOW, actor=ACTOR)
    assert (anna.area, double.area, service.keeper_id) == ("West", "Oost", jet.id)


def say(person, purpose: str, given: bool, at: dt.datetime) -> None:
    values = {"purpose": purpose, "text_version": "1", "given": given, "said_at": at}
    keep(Consent(project_id=person.project_id, person_id=person.id, recorded_by=f"person:{person.id}", **values))


def says(project, person) -> dict[str, bool]:
    theirs = [row for row in rows(Consent, project) if row.person_id == person.id]
    return {purpose: answer.given for purpose, answer in answers(theirs).items()}


def test_a_no_said_as_one_person_is_a_no_of_both(project, anna, double):
    for purpose in ("card", "paper"):
        say(double, purpose, True, NOW - DAY)
    done = merge(anna, double)
    say(anna, "card", False, NOW + DAY)
    anna.on_map = False
    db.session.flush()
    merging.undo(project, done.id, NOW + 2 * DAY, actor=ACTOR)
    assert says(project, anna) == {"card": False}
    assert says(project, double) == {"card": False, "paper": True}
    assert (double.on_map, double.on_rosters) == (False, True)
    no = rows(Consent, project)[-1]
    assert (no.person_id, no.said_at, no.recorded_by) == (double.id, NOW + DAY, f"person:{anna.id}")


def test_a_no_of_before_the_merge_is_of_one_person(project, anna, double):
    say(anna, "card", False, NOW - DAY)
    say(double, "card", True, NOW - DAY)
    done = merge(anna, double)
    merging.undo(project, done.id, NOW + DAY, actor=ACTOR)
    assert (says(project, anna), says(project, double)) == ({"card": False}, {"card": True})


@pytest.mark.parametrize("newest", ["anna", "double"])
def test_a_photo_that_was_taken_away_does_not_come_back(project, anna, double, newest):
    for person in (anna, double):
        at = NOW - DAY if person is {"anna": anna, "double": double}[newest] else NOW - 2 * DAY
        add(PersonPhoto, project, person_id=person.id, jpeg=b"\xff\xd8\x00", kept_at=at)
    done = merge(anna, double)
    photos.remove_photo(anna, NOW + DAY)
    merging.undo(project, done.id, NOW + 2 * DAY, actor=ACTOR)
    assert rows(PersonPhoto, project) == []


def test_undoing_twice_undoes_once(project, anna, double):
    done = merge(anna, double)
    merging.undo(project, done.id, NOW, actor=ACTOR)
    assert merging.undo(project, done.id, NOW + DAY, actor=ACTOR).undone_at == NOW


def test_the_latest_of_two_is_undone_first(project, kom, anna, double):
    first = merge(anna, double)
    second = merge(make_person(project, kom, "Annie de Vries"), anna)
    with pytest.raises(UndoLaterFirst):
        merging.undo(project, first.id, NOW, actor=ACTOR)
    merging.undo(project, second.id, NOW, actor=ACTOR)
    merging.undo(project, first.id, NOW, actor=ACTOR)
    assert (anna.merged_into_id, double.merged_into_id) == (None, None)


@pytest.mark.parametrize("erased", ["anna", "double"])
def test_who_was_erased_is_not_brought_back(project, anna, double, erased):
    done = merge(anna, double)
    {"anna": anna, "double": double}[erased].erased_at = NOW
    db.session.flush()
    with pytest.raises(CannotUndo):
        merging.undo(project, done.id, NOW, actor=ACTOR)


def test_a_row_whose_meeting_is_gone_cannot_come_back(project, anna, double):
    meeting = make_meeting(project)
    for person in (anna, double):
        make_invitation(meeting, person)
    done = merge(anna, double)
    done_id = done.id
    db.session.delete(db.session.scalars(select(Invitation).where(Invitation.project_id == project.id)).one())
    db.session.delete(meeting)
    db.session.commit()
    before = tables(project)
    with pytest.raises(CannotUndo):
        merging.undo(project, done_id, NOW, actor=ACTOR)
    db.session.rollback()
    assert tables(project) == before


# Who may not be merged


def test_refusals(project, kom, anna, double):
    stranger = make_person(make_project("Ander project"))
    with pytest.raises(OneAndTheSame):
        merge(anna, anna)
    with pytest.raises(NotFound):
        merge(anna, stranger)
    with pytest.raises(LookedDifferent):
        merging.merge(project, Kind.PERSON, anna.id, double.id, seen=(99, 1), from_gone=(), now=NOW, actor=ACTOR)
    merge(anna, double)
    with pytest.raises(MergedAlready):
        merge(make_person(project, kom), double)
    anna.erased_at = NOW
    db.session.flush()
    with pytest.raises(Erased):
        merge(make_person(project, kom), anna)


def test_of_two_merges_at_once_one_wins(app, project, kom, anna, double):
    ids = anna.id, double.id
    third = make_person(project, kom, "Annie de Vries").id
    seen = {row.id: row.version for row in (anna, double)} | {third: 1}
    project_id = project.id
    db.session.commit()
    start, outcomes = threading.Barrier(2), []

    def merge_on_a_line_of_its_own(kept_id: int, gone_id: int) -> None:
        start.wait()
        with app.app_context():
            try:
                merging.merge(
                    find_project(project_id),
                    Kind.PERSON,
                    kept_id,
                    gone_id,
                    seen=(seen[kept_id], seen[gone_id]),
                    from_gone=(),
                    now=NOW,
                    actor=ACTOR,
                )
                db.session.commit()
                outcomes.append("merged")
            except Refused as refusal:
                outcomes.append(type(refusal).__name__)
            finally:
                db.session.remove()

    both = [(ids[0], ids[1]), (third, ids[1])]
    threads = [threading.Thread(target=merge_on_a_line_of_its_own, args=pair) for pair in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["MergedAlready", "merged"]
    assert len(rows(Merge, project)) == 1


# What erasing must find


def test_the_snapshots_of_a_person(project, kom, anna, double):
    done = merge(anna, double)
    merging.undo(project, done.id, NOW, actor=ACTOR)
    again = merge(double, anna)
    assert merging.snapshots_of(anna) == merging.snapshots_of(double) == [done, again]
    assert merging.snapshots_of(make_person(project, kom)) == []


@pytest.mark.parametrize("undone", [True, False])
def test_erasing_who_counted_reaches_what_two_organisations_laid_aside(project, kom, anna, undone):
    double = make_organisation(project, "Stichting De Kom")
    jet = make_person(project, kom, "Jet Vos")
    counted = {"month": dt.date(2026, 2, 1), "kind": "sent", "count": 3, "counted_at": NOW}
    counted |= {"from_organisation_id": kom.id, "to_organisation_id": double.id}
    for person in (anna, jet):
        add(ReferralTally, project, **counted, counted_by_person_id=person.id, note=f"Bel {person.name}")
    ends = {name: counted[name] for name in ("month", "from_organisation_id", "to_organisation_id")}
    followed = ends | {"from_person_id": anna.id, "closed_by": f"person:{anna.id}"}
    followed |= {"note": "Bel Anna", "status_at": NOW}
    add(Referral, project, reference="K7QD2M", **followed)
    for organisation, person in ((kom, jet), (double, anna)):
        add(Reporter, project, organisation_id=organisation.id, person_id=person.id)
    done = merge(kom, double, kind=Kind.ORGANISATION)
    if undone:
        merging.undo(project, done.id, NOW, actor=ACTOR)
    erase(anna, NOW, actor=ACTOR, reason=Reason.REQUEST)
    aside = done.moved["aside"]["referral_tally"]
    assert [(row["counted_by_person_id"], row["note"]) for row in aside] == [(None, ""), (jet.id, "Bel Jet Vos")]
    if not undone:
        merging.undo(project, done.id, NOW, actor=ACTOR)
    back = [(row.counted_by_person_id, row.note, row.count) for row in rows(ReferralTally, project)]
    assert back == [(None, "", 3), (jet.id, "Bel Jet Vos", 3)]
    left = [(row.from_person_id, row.closed_by, row.note) for row in rows(Referral, project)]
    assert left == [(None, None, "")]
    assert [row.person_id for row in rows(Reporter, project)] == [jet.id]


# Pairs of a register


def test_pairs_until_somebody_tells_them_apart(project, kom, anna, double):
    pair = duplicates.Pair(anna.id, double.id, (duplicates.Reason.PHONE, duplicates.Reason.ALIKE))
    assert doubles.find_pairs(project, Kind.PERSON) == [pair]
    assert doubles.count_pairs(project) == {Kind.PERSON: 1, Kind.ORGANISATION: 0}
    doubles.tell_apart(project, Kind.PERSON, double.id, anna.id)
    doubles.tell_apart(project, Kind.PERSON, anna.id, double.id)
    assert doubles.find_pairs(project, Kind.PERSON) == []
    assert len(rows(NotSame, project)) == 1


def test_who_was_merged_or_archived_is_no_double(project, kom, anna, double):
    merge(anna, double)
    assert doubles.find_pairs(project, Kind.PERSON) == []


def test_pairs_of_organisations_and_of_this_project_only(project, kom):
    double = make_organisation(project, "Stichting De Kom")
    other = make_project("Ander project")
    make_organisation(other, "De Kom")
    assert doubles.find_pairs(project, Kind.ORGANISATION) == [
        duplicates.Pair(kom.id, double.id, (duplicates.Reason.SAME_NAME,))
    ]
    assert doubles.find_pairs(other, Kind.ORGANISATION) == []
    assert term(project, Vocabulary.SECTOR, "welzijn").id == kom.sector_id
    assert [row.name for row in rows(Person, other) + rows(Organisation, other)] == ["De Kom"]
