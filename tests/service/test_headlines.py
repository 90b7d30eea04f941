"""The five headline figures, worked out by hand.

Six people in two measurements; rows are who says it, columns a b c d e f, a dot is nothing said, # a line (≥ 2).

    then  a  . # # 0 0 .        now  a  . # # # # 0
          b  # . 0 # 0 0             b  # . # # 0 0
          c  # 0 . # 0 #             c  # # . # # #
          d  0 # # . . 0             d  # # # . 0 .
          e  0 0 # 0 . #             e  # 0 # 0 . #
          f  did not answer          f  0 0 # 0 # .

f did not answer the first time, so the panel is what a–e said about all six.

- Density: 11 lines of 23 cells known, then 18 of 24.
- Average degree: 11 lines of 5 people, then 18 of 5.
- Between sectors (ab, cd, ef): 6 of 11 (a→c b→d c→a c→f d→b e→c); then all 18 but ab ba cd dc ef: 13.
- Lines that at least one of the panel states: ab ac bd cd cf ce ef. Of 30 ordered pairs 14 are 1 step apart, 12 two,
  and 4 three (b–e, b–f): 50 steps in all. Of the 24 between sectors those 4 are too far.
- Then ab ac ad ae bc bd cd ce cf ef: 20 pairs at one step, the other 10 at two: 40 steps in all.
- With everybody, f's two lines (c, e) and five cells come in the second time: 20 of 29, 20 lines of 6 people.
"""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.evaluation import service
from kapstok.evaluation.rules import ALL, NO_PATHS, NO_STRUCTURE, TOO_FEW
from kapstok.evaluation.scenes import Choice
from kapstok.network.measures import Ratio
from kapstok.network.overlap import Stability
from kapstok.ties import service as ties
from kapstok.ties.rules import Answers
from tests.factories import make_project
from tests.measured import (
    DAY,
    FIRST,
    NOW_SAID,
    SECOND,
    THEN,
    everybody_says,
    make_people,
    measure,
    open_wave,
    six_people,
)

NOBODY = ("",) * 6


@pytest.fixture
def found(app):
    project, _people = six_people()
    return service.find_headlines(project, threshold=2)


def test_both_measurements_are_compared(found):
    assert [wave.name for wave in found.waves] == ["Nulmeting", "T1"]
    assert [wave.response for wave in found.waves] == [Ratio(5, 6), Ratio(6, 6)]
    assert (found.panel_response, found.allowed) == (Ratio(5, 6), ALL)
    assert (found.newcomers, found.leavers) == (0, 0)


def test_density(found):
    assert [figures.density for figures in found.panel] == [Ratio(11, 23), Ratio(18, 24)]
    assert [figures.density for figures in found.everybody] == [Ratio(11, 23), Ratio(20, 29)]


def test_average_degree(found):
    assert [figures.degree for figures in found.panel] == [Ratio(11, 5), Ratio(18, 5)]
    assert [figures.degree for figures in found.everybody] == [Ratio(11, 5), Ratio(20, 6)]


def test_lines_between_sectors(found):
    assert [figures.cross_sector for figures in found.panel] == [Ratio(6, 11), Ratio(13, 18)]


def test_distances(found):
    assert [figures.distances.counts for figures in found.panel] == [(14, 12, 4), (20, 10)]
    assert [figures.distances.average for figures in found.panel] == [50 / 30, 40 / 30]
    assert [figures.distances.short_lines for figures in found.panel] == [Ratio(20, 24), Ratio(24, 24)]


def test_what_became_of_lines(found):
    assert found.stability == Stability(kept=11, formed=7, lost=0, unknown=8)


def test_what_may_be_seen_of_them(found):
    assert found.panel[0].shown(ALL) == {
        "density": 11 / 23,
        "degree": 2.2,
        "short_lines": 20 / 24,
        "distance": 50 / 30,
        "cross_sector": 6 / 11,
    }
    assert [key for key, value in found.panel[0].shown(NO_PATHS).items() if value is None] == [
        "short_lines",
        "distance",
    ]
    assert set(found.panel[0].shown(NO_STRUCTURE).values()) == {None}


def test_no_percentage_of_fewer_than_ten(app):
    project, _people = six_people()
    first, second = service.find_headlines(project, threshold=4).panel
    assert (first.cross_sector, second.cross_sector) == (Ratio(0, 2), Ratio(0, 2))  # b→a e→f, then c→d e→f
    assert first.shown(ALL)["cross_sector"] is None


def test_no_interval_for_so_few(found):
    assert set(found.intervals.values()) == {None}


def test_sectors_of_two_people_are_shown_as_one(found):
    assert found.matrix_sectors == (6,)  # "overig"
    assert [(matrix.lines.tolist(), matrix.observed.tolist()) for matrix in found.matrix] == [
        ([[11]], [[23]]),
        ([[18]], [[24]]),
    ]


def test_another_project_changes_nothing(app):
    project, _people = six_people()
    other = make_project("Ander project")
    strangers = make_people(other, "welzijn", "thuiszorg", each=5)
    measure(other, strangers, "Nulmeting", FIRST, everybody_says(10, 4))
    measure(other, strangers, "T1", SECOND, everybody_says(10, 4))
    found = service.find_headlines(project, threshold=2)
    assert [figures.density for figures in found.panel] == [Ratio(11, 23), Ratio(18, 24)]
    assert [figures.density for figures in service.find_headlines(other, 2).panel] == [Ratio(90, 90), Ratio(90, 90)]


def test_nothing_measured(app):
    assert service.find_headlines(make_project(), threshold=2) is None


def test_one_measurement(app):
    project = make_project()
    people = make_people(project, "welzijn", "thuiszorg", "gemeente", each=2)
    measure(project, people, "Nulmeting", FIRST, THEN)
    found = service.find_headlines(project, threshold=2)
    assert [figures.density for figures in found.panel] == [Ratio(11, 23)]
    assert (found.stability, len(found.matrix)) == (None, 1)


def test_a_measurement_that_nobody_answered(app):
    project = make_project()
    people = make_people(project, "welzijn", "thuiszorg", "gemeente", each=2)
    measure(project, people, "Nulmeting", FIRST, NOBODY)
    found = service.find_headlines(project, threshold=2)
    assert found.allowed == TOO_FEW
    assert set(found.panel[0].shown(found.allowed).values()) == {None}


@pytest.mark.parametrize(("answered", "allowed"), [(14, ALL), (13, NO_PATHS), (10, NO_PATHS), (9, NO_STRUCTURE)])
def test_a_low_response_says_less(app, answered, allowed):
    project = make_project()
    people = make_people(project, "welzijn", "thuiszorg", each=10)
    rows = everybody_says(20, 2)[:answered] + [""] * (20 - answered)
    measure(project, people, "Nulmeting", FIRST, rows)
    assert service.find_headlines(project, threshold=2).allowed == allowed


def test_no_interval_of_what_the_response_does_not_carry(app):
    """40 of 81 answer twice: enough people for an interval, and under half of who was asked."""
    project = make_project()
    people = make_people(project, "welzijn", "thuiszorg", "gemeente", each=27)
    for name, day, strength in (("Nulmeting", FIRST, 1), ("T1", SECOND, 2)):
        rows = [" ".join("." if i == j or abs(i - j) > 2 else f"{strength}" for j in range(81)) for i in range(40)]
        measure(project, people, name, day, [*rows, *[""] * 41])
    found = service.find_headlines(project, threshold=2)
    assert (found.allowed, found.panel[0].people) == (NO_STRUCTURE, 40)
    assert set(found.intervals.values()) == {None}


def test_a_running_measurement_counts_once_half_has_answered(app):
    project = make_project()
    people = make_people(project, "welzijn", "thuiszorg", "gemeente", each=2)
    measure(project, people, "Nulmeting", FIRST, THEN)
    wave = open_wave(project, people, "T1", SECOND, [*NOW_SAID[:2], *NOBODY[2:]])
    assert [one.name for one in service.find_headlines(project, 2).waves] == ["Nulmeting"]
    ties.record_statements(people[2], Answers({people[0].id: 2}), SECOND + 2 * DAY, wave=wave)
    assert [one.name for one in service.find_headlines(project, 2).waves] == ["Nulmeting", "T1"]


def test_figures_are_kept_until_something_is_said(app):
    project, people = six_people()
    first = service.find_headlines(project, threshold=2)
    assert service.find_headlines(project, threshold=2) is first
    open_wave(project, people, "T2", clock.now() - DAY, NOW_SAID)
    assert service.find_headlines(project, threshold=2) is not first


def test_late_in_the_evening_no_moment_of_the_picture_is_of_tomorrow(app):
    project = make_project()
    people = make_people(project, "welzijn", "thuiszorg", each=6)
    late = dt.datetime(2026, 3, 3, 22, 36, tzinfo=dt.UTC)  # 23.36 in the Netherlands
    answered = late - dt.timedelta(minutes=10)  # what was said in this hour is in the picture
    open_wave(project, people, "Nulmeting", answered - DAY, everybody_says(12, 2))
    found = service.find_scenes(project, Choice(), late)
    assert [clock.local_date(moment.at) for moment in found.moments] == [dt.date(2026, 3, 3)]
