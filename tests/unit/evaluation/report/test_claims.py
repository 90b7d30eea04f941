"""What may be said in print: needs, small counts, subtraction, small denominators; and how it is written."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.evaluation.report import claims
from kapstok.evaluation.report.claims import (
    SMALL_WHOLE,
    SUBTRACTED,
    TOO_SMALL,
    UNKNOWN,
    Claim,
    Need,
    Unit,
    Value,
    count,
    day,
    judge,
    month,
    pairs,
    people,
    share,
    text,
)
from kapstok.evaluation.report.pen import Pen
from kapstok.evaluation.report.rules import Chapter, TextTooLong, check_length, own_chapter
from kapstok.network.drawing import Voice
from kapstok.network.measures import Ratio


def number(value: float | None, decimals: int = 0) -> str:
    return "–" if value is None else f"{value:.{decimals}f}".replace(".", ",")


PEN = Pen(
    voice=Voice(
        translate=lambda sentence, **values: sentence % values if values else sentence,
        plural=lambda one, many, n, **values: (one if n == 1 else many) % values,
        number=number,
        percent=lambda value, decimals=0: f"{number(100 * value, decimals)} %",
    ),
    language="nl",
    day=lambda value: f"{value:%d-%m-%Y}",
    month=lambda value: f"{value:%m-%Y}",
    figures={"density": "Dichtheid"},
)


def claim(key: str = "reach.met.once", **more) -> Claim:
    return Claim(key, Chapter.REACH, about="Wie er waren bij %(wat)s", sentence="%(mensen)s bij %(wat)s.", **more)


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        (people(None), UNKNOWN),
        (people(0), None),
        (people(1), TOO_SMALL),
        (people(9), TOO_SMALL),
        (people(10), None),
        (people(12, 3), SUBTRACTED),
        (people(12, 0), None),
        (people(12, 10), None),
        (Value(Unit.REFERRALS, 9), TOO_SMALL),
        (pairs(36), TOO_SMALL),  # nine people make 36 pairs
        (pairs(37), None),
        (pairs(50, 36), SUBTRACTED),
        (count(1), None),
        (share(Ratio(5, 9)), SMALL_WHOLE),
        (share(Ratio(0, 9)), SMALL_WHOLE),
        (share(Ratio(0, 0)), UNKNOWN),
        (share(Ratio(12, 21)), SUBTRACTED),
        (share(Ratio(10, 20)), None),
        (share(Ratio(20, 20)), None),
    ],
)
def test_what_may_not_be_published(value, trouble):
    assert value.trouble == trouble


def test_what_the_data_lack_is_said_before_what_is_too_small():
    lacks = Need(False, "Er is geen meting.")
    values = {"mensen": people(3), "wat": text("T1")}

    assert claim(values=values, needs=(Need(True, "–"), lacks)).trouble == "Er is geen meting."
    assert claim(values=values, needs=(Need(True, "–"),)).trouble == TOO_SMALL


def test_a_ledger_parts_what_is_carried_from_what_is_not():
    carried = claim(values={"mensen": people(12), "wat": text("T1")})
    left_out = claim("reach.met.again", values={"mensen": people(2), "wat": text("T1")})

    ledger = judge([carried, left_out])

    assert ledger.of(Chapter.REACH) == [carried]
    assert ledger.of(Chapter.NETWORK) == []
    assert ledger.left_out == ((left_out, TOO_SMALL),)
    assert carried.text(PEN) == "12 bij T1."
    assert left_out.name(PEN) == "Wie er waren bij T1"
    assert {each.paragraph for each in (carried, left_out)} == {"reach.met"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (text("T1"), "T1"),
        (Value(Unit.FIGURE, "density"), "Dichtheid"),
        (count(1250), "1250"),
        (share(Ratio(10, 40)), "25 %"),
        (Value(Unit.SHARE, 0.096, 1), "9,6 %"),
        (Value(Unit.NUMBER, 5.53, 1), "5,5"),
        (Value(Unit.POINTS, 0.049, 1), "+4,9"),
        (Value(Unit.POINTS, -0.02, 1), "−2,0"),
        (Value(Unit.DIFFERENCE, 1.53, 1), "+1,5"),
        (day(dt.date(2026, 3, 5)), "05-03-2026"),
        (month(dt.date(2026, 3, 1)), "03-2026"),
        (count(None), "–"),
    ],
)
def test_values_are_written_as_readers_see_them(value, written):
    assert value.written(PEN) == written


def test_the_reasons_hold_no_number():
    reasons = [claims.UNKNOWN, claims.TOO_SMALL, claims.SUBTRACTED, claims.SMALL_WHOLE]
    assert [reason for reason in reasons if any(sign.isdigit() for sign in reason)] == []


def test_own_texts():
    assert own_chapter("reach") is Chapter.REACH
    for nowhere in ("omitted", "slot", ""):
        with pytest.raises(NotFound):
            own_chapter(nowhere)
    check_length("a" * 5000)
    with pytest.raises(TextTooLong):
        check_length("a" * 5001)
