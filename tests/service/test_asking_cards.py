"""Who is asked for a card: nobody twice in a month, nobody more than twice, and never after an answer."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.register import asking, cards
from kapstok.register.asking import Standing
from kapstok.register.consent import Purpose
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project

MONTH = dt.timedelta(days=32)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


def standing(project, now=NOW) -> dict[str, Standing]:
    return {each.person.name: each.standing for each in asking.standpoints(project, now)}


def ask(project, now=NOW) -> list[str]:
    return [person.name for person in asking.ask_for_cards(project, stationery(), now, actor="test")]


def answer(person, given: bool) -> None:
    cards.say(person, Purpose.CARD, given, NOW, f"person:{person.id}")


def test_where_everybody_stands(project, kom):
    answer(make_person(project, kom, "Ja"), True)
    answer(make_person(project, kom, "Ja, uit beeld", on_map=False), True)
    answer(make_person(project, kom, "Nee"), False)
    make_person(project, kom, "Geen mail", email=None)
    make_person(project, kom, "Kapot", address_refused_at=NOW)
    make_person(project, kom, "Pas gevraagd", asked_at=NOW - dt.timedelta(days=5))
    make_person(project, kom, "Stil")
    make_person(project, kom, "Weg", archived_at=NOW)
    assert standing(project) == {
        "Geen mail": Standing.UNREACHABLE,
        "Ja": Standing.SHOWN,
        "Ja, uit beeld": Standing.HIDDEN,
        "Kapot": Standing.UNREACHABLE,
        "Nee": Standing.NO,
        "Pas gevraagd": Standing.TOO_SOON,
        "Stil": Standing.TO_ASK,
    }


def test_a_question_and_one_reminder(project, kom):
    make_person(project, kom, "Stil")
    assert (ask(project), standing(project)) == (["Stil"], {"Stil": Standing.WAITING})
    assert ask(project) == []
    assert standing(project, NOW + MONTH) == {"Stil": Standing.TO_ASK}
    assert (ask(project, NOW + MONTH), ask(project, NOW + 2 * MONTH)) == (["Stil"], [])
    assert standing(project, NOW + 2 * MONTH) == {"Stil": Standing.WAITING}
    subjects = list(db.session.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id)))
    assert subjects == [
        "Wie is wie in Samen rond mantelzorg: mag uw kaart erbij?",
        "Herinnering: mag uw kaart in wie is wie van Samen rond mantelzorg?",
    ]


def test_who_said_no_is_left_in_peace(project, kom):
    jet = make_person(project, kom, "Jet")
    answer(jet, False)
    assert ask(project, NOW + 12 * MONTH) == []


def test_the_mail_opens_ones_own_choice(project, kom):
    make_person(project, kom, "Jet")
    ask(project)
    mime = db.session.scalar(select(OutboxMessage.mime)).decode()
    assert "/gegevens/zichtbaar" in mime.replace("=\n", "").replace("=\r\n", "")


def test_an_address_that_is_none_is_passed_over(project, kom):
    make_person(project, kom, "Fout", email="jet@")
    make_person(project, kom, "Goed")
    assert ask(project) == ["Goed"]


def test_nobody_of_another_project_is_asked(project):
    other = make_project("Ander project")
    make_person(other, make_organisation(other))
    assert ask(project) == []
