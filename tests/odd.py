"""Projects about which little can be said: every page, file and report says what is missing, and no wrong number."""

from __future__ import annotations

from tests.factories import NOW, make_meeting, make_organisation, make_person, make_project
from tests.measured import DAY, FIRST, SECOND, everybody_says, make_people, measure

TWO = ("welzijn", "thuiszorg")


def nothing_yet():
    return make_project()


def five_people():
    project = make_project()
    people = make_people(project, "welzijn", each=5)
    measure(project, people, "Nulmeting", FIRST, everybody_says(5, 1))
    measure(project, people, "T1", SECOND, everybody_says(5, 2))
    return project


def one_wave():
    project = make_project()
    measure(project, make_people(project, *TWO, each=10), "Nulmeting", FIRST, everybody_says(20, 2))
    return project


def hardly_anybody_answers():
    project = make_project()
    people = make_people(project, *TWO, each=20)
    said = [*everybody_says(40, 2)[:2], *[""] * 38]
    measure(project, people, "Nulmeting", FIRST, said)
    measure(project, people, "T1", SECOND, said)
    return project


def one_sector():
    project = make_project()
    people = make_people(project, "welzijn", each=12)
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 1))
    measure(project, people, "T1", SECOND, everybody_says(12, 2))
    return project


def two_of_one_name():
    project = make_project()
    home = make_organisation(project)
    people = [make_person(project, home, name="Jan Jansen") for _ in range(12)]
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 2))
    return project


def nobody_came():
    project = make_project()
    make_meeting(project, title="Kennismaken", starts_at=NOW - 9 * DAY, ends_at=NOW - 9 * DAY)
    return project


PROJECTS = (nothing_yet, five_people, one_wave, hardly_anybody_answers, one_sector, two_of_one_name, nobody_came)
