"""Who is asked for the numbers of an organisation."""

from __future__ import annotations

import datetime as dt

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.register.reporters import CannotCount, counts_for, find_reporter, name_reporter, reporters
from tests.factories import NOW, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk De Brink", "eerstelijnszorg")


def test_without_a_name_everybody_counts_and_with_one_only_they_do(practice, project):
    nurse, doctor = make_person(project, practice), make_person(project, practice)
    assert [counts_for(nurse), counts_for(doctor), find_reporter(practice)] == [[practice], [practice], None]
    name_reporter(practice, nurse, actor="test")
    name_reporter(practice, nurse, actor="test")
    assert [counts_for(nurse), counts_for(doctor), find_reporter(practice)] == [[practice], [], nurse]
    assert reporters(project) == {practice.id: nurse}
    name_reporter(practice, doctor, actor="test")
    assert reporters(project) == {practice.id: doctor}
    name_reporter(practice, None, actor="test")
    assert [counts_for(nurse), reporters(project)] == [[practice], {}]


def test_somebody_counts_for_several_by_name(practice, project):
    other = make_organisation(project, "buurtzorg Veenmeer")
    nurse = make_person(project, practice)
    name_reporter(other, nurse, actor="test")
    assert counts_for(nurse) == [other, practice]
    other.archived_at = NOW
    assert counts_for(nurse) == [practice]


def test_who_left_counts_as_none(practice, project):
    nurse, doctor = make_person(project, practice), make_person(project, practice)
    name_reporter(practice, nurse, actor="test")
    nurse.left_on = clock.local_date(clock.now())
    db.session.flush()
    assert [find_reporter(practice), counts_for(doctor), counts_for(nurse)] == [None, [practice], []]
    nurse.left_on += dt.timedelta(days=1)
    db.session.flush()
    assert find_reporter(practice) == nurse


def test_a_mantelzorger_counts_for_nobody(practice, project):
    carer = make_person(project, practice, function="mantelzorger")
    assert counts_for(carer) == []
    with pytest.raises(CannotCount):
        name_reporter(practice, carer, actor="test")
    nurse = make_person(project, practice)
    name_reporter(practice, nurse, actor="test")
    nurse.function = carer.function
    db.session.flush()
    assert [find_reporter(practice), reporters(project)] == [None, {}]
