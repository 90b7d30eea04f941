"""The projectleider's pages of the sociale kaart."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.directory import places, rules
from kapstok.directory import service as directory
from kapstok.directory.models import Service
from kapstok.directory.parts import parts_of
from kapstok.extensions import db
from tests.browsing import Page, Visitor, text
from tests.factories import make_organisation, make_person, make_project, make_service, make_user


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom", phone="0500-10 20 30")


@pytest.fixture
def respijt(kom):
    return make_service(kom, "Respijtzorg thuis", confirmed_on=clock.local_date(clock.now()))


def kaart(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk/sociale-kaart{rest}"


def the_one(project) -> Service:
    db.session.expire_all()
    (service,) = directory.list_services(project)
    return service


def named(page: Page) -> list[str]:
    """The services in a list."""
    return [text(heading) for heading in page.all("h3", class_="service-name")]


def facts(page: Page) -> dict[str, str]:
    return {text(dt_): text(dd) for dt_, dd in zip(page.all("dt"), page.all("dd"), strict=True)}


def months_ago(number: int) -> dt.date:
    return clock.local_date(clock.now()) - dt.timedelta(days=31 * number)


def test_an_empty_kaart_says_what_it_is_for(project, projectleider):
    page = projectleider.get(kaart(project))
    assert "De sociale kaart is nog leeg" in page.text
    page = page.follow("Eerste aanbod toevoegen")
    assert "Aanbod is altijd van een organisatie." in page.text


def test_adding_starts_with_whose_it_is(project, projectleider, kom):
    page = projectleider.get(kaart(project)).follow("Eerste aanbod toevoegen").submit(organisatie=str(kom.id))
    assert page.h1 == "Aanbod van De Kom toevoegen"
    page = page.submit(name="Respijtzorg", how_to_refer="Bel ons.\nVraag naar de coördinator.")
    assert page.h1 == "Respijtzorg"
    assert "Bel ons. Vraag naar de coördinator." in page.text
    assert "0500-10 20 30" in page.text, "without a number of its own: the organisation's"


def test_everything_that_can_be_filled_in_is_kept_and_shown(project, projectleider, kom):
    keeper = make_person(project, kom, "Jet Vos")
    place = places.add_location(kom, clock.now(), name="Het Huis", address="Brink 1", city="Veenmeer")
    support = {
        name: str(key) for key, name in _choices(projectleider.get(kaart(project, f"/nieuw?organisatie={kom.id}")))
    }
    page = projectleider.get(kaart(project, f"/nieuw?organisatie={kom.id}")).submit(button=("more", "hours"))
    page = page.submit(
        name="Logeerhuis",
        eligibility="Mantelzorgers",
        description="Een weekend vrij",
        how_to_refer="Bel vooraf",
        number_0="0500-20 20 20",
        number_for_0="Aanmelden",
        email="Logeren@example.org",
        url="https://logeren.example.org/",
        desk_0="Receptie",
        department_0="Logeren",
        capacity="waiting",
        waiting_weeks="3",
        days_0=["SA", "SU"],
        opens_0="10:00",
        closes_0="16:30",
        days_1=["TU"],
        week_1="1",
        words_1="Kennismaken",
        places=[str(place.id)],
        other_areas="Noord, Zuid",
        fees="Gratis",
        support=[support["Respijtzorg"]],
        keeper_id=str(keeper.id),
    )
    assert facts(page) == {
        "Voor wie": "Mantelzorgers",
        "Wat het inhoudt": "Een weekend vrij",
        "Plek": f"Wachtlijst van 3 weken gezegd op {_today()}",
        "Wanneer": "zaterdag en zondag, 10.00–16.30 uur elke eerste dinsdag van de maand, Kennismaken",
        "Waar": "Het Huis Brink 1, Veenmeer",
        "Voor welke wijken en kernen": "Noord, Zuid",
        "Kosten": "Gratis",
        "Hulpthema’s": "Respijtzorg",
    }
    assert "Receptie, Logeren" in page.text
    assert "0500-20 20 20 Aanmelden" in page.text
    assert "Dit houdt bij: Jet Vos" in page.text


def _choices(page: Page):
    return [(field.get("value"), _label(page, field)) for field in page.all("input", name="support")]


def _label(page: Page, field) -> str:
    return text(page.all("label", **{"for": field.get("id")})[0])


def _today() -> str:
    from kapstok.web import filters

    return filters.day_short(clock.now())


def test_bewaren_without_a_change_changes_nothing_but_the_date(project, projectleider, kom):
    service = directory.add_service(
        kom,
        clock.now(),
        name="Inloop",
        areas=["Noord"],
        schedules=[rules.Hours(("MO",), 0, dt.time(9), dt.time(12))],
        phones=[rules.Number("0500-1", "Balie"), rules.Number("0500-2")],
        contacts=[rules.Desk("Balie", "Welzijn", "balie@example.org")],
    )
    before = parts_of(service)
    uids = [row.uid for row in (*service.schedules, *service.phones, *service.contacts, *service.areas)]
    projectleider.get(kaart(project, f"/{service.id}/bewerken")).submit()
    after = the_one(project)
    assert parts_of(after) == before
    assert [row.uid for row in (*after.schedules, *after.phones, *after.contacts, *after.areas)] == uids


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(project, projectleider, kom, respijt):
    page = projectleider.get(kaart(project, f"/{respijt.id}/bewerken"))
    page = page.submit(name="Anders", number_0="0500-1", button=("more", "phones"))
    assert page.all("input", name="name")[0].get("value") == "Anders"
    assert [field.get("name") for field in page.all("input", type="tel")] == ["number_0", "number_1"]
    assert the_one(project).name == "Respijtzorg thuis"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Geef het aanbod een naam."),
        ({"opens_0": "09:00"}, "Vul beide tijden in, of geen van beide."),
        ({"opens_0": "09:00", "closes_0": "12:00"}, "Kies op welke dagen dit is."),
        ({"number_for_0": "Balie"}, "Vul het telefoonnummer in, of haal weg waarvoor het is."),
        ({"url": "javascript:alert(1)"}, "Een webadres begint met https://."),
        ({"waiting_weeks": "1000"}, "Vul een aantal weken in van 1 tot en met 260, of laat het leeg."),
        ({"description": "Voor mevrouw, geboren 3-1-1956"}, "Dat kan een geboortedatum zijn."),
        ({"words_0": "BSN 111222333"}, "burgerservicenummer"),
        ({"email": "geen adres"}, "mailadres"),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(project, projectleider, respijt, typed, sentence):
    page = projectleider.get(kaart(project, f"/{respijt.id}/bewerken"))
    page = page.submit(fees="Gratis", status=400, **typed)
    assert sentence in page.text
    assert "Gratis" in page.text
    assert the_one(project).fees == ""


def test_a_box_without_a_value_is_no_box(project, projectleider, respijt):
    page = projectleider.get(kaart(project, f"/{respijt.id}/bewerken"))
    page.submit(support="", places="", areas="", days_0="")
    assert [values for values in parts_of(the_one(project)).values() if values] == []


def test_the_second_editor_sees_both(app, project, projectleider, respijt):
    address = kaart(project, f"/{respijt.id}/bewerken")
    first, second = projectleider.get(address), Visitor(app).log_in(make_user(project)).get(address)
    first.submit(fees="Gratis", other_areas="Noord")
    page = second.submit(fees="€ 5", status=409)
    assert "Iemand anders heeft het aanbod Respijtzorg thuis intussen gewijzigd." in page.text
    assert [text(cell) for cell in page.all("th", scope="row")] == ["Voor welke wijken en kernen", "Kosten"]
    assert the_one(project).fees == "Gratis"
    page.submit()
    assert the_one(project).fees == "€ 5"


def test_searching_forgives_and_filters_narrow(project, projectleider, kom, respijt):
    make_service(kom, "Rijdienst", capacity="yes")
    respijt.areas = []
    page = projectleider.get(kaart(project))
    assert named(page) == ["Respijtzorg thuis", "Rijdienst"]
    assert named(page.submit(kaart(project), zoek="respeit")) == ["Respijtzorg thuis"]
    assert named(page.submit(kaart(project), plek="1")) == ["Rijdienst"]
    assert named(page.submit(kaart(project), nagekeken="red")) == ["Rijdienst"]
    page = page.submit(kaart(project), zoek="zweefvliegen")
    assert "Niets gevonden" in page.text


def test_pages_of_fifty(project, projectleider, kom):
    for number in range(51):
        make_service(kom, f"Aanbod {number:02}")
    page = projectleider.get(kaart(project))
    assert "51 keer aanbod" in page.text
    assert len(named(page)) == 50
    assert named(page.follow("Volgende")) == ["Aanbod 50"]


def test_klopt_nog_makes_it_green(project, projectleider, respijt):
    respijt.confirmed_on = months_ago(13)
    page = projectleider.get(kaart(project, f"/{respijt.id}"))
    assert "Langer dan een jaar niet nagekeken" in page.text
    page = page.submit(kaart(project, f"/{respijt.id}/klopt"))
    assert "Actueel" in page.text


def test_plek_is_said_with_its_date(project, projectleider, respijt):
    page = projectleider.get(kaart(project, f"/{respijt.id}"))
    address = kaart(project, f"/{respijt.id}/plek")
    page = page.submit(address, capacity="waiting", waiting_weeks="6")
    assert facts(page)["Plek"] == f"Wachtlijst van 6 weken gezegd op {_today()}"
    page = page.submit(address, capacity="full", waiting_weeks="6")
    assert facts(page)["Plek"] == f"Vol gezegd op {_today()}"
    assert the_one(project).waiting_weeks is None
    assert "Vul een aantal weken in" in page.submit(address, waiting_weeks="0", status=400).text


def test_what_is_no_longer_offered_can_come_back(project, projectleider, respijt):
    page = projectleider.get(kaart(project, f"/{respijt.id}"))
    page = page.submit(kaart(project, f"/{respijt.id}/stoppen"))
    assert directory.list_services(project) == []
    page.submit(kaart(project, f"/{respijt.id}/hervatten"))
    assert the_one(project).name == "Respijtzorg thuis"


def test_what_needs_a_look_is_listed_by_keeper(project, projectleider, kom):
    jet, ans = make_person(project, kom, "Jet Vos"), make_person(project, kom, "Ans Bos", archived_at=clock.now())
    today = clock.local_date(clock.now())
    make_service(kom, "Net nagekeken", keeper=jet, confirmed_on=today)
    make_service(kom, "Niemands, maar actueel", confirmed_on=today)
    make_service(kom, "Oud", keeper=jet, confirmed_on=months_ago(13))
    make_service(kom, "Ouder", keeper=jet, confirmed_on=months_ago(20))
    make_service(kom, "Van Ans", keeper=ans, confirmed_on=months_ago(7))
    make_service(kom, "Van niemand")
    page = projectleider.get(kaart(project, "/nakijken"))
    assert named(page) == ["Van niemand", "Niemands, maar actueel", "Van Ans", "Ouder", "Oud"]
    headings = [text(heading) for heading in page.all("h2")]
    assert headings == ["Niemand houdt dit bij", "Ans Bos doet niet meer mee", "Jet Vos"]
    ouder = next(service for service in directory.list_services(project) if service.name == "Ouder")
    page = page.submit(kaart(project, f"/{ouder.id}/klopt"))
    assert named(page) == ["Van niemand", "Niemands, maar actueel", "Van Ans", "Oud"]


def test_nothing_needs_a_look(project, projectleider, kom, respijt):
    respijt.keeper = make_person(project, kom)
    assert "Alles is nagekeken" in projectleider.get(kaart(project, "/nakijken")).text


def test_history_tells_what_changed_in_words(project, projectleider, respijt):
    page = projectleider.get(kaart(project, f"/{respijt.id}/bewerken"))
    page = page.submit(other_areas="Noord", days_0=["MO"], opens_0="09:00", closes_0="12:00")
    assert "Wijken en kernen: is nu Noord" in page.text
    assert "Tijden: is nu maandag, 09.00–12.00" in page.text


def test_a_place_is_changed_for_everything_there(app, project, projectleider, kom, respijt):
    page = projectleider.get(f"/p/{project.id}/netwerk/organisaties/{kom.id}").follow("Plek toevoegen")
    page = page.submit(name="Het Huis", city="Veenmeer")
    (place,) = places.list_locations(kom)
    projectleider.get(kaart(project, f"/{respijt.id}/bewerken")).submit(places=[str(place.id)])
    address = f"/p/{project.id}/netwerk/plekken/{place.id}"
    first, second = projectleider.get(address), Visitor(app).log_in(make_user(project)).get(address)
    first.submit(accessibility="Lift")
    assert facts(projectleider.get(kaart(project, f"/{respijt.id}")))["Waar"] == "Het Huis Veenmeer Lift"
    assert "intussen gewijzigd" in second.submit(accessibility="Geen lift", status=409).text


def test_only_a_place_where_nothing_is_can_go(project, projectleider, kom, respijt):
    place = places.add_location(kom, clock.now(), name="Het Huis")
    address = f"/p/{project.id}/netwerk/plekken/{place.id}"
    page = projectleider.get(address)
    directory.edit_service(respijt, respijt.version, clock.now(), places=[place])
    page = page.submit(f"{address}/weg")
    assert "Op de plek Het Huis is nog aanbod." in page.response.text
    directory.edit_service(respijt, respijt.version, clock.now(), places=[])
    projectleider.get(address).submit(f"{address}/weg")
    assert places.list_locations(kom) == []


def test_another_project_sees_nothing(app, project, kom, respijt):
    other = make_project("Elders")
    visitor = Visitor(app).log_in(make_user(other))
    make_organisation(other, "Ander")
    visitor.get(kaart(other, f"/{respijt.id}"), status=404)
    visitor.get(kaart(other, f"/nieuw?organisatie={kom.id}"), status=404)
    assert named(visitor.get(kaart(other))) == []
