"""What a projectleider notes of who knows whom: a source apart, in both directions, taken back without a trace."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.register.cards import say
from kapstok.register.consent import Purpose
from kapstok.scope import in_project
from kapstok.ties import contacts, known, observing, visible
from kapstok.ties.models import Tie
from kapstok.ties.observing import NotOnLists, NotYet, SamePerson
from kapstok.ties.rules import StrengthOutOfRange
from tests.factories import NOW, make_organisation, make_person, make_project, make_user

TODAY, DAY = NOW.date(), dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 2, 11, tzinfo=dt.UTC)  # yesterday at twelve in Amsterdam

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no SQL here that differs


@pytest.fixture
def here(app):
    project = make_project()
    people = [make_person(project, make_organisation(project), name) for name in ("An Aa", "Bo Bee", "Cas Cee")]
    return project, make_user(project).id, people


def rows(project) -> list[tuple]:
    ties = db.session.scalars(in_project(Tie, project).order_by(Tie.id))
    return [(tie.respondent_id, tie.named_id, tie.strength, tie.source, tie.stated_at) for tie in ties]


def test_a_note_is_written_both_ways_and_never_overwritten(here):
    project, user, (an, bo, cas) = here
    observing.observe(bo, an, 3, TODAY - DAY, user, NOW)
    observing.observe(an, bo, 3, TODAY - DAY, user, NOW)  # a repeat
    observing.observe(an, bo, 2, TODAY, user, NOW)
    assert rows(project) == [
        (bo.id, an.id, 3, "projectleider", NOON),
        (an.id, bo.id, 3, "projectleider", NOON),
        (an.id, bo.id, 2, "projectleider", NOW),
        (bo.id, an.id, 2, "projectleider", NOW),
    ]
    notes = observing.list_observations(project, user)
    assert [(note.one.name, note.other.name, note.strength, note.seen_at) for note in notes] == [
        ("An Aa", "Bo Bee", 2, NOW),
        ("An Aa", "Bo Bee", 3, NOON),
    ]
    assert (observing.observations_about(bo), observing.observations_about(cas)) == (notes, [])


def test_taken_back_it_counts_on_no_day_and_a_later_note_stands(here):
    project, user, (an, bo, _cas) = here
    observing.observe(an, bo, 3, TODAY - DAY, user, NOW)
    observing.observe(an, bo, 2, TODAY, user, NOW)
    first = observing.list_observations(project, user)[-1]
    observing.withdraw(project, first.id, user)
    observing.withdraw(project, first.id, user)
    assert rows(project)[4:] == [
        (an.id, bo.id, None, "projectleider", NOON),
        (bo.id, an.id, None, "projectleider", NOON),
    ]
    assert [note.strength for note in observing.list_observations(project, user)] == [2, None]
    assert [note.strength for note in observing.observations_about(an)] == [2]
    observing.observe(an, bo, 3, TODAY - DAY, user, NOW)  # it was right after all
    assert [note.strength for note in observing.list_observations(project, user)] == [2, 3]


def test_only_ones_own_notes_can_be_taken_back(here):
    project, user, (an, bo, _cas) = here
    observing.observe(an, bo, 3, TODAY, user, NOW)
    (note,) = observing.list_observations(project, user)
    said = Tie(project_id=project.id, respondent_id=an.id, named_id=bo.id, strength=3, source="wave", stated_at=NOW)
    said.entered_by_id = user
    db.session.add(said)
    db.session.flush()
    for where, row, who in (
        (project, note.id, user + 1),
        (make_project("Elders"), note.id, user),
        (project, said.id, user),
    ):
        with pytest.raises(NotFound):
            observing.withdraw(where, row, who)
    assert observing.list_observations(project, user + 1) == []


def test_what_cannot_be_noted(here):
    project, user, (an, bo, cas) = here
    mia = make_person(project, None, "Mia Zorg", "mantelzorger", on_rosters=False)
    cas.left_on = TODAY
    elsewhere = make_person(make_project("Elders"))
    for one, other, strength, day, refusal in (
        (an, an, 2, TODAY, SamePerson),
        (an, bo, 5, TODAY, StrengthOutOfRange),
        (an, bo, 2, TODAY + DAY, NotYet),
        (an, mia, 2, TODAY, NotOnLists),
        (cas, bo, 2, TODAY, NotOnLists),
        (an, elsewhere, 2, TODAY, NotOnLists),
    ):
        with pytest.raises(refusal):
            observing.observe(one, other, strength, day, user, NOW)
    assert rows(project) == []


def test_it_is_nobodys_own_words(here):
    project, user, (an, bo, _cas) = here
    for person in (an, bo):
        say(person, Purpose.LINES, True, NOW, "person:1")
    observing.observe(an, bo, 4, TODAY - DAY, user, NOW)
    assert (known.known_by(an, NOW), contacts.count_short_lines_to(bo, NOW)) == ({}, 0)
    assert visible.visible_lines(project, NOW) == {}
