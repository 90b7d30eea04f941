"""The projectleider's pages of people and organisations."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings.rules import Attendance
from kapstok.projects.rules import Vocabulary
from kapstok.register import service as register
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.models import Tie
from kapstok.ties.rules import Answers
from tests.browsing import Visitor, text
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
    make_user,
    term,
)


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def jet(project, kom):
    return make_person(project, kom, "Jet Vos", "sociaal-werker", email="jet@example.org", phone="0591 000 001")


def network(project, rest: str = "") -> str:
    return f"/p/{project.id}/netwerk{rest}"


def listed(page) -> list[str]:
    return [text(cell) for cell in page.all("th", scope="row")]


# The list


def test_an_empty_network_points_to_the_import(project, projectleider):
    page = projectleider.get(network(project))
    assert "Er staat nog niemand in het netwerk" in page.text
    assert page.follow("Lijst importeren").h1 == "Lijst importeren"


def test_search_and_filter(project, projectleider, kom, jet):
    make_person(project, make_organisation(project, sector="thuiszorg"), "Zoë Bos")
    page = projectleider.get(network(project))
    assert listed(page) == ["Jet Vos", "Zoë Bos"]
    assert listed(page.submit(network(project), zoek="zoe")) == ["Zoë Bos"]
    assert listed(page.submit(network(project), organisatie=str(kom.id))) == ["Jet Vos"]
    thuiszorg = term(project, Vocabulary.SECTOR, "thuiszorg")
    assert listed(page.submit(network(project), sector=str(thuiszorg.id))) == ["Zoë Bos"]
    assert "Niemand gevonden" in page.submit(network(project), zoek="niemand").text


def test_fifty_on_a_page(project, projectleider, kom):
    for number in range(51):
        make_person(project, kom, f"Naam {number:02}")
    page = projectleider.get(network(project))
    assert (len(listed(page)), listed(page.follow("Volgende"))) == (50, ["Naam 50"])


def test_nothing_of_another_project_shows(project, projectleider):
    make_person(make_project("Ander project"), name="Kanarie")
    assert "Kanarie" not in projectleider.get(network(project)).text


@pytest.mark.parametrize(
    "query",
    [
        "pagina=x",
        "pagina=-1",
        "pagina=99999999999999999999",
        "sector=x&functie=-1&organisatie=99999999999999999999",
        "zoek=%00",
    ],
)
def test_an_address_that_was_typed_wrong(project, projectleider, jet, query):
    projectleider.get(network(project, f"?{query}"))


# One person


def test_add_somebody(project, projectleider, kom):
    page = projectleider.get(network(project, "/mensen/nieuw"))
    shown = page.submit(name=" Eva  Bos ", organisation_id=str(kom.id), email="Praktijk@example.org")
    assert (shown.h1, "praktijk@example.org" in shown.text) == ("Eva Bos", True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Vul een naam in."),
        ({"name": "!!"}, "Vul een naam met letters in."),
        ({"name": "Eva Bos"}, "Kies een organisatie. Hoort deze persoon bij geen organisatie? Kies dan een sector."),
        ({"name": "Eva Bos", "email": "eva@"}, "“eva@” is geen geldig mailadres."),
        ({"name": "Eva Bos", "email": "a@example.org, b@example.org"}, "is geen geldig mailadres."),
        ({"name": "jet vos"}, "Jet Vos staat al in het netwerk of in het archief."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(project, projectleider, kom, jet, typed, sentence):
    about = {"phone": "0591 123", "organisation_id": "0" if "Hoort" in sentence else str(kom.id)} | typed
    if typed.get("name") == "jet vos":
        about["email"] = "jet@example.org"
    page = projectleider.get(network(project, "/mensen/nieuw")).submit(**about, status=400)
    assert sentence in page.text
    assert page.all("input", name="phone")[0].get("value") == "0591 123"


def test_a_choice_of_another_project_is_refused(project, projectleider):
    other = make_organisation(make_project("Ander project"), "Kanarie")
    page = projectleider.get(network(project, "/mensen/nieuw"))
    page.submit(name="Eva Bos", organisation_id=str(other.id), status=400)
    assert register.list_people(project) == []


def test_a_person_of_another_project_does_not_exist(project, projectleider):
    stranger = make_person(make_project("Ander project"))
    for rest in ("", "/bewerken"):
        projectleider.get(network(project, f"/mensen/{stranger.id}{rest}"), status=404)


def test_who_this_is_and_where_they_were(project, projectleider, jet):
    now = clock.now()
    past, ahead = (
        make_meeting(project, title, now + dt.timedelta(days=days)) for title, days in (("Toen", -30), ("Straks", 30))
    )
    make_invitation(past, jet, attendance=Attendance.PRESENT)
    make_invitation(ahead, jet)
    page = projectleider.get(network(project, f"/mensen/{jet.id}"))
    assert [text(link) for link in page.all("a") if text(link) in ("Toen", "Straks")] == ["Straks", "Toen"]
    assert ("was er" in page.text, "gaf nog geen antwoord" in page.text) == (True, True)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (0, "Nog niemand heeft gezegd Jet Vos direct te kunnen bellen of mailen."),
        (4, "Minder dan 5 mensen zeggen dat zij Jet Vos direct kunnen bellen of mailen."),
        (5, "5 mensen zeggen dat zij Jet Vos direct kunnen bellen of mailen."),
    ],
)
def test_how_many_can_reach_somebody_is_told_from_five_on(project, projectleider, kom, jet, lines, sentence):
    now = clock.now()
    for number in range(6):
        other = make_person(project, kom)
        said = {"respondent_id": other.id, "named_id": jet.id, "source": "pulse", "project_id": project.id}
        db.session.add(Tie(strength=3, stated_at=now - dt.timedelta(days=2), **said))
        if number >= lines:  # the latest statement counts
            db.session.add(Tie(strength=1, stated_at=now - dt.timedelta(days=1), **said))
    assert sentence in projectleider.get(network(project, f"/mensen/{jet.id}")).text


def test_who_answers_one_by_one_is_not_seen_in_how_many_can_reach_somebody(project, projectleider, kom, jet):
    now = clock.now()
    others = [make_person(project, kom) for _ in range(6)]
    wave = measuring.open_wave(project, "Nulmeting", now, actor="test")
    for other in others:
        ties.record_statements(other, Answers({jet.id: 3}), now, wave=wave)
    address = network(project, f"/mensen/{jet.id}")
    page = projectleider.get(address)
    assert ("Er loopt een meting." in page.text, "direct kunnen bellen" in page.text) == (True, False)
    measuring.close_wave(wave, now, actor="test")
    assert "6 mensen zeggen dat zij Jet Vos" in projectleider.get(address).text


def test_the_second_editor_sees_both_versions(app, project, projectleider, jet):
    address = network(project, f"/mensen/{jet.id}/bewerken")
    first = projectleider.get(address)
    second = Visitor(app).log_in(make_user(project)).get(address)
    first.submit(phone="0591 000 111")
    page = second.submit(phone="0591 000 222", status=409)
    assert "Iemand anders heeft de gegevens van Jet Vos intussen gewijzigd." in page.text
    (row,) = [row for row in page.all("tr") if row.find("td") is not None]
    assert [text(cell) for cell in row] == ["Telefoon", "0591 000 111", "0591 000 222"]
    assert page.all("input", name="phone")[0].get("value") == "0591 000 222"
    page.submit()  # having seen both
    assert register.get_person(project, jet.id).phone == "0591 000 222"


def test_the_archive_and_back(project, projectleider, jet):
    page = projectleider.get(network(project, f"/mensen/{jet.id}"))
    page = page.submit(network(project, f"/mensen/{jet.id}/archiveren"))
    assert "in het archief" in page.text
    assert listed(projectleider.get(network(project, "?archief=1"))) == ["Jet Vos"]
    page.submit(network(project, f"/mensen/{jet.id}/terugzetten"))
    assert listed(projectleider.get(network(project))) == ["Jet Vos"]


# The list to take away


def test_the_list_as_excel_and_csv(project, projectleider, kom, jet):
    make_person(project, kom, "=Bos", email=None)
    response = projectleider.fetch(network(project, "/mensen.xlsx"))
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.data)).active.iter_rows()]
    assert rows[0] == ["Naam", "Organisatie", "Sector", "Functie", "E-mailadres", "Telefoon", "Wijk of kern"]
    assert [row[0] for row in rows[1:]] == ["'=Bos", "Jet Vos"]
    text_file = projectleider.fetch(network(project, "/mensen.csv?zoek=jet")).data.decode("utf-8-sig")
    assert text_file.splitlines()[1:] == ["Jet Vos;De Kom;Welzijn;Sociaal werker;jet@example.org;0591 000 001;"]


# Organisations


def organisation_page(project, organisation, rest: str = "") -> str:
    return network(project, f"/organisaties/{organisation.id}{rest}")


def test_add_and_change_an_organisation(project, projectleider):
    welzijn = term(project, Vocabulary.SECTOR, "welzijn")
    page = projectleider.get(network(project, "/organisaties/nieuw"))
    shown = page.submit(name="De Kom", sector_id=str(welzijn.id), website="https://kom.example.org")
    assert shown.h1 == "De Kom"
    assert shown.follow("Gegevens bewerken").submit(name="Het Kompas").h1 == "Het Kompas"
    assert listed(projectleider.get(network(project, "/organisaties"))) == ["Het Kompas"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "de kom"}, "Er is al een organisatie met de naam De Kom."),
        ({"sector_id": "0"}, "Kies een sector."),
        ({"website": "javascript:alert(1)"}, "Een webadres begint met https://."),
        ({"website": "http://["}, "Een webadres begint met https://."),
        ({"email": "kom"}, "is geen geldig mailadres."),
    ],
)
def test_an_organisation_that_is_refused(project, projectleider, kom, typed, sentence):
    about = {"name": "De Brug", "sector_id": str(kom.sector_id)} | typed
    page = projectleider.get(network(project, "/organisaties/nieuw")).submit(**about, status=400)
    assert sentence in page.text


def test_the_second_editor_of_an_organisation(app, project, projectleider, kom):
    address = organisation_page(project, kom, "/bewerken")
    first, second = projectleider.get(address), Visitor(app).log_in(make_user(project)).get(address)
    first.submit(area="Noord")
    page = second.submit(area="Zuid", status=409)
    assert "De Kom intussen gewijzigd" in page.text
    assert register.get_organisation(project, kom.id).area == "Noord"


def test_who_archives_an_organisation_sees_who_stay(project, projectleider, kom, jet):
    page = projectleider.get(organisation_page(project, kom, "/archiveren"))
    assert "Eén persoon hoort bij deze organisatie en blijft gewoon in het netwerk staan." in page.text
    assert "Jet Vos" in page.text
    page = page.submit()
    assert listed(projectleider.get(network(project, "/organisaties?archief=1"))) == ["De Kom"]
    page.submit(organisation_page(project, kom, "/terugzetten"))
    assert listed(projectleider.get(network(project, "/organisaties"))) == ["De Kom"]
