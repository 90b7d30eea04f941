"""The outbox: one row per mail in the transaction of what it tells about; newer mail takes the place of older."""

import datetime as dt
import threading
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail import sent, service
from kapstok.mail.letter import Letter, Paragraph, Sender
from kapstok.mail.mime import CalendarPart, Mailbox
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import LEASE, SERVER_REST, BadAddress, Outcome, Result
from tests.factories import NOW, make_person, make_project

SENDER = Sender("Samen in Veenmeer", "Noor de Wit", "noor@example.org", "0591 000 000", "kapstok@post.example.org")
LETTER = Letter("Uitnodiging", (Paragraph("Komt u?"),))
JET = Mailbox("Jet Jansen", "jet@example.org")
LATER = NOW + dt.timedelta(hours=1)


def put(to=JET, letter=LETTER, now=NOW, **fields):
    message = service.queue(letter, to, SENDER, kind="invitation", now=now, **fields)
    db.session.commit()
    return message


def statuses():
    return list(db.session.scalars(select(OutboxMessage.status).order_by(OutboxMessage.id)))


def sending(message, now=NOW):
    parcels = service.claim([message.id], now)
    db.session.commit()
    return parcels[0] if parcels else None


def test_a_queued_mail_holds_its_final_bytes(app):
    person = make_person(make_project())
    calendar = CalendarPart("REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    message = put(project_id=person.project_id, person_id=person.id, calendar=calendar, supersede_key="meeting:1:2")

    assert (message.status, message.attempts, message.next_attempt_at) == ("pending", 0, NOW)
    assert (message.to_name, message.to_address, message.subject) == ("Jet Jansen", "jet@example.org", "Uitnodiging")
    mail = message_from_bytes(message.mime, policy=policy.default)
    assert mail["Message-ID"] == message.message_id
    assert message.message_id.endswith("@post.example.org>")
    assert str(mail["From"]) == "Samen in Veenmeer via Kapstok <kapstok@post.example.org>"
    assert str(mail["Reply-To"]) == "Noor de Wit <noor@example.org>"
    assert mail["Date"].datetime == NOW
    assert mail.get_body(("plain",)).get_content().strip() == "Komt u?"
    assert [part.get_content_type() for part in mail.walk()].count("text/calendar") == 1


def test_what_is_rolled_back_is_never_sent(app):
    service.queue(LETTER, JET, SENDER, kind="invitation", now=NOW)
    db.session.rollback()

    assert service.due(LATER, 10) == []


def test_a_bad_address_is_refused_before_anything_is_written(app):
    with pytest.raises(BadAddress):
        put(Mailbox("Jet", "jet@example.org, piet@example.org"), supersede_key="a")
    db.session.rollback()

    assert statuses() == []


def test_names_from_outside_fit_their_columns(app):
    message = put(Mailbox("J\x00" + "e" * 500, "jet@example.org"), Letter("S\ud800" * 500, ()))

    assert (len(message.to_name), len(message.subject)) == (120, 300)


def test_newer_mail_about_the_same_thing_takes_the_place_of_older(app):
    put(supersede_key="meeting:1:2")
    other = put(supersede_key="meeting:1:3")
    newer = put(supersede_key="meeting:1:2")

    assert statuses() == ["superseded", "pending", "pending"]
    assert service.due(NOW, 10) == [other.id, newer.id]


def test_mail_that_already_left_is_not_called_back(app):
    message = put(supersede_key="a")
    sending(message)
    service.record(message.id, Outcome(Result.ACCEPTED), NOW)
    put(supersede_key="a")

    assert statuses() == ["sent", "pending"]


def test_an_older_mail_under_way_is_not_tried_again_after_a_newer_one(app):
    older = put(supersede_key="a")
    sending(older)
    put(supersede_key="a")

    service.record(older.id, Outcome(Result.LATER, "450 busy"), NOW)

    assert statuses() == ["superseded", "pending"]


def test_whether_a_cancellation_is_needed(app):
    message = put(supersede_key="a")
    assert service.may_have_left("a") is False

    sending(message)
    assert service.may_have_left("a") is True
    assert service.may_have_left("b") is False


def test_what_no_server_took_never_left_and_what_one_may_have_taken_did(app):
    message = put(supersede_key="a")
    for result, expected in ((Result.LATER, False), (Result.UNKNOWN, True), (Result.LATER, True)):
        sending(message, message.next_attempt_at)
        service.record(message.id, Outcome(result, "reden"), message.next_attempt_at)
        assert service.may_have_left("a") is expected
    assert message.status == "pending"


@pytest.mark.parametrize("fate", ["put off", "unknown", "not tried", "worker died"])
def test_what_is_withdrawn_in_the_hands_of_a_worker_goes_no_second_time(app, fate):
    message = put(supersede_key="a")
    sending(message)

    service.withdraw("a")
    if fate == "not tried":
        service.release([message.id], NOW)
    elif fate == "worker died":
        service.recover(NOW + LEASE)
    else:
        result = Result.LATER if fate == "put off" else Result.UNKNOWN
        service.record(message.id, Outcome(result, "reden"), NOW)
    db.session.commit()

    assert statuses() == ["superseded"]
    assert service.may_have_left("a") is True
    assert service.due(NOW + dt.timedelta(days=1), 10) == []


def test_what_was_withdrawn_after_it_failed_cannot_be_sent_again_by_hand(app):
    message = put(supersede_key="a", project_id=make_project().id)
    sending(message)
    service.record(message.id, Outcome(Result.REFUSED, "550 no"), NOW)
    assert sent.can_go_again(message.project_id, [message]) == {message.id}

    service.withdraw("a")
    db.session.expire_all()

    assert (message.status, message.error) == ("failed", "550 no")
    with pytest.raises(sent.CannotGoAgain):
        sent.send_again(message.project_id, message.id, NOW)


def test_a_mail_that_goes_again_after_weeks_keeps_its_content(app):
    message = put(project_id=make_project().id)
    sending(message)
    service.record(message.id, Outcome(Result.ACCEPTED), NOW)
    message.status, message.bounced_at = "failed", NOW
    month_later = NOW + dt.timedelta(days=31)

    sent.send_again(message.project_id, message.id, month_later)
    service.purge(month_later)
    db.session.expire_all()

    assert message.mime is not None
    assert (message.sent_at, message.via) == (None, None)


def test_a_report_may_come_before_its_mail_is_written_down_as_sent(app):
    accepted, unsure = put(), put()
    for message in (accepted, unsure):
        sending(message)
        message.status, message.bounced_at = "failed", NOW
    db.session.flush()

    assert service.record_sent([accepted.id], NOW) == 0
    service.record(unsure.id, Outcome(Result.UNKNOWN), NOW)

    assert statuses() == ["failed", "failed"]


def test_withdrawn_mail_stays_at_home(app):
    put(supersede_key="a")

    service.withdraw("a")

    assert statuses() == ["superseded"]


def test_a_mail_is_claimed_once(app):
    message = put()

    parcel = sending(message)

    assert (parcel.id, parcel.to_address, parcel.mime) == (message.id, "jet@example.org", message.mime)
    assert sending(message) is None
    assert (message.status, message.attempts, message.next_attempt_at) == ("sending", 1, NOW + LEASE)


@pytest.mark.parametrize("under_way", [False, True])
def test_a_worker_and_who_takes_mail_back_never_wait_for_each_other(app, under_way):
    ids = [put(supersede_key=key).id for key in "ab"]
    if under_way:
        service.claim(ids, NOW)
        db.session.commit()
    failures = []

    def work() -> None:
        with app.app_context():
            try:
                if under_way:
                    service.take_turns(ids)
                    service.record_sent(ids, NOW)
                else:
                    service.claim(ids, NOW)
                db.session.commit()
            except Exception as failure:
                failures.append(failure)
            db.session.remove()

    service.withdraw("b")
    worker = threading.Thread(target=work)
    worker.start()
    worker.join(0.3)  # it met the mail that is being taken back
    service.withdraw("a")
    db.session.commit()
    worker.join()

    assert failures == []
    assert statuses() == (["sent", "sent"] if under_way else ["superseded", "superseded"])


def test_a_mail_is_not_claimed_before_its_time(app):
    message = put(now=LATER)

    assert service.due(NOW, 10) == []
    assert sending(message, NOW) is None


def test_an_accepted_mail_is_sent(app):
    message = put()
    sending(message)

    service.record(message.id, Outcome(Result.ACCEPTED), LATER)

    assert (message.status, message.sent_at, message.via, message.error) == ("sent", LATER, "smtp", "")


def test_a_refused_mail_fails_and_says_why(app):
    message = put()
    sending(message)

    service.record(message.id, Outcome(Result.REFUSED, "550 5.1.1 No such\nuser", bad_address=True), LATER)

    assert (message.status, message.sent_at, message.error) == ("failed", None, "550 5.1.1 No such user")
    assert service.due(LATER + dt.timedelta(days=30), 10) == []


@pytest.mark.parametrize(("result", "status"), [(Result.LATER, "pending"), (Result.UNKNOWN, "unknown")])
def test_a_mail_that_did_not_get_through_goes_again_with_the_same_bytes(app, result, status):
    message = put()
    first = sending(message)

    service.record(message.id, Outcome(result, "reden"), NOW)
    db.session.commit()

    assert (message.status, message.error) == (status, "reden")
    assert service.due(NOW + dt.timedelta(seconds=47), 10) == []
    assert service.due(NOW + dt.timedelta(seconds=72), 10) == [message.id]
    assert sending(message, LATER) == first


def test_mail_in_the_hands_of_a_dead_worker_comes_back(app):
    message = put()
    sending(message)

    service.recover(NOW + LEASE - dt.timedelta(seconds=1))
    assert statuses() == ["sending"]

    service.recover(NOW + LEASE)
    assert statuses() == ["unknown"]
    assert service.due(NOW + LEASE, 10) == [message.id]


def test_mail_of_a_dead_worker_stays_away_when_newer_mail_exists(app):
    sending(put(supersede_key="a"))
    put(supersede_key="a")

    service.recover(NOW + LEASE)

    assert statuses() == ["superseded", "pending"]


def test_mail_waits_while_the_server_cannot_be_reached(app):
    now, later = put(), put(now=LATER)

    service.hold(NOW, "Connection refused")

    assert (now.status, now.attempts, now.next_attempt_at, now.error) == (
        "pending",
        0,
        NOW + SERVER_REST,
        "Connection refused",
    )
    assert (later.next_attempt_at, later.error) == (LATER, "")


def test_only_mail_of_demo_projects_goes_to_the_demo_postvak(app):
    demo, real = make_project("Demo", is_demo=True), make_project("Echt")
    put(project_id=demo.id, supersede_key="a"), put(project_id=real.id), put()

    assert service.deliver_to_demo({demo.id}, LATER) == 1

    assert statuses() == ["sent", "pending", "pending"]
    message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.project_id == demo.id)).one()
    assert (message.via, message.sent_at) == ("demo", LATER)
    assert service.may_have_left("a") is True


def test_the_content_of_mail_is_forgotten_after_thirty_days(app):
    message, waiting = put(), put()
    sending(message)
    service.record(message.id, Outcome(Result.ACCEPTED), NOW)

    assert service.purge(NOW + dt.timedelta(days=30)) == 0
    assert service.purge(NOW + dt.timedelta(days=30, seconds=1)) == 1
    db.session.expire_all()

    assert (message.mime, message.to_address) == (None, "jet@example.org")
    assert waiting.mime is not None


def test_what_never_left_is_forgotten_too(app):
    failed, superseded = put(), put(supersede_key="a")
    sending(failed)
    service.record(failed.id, Outcome(Result.REFUSED, "550 no"), NOW)
    put(supersede_key="a")

    assert service.purge(NOW + dt.timedelta(days=30)) == 0
    assert service.purge(NOW + dt.timedelta(days=31)) == 2
    db.session.expire_all()
    assert (failed.mime, superseded.mime) == (None, None)
