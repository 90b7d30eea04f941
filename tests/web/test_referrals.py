"""The projectleider's month of referrals: both sides, who counted, and what came by telephone."""

from dataclasses import replace

import pytest

from kapstok import clock
from kapstok.referrals import service
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter
from kapstok.web.tallies import months_before
from tests.factories import make_organisation, make_person, make_project, make_service

WHOLE = Counter(is_whole=True)


@pytest.fixture
def address(project):
    return f"/p/{project.id}/verwijzingen"


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def steunpunt(project):
    return make_organisation(project, "Steunpunt", "welzijn")


@pytest.fixture
def of(practice, steunpunt):
    month = clock.month_before(clock.local_date(clock.now()))
    return Of(month, Kind.SENT, practice.id, steunpunt.id, make_service(steunpunt, "Respijtzorg").id)


def cells(page):
    return [" ".join("".join(cell.itertext()).split()) for cell in page.all("td")]


def test_an_empty_project_is_told_what_comes_first(projectleider, address):
    assert "Voeg eerst organisaties toe" in projectleider.get(address).text


def test_both_sides_of_a_month_at_a_glance(projectleider, project, address, practice, of):
    now, old = clock.now(), months_before(of.month, 4)
    for person in (make_person(project, practice, "An"), make_person(project, practice, "Bo")):
        service.record_count(project, of, 6, Counter(False, person.id), now)
    for kind, count in ((Kind.ARRIVED, 9), (Kind.HELPED, 4), (Kind.NO_PLACE, 2)):
        service.record_count(project, replace(of, kind=kind, sender=None), count, WHOLE, now)
        service.record_count(project, replace(of, month=old, kind=kind, sender=None), count, WHOLE, now)
    page = projectleider.get(address)
    assert cells(page) == [
        "12",
        "9",
        "verwijzers telden 12, aangekomen 9: dekking 9 van 12",
        "hulp ontvangen 4 · geen plek 2 · 3 lopen nog",
    ]
    assert ("2 medewerkers" in page.text, "An" in page.text.split()) == (True, False)
    assert "Geteld is wat is opgeschreven, niet wat er is gebeurd." in page.text
    page = projectleider.get(f"{address}?maand={old:%Y-%m}")
    assert cells(page) == ["–", "9", "alleen de ontvanger telde", "hulp ontvangen 4 · geen plek 2 · van 3 onbekend"]


def test_by_telephone(projectleider, project, address, practice, steunpunt, of):
    place = f"{steunpunt.id}.{of.service}"
    page = projectleider.get(address)
    page = page.submit(address, sender=str(practice.id), receiver=place, count="4", note="Belde maandag")
    assert service.counts(project) == {of: 4}
    assert cells(page)[4:] == ["verwezen", "4", "de projectleider · Belde maandag", "Haal weg"]
    page = page.submit(address, kind="arrived", receiver=place, count="3")
    arrived = replace(of, kind=Kind.ARRIVED, sender=None)
    assert service.counts(project) == {of: 4, arrived: 3}
    wrong = page.submit(address, kind="helped", receiver=place, count="5", status=400)
    assert "U telde 5 afgelopen verwijzingen, en er kwamen er 3 aan." in wrong.text
    (tally,) = service.list_tallies(project, of.month, senders=[practice.id])
    page = projectleider.get(f"{address}?organisatie={practice.id}")
    service.record_count(project, of, 5, WHOLE, clock.now())
    page = page.submit(f"{address}/{tally.id}/weg")  # of four, and by now there are five
    assert ("intussen ook geteld" in page.text, service.counts(project)) == (True, {of: 5, arrived: 3})
    page.submit(f"{address}/{tally.id}/weg")
    assert service.counts(project) == {arrived: 3}


def test_what_is_refused_stays_on_the_page(projectleider, project, address, practice, steunpunt, of):
    elsewhere = make_organisation(make_project("Ander project"), "Elders")
    service.record_count(project, replace(of, month=months_before(of.month, 1)), 4, WHOLE, clock.now())
    page = projectleider.get(address)
    assert "Elders" not in page.text
    good = {"sender": str(practice.id), "receiver": f"{steunpunt.id}.{of.service}", "count": "7"}
    for wrong, sentence in (
        ({"sender": ""}, "Kies wie er heeft verwezen."),
        ({"receiver": ""}, "Kies naar wie er is verwezen."),
        ({"receiver": f"{practice.id}."}, "De organisatie verwijst naar zichzelf."),
        ({"count": "1e9"}, "Vul een heel getal in."),
        ({"count": "-1"}, "Vul een heel getal in van 0 tot en met 999."),
        ({"note": "mevrouw, BSN 123456782"}, "burgerservicenummer"),
        ({"month": "2999-01"}, "Deze maand moet nog komen."),
        ({"receiver": f"{elsewhere.id}."}, "Er klopt nog iets niet"),
        ({"sender": str(elsewhere.id)}, "Er klopt nog iets niet"),
        ({"count": "40"}, "De vorige keer waren het er 4, nu 40."),
    ):
        again = page.submit(address, status=400, **good | wrong)
        assert sentence in again.text, wrong
        (count,) = again.all("input", name="count")
        assert count.get("value") == (good | wrong)["count"]
    assert service.counts(project, of.month) == {}
    again.submit(address, sure="y")
    assert service.counts(project, of.month) == {of: 40}
