"""The replay: who is drawn, which lines, at which moments, and how many were heard."""

from dataclasses import replace

import numpy as np
import pytest

from kapstok.evaluation.rules import ALL, NO_PATHS, TOO_FEW
from kapstok.evaluation.scenes import Choice, Moment, cast, moments, scenes
from kapstok.network.graph import NA, Statements, seconds, state_at
from kapstok.network.measured import Measurement, Network, Words
from kapstok.network.measures import Ratio
from kapstok.network.sources import SETS, SourceSet
from tests.unit.network.builders import SOURCES, day, people, said

YES = np.ones(8, dtype=bool)
WORDS = Words(("S0", "S1"), (0, 1), 1)
FRAMES = tuple(Moment(day(number), "toen", after_meeting=False) for number in (7, 60))
SAID = [(i, (i + 1) % 8, 2, 1) for i in range(6)]  # six of eight, each of the next


def made(rows=SAID, *, on_map=YES, in_group=~YES, sector=(0,) * 8) -> Network:
    """Eight people in one wave from day 0 to day 7."""
    statements = said(*rows)
    answered = np.isin(np.arange(8), statements.respondent)
    wave = Measurement(1, 0, "Nulmeting", day(0), day(7), YES, YES, answered, state_at(statements, 8, day(7)))
    functions = Words(("Huisarts", "Anders"), (0, 1), 1)
    return Network(people(list(sector)), WORDS, functions, statements, (wave,), on_map, in_group)


def shown(network, choice=None):
    drawn = cast(network, network.measurements[0])
    return scenes(network, network.measurements[0], drawn, FRAMES, choice or Choice(mode="directed"))


def lines(story):
    return sorted(zip(story.a.tolist(), story.b.tolist(), story.first.tolist(), story.until.tolist(), strict=True))


def only(*taken: int) -> np.ndarray:
    return np.isin(np.arange(8), taken)


# Moments


def test_a_moment_for_each_wave_and_four_weeks_after_each_meeting():
    found = moments(made(), [("Kennismaken", day(10)), ("Verwijzen", day(50))], now=day(200))
    assert found == (
        Moment(day(7), "Nulmeting", after_meeting=False),
        Moment(day(38), "Kennismaken", after_meeting=True),
        Moment(day(78), "Verwijzen", after_meeting=True),
    )


def test_what_follows_ends_the_four_weeks():
    found = moments(made(), [("Kennismaken", day(10)), ("Verwijzen", day(20))], now=day(25))
    assert [one.at for one in found] == [day(7), day(20), day(25)]


def test_meetings_to_come_and_moments_of_too_few_are_no_moments():
    assert moments(made(SAID[:4]), [("Kennismaken", day(10))], now=day(60)) == ()
    assert [one.name for one in moments(made(), [("Straks", day(100))], now=day(60))] == ["Nulmeting"]


# Who is drawn


def test_who_chose_not_to_be_seen_is_not_drawn_and_neither_are_their_lines():
    found = shown(made(on_map=~only(1)))
    assert (len(found.cast.people), found.cast.apart, found.cast.into.tolist()) == (7, 1, [0, NA, 1, 2, 3, 4, 5, 6])
    assert lines(found.story) == [(1, 2, 0, 2), (2, 3, 0, 2), (3, 4, 0, 2), (4, 5, 0, 2)]


def test_five_mantelzorgers_are_one_group_without_a_name():
    found = shown(made(in_group=only(0, 1, 2, 3, 4)))
    assert (found.cast.group, found.cast.people.labels) == (5, ("P5", "P6", "P7", ""))
    assert lines(found.story) == [(0, 1, 0, 2), (3, 0, 0, 2)]  # 5→6, and 4→5 as the group's


def test_four_mantelzorgers_are_not_drawn():
    found = shown(made(in_group=only(0, 1, 2, 3)))
    assert (found.cast.group, found.cast.apart, len(found.cast.people)) == (0, 4, 4)


def test_nobody_moves_whatever_is_chosen():
    places = [
        shown(made(), choice).cast.positions.tolist()
        for choice in (Choice(), Choice(threshold=4), Choice(sources=("wave",)))
    ]
    assert places[0] == places[1] == places[2]


# Which lines


@pytest.mark.parametrize(("threshold", "count"), [(1, 6), (2, 6), (3, 0)])
def test_lines_of_the_chosen_strength(threshold, count):
    assert len(shown(made(), Choice(threshold=threshold, mode="directed")).story.a) == count


def test_lines_of_the_chosen_sector():
    network = made(sector=[0] * 3 + [1] * 5)
    coarse = cast(network, network.measurements[0]).people.sector.tolist()
    assert coarse == [1] * 8  # three people are no group of their own
    network = made([(i, (i + 1) % 8, 2, 1) for i in range(8)], sector=[0] * 8)
    assert len(shown(network, Choice(mode="directed", sector=0)).story.a) == 8
    assert len(shown(network, Choice(mode="directed", sector=1)).story.a) == 0


def test_what_one_side_says_while_the_other_was_not_heard_is_unknown():
    rows = [(0, 1, 3, 1), (1, 0, 3, 1), (2, 3, 3, 1), (4, 5, 3, 1), (5, 4, 0, 1)]
    found = shown(made(rows), Choice(mode="confirmed"))
    assert lines(found.story) == [(0, 1, 0, 2)]
    assert lines(found.unknown) == [(2, 3, 0, 2)]
    assert shown(made(rows), Choice(mode="any")).unknown is None


def test_who_were_together_have_one_line_whatever_strength_and_direction_are_chosen():
    """0, 1 and 2 are together on day 1, 2 and 3 on day 50: three pairs by day 7, a fourth one by day 60."""
    pairs = [(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 3, 50)]
    rows = [(*ends, 4, at) for one, other, at in pairs for ends in ((one, other), (other, one))]
    statements = said(*rows, source=SOURCES.index("present"))
    for mode, threshold in (("confirmed", 4), ("directed", 1)):
        choice = Choice(threshold=threshold, mode=mode, sources=("present",))
        found = shown(replace(made(), statements=statements), choice)
        assert lines(found.story) == [(0, 1, 0, 2), (0, 2, 0, 2), (1, 2, 0, 2), (2, 3, 1, 2)]
        assert found.named_by.tolist() == [2, 2, 3, 1, 0, 0, 0, 0]
        assert (found.unknown, found.heard, found.allowed) == (None, (None, None), ALL)
        assert found.spoke[-1].tolist() == [True] * 4 + [False] * 4


def test_sources_are_told_apart():
    """Six said who they know; the projectleider noted 6–7 in both directions, which nobody was asked."""
    noted = [(6, 7, 2, 1), (7, 6, 2, 1)]
    rows = [(*row, 0) for row in SAID] + [(*row, 2) for row in noted]
    who, whom, strength, days, source = zip(*rows, strict=True)
    moments = [seconds(day(number)) for number in days]
    network = replace(made(), statements=Statements.of(who, whom, strength, moments, source, SOURCES))
    chain = [(i, i + 1, 0, 2) for i in range(6)]
    both = [(6, 7, 0, 2), (7, 6, 0, 2)]
    counted = {
        SourceSet.ANSWERS: (chain, Ratio(6, 8)),
        SourceSet.ALL: ([*chain, *both], Ratio(6, 8)),  # noted about somebody is not heard from somebody
        SourceSet.OBSERVED: (both, None),
        SourceSet.IMPORTED: ([], Ratio(0, 8)),
    }
    for chosen, (expected, heard) in counted.items():
        found = shown(network, Choice(mode="directed", sources=SETS[chosen]))
        assert (lines(found.story), found.heard[-1]) == (expected, heard), chosen


# On what it rests


def test_heard_is_counted_at_every_moment():
    found = shown(made([*SAID, (6, 0, 0, 50)]))
    assert found.heard == (Ratio(6, 8), Ratio(7, 8))
    assert found.spoke.tolist() == [[True] * 6 + [False] * 2, [True] * 7 + [False]]


def test_named_by_counts_who_said_so_at_the_last_moment():
    found = shown(made([*SAID, (6, 0, 3, 50), (5, 0, 4, 50), (0, 1, 0, 50)]))
    assert found.named_by.tolist() == [2, 0, 1, 1, 1, 1, 1, 0]


@pytest.mark.parametrize(("heard", "allowed"), [(6, ALL), (5, NO_PATHS), (4, TOO_FEW)])
def test_what_the_last_moment_allows(heard, allowed):
    assert shown(made(SAID[:heard])).allowed == allowed
