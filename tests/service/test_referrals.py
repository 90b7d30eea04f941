"""Counts of referrals: kept once, withdrawn without a trace in the figures."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.freetext import HoldsBsn
from kapstok.projects.rules import Vocabulary
from kapstok.referrals import service as referrals
from kapstok.referrals.rules import NotTheirService, Outcome
from kapstok.referrals.service import Counted
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term

MARCH, MINUTE = dt.date(2026, 3, 1), dt.timedelta(minutes=1)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk", "eerstelijnszorg")


@pytest.fixture
def steunpunt(project):
    return make_organisation(project, "Steunpunt", "welzijn")


def counted(sender, receiver, service=None, **fields) -> Counted:
    fields = {"month": MARCH, "reason_id": None, "outcome": Outcome.PENDING, "count": 2} | fields
    service_id = service.id if service else None
    return Counted(from_organisation_id=sender.id, to_organisation_id=receiver.id, to_service_id=service_id, **fields)


def test_a_count_is_kept_and_can_be_withdrawn(project, practice, steunpunt):
    service = make_service(steunpunt)
    reason = term(project, Vocabulary.REASON, "respijtzorg")
    tally = referrals.record_tally(project, counted(practice, steunpunt, service, reason_id=reason.id), NOW)
    row = (MARCH, practice.id, steunpunt.id, service.id, reason.id, "pending", 2)
    assert [tuple(row) for row in referrals.tallies(project)] == [row]
    assert referrals.list_tallies(project, MARCH) == [tally]
    assert referrals.list_tallies(project, MARCH, sender=steunpunt) == []
    referrals.withdraw(tally, NOW + MINUTE)
    referrals.withdraw(tally, NOW + 2 * MINUTE)
    assert tally.withdrawn_at == NOW + MINUTE
    assert (referrals.tallies(project), referrals.list_tallies(project, MARCH)) == ([], [])


def test_a_form_that_is_sent_twice_counts_once(project, practice, steunpunt):
    first = referrals.record_tally(project, counted(practice, steunpunt), NOW, form_key="a")
    assert referrals.record_tally(project, counted(practice, steunpunt), NOW, form_key="a") == first
    assert referrals.record_tally(project, counted(practice, steunpunt), NOW, form_key="b") != first
    assert len(referrals.tallies(project)) == 2


def test_the_last_receiver_comes_first(project, practice, steunpunt):
    loket, service = make_organisation(project, "Loket", "gemeente"), make_service(steunpunt)
    for minute, (receiver, offer) in enumerate([(steunpunt, service), (loket, None), (steunpunt, None), (loket, None)]):
        referrals.record_tally(project, counted(practice, receiver, offer), NOW + minute * MINUTE)
    assert referrals.last_receivers(practice) == [(loket.id, None), (steunpunt.id, None), (steunpunt.id, service.id)]
    assert referrals.last_receivers(steunpunt) == []


def test_what_is_refused(project, practice, steunpunt):
    elsewhere = make_organisation(make_project("Ander project"))
    for refusal, wrong in (
        (NotTheirService, counted(practice, steunpunt, make_service(practice))),
        (NotFound, counted(practice, elsewhere)),
        (NotFound, counted(elsewhere, practice)),
        (NotFound, counted(practice, steunpunt, make_service(elsewhere))),
        (NotFound, counted(practice, steunpunt, reason_id=10**6)),
        (HoldsBsn, counted(practice, steunpunt, note="meneer 123456782")),
    ):
        with pytest.raises(refusal):
            referrals.record_tally(project, wrong, NOW)
    assert referrals.tallies(project) == []


def test_a_participant_reaches_only_counts_of_the_own_organisation(project, practice, steunpunt):
    tally = referrals.record_tally(project, counted(practice, steunpunt), NOW)
    assert referrals.get_own_tally(make_person(project, practice), tally.id) == tally
    for other in (make_person(project, steunpunt), make_person(project, None)):
        with pytest.raises(NotFound):
            referrals.get_own_tally(other, tally.id)
