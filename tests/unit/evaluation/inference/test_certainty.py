"""All that is said of how sure a change is: what is there, what is not, and why."""

import json
from dataclasses import replace

import numpy as np
import pytest

from kapstok.evaluation.between import HARDLY_ANYTHING_NEW
from kapstok.evaluation.inference import certainty as sure
from kapstok.evaluation.inference.certainty import Certainty, Question, certainty, from_json, only_described
from kapstok.evaluation.rules import NO_STRUCTURE, TOO_FEW
from kapstok.network.graph import NA, Lines
from kapstok.network.measures import Ratio

PEOPLE = 48


def the_first(number):
    """So many of the people."""
    return np.arange(PEOPLE) < number


def wave(cells, answered):
    seen = answered[:, None] & ~np.eye(PEOPLE, dtype=bool)
    return Lines(np.where(seen, cells, NA).astype(np.int8), directed=True)


def asked(answered=44, came=24) -> Question:
    """So many of 48 people answered twice, and so many came: who came sat with three others, and knows them now."""
    rng = np.random.default_rng(8)
    sector, table = np.arange(PEOPLE) % 3, np.arange(PEOPLE) // 4
    attended = the_first(came)
    together = (table[:, None] == table) & attended & attended[:, None] & ~np.eye(PEOPLE, dtype=bool)
    before = rng.random((PEOPLE, PEOPLE)) < np.where(sector[:, None] == sector, 0.2, 0.05)
    after = before | together
    heard = the_first(answered)
    ratio = Ratio(answered, PEOPLE)
    return Question(
        first=wave(before, heard),
        last=wave(after, heard),
        answered=heard,
        sector=sector,
        merged=sector,
        attended=attended,
        together=together,
        seated=True,
        response=ratio,
        responses=(ratio, ratio),
    )


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    """How far it was, each time that was told."""
    return []


@pytest.fixture(scope="module")
def usual(told) -> Certainty:
    return certainty(asked(), lambda done, total: told.append((done, total)))


def test_all_that_can_be_said(usual, told):
    found = usual
    assert (found.people, found.roster, found.reason, found.described) == (44, 48, None, False)
    assert [key for key, _figure in found.figures] == ["density", "degree", "cross_sector"]
    assert [figure.interval[0] > 0 for key, figure in found.figures if key != "cross_sector"] == [True, True]
    assert (found.gained.more, found.gained.fewer, found.gained.same) == (24, 0, 20)
    assert found.e_i.last.value < found.e_i.last.expected
    assert [(each.one, each.other) for each in found.mixing] == [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    assert (found.together.share, found.together.share_of_others, found.together.seated) == (1.0, 0.0, True)
    assert max(found.gained.p, found.together.p, found.e_i.last.p) < 0.01
    assert (found.attendance.attended, found.attendance.absent, found.attendance.stated.absent) == (24, 20, 0.0)
    assert told[-1] == (70, 70)
    assert told == sorted(told)


def test_it_is_kept_as_json(usual):
    assert from_json(json.loads(json.dumps(usual.as_json()))) == usual
    nothing = certainty(replace(asked(), responses=(Ratio(23, 48), Ratio(44, 48))))
    assert from_json(json.loads(json.dumps(nothing.as_json()))) == nothing


def test_fewer_than_forty_are_only_described(usual):
    found = certainty(asked(answered=39))
    assert found.described
    assert {figure.interval for _key, figure in found.figures} == {None}
    chances = [found.gained.p, found.e_i.last.p, found.together.p, found.together.more, found.mixing[0].lines.last.p]
    assert chances == [None] * 5
    assert (found.attendance.stated.interval, found.attendance.received.interval) == (None, None)
    assert found.together.share == 1.0
    assert only_described(usual).e_i.last == replace(usual.e_i.last, p=None)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (replace(asked(), responses=(Ratio(23, 48), Ratio(44, 48))), NO_STRUCTURE.reason),
        (replace(asked(), response=Ratio(4, 48)), TOO_FEW.reason),
        (replace(asked(), last=asked(came=4).last, first=asked(came=4).first), HARDLY_ANYTHING_NEW.reason),
    ],
)
def test_nothing_is_said_of_what_the_data_do_not_carry(question, reason):
    found = certainty(question)
    assert (found.reason, found.figures, found.gained, found.attendance) == (reason, (), None, None)


def test_each_missing_part_says_why():
    alone = np.zeros(PEOPLE, dtype=int)
    nobody, everybody, nowhere = the_first(0), the_first(PEOPLE), np.zeros((PEOPLE, PEOPLE), dtype=bool)
    question = replace(asked(), sector=alone, merged=alone, attended=nobody, together=nowhere)
    found = certainty(question)
    assert (found.no_mixing, found.no_together, found.no_attendance) == (
        sure.ONE_SECTOR,
        sure.TOGETHER_UNKNOWN,
        sure.NOBODY_CAME,
    )
    assert (found.e_i, found.mixing, found.together, found.attendance) == (None, (), None, None)
    assert certainty(replace(question, attended=everybody)).no_attendance == sure.NEARLY_ALL_CAME
    assert certainty(replace(question, attended=the_first(4))).no_attendance == sure.TOO_FEW_CAME
    silent = replace(asked(), first=wave(nowhere, the_first(44)))
    assert certainty(silent).no_mixing == sure.NO_LINES
    assert [key for key, _figure in certainty(silent).figures] == ["density", "degree"]


def test_small_groups_of_people_are_not_told():
    """Of one to four people who state fewer lines nothing is told, also not by subtraction."""
    question = asked()
    last = question.last.value.copy()
    last[40:43] = np.where(last[40:43] == 1, 0, last[40:43])
    found = certainty(replace(question, last=Lines(last, directed=True)))
    assert (found.gained.more, found.gained.fewer, found.gained.same) == (24, None, None)
