"""The quality of a measurement, each figure worked out by hand."""

import datetime as dt

import pytest

from kapstok.evaluation.parts import Part, of_people, of_some_people, of_things
from kapstok.evaluation.quality import ATTENTION, MOSTLY_BY_BLOCK, MOSTLY_CARRIED, OnRoster, Step, quality, what_to_do
from kapstok.evaluation.rules import ALL, NO_PATHS, NO_STRUCTURE, TOO_FEW
from kapstok.network.measures import Ratio

NA = -1
START = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


def second(number: float) -> dt.datetime:
    return START + dt.timedelta(seconds=number)


def people(count: int, answered: int | None = None, **more) -> list[OnRoster]:
    """So many people on a list, of whom the first ``answered`` (default: all) answered, in order."""
    how_many = count if answered is None else answered
    usual = {"asks": True, "named": True, "finished": True, "has_function": True, "new": None, "gone": False} | more
    return [OnRoster(person_id=i, answered_at=second(i) if i < how_many else None, **usual) for i in range(count)]


def changed(roster: list[OnRoster], who, **fields) -> list[OnRoster]:
    return [OnRoster(**{**vars(one), **(fields if one.person_id in who else {})}) for one in roster]


def say(*pairs: tuple[int, int, int], by_block=False, carried=False, on_paper=False) -> list[tuple]:
    return [(*pair, by_block, carried, on_paper) for pair in pairs]


def both(a: int, b: int, one: int, other: int) -> list[tuple]:
    """What two say of one another."""
    return say((a, b, one), (b, a, other))


def of(roster, answers=(), saves=(), is_open=False):
    return quality(roster, list(answers), saves, is_open=is_open)


# What may be told


def test_one_to_four_people_are_never_counted_out():
    told = [of_people(part, 20).part for part in (0, 1, 4, 5, 15, 16, 19, 20)]
    assert told == [0, None, None, 5, 15, None, None, 20]
    assert (of_people(4, 20).few, of_people(16, 20).most) == (True, True)
    assert of_people(2, 4) == Part(None, 4, few=True)


def test_a_whole_that_leaves_one_to_four_people_over_is_not_told():
    assert of_some_people(6, 12, everybody=12) == Part(6, 12)
    assert of_some_people(6, 12, everybody=14) == Part(6, None)
    assert of_some_people(6, 12, everybody=17) == Part(6, 12)
    assert of_some_people(2, 4, everybody=12) == Part(None, None)


def test_answers_of_too_few_people_are_not_counted_out():
    assert [of_things(9, 90, who).part for who in (4, 5)] == [None, 9]
    assert of_things(0, 90, 0) == Part(0, 90)


def test_a_large_part_asks_for_attention_also_where_it_is_hidden():
    assert [of_people(part, 50, limit=0.1).careful for part in (5, 6, 48)] == [False, True, True]
    assert not of_people(50, 50).careful


# Who is counted


def test_response_and_what_it_allows():
    found = [of(people(20, answered)) for answered in (14, 13, 9, 4)]
    assert [one.response for one in found] == [Ratio(14, 20), Ratio(13, 20), Ratio(9, 20), Ratio(4, 20)]
    assert [one.allowed for one in found] == [ALL, NO_PATHS, NO_STRUCTURE, TOO_FEW]
    assert (found[3].counted, found[3].contradictions, found[3].unnamed) == (4, None, None)


def test_while_it_runs_people_come_in_by_five():
    """Of eleven who answered the first five count: what 5…10 said is not there, and shows as six people at closing."""
    roster, answers = people(12, 11), [row for i in range(11) for row in say((i, 11, 0 if i < 5 else 3))]
    running, closed = of(roster, answers, is_open=True), of(roster, answers)
    assert (running.counted, running.response, running.named_nobody.part) == (5, Ratio(11, 12), 5)
    assert (closed.counted, closed.named_nobody) == (11, Part(5, 11, limit=ATTENTION))
    assert [of(people(20, n), is_open=True).counted for n in (4, 5, 9, 10, 14, 15, 20)] == [0, 0, 0, 5, 5, 10, 15]


# The figures


def test_begun_and_not_finished():
    nobody_done = people(12, 10, finished=False)
    assert of(nobody_done).unfinished is None
    assert of(changed(nobody_done, range(5), finished=True)).unfinished == Part(5, 10, limit=ATTENTION)
    assert of(changed(nobody_done, range(8), finished=True)).unfinished == Part(None, 10, few=True, limit=ATTENTION)


def test_names_left_open():
    """Six answered, eight on the list, one of whom (0) answers and one (7) does not stand on it: 7 names.

    Person 0…5 each have 6 others on their list: 36 names. Told: 0 says all 6, 1 says 3 and one "weet ik niet", 2 takes
    an answer back, the others nothing; what 0 says of 7, who is not on the list, does not count. 9 of 36 are told.
    """
    roster = changed(people(8, 6), [7], named=False)
    answers = [
        *say(*((0, other, 2) for other in (1, 2, 3, 4, 5, 6, 7))),
        *say((1, 0, 1), (1, 2, 0), (1, 3, 4), (1, 4, NA)),
        *say((2, 0, 3), (2, 0, NA)),
    ]
    found = of(roster, answers).left_open
    assert (found.part, found.whole, found.careful) == (27, 36, True)


def test_contradictions_and_opposites():
    """Seven pairs spoke of one another: 0–1 and 2–3 4 against 0, 4–5 3 against 0, 6–7 1 against 0 (no short line),
    8–9 agree, 0–2 2 against 0, 1–9 0 against 0. 10 names 11, who says nothing.

    Against one another: 01 23 45 02, four pairs of six people. 4 against 0: 01 23, of four people: hidden.
    """
    answers = [
        *both(0, 1, 4, 0),
        *both(2, 3, 0, 4),
        *both(4, 5, 3, 0),
        *both(6, 7, 1, 0),
        *both(8, 9, 2, 3),
        *both(0, 2, 0, 2),
        *both(1, 9, 0, 0),
        *say((10, 11, 4), (11, 10, NA)),
    ]
    found = of(people(12), answers)
    assert (found.contradictions, found.opposites) == (Part(4, 7, limit=ATTENTION), Part(None, 7, few=True))
    more = [*answers, *both(5, 8, 4, 0)]  # 01 23 58: six people; what is left, 45 and 02, is of four: hidden still
    assert of(people(12), more).opposites == Part(None, 8)
    most = [*more, *both(3, 9, 2, 0)]  # left are 45 02 39: six people
    assert (of(people(12), most).contradictions.part, of(people(12), most).opposites) == (6, Part(3, 9))


def test_returned_lines():
    """0–1, 2–3 and 4–5 both say 2 or more: six lines that are returned. 6→7 is not. 8→9 has no word back: 6 of 7."""
    answers = [
        *both(0, 1, 2, 4),
        *both(2, 3, 2, 2),
        *both(4, 5, 3, 2),
        *both(6, 7, 2, 1),
        *say((8, 9, 4)),
    ]
    assert of(people(12), answers).returned == Part(6, 7)


def test_the_same_answer_everywhere():
    """Twelve people. 0…4 say 2 of ten others: straight. 5 says 2 of nine: too few to say. 6…10 say 2 of nine and 3 of
    one. 11 says 0 of nine by block and 2 of ten taken over: nothing of their own. So 5 of 10, and two are not told of.
    """
    others = {i: [other for other in range(12) if other != i] for i in range(12)}
    answers = [row for i in range(5) for row in say(*((i, other, 2) for other in others[i][:10]))]
    answers += say(*((5, other, 2) for other in others[5][:9]))
    for i in range(6, 11):
        answers += say(*((i, other, 2) for other in others[i][:9]), (i, others[i][9], 3))
    answers += say(*((11, other, 0) for other in range(9)), by_block=True)
    answers += say(*((11, other, 2) for other in range(10)), carried=True)
    assert of(people(12), answers).straight == Part(5, None, limit=ATTENTION)
    one_more = [*answers, *say((0, others[0][10], 3))]  # and 0 changes their mind about nobody, but knows one better
    assert of(people(12), one_more).straight == Part(None, None, few=True, limit=ATTENTION)


def test_very_fast_answers():
    """0…4 save eleven names half a second apart: ten times of 0,5. 5…9 do it two seconds apart. 10 fills in all at once
    and 11 has nine times only: no pace. 12…14 save twice, and the second time ten answers in 30 seconds: 3 each.
    """
    saves = [(i, second(n * (0.5 if i < 5 else 2)), 1) for i in range(10) for n in range(11)]
    saves += [(10, second(0), 40), *((11, second(n / 2), 1) for n in range(10))]
    saves += [row for i in (12, 13, 14) for row in ((i, second(0), 5), (i, second(30), 10))]
    assert of(people(20), saves=saves).fast == Part(5, 13, limit=ATTENTION)
    assert of(people(15), saves=saves).fast == Part(5, None, limit=ATTENTION)  # 13 of 15: two people would be left


def test_taken_over_and_on_paper():
    """Of twelve answers that stand, ten by block (of five people: told) and one taken over (of one: hidden); one is NA.

    Three people answered on paper: hidden.
    """
    answers = [
        *say(*((i, name, 0) for i in range(5) for name in (8, 9)), by_block=True),
        *say((5, 0, 2), carried=True),
        *say((6, 0, 2), (6, 1, NA), on_paper=True),
        *say((3, 9, 0), (4, 9, 0), by_block=True, on_paper=True),
    ]
    found = of(people(10), answers)
    assert found.by_block == Part(10, 12, limit=MOSTLY_BY_BLOCK)
    assert found.carried == Part(None, 12, few=True, limit=MOSTLY_CARRIED)
    assert found.on_paper == Part(None, 10, few=True)
    assert found.by_block.careful


def test_known_to_nobody_and_knowing_nobody():
    """Twenty people; 0…9 answered. 0…4 know 10…14 by name, 5…9 say 0 of 15. Nobody knows 0…9 and 15…19: fifteen.

    Of those, 15…19 are new and 5…9 and 15…19 have no function. 5…9 know nobody.
    """
    roster = changed(people(20, 10, new=False), range(15, 20), new=True, has_function=False)
    roster = changed(roster, range(5, 10), has_function=False)
    answers = say(*((i, 10 + i, 1) for i in range(5)), *((i, 15, 0) for i in range(5, 10)))
    found = of(roster, answers)
    assert found.unnamed == Part(15, 20, limit=ATTENTION)
    assert (found.unnamed_new, found.unnamed_without_function) == (Part(5, 15), Part(10, 15))
    assert found.named_nobody == Part(5, 10, limit=ATTENTION)
    first_time = of(changed(roster, range(20), new=None), answers)
    assert first_time.unnamed_new is None


def test_who_left():
    assert of(changed(people(20), range(6), gone=True)).gone == Part(6, 20)
    assert of(changed(people(20), range(2), gone=True)).gone == Part(None, 20, few=True)


# The one thing to do


@pytest.mark.parametrize(
    ("roster", "answers", "is_open", "step"),
    [
        (people(20, 13), [], True, Step.ASK),
        (people(20, 13), [], False, Step.COLLECT),
        (changed(people(20), range(6), finished=False), [], True, Step.FINISH),
        (changed(people(20), range(6), finished=False), [], False, Step.NOTHING),
        (people(20, has_function=False), [], False, Step.RECOGNISE),
        (people(20), [row for i in range(0, 20, 2) for row in both(i, i + 1, 4, 0)], False, Step.COMPARE),
        (people(20), [row for i in range(0, 20, 2) for row in both(i, i + 1, 4, 1)], True, Step.NOTHING),
    ],
    ids=["few", "few-closed", "unfinished", "unfinished-closed", "unknown", "contradictions", "fine"],
)
def test_what_to_do(roster, answers, is_open, step):
    assert what_to_do(of(roster, answers, is_open=is_open), is_open=is_open) == step
