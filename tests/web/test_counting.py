"""Counting referrals by personal link: what is sent, and what arrives."""

import datetime as dt
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from kapstok import clock
from kapstok.referrals import service
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter
from kapstok.register import reporters
from kapstok.web import filters
from kapstok.web.deelnemer.received import find_section as find_arrivals
from kapstok.web.deelnemer.referrals import find_section as find_referrals
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


def page_of(visitor, person, what="verwijzingen", status=200):
    return visitor.get(urlsplit(personal_link(person)).path + f"/{what}", status=status)


def value(page, name):
    (field,) = page.all("input", name=name)
    return field.get("value")


def test_ten_seconds(visitor, project, practice, steunpunt, respijt, an, bo):
    page, place = page_of(visitor, an), f"{steunpunt.id}_{respijt.id}"
    assert page.h1 == f"Verwijzingen in {filters.month(last_month())}"
    added = {"sent_more_1": place, "sent_more_1_count": "3"}
    added |= {"sent_more_2": f"{steunpunt.id}_0", "sent_more_2_count": "0"}
    first, page = page, page.submit(**added)
    assert "Dank u wel, dit is geteld." in page.text
    assert "Dank u wel, dit is geteld." in first.submit(**added).text  # a second tap on the button
    assert "Deze staat er al." in first.submit(status=400, **added | {"sent_more_1_count": "4"}).text
    of = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, respijt.id)
    direct = replace(of, service=None)
    assert service.counts(project) == {of: 3, direct: 0}
    assert value(page, f"sent_{place}") == "3"
    page.submit()  # nothing was typed over
    page = page.submit(**{f"sent_{place}": ""})  # no answer any more
    assert service.counts(project) == {direct: 0}
    page.submit(button=("sent_none", "1"))
    page_of(visitor, bo).submit(**{f"sent_{steunpunt.id}_0": "2"})
    assert service.counts(project) == {direct: 2}
    assert f"Collega’s van Praktijk Oost telden in {filters.month(last_month())} samen 2" in page_of(visitor, an).text


def test_enter_keeps_what_was_typed(visitor, project, practice, steunpunt, respijt, an):
    """Enter in a field presses the first button of the form: that is not the one that says 0 everywhere."""
    of = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, respijt.id)
    service.record_count(project, of, 3, Counter(False, an.id), clock.now())
    receiver = make_person(project, steunpunt)
    for page, none in ((page_of(visitor, an), "sent_none"), (page_of(visitor, receiver, "aangekomen"), "recv_none")):
        buttons = [each.get("name") for each in page.all("button") if each.get("type") != "button"]
        assert (none in buttons, buttons[0]) == (True, None)


def test_in_a_first_month_one_sees_where_others_refer_to(visitor, project, steunpunt, respijt, an):
    other = make_organisation(project, "Praktijk West", "eerstelijnszorg")
    of = Of(last_month(1), Kind.SENT, other.id, steunpunt.id, respijt.id)
    service.record_count(project, of, 4, Counter(is_whole=True), clock.now())
    page_of(visitor, an).submit(button=("sent_none", "1"))
    assert service.counts(project, last_month()) == {replace(of, month=last_month(), sender=an.organisation_id): 0}


def test_who_counts_for_all_sees_what_a_colleague_said(visitor, project, practice, steunpunt, an, bo):
    of, name = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, None), f"sent_{steunpunt.id}_0"
    service.record_count(project, of, 4, Counter(is_whole=True, person_id=bo.id), clock.now())
    page = page_of(visitor, an).follow("Ik tel voor heel Praktijk Oost")
    assert (value(page, name), "Een collega telde 4 op" in page.text) == ("4", True)
    assert "Bo" not in page.text
    late = page.submit(**{name: "6"})
    assert service.counts(project) == {of: 6}
    service.record_count(project, of, 5, Counter(is_whole=True, person_id=bo.id), clock.now())
    late = late.submit(status=409, **{name: "7"})
    assert "Een collega telde er intussen 5, u vulde “7” in." in late.text
    assert (service.counts(project), value(late, name)) == ({of: 5}, "7")
    late.submit()
    assert service.counts(project) == {of: 7}


def test_only_who_was_named_counts_for_all(visitor, project, practice, an, bo):
    steward = make_person(project, make_organisation(project, "Samen", "welzijn"), "Cas")
    reporters.name_reporter(practice, steward, actor="test")
    assert "Ik tel voor heel Praktijk Oost" not in page_of(visitor, an).text
    assert find_referrals(an, clock.now()) is None
    page = page_of(visitor, steward)
    assert value(page, "sent_for") == str(practice.id)


def test_what_is_refused_comes_back(visitor, project, practice, steunpunt, respijt, an):
    of, name = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, None), f"sent_{steunpunt.id}_0"
    service.record_count(project, replace(of, month=last_month(1)), 4, Counter(False, an.id), clock.now())
    page = page_of(visitor, an)
    for wrong in ("-1", "1e9", "drie", "2,5", "1000"):
        again = page.submit(status=400, **{name: wrong, "sent_more_1": f"{steunpunt.id}_{respijt.id}"})
        assert "Vul een heel getal in van 0 tot en met 999." in again.text
        assert "Vul een aantal in, of kies niets." in again.text
        assert value(again, name) == wrong
    again = page.submit(status=400, **{name: "40"})
    assert "De vorige keer waren het er 4, nu 40." in again.text
    assert "Kies naar wie er is verwezen." in page.submit(status=400, sent_more_1_count="2").text
    assert (
        "Deze staat er al."
        in page.submit(
            status=400,
            sent_more_1=f"{steunpunt.id}_{respijt.id}",
            sent_more_1_count="1",
            sent_more_2=f"{steunpunt.id}_{respijt.id}",
            sent_more_2_count="2",
        ).text
    )
    for month, sentence in (("2999-01", "Deze maand moet nog komen."), ("2001-01", "U kunt tot 24 maanden terug")):
        assert sentence in page.submit(status=400, **{name: "3", "sent_month": month}).text
    page.submit(status=404, **{name: "3", "sent_for": str(steunpunt.id)})
    assert service.counts(project, last_month()) == {}
    again.submit(**{f"{name}_sure": "40"})
    assert service.counts(project, last_month()) == {of: 40}


def test_what_stopped_is_asked_up_to_its_last_month(visitor, project, practice, steunpunt, respijt, an):
    of = Of(last_month(1), Kind.SENT, practice.id, steunpunt.id, respijt.id)
    service.record_count(project, of, 4, Counter(False, an.id), clock.now())
    page, name = page_of(visitor, an), f"sent_{steunpunt.id}_{respijt.id}"
    respijt.archived_at = clock.from_local(last_month(1), dt.time(12))
    assert "Respijtzorg is gestopt" in page.submit(status=400, **{name: "3"}).text
    assert "Respijtzorg" not in page_of(visitor, an).text
    earlier = page_of(visitor, an, f"verwijzingen?maand={last_month(1):%Y-%m}")
    earlier.submit(**{name: "5"})
    assert service.counts(project) == {of: 5}


def test_who_refers_and_who_does_not(visitor, project, steunpunt, an):
    make_organisation(make_project("Ander project"), "Elders")
    assert "Elders" not in page_of(visitor, an).text
    this_month = clock.month_of(clock.local_date(clock.now()))
    for wrong, shown in (("2999-01", this_month), ("x", last_month()), ("0000-01", last_month())):
        assert filters.month(shown) in page_of(visitor, an, f"verwijzingen?maand={wrong}").h1
    for person in (make_person(project, None), make_person(project, steunpunt, "Mo", "mantelzorger")):
        for what in ("verwijzingen", "aangekomen"):
            page_of(visitor, person, what, status=404)
        assert (find_referrals(person, clock.now()), find_arrivals(person, clock.now())) == (None, None)


def test_what_arrived_and_how_it_ended(visitor, project, practice, steunpunt, respijt):
    sent = Of(last_month(), Kind.SENT, practice.id, steunpunt.id, respijt.id)
    service.record_count(project, sent, 12, Counter(is_whole=True), clock.now())
    service.record_count(project, replace(sent, service=None), 1, Counter(is_whole=True), clock.now())
    cas, ends = make_person(project, steunpunt, "Cas"), f"{steunpunt.id}_{respijt.id}"
    page, home = page_of(visitor, cas, "aangekomen"), urlsplit(personal_link(cas)).path
    assert "12" not in page.text  # so that nobody copies it
    wrong = page.submit(status=400, **{f"recv_arrived_{ends}": "3", f"recv_helped_{ends}": "4"})
    assert "U telde 4 afgelopen verwijzingen, en er kwamen er 3 aan." in wrong.text
    assert "kwamen er" in visitor.get(home).text
    page = wrong.submit(**{f"recv_arrived_{ends}": "9"})
    assert "Verwijzers telden er 12." in page.text
    assert "bij u aankwam, is geteld." in visitor.get(home).text
    arrived, helped = (replace(sent, kind=kind, sender=None) for kind in (Kind.ARRIVED, Kind.HELPED))
    direct = replace(arrived, service=None)  # was referred to as such, and so is asked about
    page.submit(**{f"recv_arrived_{steunpunt.id}_0": "0"})
    told = {of: count for of, count in service.counts(project).items() if of.kind != Kind.SENT}
    assert told == {arrived: 9, helped: 4, direct: 0}


def test_nobody_arrived(visitor, project, steunpunt, respijt):
    cas = make_person(project, steunpunt, "Cas")
    page = page_of(visitor, cas, "aangekomen")
    page.submit(button=("recv_none", "1"))
    assert service.counts(project) == {Of(last_month(), Kind.ARRIVED, None, steunpunt.id, respijt.id): 0}
    page.submit(status=409, **{f"recv_arrived_{steunpunt.id}_{respijt.id}": "3"})  # an older page
