"""A bijeenkomst of 24 guests with a draw of its tables, made through the verbs."""

from __future__ import annotations

import datetime as dt

from kapstok.extensions import db
from kapstok.meetings.models import Invitation
from kapstok.meetings.rules import Partstat
from kapstok.planner import reading
from kapstok.planner.lottery import drawing
from kapstok.planner.models import Lottery, SeatingPlan
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module, Vocabulary
from kapstok.register.models import Organisation, Person
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Choices, Headline, Test
from tests.factories import NOW, make_meeting, make_plan, make_project, term

DAY = dt.timedelta(days=1)
REGISTERED = Choices(Headline.DENSITY, 2, Test.DESCRIBE, "Iedereen.", draws=True)
SEED = "een geheim van vier woorden"


def lottery_project(name: str = "Samen rond mantelzorg") -> Project:
    """A project with draws switched on and registered."""
    return with_lottery(make_project(name))


def with_lottery(project: Project) -> Project:
    projects.switch_modules(project, {Module.LOTTERY}, actor="test")
    planning.save_plan(project, REGISTERED, 0, NOW, user_id=0)
    return project


def make_strangers(project: Project, count: int = 24) -> list[Person]:
    """So many people of three sectors in turn, each of an organisation of their own."""
    sectors = [term(project, Vocabulary.SECTOR, key).id for key in ("welzijn", "thuiszorg", "gemeente")]
    here = {"project_id": project.id}
    people = [
        Person(
            **here,
            name=f"Gast {number:02}",
            email=f"gast{number}@example.org",
            organisation=Organisation(**here, name=f"Huis {number:02}", sector_id=sectors[number % 3]),
        )
        for number in range(count)
    ]
    db.session.add_all(people)
    db.session.flush()
    return people


def seated_plan(project: Project, people: list[Person], starts_at: dt.datetime, **fields) -> SeatingPlan:
    """They come to a bijeenkomst with two rounds at tables of six, two of each sector at each."""
    meeting = make_meeting(project, starts_at=starts_at, **{"lottery": True} | fields)
    guest = {"project_id": project.id, "meeting": meeting, "created_at": NOW, "sent_sequence": 0}
    db.session.add_all(Invitation(**guest, person=person, partstat=Partstat.ACCEPTED) for person in people)
    tables = len(people) // 6
    first = {person: number // 3 % tables + 1 for number, person in enumerate(people)}
    second = {person: (number // 3 + number // (3 * tables)) % tables + 1 for number, person in enumerate(people)}
    return make_plan(meeting, [first, second])


def draw(plan: SeatingPlan, now: dt.datetime, seed: str = SEED) -> Lottery:
    return drawing.draw(plan, drawing.outlook(plan, reading.problem(plan, now)), now, actor="test", seed=seed)
