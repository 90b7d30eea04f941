"""The wijzer: what citizens see of the sociale kaart, without log-in, without a cookie, without a person."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from kapstok import clock
from kapstok.directory.models import Location, Phone, Schedule, ServiceArea, ServiceAtLocation
from kapstok.directory.rules import Capacity
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from tests.browsing import text
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term

WIJZER = "/wijzer/samen-rond-mantelzorg"


@pytest.fixture
def project(project):
    projects.switch_modules(project, {Module.WIJZER}, actor="test")
    project.contact_phone = "0591 000 000"
    return project


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom", phone="0591 000 100")


@pytest.fixture
def respijt(project, kom):
    """Everything a citizen asks, and a keeper whom no citizen should meet."""
    service = make_service(
        kom,
        "Logeerhuis",
        description="Uw naaste logeert een weekend bij ons.",
        eligibility="Mensen met een zorgvraag",
        how_to_refer="Bel ons. U hebt geen verwijzing nodig.",
        fees="€ 10 per nacht",
        url="https://example.org/logeren/",
        email="logeren@example.org",
        capacity=Capacity.WAITING,
        waiting_weeks=3,
        capacity_at=NOW,
        keeper=make_person(project, kom, "Kees Keeper", phone="0591 000 999"),
        confirmed_on=dt.date(2026, 3, 3),
        changed_at=NOW,
    )
    service.support = [term(project, Vocabulary.SUPPORT, "respijtzorg")]
    ids = {"project_id": project.id}
    place = Location(name="Het Logeerhuis", address="Dorpsstraat 1", postal_code="7811 AA", city="Emmen", **ids)
    service.at_locations = [ServiceAtLocation(location=place, **ids)]
    service.schedules = [Schedule(byday="SA,SU", opens_at=dt.time(9), closes_at=dt.time(17), **ids)]
    service.areas = [ServiceArea(name="Oost", **ids)]
    service.phones = [Phone(number="0591 000 101", description="ook in het weekend", **ids)]
    db.session.flush()
    return service


def offered(page) -> list[str]:
    return [text(article.find(".//a")) for article in page.all("article")]


def read(response) -> str:
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(response.data))
    return " ".join("\n".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def test_from_a_theme_to_a_telephone_number(visitor, project, respijt):
    page = visitor.get(WIJZER)
    assert page.h1 == "Waar zoekt u hulp bij?"
    (theme,) = page.all("ul", class_="themes")[0].iter("a")
    assert text(theme) == "Respijtzorg 1 keer aanbod"
    page = visitor.get(theme.get("href"))
    assert (page.h1, offered(page)) == ("Respijtzorg", ["Logeerhuis"])
    assert page.all("a", href="tel:0591000101")
    page = page.follow("Logeerhuis")
    assert page.url == f"{WIJZER}/aanbod/{respijt.uid}"
    facts = dict(zip(map(text, page.all("dt")), map(text, page.all("dd")), strict=True))
    assert facts == {
        "Voor wie?": "Mensen met een zorgvraag",
        "Wanneer?": "zaterdag en zondag, 9.00–17.00 uur",
        "Waar?": "Het Logeerhuis, Dorpsstraat 1, 7811 AA Emmen",
        "In welke wijken en kernen?": "Oost",
        "Wat kost het?": "€ 10 per nacht",
        "Is er plek?": "Wachtlijst van 3 weken (gezegd op 3 mrt 2026)",
    }
    assert "Hoe komt u hier terecht? Bel ons. U hebt geen verwijzing nodig. 0591 000 101" in page.text
    assert "Nagekeken in maart 2026" in page.text


def test_the_projectleider_gets_there_from_the_sociale_kaart(projectleider, project, respijt):
    page = projectleider.get(f"/p/{project.id}/netwerk/sociale-kaart")
    assert page.follow("Wijzer bekijken").h1 == "Waar zoekt u hulp bij?"


def test_nothing_about_persons(visitor, project, respijt):
    pages = [WIJZER, f"{WIJZER}?alles=ja", f"{WIJZER}/respijtzorg", f"{WIJZER}/aanbod/{respijt.uid}"]
    seen = [visitor.get(page).response.get_data(as_text=True) for page in pages]
    seen.append(read(visitor.fetch(f"{WIJZER}/respijtzorg.pdf")))
    assert [page for page in seen if "Keeper" in page or "0591 000 999" in page] == []


def test_no_cookie_and_no_form_that_needs_one(visitor, project, respijt):
    for page in (WIJZER, f"{WIJZER}/respijtzorg", f"{WIJZER}/aanbod/{respijt.uid}"):
        found = visitor.get(page)
        assert "Set-Cookie" not in found.response.headers
        assert [form.get("method") for form in found.all("form") if form.get("method") != "get"] == []
        (about,) = found.all("meta", name="description")
        assert about.get("content").strip()


@pytest.mark.parametrize("rest", ["", "/respijtzorg", "/respijtzorg.pdf", "/aanbod/{uid}"])
def test_a_wijzer_that_is_off_does_not_exist(visitor, project, respijt, rest):
    rest = rest.format(uid=respijt.uid)
    visitor.fetch(WIJZER + rest)
    projects.switch_modules(project, set(), actor="test")
    visitor.get(WIJZER + rest, status=404)
    visitor.get(f"/wijzer/elders{rest}", status=404)


@pytest.mark.parametrize(
    "rest",
    ["/vervoer", "/bestaat-niet", "/aanbod/geen-uuid", "/aanbod/8b5ea0e3-4f6a-4a63-9f0c-0c0b7a1d2e3f", "%00", "/%00"],
)
def test_what_does_not_exist(visitor, project, respijt, rest):
    """A theme for which nothing is offered has no page either."""
    visitor.get(WIJZER + rest, status=404)


def test_what_citizens_do_not_see(visitor, project, kom, respijt):
    support = respijt.support
    hidden = [
        make_service(kom, "Geheim", is_public=False, changed_at=NOW),
        make_service(kom, "Gestopt", archived_at=NOW, changed_at=NOW),
        make_service(make_organisation(project, archived_at=NOW), "Verdwenen", changed_at=NOW),
        make_service(make_organisation(make_project("Elders"), "Anderen"), "Elders", changed_at=NOW),
    ]
    for service in hidden[:3]:
        service.support = list(support)
        service.areas = [ServiceArea(name="Geheime wijk", project_id=project.id)]
    assert offered(visitor.get(f"{WIJZER}?alles=ja")) == ["Logeerhuis"]
    assert offered(visitor.get(f"{WIJZER}/respijtzorg")) == ["Logeerhuis"]
    assert "Geheime wijk" not in visitor.get(WIJZER).response.get_data(as_text=True)
    for service in hidden:
        visitor.get(f"{WIJZER}/aanbod/{service.uid}", status=404)


def test_a_retired_theme_has_no_page(visitor, project, respijt):
    projects.retire_term(term(project, Vocabulary.SUPPORT, "respijtzorg"), NOW)
    visitor.get(f"{WIJZER}/respijtzorg", status=404)
    page = visitor.get(WIJZER)
    assert page.all("ul", class_="themes") == []
    assert offered(page.follow("Bekijk het ene aanbod")) == ["Logeerhuis"]


@pytest.mark.parametrize("words", ["logeren", "respeit", "oppas", "weekend"])
def test_search_forgives(visitor, project, respijt, words):
    page = visitor.get(WIJZER).submit(zoek=words)
    assert offered(page) == ["Logeerhuis"]


def test_nothing_found_says_whom_to_call(visitor, project, respijt):
    page = visitor.get(WIJZER).submit(zoek="duikboot")
    assert "Noor de Wit denkt met u mee." in page.text
    assert [link.get("href") for link in page.all("main")[0].iter("a")][:2] == [
        "tel:0591000000",
        "mailto:noor@example.org",
    ]


def test_in_ones_own_wijk(visitor, project, kom, respijt):
    """What is there for everybody is there in every wijk."""
    west = make_service(kom, "Logeren in West", changed_at=NOW)
    west.areas = [ServiceArea(name="West", project_id=project.id)]
    everywhere = make_service(kom, "Oppas", changed_at=NOW)
    west.support = everywhere.support = list(respijt.support)
    page = visitor.get(f"{WIJZER}/respijtzorg").submit(wijk="Oost")
    assert offered(page) == ["Logeerhuis", "Oppas"]
    assert "Oost" in read(visitor.fetch(page.link("Op papier (PDF)")))


@pytest.mark.parametrize(
    ("confirmed_on", "sentence", "warned"),
    [
        (NOW.date(), "Nagekeken in maart 2026", False),
        (dt.date(2025, 3, 4), "Nagekeken in maart 2025", False),
        (dt.date(2025, 3, 3), "Nagekeken in maart 2025", True),
        (None, "Nog niet nagekeken", True),
    ],
)
def test_how_fresh_it_is(visitor, project, respijt, monkeypatch, confirmed_on, sentence, warned):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    respijt.confirmed_on = confirmed_on
    page = visitor.get(f"{WIJZER}/aanbod/{respijt.uid}")
    assert sentence in page.text
    assert ("langer dan een jaar niet nagekeken" in page.text) == warned


def test_on_paper(visitor, project, respijt):
    found = read(visitor.fetch(f"{WIJZER}/respijtzorg.pdf"))
    assert found.startswith("Samen rond mantelzorg Respijtzorg Hulp en steun in Veenmeer")
    assert "Logeerhuis De Kom Uw naaste logeert een weekend bij ons. Hoe komt u hier terecht?" in found
    assert "0591 000 101 (ook in het weekend)" in found
    assert f"127.0.0.1:5000{WIJZER}/respijtzorg" in found.replace(" ", "")


def test_pages_may_be_kept(app, visitor, project, respijt):
    for page in (WIJZER, f"{WIJZER}/respijtzorg", f"{WIJZER}/respijtzorg.pdf"):
        first = visitor.fetch(page)
        assert first.headers["Cache-Control"] == "public, max-age=300"
        again = visitor.fetch(page, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    respijt.name = "Logeerhuis Oost"
    changed = visitor.fetch(f"{WIJZER}/respijtzorg", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_who_is_logged_in_gets_a_page_that_nobody_else_may_keep(projectleider, project, respijt):
    assert projectleider.fetch(WIJZER).headers["Cache-Control"] == "no-store"


def test_a_wijzer_without_anything_in_it(visitor, project):
    page = visitor.get(WIJZER)
    assert "Hier staat nog niets" in page.text
    assert page.all("a", href="tel:0591000000")


def test_an_address_that_is_no_web_page_is_no_link(visitor, project, respijt):
    respijt.url = "javascript:alert(1)"
    page = visitor.get(f"{WIJZER}/aanbod/{respijt.uid}")
    assert [link for link in page.all("a") if "javascript" in link.get("href")] == []


def test_more_than_fits_on_one_page(visitor, project, kom):
    for number in range(103):
        make_service(kom, f"Aanbod {number:03}", changed_at=NOW)
    page = visitor.get(f"{WIJZER}?alles=ja")
    assert len(offered(page)) == 100
    assert "U ziet de eerste 100 van 103." in page.text


def test_nobody_puts_words_of_their_own_on_a_page(visitor, project, respijt):
    page = visitor.get(f"{WIJZER}/respijtzorg?wijk=Bel+mij")
    assert "Bel mij" not in page.response.get_data(as_text=True)


def test_from_one_offer_to_others_like_it(visitor, project, respijt):
    page = visitor.get(f"{WIJZER}/aanbod/{respijt.uid}").follow("Respijtzorg")
    assert page.url == f"{WIJZER}/respijtzorg"


def test_as_many_questions_to_the_database_for_thirty_as_for_one(app, visitor, project, kom, respijt):
    def asked(address: str) -> int:
        queries = []

        def note(*said):
            queries.append(said)

        event.listen(db.engine, "before_cursor_execute", note)
        visitor.get(address)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(queries)

    pages = (f"{WIJZER}?alles=ja", f"{WIJZER}/respijtzorg")
    for address in pages:
        visitor.get(address)  # what is kept in memory is there
    once = [asked(address) for address in pages]
    for number in range(30):
        make_service(kom, f"Aanbod {number:03}", changed_at=NOW).support = list(respijt.support)
    for address in pages:
        visitor.get(address)
    assert [asked(address) for address in pages] == once
