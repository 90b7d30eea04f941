"""Counts of organisations on reference dates."""

import datetime as dt

import pytest

from kapstok.progress import indicators
from kapstok.progress import service as progress
from kapstok.progress.rules import MoreThanAll, NotAReferenceDate
from tests.factories import NOW, make_organisation, make_project

JULY, JANUARY = dt.date(2025, 7, 1), dt.date(2026, 1, 1)


@pytest.fixture
def project(app):
    project = make_project()
    progress.ensure_defaults(project)
    return project


def test_defaults_come_once(project):
    progress.ensure_defaults(project)
    assert [indicator.name for indicator in indicators.list_indicators(project)] == ["Mantelzorgers in beeld"]


def test_a_later_report_corrects_the_same_date(project):
    (indicator,) = indicators.list_indicators(project)
    practice, steunpunt = make_organisation(project, "Praktijk"), make_organisation(project, "Steunpunt")
    indicators.report(indicator, practice, JULY, 30, None, NOW)
    indicators.report(indicator, practice, JANUARY, 40, 2100, NOW)
    indicators.report(indicator, practice, JANUARY, 41, 2100, NOW)
    assert [tuple(row) for row in indicators.observations(project)] == [
        (indicator.id, practice.id, JULY, 30, None),
        (indicator.id, practice.id, JANUARY, 41, 2100),
    ]
    first, second = indicators.list_reported(indicator, JANUARY)
    assert (first.organisation, first.now.value, first.before.value) == (practice, 41, 30)
    assert (second.organisation, second.now, second.before) == (steunpunt, None, None)


def test_which_reports_are_refused(project):
    (indicator,) = indicators.list_indicators(project)
    practice = make_organisation(project)
    with pytest.raises(NotAReferenceDate):
        indicators.report(indicator, practice, dt.date(2026, 7, 1), 30, None, NOW)
    with pytest.raises(MoreThanAll):
        indicators.report(indicator, practice, JANUARY, 30, 29, NOW)
