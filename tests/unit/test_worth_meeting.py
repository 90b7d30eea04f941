"""Whom it would be good to meet: the points, the one reason that is told, and the spread over organisations."""

from kapstok.ties.worth_meeting import Reason, Somebody, Suggestion, worth_meeting

ME = Somebody(1, organisation=10, sector=100, area="Oost", themes=frozenset({"Respijtzorg", "Vervoer"}))


def test_points_and_the_reason_that_counts_most():
    """
    2: referred 4 + another sector 2 + area 1 = 7, for the referrals.
    3: five acquaintances in common count as 3 + another sector 2 = 5, for the acquaintances.
    4: theme 2 + another sector 2 = 4: of two that count for as much the theme is told.
    5: another sector 2.  6: area 1.  7: nothing.  8: my own organisation, however much there is.
    """
    strangers = [
        Somebody(8, organisation=10, sector=200, area="Oost"),
        Somebody(7, organisation=17, sector=100, area="West"),
        Somebody(6, organisation=16, sector=100, area="Oost"),
        Somebody(5, organisation=15, sector=200),
        Somebody(4, organisation=14, sector=200, themes=frozenset({"Vervoer", "Respijtzorg", "Werk"})),
        Somebody(3, organisation=13, sector=200),
        Somebody(2, organisation=12, sector=200, area="Oost"),
    ]
    assert worth_meeting(ME, strangers, {3: {25, 21, 22, 23, 24}}, {12}, most=9) == [
        Suggestion(2, Reason.REFERRED, 7, area="Oost"),
        Suggestion(3, Reason.COMMON, 5, common=(21, 22, 23, 24, 25)),
        Suggestion(4, Reason.THEME, 4, theme="Respijtzorg"),
        Suggestion(5, Reason.SECTOR, 2),
        Suggestion(6, Reason.AREA, 1, area="Oost"),
    ]


def test_three_people_of_different_organisations_where_that_can_be():
    """Points: 2, 3 and 4 (at 12) have 2 each, 5 (at 13) has 1, 6 (without organisation) 1, 7 (without) 1."""
    strangers = [
        *(Somebody(number, organisation=12, sector=200) for number in (4, 3, 2)),
        Somebody(5, organisation=13, sector=100, area="Oost"),
        *(Somebody(number, area="Oost") for number in (7, 6)),
    ]
    assert [each.person for each in worth_meeting(ME, strangers, {}, ())] == [2, 5, 6]
    assert [each.person for each in worth_meeting(ME, strangers, {}, (), most=9)] == [2, 5, 6, 7, 3, 4]
    assert [each.person for each in worth_meeting(ME, strangers[:3], {}, ())] == [2, 3, 4]


def test_what_is_not_told_is_no_reason():
    """Somebody who shows neither sector nor area nor theme, to somebody of whom none of that is known."""
    assert worth_meeting(Somebody(1), [Somebody(2), Somebody(3, sector=100, area="Oost")], {}, ()) == []
    assert worth_meeting(ME, [Somebody(2)], {2: {3}}, ()) == [Suggestion(2, Reason.COMMON, 1, common=(3,))]
