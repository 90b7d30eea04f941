"""Monthly counts from a file: kept, landed as a whole, overruled by what is later, withdrawn and brought back."""

import datetime as dt

import pytest

from kapstok.errors import NotFound
from kapstok.referrals import service
from kapstok.referrals.imports import service as counts
from kapstok.referrals.rules import Kind, Of
from kapstok.register.drafts import NotReady, RegisterChanged
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, make_user

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

MONTH = NOW.date().replace(day=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def user(project):
    return make_user(project)


@pytest.fixture
def ends(project):
    es, kom = make_organisation(project, "Praktijk De Es"), make_organisation(project, "De Kom")
    return es, kom, make_service(kom, "Respijt thuis")


def file(number: int, *more: str) -> bytes:
    month = f"{MONTH:%Y-%m}"
    return "\n".join(("Van;Naar;Aanbod;Maand;Aantal", f"Praktijk De Es;De Kom;;{month};{number}", *more)).encode()


def receive(project, user, data: bytes, now=NOW):
    return counts.receive(project, user.id, "oktober.csv", data, now)


def land(project, user, data: bytes, now):
    draft = receive(project, user, data, now)
    return counts.land(project, draft.id, counts.plan_of(project, draft, now).fingerprint, now, user_id=user.id)


def test_the_later_word_counts_and_a_withdrawn_file_lets_the_earlier_one_stand_again(project, user, ends):
    es, kom, respijt = ends
    of = Of(MONTH, Kind.SENT, es.id, kom.id, None)
    jet = make_person(project, es, "Jet Vos")
    service.record_count(project, of, 4, service.Counter(is_whole=False, person_id=jet.id), NOW)
    draft = receive(project, user, file(6))
    assert [(row.was, row.count) for row in counts.plan_of(project, draft, NOW).rows] == [(4, 6)]
    counts.drop(draft)
    more = f"Praktijk De Es;De Kom;Respijt thuis;{MONTH:%Y-%m};3"
    first = land(project, user, file(6, more), NOW + HOUR)
    assert (first.counts, first.made_by) == (2, user)
    at_respijt = Of(MONTH, Kind.SENT, es.id, kom.id, respijt.id)
    assert service.counts(project) == {of: 6, at_respijt: 3}
    second = land(project, user, file(7), NOW + 2 * HOUR)
    assert counts.files.find_earlier(project, "oktober.csv") == second
    assert service.counts(project) == {of: 7, at_respijt: 3}
    service.record_count(project, of, 9, service.Counter(is_whole=True, user_id=user.id), NOW + 3 * HOUR)
    assert service.counts(project) == {of: 9, at_respijt: 3}
    counts.files.withdraw(first, NOW + 4 * HOUR, actor="test")
    counts.files.withdraw(second, NOW + 4 * HOUR, actor="test")
    assert service.counts(project) == {of: 9}
    counts.files.bring_back(second, actor="test")
    counts.files.bring_back(first, actor="test")
    assert service.counts(project) == {of: 9, at_respijt: 3}  # what was said after it, still counts
    assert [found.id for found in counts.files.list(project)] == [second.id, first.id]


def test_withdrawn_what_people_counted_stands_again(project, user, ends):
    es, kom, _respijt = ends
    of = Of(MONTH, Kind.SENT, es.id, kom.id, None)
    jet = make_person(project, es, "Jet Vos")
    service.record_count(project, of, 4, service.Counter(is_whole=False, person_id=jet.id), NOW)
    made = land(project, user, file(6), NOW + HOUR)
    counts.files.withdraw(made, NOW + 2 * HOUR, actor="test")
    assert service.counts(project) == {of: 4}


def test_nothing_lands_twice_or_otherwise_than_was_looked_at(project, user, ends):
    draft = receive(project, user, file(6))
    seen = counts.plan_of(project, draft, NOW).fingerprint
    with pytest.raises(RegisterChanged):
        counts.land(project, draft.id, "x", NOW, user_id=user.id)
    ends[1].archived_at = NOW - dt.timedelta(days=70)
    with pytest.raises(NotReady):
        counts.land(project, draft.id, seen, NOW, user_id=user.id)
    ends[1].archived_at = None
    counts.land(project, draft.id, seen, NOW, user_id=user.id)
    with pytest.raises(NotFound):
        counts.land(project, draft.id, seen, NOW, user_id=user.id)
    counts.check_landed(project, draft.id)
    again = receive(project, user, file(6))
    with pytest.raises(NotReady):  # nothing is new
        counts.land(project, again.id, counts.plan_of(project, again, NOW).fingerprint, NOW, user_id=user.id)


def test_a_former_name_and_another_project(project, user, ends):
    es, kom, _respijt = ends
    old = make_organisation(project, "Stichting De Oude Kom", archived_at=NOW, merged_into_id=kom.id)
    other = make_project("Elders")
    elsewhere = make_organisation(other, "Elders BV")
    draft = receive(project, user, file(6).replace(b";De Kom;", b";stichting de oude kom;"))
    assert [row.of.receiver for row in counts.plan_of(project, draft, NOW).rows] == [kom.id]
    with pytest.raises(NotFound):
        counts.get_draft(other, draft.id)
    assert {known.id for known in counts.known_organisations(project)} == {es.id, kom.id}
    assert (old.merged_into_id, elsewhere.project_id) == (kom.id, other.id)
