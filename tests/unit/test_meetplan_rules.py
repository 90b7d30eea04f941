"""What a measurement plan may say, and how sure one can be that it came first."""

import datetime as dt
from dataclasses import replace

import pytest

from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans.rules import Choices, Deviation, Headline, NoIntervalForPaths, Standing
from kapstok.ties.rules import StrengthOutOfRange

PLAN = Choices(Headline.DENSITY, 2, plan_rules.Test.INTERVAL, "Iedereen.")
SECOND = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_forty_answers_carry_an_interval():
    assert (plan_rules.recommended(39), plan_rules.recommended(40)) == ("describe", "interval")
    assert plan_rules.defaults(40) == Choices(Headline.DENSITY, 2, plan_rules.Test.INTERVAL, "", offers_previous=False)


def test_what_cannot_be_measured():
    plan_rules.check(PLAN)
    plan_rules.check(replace(PLAN, headline=Headline.DISTANCE, test=plan_rules.Test.DESCRIBE))
    for headline in (Headline.SHORT_LINES, Headline.DISTANCE):
        with pytest.raises(NoIntervalForPaths):
            plan_rules.check(replace(PLAN, headline=headline))
    for threshold in (0, 5):
        with pytest.raises(StrengthOutOfRange):
            plan_rules.check(replace(PLAN, threshold=threshold))


def test_each_field_that_differs():
    assert plan_rules.deviations(PLAN, PLAN) == []
    assert plan_rules.deviations(PLAN, replace(PLAN, headline=Headline.DEGREE, offers_previous=True)) == [
        Deviation("headline", "density", "degree"),
        Deviation("offers_previous", "False", "True"),
    ]


def test_how_a_plan_stands_to_the_second_measurement():
    assert plan_rules.standing(SECOND - DAY, None, None) == Standing.OPEN
    assert plan_rules.standing(SECOND - DAY, SECOND, SECOND) == Standing.BEFOREHAND
    assert plan_rules.standing(SECOND, SECOND, SECOND) == Standing.DEFAULT
    assert plan_rules.standing(SECOND + DAY, SECOND + DAY, SECOND) == Standing.AFTERWARDS
