"""Counting referrals by personal link: what is sent, and what arrives."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.referrals import service
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter
from kapstok.register import reporters
from kapstok.web.links import personal_link
from kapstok.web.tallies import months_before
from tests.factories import make_organisation, make_person, make_project, make_service


def last_month(back=0):
    return months_before(clock.month_before(clock.local_date(clock.now())), back)


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def steunpunt(project):
    return make_organisation(project, "Steunpunt", "welzijn")


@pytest.fixture
def respijt(steunpunt):
    return make_service(steunpunt, "Respijtzorg")


@pytest.fixture
def an(project, practice):
    return make_person(project, practice, "An")


@pytest.fixture
def bo(project, practice):
    return make_person(project, practice, "Bo")


def page_of(visitor, person, what="verwijzingen", query=""):
    from urllib.parse import urlsplit

    return visitor.get(urlsplit(personal_link(person)).path + f"/{what}{query}")


def test_ten_seconds(visitor, project, practice, steunpunt, respijt, an, bo):
    page = page_of(visitor, an)
    place = f"{steunpunt.id}_{respijt.id}"
    page = page.submit(sent_more_1=place, sent_more_1_count="3", sent_more_2=f"{steunpunt.id}_0", sent_more_2_count="0")
    assert "Dank u wel, dit is geteld." in page.text
    of = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, respijt.id)
    direct = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, None)
    assert service.counts(project) == {of: 3, direct: 0}
    page = page.submit(**{f"sent_{place}": ""})
    assert service.counts(project) == {direct: 0}
