"""What organisations count: whom it is asked of, what they report, and since when the words read so."""

import datetime as dt

import pytest

from kapstok.extensions import db
from kapstok.progress import indicators
from kapstok.progress import service as progress
from kapstok.progress.rules import (
    IndicatorChanged,
    MoreThanAll,
    NameTaken,
    NotAReferenceDate,
    ReportedMeanwhile,
)
from kapstok.register import reporters
from tests.factories import NOW, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
JULY, JANUARY = dt.date(2025, 7, 1), dt.date(2026, 1, 1)
TALKS = {
    "name": "Gesprekken",
    "definition": "Mantelzorgers met wie u sprak.",
    "denominator_name": "",
    "period": "month",
    "instrument": "",
    "audience": "welzijn",
}


@pytest.fixture
def project(app):
    project = make_project()
    progress.ensure_defaults(project)
    return project


@pytest.fixture
def in_view(project):
    (indicator,) = indicators.list_indicators(project)
    return indicator


def test_defaults_come_once_and_the_rest_is_offered(project, in_view):
    progress.ensure_defaults(project)
    assert [indicator.name for indicator in indicators.list_indicators(project)] == ["Mantelzorgers in beeld"]
    assert [each.key for each in indicators.list_suggestions(project)] == ["ediz", "ediz-plus", "csi", "talks"]
    taken = indicators.take_over(project, indicators.list_suggestions(project)[2], JANUARY)
    assert (taken.name, taken.instrument, taken.defined_on, taken.position) == ("CSI boven de grens", "csi", JANUARY, 1)
    assert [each.key for each in indicators.list_suggestions(project)] == ["ediz", "ediz-plus", "talks"]


def test_a_later_report_corrects_the_same_date(project, in_view):
    practice, steunpunt = make_organisation(project, "Praktijk"), make_organisation(project, "Steunpunt")
    town = make_organisation(project, "Gemeente", "gemeente")
    indicators.report(in_view, practice, JULY, 30, None, NOW)
    indicators.report(in_view, practice, JANUARY, 40, 2100, NOW)
    indicators.report(in_view, practice, JANUARY, 41, 2100, NOW)
    assert [tuple(row) for row in indicators.observations(project)] == [
        (in_view.id, practice.id, JULY, 30, None),
        (in_view.id, practice.id, JANUARY, 41, 2100),
    ]
    first, second = indicators.list_reported(in_view, JANUARY)
    assert (first.organisation, first.now.value, first.before.value) == (practice, 41, 30)
    assert (second.organisation, second.now, second.before) == (steunpunt, None, None)
    assert indicators.list_missing(in_view, JANUARY) == [steunpunt]
    indicators.report(in_view, town, JULY, 12, None, NOW)
    assert [row.organisation for row in indicators.list_reported(in_view, JANUARY)] == [town, practice, steunpunt]
    assert indicators.list_missing(in_view, JANUARY) == [steunpunt]


def test_which_reports_are_refused(project, in_view):
    practice = make_organisation(project)
    with pytest.raises(NotAReferenceDate):
        indicators.report(in_view, practice, dt.date(2026, 7, 1), 30, None, NOW)
    with pytest.raises(MoreThanAll):
        indicators.report(in_view, practice, JANUARY, 30, 29, NOW)


def test_the_second_of_two_colleagues_sees_the_first(project, in_view):
    practice = make_organisation(project)
    an, bo = make_person(project, practice), make_person(project, practice)
    indicators.report(in_view, practice, JANUARY, 30, 400, NOW, by=an, seen="")
    indicators.report(in_view, practice, JANUARY, 30, 400, NOW, by=bo, seen="")
    with pytest.raises(ReportedMeanwhile) as refused:
        indicators.report(in_view, practice, JANUARY, 35, 400, NOW, by=bo, seen="")
    assert (refused.value.params["theirs"], refused.value.params["mine"]) == (30, 35)
    indicators.report(in_view, practice, JANUARY, 35, 400, NOW, by=bo, seen="30/400")
    (row,) = indicators.list_reported(in_view, JANUARY)
    assert (row.now.value, row.now.reported_by_id) == (35, bo.id)


def test_who_is_asked_what(project, in_view):
    talks = indicators.add_indicator(project, NOW, **TALKS)
    practice = make_organisation(project, "Praktijk", "eerstelijnszorg")
    welfare = make_organisation(project, "Welzijn", "welzijn")
    an, bo = make_person(project, practice), make_person(project, welfare)
    carer = make_person(project, welfare, function="mantelzorger")
    indicators.report(in_view, welfare, JANUARY, 8, None, NOW)
    indicators.report(in_view, welfare, JULY, 7, None, NOW)
    assert [(row.indicator, row.on_date, row.now, row.before) for row in indicators.asked_of(an, NOW)] == [
        (in_view, JANUARY, None, None)
    ]
    first, second = indicators.asked_of(bo, NOW)
    assert (first.indicator, first.now.value, first.before.value) == (in_view, 8, 7)
    assert (second.indicator, second.on_date, second.now) == (talks, dt.date(2026, 3, 1), None)
    assert indicators.asked_of(carer, NOW) == []
    reporters.name_reporter(welfare, an, actor="test")
    assert indicators.asked_of(bo, NOW) == []
    assert [(row.indicator, row.organisation) for row in indicators.asked_of(an, NOW)] == [
        (in_view, practice),
        (in_view, welfare),
        (talks, welfare),
    ]
    indicators.archive_indicator(in_view, NOW)
    assert [row.indicator for row in indicators.asked_of(an, NOW)] == [talks]


def test_new_words_have_a_date_and_earlier_counts_follow_the_old(project):
    talks = indicators.add_indicator(project, NOW, **TALKS)
    assert talks.defined_on == dt.date(2026, 3, 3)
    indicators.report(talks, make_organisation(project), dt.date(2026, 3, 1), 9, None, NOW)
    later = NOW + dt.timedelta(days=30)
    indicators.edit_indicator(talks, talks.version, later, **TALKS | {"audience": ""})
    assert (talks.defined_on, indicators.follows_old_words(project)) == (dt.date(2026, 3, 3), set())
    opened = talks.version
    indicators.edit_indicator(talks, opened, later, **TALKS | {"definition": "Alle gesprekken."})
    assert (talks.defined_on, indicators.follows_old_words(project)) == (dt.date(2026, 4, 2), {talks.id})
    with pytest.raises(IndicatorChanged):
        indicators.edit_indicator(talks, opened, later, **TALKS)


def test_one_name_is_one_indicator(project, in_view):
    talks = indicators.add_indicator(project, NOW, **TALKS)
    with pytest.raises(NameTaken):
        indicators.add_indicator(project, NOW, **TALKS | {"name": "GESPREKKEN"})
    with pytest.raises(NameTaken):
        indicators.edit_indicator(talks, talks.version, NOW, **TALKS | {"name": in_view.name})
    indicators.archive_indicator(talks, NOW)
    indicators.add_indicator(project, NOW, **TALKS)
    with pytest.raises(NameTaken):
        indicators.restore_indicator(talks)
    db.session.flush()
    assert talks.archived_at == NOW
