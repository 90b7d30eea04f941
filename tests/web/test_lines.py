"""The form "Wie kent u?" beyond one visit: tap by tap, on two screens, too late, finished, and about last time."""

import datetime as dt
import json
from io import BytesIO

import pytest
from PIL import Image

from kapstok import clock
from kapstok.extensions import db
from kapstok.register import cards, photos
from kapstok.register.cards import Item
from kapstok.register.consent import Purpose
from kapstok.ties import ledger, measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from kapstok.ties.suggestions import service as suggesting
from kapstok.web.links import personal_link
from tests.browsing import text
from tests.factories import make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)


@pytest.fixture
def people(project):
    """An of welzijn, who answers; Bo and Cas of a practice; Dee of the municipality."""
    welzijn, practice = make_organisation(project, "Welzijn"), make_organisation(project, "Praktijk", "eerstelijnszorg")
    town = make_organisation(project, "Gemeente", "gemeente")
    homes = (("An Bos", welzijn), ("Bo Kuiper", practice), ("Cas Smit", practice), ("Dee Vos", town))
    return [make_person(project, home, name, "poh" if home is practice else None) for name, home in homes]


@pytest.fixture
def wave(project, people):
    return measuring.open_wave(project, "Nulmeting", clock.now() - DAY, actor="test")


def address(person, page: str = "?verder=1") -> str:
    return f"{personal_link(person).removeprefix('http://127.0.0.1:5000')}/wie-kent-u{page}"


def said(project) -> list[tuple]:
    """Every statement: of whom, strength, by block."""
    return [(row[1], row[2], row[5]) for row in ledger.statements(project)]


def marked(page) -> dict[str, str]:
    """The radios that are marked, by name."""
    return {
        radio.get("name"): radio.get("value")
        for radio in page.all("input", type="radio")
        if radio.get("checked") is not None
    }


def tap(visitor, page, **taps):
    """What the script of a page sends: its status and the JSON that comes back."""
    (form,) = [form for form in page.all("form") if form.get("action", "").endswith("/bewaar")]
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    sent = json.loads(fields["antwoorden"]) | taps
    answer = visitor.request("POST", form.get("action"), data=fields | {"antwoorden": json.dumps(sent)})
    return answer.status_code, answer.json


def test_each_tap_is_kept_and_stands_on_another_screen(visitor, project, people, wave):
    an, bo, cas, dee = people
    here, there = visitor.get(address(an)), visitor.get(address(an))
    status, first = tap(visitor, here, kent={str(bo.id): "2"})
    assert (status, first["weg"], "elders" in first) == (200, [], False)
    tap(visitor, here, gezien=first["gezien"], dicht={str(dee.organisation_id): True})
    assert said(project) == [(bo.id, 2, False), (dee.id, 0, True)]
    status, told = tap(visitor, there, kent={str(cas.id): "x"})
    assert told["elders"] == {str(bo.id): "2", str(dee.id): ""}
    assert (told["dicht"], told["zo"]) == ([dee.organisation_id], [])
    assert tap(visitor, there, gezien=told["gezien"])[1] == {"gezien": told["gezien"]}  # nothing to say is no fault
    page = visitor.get(address(an, ""))
    assert marked(page) == {f"kent_{bo.id}": "2", f"kent_{cas.id}": "x"}
    assert "3 van de 3 namen" in page.text
    tap(visitor, page, dicht={str(dee.organisation_id): False})
    assert said(project)[3:] == [(dee.id, None, True)]


BAD = [
    {"kent": {"999999": "1"}},
    {"kent": {"{an}": "1"}},
    {"kent": {"{bo}": "9"}},
    {"kent": {"{bo}": 2}},
    {"kent": {"１": "1"}},
    {"kent": []},
    {"dicht": {"1": "ja"}},
    {"zo": None},
    {"gezien": "1"},
    {"gezien": True},
    {"kent": {str(number): "1" for number in range(5001)}},
    {"bij": 3},
]


def test_taps_that_are_none_change_nothing_and_are_told_why(visitor, project, people, wave):
    an, bo, *_ = people
    page = visitor.get(address(an))
    for taps in BAD:
        taps = json.loads(json.dumps(taps).replace("{an}", str(an.id)).replace("{bo}", str(bo.id)))
        status, told = tap(visitor, page, **taps)
        assert (status, set(told)) == (400, {"sentence"}), taps
    assert tap(visitor, page, bij="los", kent={str(bo.id): "1"})[0] == 409
    assert said(project) == []


def test_a_form_without_script_merges_with_another_screen(visitor, project, people, wave):
    an, bo, cas, dee = people
    old = visitor.get(address(an))
    old.submit(**{f"kent_{bo.id}": "2", f"kent_{dee.id}": "1"})
    here, there = visitor.get(address(an)), visitor.get(address(an))
    there.submit(**{f"kent_{bo.id}": "4"})
    page = here.submit(**{f"kent_{cas.id}": "3"})  # came with Bo as 2, untouched
    assert "op een ander scherm ook antwoorden" in page.text
    assert marked(page) == {f"kent_{bo.id}": "4", f"kent_{cas.id}": "3", f"kent_{dee.id}": "1"}
    here.submit(**{f"kent_{bo.id}": "1"})  # touched here, and later
    assert [row[1] for row in said(project) if row[0] == bo.id] == [2, 4, 1]


def test_a_mistake_on_an_old_page_does_not_make_its_answers_new(visitor, project, people, wave):
    an, bo, cas, _dee = people
    visitor.get(address(an)).submit(**{f"kent_{bo.id}": "2"})
    here = visitor.get(address(an))
    visitor.get(address(an)).submit(**{f"kent_{bo.id}": "4"})
    back = here.submit(status=400, **{f"kent_{cas.id}": "9"})
    back.submit(**{f"kent_{cas.id}": "1"})
    assert said(project) == [(bo.id, 2, False), (bo.id, 4, False), (cas.id, 1, False)]


def test_who_left_meanwhile_is_passed_over(visitor, project, people, wave):
    an, bo, cas, dee = people
    page = visitor.get(address(an))
    bo.archived_at = clock.now()
    status, told = tap(visitor, page, kent={str(bo.id): "2", str(cas.id): "3"})
    assert (status, told["weg"], said(project)) == (200, [bo.id], [(cas.id, 3, False)])
    after = page.submit(**{f"kent_{bo.id}": "2", f"kent_{dee.id}": "1"})
    assert "Dat ene antwoord is niet bewaard, de andere wel." in after.text
    assert said(project)[1:] == [(dee.id, 1, False)]


def test_a_page_of_which_everything_is_kept_is_no_empty_form(visitor, project, people, wave):
    an, bo, cas, _dee = people
    visitor.get(address(an)).submit(dicht=str(bo.organisation_id))
    visitor.get(address(an)).submit()
    assert said(project) == [(bo.id, 0, True), (cas.id, 0, True)]


def test_what_comes_too_late_is_read_back(visitor, project, people, wave):
    an, bo, cas, dee = people
    visitor.get(address(an)).submit(**{f"kent_{bo.id}": "2"})
    page = visitor.get(address(an))
    measuring.close_wave(wave, clock.now(), actor="test")
    status, told = tap(visitor, page, kent={str(cas.id): "3"})
    assert (status, told["sentence"]) == (409, "Deze meting is gesloten. Er komen geen antwoorden meer bij.")
    fields = {f"kent_{cas.id}": "3", "dicht": str(dee.organisation_id), "zo": str(cas.organisation_id)}
    late = page.submit(status=409, button=("klaar", "ja"), **fields)
    lost = [(text(row.find("dt")), text(row.find("dd"))) for row in late.tree.iter("div") if row.find("dt") is not None]
    assert lost == [("Cas Smit", "Overleg"), ("Praktijk", "De rest is nog zoals vorige keer")]
    assert "Verder ken ik niemand van Gemeente" in late.text and "Bo Kuiper" not in late.text
    assert said(project) == [(bo.id, 2, False)]


def test_finished_with_names_left_open(visitor, project, people, wave):
    an, bo, *_ = people
    wave.closes_on = dt.date(2030, 3, 5)
    intro = visitor.get(address(an, ""))
    assert "Ongeveer 3 minuten." in intro.text and "tot en met dinsdag 5 maart 2030" in intro.text
    assert "English" in intro.text
    page = intro.follow("Verder naar de namen")
    assert "hebt nog niets ingevuld" in page.submit(status=400, button=("klaar", "ja")).text
    page.submit(**{f"kent_{bo.id}": "1"})
    home = visitor.get(address(an, "").removesuffix("/wie-kent-u"))
    assert "U gaf bij 1 van de 3 namen antwoord." in home.text
    page = home.follow("Verder invullen")
    thanks = page.submit(button=("klaar", "ja"), **{f"kent_{bo.id}": "2"})
    assert thanks.h1 == "Dank u wel"
    assert "U gaf bij één naam antwoord." in thanks.text and "2 namen liet u open." in thanks.text
    assert "Tot en met dinsdag 5 maart 2030" in thanks.text
    assert [entry.person for entry in measuring.list_asked(wave) if entry.finished_at] == [an]
    again = visitor.get(address(an, "")).follow("Antwoorden bekijken of wijzigen")
    assert marked(again) == {f"kent_{bo.id}": "2"}
    assert again.submit(button=("klaar", "ja")).h1 == "Dank u wel"  # nothing new to say


def test_the_rest_as_last_time(visitor, project, people):
    an, bo, cas, _dee = people
    first = measuring.open_wave(project, "Nulmeting", clock.now() - 90 * DAY, actor="test")
    ties.record_statements(an, Answers({bo.id: 2, cas.id: None}), clock.now() - 80 * DAY, wave=first)
    measuring.close_wave(first, clock.now() - 70 * DAY, actor="test")
    second = measuring.open_wave(project, "T1", clock.now() - DAY, actor="test")
    assert "vorige keer" not in visitor.get(address(an)).text  # the plan did not say so
    second.offers_previous = True
    page = visitor.get(address(an))
    (group,) = [section for section in page.all("section") if section.get("id") == f"groep-{bo.organisation_id}"]
    legends = [text(legend) for legend in group.iter("legend")]
    nurse = "Praktijkondersteuner (POH)"
    assert legends == [f"Bo Kuiper, {nurse}, vorige keer: korte lijn", f"Cas Smit, {nurse}"]
    assert marked(page) == {} and len(page.all("input", name="zo")) == 1
    page.submit(zo=str(bo.organisation_id))
    (*_, tie) = db.session.scalars(ledger.that_count(project)).all()
    assert (tie.named_id, tie.strength, tie.carried, tie.wave_id) == (bo.id, 2, True, second.id)
    again = visitor.get(address(an))
    assert marked(again) == {} and "1 van de 3 namen" in again.text
    again.submit(zo=[])
    assert [row[1:] for row in said(project)][-1] == (None, False)


def test_somebody_who_is_missed_goes_to_the_projectleider(visitor, project, people, wave):
    an, *_ = people
    form = visitor.get(address(an)).follow("Mist u iemand? Geef de naam door")
    assert "De projectleider bekijkt de naam eerst" in form.text
    assert "burgerservicenummer" in form.submit(status=400, name="Jet 123456782").text
    assert "staat al op uw lijst" in form.submit(status=400, name="bo kuiper").text
    page = form.submit(name=" Jet  Vos ", organisation="De Brug", function="Ergotherapeut", strength="3")
    assert "De projectleider bekijkt de naam die u doorgaf." in page.text
    (missed,) = suggesting.list_suggestions(wave)
    (row,) = missed.rows
    assert (row.name, row.organisation, row.strength) == ("Jet Vos", "De Brug", 3)
    measuring.close_wave(wave, clock.now(), actor="test")
    late = form.submit(status=409, name="Kim Bos")
    assert "Deze meting is gesloten" in late.text
    assert [field.get("value") for field in late.all("input", name="name")] == ["Kim Bos"]
    visitor.get(address(an, "/iemand-toevoegen"), status=404)


def test_a_mantelzorger_is_asked_to_whom_they_can_turn(visitor, project, people):
    mo = make_person(project, None, "Mo Vos", "mantelzorger", on_rosters=False)
    measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    page = visitor.get(address(mo))
    assert page.h1 == "Bij wie kunt u terecht?"
    assert visitor.get(address(mo, "")).h1 == page.h1
    assert visitor.get(address(people[0])).h1 == "Wie kent u?"


def test_a_face_only_where_the_card_shows_it(visitor, project, people, wave):
    an, bo, cas, _dee = people
    data = BytesIO()
    Image.new("RGB", (300, 300), "teal").save(data, "PNG")
    for person in (bo, cas):
        photos.keep_photo(person, data.getvalue(), clock.now())
        person.shown = [Item.PHOTO]
    cards.say(bo, Purpose.CARD, True, clock.now(), f"person:{bo.id}")
    page = visitor.get(address(an))
    assert [image.get("src").rsplit("/", 1)[1] for image in page.all("img")] == [f"{bo.id}.jpg"]
    assert {image.get("loading") for image in page.all("img")} == {"lazy"}


def test_nobody_of_another_project_is_answered_about(visitor, project, people, wave):
    stranger = make_person(make_project("Elders"))
    status, _told = tap(visitor, visitor.get(address(people[0])), kent={str(stranger.id): "1"})
    assert (status, said(project)) == (400, [])
