"""Where marks, names and lines stand in somebody's own picture."""

import pytest

from kapstok.web.drawn_lines import WIDTH, Dot, draw, shortened


def test_four_people_stand_two_by_two_by_sector_and_name_clockwise_from_the_top_right():
    """
    Two rows, as far apart as a row may be (46): the middle is at 174 and (2 × 10 + 2 × 46) / 2 = 56; the rows are 23
    above and below it. 1.5 rows = 69 is where the egg ends: x is 54 × √(1 − (23 / 69)²) = 50.9 from the middle.
    The line between Cas and Bo bends at (224.9 + 224.9 + 2 × 174) / 4 = 199.4, halfway to the middle.
    """
    dots = [Dot(1, "Wim", 5), Dot(2, "Ans", 5), Dot(3, "Cas", 0), Dot(4, "Bo", 0)]
    drawing = draw(dots, [(3, 4), (4, 3), (1, 9)])
    assert (drawing.height, drawing.middle) == (112, (174, 56))
    assert [(spot.label, spot.x, spot.y, spot.left, spot.label_x) for spot in drawing.spots] == [
        (("Bo",), 224.9, 33, False, 236.9),
        (("Cas",), 224.9, 79, False, 236.9),
        (("Wim",), 123.1, 33, True, 111.1),
        (("Ans",), 123.1, 79, True, 111.1),
    ]
    (bow,) = drawing.between
    assert (bow.one.dot.name, bow.other.dot.name, bow.bend_x, bow.bend_y) == ("Cas", "Bo", 199.4, 56)
    assert draw(reversed(dots), [(4, 3)]) == drawing


@pytest.mark.parametrize("count", [0, 1, 2, 39, 40])
def test_everything_stands_inside_and_nothing_on_one_another(count):
    drawing = draw([Dot(number, f"Deelnemer {number:05}", number % 7) for number in range(count)], [])
    assert len({(spot.x, spot.y) for spot in drawing.spots}) == count
    for spot in drawing.spots:
        (label,) = spot.label
        widest = 7 * len(label)
        assert 0 <= (spot.label_x - widest if spot.left else spot.x) <= WIDTH
        assert 0 <= (spot.x if spot.left else spot.label_x + widest) <= WIDTH
        assert 8 <= spot.y <= drawing.height - 8


def test_long_names_are_shortened():
    assert shortened("Bo Kuiper") == "Bo Kuiper"
    assert shortened("Annemarie van der Velden") == "Annemarie V."
    assert shortened("Wolfeschlegelsteinhausen") == "Wolfeschlegels…"


def test_organisations_stand_on_two_lines_with_the_number_of_people():
    names = ["Zorgloket", "Gemeente Leemvoort, team Wmo", "Gezondheidscentrum Stuifhorst"]
    drawing = draw([Dot(id, name, id, count=12) for id, name in enumerate(names)], [])
    assert [spot.label for spot in drawing.spots] == [
        ("Zorgloket (12)",),
        ("Gemeente (12)", "Leemvoort, tea…"),
        ("Gezondhei… (12)", "Stuifhorst"),
    ]
