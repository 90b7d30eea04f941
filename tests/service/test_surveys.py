"""Statements of the vragenlijst: which there are, who is asked which of them when, and what is kept."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.freetext import HoldsBsn
from kapstok.meetings.opinion_rules import NotThere, TooLate
from kapstok.meetings.rules import Attendance, MeetingCancelled
from kapstok.progress import service as progress
from kapstok.progress.surveys import answers, asking
from kapstok.progress.surveys import service as surveys
from kapstok.progress.surveys.rules import (
    DEFAULT_ITEMS,
    ItemChanged,
    ItemKind,
    NoOpinions,
    NothingChosen,
    NotOffered,
    NotYourItem,
    OpinionOutOfRange,
    SameItem,
)
from kapstok.ties import measuring
from kapstok.ties.rules import NotAsked, WaveClosed
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DAY = dt.timedelta(days=1)
LEVEL = ItemKind.LEVEL


@pytest.fixture
def project(app):
    project = make_project()
    progress.ensure_defaults(project)
    return project


@pytest.fixture
def an(project):
    return make_person(project, make_organisation(project))


@pytest.fixture
def held(project, an):
    """A meeting of last week at which An was."""
    meeting = make_meeting(project, starts_at=NOW - 7 * DAY)
    make_invitation(meeting, an, attendance=Attendance.PRESENT)
    return meeting


def open_wave(project, name="Nulmeting"):
    return measuring.open_wave(project, name, NOW, actor="test")


def texts(items) -> list[str]:
    return [item.text for item in items]


# The list


def test_defaults_come_once_and_what_lacks_can_be_added(project):
    progress.ensure_defaults(project)
    assert texts(surveys.list_items(project)) == [text for text, _kind, _audience in DEFAULT_ITEMS]
    assert surveys.add_missing(project) == 0
    seen = surveys.list_items(project)[6]
    surveys.edit_item(seen, "Ik word gehoord.", LEVEL, "mantelzorgers", seen.version, NOW)
    assert surveys.add_missing(project) == 1
    assert texts(surveys.list_items(project))[-1] == "Ik word gezien."


def test_a_typo_is_mended_and_an_answered_statement_gets_a_successor(project, an):
    make_person(project)
    wave = open_wave(project)
    first, second = asking.items_for(an, wave)
    assert surveys.edit_item(first, "Beter zo.", LEVEL, first.audience, first.version, NOW) is first
    asking.record_opinions(an, wave, {second.id: 4}, NOW)
    new = surveys.edit_item(second, "Heel anders.", LEVEL, second.audience, second.version, NOW)
    assert (new.position, second.archived_at, second.text) == (second.position, NOW, DEFAULT_ITEMS[4][0])
    assert texts(asking.items_for(an, wave)) == ["Beter zo.", second.text]  # the measurement keeps its wording
    measuring.close_wave(wave, NOW, actor="test")
    after = open_wave(project, "T1")
    assert texts(asking.items_for(an, after)) == ["Beter zo.", "Heel anders.", DEFAULT_ITEMS[8][0]]


def test_two_people_change_a_statement(project):
    item = surveys.list_items(project)[0]
    seen = item.version
    surveys.edit_item(item, "Van de een.", LEVEL, "", seen, NOW)
    with pytest.raises(ItemChanged):
        surveys.edit_item(item, "Van de ander.", LEVEL, "", seen, NOW)
    with pytest.raises(ItemChanged):
        surveys.archive_item(item, seen, NOW)


def test_statements_that_are_refused(project):
    with pytest.raises(HoldsBsn):
        surveys.add_item(project, "Ik ken 111222333.", LEVEL, "", NOW)
    new = surveys.add_item(project, "Ik weet de weg.", LEVEL, "welzijn", NOW)
    with pytest.raises(SameItem):
        surveys.add_item(project, "ik weet de weg.", LEVEL, "welzijn", NOW)
    surveys.archive_item(new, new.version, NOW)
    again = surveys.add_item(project, "Ik weet de weg.", LEVEL, "welzijn", NOW)
    with pytest.raises(SameItem):
        surveys.restore_item(new, new.version, NOW)
    surveys.archive_item(again, again.version, NOW)
    surveys.restore_item(new, new.version, NOW)
    assert new.archived_at is None


def test_statements_change_places_with_their_like(project):
    first, _second, third, *_others = surveys.list_items(project)
    surveys.move_item(third, -1)
    surveys.move_item(first, -1)  # it stood first already
    assert [item.position for item in (first, third)] == [0, 1]
    surveys.move_item(first, 1)
    assert surveys.list_items(project)[:2] == [third, first]


# A measurement


def test_everybody_is_asked_what_fits_the_sector_they_had(project, an):
    mo = make_person(project, make_organisation(project, sector="mantelzorgers"))
    wave = open_wave(project)
    an.organisation = make_organisation(project, sector="thuiszorg")
    assert [item.position for item in asking.items_for(an, wave)] == [3, 4]
    assert [item.position for item in asking.items_for(mo, wave)] == [5, 6, 7]
    measuring.close_wave(wave, NOW, actor="test")
    after = open_wave(project, "T1")
    assert [item.position for item in asking.items_for(mo, after)] == [5, 6, 7, 11, 12]  # what they experienced, too


def test_what_was_chosen_is_asked_and_what_was_answered_stays(project, an):
    make_person(project)
    wave = open_wave(project)
    items = surveys.list_items(project)
    asking.choose(wave, [items[3].id], NOW)
    assert asking.items_for(an, wave) == [items[3]]
    asking.record_opinions(an, wave, {items[3].id: 2}, NOW)
    asking.choose(wave, [items[4].id], NOW)
    assert asking.items_for(an, wave) == [items[3], items[4]]
    with pytest.raises(NotOffered):
        asking.choose(wave, [items[8].id], NOW)  # about change, in the first measurement
    measuring.close_wave(wave, NOW, actor="test")
    with pytest.raises(WaveClosed):
        asking.choose(wave, [items[4].id], NOW)


def test_a_measurement_asks_something(project, an):
    make_person(project)
    wave = open_wave(project)
    with pytest.raises(NothingChosen):
        asking.choose(wave, [], NOW)


def test_an_opinion_is_kept_once_per_measurement(project, an):
    make_person(project)
    wave = open_wave(project)
    first, second = (item.id for item in asking.items_for(an, wave))
    asking.record_opinions(an, wave, {first: 2}, NOW)
    asking.record_opinions(an, wave, {first: 4, second: None}, NOW)
    assert asking.opinions_of(an, wave) == {first: 4, second: None}
    said = [(first, wave.id, None, an.id, 4), (second, wave.id, None, an.id, None)]
    assert [tuple(row) for row in answers.survey_answers(project)] == said


def test_which_opinions_are_refused(project, an):
    bo = make_person(project)
    wave = open_wave(project)
    item = asking.items_for(an, wave)[0].id
    late = make_person(project)
    for refusal, person, opinions in (
        (NoOpinions, an, {}),
        (OpinionOutOfRange, an, {item: 6}),
        (NotYourItem, bo, {item: 3}),
        (NotAsked, late, {item: 3}),
    ):
        with pytest.raises(refusal):
            asking.record_opinions(person, wave, opinions, NOW)
    measuring.close_wave(wave, NOW, actor="test")
    with pytest.raises(WaveClosed):
        asking.record_opinions(an, wave, {item: 3}, NOW)


# A meeting


def test_a_meeting_asks_what_was_chosen_of_who_was_there(project, an, held):
    assert asking.meetings_asking(an, NOW) == []
    items = surveys.list_items(project)
    asking.choose(held, [items[8].id, items[9].id], NOW)  # the second is for care
    assert asking.meetings_asking(an, NOW) == [held]
    assert asking.items_after(an, held) == [items[8]]
    asking.record_after(an, held, {items[8].id: 5}, NOW)
    assert [tuple(row) for row in answers.survey_answers(project)] == [(items[8].id, None, held.id, an.id, 5)]
    asking.choose(held, [], NOW)
    assert asking.asked_on(held) == [items[8]]  # it was answered
    held.invitations[0].attendance = Attendance.ABSENT
    assert answers.survey_answers(project) == []
    held.invitations[0].attendance_at = held.ends_at + 60 * DAY  # all answers are in: nobody sees what An's changes
    assert len(answers.survey_answers(project)) == 1


def test_who_cannot_answer_about_a_meeting(project, an, held):
    item = surveys.list_items(project)[8]
    asking.choose(held, [item.id], NOW)
    absent, stranger = make_person(project), make_person(project)
    make_invitation(held, absent, attendance=Attendance.ABSENT)
    late = held.ends_at + 60 * DAY
    for refusal, person, now in ((NotThere, absent, NOW), (NotFound, stranger, NOW), (TooLate, an, late)):
        with pytest.raises(refusal):
            asking.record_after(person, held, {item.id: 3}, now)
    assert asking.meetings_asking(an, late) == []
    with pytest.raises(TooLate):
        asking.choose(held, [], late)
    held.cancelled_at = NOW
    with pytest.raises(MeetingCancelled):
        asking.record_after(an, held, {item.id: 3}, NOW)


def test_for_whom_something_is_open(project, an, held):
    bo, mo = make_person(project), make_person(project, make_organisation(project, sector="mantelzorgers"))
    wave = open_wave(project)
    assert answers.people_with_open_items(project, NOW) == {an.id, mo.id}  # nothing is for who has no sector
    asking.record_opinions(an, wave, {item.id: 3 for item in asking.items_for(an, wave)}, NOW)
    assert answers.people_with_open_items(project, NOW) == {mo.id}
    asking.choose(held, [surveys.list_items(project)[8].id], NOW)
    assert answers.people_with_open_items(project, NOW) == {an.id, mo.id}
    assert bo.id not in answers.people_with_open_items(project, NOW)
