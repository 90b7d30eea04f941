"""Two guests of a draw turn out to be one: the twin who is left over is put on no side."""

import pytest

from kapstok.extensions import db
from kapstok.planner.lottery import reading
from kapstok.planner.lottery.chances import flip, met
from kapstok.planner.lottery.telling import as_draw
from kapstok.planner.models import LotteryPair
from kapstok.privacy import merging
from kapstok.privacy.references import Kind
from kapstok.scope import in_project
from tests.drawn import DAY, draw, lottery_project, make_strangers, seated_plan
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def test_no_pair_is_on_the_other_side_than_the_coins_put_it(app):
    project = lottery_project()
    lottery = draw(seated_plan(project, make_strangers(project), NOW + DAY), NOW)
    twins = {place.twin: [other for other in lottery.places if other.twin == place.twin] for place in lottery.places}
    of_coins = [two for number, two in twins.items() if number]
    moved = next(two for two in of_coins if two[0].exchanged)
    kept, gone = next(two for two in of_coins if two is not moved)[0].person, moved[1].person
    seen = {"seen": (kept.version, gone.version), "from_gone": (), "now": NOW + DAY, "actor": "test"}
    merging.merge(project, Kind.PERSON, kept.id, gone.id, **seen)
    db.session.flush()
    said = {
        frozenset((row.one_id, row.other_id)): row.drawn for row in db.session.scalars(in_project(LotteryPair, project))
    }
    drawn = reading._drawn(reading._places(project.id)[lottery.id], reading._pairs(project.id)[lottery.id])
    told = as_draw(drawn, dict.fromkeys(drawn.pairs, 1.0))
    seated = met(flip(told.plan, told.twins, told.coins))
    people = [place.person for place in drawn.places]
    assert len(told.outcome) > 20
    for one, other in told.outcome:
        assert ((one, other) in seated) is said[frozenset((people[one], people[other]))]
    assert moved[0].person_id not in {people[person] for two in told.outcome for person in two}
