"""The demo's sociale kaart and cards: sound, varied, and about nobody."""

import datetime as dt
from collections import Counter

import pytest

from kapstok.demo import region
from kapstok.demo.shapes import Story
from kapstok.demo.story import tell
from kapstok.directory.rules import Capacity, Freshness, freshness
from kapstok.freetext import check_free_text
from kapstok.projects.rules import DEFAULT_TERMS, Vocabulary

TODAY = dt.date(2026, 3, 3)
NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(TODAY)


def test_every_offer_hangs_on_what_is_there(story):
    organisations = {row.key for row in story.organisations}
    support = {key for key, _ in DEFAULT_TERMS[Vocabulary.SUPPORT]}
    assert len({offer.key for offer in story.offers}) == len(story.offers) == 47
    for offer in story.offers:
        assert offer.organisation in organisations
        assert set(offer.support) <= support and offer.support
        assert set(offer.areas) <= set(region.AREAS)
        assert Capacity(offer.capacity) is not None and (offer.capacity == "waiting") == bool(offer.waiting_weeks)
        for text in (offer.name, offer.for_whom, offer.what, offer.how_to_refer, offer.fees):
            check_free_text(text, NOW)


def test_what_referrals_arrive_at_stands_on_the_kaart(story):
    assert {service.key for service in story.services} <= {offer.key for offer in story.offers}


def test_every_kind_of_support_and_every_freshness_can_be_found(story):
    assert {key for offer in story.offers for key in offer.support} == {key for key, _ in DEFAULT_TERMS["support"]}
    found = Counter(freshness(offer.checked_on, TODAY) for offer in story.offers)
    assert found[Freshness.GREEN] > found[Freshness.ORANGE] > found[Freshness.RED] > 1


def test_most_people_have_a_card_and_no_mantelzorger_has(story):
    cards = {card.person: card for card in story.cards}
    by_number = {person.number: person for person in story.people}
    assert 60 <= len(cards) <= 95
    assert not any(by_number[number].function == "mantelzorger" for number in cards)
    assert not any(by_number[number].left for number in cards)
    for number, card in cards.items():
        assert ("email" in card.shown) <= (by_number[number].mail is not None)
        assert ("phone" in card.shown) <= (by_number[number].phone is not None)
        assert by_number[number].joined <= card.said_on <= TODAY
