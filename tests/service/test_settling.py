"""No figure changes when it is forgotten who counted."""

import datetime as dt

import pytest

from kapstok.extensions import db
from kapstok.privacy.erasure import erase
from kapstok.privacy.rules import Reason
from kapstok.referrals import service
from kapstok.referrals.models import Referral, TallyImport
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter
from kapstok.referrals.settling import settle_whole
from tests.factories import NOW, make_organisation, make_person, make_project

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
MONTH = dt.date(2026, 2, 1)


def test_who_counts_and_who_follows_are_still_two_people(app):
    project = make_project()
    sender, receiver = make_organisation(project), make_organisation(project)
    anna, bert, cor = (make_person(project, sender) for _ in range(3))
    of = Of(MONTH, Kind.SENT, sender.id, receiver.id, None)
    for person, count in ((anna, 3), (cor, 1)):
        service.record_count(project, of, count, Counter(is_whole=False, person_id=person.id), NOW)
    ends = {"from_organisation_id": sender.id, "to_organisation_id": receiver.id, "month": MONTH, "status_at": NOW}
    for number, person in enumerate((bert, bert, cor, cor)):
        db.session.add(Referral(project_id=project.id, reference=f"R{number}", from_person_id=person.id, **ends))
    db.session.flush()
    assert service.counts(project) == {of: 3 + 2 + 2}
    for person in (anna, bert, cor):
        erase(person, NOW, actor="test", reason=Reason.REQUEST)
        assert service.counts(project) == {of: 7}
    assert {said.person for said in service.said(project)} == {None}


def test_what_is_followed_without_a_name_is_not_covered_by_who_was_forgotten(app):
    project = make_project()
    sender, receiver = make_organisation(project), make_organisation(project)
    anna, of = make_person(project, sender), Of(MONTH, Kind.SENT, sender.id, receiver.id, None)
    service.record_count(project, of, 3, Counter(is_whole=False, person_id=anna.id), NOW)
    ends = {"from_organisation_id": sender.id, "to_organisation_id": receiver.id, "month": MONTH, "status_at": NOW}
    db.session.add(Referral(project_id=project.id, reference="R", **ends))  # whoever forwarded one had it followed
    db.session.flush()
    assert service.counts(project) == {of: 4}
    erase(anna, NOW, actor="test", reason=Reason.REQUEST)
    assert service.counts(project) == {of: 4}


def test_the_last_word_for_an_organisation_is_the_one_that_stays(app):
    project = make_project()
    sender, receiver = make_organisation(project), make_organisation(project)
    files = [TallyImport(project_id=project.id, file_name="a.csv", made_at=NOW, counts=1) for _ in range(2)]
    files[1].withdrawn_at = NOW
    db.session.add_all(files)
    db.session.flush()
    of, hour = Of(MONTH, Kind.SENT, sender.id, receiver.id, None), dt.timedelta(hours=1)
    service.record_count(project, of, 4, Counter(is_whole=True), NOW)
    service.record_count(project, of, 6, Counter(is_whole=True, import_id=files[0].id, line=1), NOW + hour)
    service.record_count(project, of, 9, Counter(is_whole=True, import_id=files[1].id, line=1), NOW + 2 * hour)
    settle_whole(project, NOW)
    assert [said.count for said in service.said(project)] == [6]
