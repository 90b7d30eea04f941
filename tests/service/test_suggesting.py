"""Who is missed on the list: the projectleider decides, and what the suggester said is kept from then on."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.register.rules import PersonKnown
from kapstok.ties import ledger, measuring
from kapstok.ties import service as ties
from kapstok.ties.models import RosterSuggestion
from kapstok.ties.roster_rules import StandsOnNoList
from kapstok.ties.rules import Answers, NotAsked, StrengthOutOfRange, WaveClosed
from kapstok.ties.suggestions import service as suggesting
from kapstok.ties.suggestions.rules import AlreadyOnList, NoName, SuggestionGone, TooManyWaiting
from tests.factories import NOW, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class Town:
    """An and Bo are asked; Cas is in the register and Dee, a mantelzorger, is on no list. Neither is on the roster."""

    def __init__(self):
        self.project = make_project()
        self.kom, self.west = make_organisation(self.project, "De Kom"), make_organisation(self.project, "West")
        self.an, self.bo = make_person(self.project, self.kom, "An Bos"), make_person(self.project, self.west, "Bo Mos")
        self.wave = measuring.open_wave(self.project, "Nulmeting", NOW, actor="test")
        self.cas = make_person(self.project, self.west, "Cas Smit")
        self.dee = make_person(self.project, None, "Dee Vos", "mantelzorger", on_rosters=False)

    def suggest(self, person, name, strength=None, organisation="", function=""):
        return suggesting.suggest(self.wave, person, name, organisation, function, strength, NOW + HOUR)


@pytest.fixture
def town(app):
    return Town()


def test_the_same_name_is_shown_once_and_said_again_is_corrected(town):
    town.suggest(town.an, "  Cas   Smit ", 1)
    town.suggest(town.an, "cas smit", 3, function="wijkverpleegkundige")
    town.suggest(town.bo, "Smit, Cas", 2)
    town.suggest(town.bo, "Cas Smit", 2, organisation="Thuis")
    found = [(missed.name, missed.organisation, missed.times) for missed in suggesting.list_suggestions(town.wave)]
    assert found == [("cas smit", "", 2), ("Cas Smit", "Thuis", 1)]
    assert suggesting.count_waiting(town.project) == {town.wave.id: 3}
    assert suggesting.likely_people(suggesting.list_suggestions(town.wave)[0]) == [town.cas]


def test_what_is_no_suggestion(town):
    for name, refusal in (("Bo Mos", AlreadyOnList), (" ", NoName), ("Piet 123456782", HoldsBsn)):
        with pytest.raises(refusal):
            town.suggest(town.an, name)
    with pytest.raises(StrengthOutOfRange):
        town.suggest(town.an, "Cas Smit", 5)
    with pytest.raises(NotAsked):
        town.suggest(town.cas, "Eef Lek")
    for number in range(10):
        town.suggest(town.an, f"Naam {'abcdefghij'[number] * 3}")
    with pytest.raises(TooManyWaiting):
        town.suggest(town.an, "Eef Lek")
    measuring.close_wave(town.wave, NOW + HOUR, actor="test")
    with pytest.raises(WaveClosed):
        town.suggest(town.bo, "Eef Lek")


def test_into_the_roster_what_was_said_counts_from_when_it_was_said(town):
    town.suggest(town.an, "Cas Smit", 3)
    town.suggest(town.bo, "Cas Smit")
    (missed,) = suggesting.list_suggestions(town.wave)
    suggesting.accept(missed, town.cas, into_roster=True, now=NOW + 2 * HOUR, actor="user:1")
    said = [(row.respondent_id, row.named_id, row.strength, row.stated_at) for row in ledger.statements(town.project)]
    assert said == [(town.an.id, town.cas.id, 3, NOW + HOUR)]
    entries = {entry.person.name: entry for entry in measuring.list_asked(town.wave)}
    added = [(name, entry.answered_at, entry.added_at) for name, entry in entries.items()]
    assert added == [
        ("An Bos", None, None),  # else the projectleider would see who gave the name
        ("Bo Mos", None, None),
        ("Cas Smit", None, NOW + 2 * HOUR),
    ]
    assert entries["Cas Smit"].organisation_id == town.west.id
    assert suggesting.list_suggestions(town.wave) == []
    events = select(AuditEvent.actor, AuditEvent.subject).where(AuditEvent.event == "suggested name accepted")
    assert [tuple(row) for row in db.session.execute(events)] == [("user:1", f"wave:{town.wave.id}")]
    # From now on Cas is on the list, and can be answered about like everybody.
    ties.record_statements(town.bo, Answers({town.cas.id: 2}), NOW + 2 * HOUR, wave=town.wave)
    assert [(row.respondent_id, row.strength) for row in ledger.statements(town.project)][1:] == [(town.bo.id, 2)]
    with pytest.raises(AlreadyOnList):
        town.suggest(town.bo, "Cas Smit")


def test_somebody_new_joins_the_network_with_or_without_the_measurement(town):
    town.suggest(town.an, "Eef Lek", 4, organisation="De Kom")
    (missed,) = suggesting.list_suggestions(town.wave)
    known = {"name": "Cas Smit", "organisation_id": town.west.id}
    with pytest.raises(PersonKnown):
        suggesting.accept_new(missed, into_roster=False, now=NOW + HOUR, actor="test", **known)
    eef = {"name": "Eef Lek", "organisation_id": town.kom.id}
    person = suggesting.accept_new(missed, into_roster=False, now=NOW + HOUR, actor="test", **eef)
    assert (person.name, person.organisation) == ("Eef Lek", town.kom)
    assert [entry.person for entry in measuring.list_asked(town.wave)] == [town.an, town.bo]
    assert ledger.statements(town.project) == []


def test_who_chose_to_be_on_no_list_is_put_on_none(town):
    town.suggest(town.an, "Dee Vos", 2)
    (missed,) = suggesting.list_suggestions(town.wave)
    with pytest.raises(StandsOnNoList):
        suggesting.accept(missed, town.dee, into_roster=True, now=NOW + HOUR, actor="test")
    fields = {"name": "Gus Bol", "function_id": town.dee.function_id, "organisation_id": town.kom.id}
    with pytest.raises(StandsOnNoList):
        suggesting.accept_new(missed, into_roster=True, now=NOW + HOUR, actor="test", **fields)
    assert "Gus Bol" not in [person.name for person in measuring.active_people(town.project, NOW + HOUR)]
    suggesting.accept(missed, town.dee, into_roster=False, now=NOW + HOUR, actor="test")
    assert [entry.person for entry in measuring.list_asked(town.wave)] == [town.an, town.bo]


def test_decided_once_and_not_after_the_measurement(town):
    row_id = town.suggest(town.an, "Cas Smit", 3).id
    town.suggest(town.an, "An Bos de Jonge")
    measuring.close_wave(town.wave, NOW + HOUR, actor="test")
    with pytest.raises(WaveClosed):
        missed = suggesting.get_missed(town.wave, row_id)
        suggesting.accept(missed, town.cas, into_roster=True, now=NOW + HOUR, actor="test")
    missed = suggesting.get_missed(town.wave, row_id)
    suggesting.dismiss(missed, actor="test")
    with pytest.raises(SuggestionGone):  # in another tab
        suggesting.accept(missed, town.cas, into_roster=False, now=NOW + HOUR, actor="test")
    with pytest.raises(SuggestionGone):
        suggesting.get_missed(town.wave, row_id)
    kept = db.session.scalars(select(RosterSuggestion.name).where(RosterSuggestion.project_id == town.project.id))
    assert list(kept) == ["An Bos de Jonge"]


def test_names_nobody_decided_on_go_sixty_days_after_the_measurement_closed(town):
    town.suggest(town.an, "Cas Smit", 3)
    assert suggesting.kept_until(town.wave) is None
    assert suggesting.forget_undecided(NOW + 400 * DAY) == 0  # it still runs
    measuring.close_wave(town.wave, NOW, actor="test")
    assert suggesting.kept_until(town.wave) == dt.date(2026, 5, 2)
    assert suggesting.forget_undecided(NOW + 60 * DAY) == 0
    assert [missed.name for missed in suggesting.list_suggestions(town.wave)] == ["Cas Smit"]
    assert suggesting.forget_undecided(NOW + 61 * DAY) == 1
    assert suggesting.list_suggestions(town.wave) == []
