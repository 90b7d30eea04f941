"""Finding by words: what sounds alike, slips of the finger, compounds, and the order of what is found."""

import pytest

from kapstok.directory.search import Document, Index, asked_words, sound_of, words_of


def index(*texts: str) -> Index:
    """Documents of one field each, known by their text."""
    return Index(Document(text, ((1.0, text),)) for text in texts)


def found(kaart: Index, words: str) -> list:
    return [hit.key for hit in kaart.find(words)]


def test_words_lose_their_capitals_accents_and_signs():
    assert words_of("Alzheimercafé Emmen-Zuid, 's avonds") == ("alzheimercafe", "emmen", "zuid", "s", "avonds")


@pytest.mark.parametrize(
    "alike",
    [
        ("respijt", "respeit", "respijd"),
        ("logeren", "logeer"),
        ("huizen", "huis"),
        ("cursussen", "cursus"),
        ("klussen", "klus"),
        ("boodschappen", "boodschap"),
        ("vrijwilligers", "vrijwilliger", "vrijwiliger"),
        ("mantelzorgers", "mantelzorger"),
        ("financien", "finansien"),
        ("taxi", "taksi"),
        ("auto", "outo"),
        ("pauze", "pause"),
    ],
)
def test_what_sounds_alike_has_one_sound(alike):
    assert len({sound_of(word) for word in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("huis", "hui"), ("tuin", "thuis"), ("kat", "kater"), ("respijt", "respect"), ("wmo", "wlz")]
)
def test_what_sounds_different_does_not(one, other):
    assert sound_of(one) != sound_of(other)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("respijt dit weekend", ["respijt", "weekend"]),
        ("Ik wil graag met iemand praten", ["praten"]),
        ("wie is dat", ["wie", "is", "dat"]),
        ("hulp hulp hulp", ["hulp"]),
        ("", []),
        ("?!", []),
    ],
)
def test_words_that_say_little_are_left_out_unless_there_are_no_others(question, words):
    assert asked_words(question) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Respijtzorg", "respijtzorg"),
        ("Respijtzorg", "RESPIJT"),
        ("Respijtzorg", "respeitzorg"),
        ("Respijtzorg", "respitjzorg"),
        ("Respijtzorg", "zorg"),
        ("Mantelzorgondersteuning", "mantelzorg"),
        ("Mantelzorgondersteuning", "ondersteuning"),
        ("Mantelzorgondersteuning", "mantelzrogondersteunig"),
        ("Casemanagement", "casemanager"),
        ("Café", "cafe"),
        ("Emmen-Zuid", "zuid"),
        ("Weekend", "weekendhulp"),
        ("Rolstoel", "rolstoelen"),
    ],
)
def test_found(text, words):
    assert found(index(text), words) == [text]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Respijtzorg", "resp1jt9"),
        ("Kater", "kat3"),
        ("Wmo", "wlz"),
        ("Bus", "mus"),
        ("Rolstoel", "zweefvliegen"),
        ("Rolstoel", ""),
        ("", "rolstoel"),
    ],
)
def test_not_found(text, words):
    assert found(index(text), words) == []


def test_the_same_word_comes_before_a_beginning_a_part_and_a_slip():
    kaart = index("kluswinkel", "tuinklussen", "klus", "klussen")
    assert found(kaart, "klus") == ["klus", "klussen", "kluswinkel", "tuinklussen"]


def test_what_has_every_word_comes_first():
    kaart = index("respijt", "weekend", "respijt weekend", "respijt dinsdag")
    assert found(kaart, "respijt dit weekend")[0] == "respijt weekend"


def test_what_answers_little_of_the_question_is_left_out():
    kaart = index("rolstoel lenen Emmen", "rolstoel", "kopen Emmen", "lopen Emmen", "zitten Emmen")
    assert found(kaart, "rolstoel lenen Emmen") == ["rolstoel lenen Emmen"]


def test_a_heavier_field_weighs_more_and_a_second_one_a_little():
    kaart = Index(
        [
            Document("described", ((1.0, "taxi"),)),
            Document("named", ((5.0, "taxi"),)),
            Document("both", ((5.0, "taxi"), (1.0, "taxi"))),
        ]
    )
    assert found(kaart, "taxi") == ["both", "named", "described"]


def test_what_weighs_the_same_keeps_its_order_and_no_more_than_asked():
    kaart = Index(Document(number, ((1.0, "hulp"),)) for number in range(100))
    assert [hit.key for hit in kaart.find("hulp", most=3)] == [0, 1, 2]


def test_a_word_that_nothing_has_is_looked_for_as_the_others_of_its_group():
    kaart = Index([Document("opvang", ((1.0, "Respijtopvang"),))], alike=[["Respijtzorg", "respijt", "logeren"]])
    assert found(kaart, "logeren") == ["opvang"]
    assert found(kaart, "zwemmen") == []


def test_an_empty_index_finds_nothing():
    assert Index([]).find("respijt") == []


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("a" * 10_000, []),
        ("\n\n\n", []),
        ("%_*'\"", []),
        ("\x00", []),
        ("\N{GRINNING FACE}", []),
        ("\N{LATIN SMALL LIGATURE FI}ets " * 500, ["Fiets"]),
    ],
)
def test_nothing_that_is_typed_breaks_it(words, keys):
    assert found(index("Respijtzorg", "Fiets"), words) == keys
