"""The month as the projectleider looks at it, and the Kapstok-minuut on both sides."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from flask import g
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.progress.indicators import list_indicators, observations
from kapstok.progress.minute.open import open_for
from kapstok.progress.minute.rules import Part
from kapstok.progress.service import ensure_defaults
from kapstok.progress.steps.rules import State, Step
from kapstok.progress.steps.service import plan_of, set_step
from kapstok.projects.rules import Vocabulary
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter, counts, record_count
from kapstok.register.reporters import name_reporter
from kapstok.ties import measuring
from kapstok.ties.measuring import active_people
from kapstok.web.deelnemer.minute import open_sections
from kapstok.web.links import personal_link
from tests.browsing import text
from tests.factories import NOW, make_meeting, make_organisation, make_person, make_service, term
from tests.mails import plain

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

LATER = NOW + dt.timedelta(days=10)  # 13 March 2026
JANUARY, FEBRUARY = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
PARTS = {"sent_": Part.SENT, "recv_": Part.ARRIVED, "ind_": Part.COUNTS, "step_": Part.STEPS, "item_": Part.QUESTIONS}


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def practice(project):
    ensure_defaults(project)
    project.starts_on = dt.date(2025, 9, 1)
    return make_organisation(project, "De Brink", "eerstelijnszorg")


@pytest.fixture
def kom(project):
    organisation = make_organisation(project, "De Kom")
    make_service(organisation, "Respijtzorg")
    return organisation


@pytest.fixture
def an(project, practice):
    return make_person(project, practice, "An", joined_on=LATER.date(), email="an@example.org")


def minute_of(person) -> str:
    return f"{urlsplit(personal_link(person)).path}/minuut"


def sent_to(sender, receiver, month=FEBRUARY) -> Of:
    return Of(month, Kind.SENT, sender.id, receiver.id, None)


# Uw Kapstok-minuut


def test_one_page_one_button_and_thanks(visitor, project, practice, kom, an):
    record_count(project, sent_to(practice, kom, JANUARY), 3, Counter(False, an.id), LATER)
    page = visitor.get(minute_of(an))
    titles = ["Verwijzingen in februari 2026", "Hoeveel mantelzorgers?", "Stappenplan"]
    assert [text(h2) for h2 in page.all("h2", class_="card-title")] == [*titles, "Klaar"]
    indicator = list_indicators(project)[0]
    field = f"ind_{indicator.id}_{practice.id}"
    page = page.submit(**{f"sent_{kom.id}_0": "4", f"{field}_count": "57", f"{field}_whole": "4000"})
    thanks = page.all("div", role="status")
    assert [text(li) for li in thanks[-1].iter("li")] == titles[:2]
    assert [text(h2) for h2 in page.all("h2", class_="card-title")] == ["Stappenplan", "Klaar"]
    assert counts(project) == {sent_to(practice, kom, JANUARY): 3, sent_to(practice, kom): 4}
    assert [(row.value, row.denominator) for row in observations(project)] == [(57, 4000)]
    page = page.submit(**{f"step_{practice.id}_coding": "begun"})
    assert "U bent klaar: er staat nu niets voor u open." in page.text


def test_a_step_that_somebody_is_still_busy_with_is_asked_once_a_month(visitor, practice, an):
    set_step(practice, Step.CODING, State.BEGUN, dt.date(2026, 1, 5), "Code U27", LATER - dt.timedelta(days=40))
    page = visitor.get(minute_of(an))
    assert "Vorige keer was u hiermee bezig." in page.text
    page.submit()
    assert plan_of(practice).is_asked(LATER)
    page.submit(**{f"step_{practice.id}_coding": "begun"})
    assert not plan_of(practice).is_asked(LATER)
    assert plan_of(practice).records[Step.CODING].evidence == "Code U27"
    set_step(practice, Step.CODING, State.DONE, LATER.date(), "", LATER)
    page.submit()
    assert plan_of(practice).states == {Step.CODING: State.DONE}


def test_one_wrong_number_keeps_nothing_and_loses_nothing(visitor, project, practice, kom, an):
    record_count(project, sent_to(practice, kom, JANUARY), 3, Counter(False, an.id), LATER)
    field = f"ind_{list_indicators(project)[0].id}_{practice.id}"
    typed = {f"sent_{kom.id}_0": "4", f"{field}_count": "drie", f"step_{practice.id}_coding": "done"}
    page = visitor.get(minute_of(an)).submit(status=400, **typed)
    assert "Er is nog niets bewaard." in page.text
    assert counts(project) == {sent_to(practice, kom, JANUARY): 3}
    shown = {each.get("name"): each.get("value") for each in page.all("input") if each.get("type") != "radio"}
    assert [shown[f"sent_{kom.id}_0"], shown[f"{field}_count"]] == ["4", "drie"]
    chosen = [each.get("value") for each in page.all("input", type="radio") if each.get("checked") is not None]
    assert chosen == ["done"]
    page = page.submit(**{f"{field}_count": "3"})
    assert "U bent klaar: er staat nu niets voor u open." in page.text


def test_who_counts_no_more_keeps_the_rest_of_what_was_typed(visitor, project, practice, kom, an):
    name_reporter(practice, an, actor="test")
    an.joined_on = dt.date(2024, 1, 1)
    page = visitor.get(minute_of(an))
    name_reporter(practice, make_person(project, practice, "Bo"), actor="test")
    page = page.submit(status=400, **{"sent_more_1": f"{kom.id}_0", "sent_more_1_count": "2"})
    assert "Een deel van de vragen wordt u niet meer gesteld." in page.text
    page = page.submit(card_right="ja")
    assert "U bent klaar: er staat nu niets voor u open." in page.text
    assert (counts(project), an.confirmed_on) == ({}, LATER.date())
    name_reporter(practice, None, actor="test")
    page = visitor.get(minute_of(an))
    name_reporter(practice, make_person(project, practice, "Cor"), actor="test")
    page = page.submit(status=400, **{f"ind_{list_indicators(project)[0].id}_{practice.id}_count": "57"})
    assert "Een deel van de vragen wordt u niet meer gesteld." in page.text


def test_what_goes_from_the_page_when_something_else_is_wrong_is_said(visitor, project, practice, kom, an):
    an.joined_on = dt.date(2024, 1, 1)
    page = visitor.get(minute_of(an))
    name_reporter(practice, make_person(project, practice, "Bo"), actor="test")
    an.phone = "0591 000 001"
    own = {"sent_more_1": f"{kom.id}_0", "sent_more_1_count": "2"}
    page = page.submit(status=400, card_right="ja", **own)
    assert "Een deel van de vragen wordt u niet meer gesteld." in page.text


def test_a_number_of_one_reference_date_is_not_kept_for_the_next(visitor, project, practice, an, monkeypatch):
    field = f"ind_{list_indicators(project)[0].id}_{practice.id}"
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 6, 30, 21, 59, tzinfo=dt.UTC))
    page = visitor.get(minute_of(an))
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 6, 30, 22, 1, tzinfo=dt.UTC))  # July in Amsterdam
    page = page.submit(status=400, **{f"{field}_count": "57", f"{field}_whole": "4000"})
    assert "De peildatum is intussen woensdag 1 juli 2026." in page.text
    page.submit()
    assert [(row.on_date, row.value) for row in observations(project)] == [(dt.date(2026, 7, 1), 57)]


def test_data_that_changed_meanwhile_are_not_called_right(visitor, project, kom):
    person = make_person(project, None, "Mies", function="mantelzorger", sector_id=kom.sector_id)
    page = visitor.get(minute_of(person))
    assert [text(h2) for h2 in page.all("h2", class_="card-title")] == ["Kloppen uw gegevens nog?"]
    person.phone = "0591 000 001"
    page = page.submit(status=400, card_right="ja")
    assert "Iemand anders heeft de gegevens van Mies intussen gewijzigd." in page.text
    page.submit(card_right="ja")
    assert person.confirmed_on == LATER.date()


def test_the_mail_asks_exactly_what_the_page_has_open(app, project, practice, kom, an):
    make_person(project, practice, "Bo")
    cas = make_person(project, kom, "Cas")
    make_person(project, kom, "Dré")
    make_person(
        project, None, "Mies", function="mantelzorger", sector_id=term(project, Vocabulary.SECTOR, "mantelzorgers").id
    )
    measuring.open_wave(project, "Nulmeting", LATER, actor="test")
    name_reporter(kom, cas, actor="test")
    record_count(project, sent_to(practice, kom), 0, Counter(False, an.id), LATER)
    set_step(practice, Step.CODING, State.DONE, LATER.date(), "", LATER)
    people = active_people(project, LATER)
    mail = open_for(project, people, LATER)
    found = {}
    for person in people:
        with app.test_request_context():
            g.project = project
            page = {PARTS[part.key] for part, _section in open_sections(person, LATER) if part.key in PARTS}
        assert page == {each.part for each in mail.get(person.id, [])} - {Part.CARD, Part.LINES}, person.name
        found[person.name] = len(page)
    assert found == {"An": 2, "Bo": 3, "Cas": 4, "Dré": 1, "Mies": 1}


# The projectleider


def test_the_month_says_what_came_in_and_what_is_missing(projectleider, project, practice, kom, an):
    make_person(project, kom, "Bo")
    make_meeting(project)
    assert (
        "In februari 2026 telden 0 van de 2 organisaties hun verwijzingen."
        in projectleider.get(f"/p/{project.id}/").text
    )
    record_count(project, sent_to(practice, kom, JANUARY), 3, Counter(False, an.id), LATER)
    record_count(project, sent_to(practice, kom), 14, Counter(False, an.id), LATER)
    record_count(project, Of(FEBRUARY, Kind.ARRIVED, None, kom.id, None), 6, Counter(True), LATER)
    page = projectleider.get(f"/p/{project.id}/maand")
    assert page.h1 == "Wat er binnenkwam over februari 2026"
    assert "1 van de 2 organisaties telden hun verwijzingen." in page.text
    assert "Van De Brink naar De Kom: 14 verwijzingen. De maand ervoor waren het er 3." in page.text
    assert "Naar De Kom telden verwijzers er 14. Er kwamen er 6 aan." in page.text
    assert [text(row) for row in page.all("th", scope="row")] == ["De Kom"]
    assert "2 organisaties gaven nog niets door. Bekijk welke dit zijn De BrinkDe Kom" in page.text
    name_reporter(kom, an, actor="test")
    row = projectleider.get(f"/p/{project.id}/maand").all("td")
    assert [text(cell) for cell in row] == ["An", "nog niet", "geteld"]
    assert page.follow("januari 2026").h1 == "Wat er binnenkwam over januari 2026"
    assert projectleider.get(f"/p/{project.id}/maand?maand=2031-13").h1 == page.h1


def test_a_service_that_stopped_and_an_outcome_that_never_came(projectleider, project, practice, kom, an):
    service = kom.services[0]
    of = Of(dt.date(2025, 12, 1), Kind.SENT, practice.id, kom.id, service.id)
    record_count(project, of, 5, Counter(False, an.id), LATER)
    service.archived_at = dt.datetime(2025, 12, 10, tzinfo=dt.UTC)
    page = projectleider.get(f"/p/{project.id}/maand?maand=2025-12")
    assert "Van 5 verwijzingen naar De Kom: Respijtzorg is niet bekend hoe die afliepen." in page.text
    assert "“Respijtzorg” is gestopt op woensdag 10 december 2025 en is in december 2025 nog geteld." in page.text


def test_one_round_is_sent_and_the_second_click_says_so(projectleider, visitor, project, practice, an):
    make_person(project, practice, "Bo", email=None)
    address = f"/p/{project.id}/maand/minuut"
    page = projectleider.get(address)
    assert [text(dd) for dd in page.all("dd")] == ["1", "0", "1", "0"]
    preview = projectleider.fetch(f"{address}/mail").get_data(as_text=True)
    assert "– verwijzingen van februari 2026<br>" in preview
    assert "Stuur de mail aan één deelnemer" in page.text
    assert "Stuurt u nu, dan krijgt diegene" not in page.text
    cor = make_person(project, practice, "Cor", asked_at=LATER - dt.timedelta(days=30))
    assert "Vanaf zondag 15 maart 2026 kunt u ook diegene mailen." in projectleider.get(address).text
    db.session.delete(cor)
    page = page.submit(address)
    assert "Op vrijdag 13 maart 2026 stuurde Noor de Wit de Kapstok-minuut aan één deelnemer." in page.text
    (mail,) = db.session.scalars(select(OutboxMessage))
    assert "/minuut\n" in plain(mail)
    token = {
        "csrf_token": projectleider.get(f"/p/{project.id}/instellingen").all("input", name="csrf_token")[0].get("value")
    }
    page = projectleider.post(address, token, status=409)
    assert "al verstuurd, op 13-03-2026 door Noor de Wit." in page.text
    assert "hun verwijzingen" not in projectleider.get(f"/p/{project.id}/").text


def test_nobody_to_ask(projectleider, project):
    page = projectleider.get(f"/p/{project.id}/maand")
    assert "Nog niemand telt" in page.text
    page = projectleider.get(f"/p/{project.id}/maand/minuut")
    assert "Er is nu niemand om te mailen" in page.text
