"""What may be told of draws: all of them together, each where that betrays nobody."""

import pytest

from kapstok.planner.lottery.estimate import Answered
from kapstok.planner.lottery.telling import Drawn, Place, as_draw, described, each, lines_stated, together

# Four tables of five people in one round; of each table the first is a twin of the first of the next.
SEATED = [(table, seat) for table in range(1, 5) for seat in range(5)]


def twenty(exchanged=(True, False)):
    """People 100–119. Two coins: 100 ↔ 105 (tables 1 and 2) and 110 ↔ 115 (tables 3 and 4)."""
    twin_of = {0: 1, 5: 1, 10: 2, 15: 2}
    places = tuple(
        Place(100 + number, (table,), twin_of.get(number), number in twin_of and exchanged[twin_of[number] - 1])
        for number, (table, _seat) in enumerate(SEATED)
    )
    pairs = [(100 + one, 100 + table * 5 + seat) for one in (0, 5) for table in (0, 1) for seat in range(1, 5)]
    pairs += [(100 + one, 100 + table * 5 + seat) for one in (10, 15) for table in (2, 3) for seat in range(1, 5)]
    return Drawn(places, tuple(pairs))


def seated_together(drawn, one, other):
    """As the coins fell: 100 is at table 2 and 105 at table 1."""
    tables = {place.person: place.path[0] for place in drawn.places}
    if drawn.places[0].exchanged:
        tables[100], tables[105] = tables[105], tables[100]
    return tables[one] == tables[other]


def everybody_says(drawn, won, lost):
    """What both sides of each pair say, by whether the coins put them together."""
    return {
        way: won if seated_together(drawn, one, other) else lost
        for one, other in drawn.pairs
        for way in ((one, other), (other, one))
    }


def test_a_draw_is_made_of_what_was_kept():
    drawn = twenty()
    draw = as_draw(drawn, dict.fromkeys(drawn.pairs, 1.0))
    assert (draw.plan, draw.twins, draw.coins) == (
        [[table for table, _seat in SEATED]],
        [(0, 5), (10, 15)],
        [True, False],
    )
    assert len(draw.asked) == len(draw.outcome) == 32
    unknown = as_draw(drawn, dict.fromkeys(drawn.pairs))
    assert (len(unknown.asked), unknown.outcome) == (32, {})


def test_where_a_twin_is_gone_the_coin_decides_nothing_any_more():
    drawn = twenty()
    without = Drawn(drawn.places[1:], tuple(two for two in drawn.pairs if 100 not in two))
    draw = as_draw(without, dict.fromkeys(without.pairs, 1.0))
    assert (draw.twins, len(draw.asked)) == ([(9, 14)], 16)


@pytest.mark.parametrize(
    ("one", "other", "share"), [(2, 4, 1.0), (2, 1, 0.5), (0, None, 0.0), (None, None, None), (1, 1, 0.0)]
)
def test_the_share_of_the_answers_that_state_a_line(one, other, share):
    assert lines_stated(Drawn((), ((1, 2),)), {(1, 2): one, (2, 1): other}, threshold=2) == {(1, 2): share}


def test_what_all_draws_say_together():
    drawn = twenty()
    told = together([(drawn, everybody_says(drawn, won=2, lost=0))], threshold=2)
    assert (told.won, told.lost) == (Answered(16, 16), Answered(16, 16))
    assert (told.effect.rate_won, told.effect.rate_lost, told.effect.p) == (1.0, 0.0, None)  # too few pairs for a test
    assert together([(drawn, everybody_says(drawn, won=2, lost=0))] * 2, threshold=3).effect.difference == 0.0


def test_under_ten_answered_pairs_on_a_side_nothing_is_told():
    drawn = twenty()
    said = everybody_says(drawn, won=2, lost=0)
    kept = {two for two in drawn.pairs if not seated_together(drawn, *two)}
    kept |= {two for two in drawn.pairs if seated_together(drawn, *two) and 105 in two}
    few = {(one, other): strength for (one, other), strength in said.items() if {(one, other), (other, one)} & kept}
    told = together([(drawn, few)], threshold=2)
    assert (told.effect, told.won, told.lost) == (None, Answered(16, 4), Answered(16, 16))


def test_what_one_to_four_people_say_is_not_told():
    drawn = twenty()
    said = everybody_says(drawn, won=0, lost=0)
    assert together([(drawn, said)], threshold=2).effect.rate_won == 0.0
    of_one = said | {way: 3 for way in said if way[0] == 105}
    assert together([(drawn, of_one)], threshold=2).effect is None


def test_one_draw_that_may_not_be_told_hides_the_others():
    drawn = twenty()
    plain = (drawn, everybody_says(drawn, won=2, lost=0))
    small = (drawn, plain[1] | {way: 3 for way in plain[1] if way[0] == 105})
    assert [told.effect is None for told in each([plain, plain], threshold=2)] == [False, False]
    assert [told.effect is None for told in each([plain, small], threshold=2)] == [True, True]
    assert [told.won for told in each([plain, small], threshold=2)] == [Answered(16, 16)] * 2


def test_what_pairs_share_is_described_only():
    drawn = twenty()
    values = {two: float(seated_together(drawn, *two)) for two in drawn.pairs}
    found = described([(drawn, values)] * 2)
    assert (found.pairs, found.rate_won, found.rate_lost, found.p, found.low) == (64, 1.0, 0.0, None, None)
    assert described([(drawn, dict.fromkeys(drawn.pairs))]) is None
    of_four = dict.fromkeys(drawn.pairs, 0.0) | {drawn.pairs[0]: 1.0, drawn.pairs[-1]: 1.0}
    assert described([(drawn, of_four)]) is None
