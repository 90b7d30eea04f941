"""Rows of a sheet keep their place and number, and a code finds its sheet."""

import pytest

from kapstok.ties.listing import Name
from kapstok.ties.sheets import ALPHABET, Code, lay_out, order_mark, read_code, write_code

ME = Name(1, "Me", block=10, organisation="De Kom", sector=1)
COLLEAGUE = Name(2, "An", block=10, organisation="De Kom", sector=1)
NEAR = Name(3, "Bo", block=20, organisation="Zorg", sector=1)
FAR, FAR_TOO = (
    Name(4, "Cas", block=30, organisation="Beuk", sector=2),
    Name(5, "Dee", block=30, organisation="Beuk", sector=2),
)
LATE = Name(6, "Aad", block=30, organisation="Beuk", sector=2)
NAMES = [FAR_TOO, NEAR, ME, COLLEAGUE, FAR]


def rows(names=NAMES, late=(), listed=range(10)) -> list[tuple]:
    return [
        (block.organisation, [(row.number, row.name.name, row.listed) for row in block.rows], block.closes)
        for block in lay_out(names, late, ME, listed)
    ]


def test_own_organisation_then_own_sector_then_the_others():
    assert rows() == [
        ("De Kom", [(1, "An", True)], True),
        ("Zorg", [(2, "Bo", True)], True),
        ("Beuk", [(3, "Cas", True), (4, "Dee", True)], True),
    ]


def test_numbers_stay_when_somebody_leaves_or_comes():
    assert rows(late=[LATE], listed={2, 5, 6}) == [
        ("De Kom", [(1, "An", True)], True),
        ("Beuk", [(3, "Cas", False), (4, "Dee", True)], True),
        ("Beuk", [(5, "Aad", True)], False),
    ]


def test_the_mark_tells_another_order_and_nothing_else():
    assert order_mark(NAMES, ME) == order_mark(NAMES[::-1], ME)
    renamed = [FAR_TOO, NEAR, ME, COLLEAGUE, Name(4, "Zus", block=30, organisation="Beuk", sector=2)]
    assert order_mark(renamed, ME) != order_mark(NAMES, ME)


@pytest.mark.parametrize(
    ("code", "written"),
    [(Code(1, 0), "23-225"), (Code(961, 960), "322-ZZ4"), (Code(2**31 - 1, 5), "4F2BZE3-27C")],
    ids=["first", "longer", "longest"],
)
def test_a_code_there_and_back(code, written):
    assert write_code(code) == written
    assert read_code(written) == code
    assert read_code(f" {written.lower().replace('-', ' ')} ") == code


def test_one_slip_of_the_pen_is_never_another_code():
    signs = write_code(Code(4711, 77)).replace("-", "")
    swapped = [signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :] for at in range(len(signs) - 1)]
    wrong = [signs[:at] + sign + signs[at + 1 :] for at in range(len(signs)) for sign in ALPHABET]
    assert [typed for typed in swapped + wrong if typed != signs and read_code(typed) is not None] == []


@pytest.mark.parametrize("typed", ["", "4", "K7-Q0F", "Jan-Piet", "K" * 13, "é7-Q3F"])
def test_what_is_no_code(typed):
    assert read_code(typed) is None


def test_a_number_that_no_row_can_have():
    assert read_code(write_code(Code(2**31, 0))) is None
