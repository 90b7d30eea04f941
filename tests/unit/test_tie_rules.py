"""What a form "Wie kent u?" says, and in which order it asks."""

import pytest

from kapstok.ties.listing import Name, arrange, matching
from kapstok.ties.rules import (
    AboutOneself,
    Answers,
    NothingSaid,
    NotOnRoster,
    Said,
    StrengthOutOfRange,
    carried_blocks,
    check_answers,
    closed_blocks,
    news,
    said_elsewhere,
)

ME = 1
LISTED = {2: 10, 3: 10, 4: 20, 5: 0}  # person → organisation; 5 has none


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (Answers({}), NothingSaid),
        (Answers({ME: 3}), AboutOneself),
        (Answers({9: 3}), NotOnRoster),
        (Answers({2: 5}), StrengthOutOfRange),
        (Answers({2: -1}), StrengthOutOfRange),
        (Answers({2: 0}), None),
        (Answers({2: None}), None),
        (Answers({}, closed=frozenset({10})), None),
        (Answers({}, reopened=frozenset({10})), None),
    ],
)
def test_which_forms_are_refused(answers, refusal):
    if refusal is None:
        check_answers(answers, ME, LISTED)
    else:
        with pytest.raises(refusal):
            check_answers(answers, ME, LISTED)


@pytest.mark.parametrize(
    ("answers", "before", "added"),
    [
        # untouched people say nothing; "weet ik niet" is said, and is no zero
        (Answers({2: 3, 4: None}), {}, {2: Said(3), 4: Said(None)}),
        # a repeat adds nothing, a change does
        (Answers({2: 3}), {2: Said(3)}, {}),
        (Answers({2: 4}), {2: Said(3)}, {2: Said(4)}),
        (Answers({2: None}), {2: Said(3)}, {2: Said(None)}),
        # a block speaks for who is left, now or earlier
        (Answers({2: 3}, closed=frozenset({10})), {}, {2: Said(3), 3: Said(0, True)}),
        (Answers({}, closed=frozenset({10})), {2: Said(3)}, {3: Said(0, True)}),
        (Answers({}, closed=frozenset({10})), {2: Said(0, True), 3: Said(0, True)}, {}),
        (Answers({}, closed=frozenset({0})), {}, {5: Said(0, True)}),
        # an answer of one's own wins from the block
        (Answers({2: 1}, closed=frozenset({10})), {2: Said(0, True), 3: Said(0, True)}, {2: Said(1)}),
        # taking a block back makes its zeros unknown again, and leaves the other answers alone
        (Answers({}, reopened=frozenset({10})), {2: Said(0, True), 3: Said(2)}, {2: Said(None, True)}),
        (Answers({}, reopened=frozenset({10})), {2: Said(None, True)}, {}),
    ],
)
def test_what_a_form_adds(answers, before, added):
    assert news(answers, LISTED, before) == added


def test_who_left_is_passed_over_and_the_rest_is_kept():
    answers = Answers({2: 3, 9: 1})
    check_answers(answers, ME, LISTED, gone={9})
    assert news(answers, LISTED, {}) == {2: Said(3)}


@pytest.mark.parametrize(
    ("answers", "before", "added", "told"),
    [
        # the page showed 2 → 3 and comes back so; another screen said 4 meanwhile: that stays, and is told
        (Answers({2: 3}, seen=1), {2: Said(4)}, {}, {2: Said(4)}),
        # changed here too: the last change wins
        (Answers({2: 1}, seen=1), {2: Said(4)}, {2: Said(1)}, {2: Said(1)}),
        # another name answered elsewhere stays as it was said there
        (Answers({2: 1}, seen=1), {2: Said(3), 4: Said(0)}, {2: Said(1)}, {4: Said(0)}),
        # nothing happened elsewhere
        (Answers({2: 3, 4: 2}, seen=1), {2: Said(3)}, {4: Said(2)}, {}),
        # the same said on both screens is no news, but is told
        (Answers({2: 4}, seen=1), {2: Said(4)}, {}, {2: Said(4)}),
        # closed here, answered elsewhere meanwhile: an answer of one's own stands
        (Answers({}, closed=frozenset({10}), seen=1), {2: Said(3), 3: Said(2)}, {}, {3: Said(2)}),
        # a page that showed nothing (typed over from paper) has nothing to compare with
        (Answers({2: 3}), {2: Said(4)}, {2: Said(3)}, {}),
    ],
)
def test_two_screens(answers, before, added, told):
    shown = {2: Said(3)} if answers.seen else {}
    assert news(answers, LISTED, before, shown=shown) == added
    assert said_elsewhere(answers, shown, before, added) == told


def test_the_rest_as_in_the_previous_measurement():
    previous = {2: 3, 5: 1}  # nothing was said then of 3 and 4
    as_before = Answers({}, carried=frozenset({10}))
    carried = {2: Said(3, carried=True)}
    assert news(as_before, LISTED, {}, previous=previous) == carried  # who was unknown stays unknown
    assert carried_blocks(carried, LISTED) == {10}
    assert news(Answers({2: 1}, carried=frozenset({10})), LISTED, {}, previous=previous) == {2: Said(1)}
    # both boxes of a block, in either order: as before where something was said, nobody else
    both = {2: Said(3, carried=True), 3: Said(0, by_block=True)}
    closed = Answers({}, closed=frozenset({10}))
    assert news(closed, LISTED, carried, previous=previous) == {3: Said(0, by_block=True)}
    nobody = {2: Said(0, by_block=True), 3: Said(0, by_block=True)}
    assert nobody | news(as_before, LISTED, nobody, previous=previous) == both
    assert closed_blocks(both, LISTED) == {10}
    # taken back: nobody where that still stands, else unknown
    dropped = Answers({}, dropped=frozenset({10}))
    assert news(dropped, LISTED, both, previous=previous) == {2: Said(0, by_block=True)}
    assert news(dropped, LISTED, carried, previous=previous) == {2: Said(None, carried=True)}
    assert not Said(None, carried=True).is_answer and Said(None).is_answer


WELZIJN, ZORG = 1, 2
PEOPLE = [
    Name(2, "Bo", "Huisarts", 10, "Praktijk Oost", ZORG, "Oost"),
    Name(3, "An", "POH", 10, "Praktijk Oost", ZORG, "Oost"),
    Name(4, "Cas", "Sociaal werker", 20, "Welzijn West", WELZIJN, "West"),
    Name(5, "Dee", block=30, organisation="Alzheimerkring", sector=ZORG, area="Noord"),
    Name(6, "Eef"),
    Name(7, "Fay", "Consulent", 40, "Steunpunt", WELZIJN, "Noord"),
]
FROM_WELZIJN = Name(1, "Ik", "Sociaal werker", 20, "Welzijn West", WELZIJN, "West")


def names(groups):
    return [(group.block, group.organisation, [name.name for name in group.names]) for group in groups]


def test_own_organisation_first_then_the_nearest():
    assert names(arrange(PEOPLE, FROM_WELZIJN, met={})) == [
        (20, "Welzijn West", ["Cas"]),
        (40, "Steunpunt", ["Fay"]),  # the same sector
        (30, "Alzheimerkring", ["Dee"]),
        (10, "Praktijk Oost", ["An", "Bo"]),
        (0, "", ["Eef"]),
    ]


def test_the_last_meeting_first_and_ones_own_table_in_front():
    groups = arrange(PEOPLE, FROM_WELZIJN, met={3: False, 6: True, 4: False})
    assert names(groups) == [
        (None, "", ["Eef", "An", "Cas"]),
        (40, "Steunpunt", ["Fay"]),
        (30, "Alzheimerkring", ["Dee"]),
        (10, "Praktijk Oost", ["Bo"]),
    ]
    assert [group.closable for group in groups] == [False, True, True, True]


def test_a_long_list_is_cut_between_organisations_and_asks_only_what_it_shows():
    groups = arrange(PEOPLE, FROM_WELZIJN, met={3: False, 4: False}, most=3)
    assert names(groups) == [(None, "", ["An", "Cas"]), (40, "Steunpunt", ["Fay"])]
    assert len(arrange(PEOPLE, FROM_WELZIJN, met={}, most=0)) == 1


def test_a_search_shows_parts_of_organisations_and_then_closes_none():
    found = matching(PEOPLE, "oost ho")
    assert [name.name for name in found] == []
    assert [name.name for name in matching(PEOPLE, "óost huis")] == ["Bo"]
    assert [name.name for name in matching(PEOPLE, "  ")] == [name.name for name in PEOPLE]
    (group,) = arrange(PEOPLE, FROM_WELZIJN, met={}, only=matching(PEOPLE, "huisarts"))
    assert (group.organisation, group.closable) == ("Praktijk Oost", False)
    (group,) = arrange(PEOPLE, FROM_WELZIJN, met={}, only=matching(PEOPLE, "praktijk"))
    assert (group.organisation, group.closable) == ("Praktijk Oost", True)


def test_nobody_to_ask_about():
    assert arrange([], FROM_WELZIJN, met={2: True}) == []
