"""What the lines of a file come to. Four people; a dot in a matrix is an empty cell."""

import datetime as dt

import pytest

from kapstok.ties.imports.matching import Known, match
from kapstok.ties.imports.reading import read
from kapstok.ties.imports.weighing import Meaning, NotYetSaid, Plan, TooLongAgo, Zeros, check_said_on, weigh

JET = Known(1, "Jet Vos", "De Kom", "jet@example.org")
BO = Known(2, "Bo Bos", "De Kom", "praktijk@example.org")
AN = Known(3, "An As", "De Brug", "praktijk@example.org")
ELS = Known(4, "Els Elders", named=False)  # stands on nobody's list
PEOPLE = [JET, BO, AN, ELS]


def plan(text: str, **meaning) -> Plan:
    lines = read(text.encode())
    return weigh(lines, match([name.text for name in lines.names], PEOPLE), Meaning(**meaning))


def said(plan: Plan) -> list[tuple[int, int, int]]:
    return [(line.respondent, line.named, line.strength) for line in plan.statements]


def problems(plan: Plan) -> list[tuple[str, str]]:
    def translate(sentence, **params):
        return sentence % params

    return [(problem.place.text(translate), problem.text(translate)) for problem in plan.problems]


def matrix(*rows: str) -> str:
    names = [person.name for person in PEOPLE[: len(rows)]]
    cells = [[cell.replace(".", "") for cell in row.split()] for row in rows]
    return "\n".join(
        [";".join(["", *names]), *(";".join([name, *row]) for name, row in zip(names, cells, strict=True))]
    )


THREE = matrix("x 2 0", "1 x .", ". . x")  # Jet and Bo answered, An did not


@pytest.mark.parametrize(
    ("zeros", "lines", "not_asked"),
    [
        (Zeros.NOT_ASKED, [(1, 2, 2), (2, 1, 1)], 4),
        (Zeros.ZEROS, [(1, 2, 2), (1, 3, 0), (2, 1, 1)], 3),
        (Zeros.ALL, [(1, 2, 2), (1, 3, 0), (2, 1, 1), (2, 3, 0)], 2),
    ],
)
def test_a_zero_is_what_somebody_says_it_is(zeros, lines, not_asked):
    """Who filled in nothing has said nothing, whatever an empty cell means: An's row never becomes zeros."""
    found = plan(THREE, zeros=zeros)
    assert (said(found), found.not_asked, found.problems) == (lines, not_asked, ())


def test_no_answer_is_never_a_zero():
    found = plan(matrix("x n.v.t. ?", "3 x NA", "2 - x"), zeros=Zeros.ALL)
    assert (said(found), found.not_asked) == ([(2, 1, 3), (3, 1, 2)], 4)
    half = plan(matrix("x ? 3", ". x 1", ". . x"), both_ways=True, zeros=Zeros.ALL)
    assert said(half) == [(1, 3, 3), (3, 1, 3), (2, 3, 1), (3, 2, 1)]  # the empty half makes no zero of the "?"


def test_a_list_says_nothing_of_pairs_that_are_not_on_it():
    found = plan("Van;Naar;Sterkte\nJet Vos;Bo Bos;4\nBo Bos;An As;\nAn As;Jet Vos;0,0\n", zeros=Zeros.ALL)
    assert said(found) == [(1, 2, 4), (2, 3, 0), (3, 1, 0)]
    assert (found.people, found.per_strength) == (3, {0: 2, 1: 0, 2: 0, 3: 0, 4: 1})


def test_a_one_among_zeros_is_what_somebody_says_it_is():
    """In a file with other numbers a 1 is a 1."""
    ones, more = plan(matrix("x 1 0", "0 x 1,0", "1 0 x"), ones=3), plan(THREE, ones=3)
    assert (ones.only_ones, said(ones)) == (True, [(1, 2, 3), (2, 3, 3), (3, 1, 3)])
    assert (more.only_ones, said(more)) == (False, [(1, 2, 2), (2, 1, 1)])


def test_lines_for_both_sides():
    """Half a matrix speaks for the whole; a zero that was not asked gives way."""
    half = plan(matrix("x 2 3", "0 x 1", ". 0 x"), both_ways=True)
    assert said(half) == [(1, 2, 2), (2, 1, 2), (1, 3, 3), (3, 1, 3), (2, 3, 1), (3, 2, 1)]
    full = plan(matrix("x 2 .", ". x 1", ". . x"), both_ways=True, zeros=Zeros.ALL)
    assert said(full) == [(1, 2, 2), (2, 1, 2), (2, 3, 1), (3, 2, 1), (1, 3, 0), (3, 1, 0)]


def test_doubles_that_agree_count_once_and_others_are_named():
    found = plan("Jet Vos;Bo Bos;2\njet@example.org;Bo Bos;2\nJet Vos (De Kom);Bo Bos;3\nBo Bos;Jet Vos;1\n")
    assert (said(found), problems(found)) == (
        [(1, 2, 2), (2, 1, 1)],
        [("C3", "Hier staat 3 voor Jet Vos (De Kom) en Bo Bos, maar in C1 staat 2. Kies één van beide.")],
    )
    assert [where for where, _ in problems(plan("Jet Vos;Bo Bos;2\nBo Bos;Jet Vos;1\n", both_ways=True))] == ["C2"]


def test_everything_that_stands_in_the_way_is_named_in_the_order_of_the_file():
    found = plan(
        "Van;Naar;Sterkte\nJet Vos;Jet Vos;2\npraktijk@example.org;Jet Vos;1\nWie Dat;Bo Bos;veel\n"
        "Jet Vos;Bo Bos;5\nJet Vos;An As;2,5\nBo Bos;Els Elders;2\nEls Elders;Bo Bos;2\njet@example.org;Jet Vos;3\n"
    )
    assert problems(found) == [
        ("C2", "Jet Vos heeft hier een lijn met zichzelf. Een lijn is tussen twee mensen."),
        (
            "A3",
            "“praktijk@example.org” kan meer mensen zijn: Bo Bos (De Kom), An As (De Brug). "
            "Schrijf de organisatie erachter tussen haakjes.",
        ),
        ("A4", "“Wie Dat” staat niet in het netwerk. Controleer de naam, of voeg deze persoon eerst toe."),
        ("C4", "Hier staat “veel”. Dat moet een getal van 0 tot en met 4 zijn."),
        ("C5", "Hier staat 5. Een sterkte is een heel getal van 0 tot en met 4."),
        ("C6", "Hier staat 2,5. Een sterkte is een heel getal van 0 tot en met 4."),
        ("B7", "“Els Elders” staat niet op de namenlijst. Niemand kan dus een lijn naar deze naam opgeven."),
        ("C9", "Jet Vos heeft hier een lijn met zichzelf. Een lijn is tussen twee mensen."),
    ]
    assert not found.can_land


def test_names_are_left_out_only_when_somebody_says_so():
    text = "Jet Vos;Bo Bos;2\nWie Dat;Bo Bos;3\nJet Vos;Els Elders;4\nEls Elders;Jet Vos;1\n"
    asked, left_out = plan(text), plan(text, leave_out=True)
    assert (asked.can_land, asked.unplaced) == (False, ("Wie Dat", "Els Elders"))
    assert (said(left_out), left_out.left_out, left_out.can_land) == ([(1, 2, 2), (4, 1, 1)], 2, True)


def test_namesakes_and_merged_cards():
    other, merged = Known(5, "Jet Vos", "De Brug"), Known(6, "Jet de Vos", kept_id=1)
    known = [*PEOPLE, other, merged, Known(7, "Kim (de jonge) Kok")]
    asked = [
        "JET VOS",
        "Jet Vos (de brug)",
        "Jet de Vos",
        "Jet Vos (Elders)",
        "Kim (de jonge) Kok",
        "niemand@example.org",
    ]
    found = [[person.id for person in one.people] for one in match(asked, known)]
    assert found == [[1, 5], [5], [1], [], [7], []]


def test_a_huge_matrix_of_empty_cells_is_not_a_hundred_thousand_answers():
    names = [f"P{number}" for number in range(400)]
    text = "\n".join([";".join(["", *names]), *(f"{name};" for name in names)]) + "4"  # P399 knows P0
    lines = read(text.encode())
    everybody = match(names, [Known(number + 1, name) for number, name in enumerate(names)])
    assert weigh(lines, everybody, Meaning()).not_asked == 400 * 399 - 1
    assert len(weigh(lines, everybody, Meaning(zeros=Zeros.ALL)).problems) == 1


def test_the_same_fingerprint_for_as_long_as_the_same_would_land():
    day = dt.date(2025, 3, 3)
    first = plan(THREE).fingerprint(day)
    assert [first == plan(THREE, ones=3).fingerprint(day), first == plan(THREE).fingerprint(day.replace(day=4))] == [
        True,
        False,
    ]
    assert first != plan(THREE, zeros=Zeros.ZEROS).fingerprint(day)


def test_a_day_that_can_be():
    today = dt.date(2026, 3, 3)
    check_said_on(today, today)
    with pytest.raises(NotYetSaid):
        check_said_on(dt.date(2026, 3, 4), today)
    with pytest.raises(TooLongAgo):
        check_said_on(dt.date(1999, 12, 31), today)
