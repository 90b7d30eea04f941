"""What free text may not hold, as truth tables."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.freetext import (
    HoldsAddress,
    HoldsBirthDate,
    HoldsBsn,
    HoldsMailAddress,
    check_free_text,
    check_no_client,
    is_bsn,
)

NOW = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)


def verdict(text: str, now: dt.datetime = NOW) -> str:
    try:
        check_free_text(text, now)
    except HoldsBsn:
        return "bsn"
    except HoldsBirthDate as refusal:
        return refusal.params["date"]
    return "fine"


@pytest.mark.parametrize(
    ("digits", "passes"),
    [
        ("111222333", True),  # 9 + 8 + 7 + 2·(6 + 5 + 4) + 3·(3 + 2) − 3 = 66 = 6 · 11
        ("123456782", True),  # 9 + 16 + 21 + 24 + 25 + 24 + 21 + 16 − 2 = 154 = 14 · 11
        ("123456789", False),  # 156 − 9 = 147
        ("000000000", False),
    ],
)
def test_eleven_test(digits, passes):
    assert is_bsn(digits) is passes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "fine"),
        ("Overleg met de wijkverpleging ging goed.", "fine"),
        ("BSN 111222333", "bsn"),
        ("bsn:123456782.", "bsn"),
        ("123 456 782", "bsn"),
        ("1234.56.782", "bsn"),
        ("1234-56-782", "bsn"),
        ("123\u00a0456\u00a0782", "bsn"),
        ("\uff11\uff11\uff11\uff12\uff12\uff12\uff13\uff13\uff13", "bsn"),  # full-width digits
        ("123456789", "fine"),
        ("1112223334", "fine"),  # ten digits
        ("bel 0591 123 456 of 06-12345678", "fine"),
        ("van 10.00-12.00 in zaal 3", "fine"),
    ],
)
def test_numbers(text, said):
    assert verdict(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("geboren 3-1-1956", "3-1-1956"),
        ("geboren 03/01/56", "3-1-1956"),
        ("geboren 3.1.1956", "3-1-1956"),
        ("geboren 3 - 1 - 1956", "3-1-1956"),
        ("geboren 3 januari 1956", "3-1-1956"),
        ("geboren op 3 Jan. 1956", "3-1-1956"),
        ("geboren 3e januari '56", "3-1-1956"),
        ("geboren 1956-01-03", "3-1-1956"),
        ("op 12-05-2026 of op 3-1-1956", "3-1-1956"),
        ("geboren in 1956", "fine"),
        ("geboren in januari 1956", "fine"),
        ("31-2-1956", "fine"),  # not in the calendar
        ("3 maart 14.00 uur", "fine"),
        ("3 maart 12 mensen", "fine"),
        ("12-05-26", "fine"),
        ("12-05-27", "12-5-1927"),  # not in the future, so a century ago
        ("2-3-2016", "2-3-2016"),  # ten years and a day
        ("3-3-2016", "fine"),  # ten years to the day
    ],
)
def test_dates(text, said):
    assert verdict(text) == said


def test_today_is_today_in_amsterdam():
    late_evening_in_utc = dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC)  # already 4 March in Amsterdam
    assert verdict("3-3-2016", late_evening_in_utc) == "3-3-2016"


def strict(text: str) -> str:
    try:
        check_no_client(text, NOW)
    except HoldsAddress:
        return "address"
    except HoldsMailAddress:
        return "mail"
    except (HoldsBsn, HoldsBirthDate):
        return "loose"
    return "fine"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7811 AB 12", "address"),
        ("7811ab12", "address"),
        ("woont op 7811 ab 12 te Emmen", "address"),
        ("7811AB, nr. 12a", "address"),
        ("7811 AB - huisnummer 12", "address"),
        ("7811\u00a0AB \uff11\uff12", "address"),  # a no-break space, full-width digits
        ("12, 7811 AB", "address"),
        ("Dorpsstraat 12\n7811 AB Veenmeer", "address"),
        ("Nummer 12 in 7811 AB", "address"),
        ("In 7811 AB, aan de Dorpsstraat 12", "address"),
        ("Bij 7811 AB 12 langs", "address"),
        ("Op 7811 AB 12 bellen", "address"),
        ("7811 AB (12)", "address"),
        ("7811 AB nummer12", "address"),
        ("Dorpsstraat 12 wonen ze, 7811 AB", "address"),
        ("mail jan.jansen@example.org", "mail"),
        ("jan\uff20example.org", "mail"),
        ("BSN 111222333", "loose"),
        ("geboren 3-1-1956", "loose"),
        ("Graag bellen na 14.00 uur", "fine"),
        ("12 mensen", "fine"),
        ("Iemand uit 7811 AB", "fine"),
        ("In 7811 AB wonen 12 mensen", "fine"),
        ("7811 AB: 12 mensen", "fine"),
        ("Uit 7811 AB, 7812 AC of 7813 AD", "fine"),
        ("In 7811 AB 3 maart, 14.00 uur", "fine"),
        ("In 7811 AB 12 nieuwe verwijzingen", "fine"),
        ("In 2026 we 12 keer samen", "fine"),
        ("Sinds 2026 in 12 wijken", "fine"),
        ("Wijk 7811 AB. Er kwamen 12 mensen naar de Dorpsstraat 3.", "fine"),
        ("Dorpsstraat 12", "fine"),  # without a postcode, in which town?
        ("@home", "fine"),
    ],
)
def test_the_strict_check(text, said):
    assert strict(text) == said


SENTENCE = "mevrouw wil graag hulp in de week met zorg voor haar man en dan samen naar het café"
ORDINARY = st.sampled_from(SENTENCE.split())


@given(st.lists(ORDINARY, min_size=1), st.sampled_from(["7811 AB", "7811AB", "7811 ab", "12 mensen", "in 2026"]))
def test_ordinary_sentences_are_never_refused(words, extra):
    assert strict(" ".join([*words, extra])) == "fine"
    assert strict(" ".join([extra, *words])) == "fine"
