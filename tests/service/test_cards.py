"""What people let others see, and what is never told about a mantelzorger."""

import datetime as dt

import pytest
from sqlalchemy import event

from kapstok.extensions import db
from kapstok.projects.rules import Vocabulary
from kapstok.register import cards
from kapstok.register.cards import Card, Item
from kapstok.register.consent import NothingToAsk, Purpose
from kapstok.register.models import Consent, Person, PersonPhoto
from kapstok.scope import in_project
from tests.factories import NOW, make_organisation, make_person, make_project, term


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


def yes(person: Person, *purposes: Purpose) -> Person:
    for purpose in purposes or (Purpose.CARD,):
        cards.say(person, purpose, True, NOW, f"person:{person.id}")
    return person


def names(found: list[Card]) -> list[str]:
    return [card.name for card in found]


def sector(project, key: str = "welzijn"):
    return term(project, Vocabulary.SECTOR, key)


# Who has a card


def test_nobody_is_in_wie_is_wie_by_being_in_the_network(project, kom):
    make_person(project, kom)
    assert cards.list_cards(project) == []


def test_the_last_word_counts_and_paper_is_apart(project, kom):
    jet = yes(make_person(project, kom, "Jet Vos"))
    make_person(project, kom, "Stille")
    assert (names(cards.list_cards(project)), names(cards.list_cards(project, paper=True))) == (["Jet Vos"], [])
    yes(jet, Purpose.PAPER)
    cards.say(jet, Purpose.CARD, False, NOW, f"person:{jet.id}")
    assert (names(cards.list_cards(project)), names(cards.list_cards(project, paper=True))) == ([], ["Jet Vos"])
    assert cards.find_card(jet) is None
    yes(jet)
    assert cards.find_card(jet) == Card(jet.id, "Jet Vos", "", "De Kom", sector(project))


@pytest.mark.parametrize(
    "gone",
    [
        {"archived_at": NOW},
        {"erased_at": NOW},
        {"on_map": False},
        {"left_on": dt.date(2020, 1, 1)},
    ],
)
def test_who_is_gone_or_does_not_want_to_be_seen_has_no_card(project, kom, gone):
    person = yes(make_person(project, kom, **gone))
    assert (cards.list_cards(project), cards.find_card(person)) == ([], None)


def test_who_was_merged_has_no_card(project, kom):
    kept = yes(make_person(project, kom, "Jet Vos"))
    yes(make_person(project, kom, "J. Vos", merged_into_id=kept.id))
    assert names(cards.list_cards(project)) == ["Jet Vos"]


def test_nothing_crosses_to_another_project(project, kom):
    other = make_project("Ander project")
    yes(make_person(other, make_organisation(other), "Vreemde"))
    assert cards.list_cards(project) == []


# What stands on it


def test_only_what_is_shown_stands_on_a_card(project, kom):
    jet = make_person(
        project,
        kom,
        "Jet Vos",
        "sociaal-werker",
        email="jet@example.org",
        phone="0591 000 001",
        area="Zuid",
        call_me_for="Geldzaken",
        reachable="Op dinsdag",
    )
    db.session.add(PersonPhoto(project_id=project.id, person_id=jet.id, jpeg=b"x", kept_at=NOW))
    bare = Card(jet.id, "Jet Vos", "Sociaal werker", "De Kom", sector(project))
    assert (cards.find_card(yes(jet)), cards.bare_cards(project, [jet])[0]) == (bare, bare)
    jet.shown = list(Item)
    db.session.flush()
    assert cards.find_card(jet) == Card(
        jet.id,
        "Jet Vos",
        "Sociaal werker",
        "De Kom",
        sector(project),
        "Zuid",
        "jet@example.org",
        "0591 000 001",
        "Geldzaken",
        "Op dinsdag",
        True,
    )
    assert cards.bare_cards(project, [jet])[0] == bare


def test_a_preview_shows_a_card_that_nobody_may_see_yet(project, kom):
    jet = make_person(project, kom, "Jet Vos", phone="0591 000 001", shown=["phone"])
    assert (cards.preview(jet).phone, cards.find_card(jet)) == ("0591 000 001", None)


# Mantelzorgers


@pytest.mark.parametrize("told_by", ["function", "organisation", "own sector"])
def test_that_somebody_is_a_mantelzorger_is_told_by_nothing(project, kom, told_by):
    if told_by == "function":
        mo = make_person(project, kom, "Mo", "mantelzorger")
    elif told_by == "organisation":
        mo = make_person(project, make_organisation(project, "Mantelzorgkring", "mantelzorgers"), "Mo", "coordinator")
    else:
        mo = make_person(project, None, "Mo", sector_id=sector(project, "mantelzorgers").id)
    neutral = Card(mo.id, "Mo", "", "", sector(project, "overig"))
    assert [*cards.list_cards(project), *cards.bare_cards(project, [mo]), cards.find_card(yes(mo))] == [
        neutral,
        neutral,
    ]
    cards.say(mo, Purpose.MANTELZORGER, True, NOW, f"person:{mo.id}")
    (card,) = cards.list_cards(project)
    assert (card.function, card.organisation, card.sector) == (
        mo.function.name if mo.function else "",
        mo.organisation.name if mo.organisation else "",
        mo.sector,
    )
    cards.say(mo, Purpose.MANTELZORGER, False, NOW, f"person:{mo.id}")
    assert cards.list_cards(project) == [neutral]


def test_who_is_no_mantelzorger_is_not_asked_about_it(project, kom):
    with pytest.raises(NothingToAsk):
        yes(make_person(project, kom), Purpose.MANTELZORGER)


# What was said


def test_every_answer_is_kept_once(project, kom):
    jet = make_person(project, kom)
    for given, by in [
        (True, "user:3"),
        (True, "user:3"),
        (True, f"person:{jet.id}"),
        (True, "user:3"),
        (False, "user:3"),
    ]:
        cards.say(jet, Purpose.CARD, given, NOW, by)
    rows = [(row.given, row.text_version, row.recorded_by) for row in cards.history_of(jet)]
    assert rows == [(True, "1", "user:3"), (True, "1", f"person:{jet.id}"), (False, "1", "user:3")]
    answer = cards.answers_of(jet)[Purpose.CARD]
    assert (answer.given, answer.on_paper, cards.answers_in(project)) == (False, True, {jet.id: {Purpose.CARD: answer}})


@pytest.fixture
def asked(app):
    """Every statement that goes to the database."""
    statements = []

    def note(connection, cursor, statement, *others):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_the_number_of_questions_does_not_grow_with_the_network(project, kom, asked):
    def questions() -> int:
        db.session.expire_all()
        asked.clear()
        assert [card.sector.key for card in cards.list_cards(project)]
        return len(asked)

    yes(make_person(project, kom))
    few = questions()
    for _ in range(20):
        yes(make_person(project, make_organisation(project), function="huisarts"))
    assert questions() == few
    assert len(list(db.session.scalars(in_project(Consent, project)))) == 21
