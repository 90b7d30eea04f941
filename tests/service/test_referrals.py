"""Counts of referrals: one per counter, the last word counts, and nobody's number is overwritten unseen."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.evaluation.week import harvest
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.referrals import service as referrals
from kapstok.referrals.models import ReferralTally, TallyImport
from kapstok.referrals.rules import (
    CountedMeanwhile,
    Kind,
    MoreThanArrived,
    NotTheirService,
    Of,
    ReadFromList,
    Stopped,
    ToOneself,
)
from kapstok.referrals.service import Counter, Seen
from tests.factories import NOW, make_organisation, make_person, make_project, make_service

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
FEBRUARY, MARCH, MINUTE = dt.date(2026, 2, 1), dt.date(2026, 3, 1), dt.timedelta(minutes=1)
WHOLE = Counter(is_whole=True)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk", "eerstelijnszorg")


@pytest.fixture
def steunpunt(project):
    return make_organisation(project, "Steunpunt", "welzijn")


def sent(sender, receiver, service=None, month=MARCH) -> Of:
    return Of(month, Kind.SENT, sender.id, receiver.id, service.id if service else None)


def test_each_counts_their_own_until_somebody_counts_for_all(project, practice, steunpunt):
    an, bo = (Counter(is_whole=False, person_id=make_person(project, practice).id) for _ in range(2))
    of = sent(practice, steunpunt, make_service(steunpunt))
    for counter, count in ((an, 3), (bo, 2), (an, 4), (an, 4)):
        referrals.record_count(project, of, count, counter, NOW)
    assert referrals.counts(project) == {of: 6}
    referrals.record_count(project, of, 5, WHOLE, NOW)
    assert referrals.counts(project) == {of: 5}
    assert harvest(project, NOW, NOW + MINUTE).referrals == 5  # who counted their own is in it
    assert harvest(project, NOW - MINUTE, NOW).referrals == 0
    referrals.record_count(project, of, None, WHOLE, NOW)
    assert referrals.counts(project) == {of: 6}
    for counter in (an, bo, bo, WHOLE):
        referrals.record_count(project, of, None, counter, NOW)
    assert referrals.counts(project) == {}
    referrals.record_count(project, of, 0, an, NOW)
    assert referrals.counts(project, MARCH) == {of: 0}
    assert referrals.counts(project, FEBRUARY) == {}


def test_a_colleagues_number_is_not_overwritten_unseen(project, practice, steunpunt):
    of = sent(practice, steunpunt)
    referrals.record_count(project, of, 4, WHOLE, NOW, seen=Seen(None))
    for count in (6, None):
        with pytest.raises(CountedMeanwhile):
            referrals.record_count(project, of, count, WHOLE, NOW, seen=Seen(None))
    referrals.record_count(project, of, 4, WHOLE, NOW, seen=Seen(None))  # both say the same
    referrals.record_count(project, of, 6, WHOLE, NOW, seen=Seen(4))
    assert referrals.counts(project) == {of: 6}


def test_of_a_list_and_what_people_say_the_last_word_counts(project, practice, steunpunt):
    read_in = TallyImport(project_id=project.id, file_name="tellingen.csv", made_at=NOW, counts=1)
    db.session.add(read_in)
    db.session.flush()
    of, listed = sent(practice, steunpunt), Counter(is_whole=True, import_id=read_in.id, line=2)
    referrals.record_count(project, of, 7, WHOLE, NOW)
    referrals.record_count(project, of, 9, listed, NOW + MINUTE)
    assert referrals.counts(project) == {of: 9}
    with pytest.raises(CountedMeanwhile):
        referrals.record_count(project, of, 8, WHOLE, NOW + 2 * MINUTE, seen=Seen(7))
    with pytest.raises(ReadFromList):
        referrals.record_count(project, of, None, WHOLE, NOW + 2 * MINUTE)
    assert referrals.counts(project) == {of: 9}
    referrals.record_count(project, of, 9, WHOLE, NOW + 2 * MINUTE)  # what the list says is right
    read_in.withdrawn_at = NOW
    assert referrals.counts(project) == {of: 9}
    read_in.withdrawn_at = None
    referrals.record_count(project, of, 7, WHOLE, NOW + 2 * MINUTE, seen=Seen(9))  # said again, after the list
    assert referrals.counts(project) == {of: 7}
    referrals.withdraw(db.session.scalars(referrals.that_count(project).where(ReferralTally.count == 7)).one(), NOW)
    assert referrals.counts(project) == {of: 9}
    read_in.withdrawn_at = NOW
    assert referrals.counts(project) == {}


def test_what_arrived_and_how_it_ended(project, practice, steunpunt):
    arrived, helped = (Of(MARCH, kind, None, steunpunt.id, None) for kind in (Kind.ARRIVED, Kind.HELPED))
    referrals.record_count(project, arrived, 3, WHOLE, NOW)
    referrals.record_count(project, helped, 3, WHOLE, NOW)
    referrals.check_arrived(project, MARCH, steunpunt.id, None)
    referrals.record_count(project, arrived, 2, WHOLE, NOW)
    with pytest.raises(MoreThanArrived):
        referrals.check_arrived(project, MARCH, steunpunt.id, None)
    (last, first) = referrals.list_tallies(project, MARCH, receivers=[steunpunt.id])
    assert {(last.kind, last.count), (first.kind, first.count)} == {("arrived", 2), ("helped", 3)}
    assert referrals.list_tallies(project, MARCH, senders=[practice.id]) == []


def test_what_is_refused(project, practice, steunpunt):
    elsewhere = make_organisation(make_project("Ander project"))
    for refusal, of, note in (
        (ToOneself, sent(practice, practice), ""),
        (NotTheirService, sent(practice, steunpunt, make_service(practice)), ""),
        (NotFound, sent(practice, elsewhere), ""),
        (NotFound, sent(elsewhere, practice), ""),
        (NotFound, sent(practice, steunpunt, make_service(elsewhere)), ""),
        (HoldsBsn, sent(practice, steunpunt), "meneer 123456782"),
    ):
        with pytest.raises(refusal):
            referrals.record_count(project, of, 2, WHOLE, NOW, note=note)
    assert referrals.counts(project) == {}


def test_what_stopped_or_moved_can_be_counted_for_the_months_it_was_there(project, practice, steunpunt):
    loket, service = make_organisation(project, "Loket", "gemeente"), make_service(steunpunt)
    old, new = sent(practice, steunpunt, service, FEBRUARY), sent(practice, loket, service, FEBRUARY)
    referrals.record_count(project, old, 2, WHOLE, NOW)
    service.organisation = loket
    referrals.record_count(project, old, 3, WHOLE, NOW)  # a correction
    double = make_organisation(project, "Loket Oost", "gemeente", archived_at=NOW, merged_into_id=loket.id)
    assert double not in referrals.list_places(project, FEBRUARY)
    with pytest.raises(NotFound):
        referrals.record_count(project, sent(practice, double, month=FEBRUARY), 2, WHOLE, NOW)
    referrals.record_count(project, new, 1, WHOLE, NOW)
    with pytest.raises(NotTheirService):
        referrals.record_count(project, sent(practice, steunpunt, service), 1, WHOLE, NOW)
    loket.archived_at = NOW - 4 * dt.timedelta(days=1)  # 27 February
    referrals.record_count(project, new, 2, WHOLE, NOW)
    with pytest.raises(Stopped):
        referrals.record_count(project, sent(practice, loket), 2, WHOLE, NOW)
    assert referrals.counts(project) == {old: 3, new: 2}
    assert [each.name for each in referrals.list_places(project)] == ["Praktijk", "Steunpunt"]
    assert [each.name for each in referrals.list_places(project, FEBRUARY)] == ["Loket", "Praktijk", "Steunpunt"]
    assert [each.name for each in referrals.list_places(project, MARCH)] == ["Praktijk", "Steunpunt"]
