"""Six guests of three organisations at three tables in two rounds."""

import pytest
from sqlalchemy import event

from kapstok.extensions import db
from kapstok.meetings.rules import Partstat
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_plan, make_project

NAMES = ("Ann", "Bo", "Cas", "Din", "Eva", "Fos")


@pytest.fixture
def meeting(app):
    return make_meeting(make_project())


@pytest.fixture
def guests(meeting):
    """Ann and Bo are welzijn, Cas and Din thuiszorg, Eva and Fos gemeente."""
    project = meeting.project
    homes = [make_organisation(project, sector=sector) for sector in ("welzijn", "thuiszorg", "gemeente")]
    people = [make_person(project, homes[index // 2], name) for index, name in enumerate(NAMES)]
    for person in people:
        make_invitation(meeting, person, partstat=Partstat.ACCEPTED)
    return people


@pytest.fixture
def plan(meeting, guests):
    """Colleagues sit apart, and nobody meets twice."""
    ann, bo, cas, din, eva, fos = guests
    first = {ann: 1, bo: 2, cas: 1, din: 3, eva: 2, fos: 3}
    second = {ann: 1, bo: 2, cas: 3, din: 2, eva: 3, fos: 1}
    plan = make_plan(meeting, [first, second], shared_at=None)
    for table in plan.tables:
        table.fewest, table.most = 1, 3
    db.session.flush()
    return plan


@pytest.fixture
def queries():
    """How many queries something takes, with nothing known beforehand."""

    def count(ask) -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", note)
        ask()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    return count
