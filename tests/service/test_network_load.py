"""What the database holds is what the network gets: nobody more, nobody less, and no names."""

import datetime as dt
from functools import partial

import pytest

from kapstok import disclosure
from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings.rules import Attendance
from kapstok.network import load
from kapstok.network.graph import NA, seconds
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.register.own_card import choose_visibility
from kapstok.ties import ledger, measuring
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers, Source
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person, make_project
from tests.measured import DAY, FIRST, NOW_SAID, THEN, measure, six_people


def loaded(project):
    return load.network(project, lambda ids: {i: f"P{i}" for i in ids})


def test_people_have_labels_sectors_and_nothing_else(app):
    project, people = six_people()
    found = loaded(project)
    assert found.people.ids.tolist() == [person.id for person in people]
    assert found.people.labels == tuple(f"P{person.id}" for person in people)
    assert [found.people.sectors[kind] for kind in found.people.sector] == [
        *["Welzijn"] * 2,
        *["Thuiszorg en wijkverpleging"] * 2,
        *["Gemeente, Wmo en Zorgloket"] * 2,
    ]
    assert set(found.people.organisation.tolist()) == {NA}
    assert found.sectors.names[found.sectors.rest] == "Overig"


def test_waves_hold_what_was_answered_in_them(app):
    project, _people = six_people()
    first, second = loaded(project).measurements
    as_written = [[NA if cell in ".-" else int(cell) for cell in row.split()] for row in THEN]
    assert first.state.strength.tolist() == as_written
    assert (first.answered.tolist(), second.answered.tolist()) == ([True] * 5 + [False], [True] * 6)
    assert (first.name, first.opened_at, first.closed_at) == ("Nulmeting", FIRST, FIRST + 7 * DAY)


def test_the_last_word_in_a_wave_counts_and_a_pulse_does_not_change_it(app):
    project, people = six_people()
    wave = measuring.open_wave(project, "T2", NOW, actor="test")
    for minute, strength in ((1, 4), (2, 1)):
        ties.record_statements(
            people[0], Answers({people[1].id: strength}), NOW + dt.timedelta(minutes=minute), wave=wave
        )
    measuring.close_wave(wave, NOW + DAY, actor="test")
    ties.record_statements(people[0], Answers({people[1].id: 3}), NOW + 2 * DAY)
    found = loaded(project)
    assert found.measurements[-1].state.strength[0, 1] == 1
    assert found.statements.strength[-1] == 3


def test_who_is_on_no_roster_is_not_in_the_network(app):
    project, people = six_people()
    late = make_person(project, people[0].organisation)
    ties.record_statements(late, Answers({people[0].id: 4}), NOW)
    found = loaded(project)
    assert late.id not in found.people.ids
    assert len(found.statements) == len(ledger.statements(project)) - 1


def test_mantelzorgers_are_a_group_until_they_opt_in(app):
    project = make_project()
    mantelzorger = make_person(project, None, function="mantelzorger", on_rosters=False)
    people = [mantelzorger, *(make_person(project, make_organisation(project)) for _ in range(2))]
    measure(project, people, "Nulmeting", FIRST, ["- 2 2", ". - 2", ". 2 -"])
    found = loaded(project)
    assert (found.in_group.tolist(), found.on_map.tolist()) == ([True, False, False], [True] * 3)
    assert found.measurements[0].named.tolist() == [False, True, True]
    choose_visibility(mantelzorger, mantelzorger.version, on_map=True, on_rosters=True, shown=[], actor="test")
    assert loaded(project).in_group.tolist() == [False] * 3


def test_people_without_a_sector_belong_to_the_rest(app):
    project = make_project()
    people = [make_person(project) for _ in range(2)]
    measure(project, people, "Nulmeting", FIRST, ["- 2", "2 -"])
    found = loaded(project)
    assert found.people.sector.tolist() == [found.sectors.rest] * 2
    assert found.people.function.tolist() == [NA] * 2


def test_pseudonyms_stay_when_people_come(app):
    project, people = six_people()
    labels = partial(disclosure.pseudonyms, project.pseudonym_key)
    before = load.network(project, labels).people.labels
    people.append(make_person(project, people[0].organisation))
    measure(project, people, "T2", NOW, [f"{row} 2" for row in NOW_SAID] + [". . . . . . -"])
    assert load.network(project, labels).people.labels[:6] == before


def test_another_project_never_shows(app):
    project, _people = six_people()
    six_people("Ander project")
    found = loaded(project)
    assert (len(found.people), len(found.measurements)) == (6, 2)
    assert len(found.statements) == len(ledger.statements(project))


def test_an_empty_project(app):
    found = loaded(make_project())
    assert (len(found.people), len(found.statements), found.measurements) == (0, 0, ())


def rename_a_sector(project, people):
    word = projects.terms(project, Vocabulary.SECTOR)[0]
    projects.edit_term(word, word.version, name="Huisartsen")


CHANGES = {
    "a statement": lambda project, people: ties.record_statements(people[0], Answers({people[1].id: 4}), NOW),
    "a wave": lambda project, people: measuring.open_wave(project, "T2", NOW, actor="test"),
    "a wish not to be seen": lambda project, people: choose_visibility(
        people[0], people[0].version, on_map=False, on_rosters=True, shown=[], actor="test"
    ),
    "a word": rename_a_sector,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_version_tells_of_every_change(app, change):
    project, people = six_people()
    before = load.version(project)
    assert load.version(project) == before
    change(project, people)
    db.session.flush()
    assert load.version(project) != before


def test_together_is_derived_from_attendance_and_tables(app):
    """Day 1: a, b, c and a stranger to every roster; a and b at table 1, c alone at table 2. Day 2: b and c."""
    project, (a, b, c, *_others) = six_people()
    stranger = make_person(project, a.organisation)
    first, second = (make_meeting(project, starts_at=NOW + day * DAY) for day in (1, 2))
    present = {"attendance": Attendance.PRESENT}
    guests = [make_invitation(first, person, **present) for person in (a, b, c, stranger)]
    for person in (b, c):
        make_invitation(second, person, **present)
    make_invitation(second, a, attendance=Attendance.ABSENT)
    attendance.seat_guests(first, {a.id: 1, b.id: 1, c.id: 2, stranger.id: 2}, NOW + DAY)
    found, before = loaded(project), load.version(project)

    def pairs(source):
        groups = load.together(project, source)
        made = load.derived(groups, source, found.people)
        assert set(made.strength.tolist()) <= {4}
        days = (made.said_at - seconds(NOW)) // 86400
        return sorted(zip(made.respondent.tolist(), made.named.tolist(), days.tolist(), strict=True)), groups

    there, groups = pairs(Source.PRESENT)
    assert there == [(0, 1, 1), (0, 2, 1), (1, 0, 1), (1, 2, 1), (1, 2, 2), (2, 0, 1), (2, 1, 1), (2, 1, 2)]
    assert pairs(Source.SEATED)[0] == [(0, 1, 1), (1, 0, 1)]
    attendance.record_attendance(guests[0], Attendance.EXCUSED, NOW + 2 * DAY)
    assert pairs(Source.PRESENT)[0] == [(1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 1, 2)]
    assert pairs(Source.SEATED)[0] == []
    assert load.together(project, Source.PRESENT) != groups
    assert load.version(project) == before  # what people stated is no other than it was
    assert load.together(make_project("Elders"), Source.PRESENT) == ()


def test_two_projects_share_no_version(app):
    assert len({load.version(six_people(name)[0]) for name in ("Een", "Twee")}) == 2
