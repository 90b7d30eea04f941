"""The list of the day: taps in any order, names at the door, and the host's mail. On both databases."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.mail.models import OutboxMessage
from kapstok.mail.reading import read
from kapstok.meetings import attendance, day_letters, door, service
from kapstok.meetings.attendance import Tap
from kapstok.meetings.day_letters import NoHostAddress
from kapstok.meetings.day_rules import DoorClosed
from kapstok.meetings.models import DoorEntry, Invitation
from kapstok.meetings.rules import Attendance, CheckedIn, Partstat, TooEarly
from kapstok.web.links import host_link, stationery
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_project

START = dt.datetime(2026, 3, 3, 13, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
PHONES = 8
PRESENT, ABSENT, EXCUSED = Attendance.PRESENT, Attendance.ABSENT, Attendance.EXCUSED


@pytest.fixture
def meeting(app):
    return make_meeting(make_project(), starts_at=START)


def guests_of(meeting, *names):
    return [make_invitation(meeting, make_person(meeting.project, name=name)) for name in names]


def stands(guest) -> tuple:
    return guest.attendance, guest.attendance_at, guest.checked_in_via


def entries(meeting) -> list[tuple]:
    rows = db.session.scalars(
        select(DoorEntry).where(DoorEntry.project_id == meeting.project_id).order_by(DoorEntry.id)
    )
    return [(row.name, row.organisation, row.invitation_id) for row in rows]


def test_the_latest_tap_counts_whatever_comes_first(meeting):
    ann, bo = guests_of(meeting, "Ann", "Bo")
    late = [Tap(ann.id, PRESENT, START + 2 * MINUTE), Tap(ann.id, ABSENT, START + MINUTE)]
    attendance.apply_taps(meeting, late, START + 10 * MINUTE)
    assert stands(ann) == (PRESENT, START + 2 * MINUTE, CheckedIn.HOST)
    other_phone = [Tap(ann.id, EXCUSED, START), Tap(bo.id, PRESENT, START)]
    attendance.apply_taps(meeting, other_phone, START + 11 * MINUTE)
    assert (ann.attendance, bo.attendance) == (PRESENT, PRESENT)
    attendance.apply_taps(meeting, [Tap(bo.id, None, START + MINUTE)], START + 12 * MINUTE)
    assert stands(bo) == (None, START + MINUTE, None)
    attendance.apply_taps(meeting, other_phone, START + 13 * MINUTE)
    assert stands(bo) == (None, START + MINUTE, None)


def test_a_clock_that_is_ahead_blocks_nobody(meeting):
    (ann,) = guests_of(meeting, "Ann")
    attendance.apply_taps(meeting, [Tap(ann.id, PRESENT, START + dt.timedelta(days=300))], START)
    assert stands(ann) == (PRESENT, START, CheckedIn.HOST)
    assert attendance.record_attendance(ann, ABSENT, START + MINUTE) is True
    assert attendance.record_attendance(ann, PRESENT, START + 2 * MINUTE, START) is False
    assert ann.attendance == ABSENT


def test_taps_on_other_lists_and_on_who_is_gone_change_nothing(meeting):
    (theirs,) = guests_of(make_meeting(make_project("Elders"), starts_at=START), "Kanarie")
    attendance.apply_taps(meeting, [Tap(theirs.id, PRESENT, START), Tap(999999, PRESENT, START)], START)
    assert stands(theirs) == (None, None, None)


def test_before_the_day_nothing_is_tapped(meeting):
    (ann,) = guests_of(meeting, "Ann")
    with pytest.raises(TooEarly):
        attendance.apply_taps(meeting, [Tap(ann.id, PRESENT, START)], START - dt.timedelta(days=1))


def test_checking_in_twice_is_once(meeting):
    (ann,) = guests_of(meeting, "Ann")
    attendance.check_in(ann, START, CheckedIn.SELF)
    attendance.check_in(ann, START + MINUTE, CheckedIn.DOOR)
    assert stands(ann) == (PRESENT, START, CheckedIn.SELF)
    with pytest.raises(DoorClosed):
        attendance.check_in(ann, START + dt.timedelta(hours=2), CheckedIn.SELF)


def test_who_said_no_is_excused_and_who_said_yes_is_absent(meeting):
    ann, bo, cas = guests_of(meeting, "Ann", "Bo", "Cas")
    ann.partstat, bo.partstat, cas.sent_sequence = Partstat.DECLINED, Partstat.ACCEPTED, 0
    assert [attendance.presence_of(guest) for guest in (ann, bo, cas)] == [EXCUSED, ABSENT, ABSENT]


def test_the_one_guest_of_that_name_is_there(meeting):
    (ann,) = guests_of(meeting, "Ann Bos")
    door.arrive(meeting, "ann bos", "De Kom", "k1", START)
    assert stands(ann) == (PRESENT, START, CheckedIn.DOOR)
    assert door.unsettled(meeting) == []
    assert entries(meeting) == [("", "", ann.id)]


def test_the_same_name_sent_twice_is_one(meeting):
    (ann,) = guests_of(meeting, "Ann Bos")
    door.arrive(meeting, "Ann Bos", "", "k1", START)
    attendance.record_attendance(ann, ABSENT, START + MINUTE)
    door.arrive(meeting, "Ann Bos", "", "k1", START + 2 * MINUTE)
    door.arrive(meeting, "Wie Dan Ook", "", "k2", START)
    door.arrive(meeting, "Wie Dan Ook", "", "k2", START)
    assert ann.attendance == ABSENT
    assert [entry.name for entry in door.unsettled(meeting)] == ["Wie Dan Ook"]


def test_namesakes_and_strangers_wait_for_the_host(meeting):
    jans = guests_of(meeting, "Jan Jansen", "Jan Jansen")
    make_person(meeting.project, name="Zoë Dam")  # of the register, but on no list
    door.arrive(meeting, "Jan Jansen", "", "k1", START)
    door.arrive(meeting, "Zoë Dam", "De Kom", "k2", START + MINUTE)
    first, second = door.unsettled(meeting)
    assert [guest.id for guest in door.suggested(first, jans)] == [guest.id for guest in jans]
    assert door.suggested(second, jans) == []
    door.settle_as_guest(first, jans[1], START + 2 * MINUTE)
    door.dismiss(second, START + 2 * MINUTE)
    assert [guest.attendance for guest in jans] == [None, PRESENT]
    assert entries(meeting) == [("", "", jans[1].id), ("", "", None)]
    assert door.unsettled(meeting) == []


def test_a_stranger_becomes_a_guest(meeting):
    zoe = make_person(meeting.project, name="Zoë Dam")
    door.arrive(meeting, "Zoë Dam", "", "k1", START)
    (entry,) = door.unsettled(meeting)
    guest = door.settle_as_walk_in(entry, meeting, zoe, START)
    assert (guest.person, guest.walk_in, guest.attendance) == (zoe, True, PRESENT)


def test_a_name_is_one_guest_whoever_settles_it(meeting):
    """Two hosts look at the same list: the second says something else of a name that is settled."""
    ann, anna = guests_of(meeting, "Ann Bos", "Anna Bos")
    zoe = make_person(meeting.project, name="Zoë Dam")
    door.arrive(meeting, "A. Bos", "", "k1", START)
    (entry,) = door.unsettled(meeting)
    door.settle_as_guest(entry, ann, START)
    door.settle_as_guest(entry, anna, START + MINUTE)
    assert door.settle_as_walk_in(entry, meeting, zoe, START + MINUTE) is None
    door.dismiss(entry, START + MINUTE)
    assert [guest.attendance for guest in (ann, anna)] == [PRESENT, None]
    assert (entry.invitation_id, entry.settled_at) == (ann.id, START)
    assert service.counts(meeting.project)[meeting.id].present == 1


def test_names_that_nobody_settled_are_forgotten(meeting):
    (ann,) = guests_of(meeting, "Ann Bos")
    other = make_meeting(make_project("Elders"), starts_at=START)
    for held, name, key in ((meeting, "Ann Bos", "k1"), (meeting, "Wie Dan Ook", "k2"), (other, "Zoë Dam", "k3")):
        door.arrive(held, name, "De Kom", key, START)
    two_weeks_later = meeting.ends_at + dt.timedelta(weeks=2)
    assert door.forget_names(two_weeks_later - MINUTE) == 0
    assert door.forget_names(two_weeks_later) == 2
    assert door.forget_names(two_weeks_later) == 0
    assert entries(meeting) == [("", "", ann.id), ("", "", None)]
    assert (entries(other), door.unsettled(meeting)) == ([("", "", None)], [])
    door.arrive(meeting, "Wie Dan Ook", "De Kom", "k2", two_weeks_later)  # a phone that was off all the time
    assert door.unsettled(meeting) == []


def test_what_arrives_late_does_not_undo_what_was_said_since(meeting):
    (ann,) = guests_of(meeting, "Ann Bos")
    attendance.record_attendance(ann, EXCUSED, START + 5 * MINUTE)
    door.arrive(meeting, "Ann Bos", "", "k1", START + 9 * MINUTE, came_at=START)
    assert ann.attendance == EXCUSED


def test_many_phones_at_once_agree(app, meeting):
    """Each sends one tap on the same guest, and the same typed name: the latest tap stands, the name comes once."""
    (ann,) = guests_of(meeting, "Ann")
    ann_id, meeting_id, failures, start = ann.id, meeting.id, [], threading.Barrier(PHONES)
    db.session.commit()

    def send(number: int) -> None:
        said = PRESENT if number == PHONES - 1 else ABSENT
        start.wait()
        with app.app_context():
            try:
                here = door.find_meeting(meeting_id, 1)
                attendance.apply_taps(here, [Tap(ann_id, said, START + number * MINUTE)], START + 60 * MINUTE)
                door.arrive(here, "Wie Dan Ook", "", "k1", START)
                db.session.commit()
            except Exception as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(PHONES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert stands(ann) == (PRESENT, START + (PHONES - 1) * MINUTE, CheckedIn.HOST)
    assert [entry.name for entry in door.unsettled(meeting)] == ["Wie Dan Ook"]


def test_no_client_is_written_down_at_the_door(meeting):
    with pytest.raises(HoldsBsn):
        door.arrive(meeting, "Ann 123456782", "", "k1", START)
    assert entries(meeting) == []


def test_new_links_withdraw_the_old(meeting):
    assert door.find_meeting(meeting.id, 1) == meeting
    door.renew_links(meeting, actor="user:1")
    assert door.find_meeting(meeting.id, 1) is None
    assert door.find_meeting(meeting.id, 2) == meeting


@pytest.mark.parametrize("ended", ["archived_at", "anonymised_at"])
def test_the_doors_of_a_project_close_with_it(meeting, ended):
    setattr(meeting.project, ended, START)
    assert door.find_meeting(meeting.id, 1) is None


def test_the_host_is_mailed_the_list_in_their_own_language(meeting):
    kom = make_organisation(meeting.project, "De Kom")
    meeting.host = make_person(meeting.project, kom, "Hanne Host", email="hanne@example.org")
    link = host_link(meeting)
    day_letters.queue_host_list(meeting, link, stationery(), START, actor="user:1")
    (message,) = db.session.scalars(select(OutboxMessage))
    mail = read(message.mime)
    assert (message.to_address, message.kind) == ("hanne@example.org", "host")
    assert link in mail.text
    assert "De lijst werkt tot en met vrijdag 6 maart 2026." in " ".join(mail.text.split())


@pytest.mark.parametrize("fields", [{"email": None}, {"archived_at": START}])
def test_without_an_address_or_after_leaving_nobody_is_mailed(meeting, fields):
    meeting.host = make_person(meeting.project, name="Hanne Host", **fields)
    with pytest.raises(NoHostAddress):
        day_letters.queue_host_list(meeting, "", stationery(), START, actor="user:1")


def test_midnight_in_amsterdam_opens_the_list(meeting):
    (ann,) = guests_of(meeting, "Ann")
    midnight = clock.from_local(dt.date(2026, 3, 3), dt.time(0))
    with pytest.raises(TooEarly):
        attendance.record_attendance(ann, PRESENT, midnight - MINUTE)
    attendance.record_attendance(ann, PRESENT, midnight)
    assert db.session.scalars(
        select(Invitation.attendance).where(Invitation.project_id == meeting.project_id)
    ).all() == ["present"]
