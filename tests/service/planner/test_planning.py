"""What a plan is to look for, who sits where, and who sees it."""

import pytest

from kapstok.extensions import db
from kapstok.planner import making, reading, service
from kapstok.planner.score import score
from kapstok.meetings.rules import Partstat
from tests.factories import NOW, make_invitation, make_meeting, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def meeting(app):
    project = make_project()
    homes = [make_organisation(project, sector=sector) for sector in ("welzijn", "thuiszorg", "gemeente")]
    meeting = make_meeting(project)
    for number in range(12):
        person = make_person(project, homes[number % 3], name=f"Gast {number:02}")
        make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
    return meeting


def test_smoke(app, meeting):
    settings = service.suggested_settings(meeting)
    plan = service.save_settings(meeting, settings, None, NOW, actor="test")
    db.session.commit()
    plan = making.preview(plan, plan.version, NOW, actor="test", seconds=0.2)
    db.session.commit()
    problem = reading.problem(plan, NOW)
    assert problem.is_seated
    assert score(problem.instance, problem.seats).broken == ()
    making.ask_final(plan, problem, NOW, user_id=None)
    print(making.find_final(plan), making.offer(plan, problem))
