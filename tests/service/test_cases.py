"""Verbs of the casuskaart: only for who is on it, the regie with one or with nobody, and gone in time."""

import datetime as dt

import pytest

from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import AboutClient
from kapstok.projects import service as projects
from kapstok.projects.rules import DpiaAhead, DpiaMissing, Module
from kapstok.referrals.cases import names, rules, service
from kapstok.referrals.models import CaseCard, CaseMember
from kapstok.register import cards
from kapstok.register import service as register
from kapstok.register.consent import Purpose
from kapstok.scope import in_project
from kapstok.ties.known import known_by
from tests.factories import NOW, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DAY = dt.timedelta(days=1)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def people(project):
    """An, Bo and Cor, colleagues."""
    brink = make_organisation(project, "De Brink")
    return [make_person(project, brink, name) for name in ("An de Boer", "Bo Smit", "Cor Vos")]


@pytest.fixture
def card(people):
    """An made it, Bo is on it, nobody has the regie."""
    made = service.open_card(people[0], NOW, role="Huisarts")
    service.add_member(made, people[1], "Sociaal werker", NOW)
    return made


def of_project(project, model) -> list:
    return list(db.session.scalars(in_project(model, project)))


def regie(card, person_id) -> None:
    service.give_regie(card, person_id, NOW, seen_version=card.version)


def test_only_who_is_on_a_card_finds_it(card, people):
    _an, bo, cor = people
    assert service.get_own(bo, card.id, NOW) is card
    assert [service.list_own(each, NOW) for each in people] == [[card], [card], []]
    stranger = make_person(make_project("Elders"))
    for other in (cor, stranger):
        with pytest.raises(NotFound):
            service.get_own(other, card.id, NOW)


def test_a_name_is_unique_in_its_project_and_runs_out_in_words(project, people, monkeypatch):
    monkeypatch.setattr(names, "ALL_NAMES", ("Blauwe reiger", "Groene varen"))
    made = {service.open_card(people[0], NOW).name for _number in range(2)}
    assert made == {"Blauwe reiger", "Groene varen"}
    with pytest.raises(rules.NamesUsedUp):
        service.open_card(people[0], NOW)


def test_the_regie_is_of_one_who_is_on_the_card_or_of_nobody(card, people):
    an, bo, cor = people
    assert service.lead_of(card, NOW) is None
    regie(card, bo.id)
    regie(card, an.id)
    assert service.lead_of(card, NOW).person is an
    with pytest.raises(rules.NotOnCard):
        regie(card, cor.id)
    regie(card, None)
    assert service.lead_of(card, NOW) is None


def test_who_leaves_or_is_taken_off_gives_up_the_regie_and_the_last_one_takes_the_card(project, card, people):
    an, bo, _cor = people
    regie(card, bo.id)
    service.remove_member(card, bo.id, NOW)
    service.remove_member(card, bo.id, NOW)  # once more is harmless
    assert (card.lead_id, service.list_own(bo, NOW)) == (None, [])
    service.leave(card, an, NOW)
    assert (of_project(project, CaseCard), of_project(project, CaseMember)) == ([], [])


def test_of_two_who_change_one_thing_the_second_is_told(card, people):
    seen, at = card.version, NOW + DAY
    service.give_regie(card, people[0].id, NOW, seen_version=seen)
    for change in (
        lambda: service.give_regie(card, people[1].id, NOW, seen_version=seen),
        lambda: service.agree_moment(card, at, "Bellen", NOW, seen_version=seen),
        lambda: service.say_role(card, people[1].id, "Maatje", NOW, seen_version=seen),
    ):
        with pytest.raises(ChangedMeanwhile):
            change()
    assert (service.lead_of(card, NOW).person, card.next_at) == (people[0], None)


def test_who_left_the_network_sees_nothing_and_is_on_nothing(project, card, people):
    an, bo, _cor = people
    regie(card, bo.id)
    bo.left_on = NOW.date()
    assert (service.list_own(bo, NOW), [each.person for each in service.members_of(card, NOW)]) == ([], [an])
    assert service.lead_of(card, NOW) is None
    with pytest.raises(rules.NotOnCard):
        regie(card, bo.id)
    register.archive_person(an, NOW)
    service.tidy(NOW)
    assert of_project(project, CaseCard) == []


def test_whom_one_may_choose(project, card, people):
    an, _bo, cor = people
    listed, hidden = make_person(project, name="Dirk Prins"), make_person(project, name="Els Kuipers", on_map=False)
    carer = make_person(project, name="Fien Mulder", function="mantelzorger")
    for each in (listed, hidden, carer):
        cards.say(each, Purpose.CARD, True, NOW, f"person:{each.id}")
    assert service.who_can_be_added(card, known_by(an, NOW), NOW) == [listed]
    assert service.who_can_be_added(card, {cor.id, carer.id, hidden.id}, NOW) == [cor, listed]
    with pytest.raises(NotFound):
        service.open_card(carer, NOW)


def test_a_closed_card_changes_no_more_until_it_is_opened_again(card, people):
    service.close(card, NOW)
    service.close(card, NOW + DAY)
    assert card.closed_at == NOW
    for change in (
        lambda: regie(card, people[0].id),
        lambda: service.add_member(card, people[2], "", NOW),
        lambda: service.remove_member(card, people[1].id, NOW),
    ):
        with pytest.raises(rules.CardClosed):
            change()
    service.reopen(card, NOW + 89 * DAY)
    regie(card, people[0].id)


def test_a_closed_card_goes_after_ninety_days(project, card, people):
    service.close(card, NOW)
    assert (service.tidy(NOW + 89 * DAY), service.list_own(people[0], NOW + 89 * DAY)) == (0, [card])
    assert service.list_own(people[0], NOW + 90 * DAY) == []  # also when the night's work did not run
    assert service.tidy(NOW + 90 * DAY) == 1
    assert (of_project(project, CaseCard), of_project(project, CaseMember)) == ([], [])


def test_a_card_that_nobody_touches_closes_after_a_year_and_then_goes(project, card):
    service.tidy(NOW + 364 * DAY)
    db.session.refresh(card)
    assert card.closed_at is None
    service.tidy(NOW + 365 * DAY)
    db.session.refresh(card)
    assert card.closed_at == NOW + 365 * DAY
    assert service.tidy(NOW + 454 * DAY) == 0
    assert service.tidy(NOW + 455 * DAY) == 1


def test_nothing_about_a_client_comes_in(card, people):
    about = "BSN 123456782", "geboren 3-3-1948", "7811 AB 12", "mail jan@example.org"
    for words in about:
        for write in (
            lambda words=words: service.open_card(people[0], NOW, role=words),
            lambda words=words: service.add_member(card, people[2], words, NOW),
            lambda words=words: service.say_role(card, people[0].id, words, NOW, seen_version=card.version),
            lambda words=words: service.agree_moment(card, NOW + DAY, words, NOW, seen_version=card.version),
        ):
            with pytest.raises(AboutClient):
                write()
    assert ([member.role for member in card.members], card.next_what) == (["Huisarts", "Sociaal werker"], "")


def test_being_on_a_card_says_nothing_about_lines(card, people):
    assert [known_by(each, NOW) for each in people] == [{}, {}, {}]


def test_a_projectleider_learns_how_many_from_five_on(project, card, people):
    for _number in range(3):
        service.open_card(people[0], NOW)
    assert service.count_open(project) is None
    service.open_card(people[0], NOW)
    assert service.count_open(project) == 5


def test_the_casuskaart_needs_the_dpia(project):
    with pytest.raises(DpiaMissing):
        projects.switch_modules(project, {Module.CASES}, actor="test")
    with pytest.raises(DpiaAhead):
        projects.state_dpia(project, NOW.date() + DAY, NOW, actor="test")
    projects.state_dpia(project, NOW.date(), NOW, actor="test")
    projects.switch_modules(project, {Module.CASES, Module.AGENDA}, actor="test")
    projects.withdraw_dpia(project, actor="test")
    projects.withdraw_dpia(project, actor="test")
    assert (project.modules, project.case_cards_dpia_on) == (["agenda"], None)
