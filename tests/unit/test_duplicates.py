"""Pairs that look alike, and pairs that only seem to."""

import time

import pytest

from kapstok.register.duplicates import (
    Club,
    Pair,
    Reason,
    Somebody,
    alike,
    name_words,
    organisations,
    people,
    phone_key,
    website_key,
)


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("Anna de Vries", "A. de Vries", True),
        ("Anna de Vries", "Vries, Anna de", True),
        ("Anna de Vries", "mw. A.B. de Vries", True),
        ("Anna Bernardina de Vries", "mw. A.B. de Vries", True),
        ("Anna de Vries", "Anna Vreis", True),  # two letters changed places
        ("Anna de Vries", "Hanna de Vries", True),
        ("Anna Jansen", "Anna Jansen-de Vries", True),
        ("Piet Meijer", "Piet Meyer", True),
        ("José van 't Hof", "Jose Hof", True),
        ("Sietske de Groot", "S. de Groot", True),
        ("Teun van ’t Hof", "T. Hof", True),
        ("Anna de Vries", "Arie de Vries", False),
        ("Anna de Vries", "B. de Vries", False),
        ("Eva Bos", "Eva Vos", False),  # in three letters one slip is another name
        ("Anna", "Anna de Vries", False),
        ("A. V.", "Anna Vries", False),
        ("Jan Peters", "Peter Jansen", False),
    ],
)
def test_two_names_of_one_person(mine, theirs, same):
    assert alike(name_words(mine), name_words(theirs)) is same
    assert alike(name_words(theirs), name_words(mine)) is same


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("06-12345678", "0612345678"),
        ("+31 (0)6 1234 5678", "0612345678"),
        ("0031612345678", "0612345678"),
        ("612345678", "0612345678"),  # a sheet took it for a number
        ("0591 12 34 56", "0591123456"),
        ("+32 471 12 34 56", "032471123456"),
        ("tst 12", ""),
        ("", ""),
    ],
)
def test_a_number_however_it_is_written(written, key):
    assert phone_key(written) == key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("https://www.kom.example.org/", "kom.example.org"),
        ("http://kom.example.org", "kom.example.org"),
        ("https://kom.example.org/oost", "kom.example.org/oost"),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_website_however_it_is_written(written, key):
    assert website_key(written) == key


def reasons(*everybody: Somebody) -> list[tuple[Reason, ...]]:
    return [pair.reasons for pair in people(everybody)]


def test_the_same_mobile_number_is_a_reason_whatever_the_names():
    assert reasons(Somebody(1, "Anneke", 7, phone="06 12345678"), Somebody(2, "A. Bos", 7, phone="+31612345678")) == [
        (Reason.PHONE,)
    ]


def test_the_number_of_the_desk_is_none():
    desk = "0591 123456"
    assert reasons(Somebody(1, "Jet Vos", 7, phone=desk), Somebody(2, "Eva Bos", 7, phone=desk)) == []
    assert reasons(Somebody(1, "Jet Vos", 7, phone=desk), Somebody(2, "Jet", 7, phone=desk)) == [(Reason.PHONE,)]


def test_a_shared_address_with_names_that_agree():
    shared = "praktijk@example.org"
    three = [Somebody(number, name, 7, shared) for number, name in enumerate(("Jet Vos", "Eva Bos", "E. Bos"), 1)]
    assert people(three) == [Pair(2, 3, (Reason.EMAIL, Reason.ALIKE))]


def test_one_address_at_two_places_is_a_reason():
    assert reasons(Somebody(1, "Jet Vos", 7, "jet@example.org"), Somebody(2, "Vos", 8, "jet@example.org")) == [
        (Reason.EMAIL,)
    ]


def test_a_similar_name_counts_at_the_same_organisation_only():
    anna = Somebody(1, "Anna de Vries", 7)
    assert reasons(anna, Somebody(2, "A. de Vries", 7)) == [(Reason.ALIKE,)]
    assert reasons(anna, Somebody(2, "A. de Vries", 8)) == []
    assert reasons(anna, Somebody(2, "Vries, Anna de", 8)) == [(Reason.SAME_NAME,)]
    assert reasons(Somebody(1, "Anna de Vries"), Somebody(2, "A. de Vries")) == []


def test_nobody_and_one_alone():
    assert (people([]), people([Somebody(1, "Jet Vos")]), organisations([])) == ([], [], [])


def test_the_most_telling_pairs_come_first():
    everybody = [
        Somebody(1, "Zoë Bos", 7, "zoe@example.org", "0612345678"),
        Somebody(2, "Zoe Bos", 7, "zoe@example.org", "0612345678"),
        Somebody(3, "Anna Mol", 7),
        Somebody(4, "A. Mol", 7),
    ]
    assert people(everybody) == [
        Pair(1, 2, (Reason.PHONE, Reason.EMAIL, Reason.SAME_NAME)),
        Pair(3, 4, (Reason.ALIKE,)),
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("De Kom", "Stichting De Kom", True),
        ("Zorggroep Oost", "Zorgroep Oost", True),
        ("Thuiszorg Veenmeer", "Thuis Zorg Veenmeer", True),
        ("Huisartsenpraktijk Oost", "Huisartsenpraktijk West", False),
        ("Wijkteam 1", "Wijkteam 2", False),
        ("De", "Het", False),
    ],
)
def test_two_names_of_one_organisation(mine, theirs, same):
    assert (organisations([Club(1, mine), Club(2, theirs)]) != []) is same


def test_organisations_with_one_website_phone_or_address():
    site, mail = "https://www.kom.example.org", "info@example.org"
    assert organisations([Club(1, "De Kom", website=site), Club(2, "Welzijn", website="http://kom.example.org/")]) == [
        Pair(1, 2, (Reason.WEBSITE,))
    ]
    assert organisations([Club(1, "Kom", mail, "0591 123456"), Club(2, "Brug", mail, "0591-123456")]) == [
        Pair(1, 2, (Reason.PHONE, Reason.EMAIL))
    ]
    assert organisations([Club(number, name, mail) for number, name in enumerate(("Kom", "Brug", "Loket"))]) == []


def test_two_thousand_people_within_a_second():
    given = [
        f"{start}{end}" for start in ("An", "Jo", "Ka", "Li", "Ma", "Pe", "To", "Wi") for end in ("na", "ris", "en")
    ]
    family = [f"{start}{end}" for start in ("Bak", "Dek", "Jan", "Mul", "Vis", "Smi") for end in ("ker", "ser", "sen")]
    everybody = [
        Somebody(
            number,
            f"{given[number % 24]} de {family[number // 24 % 18]}",
            number % 200,
            f"naam{number}@example.org",
            f"0591 {number % 400:06}",
        )
        for number in range(2000)
    ]
    everybody += [Somebody(2000 + number, "Jan Jansen", 7) for number in range(300)]
    began = time.perf_counter()
    assert people(everybody)
    assert time.perf_counter() - began < 1
