"""The projectleider opens a measurement, follows it, fills in for somebody, closes it – and reads nobody's answers."""

import datetime as dt
from itertools import pairwise

import pytest
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.register import service as register
from kapstok.ties import ledger, measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from kapstok.ties.suggestions import service as suggesting
from kapstok.web import filters
from tests.browsing import text
from tests.factories import make_meeting, make_organisation, make_person, make_project
from tests.mails import plain

DAY = dt.timedelta(days=1)


@pytest.fixture
def people(project):
    welzijn, zorg = (
        make_organisation(project, "Welzijn", "welzijn"),
        make_organisation(project, "Thuiszorg", "thuiszorg"),
    )
    return [
        make_person(project, welzijn, "An de Boer"),
        make_person(project, zorg, "Bo Kuiper"),
        make_person(project, zorg, "Cas Smit"),
    ]


@pytest.fixture
def waves(project):
    return f"/p/{project.id}/metingen"


def who_is_where(page) -> list[tuple[str, str]]:
    """Names and stages in the table of who was asked."""
    (section,) = (found for found in page.all("section") if found.get("id") == "mensen")
    rows = [row for row in section.iter("tr") if row.find("td") is not None]
    badges = [[text(span) for span in row.iter("span") if "status" in span.get("class", "")] for row in rows]
    return [(text(row.find("th")), badge) for row, (badge,) in zip(rows, badges, strict=True)]


def ticked(page, name: str) -> list[str]:
    return [box.get("value") for box in page.all("input", name=name) if box.get("checked") is not None]


def test_without_people_the_page_says_what_comes_first(projectleider, waves):
    page = projectleider.get(waves)
    assert "Er is nog geen nulmeting" in page.text
    assert "Begin met de mensen" in page.follow("De nulmeting openen").text


def test_from_opening_to_closing(projectleider, project, waves, people):
    an, bo, cas = people
    page = projectleider.get(waves).follow("De nulmeting openen")
    assert [field.get("value") for field in page.all("input", name="name")] == ["Nulmeting"]
    assert ticked(page, "vult_in") == ticked(page, "op_lijst") == [str(bo.id), str(cas.id), str(an.id)]
    last_day = clock.local_date(clock.now()) + 14 * DAY
    page = page.submit(
        f"{waves}/nieuw",
        boundary="Wie in 2026 bij een bijeenkomst was.",
        questions="lijnen",
        closes_on=f"{last_day}",
        op_lijst=[str(an.id), str(bo.id)],
    )
    assert page.h1 == "Nulmeting"
    assert "Wie in 2026 bij een bijeenkomst was." in page.text
    assert [text(value) for value in page.all("dd")] == [
        filters.day(last_day),
        "Alleen wie kent u",
        "3 mensen",
        "2 mensen",
        "worden niet getoond",
    ]
    page = projectleider.get(waves)
    assert "0 van de 3" in page.text
    assert f"{waves}/nieuw" not in [link.get("href") for link in page.all("a")]
    assert "De meting “Nulmeting” loopt nog" in projectleider.get(f"{waves}/nieuw").text
    wave = measuring.find_open_wave(project)
    ties.record_statements(an, Answers({bo.id: 2}), clock.now(), wave=wave)
    page = projectleider.get(f"{waves}/{wave.id}/sluiten")
    assert [text(item) for item in page.all("main")[0].iter("li")] == [
        "Eén persoon is begonnen, maar zei nog niet klaar te zijn. Die antwoorden tellen mee. Wat nog open is, blijft "
        "onbekend.",
        "2 mensen antwoordden nog niet. Wie zij kennen, blijft onbekend.",
    ]
    assert page.link("Eerst 2 deelnemers mailen") == f"{waves}/{wave.id}/mailen"
    page = page.submit(f"{waves}/{wave.id}/sluiten")
    assert page.h1 == "Nulmeting"
    assert "Gesloten op" in page.text
    page = projectleider.get(waves).follow("Nieuwe meting")
    assert [field.get("value") for field in page.all("input", name="name")] == ["Meting T1"]
    assert page.link("Naar het meetplan") == f"/p/{project.id}/meetplan"  # this measurement would lock it
    assert text(page.all("textarea", name="boundary")[0]) == "Wie in 2026 bij een bijeenkomst was."
    assert ticked(page, "op_lijst") == [str(bo.id), str(an.id)]


def test_a_rejected_form_keeps_every_tick_and_names_what_is_wrong(projectleider, project, waves, people):
    an, bo, cas = people
    dee = make_person(project, people[0].organisation, "Dee Vos", "mantelzorger", on_rosters=False)
    here, yesterday = f"{waves}/nieuw", f"{clock.local_date(clock.now()) - DAY}"
    page = projectleider.get(here)
    assert f"{dee.id}" not in [box.get("value") for box in page.all("input", name="op_lijst")]
    page = page.submit(here, status=400, vult_in=[f"{an.id}"], op_lijst=[f"{bo.id}"])
    assert "Schrijf in een zin wie op de lijst hoort." in page.text
    assert (ticked(page, "vult_in"), ticked(page, "op_lijst")) == ([f"{an.id}"], [f"{bo.id}"])
    page = page.submit(here, status=400, boundary="Iedereen", closes_on=yesterday)
    assert "De laatste dag is al geweest." in page.text
    assert (ticked(page, "vult_in"), ticked(page, "op_lijst")) == ([f"{an.id}"], [f"{bo.id}"])
    for vult_in, op_lijst, sentence in (
        ([], [f"{bo.id}"], "Er is niemand die invult."),
        ([f"{an.id}"], [], "Er staat niemand op de lijst."),
        ([f"{an.id}"], [f"{an.id}"], "Er doet maar één persoon mee."),
        ([f"{an.id}"], [f"{dee.id}"], "Dee Vos koos er niet voor"),
        (["x", "-1", "9" * 30], ["²", f"{2**63}"], "Er is niemand die invult."),
    ):
        ticks = {"vult_in": vult_in, "op_lijst": op_lijst}
        page = page.submit(here, status=400, boundary="Iedereen", closes_on="", **ticks)
        assert sentence in page.text
    register.archive_person(cas, clock.now())
    page = page.submit(here, status=409, vult_in=[f"{an.id}", f"{cas.id}"], op_lijst=[f"{bo.id}"])
    assert "Iemand die u aanvinkte, doet niet meer mee." in page.text
    assert ticked(page, "vult_in") == [f"{an.id}"]
    assert measuring.list_waves(project) == []


def test_a_whole_group_is_ticked_without_a_script(projectleider, waves, people):
    an, bo, cas = people
    page = projectleider.get(f"{waves}/nieuw")
    sent = {"csrf_token": page.all("input", name="csrf_token")[0].get("value"), "name": "Start", "op_lijst": an.id}
    sent |= {"vult_in": f"{an.id}", "zet": "op-lijst", "groep": f"o{bo.organisation_id}"}
    page = projectleider.post(f"{waves}/nieuw/vinkjes", MultiDict(sent))
    assert [field.get("value") for field in page.all("input", name="name")] == ["Start"]
    assert (ticked(page, "vult_in"), ticked(page, "op_lijst")) == ([f"{an.id}"], [f"{bo.id}", f"{cas.id}", f"{an.id}"])
    page = projectleider.post(f"{waves}/nieuw/vinkjes", MultiDict(sent | {"zet": "niet-in", "groep": "iedereen"}))
    assert ticked(page, "vult_in") == []


def test_two_tabs_open_one_measurement_and_closing_twice_is_harmless(projectleider, project, waves, people):
    tabs = [projectleider.get(f"{waves}/nieuw") for _ in range(2)]
    tabs[0].submit(f"{waves}/nieuw", boundary="Iedereen")
    page = tabs[1].submit(f"{waves}/nieuw", status=409, boundary="Iedereen", name="Nog een")
    assert "De meting “Nulmeting” loopt nog. Sluit die eerst." in page.text
    closing = f"{waves}/{measuring.find_open_wave(project).id}/sluiten"
    for tab in [projectleider.get(closing) for _ in range(2)]:
        tab.submit(closing)
    page = projectleider.get(f"{waves}/nieuw").submit(f"{waves}/nieuw", status=400, name="nulmeting")
    assert "Er is al een meting met de naam “nulmeting”" in page.text


def test_what_the_response_allows_and_what_more_answers_would(projectleider, project, waves, people):
    everybody = [*people, *(make_person(project, people[1].organisation) for _ in range(7))]
    wave, steps = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test"), []
    for respondent, named in pairwise(everybody[:8]):
        ties.record_statements(respondent, Answers({named.id: 2}), clock.now(), wave=wave)
        page = projectleider.get(waves)
        steps.append([text(strong) for strong in page.all("main")[0].iter("strong")])
    assert steps == [
        ["Nog 4 antwoorden en u mag laten zien hoe hecht het netwerk is."],
        ["Nog 3 antwoorden en u mag laten zien hoe hecht het netwerk is."],
        ["Nog 2 antwoorden en u mag laten zien hoe hecht het netwerk is."],
        ["Nog één antwoord en u mag laten zien hoe hecht het netwerk is."],
        ["Nog 2 antwoorden en u mag ook afstanden en bruggenbouwers laten zien."],
        ["Nog één antwoord en u mag ook afstanden en bruggenbouwers laten zien."],
        [],
    ]
    assert "7 van de 10" in page.text
    assert "U mag alle cijfers over deze meting gebruiken." in page.text


def test_who_answered_is_seen_and_what_is_not(projectleider, project, waves, people):
    an, bo, cas = people
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    ties.record_statements(an, Answers({bo.id: 4}), clock.now(), wave=wave)
    entries = {entry.person: entry for entry in measuring.list_asked(wave)}
    entries[bo].answered_at = entries[bo].finished_at = entries[cas].added_at = clock.now()
    page = projectleider.get(f"{waves}/{wave.id}")
    assert who_is_where(page) == [("An de Boer", "begonnen"), ("Bo Kuiper", "klaar"), ("Cas Smit", "nog niet")]
    assert "Eén persoon kwam er later bij" in page.text
    register.archive_person(cas, clock.now())
    page = projectleider.get(f"{waves}/{wave.id}?stand=nog-niet")
    assert who_is_where(page) == [("Cas Smit", "nog niet")]
    assert "Eén persoon doet niet meer mee aan het project" in page.text
    assert who_is_where(projectleider.get(f"{waves}/{wave.id}?zoek=kuiper")) == [("Bo Kuiper", "klaar")]


def test_after_the_last_day_the_page_and_the_start_ask_to_close(projectleider, project, waves, people):
    day = clock.local_date(clock.now())
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test", closes_on=day)
    make_meeting(project, starts_at=clock.now() + DAY)
    assert "De laatste dag was" not in projectleider.get(f"{waves}/{wave.id}").text
    asking = projectleider.get(f"{waves}/{wave.id}/mailen")
    assert f"De mail noemt ook de laatste dag: {filters.day(day)}." in asking.text
    asking.submit(f"{waves}/{wave.id}/mailen")
    assert f"tot en met {filters.day(day)}." in plain(db.session.scalars(select(OutboxMessage)).first())
    wave.closes_on = day - DAY
    assert projectleider.get(f"{waves}/{wave.id}").link("Sluit de meting") == f"{waves}/{wave.id}/sluiten"
    assert projectleider.get(f"/p/{project.id}/").link("Sluit de meting") == f"{waves}/{wave.id}/sluiten"


def test_as_many_questions_to_the_database_for_many_as_for_few(projectleider, project, waves, people):
    asked, last_day = [], clock.local_date(clock.now()) + DAY
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test", closes_on=last_day)
    here = [f"{waves}/{wave.id}{page}" for page in ("", "/sluiten", "/mailen", "/gemist")] + [waves]

    def count(_connection, _cursor, statement, *_arguments) -> None:
        asked.extend([statement] if statement.startswith("SELECT") else [])

    def ask(*addresses: str) -> list[int]:
        counts = []
        for address in addresses:
            asked.clear()
            event.listen(db.engine, "before_cursor_execute", count)
            projectleider.get(address)
            event.remove(db.engine, "before_cursor_execute", count)
            counts.append(len(asked))
        return counts

    for _ in range(5):
        wave.roster.append(measuring.new_entry(make_person(project, people[0].organisation)))
    few = ask(*here)
    measuring.close_wave(wave, clock.now(), actor="test")
    few_ticks = ask(f"{waves}/nieuw")
    wave.closed_at = None
    for number in range(12):
        person = make_person(project, make_organisation(project, sector="welzijn"), function="sociaal-werker")
        wave.roster.append(measuring.new_entry(person))
        suggesting.suggest(wave, people[number % 3], f"Naam {'abcdefghijkl'[number] * 3}", "", "", 2, clock.now())
    assert ask(*here) == few
    measuring.close_wave(wave, clock.now(), actor="test")
    assert ask(f"{waves}/nieuw") == few_ticks


def test_who_is_missed_is_linked_added_or_let_go(projectleider, project, waves, people):
    an, bo, _cas = people
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    dee = make_person(project, bo.organisation, "Dee Vos")
    make_meeting(project, starts_at=clock.now() + DAY)
    for person, name in ((an, "Dee Vos"), (bo, "Dee Vos"), (an, "Eef Lek"), (an, "Test")):
        suggesting.suggest(wave, person, name, "Welzijn" if name == "Eef Lek" else "", "", 3, clock.now())
    assert "4 namen gemist" in projectleider.get(waves).text
    page = projectleider.get(f"/p/{project.id}/").follow("Bekijk wie er gemist wordt")
    assert [text(heading) for heading in page.all("main")[0].iter("h2")] == ["Dee Vos", "Eef Lek", "Test"]
    assert "2 keer genoemd" in page.text
    assert "An de Boer" not in page.text
    assert "wist Kapstok zestig dagen nadat u de meting sluit" in page.text
    to_dee, to_eef, to_test = (a.get("href") for a in page.all("a") if text(a) == "Beslissen")
    page = projectleider.get(to_dee)
    assert "Dee Vos, Thuiszorg" in page.text
    page = page.submit(f"{to_dee}/koppelen", status=400)
    assert "Kies wie bedoeld is." in page.text
    page = page.submit(f"{to_dee}/koppelen", **{"bekend-person_id": f"{dee.id}"})
    assert [text(heading) for heading in page.all("main")[0].iter("h2")] == ["Eef Lek", "Test"]
    page = projectleider.get(to_eef).submit(f"{to_eef}/toevoegen", status=400, name="An de Boer")
    assert "An de Boer staat al in het netwerk" in page.text
    page.submit(f"{to_eef}/toevoegen", name="Eef Lek")
    page = projectleider.get(to_test).submit(f"{to_test}/weghalen")
    assert "Niemand wordt gemist" in page.text
    projectleider.get(to_test, status=404)
    added = {entry.person.name: entry.person_id for entry in measuring.list_asked(wave) if entry.added_at is not None}
    assert [*added] == ["Dee Vos", "Eef Lek"]
    said = [(row.respondent_id, row.named_id, row.strength) for row in ledger.statements(project)]
    assert said == [(an.id, dee.id, 3), (bo.id, dee.id, 3), (an.id, added["Eef Lek"], 3)]


def test_a_closed_measurement_is_not_filled_in(projectleider, project, waves, people):
    wave = measuring.open_wave(project, "Nulmeting", clock.now(), actor="test")
    measuring.close_wave(wave, clock.now(), actor="test")
    assert "Invullen namens" not in projectleider.get(f"{waves}/{wave.id}").text
    projectleider.get(f"{waves}/{wave.id}/deelnemers/{people[0].id}", status=409)
    projectleider.get(f"{waves}/{wave.id}/sluiten", status=409)


def test_nothing_of_another_project(projectleider, waves, people):
    other = make_project("Ander project")
    stranger, _ = make_person(other), make_person(other)
    wave = measuring.open_wave(other, "Nulmeting", clock.now(), actor="test")
    projectleider.get(f"{waves}/{wave.id}", status=404)
    projectleider.get(f"{waves}/{wave.id}/deelnemers/{stranger.id}", status=404)


def test_an_evaluator_opens_nothing(evaluator, waves):
    evaluator.get(waves, status=403)
