"""What a participant does on their own page, without account, cookie or script."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.progress import service as progress
from kapstok.progress.surveys import asking
from kapstok.register.models import Person
from kapstok.ties import ledger, measuring
from kapstok.web import filters
from kapstok.web.links import personal_link, rsvp_link
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def welzijn(project):
    return make_organisation(project, "Welzijn Veenmeer", "welzijn")


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def an(project, welzijn):
    return make_person(project, welzijn, "An de Boer", "sociaal-werker")


@pytest.fixture
def bo(project, practice):
    return make_person(project, practice, "Bo Kuiper", "huisarts")


@pytest.fixture
def cas(project, practice):
    return make_person(project, practice, "Cas Smit", "poh")


def address(person: Person, page: str = "") -> str:
    return personal_link(person).removeprefix("http://127.0.0.1:5000") + page


def said(project) -> list[tuple]:
    """Every statement: who, of whom, strength, source, by block."""
    return [(row[0], row[1], row[2], row[4], row[5]) for row in ledger.statements(project)]


def headings(page) -> list[str]:
    return ["".join(h2.itertext()).strip() for h2 in page.all("h2")]


def groups(page) -> list[str]:
    """The headings above names; the first card explains the answers."""
    explained, *others = headings(page)
    assert explained == "Hoe kent u deze persoon nu?"
    return others


def test_a_quiet_page(visitor, an):
    page = visitor.get(address(an))
    assert page.h1 == "Dag An de Boer"
    assert headings(page) == [
        "Wie bel ik nu?",
        "Uw Kapstok-minuut",
        "Uw kaart in wie is wie",
        f"Verwijzingen in {filters.month(clock.month_before(clock.local_date(clock.now())))}",
        "Mijn bijeenkomsten",
        "Mijn lijnen",
        "Wie is wie",
        "Uw gegevens",
    ]
    assert "An de Boer" in page.text and an.email in page.text
    assert "Set-Cookie" not in page.response.headers


def test_a_link_that_was_changed_opens_nothing(visitor, project, an):
    visitor.get(address(an).replace("/d/W", "/d/X"), status=404)
    own = make_invitation(make_meeting(project), an)
    visitor.get(rsvp_link(own).removeprefix("http://127.0.0.1:5000").replace("/u/", "/d/"), status=404)


def test_own_meetings_with_the_link_to_answer(visitor, project, an):
    meeting = make_meeting(project, "Naar elkaar verwijzen", starts_at=clock.now() + 7 * DAY)
    invitation = make_invitation(meeting, an)
    assert "Er staat nu geen bijeenkomst voor u klaar." in visitor.get(address(an)).text  # may be for a later round
    invitation.sent_sequence = 0
    page = visitor.get(address(an))
    assert page.link("Antwoord geven of wijzigen: Naar elkaar verwijzen") == rsvp_link(invitation)


def test_a_measurement_from_card_to_thanks(visitor, project, an, bo, cas):
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    intro = visitor.get(f"{address(an)}/wie-kent-u")
    assert intro.h1 == "Wie kent u?"
    assert "vrijwillig" in intro.text.casefold()
    page = intro.follow("Verder naar de namen")
    assert groups(page) == ["Praktijk Oost"]
    page = page.submit(**{f"kent_{bo.id}": "3", "dicht": str(bo.organisation_id)})
    assert (page.h1, "Klaar" in headings(page)) == ("Dag An de Boer", True)
    assert "Dank u wel" in page.text
    assert said(project) == [(an.id, bo.id, 3, "wave", False), (an.id, cas.id, 0, "wave", True)]
    assert [entry.person for entry in measuring.list_asked(wave) if entry.answered_at] == [an]


def test_the_form_comes_back_as_it_was_left_and_can_be_changed(visitor, project, an, bo, cas):
    measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    first = visitor.get(address(an, "/wie-kent-u?verder=1"))
    first.submit(**{f"kent_{bo.id}": "x", "dicht": str(bo.organisation_id)})
    again = visitor.get(address(an, "/wie-kent-u"))
    again.submit()
    assert len(said(project)) == 2
    again.submit(dicht=[])
    assert said(project)[2:] == [(an.id, cas.id, None, "wave", True)]


def test_an_untouched_form_is_no_answer(visitor, project, an, bo):
    measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    page = visitor.get(address(an, "/wie-kent-u?verder=1")).submit(status=400)
    assert "U hebt nog niets ingevuld" in page.text
    assert said(project) == []


@pytest.mark.parametrize(("field", "value"), [("kent_{bo}", "9"), ("kent_{an}", "1"), ("kent_999999", "1")])
def test_what_was_chosen_stays_when_something_is_wrong(visitor, project, an, bo, cas, field, value):
    measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    page = visitor.get(address(an, "/wie-kent-u?verder=1"))
    page = page.submit(status=400, **{f"kent_{cas.id}": "2", field.format(an=an.id, bo=bo.id): value})
    (kept,) = [box for box in page.all("input", name=f"kent_{cas.id}") if box.get("checked") is not None]
    assert kept.get("value") == "2"
    assert said(project) == []


def test_after_a_meeting_those_who_were_there_come_first(visitor, project, an, bo, cas):
    meeting = make_meeting(project, "Kennismaken", starts_at=clock.now() - 3 * DAY)
    for person in (an, cas):
        make_invitation(meeting, person, attendance="present")
    page = visitor.get(address(an, "/wie-kent-u?verder=1"))
    assert groups(page) == ["Bij “Kennismaken”", "Praktijk Oost"]
    page.submit(**{f"kent_{cas.id}": "2"})
    assert said(project) == [(an.id, cas.id, 2, "pulse", False)]
    page = visitor.get(address(an))
    assert "U hebt ingevuld wie u kent." in page.text


def test_a_mantelzorger_is_on_no_list_until_they_wish_so(visitor, project, an, welzijn):
    mo = make_person(project, welzijn, "Mo Vos", "mantelzorger", on_rosters=False)
    make_person(project, welzijn, "Dee Bos")
    here = address(an, "/wie-kent-u?verder=1")
    assert "Mo Vos" not in visitor.get(here).text
    own = visitor.get(address(mo))
    assert headings(own) == [
        "Wie bel ik nu?",
        "Uw kaart in wie is wie",
        "Mijn bijeenkomsten",
        "Mijn lijnen",
        "Wie is wie",
        "Uw gegevens",
    ]
    own.follow("Kiezen").submit(on_rosters="on")
    page = visitor.get(here)
    assert groups(page) == ["Welzijn Veenmeer", "Anderen"]
    assert "Mo Vos" in page.text and "antelzorger" not in page.text


def test_not_in_the_picture(visitor, project, an):
    visitor.get(address(an, "/gegevens/zichtbaar")).submit(on_map=[])
    db.session.refresh(an)
    assert an.on_map is False


def test_a_long_list_starts_near_and_can_be_searched(visitor, project, an):
    for number in range(65):
        organisation = make_organisation(project, f"Organisatie {number:02}", "gemeente")
        make_person(project, organisation, f"Persoon {number:02}", "wmo-consulent")
    page = visitor.get(address(an, "/wie-kent-u?verder=1"))
    assert len(page.all("fieldset")) == 60
    assert len(page.follow("Toon alle namen").all("fieldset")) == 65
    found = visitor.get(f"{page.url}?zoek=persoon+64")
    assert groups(found) == ["Organisatie 64"]
    assert visitor.get(address(an, "/wie-kent-u?zoek=niemand")).all("fieldset") == []


def test_the_vragenlijst(visitor, project, an, bo):
    progress.ensure_defaults(project)
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    page = visitor.get(address(an, "/vragenlijst"))
    first, second = (item.id for item in asking.items_for(an, wave))
    assert page.submit(status=400).all("fieldset") != []
    page.submit(status=400, **{f"item_w{wave.id}_{first}": "6"})
    page = page.submit(**{f"item_w{wave.id}_{first}": "4", f"item_w{wave.id}_{second}": "nvt"})
    assert "U hebt de vragenlijst ingevuld." in page.text
    assert asking.opinions_of(an, wave) == {first: 4, second: None}
    visitor.get(address(an, "/vragenlijst")).submit(**{f"item_w{wave.id}_{first}": "5"})
    assert asking.opinions_of(an, wave) == {first: 5, second: None}


def test_without_a_measurement_there_is_no_vragenlijst(visitor, an):
    visitor.get(address(an, "/vragenlijst"), status=404)


def test_another_project_stays_out_of_sight(visitor, project, an):
    other = make_project("Ander project")
    make_person(other, make_organisation(other, "Elders"), "Vreemde")
    assert visitor.get(address(an, "/wie-kent-u?verder=1")).all("fieldset") == []
