"""The vragenlijst: the projectleider's list and choices, and what people answer about measurements and meetings."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.evaluation import service as evaluation
from kapstok.meetings.rules import Attendance
from kapstok.progress import service as progress
from kapstok.progress.surveys import asking
from kapstok.progress.surveys import service as surveys
from kapstok.ties import measuring
from kapstok.web.deelnemer import survey
from kapstok.web.links import personal_link
from kapstok.web.sections import SectionRefused, draw
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DAY = dt.timedelta(days=1)
GP = "eerstelijnszorg"


@pytest.fixture
def items(project):
    progress.ensure_defaults(project)
    return surveys.list_items(project)


@pytest.fixture
def an(project):
    return make_person(project, make_organisation(project, sector=GP), "An de Boer")


@pytest.fixture
def held(project, an):
    meeting = make_meeting(project, "Kennismaken", clock.now() - 7 * DAY)
    make_invitation(meeting, an, attendance=Attendance.PRESENT)
    return meeting


@pytest.fixture
def running(project, an):
    make_person(project)
    return measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")


def here(project, page: str = "") -> str:
    return f"/p/{project.id}/vragenlijst{page}"


def address(person, page: str = "") -> str:
    return urlsplit(personal_link(person)).path + page


# The projectleider's list


def test_the_list_says_how_long_it_takes_and_shows_how_it_looks(projectleider, project, items):
    page = projectleider.get(here(project))
    loads = {text(row[0]): text(row[1]) for row in page.all("table")[0].find("tbody")}
    assert loads["Eerstelijnszorg"] == "8 uitspraken, ongeveer een minuut"
    assert loads["Mantelzorgers"] == "5 uitspraken, ongeveer een minuut"
    surveys.add_item(project, "Een negende.", surveys.ItemKind.LEVEL, GP, clock.now())
    page = projectleider.get(here(project))
    assert "9 uitspraken, ongeveer 2 minuten langer dan een minuut" in page.text
    preview = page.follow("Zo ziet deze groep het: Eerstelijnszorg")
    assert len(preview.all("fieldset")) == 9
    assert list(preview.all("main")[0].iter("form")) == []
    projectleider.get(here(project, "/voorbeeld/verzonnen"), status=404)


def test_a_statement_from_new_to_stopped_and_back(projectleider, project, items):
    form = projectleider.get(here(project, "/nieuw"))
    form.submit(status=400, text="Zonder sector.")
    form.submit(status=400, text="Ik ken 111222333.", sectors=[GP])
    page = form.submit(text="Ik bel gewoon even.", kind="level", sectors=[GP, "welzijn"])
    new = surveys.list_items(project)[-1]
    assert (new.text, new.kind, new.audience) == ("Ik bel gewoon even.", "level", f"{GP},welzijn")
    edit = projectleider.get(here(project, f"/{new.id}"))
    edit.submit(text="Ik bel even.")
    edit.submit(status=409, text="Ik bel.")
    page = projectleider.get(here(project))
    page.submit(here(project, f"/{new.id}/stoppen"), status=200)
    page = projectleider.get(here(project))
    page.submit(here(project, f"/{new.id}/terugzetten"))
    page = projectleider.get(here(project))
    page.submit(here(project, f"/{items[1].id}/omhoog"))
    assert [item.text for item in surveys.list_items(project) if item.archived_at is None][-1] == "Ik bel even."
    assert surveys.list_items(project)[0].id == items[1].id


def test_an_answered_statement_is_not_reworded(projectleider, project, items, an, running):
    asking.record_opinions(an, running, {items[0].id: 4}, clock.now())
    page = projectleider.get(here(project, f"/{items[0].id}"))
    assert "Op deze uitspraak is al geantwoord." in page.text
    page.submit(text="Heel iets anders.")
    first, second, *_others = sorted(surveys.list_items(project), key=lambda item: (item.position, item.id))
    assert (first.archived_at is None, second.text) == (False, "Heel iets anders.")
    surveys.edit_item(items[7], "Ik weet de weg.", items[7].kind, items[7].audience, items[7].version, clock.now())
    projectleider.get(here(project)).submit(here(project, "/aanvullen"))
    assert surveys.list_items(project)[-1].text == "Ik weet waar ik terechtkan."


def test_a_new_measurement_asks_what_was_chosen(projectleider, project, items, an):
    make_person(project)
    page = projectleider.get(f"/p/{project.id}/metingen/nieuw")
    assert len(page.all("input", name="items")) == 8  # nothing about change in the first one
    page.submit(f"/p/{project.id}/metingen/nieuw", items=[str(items[0].id)], boundary="Iedereen")
    wave = measuring.find_open_wave(project)
    assert asking.items_for(an, wave) == [items[0]]
    page = projectleider.get(f"/p/{project.id}/metingen/{wave.id}/vragen")
    page.submit(status=400, items=[])
    page.submit(status=400, items=[str(items[8].id)])
    page.submit(items=[str(items[0].id), str(items[1].id)])
    assert asking.items_for(an, wave) == items[:2]
    measuring.close_wave(wave, clock.now(), actor="test")
    assert "de meting is gesloten" in projectleider.get(f"/p/{project.id}/metingen/{wave.id}/vragen").text


# What people answer


def test_statements_about_a_meeting(projectleider, visitor, project, items, an, held):
    page = projectleider.get(f"/p/{project.id}/bijeenkomsten/{held.id}/programma").follow("Uitspraken kiezen")
    page.submit(items=[str(items[8].id), str(items[9].id)])
    mine = address(an, f"/bijeenkomsten/{held.id}/vragen")
    assert "Over “Kennismaken”: 2 korte uitspraken. Passen die bij u?" in visitor.get(address(an)).text
    first, second = (f"item_m{held.id}_{items[place].id}" for place in (8, 9))
    form = visitor.get(mine)
    form.submit(status=400)
    wrong = form.submit(status=400, **{first: "6", second: "2"})
    assert wrong.all("input", name=second, value="2")[0].get("checked") is not None  # what was chosen is still there
    half = form.submit(**{first: "5"})
    assert "Uw antwoorden op de vragenlijst zijn bewaard" in half.text
    assert asking.opinions_of(an, held) == {items[8].id: 5}
    assert "U beantwoordde de vragen over “Kennismaken”." in visitor.get(mine).submit(**{second: "nvt"}).text
    assert evaluation.survey_results(project, clock.now()) == []  # nobody sees whose answer came in since yesterday
    held.ends_at -= 60 * DAY
    assert [each.text for each in evaluation.survey_results(project, clock.now())] == [items[8].text, items[9].text]
    assert "tot 60 dagen na de bijeenkomst" in visitor.get(mine, status=410).text


def test_who_was_not_there_is_told_so(visitor, project, items, held):
    absent = make_person(project)
    make_invitation(held, absent, attendance=Attendance.ABSENT)
    asking.choose(held, [items[8].id], clock.now())
    visitor.get(address(absent, f"/bijeenkomsten/{held.id}/vragen"), status=400)
    visitor.get(address(make_person(project), f"/bijeenkomsten/{held.id}/vragen"), status=404)


def test_the_part_of_the_minute(app, project, items, an, held, running):
    now = clock.now()
    asking.choose(held, [items[8].id], now)
    of_wave, of_meeting = f"item_w{running.id}_{items[0].id}", f"item_m{held.id}_{items[8].id}"
    with app.test_request_context():
        section = survey.find_section(an, now)
        assert ([heading for heading, _questions in section.values["parts"]], section.done) == (
            ["Hoe gaat het nu?", "Over “Kennismaken”"],
            False,
        )
        survey.keep_section(an, MultiDict({of_wave: "4", "iets_anders": "1"}), now)
        survey.keep_section(an, MultiDict(), now)
        survey.keep_section(an, MultiDict({of_wave: "4", of_meeting: "nvt"}), now + DAY)
        assert (asking.opinions_of(an, running), asking.opinions_of(an, held)) == (
            {items[0].id: 4},
            {items[8].id: None},
        )
        with pytest.raises(SectionRefused) as refused:
            survey.keep_section(an, MultiDict({of_wave: "4", of_meeting: "7"}), now)
        assert list(refused.value.errors) == [of_meeting]
        with pytest.raises(SectionRefused) as refused:
            survey.keep_section(an, MultiDict({f"item_w{running.id + 1}_{items[0].id}": "4"}), now)
        assert list(refused.value.errors) == [""]
        again = survey.find_section(an, now, MultiDict({of_wave: "2", of_meeting: "7"}))
        drawn = draw(again, "token", {of_meeting: "Kies een antwoord."})
        assert f'name="{of_wave}" value="2" checked' in drawn
        assert survey.find_section(make_person(project), now) is None
