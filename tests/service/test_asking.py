"""Asking a measurement by mail: who gets it, who does not, and that twice is harmless."""

import datetime as dt
import email
import email.policy
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.projects.models import Project
from kapstok.register import service as register
from kapstok.register.models import Person
from kapstok.ties import asking, measuring
from kapstok.ties import service as ties
from kapstok.ties.models import Wave
from kapstok.ties.rules import Answers, WaveClosed
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)
MONTH = 31 * DAY


@pytest.fixture
def project(app) -> Project:
    return make_project()


@pytest.fixture
def an(project) -> Person:
    return make_person(project, make_organisation(project), "An", email="an@example.org")


@pytest.fixture
def bo(project) -> Person:
    return make_person(project, make_organisation(project), "Bo", email="bo@example.org", language="en")


@pytest.fixture
def wave(project, an, bo) -> Wave:
    return measuring.open_wave(project, "Nulmeting", NOW, actor="test")


def ask(wave: Wave, now: dt.datetime) -> list[str]:
    """The names of who was written to."""
    return [entry.person.name for entry in asking.ask_by_mail(wave, stationery(), now, actor="test")]


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def body(mail: OutboxMessage) -> str:
    """The mail as plain text."""
    part = email.message_from_bytes(mail.mime, policy=email.policy.default).get_body(("plain",))
    return part.get_content()


def who_gets_mail(wave: Wave, now: dt.datetime) -> dict[str, list[str]]:
    found = asking.who_gets_mail(measuring.list_asked(wave), now)
    return {group: [entry.person.name for entry in entries] for group, entries in vars(found).items()}


def test_everybody_is_asked_once(project, wave, an, bo):
    version = an.version
    assert ask(wave, NOW) == ["An", "Bo"]
    assert ask(wave, NOW) == []
    assert [(mail.kind, mail.person_id, mail.project_id, mail.to_address) for mail in outbox()] == [
        ("measurement", an.id, project.id, "an@example.org"),
        ("measurement", bo.id, project.id, "bo@example.org"),
    ]
    assert (an.asked_at, an.version) == (NOW, version)
    entries = measuring.list_asked(wave)
    assert asking.last_mailed(entries) == {entry.id: NOW for entry in entries}


def test_who_gets_no_mail_and_why(project, an, bo):
    make_person(project, name="Cas", email=None)
    make_person(project, name="Dee", asked_at=NOW - 30 * DAY)
    make_person(project, name="Eef", address_refused_at=NOW)
    fay, gus = make_person(project, name="Fay"), make_person(project, name="Gus")
    make_person(project, name="Hal", asked_at=NOW - MONTH)
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    ties.record_statements(an, Answers({bo.id: 2}), NOW, wave=wave)
    register.archive_person(fay, NOW)
    gus.left_on = NOW.date()
    assert who_gets_mail(wave, NOW) == {
        "to_ask": ["Bo", "Hal"],
        "answered": ["An"],
        "too_soon": ["Dee"],
        "unreachable": ["Cas", "Eef"],
        "gone": ["Fay", "Gus"],
    }
    assert ask(wave, NOW) == ["Bo", "Hal"]


def test_after_a_month_who_did_not_answer_is_reminded(wave, an, bo):
    ask(wave, NOW)
    for mail in outbox():
        mail.status = Status.SENT
    ties.record_statements(bo, Answers({an.id: 1}), NOW + DAY, wave=wave)
    assert ask(wave, NOW + MONTH - DAY) == []
    assert ask(wave, NOW + MONTH) == ["An"]
    assert [(mail.person_id, mail.subject) for mail in outbox()] == [
        (an.id, "Wie kent u in Samen rond mantelzorg?"),
        (bo.id, outbox()[1].subject),
        (an.id, "Herinnering: wie kent u in Samen rond mantelzorg?"),
    ]
    assert [mail.status for mail in outbox()] == [Status.SENT, Status.SENT, Status.PENDING]


def test_each_reads_it_in_their_own_language_with_their_own_link(wave):
    ours, spoken = stationery(), []

    def speaking(language):
        spoken.append(language)
        return ours.speaking(language)

    letterhead = replace(ours, speaking=speaking, personal_link=lambda person: f"https://example.org/d/{person.name}")
    asking.ask_by_mail(wave, letterhead, NOW, actor="test")
    assert spoken == ["nl", "en"]
    assert [link for mail in outbox() for link in re.findall("https://\\S+", body(mail))] == [
        "https://example.org/d/An",
        "https://example.org/d/Bo",
    ]


def test_a_refused_mail_asked_nothing(project, wave, an, bo):
    ask(wave, NOW)
    (to_an, _) = outbox()
    to_an.status, an.address_refused_at = Status.FAILED, NOW + DAY
    entries = measuring.list_asked(wave)
    assert asking.last_mailed(entries) == {entries[1].id: NOW}
    assert who_gets_mail(wave, NOW + DAY)["unreachable"] == ["An"]
    register.edit_person(an, an.version, email="an.de.boer@example.org")
    assert ask(wave, NOW + DAY) == ["An"]
    assert outbox()[2].subject == "Wie kent u in Samen rond mantelzorg?"


def test_mail_that_did_not_leave_stays_behind_when_it_is_no_longer_needed(wave, an, bo):
    ask(wave, NOW)
    ties.record_statements(an, Answers({bo.id: 2}), NOW + DAY, wave=wave)
    assert [mail.status for mail in outbox()] == [Status.SUPERSEDED, Status.PENDING]
    measuring.close_wave(wave, NOW + DAY, actor="test")
    assert [mail.status for mail in outbox()] == [Status.SUPERSEDED, Status.SUPERSEDED]


def test_a_closed_measurement_asks_nobody(wave):
    measuring.close_wave(wave, NOW, actor="test")
    with pytest.raises(WaveClosed):
        ask(wave, NOW)
    assert outbox() == []


def test_two_tabs_send_one_mail(app, project, wave):
    project_id, wave_id = project.id, wave.id
    db.session.commit()

    def send(_) -> int:
        with app.test_request_context():
            written = ask(measuring.get_wave(project_id, wave_id), NOW)
            db.session.commit()
            return len(written)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(send, range(4))) == [0, 0, 0, 2]
    assert len(outbox()) == 2
