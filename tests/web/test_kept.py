"""Keeping one's own aanbod right from the personal page."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from kapstok import clock
from kapstok.accounts.history import changes_of
from kapstok.directory.models import Phone
from kapstok.directory.rules import Capacity
from kapstok.extensions import db
from kapstok.web.links import personal_link
from tests.factories import make_organisation, make_person, make_service

LONG_AGO = dt.date(2024, 1, 2)


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def an(project, kom):
    return make_person(project, kom, "An de Boer")


@pytest.fixture
def bed(kom, an):
    """Something to keep, at which nobody looked for long."""
    return make_service(kom, "Logeerbed", keeper=an, confirmed_on=LONG_AGO, how_to_refer="Bel ons")


def here(person) -> str:
    return urlsplit(personal_link(person)).path + "/aanbod"


def again(row):
    db.session.refresh(row)
    return row


def today() -> dt.date:
    return clock.local_date(clock.now())


def test_one_click_says_that_it_is_still_right(visitor, an, bed):
    page = visitor.get(here(an))
    assert "Langer dan een jaar niet nagekeken" in page.text
    page = page.submit(f"{page.url}/{bed.id}/klopt")
    assert "Dank u wel. Dit is weer nagekeken." in page.text
    assert again(bed).confirmed_on == today()
    assert "Klopt nog" not in page.text
    (change, *_) = [change for change in changes_of(bed.project_id, f"service:{bed.id}") if change.field]
    assert (change.field, change.actor) == ("confirmed_on", f"person:{an.id}")


def test_all_at_once_when_there_is_more_than_one(visitor, kom, an, bed):
    assert "klopt alles" not in visitor.get(here(an)).text.lower()
    other = make_service(kom, "Inloop", keeper=an, confirmed_on=LONG_AGO)
    theirs = make_service(kom, "Van een ander", confirmed_on=LONG_AGO)
    page = visitor.get(here(an))
    page = page.submit(f"{page.url}/klopt")
    assert "Dank u wel. Alles is weer nagekeken." in page.text
    assert [again(row).confirmed_on for row in (bed, other, theirs)] == [today(), today(), LONG_AGO]


@pytest.mark.parametrize(
    ("capacity", "weeks", "kept"),
    [
        ("yes", "", (Capacity.YES, None)),
        ("full", "3", (Capacity.FULL, None)),
        ("waiting", "", (Capacity.WAITING, None)),
        ("waiting", "6", (Capacity.WAITING, 6)),
    ],
)
def test_plek_in_one_tap(visitor, an, bed, capacity, weeks, kept):
    page = visitor.get(here(an))
    page = page.submit(f"{page.url}/{bed.id}/plek", button=("capacity", capacity), weeks=weeks)
    assert "Wie zoekt, ziet dit meteen." in page.text
    again(bed)
    assert (bed.capacity, bed.waiting_weeks) == kept
    assert bed.capacity_at is not None


@pytest.mark.parametrize(("capacity", "weeks"), [("waiting", "veel"), ("waiting", "0"), ("misschien", "")])
def test_plek_that_cannot_be(visitor, an, bed, capacity, weeks):
    page = visitor.get(here(an))
    page = page.submit(f"{page.url}/{bed.id}/plek", button=("capacity", capacity), weeks=weeks, status=400)
    assert page.all("input", name="weeks")[0].get("value") == weeks
    assert again(bed).capacity == Capacity.UNKNOWN


def test_details_are_corrected_by_who_keeps_them(visitor, an, bed):
    bed.phones = [Phone(project_id=bed.project_id, number=number) for number in ("0591 1", "0591 2")]
    page = visitor.get(f"{here(an)}/{bed.id}")
    page = page.submit(how_to_refer="Mail ons", phone="0591 9", email="Bed@Example.org", fees="12 euro per nacht")
    assert "De gegevens zijn bewaard, en gelden als nagekeken." in page.text
    again(bed)
    assert (bed.how_to_refer, bed.email, bed.fees, bed.confirmed_on) == (
        "Mail ons",
        "bed@example.org",
        "12 euro per nacht",
        today(),
    )
    assert [phone.number for phone in bed.phones] == ["0591 9", "0591 2"]
    assert visitor.get(f"{here(an)}/{bed.id}").submit(phone="").h1 == "Uw aanbod op de sociale kaart"
    assert [phone.number for phone in again(bed).phones] == ["0591 2"]


def test_nothing_about_clients(visitor, an, bed):
    page = visitor.get(f"{here(an)}/{bed.id}").submit(how_to_refer="Voor 123456782", status=400)
    assert "burgerservicenummer" in page.text
    assert page.all("textarea", name="how_to_refer")[0].text.strip() == "Voor 123456782"
    assert again(bed).how_to_refer == "Bel ons"


def test_the_second_editor_sees_both_versions(visitor, an, bed):
    first, second = visitor.get(f"{here(an)}/{bed.id}"), visitor.get(f"{here(an)}/{bed.id}")
    first.submit(fees="Gratis")
    page = second.submit(fees="10 euro", status=409)
    assert "Iemand anders heeft het aanbod Logeerbed intussen gewijzigd." in page.text
    assert "Kosten Gratis 10 euro" in page.text
    page.submit(fees="10 euro")
    assert again(bed).fees == "10 euro"


def test_only_what_is_ones_own(visitor, project, kom, an, bed):
    mine, theirs = here(an), here(make_person(project, kom))
    make_service(kom, "Inloop", keeper=an)
    token = visitor.get(mine).all("input", name="form_token")[0].get("value")
    visitor.get(f"{theirs}/{bed.id}", status=404)
    for rest in (f"/{bed.id}/klopt", f"/{bed.id}/plek", f"/{bed.id}", "/klopt"):
        visitor.post(theirs + rest, {"form_token": token, "capacity": "yes"}, status=400)  # of another link
    assert "U houdt nu geen aanbod bij." in visitor.get(theirs).text
    assert (again(bed).confirmed_on, bed.capacity) == (LONG_AGO, Capacity.UNKNOWN)


def test_what_another_keeps_does_not_exist(visitor, project, kom, an, bed):
    theirs = make_service(kom, "Inloop", keeper=make_person(project, kom), confirmed_on=LONG_AGO)
    page = visitor.get(here(an))
    token = page.all("input", name="form_token")[0].get("value")
    for rest in (f"/{theirs.id}/klopt", f"/{theirs.id}/plek", f"/{theirs.id}"):
        visitor.post(page.url + rest, {"form_token": token, "capacity": "yes"}, status=404)
    assert (again(theirs).confirmed_on, theirs.capacity) == (LONG_AGO, Capacity.UNKNOWN)


def test_the_personal_page_asks_while_there_is_something_to_look_at(visitor, an, bed):
    home = urlsplit(personal_link(an)).path
    page = visitor.get(home)
    assert "Naar “Logeerbed” op de sociale kaart keek een half jaar niemand." in page.text
    kept = page.follow("Nakijken")
    kept.submit(f"{kept.url}/{bed.id}/klopt")
    assert "Uw aanbod op de sociale kaart is nagekeken." in visitor.get(home).text
