"""Counts of organisations on reference dates, and what people answer in the vragenlijst."""

import datetime as dt

import pytest

from kapstok.progress import service as progress
from kapstok.progress.rules import MoreThanAll, NoOpinions, NotAReferenceDate, NotYourItem, OpinionOutOfRange
from kapstok.ties import measuring
from kapstok.ties.rules import NotAsked, WaveClosed
from tests.factories import NOW, make_organisation, make_person, make_project

JULY, JANUARY = dt.date(2025, 7, 1), dt.date(2026, 1, 1)


@pytest.fixture
def project(app):
    project = make_project()
    progress.ensure_defaults(project)
    return project


def test_defaults_come_once(project):
    progress.ensure_defaults(project)
    assert [indicator.name for indicator in progress.list_indicators(project)] == ["Mantelzorgers in beeld"]
    assert len(progress.list_items(project)) == 8


def test_a_later_report_corrects_the_same_date(project):
    (indicator,) = progress.list_indicators(project)
    practice, steunpunt = make_organisation(project, "Praktijk"), make_organisation(project, "Steunpunt")
    progress.report(indicator, practice, JULY, 30, None, NOW)
    progress.report(indicator, practice, JANUARY, 40, 2100, NOW)
    progress.report(indicator, practice, JANUARY, 41, 2100, NOW)
    assert [tuple(row) for row in progress.observations(project)] == [
        (indicator.id, practice.id, JULY, 30, None),
        (indicator.id, practice.id, JANUARY, 41, 2100),
    ]
    first, second = progress.list_reported(indicator, JANUARY)
    assert (first.organisation, first.now.value, first.before.value) == (practice, 41, 30)
    assert (second.organisation, second.now, second.before) == (steunpunt, None, None)


def test_which_reports_are_refused(project):
    (indicator,) = progress.list_indicators(project)
    practice = make_organisation(project)
    with pytest.raises(NotAReferenceDate):
        progress.report(indicator, practice, dt.date(2026, 7, 1), 30, None, NOW)
    with pytest.raises(MoreThanAll):
        progress.report(indicator, practice, JANUARY, 30, 29, NOW)


def test_everybody_is_asked_what_fits_the_sector_they_had(project):
    welzijn, zorg = make_organisation(project, sector="welzijn"), make_organisation(project, sector="thuiszorg")
    an, mo = make_person(project, welzijn), make_person(project, make_organisation(project, sector="mantelzorgers"))
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    an.organisation = zorg
    assert [item.position for item in progress.items_for(an, wave)] == [3, 4]
    assert [item.position for item in progress.items_for(mo, wave)] == [5, 6, 7]


def test_an_opinion_is_kept_once_per_measurement(project):
    an, _ = make_person(project, make_organisation(project)), make_person(project)
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    first, second = (item.id for item in progress.items_for(an, wave))
    progress.record_opinions(an, wave, {first: 2}, NOW)
    progress.record_opinions(an, wave, {first: 4, second: None}, NOW)
    assert progress.opinions_of(an, wave) == {first: 4, second: None}
    answers = [(first, wave.id, an.id, 4), (second, wave.id, an.id, None)]
    assert [tuple(row) for row in progress.survey_answers(project)] == answers


def test_which_opinions_are_refused(project):
    an, bo = make_person(project, make_organisation(project)), make_person(project)
    wave = measuring.open_wave(project, "Nulmeting", NOW, actor="test")
    item = progress.items_for(an, wave)[0].id
    late = make_person(project)
    for refusal, person, opinions in (
        (NoOpinions, an, {}),
        (OpinionOutOfRange, an, {item: 6}),
        (NotYourItem, bo, {item: 3}),
        (NotAsked, late, {item: 3}),
    ):
        with pytest.raises(refusal):
            progress.record_opinions(person, wave, opinions, NOW)
    measuring.close_wave(wave, NOW, actor="test")
    with pytest.raises(WaveClosed):
        progress.record_opinions(an, wave, {item: 3}, NOW)
