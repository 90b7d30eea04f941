"""Somebody leaves: what moves along and when, whom they introduce, and how it is taken back."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.privacy.erasure import erase
from kapstok.privacy.rules import Reason
from kapstok.register.cards import Item, Purpose, say
from kapstok.register.models import Person
from kapstok.ties import ledger, service
from kapstok.ties.leaving import introducing
from kapstok.ties.leaving import service as handover
from kapstok.ties.models import Handover, Tie
from kapstok.ties.rules import (
    Answers,
    HandedOver,
    NobodyChosen,
    NobodyToIntroduce,
    NoSuccessor,
    Source,
    UnlikelyLastDay,
)
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project, make_service
from tests.mails import plain

DAY = dt.timedelta(days=1)
TODAY = clock.local_date(NOW)
LAST_DAY = TODAY + 14 * DAY


class Team:
    """Jan leaves and Bo follows; Jan has short lines with Anna, Cas and Mia, and knows Dirk by name only."""

    def __init__(self):
        self.project = make_project()
        self.loket = make_organisation(self.project, "Zorgloket", "gemeente", email="loket@example.org")
        self.jan, self.bo, self.anna, self.cas, self.dirk = (
            make_person(self.project, self.loket, name, "wmo-consulent", phone="0591 000 00" + name[0])
            for name in ("Jan Bos", "Bo Dam", "Anna de Vries", "Cas Kuiper", "Dirk Ent")
        )
        self.mia = make_person(self.project, None, "Mia Zorg", "mantelzorger", sector_id=self.loket.sector_id)
        strengths = {self.anna.id: 3, self.cas.id: 2, self.dirk.id: 1, self.mia.id: 4, self.bo.id: 4}
        service.record_statements(self.jan, Answers(strengths), NOW - DAY)
        self.offer = make_service(self.loket, "Logeerhuis", keeper=self.jan)

    def leaves(self, last_day=LAST_DAY, successor="bo", now=NOW) -> Handover:
        follows = getattr(self, successor) if successor else None
        return handover.plan(self.jan, last_day, follows, stationery(), now, actor="user:1")


@pytest.fixture
def team(app) -> Team:
    return Team()


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_plan_is_written_down_and_moves_nothing_before_the_last_day(team):
    team.leaves()
    assert (team.jan.left_on, team.jan.successor, team.jan.archived_at) == (LAST_DAY, team.bo, None)
    assert team.offer.keeper is team.jan
    assert list(handover.waiting(team.project)) == [team.jan.id]


def test_the_leaver_is_asked_once_whom_to_introduce(team):
    team.leaves()
    team.leaves(LAST_DAY + DAY)
    (message,) = outbox()
    assert (message.kind, message.person_id, message.about_id) == ("handover", team.jan.id, team.bo.id)
    assert message.subject == "Wie geeft u door aan Bo Dam?"
    assert "U kent 2 mensen in het netwerk goed." in plain(message)  # not Mia, who is a mantelzorger; not Bo
    assert "/overdragen" in plain(message)


def test_nobody_is_asked_without_a_successor_who_can_be_mailed(team):
    team.bo.email = None
    team.leaves()
    team.leaves(successor=None)
    assert outbox() == []
    team.leaves(successor="cas")
    assert [message.subject for message in outbox()] == ["Wie geeft u door aan Cas Kuiper?"]


def test_after_the_last_day_the_leaver_is_archived_and_the_successor_keeps_what_they_kept(team):
    team.leaves()
    team.offer.asked_at = NOW
    assert handover.carry_out_due(team.project, NOW + 14 * DAY) == 0  # the last day itself
    assert handover.carry_out_due(team.project, NOW + 15 * DAY) == 1
    assert handover.carry_out_due(team.project, NOW + 15 * DAY) == 0
    assert (team.jan.archived_at, team.jan.left_on) == (NOW + 15 * DAY, LAST_DAY)
    assert (team.offer.keeper, team.offer.asked_at) == (team.bo, None)


def test_without_a_successor_what_they_kept_has_no_keeper_until_somebody_follows(team):
    team.leaves(TODAY - DAY, successor=None)
    assert (team.jan.archived_at, team.offer.keeper) == (NOW, None)
    team.leaves(TODAY - DAY)
    assert team.offer.keeper is team.bo


def test_what_somebody_else_took_up_meanwhile_stays_theirs(team):
    team.leaves(TODAY - DAY, successor=None)
    team.offer.keeper = team.dirk
    db.session.flush()
    team.leaves(TODAY - DAY)
    assert team.offer.keeper is team.dirk


def test_staying_gives_everything_back(team):
    team.leaves(TODAY - DAY)
    assert team.offer.keeper is team.bo
    handover.stay(team.jan, actor="user:1")
    handover.stay(team.jan, actor="user:1")
    assert (team.jan.left_on, team.jan.successor, team.jan.archived_at) == (None, None, None)
    assert team.offer.keeper is team.jan
    assert handover.find_handover(team.jan) is None
    assert [message.status for message in outbox()] == [Status.SUPERSEDED]


@pytest.mark.parametrize("gone", ["merged", "erased"])
def test_who_was_merged_or_erased_neither_leaves_nor_stays(team, gone):
    team.leaves(TODAY - DAY)
    if gone == "merged":
        team.jan.merged_into_id = team.dirk.id
    else:
        team.jan.erased_at = NOW
    with pytest.raises(NotFound):
        team.leaves(LAST_DAY)
    with pytest.raises(NotFound):
        handover.stay(team.jan, actor="user:1")
    assert (team.jan.archived_at, team.jan.left_on) == (NOW, TODAY - DAY)


def test_a_later_last_day_brings_somebody_back_from_the_archive(team):
    team.leaves(TODAY - DAY)
    team.leaves(LAST_DAY)
    assert (team.jan.archived_at, team.offer.keeper) == (None, team.jan)


def test_who_was_put_back_from_the_archive_can_leave_again(team):
    introducing.introduce(team.leaves(), stationery(), NOW, actor="user:1")
    team.jan.left_on = None
    assert handover.find_handover(team.jan) is None
    assert handover.waiting(team.project) == {}
    assert team.leaves().introduced_at is None


def test_who_cannot_follow(team):
    elsewhere = make_person(make_project("Elders"))
    team.dirk.archived_at, team.cas.left_on = NOW, TODAY
    for nobody in (team.jan, team.dirk, team.cas, elsewhere):
        with pytest.raises(NoSuccessor):
            handover.plan(team.jan, LAST_DAY, nobody, stationery(), NOW, actor="user:1")
    for last_day in (TODAY + 367 * DAY, TODAY - 367 * DAY):
        with pytest.raises(UnlikelyLastDay):
            team.leaves(last_day)
    assert db.session.scalars(select(Handover).where(Handover.project_id == team.project.id)).all() == []


def test_the_projectleider_counts_lines_and_sectors(team):
    team.leaves()
    count = introducing.count_lines(team.jan, NOW)
    assert (count.lines, count.sectors) == (3, 1)


def test_only_ones_own_newest_words_make_a_line(team):
    team.leaves()
    later = {"project_id": team.project.id, "stated_at": NOW}
    db.session.add(Tie(respondent_id=team.jan.id, named_id=team.cas.id, strength=None, source=Source.PULSE, **later))
    db.session.add(
        Tie(respondent_id=team.jan.id, named_id=team.dirk.id, strength=3, source=Source.PROJECTLEIDER, **later)
    )
    db.session.flush()
    assert [card.name for card in introducing.list_lines(team.jan, NOW)] == ["Anna de Vries"]


def test_who_is_not_in_view_or_a_mantelzorger_is_named_by_consent_only(team):
    team.leaves()
    team.cas.on_map = False
    assert [card.name for card in introducing.list_lines(team.jan, NOW)] == ["Anna de Vries"]
    say(team.mia, Purpose.CARD, True, NOW, f"person:{team.mia.id}")
    named = introducing.list_lines(team.jan, NOW)
    assert [(card.name, card.function) for card in named] == [("Anna de Vries", "Wmo-consulent"), ("Mia Zorg", "")]


def test_the_successor_gets_one_warm_mail_with_what_the_chosen_people_show(team):
    team.anna.shown = [Item.PHONE]
    say(team.anna, Purpose.CARD, True, NOW, f"person:{team.anna.id}")
    row = team.leaves()
    stranger = team.dirk.id
    assert introducing.hand_over(row, {team.anna.id, team.cas.id, stranger}, stationery(), NOW) == 2
    message = outbox()[-1]
    assert (message.kind, message.person_id, message.about_id) == ("introduction", team.bo.id, team.jan.id)
    assert message.subject == "Jan Bos geeft u de korte lijnen door"
    text = plain(message)
    assert "Anna de Vries: Wmo-consulent, Zorgloket\n  0591 000 00A\n" in text
    assert "Cas Kuiper: Wmo-consulent, Zorgloket\n  Contactgegevens: nog vragen\n" in text
    assert "Dirk" not in text
    assert "/wie-bel-ik" in text
    assert (row.introduced, row.introduced_at) == (2, NOW)
    assert handover.waiting(team.project) == {}
    with pytest.raises(HandedOver):
        introducing.hand_over(row, {team.anna.id}, stationery(), NOW)


def test_a_list_without_a_tick_introduces_nobody(team):
    row = team.leaves()
    for chosen in (set(), {team.dirk.id}):
        with pytest.raises(NobodyChosen):
            introducing.hand_over(row, chosen, stationery(), NOW)
    assert row.introduced_at is None


def test_names_can_be_given_until_thirty_days_after_the_last_day(team):
    row = team.leaves()
    handover.carry_out_due(team.project, NOW + 15 * DAY)
    assert introducing.can_choose(row, NOW + 44 * DAY)
    assert not introducing.can_choose(row, NOW + 45 * DAY)


def test_the_projectleider_introduces_without_names_and_the_leaver_can_still_give_them(team):
    row = team.leaves()
    introducing.introduce(row, stationery(), NOW, actor="user:1")
    introducing.introduce(row, stationery(), NOW, actor="user:1")
    message = outbox()[-1]
    assert (len(outbox()), message.subject) == (2, "U neemt het over van Jan Bos")
    assert "U bent nu het gezicht van Zorgloket in het netwerk." in plain(message)
    assert "/wie-is-wie" in plain(message)
    assert [name for name in ("Anna", "Cas", "Mia") if name in plain(message)] == []
    assert introducing.hand_over(row, {team.anna.id}, stationery(), NOW) == 1


def test_nobody_is_introduced_who_cannot_be_mailed(team):
    row = team.leaves(successor=None)
    with pytest.raises(NobodyToIntroduce):
        introducing.introduce(row, stationery(), NOW, actor="user:1")
    with pytest.raises(HandedOver):
        introducing.hand_over(row, {team.anna.id}, stationery(), NOW)


def test_what_was_said_stays_said(team):
    before = ledger.statements(team.project)
    team.leaves(TODAY - DAY)
    introducing.hand_over(handover.find_handover(team.jan), {team.anna.id}, stationery(), NOW)
    assert ledger.statements(team.project) == before


def test_leavers_of_another_project_are_not_ours(team):
    other = make_project("Elders")
    row = make_person(other, name="Weg", left_on=TODAY - DAY)
    db.session.add(Handover(project_id=other.id, leaver=row, started_at=NOW))
    db.session.flush()
    team.leaves()
    assert list(handover.waiting(team.project)) == [team.jan.id]
    assert handover.carry_out_due(team.project, NOW + 15 * DAY) == 1
    assert db.session.get(Person, row.id).archived_at is None
    assert db.session.scalar(select(Service.keeper_id).where(Service.project_id == team.project.id)) == team.bo.id


def test_who_is_erased_leaves_no_introduction_behind(team):
    row = team.leaves()
    introducing.hand_over(row, {team.anna.id, team.cas.id}, stationery(), NOW)
    assert introducing.introductions_naming(team.project.id, ["Anna de Vries"]) == [outbox()[-1].id]
    assert introducing.introductions_naming(team.project.id, ["Dirk Ent"]) == []
    erase(team.anna, NOW, actor="user:1", reason=Reason.REQUEST)
    assert [message.kind for message in outbox()] == ["handover"]
