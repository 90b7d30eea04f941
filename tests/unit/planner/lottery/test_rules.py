import datetime as dt

import pytest

from kapstok.planner.lottery import rules

BEGINS = dt.datetime(2026, 3, 5, 13, tzinfo=dt.UTC)
ENDED = dt.datetime(2026, 3, 5, 16, tzinfo=dt.UTC)
BEFORE = BEGINS - dt.timedelta(days=2)


@pytest.mark.parametrize(
    "people, announced, now, refused",
    [
        (20, True, BEFORE, None),
        (19, True, BEFORE, rules.TooFewPeople),
        (20, False, BEFORE, rules.NotAnnounced),
        (20, True, BEGINS, rules.AlreadyBegun),
        (20, True, BEGINS - dt.timedelta(seconds=1), None),
    ],
)
def test_who_may_draw(people, announced, now, refused):
    if refused is None:
        rules.check_draw(people, announced, BEGINS, now)
    else:
        with pytest.raises(refused):
            rules.check_draw(people, announced, BEGINS, now)


def test_guests_are_asked_after_eight_weeks():
    assert rules.asks_from(ENDED) == dt.datetime(2026, 4, 30, 16, tzinfo=dt.UTC)


def test_answers_are_taken_for_four_weeks_and_nothing_is_shown_before():
    asked = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
    until = dt.datetime(2026, 5, 29, 9, tzinfo=dt.UTC)
    assert rules.answers_until(asked) == until
    assert not rules.is_closed(None, until)
    assert not rules.is_closed(asked, until - dt.timedelta(seconds=1))
    assert rules.is_closed(asked, until)
    rules.check_answer(asked, until - dt.timedelta(seconds=1))
    with pytest.raises(rules.AnswersClosed):
        rules.check_answer(asked, until)
