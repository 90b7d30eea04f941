"""Projects that were measured, entered through the verbs that participants' answers go through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kapstok.projects.models import Project
from kapstok.register.models import Person
from kapstok.ties import measuring
from kapstok.ties import service as ties
from kapstok.ties.models import Wave
from kapstok.ties.rules import Answers
from tests.factories import NOW, make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)
FIRST, SECOND = NOW - 300 * DAY, NOW - 30 * DAY

# Who says what of whom, in rows: a, b (welzijn), c, d (thuiszorg), e, f (gemeente). A dot: nothing was said.
THEN = (
    "- 3 2 0 1 .",
    "4 - 0 2 0 0",
    "2 1 - 3 0 2",
    "0 2 2 - . 0",
    "0 0 2 0 - 4",
    ". . . . . -",
)
NOW_SAID = (
    "- 3 2 2 2 0",
    "3 - 2 2 0 0",
    "2 2 - 4 2 2",
    "2 2 3 - 0 .",
    "2 0 2 0 - 4",
    "0 0 2 0 3 -",
)


def make_people(project: Project, *sectors: str, each: int = 1) -> list[Person]:
    """So many people in an organisation of each sector."""
    homes = [make_organisation(project, sector=sector) for sector in sectors]
    return [make_person(project, home) for home in homes for _ in range(each)]


def measure(project: Project, people: Sequence[Person], name: str, day: dt.datetime, said: Sequence[str]) -> Wave:
    """A measurement of a week in which the people answered as the rows say; an empty row is no answer."""
    wave = open_wave(project, people, name, day, said)
    measuring.close_wave(wave, day + 7 * DAY, actor="test")
    return wave


def open_wave(project: Project, people: Sequence[Person], name: str, day: dt.datetime, said: Sequence[str]) -> Wave:
    """The same, still running."""
    wave = measuring.open_wave(project, name, day, actor="test")
    for person, row in zip(people, said, strict=True):
        cells = row.split() or ["."] * len(people)
        answers = {other.id: int(cell) for other, cell in zip(people, cells, strict=True) if cell.isdigit()}
        if answers:
            ties.record_statements(person, Answers(answers), day + DAY, wave=wave)
    return wave


def six_people(name: str = "Samen rond mantelzorg") -> tuple[Project, list[Person]]:
    """A project of six people in three sectors and two measurements, small enough to work out on paper."""
    project = make_project(name)
    people = make_people(project, "welzijn", "thuiszorg", "gemeente", each=2)
    measure(project, people, "Nulmeting", FIRST, THEN)
    measure(project, people, "T1", SECOND, NOW_SAID)
    return project, people


def everybody_says(people: int, strength: int) -> list[str]:
    """Rows in which everybody says the same of everybody."""
    return [" ".join("-" if i == j else f"{strength}" for j in range(people)) for i in range(people)]
