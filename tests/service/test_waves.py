"""Measurements: a frozen roster, one at a time, and who answered."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from kapstok.extensions import db
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.models import Wave
from kapstok.ties.rules import AnotherWaveOpen, Answers, NobodyToAsk, WaveNameTaken
from tests.factories import NOW, make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)


def test_opening_writes_down_what_everybody_is_that_day(app):
    project = make_project()
    welzijn, zorg = make_organisation(project, sector="welzijn"), make_organisation(project, sector="thuiszorg")
    an = make_person(project, welzijn, "An", "sociaal-werker")
    bo = make_person(project, zorg, "Bo", "mantelzorger", on_rosters=False)
    make_person(project, zorg, "Gone", left_on=NOW.date())
    make_person(project, zorg, "Later", joined_on=NOW.date() + DAY)
    make_person(project, zorg, "Archived", archived_at=NOW)
    wave = measuring.open_wave(project, " Nulmeting ", NOW, actor="test")
    an.organisation = zorg
    db.session.flush()
    assert (wave.number, wave.name) == (0, "Nulmeting")
    assert [tuple(row) for row in measuring.rosters(project)] == [
        (wave.id, an.id, True, True, welzijn.sector_id, an.function_id, welzijn.id, None),
        (wave.id, bo.id, True, False, zorg.sector_id, bo.function_id, zorg.id, None),
    ]


def test_one_measurement_at_a_time(app):
    project = make_project()
    make_person(project), make_person(project)
    first = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    with pytest.raises(AnotherWaveOpen):
        measuring.open_wave(project, "T1", NOW, actor="test")
    measuring.close_wave(first, NOW + DAY, actor="test")
    measuring.close_wave(first, NOW + 2 * DAY, actor="test")
    assert first.closed_at == NOW + DAY
    with pytest.raises(WaveNameTaken):
        measuring.open_wave(project, "nulmeting", NOW, actor="test")
    second = measuring.open_wave(project, "T1", NOW + 3 * DAY, actor="test")
    assert [wave.number for wave in measuring.list_waves(project)] == [0, 1]
    assert measuring.find_open_wave(project) == second


def test_the_database_keeps_to_one_as_well(app):
    project = make_project()
    for number in (0, 1):
        db.session.add(Wave(project_id=project.id, number=number, name=str(number), opened_at=NOW))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_nobody_to_ask(app):
    project = make_project()
    make_person(project)
    with pytest.raises(NobodyToAsk):
        measuring.open_wave(project, "Nulmeting", NOW, actor="test")


def test_projects_measure_apart(app):
    project, other = make_project(), make_project("Ander project")
    for place in (project, project, other, other):
        make_person(place)
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    measuring.open_wave(other, "Nulmeting", NOW, actor="test")
    assert len(measuring.list_asked(wave)) == 2


def test_response_per_sector_as_it_was(app):
    project = make_project()
    welzijn, zorg = make_organisation(project, sector="welzijn"), make_organisation(project, sector="eerstelijnszorg")
    an, bo = make_person(project, welzijn, "An"), make_person(project, welzijn, "Bo")
    cas, dee = make_person(project, zorg, "Cas"), make_person(project, None, "Dee")
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    for respondent, named in ((an, bo), (cas, an), (dee, an)):
        ties.record_statements(respondent, Answers({named.id: 2}), NOW + DAY, wave=wave)
    an.organisation = zorg
    db.session.flush()
    found = [(row.sector and row.sector.key, row.answered, row.asked) for row in measuring.response(wave)]
    assert found == [("eerstelijnszorg", 1, 1), ("welzijn", 1, 2), (None, 1, 1)]
    answered = [(entry.person.name, entry.answered_at) for entry in measuring.list_asked(wave)]
    assert answered == [("An", NOW + DAY), ("Bo", None), ("Cas", NOW + DAY), ("Dee", NOW + DAY)]
    assert measuring.find_wave_for(bo) == wave
    assert measuring.find_wave_for(make_person(project, welzijn, "New")) is None
