"""Notes and agreements of a meeting: written once, kept in order, ticked off later."""

import datetime as dt

import pytest

from kapstok.accounts import history
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.meetings import minutes
from kapstok.meetings.minutes import Line
from kapstok.meetings.plan_rules import DueBeforeMeeting, NotOnTheList
from kapstok.meetings.rules import AgreementKind, MeetingCancelled
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project

DAY = dt.timedelta(days=1)
WEEK_LATER = dt.date(2026, 3, 17)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def meeting(project):
    return make_meeting(project)


def write(meeting, *lines, notes="", seen=None):
    minutes.write_minutes(meeting, seen or meeting.version, notes, lines, NOW, actor="test")
    return minutes.agreements_of(meeting)


def test_written_changed_and_taken_away(project, meeting):
    ann = make_person(project, name="Ann Bos")
    make_invitation(meeting, ann)
    decided, agreed = write(
        meeting,
        Line("Wij bellen elkaar eerst", AgreementKind.DECISION),
        Line("Lijst rondsturen", owner=ann, due_on=WEEK_LATER),
        notes="Veel gelachen.",
    )
    seen = meeting.version
    assert (meeting.notes, decided.kind, agreed.owner, agreed.due_on) == ("Veel gelachen.", "decision", ann, WEEK_LATER)
    first, second = write(
        meeting,
        Line("Zaal zoeken"),
        Line("Lijst rondsturen", owner=ann, due_on=WEEK_LATER, done=True, agreement_id=agreed.id),
    )
    assert (first.text, second.id, second.done_at) == ("Zaal zoeken", agreed.id, NOW)
    told = [change for change in history.changes_of(project, f"meeting:{meeting.id}") if change.field == "agreements"]
    assert [(change.old, change.new) for change in reversed(told)] == [
        ("", "Wij bellen elkaar eerst; Lijst rondsturen"),
        ("Wij bellen elkaar eerst; Lijst rondsturen", "Zaal zoeken; Lijst rondsturen"),
    ]
    with pytest.raises(ChangedMeanwhile):
        write(meeting, seen=seen)


def test_what_is_refused_changes_nothing(project, meeting):
    elsewhere = write(make_meeting(project, "Een andere"), Line("Van een andere bijeenkomst"))[0]
    stranger = make_person(project)
    for line, refusal in (
        (Line("BSN 123456782"), HoldsBsn),
        (Line("Bellen", owner=stranger), NotOnTheList),
        (Line("Bellen", due_on=WEEK_LATER - 8 * DAY), DueBeforeMeeting),
        (Line("Bellen", agreement_id=elsewhere.id), NotFound),
    ):
        with pytest.raises(refusal), db.session.begin_nested():
            write(meeting, line, notes="Nieuw")
    assert (meeting.notes, minutes.agreements_of(meeting), elsewhere.text) == ("", [], "Van een andere bijeenkomst")
    meeting.cancelled_at = NOW
    db.session.flush()
    with pytest.raises(MeetingCancelled):
        write(meeting)


def test_who_left_the_list_keeps_what_they_took_on(project, meeting):
    ann = make_person(project)
    guest = make_invitation(meeting, ann)
    kept = write(meeting, Line("Bellen", owner=ann))[0]
    db.session.delete(guest)
    assert write(meeting, Line("Terugbellen", owner=ann, agreement_id=kept.id))[0].owner == ann


def test_what_is_open_and_whose(project, meeting):
    ann, bo = make_person(project), make_person(project)
    make_invitation(meeting, ann)
    make_invitation(meeting, bo)
    later = make_meeting(project, starts_at=NOW + 9 * DAY)
    cancelled = make_meeting(project, starts_at=NOW + 8 * DAY)
    first, second, third, _decision = write(
        meeting,
        Line("Ooit", owner=ann),
        Line("Morgen", owner=ann, due_on=WEEK_LATER),
        Line("Van Bo", owner=bo, due_on=WEEK_LATER + DAY),
        Line("Besloten", AgreementKind.DECISION, owner=ann),
    )
    write(cancelled, Line("Vervallen"))
    cancelled.cancelled_at = NOW
    other = write(later, Line("Later", due_on=WEEK_LATER - DAY))[0]
    assert minutes.open_agreements(project) == [other, second, third, first]
    assert minutes.open_agreements(project, without=later) == [second, third, first]
    assert minutes.agreements_owned_by(ann) == [second, first]
    minutes.tick(second, True, NOW)
    assert minutes.agreements_owned_by(ann) == [first]
    minutes.tick(second, True, NOW + DAY)
    assert second.done_at == NOW
    minutes.tick(second, False, NOW)
    assert minutes.agreements_owned_by(ann) == [second, first]
    assert minutes.get_agreement(project, first.id) is first
