"""What was said, to which text, and whether it counts."""

import datetime as dt
from dataclasses import dataclass

import pytest

from kapstok.register import consent
from kapstok.register.consent import Answer, Purpose, adds_something, answers, text_is_new

THEN = dt.datetime(2026, 3, 3, 12, 0, tzinfo=dt.UTC)


@dataclass
class Row:
    id: int
    purpose: str
    given: bool
    text_version: str = "1"
    said_at: dt.datetime = THEN
    recorded_by: str = "person:12"


def answer(given: bool = True, version: str = "1", by: str = "person:12") -> Answer:
    return Answer(given, THEN, version, by)


def test_every_purpose_has_a_text_and_versions_are_told_apart():
    assert {text.purpose for text in consent.TEXTS} == set(Purpose)
    assert len({(text.purpose, text.version) for text in consent.TEXTS}) == len(consent.TEXTS)
    for purpose in Purpose:
        dates = [text.since for text in consent.TEXTS if text.purpose == purpose]
        assert dates == sorted(dates)
        assert consent.newest(purpose).since == dates[-1]


def test_the_last_word_counts_whatever_the_order_of_the_rows():
    rows = [Row(3, "card", False), Row(1, "card", True), Row(2, "paper", True)]
    assert answers(rows) == {Purpose.CARD: answer(False), Purpose.PAPER: answer(True)}


def test_nobody_said_anything():
    assert answers([]) == {}


def test_a_purpose_of_later_or_elsewhere_is_passed_over():
    assert answers([Row(1, "newsletter", True)]) == {}


@pytest.mark.parametrize(("by", "on_paper"), [("person:12", False), ("user:3", True), ("system", True)])
def test_who_wrote_it_down(by, on_paper):
    assert answer(by=by).on_paper is on_paper


@pytest.mark.parametrize(
    ("before", "given", "version", "by", "adds"),
    [
        (None, True, "1", "person:12", True),
        (None, False, "1", "person:12", True),
        (answer(), True, "1", "person:12", False),
        (answer(), False, "1", "person:12", True),
        (answer(), True, "2", "person:12", True),
        (answer(by="user:3"), True, "1", "user:3", False),
        (answer(by="user:3"), True, "1", "person:12", True),
        (answer(), True, "1", "user:3", False),
        (answer(), False, "1", "user:3", True),
    ],
)
def test_whether_saying_it_adds_something(before, given, version, by, adds):
    assert adds_something(before, given, version, by) is adds


def test_a_yes_to_an_older_text_holds_and_the_text_is_new(monkeypatch):
    newer = consent.Text(Purpose.CARD, "2", dt.date(2027, 1, 1), "Mag het?", "Dit.")
    assert [text_is_new(said, Purpose.CARD) for said in (None, answer())] == [False, False]
    monkeypatch.setattr(consent, "TEXTS", (*consent.TEXTS, newer))
    assert [text_is_new(said, Purpose.CARD) for said in (None, answer(), answer(version="2"))] == [False, True, False]
    assert answers([Row(1, "card", True)])[Purpose.CARD].given
    assert consent.find_text("card", "1").version == "1"
    assert consent.find_text("card", "0") is None
