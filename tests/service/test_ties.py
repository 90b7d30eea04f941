"""What people state is kept as they said it: never overwritten, never doubled, never guessed."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import ledger, measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import (
    AboutOneself,
    Answers,
    NotAsked,
    NothingSaid,
    NotOnRoster,
    Said,
    StrengthOutOfRange,
    WaveClosed,
)
from tests.factories import NOW, make_meeting, make_organisation, make_person, make_project, make_user

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@dataclass
class Town:
    """An in welzijn; Bo and Cas in zorg; Mo, a mantelzorger who stands on no list."""

    project: object
    zorg: object
    an: Person
    bo: Person
    cas: Person
    mo: Person


@pytest.fixture
def town(app) -> Town:
    project = make_project()
    welzijn, zorg = make_organisation(project, sector="welzijn"), make_organisation(project, sector="thuiszorg")
    people = make_person(project, welzijn, "An"), make_person(project, zorg, "Bo"), make_person(project, zorg, "Cas")
    mo = make_person(project, None, "Mo", "mantelzorger", on_rosters=False)
    return Town(project, zorg, *people, mo)


def said(town: Town) -> list[tuple]:
    """Every statement without its moment: who, of whom, strength, source, by block."""
    return [(row[0], row[1], row[2], row[4], row[5]) for row in ledger.statements(town.project)]


def test_without_a_measurement_it_is_a_pulse(town):
    meeting = make_meeting(town.project)
    assert ties.record_statements(town.an, Answers({town.bo.id: 3}), NOW, meeting_id=meeting.id).added == 1
    assert said(town) == [(town.an.id, town.bo.id, 3, "pulse", False)]


def test_an_answer_to_a_measurement(town):
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    answers = Answers({town.bo.id: None}, closed=frozenset({town.zorg.id}))
    assert ties.record_statements(town.an, answers, NOW + MINUTE, wave=wave).added == 2
    assert said(town) == [(town.an.id, town.bo.id, None, "wave", False), (town.an.id, town.cas.id, 0, "wave", True)]
    assert [row.wave_id for row in ledger.statements(town.project)] == [wave.id, wave.id]


def test_a_repeat_adds_nothing_and_a_change_adds_a_row(town):
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    for minute, strength, added in ((1, 2, 1), (2, 2, 0), (3, 3, 1)):
        answers = Answers({town.bo.id: strength})
        assert ties.record_statements(town.an, answers, NOW + minute * MINUTE, wave=wave).added == added
    assert [row.strength for row in ledger.statements(town.project)] == [2, 3]
    assert ties.said_before(town.an, NOW + DAY, wave=wave) == {town.bo.id: Said(3)}
    (entry, *_) = measuring.list_asked(wave)
    assert (entry.person, entry.answered_at) == (town.an, NOW + MINUTE)


def test_the_same_answer_after_a_month_is_news_again(town):
    for days, added in ((0, 1), (27, 0), (28, 1)):
        assert ties.record_statements(town.an, Answers({town.bo.id: 2}), NOW + days * DAY).added == added


def test_another_meeting_is_another_occasion(town):
    for title in ("Kennismaken", "Verwijzen"):
        meeting = make_meeting(town.project, title)
        assert ties.record_statements(town.an, Answers({town.bo.id: 2}), NOW, meeting_id=meeting.id).added == 1


def test_mantelzorgers_name_others_and_are_named_only_by_their_own_wish(town):
    assert ties.record_statements(town.mo, Answers({town.an.id: 2}), NOW).added == 1
    with pytest.raises(NotOnRoster):
        ties.record_statements(town.an, Answers({town.mo.id: 2}), NOW)
    town.mo.on_rosters = True
    assert ties.record_statements(town.an, Answers({town.mo.id: 2}), NOW).added == 1


def test_the_roster_of_a_measurement_stays_as_it_was(town):
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    late = make_person(town.project, town.zorg, "Late")
    town.mo.on_rosters = True
    town.bo.on_rosters = False
    assert [person.name for person in ties.list_named(town.an, wave, NOW)] == ["Cas"]
    with pytest.raises(NotOnRoster):
        ties.record_statements(town.an, Answers({late.id: 2}), NOW, wave=wave)
    with pytest.raises(NotAsked):
        ties.record_statements(late, Answers({town.an.id: 2}), NOW, wave=wave)


@pytest.mark.parametrize("strength", [-1, 5])
def test_what_cannot_be_said(town, strength):
    with pytest.raises(StrengthOutOfRange):
        ties.record_statements(town.an, Answers({town.bo.id: strength}), NOW)
    with pytest.raises(AboutOneself):
        ties.record_statements(town.an, Answers({town.an.id: 1}), NOW)


def test_a_closed_measurement_takes_no_answers(town):
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    measuring.close_wave(wave, NOW + DAY, actor="test")
    with pytest.raises(WaveClosed):
        ties.record_statements(town.an, Answers({town.bo.id: 2}), NOW + DAY, wave=wave)


def test_nobody_of_another_project(town):
    stranger = make_person(make_project("Ander project"))
    with pytest.raises(NotOnRoster):
        ties.record_statements(town.an, Answers({stranger.id: 2}), NOW)


def test_what_is_entered_for_somebody_leaves_a_trace(town):
    user = make_user(town.project)
    ties.record_statements(town.an, Answers({town.bo.id: 2}), NOW, entered_by_id=user.id)
    event = db.session.query(AuditEvent).filter_by(event="lines entered for a participant").one()
    assert (event.actor, event.subject) == (f"user:{user.id}", f"person:{town.an.id}")


def test_a_form_that_arrives_eight_times_at_once_is_kept_once(app, town):
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    answers = Answers({town.bo.id: 3}, closed=frozenset({town.zorg.id}))
    project_id, person_id, wave_id = town.project.id, town.an.id, wave.id
    db.session.commit()

    def send(_) -> int:
        with app.app_context():
            person = db.session.scalar(in_project(Person, project_id).where(Person.id == person_id))
            recorded = ties.record_statements(person, answers, NOW, wave=measuring.get_wave(project_id, wave_id))
            db.session.commit()
            return recorded.added

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(send, range(8))) == [0] * 7 + [2]


def test_eight_screens_of_one_person_at_once_lose_nothing_and_are_told(app):
    project = make_project()
    me, *others = (make_person(project).id for _ in range(9))
    wave_id, project_id = measuring.open_wave(project, "Nulmeting", NOW, actor="test").id, project.id
    db.session.commit()

    def send(named_id: int) -> int:
        with app.app_context():
            person = db.session.scalar(in_project(Person, project_id).where(Person.id == me))
            answers, wave = Answers({named_id: 2}, seen=0), measuring.get_wave(project_id, wave_id)
            recorded = ties.record_statements(person, answers, NOW, wave=wave)
            db.session.commit()
            assert recorded.added == 1
            return len(recorded.elsewhere)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(send, others)) == list(range(8))  # each is told of those who were first


def test_a_form_of_which_nothing_could_be_kept_is_no_response(town):
    """It spoke of Bo only, who left since the page was made."""
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    town.bo.left_on = (NOW - DAY).date()
    kept = ties.record_statements(town.an, Answers({town.bo.id: 2}, seen=0), NOW, wave=wave)
    assert (kept.added, kept.gone, measuring.responses(town.project)) == (0, {town.bo.id}, {wave.id: (0, 3 + 1)})


def test_finishing_is_said_once_by_who_answered(town):
    wave = measuring.open_wave(town.project, "Nulmeting", NOW, actor="test")
    with pytest.raises(NothingSaid):
        ties.finish(town.an, wave, NOW)
    ties.record_statements(town.an, Answers({town.bo.id: 2}), NOW, wave=wave)
    for minute in (1, 2):
        ties.finish(town.an, wave, NOW + minute * MINUTE)
    assert ties.find_entry(town.an, wave).finished_at == NOW + MINUTE
    with pytest.raises(NotAsked):
        ties.finish(make_person(town.project), wave, NOW)
    measuring.close_wave(wave, NOW + DAY, actor="test")
    with pytest.raises(WaveClosed):
        ties.finish(town.an, wave, NOW + DAY)


def test_eight_who_name_each_other_at_once_are_all_kept(app):
    project = make_project()
    people = [make_person(project).id for _ in range(8)]
    wave_id, project_id = measuring.open_wave(project, "Nulmeting", NOW, actor="test").id, project.id
    db.session.commit()

    def send(person_id: int) -> int:
        answers = Answers({other: 2 for other in people if other != person_id})
        with app.app_context():
            person = db.session.scalar(in_project(Person, project_id).where(Person.id == person_id))
            recorded = ties.record_statements(person, answers, NOW, wave=measuring.get_wave(project_id, wave_id))
            db.session.commit()
            return recorded.added

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(send, people)) == [7] * 8
