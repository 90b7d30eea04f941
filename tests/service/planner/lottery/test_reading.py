"""What became of each draw, as the pages read it."""

import datetime as dt

import pytest

from kapstok.extensions import db
from kapstok.planner.lottery import asking, reading
from kapstok.planner.lottery.reading import Count, Phase
from kapstok.planner.models import LotteryPair
from kapstok.referrals.models import ReferralTally
from kapstok.scope import in_project
from kapstok.ties.rules import Answers
from tests.drawn import DAY, SEED, draw, lottery_project, make_strangers, seated_plan
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def project(app):
    return lottery_project()


@pytest.fixture
def people(project):
    return make_strangers(project)


@pytest.fixture
def lottery(project, people):
    return draw(seated_plan(project, people, NOW + DAY), NOW)


def test_how_far_a_draw_is(project, people, lottery):
    assert reading.results(project, NOW).told is None
    (held,) = reading.results(project, NOW).held
    assert (held.phase, held.seed, held.asks_on) == (Phase.WAITING, "", dt.date(2026, 4, 29))
    lottery.asked_at = NOW + 60 * DAY
    place = lottery.places[0]
    partner = asking.names_for(place, lottery.asked_at)[0]
    asking.record_answers(place, Answers({partner.id: 2}), lottery.asked_at)
    assert reading.count(lottery) == Count(twins=12, pairs=216, asked=24, answered=1)
    (held,) = reading.results(project, NOW + 61 * DAY).held
    assert (held.phase, held.seed, held.until, held.told) == (Phase.ASKING, "", dt.date(2026, 5, 29), None)
    found = reading.results(project, NOW + 88 * DAY)
    assert [(held.phase, held.seed) for held in found.held] == [(Phase.TOLD, SEED)]
    assert (found.told.effect, found.told.won.answered + found.told.lost.answered) == (None, 1)
    lottery.meeting.cancelled_at = NOW
    assert reading.results(project, NOW + 88 * DAY).held == ()


def test_referrals_between_their_organisations_are_described(project, people, lottery):
    """Everybody counts every month; who was drawn to one table has a first referral in April."""
    lottery.asked_at = NOW + 60 * DAY
    home = {person.id: person.organisation_id for person in people}
    pairs = list(db.session.scalars(in_project(LotteryPair, project)))
    for pair in pairs:
        for month, count in ((dt.date(2026, 2, 1), 0), (dt.date(2026, 4, 1), int(pair.drawn))):
            row = {"project_id": project.id, "month": month, "kind": "sent", "count": count, "counted_at": NOW}
            row |= {"from_organisation_id": home[pair.one_id], "to_organisation_id": home[pair.other_id]}
            db.session.add(ReferralTally(**row, is_whole=True))
    db.session.flush()
    assert reading.results(project, NOW + 150 * DAY).referrals is None  # six whole months were not counted
    found = reading.results(project, NOW + 250 * DAY).referrals
    assert (found.pairs, found.rate_won, found.rate_lost, found.p) == (216, 1.0, 0.0, None)
