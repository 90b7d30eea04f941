"""Measurements: a frozen roster, one at a time, and who answered."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.progress.surveys import asking
from kapstok.progress.surveys import service as surveys
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.models import MeasurementPlan, Wave
from kapstok.ties.plans import service as planning
from kapstok.ties.roster_rules import LastDayPast, Part, RosterChanged, StandsOnNoList
from kapstok.ties.rules import AnotherWaveOpen, Answers, NobodyToAsk, WaveNameTaken
from tests.factories import NOW, make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)
sqlite_only = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


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
    an, bo, *others = [make_person(project, welzijn, name) for name in ("An", "Bo", "Ca", "Da", "Ed")]
    fay, gus = make_person(project, zorg, "Fay"), make_person(project, None, "Gus")
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    for respondent, named in ((an, bo), (fay, an), (gus, an)):
        ties.record_statements(respondent, Answers({named.id: 2}), NOW + DAY, wave=wave)
    an.organisation = zorg
    db.session.flush()
    # Two sectors of fewer than five people stand together.
    found = [(row.sector and row.sector.key, row.answered, row.asked) for row in measuring.response(wave)]
    assert found == [("welzijn", 1, 5), (None, 2, 2)]
    assert measuring.responses(project) == {wave.id: (3, 7)}
    answered = {entry.person.name: entry.answered_at for entry in measuring.list_asked(wave)}
    assert answered == dict.fromkeys(("An", "Fay", "Gus"), NOW + DAY) | dict.fromkeys(("Bo", "Ca", "Da", "Ed"))
    assert measuring.find_wave_for(others[0]) == wave
    assert measuring.find_wave_for(make_person(project, welzijn, "New")) is None


@sqlite_only
def test_the_roster_is_who_was_ticked_and_may_be_listed(app):
    project = make_project()
    an, bo, cas = (make_person(project, name=name) for name in ("An", "Bo", "Cas"))
    dee = make_person(project, name="Dee", function="mantelzorger", on_rosters=False)
    roster = {an.id: Part(True, True), bo.id: Part(False, True), dee.id: Part(True, False)}
    closes_on = NOW.date() + 14 * DAY
    options = {"boundary": " Wie in 2026 kwam ", "closes_on": closes_on, "asks_items": False, "actor": "test"}
    for person_id, refusal in ((dee.id, StandsOnNoList), (cas.id + 9, RosterChanged)):
        with pytest.raises(refusal):
            measuring.open_wave(project, "T", NOW, roster=roster | {person_id: Part(True, True)}, **options)
    with pytest.raises(LastDayPast):
        measuring.open_wave(project, "T", NOW, roster=roster, **options | {"closes_on": NOW.date() - DAY})
    with pytest.raises(HoldsBsn):
        measuring.open_wave(project, "T", NOW, roster=roster, **options | {"boundary": "Zonder 123456782"})
    wave = measuring.open_wave(project, "Nulmeting", NOW, roster=roster, **options)
    assert (wave.boundary, wave.closes_on, wave.asks_items, wave.offers_previous) == (
        "Wie in 2026 kwam",
        closes_on,
        False,
        False,
    )
    found = [(entry.person.name, entry.asks, entry.named) for entry in measuring.list_roster(wave)]
    assert found == [("An", True, True), ("Bo", False, True), ("Dee", True, False)]
    assert [entry.person.name for entry in measuring.list_asked(wave)] == ["An", "Dee"]
    surveys.ensure_items(project)
    assert asking.items_for(an, wave) == []


@sqlite_only
def test_the_next_measurement_proposes_the_roster_of_the_last(app):
    project = make_project()
    an, bo, _cas = (make_person(project, name=name, joined_on=NOW.date()) for name in ("An", "Bo", "Cas"))
    make_person(project, name="Dee", function="mantelzorger", on_rosters=False)
    people = measuring.active_people(project, NOW)
    assert [tuple(part) for part in measuring.usual_roster(project, people).values()] == [(True, True)] * 3 + [
        (True, False)
    ]
    roster = {an.id: Part(True, True), bo.id: Part(False, True)}
    first = measuring.open_wave(project, "Nulmeting", NOW + DAY, actor="test", roster=roster)
    measuring.close_wave(first, NOW + 2 * DAY, actor="test")
    make_person(project, name="Eef", joined_on=NOW.date() + 3 * DAY)
    an.on_rosters = False
    people = measuring.active_people(project, NOW + 4 * DAY)
    usual = measuring.usual_roster(project, people)
    assert {person.name: tuple(usual[person.id]) for person in people} == {
        "An": (True, False),
        "Bo": (False, True),
        "Cas": (False, False),
        "Dee": (True, False),
        "Eef": (True, True),
    }


@sqlite_only
def test_the_second_measurement_locks_the_plan_and_takes_over_what_it_offers(app):
    project = make_project()
    make_person(project), make_person(project)
    first = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    assert planning.find_plan(project) is None
    measuring.close_wave(first, NOW + DAY, actor="test")
    fields = {"headline": "density", "threshold": 2, "test": "interval", "offers_previous": True}
    db.session.add(MeasurementPlan(project_id=project.id, made_at=NOW, **fields))
    db.session.flush()
    second = measuring.open_wave(project, "T1", NOW + 2 * DAY, actor="test")
    assert (first.offers_previous, second.offers_previous) == (False, True)
    assert planning.find_plan(project).locked_at == NOW + 2 * DAY
