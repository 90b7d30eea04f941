from dataclasses import replace

import numpy as np
import pytest

from kapstok.planner.lottery import estimate
from kapstok.planner.lottery.chances import chances, flip, lottery, met
from kapstok.planner.lottery.estimate import Answered, Draw, Effect, attrition, effect, outcome
from kapstok.planner.lottery.rules import FEWEST_PAIRS
from tests.unit.planner.lottery.examples import FOUR_TABLES, HALVES, QUARTERS, TWO_TWINS, block_pairs, blocks, falls

# (0, 1), (2, 3) and (4, 5) are together, for no coin exchanged its twins.
SAID = dict.fromkeys(QUARTERS | HALVES, 0.0) | {(0, 1): 1.0, (2, 3): 0.5, (0, 3): 1.0}
STAYED = (False, False)


def a_draw(said=SAID, coins=STAYED):
    return Draw(FOUR_TABLES, TWO_TWINS, coins, frozenset(said), said)


def blocks_draw(count, seed, tilt=0.0):
    """Blocks of four people, coins and answers made up; ``tilt`` is added to what is said of who was together."""
    rng = np.random.default_rng(seed)
    plan, twins = blocks(count)
    coins = tuple(bool(coin) for coin in rng.integers(0, 2, count))
    together = met(flip(plan, twins, coins))
    said = {two: float(rng.random() < 0.3) + tilt * (two in together) for two in block_pairs(count)}
    return Draw(plan, twins, coins, frozenset(said), said)


def shifted(draw, tau):
    """The same when an effect ``tau`` is taken off the outcome of who was together."""
    together = met(flip(draw.plan, draw.twins, draw.coins))
    return replace(draw, outcome={two: said - tau * (two in together) for two, said in draw.outcome.items()})


@pytest.mark.parametrize(
    "one, other, said",
    [
        (None, None, None),
        (True, None, 1.0),
        (None, False, 0.0),
        (True, False, 0.5),
        (True, True, 1.0),
        (False, False, 0.0),
    ],
)
def test_the_outcome_of_two_is_the_share_of_their_answers(one, other, said):
    assert outcome(one, other) == said


def test_the_two_means_by_hand():
    # Won: (0,1) of chance ¼ weighs 4 and said 1; (2,3) and (4,5) of ½ weigh 2 and said ½ and 0: 5 of 8.
    # Lost: three of ¼ weigh 4/3 each, two of ½ weigh 2 each: 8; (0,3) said 1: 2 of 8.
    found = effect([a_draw()], seed=1)
    assert (found.meetings, found.pairs, found.won, found.lost) == (1, 8, 3, 5)
    assert (found.rate_won, found.rate_lost, found.difference) == pytest.approx((0.625, 0.25, 0.375))


def test_p_goes_through_all_falls():
    # The other three falls give −1/24, −7/24 and −1/24: what was seen, 9/24, is the highest of four. Twice 1/4.
    assert effect([a_draw()], seed=1, fewest=0).p == 0.5
    by_fall = {coins: effect([a_draw(coins=coins)], seed=1).difference for coins in falls(2)}
    assert by_fall == pytest.approx(
        {(False, False): 9 / 24, (True, False): -1 / 24, (False, True): -7 / 24, (True, True): -1 / 24}
    )


def test_averaged_over_all_falls_it_is_what_being_together_does_on_average():
    # Each pair has an outcome for together and one for apart: unbiased, whatever those are.
    pairs = [*(QUARTERS | HALVES)]
    together = dict(zip(pairs, (0.5, 1.0, 0.0, 1.0, 0.5, 0.0, 1.0, 0.5), strict=True))
    apart = dict(zip(pairs, (0.0, 1.0, 0.5, 0.0, 0.0, 0.5, 0.0, 0.0), strict=True))
    estimates = []
    for coins in falls(2):
        seated = met(flip(FOUR_TABLES, TWO_TWINS, coins))
        said = {two: together[two] if two in seated else apart[two] for two in pairs}
        estimates.append(effect([a_draw(said, coins)], seed=1).difference)
    true = (sum(together.values()) - sum(apart.values())) / 8
    assert sum(estimates) / 4 == pytest.approx(true)
    assert true == 0.3125


def test_with_answers_missing_the_weights_still_add_up_on_average():
    # Hájek's means are ratios, so with few pairs they may be a little off; Horvitz and Thompson's are exact.
    pairs = [(0, 1), (0, 3), (2, 4), (4, 5)]
    whole = lottery(chances(FOUR_TABLES, TWO_TWINS))
    weights = [
        sum(1 / whole[two] for two in pairs if two in met(flip(FOUR_TABLES, TWO_TWINS, coins))) for coins in falls(2)
    ]
    assert sum(weights) / 4 == len(pairs)


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_holds_the_effects_that_the_test_does_not_reject(seed):
    draw = blocks_draw(6, seed, tilt=0.2)
    found = effect([draw], seed=1, fewest=0)

    def p(tau):
        return effect([shifted(draw, tau)], seed=1, fewest=0).p

    assert p(found.low - 1e-6) <= 0.05 < p(found.low + 1e-6)
    assert p(found.high + 1e-6) <= 0.05 < p(found.high - 1e-6)
    assert found.low < found.difference < found.high
    assert (found.p <= 0.05) == (not found.low <= 0 <= found.high)


def test_draws_come_close_to_all_falls(monkeypatch):
    draw = blocks_draw(10, seed=2)
    of_all = effect([draw], seed=1, fewest=0)
    monkeypatch.setattr(estimate, "FEW_COINS", 9)
    drawn = effect([draw], seed=1, fewest=0)
    assert drawn == effect([draw], seed=1, fewest=0) != of_all
    assert (drawn.p, drawn.low, drawn.high) == pytest.approx((of_all.p, of_all.low, of_all.high), abs=0.04)


def test_five_coins_are_too_few_for_an_interval():
    found = effect([blocks_draw(5, seed=1)], seed=1, fewest=0)
    assert found.p is not None and (found.low, found.high) == (None, None)


def test_under_300_pairs_it_is_described_only():
    assert FEWEST_PAIRS == 300
    few, enough = blocks_draw(74, seed=1), blocks_draw(75, seed=1)
    assert (effect([few], seed=1).p, effect([few], seed=1).low) == (None, None)
    assert effect([enough], seed=1).p is not None


def test_where_everybody_says_the_same_there_is_nothing_to_test():
    found = effect([a_draw(dict.fromkeys(SAID, 0.0))], seed=1, fewest=0)
    assert (found.difference, found.p, found.low) == (0.0, None, None)


def test_bijeenkomsten_count_by_their_number_of_pairs():
    small = a_draw({(0, 1): 1.0, (0, 3): 0.0, (4, 5): 0.0})
    # Of the small one: won (0,1) weighs 4 and (4,5) 2, so 4 of 6; lost (0,3): 0. Together 8 and 3 pairs.
    found = effect([a_draw(), small], seed=1)
    assert (found.meetings, found.pairs, found.won, found.lost) == (2, 11, 5, 6)
    assert found.rate_won == pytest.approx((8 * 0.625 + 3 * 4 / 6) / 11)
    assert found.rate_lost == pytest.approx(8 * 0.25 / 11)


def test_pooled_coins_fall_by_themselves():
    draws = [blocks_draw(3, seed=1), blocks_draw(3, seed=2)]
    seen = effect(draws, seed=1, fewest=0)
    differences = [
        effect([replace(draws[0], coins=coins[:3]), replace(draws[1], coins=coins[3:])], seed=1).difference
        for coins in falls(6)
    ]
    tails = [
        sum(each >= seen.difference - 1e-9 for each in differences),
        sum(each <= seen.difference + 1e-9 for each in differences),
    ]
    assert seen.p == min(1, 2 * min(tails) / 64)


def test_a_bijeenkomst_with_all_pairs_on_one_side_has_nothing_to_compare():
    lost = a_draw({(0, 3): 1.0})
    assert effect([lost], seed=1) == Effect(0, 0, 0, 0, None, None)
    assert effect([lost], seed=1).difference is None
    assert effect([a_draw(), lost], seed=1) == effect([a_draw()], seed=1)
    assert effect([a_draw({})], seed=1) == effect([], seed=1) == Effect(0, 0, 0, 0, None, None)


@pytest.mark.parametrize("two", [(6, 7), (0, 2), (0, 6)])
def test_a_pair_that_no_coin_decides_about_is_an_error(two):
    with pytest.raises(ValueError, match="no coin"):
        effect([a_draw(SAID | {two: 1.0})], seed=1)


def test_answers_are_counted_on_either_side():
    answered = {two: said for two, said in SAID.items() if two not in {(0, 1), (0, 4), (1, 5)}}
    draw = replace(a_draw(answered), asked=frozenset(SAID))
    assert attrition([draw]) == (Answered(asked=3, answered=2), Answered(asked=5, answered=3))
    assert attrition([draw, a_draw()]) == (Answered(6, 5), Answered(10, 8))
    assert attrition([]) == (Answered(0, 0), Answered(0, 0))
