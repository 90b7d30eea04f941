"""Single referrals against a database: following, closing, withdrawing, forgetting the day, and mail about them."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.extensions import db
from kapstok.freetext import HoldsAddress
from kapstok.mail.models import OutboxMessage
from kapstok.projects import service as projects
from kapstok.projects.rules import Module, Vocabulary
from kapstok.referrals import service as referrals
from kapstok.referrals.following import finding, letters
from kapstok.referrals.following import service as following
from kapstok.referrals.following.rules import (
    AlreadyEnded,
    ForwardedToItself,
    NoLongerThere,
    NoReference,
    SaidMeanwhile,
    Stage,
    Status,
    Withdrawn,
)
from kapstok.referrals.following.service import New, Outcome
from kapstok.referrals.rules import FutureMonth, Kind, NotTheirService, Of, ToOneself
from kapstok.web.links import referral_link, stationery
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, term
from tests.mails import plain

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
DAY = dt.timedelta(days=1)
MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def project(app):
    project = make_project()
    projects.switch_modules(project, {Module.FOLLOWING}, actor="test")
    return project


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def steunpunt(project):
    return make_organisation(project, "Steunpunt", email="steunpunt@example.org")


@pytest.fixture
def service(steunpunt):
    return make_service(steunpunt, "Respijtzorg", email="respijt@example.org")


@pytest.fixture
def an(project, practice):
    return make_person(project, practice, "An de Boer", "poh")


@pytest.fixture
def follow(project, practice, service, an):
    def follow(reference="K7QD2M", now=NOW, person=an, **changed):
        ends = {"sender_id": practice.id, "receiver_id": service.organisation_id, "service_id": service.id}
        given = {"month": clock.month_of(clock.local_date(now)), "reason_id": None} | ends | changed
        return following.follow(project, New(reference=reference, **given), person, now)

    return follow


def mails():
    return db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id)).all()


def say(row, status, now=NOW, seen=None, **rest):
    following.say(row, Outcome(status, **rest), now, actor="link", seen=seen or row.status)


def test_a_form_sent_twice_is_one_referral_and_counts_in_its_month(project, follow, practice, steunpunt, service):
    row = follow()
    assert (row.made_on, row.month, row.status) == (dt.date(2026, 3, 3), MARCH, "sent")
    assert follow("k7q-d2m") is row
    of = Of(MARCH, Kind.SENT, practice.id, steunpunt.id, service.id)
    assert referrals.counts(project) == {of: 1}
    other = follow(note="Bellen na 16.00 uur")  # the page was gone back to, and something else sent
    assert (other is row, other.reference == row.reference) == (False, False)
    assert referrals.counts(project) == {of: 2}
    following.withdraw(other, NOW)
    assert referrals.counts(project) == {of: 1}
    february = follow("C2D3F4", month=dt.date(2026, 2, 1))
    assert february.made_on is None


def test_what_is_refused(project, follow, practice, steunpunt, service):
    elsewhere, theme = make_organisation(project), term(project, Vocabulary.THEME, "opsporen")
    for refusal, changed in (
        (FutureMonth, {"month": dt.date(2026, 4, 1)}),
        (NoReference, {"reference": "AAAAAA"}),
        (ToOneself, {"receiver_id": practice.id, "service_id": None}),
        (NotTheirService, {"receiver_id": elsewhere.id}),
        (HoldsAddress, {"note": "Zij woont op 7811 AB 12"}),
        (following.NotFound, {"reason_id": theme.id}),
    ):
        with pytest.raises(refusal):
            follow(**changed)
    service.archived_at = NOW
    with pytest.raises(NoLongerThere):
        follow()
    steunpunt.archived_at = NOW
    with pytest.raises(NoLongerThere):
        follow(service_id=None)


def test_closing_correcting_and_reopening(follow, steunpunt, practice):
    row = follow()
    say(row, Status.IN_PROGRESS, NOW + DAY)
    assert (row.closed_by, row.duration, row.feedback) == (None, "", None)
    say(row, Status.HELPED, NOW + 15 * DAY, feedback=True)
    assert (row.status, row.closed_by, row.duration, row.feedback) == ("helped", "link", "6w", True)
    say(row, Status.FORWARDED, NOW + 50 * DAY, forwarded_to_id=practice.id)
    assert (row.duration, row.forwarded_to_id, row.feedback) == ("6w", practice.id, None)
    with pytest.raises(ForwardedToItself):
        say(row, Status.FORWARDED, forwarded_to_id=steunpunt.id)
    say(row, Status.WAITING, NOW + 51 * DAY, forwarded_to_id=practice.id)
    assert (row.duration, row.forwarded_to_id, row.closed_by) == ("", None, None)


def test_the_step_after_one_that_was_forwarded_is_followed_once(project, follow, practice, steunpunt):
    row = follow()
    assert following.find_next(project, row) is None
    say(row, Status.FORWARDED, forwarded_to_id=practice.id)
    further = following.follow_next(project, row, NOW)
    assert following.follow_next(project, row, NOW + 40 * DAY) is further is following.find_next(project, row)
    assert (further.from_organisation_id, further.to_organisation_id) == (steunpunt.id, practice.id)


def test_of_two_who_close_at_once_the_second_sees_the_first(follow):
    row = follow()
    say(row, Status.HELPED, seen="sent")
    say(row, Status.HELPED, seen="sent")  # the same again
    with pytest.raises(SaidMeanwhile):
        say(row, Status.NO_PLACE, seen="sent")
    with pytest.raises(SaidMeanwhile):
        say(row, Status.HELPED, seen="sent", feedback=False)  # the first said nothing of that
    assert (row.status, row.feedback) == ("helped", None)
    with pytest.raises(AlreadyEnded):
        following.withdraw(row, NOW)


def test_nothing_becomes_of_what_was_withdrawn(follow, project):
    row = follow()
    letters.tell_receiver(row, project, stationery(), referral_link, NOW)
    following.withdraw(row, NOW)
    following.withdraw(row, NOW + DAY)
    assert row.withdrawn_at == NOW
    assert [mail.status for mail in mails()] == ["superseded"]
    with pytest.raises(Withdrawn):
        say(row, Status.HELPED)


def test_the_day_goes_once_it_is_no_longer_needed(follow, project):
    ended, withdrawn, open_one = follow("C2D3F4"), follow("F4G6H7"), follow("H7J8K9")
    say(ended, Status.NO_FIT)
    following.withdraw(withdrawn, NOW)
    following.coarsen(project, NOW)
    assert [row.made_on for row in (ended, withdrawn, open_one)] == [None, None, dt.date(2026, 3, 3)]
    for day, where in ((dt.date(2026, 5, 3), Stage.UNKNOWN), (dt.date(2026, 5, 31), Stage.UNKNOWN)):
        now = dt.datetime.combine(day, dt.time(12), dt.UTC)
        following.coarsen(project, now)
        assert finding.stage_of(open_one, day) is where
        assert [finding.list_in_stage(project, each, now) for each in (Stage.OPEN, Stage.UNKNOWN)] == [[], [open_one]]
    assert open_one.made_on is None
    counted = finding.overview(project, now)
    assert counted.stages == {Stage.ENDED: 1, Stage.WITHDRAWN: 1, Stage.UNKNOWN: 1}
    assert (counted.reasons[None, Stage.ENDED], counted.helped[None], counted.durations["2w"]) == (1, 0, 1)


def test_who_receives_mail(follow, project, service, steunpunt):
    row, today = follow(), clock.local_date(NOW)
    assert letters.receiver_of(row, today).address == "respijt@example.org"
    service.email, service.keeper = None, make_person(project, steunpunt, "Kees Bos", email="kees@example.org")
    assert letters.receiver_of(row, today).person is service.keeper
    service.keeper.left_on = today - DAY
    assert letters.receiver_of(row, today).address == "steunpunt@example.org"
    service.keeper.left_on, service.archived_at = None, NOW
    assert letters.receiver_of(row, today).address == "steunpunt@example.org"
    steunpunt.archived_at = NOW
    assert letters.receiver_of(row, today) is None
    assert not letters.tell_receiver(row, project, stationery(), referral_link, NOW)


def test_the_mail_that_it_comes_names_no_client_and_nobody_else(follow, project, an):
    row = follow(note="Bellen na 16.00 uur")
    for _time in range(2):
        assert letters.tell_receiver(row, project, stationery(), referral_link, NOW)
    (mail,) = mails()
    text = plain(mail)
    assert (mail.to_address, mail.kind, mail.person_id) == ("respijt@example.org", "referral", None)
    assert mail.subject == "Verwijzing K7QD2M van Praktijk Oost"
    assert "maart 2026" in text and referral_link(row) in text
    assert an.name not in text and "16.00" not in text


def test_a_desk_is_reminded_once_of_all_that_is_open(follow, project):
    first, ended = follow("C2D3F4"), follow("F4G6H7")
    say(ended, Status.HELPED)
    second = follow("H7J8K9", NOW + 20 * DAY, month=MARCH)
    sent = [letters.remind_due(project, stationery(), referral_link, NOW + days * DAY) for days in (29, 30, 31, 70)]
    assert sent == [0, 1, 0, 0]
    (mail,) = mails()
    assert mail.subject == "Wat werd er van deze verwijzingen?"
    assert [reference in plain(mail) for reference in ("C2D3F4", "H7J8K9", "F4G6H7")] == [True, True, False]
    assert first.reminded_at == second.reminded_at == NOW + 30 * DAY
    late = follow("J8K9M2", NOW + 21 * DAY, month=MARCH)  # was due on day 51; the desk was mailed on day 30
    sent = [letters.remind_due(project, stationery(), referral_link, NOW + days * DAY) for days in (51, 59, 60)]
    assert (sent, late.reminded_at) == ([0, 0, 1], NOW + 60 * DAY)
    projects.switch_modules(project, set(), actor="test")
    follow("M2N3P4")
    assert letters.remind_due(project, stationery(), referral_link, NOW + 40 * DAY) == 0


def test_a_keeper_is_asked_no_more_than_once_a_month(follow, project, service, steunpunt):
    service.email, service.keeper = None, make_person(project, steunpunt, email="kees@example.org", asked_at=NOW + DAY)
    follow()
    sent = [letters.remind_due(project, stationery(), referral_link, NOW + days * DAY) for days in (30, 32)]
    db.session.refresh(service.keeper)
    assert (sent, service.keeper.asked_at, mails()[0].person_id) == ([0, 1], NOW + 32 * DAY, service.keeper_id)


def test_a_desk_that_is_somebody_is_asked_no_more_than_they_are(follow, project, steunpunt):
    kees = make_person(project, steunpunt, email="Respijt@example.org", asked_at=NOW + DAY)  # as their service
    follow()
    sent = [letters.remind_due(project, stationery(), referral_link, NOW + days * DAY) for days in (30, 32)]
    db.session.refresh(kees)
    assert (sent, kees.asked_at) == ([0, 1], NOW + 32 * DAY)


def test_what_waits_for_an_outcome_is_listed_before_what_is_newer(follow, project, steunpunt):
    kees = make_person(project, steunpunt)
    waits, ended = follow("C2D3F4"), follow("F4G6H7")
    say(ended, Status.HELPED)
    assert finding.list_received_by(kees, NOW) == [waits, ended]
    assert finding.list_received_by(kees, NOW, most=1) == [waits]
