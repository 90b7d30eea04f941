"""The small parts of what goes on paper."""

import pytest

from kapstok.web.paper import initials, qr_code


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anna de Vries", "AV"),
        ("Henk-Jan van der Wolden", "HW"),
        ("Bo", "B"),
        ("mohammed el amrani", "MA"),
        ("De Vries", "V"),
        ("van der", "VD"),
        ("’t Hart", "H"),
        ("(Zus) Bos", "ZB"),
        ("–", ""),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_code_is_one_drawing_without_anything_from_elsewhere():
    drawn = qr_code("https://kapstok.example.org/wie-is-wie/samen")
    assert (drawn.startswith("<svg"), drawn.count("href")) == (True, 0)
