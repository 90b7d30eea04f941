"""Naar wie verwijs ik: from a situation to the services that fit, and what the projectleider chooses for it."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from kapstok import clock
from kapstok.directory import situations
from kapstok.directory.models import Schedule, ServiceArea
from kapstok.extensions import db
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from kapstok.register.cards import Item, Purpose, say
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from kapstok.web.links import personal_link
from tests.browsing import text
from tests.factories import make_organisation, make_person, make_service, term


@pytest.fixture
def an(project):
    return make_person(project, make_organisation(project, "Praktijk Oost", "eerstelijnszorg"), "An de Boer", "poh")


def where(person) -> str:
    return urlsplit(personal_link(person)).path + "/verwijswijzer"


def offer(organisation, name: str, *kinds: str, days: str = "", areas: tuple[str, ...] = (), **fields):
    """A service for these kinds of support, on these days (``"SA,SU"``; empty: nobody said when)."""
    project = db.session.get(type(organisation), organisation.id).project_id
    made = make_service(organisation, name, **fields)
    made.support = [term(project, Vocabulary.SUPPORT, kind) for kind in kinds]
    if days:
        made.schedules = [Schedule(project_id=made.project_id, byday=days)]
    made.areas = [ServiceArea(project_id=made.project_id, name=area) for area in areas]
    db.session.flush()
    return made


def names(page) -> list[str]:
    return [text(heading) for heading in page.all("h3")]


def test_from_a_situation_to_a_number_to_call(visitor, project, an):
    situations.fill(project)
    kom = make_organisation(project, "De Kom", phone="0591 222 222")
    brug, es = make_organisation(project, "De Brug"), make_organisation(project, "De Es")
    offer(kom, "Dagopvang", "dagbesteding", days="SA", capacity="yes")
    offer(kom, "Logeerhuis vol", "respijtzorg", days="SA,SU", capacity="full")
    offer(kom, "Oppas doordeweeks", "respijtzorg", days="MO,TU", capacity="yes")
    offer(kom, "Oppas thuis", "respijtzorg", capacity="yes", areas=("Emmen-Zuid",), how_to_refer="Bel het loket.")
    offer(kom, "Wachtlijst lang", "respijtzorg", days="SU", capacity="waiting", waiting_weeks=9)
    offer(brug, "Wachtlijst kort", "respijtzorg", days="1SA", capacity="waiting", waiting_weeks=2)
    offer(brug, "Zorgboerderij", "respijtzorg", "dagbesteding", days="SU", capacity="yes")
    hotel = offer(es, "Zorghotel", "respijtzorg", days="SA", capacity="yes", capacity_at=clock.now())
    offer(es, "Cursus", "cursus", capacity="yes")
    offer(es, "Gestopt", "respijtzorg", capacity="yes", archived_at=clock.now())
    bo = make_person(project, es, "Bo Dam", "sociaal-werker", phone="06-1")
    bo.shown = [str(Item.PHONE)]
    say(bo, Purpose.CARD, True, clock.now(), "test")
    ties.record_statements(an, Answers({bo.id: 3}), clock.now())
    an.area = "Klazienaveen"
    page = visitor.get(urlsplit(personal_link(an)).path).follow("Naar wie verwijs ik?")
    page = page.follow("Respijt dit weekend: even iemand anders die zorgt")
    assert names(page) == [
        "Zorghotel",  # in the weekend, a place, and Bo is there
        "Zorgboerderij",
        "Wachtlijst kort",
        "Wachtlijst lang",
        "Logeerhuis vol",
        "Oppas thuis",  # nobody said when
        "Oppas doordeweeks",
        "Dagopvang",  # fits less well
    ]
    assert "U kent hier Bo Dam (Sociaal werker)" in page.text
    assert ("bijgewerkt op" in page.text, "Bel het loket." in page.text) == (True, True)
    assert "tel:061" in [link.get("href").replace("-", "") for link in page.all("a")]
    assert "Verwees u iemand? Tel het mee" in page.text
    assert "Volg een verwijzing hierheen" not in page.text
    assert "Oppas thuis" not in names(page.follow("Voor Klazienaveen"))
    projects.switch_modules(project, {Module.FOLLOWING}, actor="test")
    page = visitor.get(where(an)).follow("Respijt dit weekend: even iemand anders die zorgt")
    followed = [link.get("href") for link in page.all("a") if "Volg een" in text(link)]
    assert followed[0].endswith(f"/gevolgd/nieuw?naar={es.id}.{hotel.id}")


def test_what_is_empty_says_what_to_do(visitor, project, an):
    for each in projects.terms(project, Vocabulary.SITUATION):  # a project from before there were situations
        db.session.delete(each)
    projects.add_term(project, Vocabulary.SITUATION, "Rouw")
    assert "Hier staat nog niets" in visitor.get(where(an)).text
    situations.fill(project)
    found = [(each.name, len(kinds)) for each, kinds in situations.list_situations(project)]
    assert (len(found), found[0], min(kinds for _name, kinds in found[1:])) == (9, ("Rouw", 0), 1)
    page = visitor.get(where(an)).follow("Een kind of jongere die zorgt")
    assert "Hiervoor staat niets op de sociale kaart" in page.text
    assert "mailto:" + project.contact_email in [link.get("href") for link in page.all("a")]
    assert "Tel het mee" not in page.text
    visitor.get(where(an) + "?situatie=999999", status=404)
    assert "Wat is er aan de hand?" in visitor.get(where(an) + "?situatie=x").text


def test_a_mantelzorger_finds_help_and_counts_nothing(visitor, project):
    situations.fill(project)
    offer(make_organisation(project, "De Kom"), "Maatje", "luisterend-oor")
    mantelzorgers = term(project, Vocabulary.SECTOR, "mantelzorgers")
    mantelzorger = make_person(project, None, "Ria Dam", "mantelzorger", sector_id=mantelzorgers.id)
    page = visitor.get(urlsplit(personal_link(mantelzorger)).path).follow("Waar kan iemand terecht?")
    page = page.follow("Doet alles alleen, kan er met niemand over praten")
    assert (names(page), "Tel het mee" in page.text) == (["Maatje"], False)


def test_the_projectleider_chooses_which_help_fits(project, projectleider):
    page = projectleider.get(f"/p/{project.id}/instellingen").follow("Situaties wijzigen")
    page = page.follow("Kies welke hulp bij welke situatie past").submit(f"/p/{project.id}/instellingen/situaties")
    assert "Onze voorbeelden staan erin." in page.text
    lonely, kinds = situations.list_situations(project)[2]
    assert [kind.key for kind in kinds] == ["luisterend-oor", "lotgenoten"]
    address = f"/p/{project.id}/instellingen/situaties/{lonely.id}"
    work, ear = (str(term(project, Vocabulary.SUPPORT, key).id) for key in ("werk", "luisterend-oor"))
    form = projectleider.get(address)
    form.submit(address, first=work, second="", third=work, fourth=ear)
    assert [kind.key for kind in situations.get_situation(project, lonely.id)[1]] == ["werk", "luisterend-oor"]
    form.submit(address, first=str(lonely.id), status=400)  # no kind of support
    situations.fill(project)  # what somebody chose stays
    assert [kind.key for kind in situations.get_situation(project, lonely.id)[1]] == ["werk", "luisterend-oor"]
    conflict = form.submit(address, first="", second="", third="", fourth="", fifth="", status=409)
    assert "Past het best Werk en mantelzorg Geen" in conflict.text
    conflict.submit(address)
    assert situations.get_situation(project, lonely.id)[1] == []


def test_as_many_queries_for_much_as_for_little(app, visitor, project, an):
    situations.fill(project)
    situation = situations.list_situations(project)[0][0]

    def queries() -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        visitor.get(f"{where(an)}?situatie={situation.id}")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    offer(make_organisation(project, "Een"), "Eerste", "respijtzorg", days="SA", areas=("Emmen",))
    queries()
    before = queries()
    for number in range(12):
        offer(make_organisation(project, f"O{number}"), f"Aanbod {number}", "respijtzorg", days="SA", areas=("Emmen",))
    queries()
    assert queries() <= before
