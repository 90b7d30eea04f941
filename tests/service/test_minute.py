"""What is open for whom, and the one round of mail a month."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from sqlalchemy import event, select, text

from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.progress.indicators import list_indicators, report
from kapstok.progress.minute import month as months
from kapstok.progress.minute import service
from kapstok.progress.minute.open import open_for
from kapstok.progress.minute.rules import AlreadySent, Asked, NobodyToAsk, Part
from kapstok.progress.models import MinuteRound
from kapstok.progress.service import ensure_defaults
from kapstok.projects.models import Project
from kapstok.referrals.rules import Kind, Of
from kapstok.referrals.service import Counter, record_count
from kapstok.register.models import Organisation
from kapstok.register.reporters import name_reporter
from kapstok.scope import get_in_project
from kapstok.ties.measuring import active_people
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project, make_service, make_user
from tests.mails import plain

FEBRUARY, NEW_YEAR = dt.date(2026, 2, 1), dt.date(2026, 1, 1)
TODAY, LONG_AGO = NOW.date(), dt.date(2025, 1, 1)
SENT, ARRIVED = Asked(Part.SENT, FEBRUARY), Asked(Part.ARRIVED, FEBRUARY)
IN_VIEW = Asked(Part.COUNTS, NEW_YEAR, "Mantelzorgers in beeld")
ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def project(app) -> Project:
    made = make_project()
    ensure_defaults(made)
    return made


@pytest.fixture
def practice(project):
    return make_organisation(project, "De Brink", "eerstelijnszorg")


def open_now(project: Project) -> dict[str, list[Asked]]:
    """By name; the stappenplan is left out here."""
    people = active_people(project, NOW)
    found = open_for(project, people, NOW)
    return {person.name: [each for each in found.get(person.id, []) if each.part != Part.STEPS] for person in people}


def send(project: Project, user, now: dt.datetime = NOW) -> MinuteRound:
    return service.send(project, stationery(), now, user=user, actor="test")


@ONE_DATABASE
def test_what_is_open_is_what_was_not_said_yet(project, practice):
    council = make_organisation(project, "Zorgloket", "gemeente")
    make_service(council)
    an = make_person(project, practice, "An", joined_on=TODAY)
    make_person(project, practice, "Bo", joined_on=LONG_AGO)
    cas = make_person(project, council, "Cas", joined_on=TODAY)
    make_person(project, practice, "Mies", function="mantelzorger", joined_on=LONG_AGO)
    assert open_now(project) == {
        "An": [SENT, IN_VIEW],
        "Bo": [SENT, IN_VIEW, Asked(Part.CARD)],
        "Cas": [SENT, ARRIVED],
        "Mies": [],
    }
    record_count(project, Of(FEBRUARY, Kind.SENT, practice.id, council.id, None), 0, Counter(False, an.id), NOW)
    record_count(project, Of(FEBRUARY, Kind.ARRIVED, None, council.id, None), 3, Counter(True, cas.id), NOW)
    report(list_indicators(project)[0], practice, NEW_YEAR, 57, 4000, NOW)
    assert open_now(project) == {"An": [], "Bo": [SENT, Asked(Part.CARD)], "Cas": [SENT], "Mies": []}
    name_reporter(practice, an, actor="test")
    assert open_now(project)["Bo"] == [Asked(Part.CARD)]
    name_reporter(practice, cas, actor="test")
    record_count(project, Of(FEBRUARY, Kind.SENT, practice.id, council.id, None), 9, Counter(True, cas.id), NOW)
    assert open_now(project) == {"An": [], "Bo": [Asked(Part.CARD)], "Cas": [SENT], "Mies": []}


@ONE_DATABASE
def test_one_round_a_month_to_who_may_be_asked(project, practice):
    leader = make_user(project, name="Noor de Wit")
    an = make_person(project, practice, "An", joined_on=TODAY)
    make_person(project, practice, "Bo", joined_on=TODAY, email=None)
    make_person(project, practice, "Cas", joined_on=TODAY, asked_at=NOW - dt.timedelta(days=30))
    make_person(project, None, "Mies", function="mantelzorger", sector_id=practice.sector_id, joined_on=TODAY)
    sent = send(project, leader)
    assert (sent.month, sent.sent_at, sent.mailed) == (dt.date(2026, 3, 1), NOW, 1)
    (mail,) = db.session.scalars(select(OutboxMessage))
    assert (mail.kind, mail.person_id, mail.project_id) == ("minute", an.id, project.id)
    assert "– verwijzingen van februari 2026\n– Mantelzorgers in beeld op donderdag 1 januari 2026\n" in plain(mail)
    assert an.asked_at == NOW
    with pytest.raises(AlreadySent) as refused:
        send(project, leader, NOW + dt.timedelta(days=20))
    assert refused.value.params == {"day": "03-03-2026", "name": "Noor de Wit"}
    april = NOW + dt.timedelta(days=31)
    assert [send(project, leader, april).mailed, service.find_last_round(project).sent_at] == [2, april]


@ONE_DATABASE
def test_no_mail_no_round(project, practice):
    make_person(project, practice, email=None)
    with pytest.raises(NobodyToAsk):
        send(project, make_user(project))
    assert service.find_last_round(project) is None


def test_two_tabs_send_one_round(app, project, practice):
    make_person(project, practice)
    user_id, project_id = make_user(project).id, project.id
    db.session.commit()

    def once(_) -> int:
        with app.test_request_context():
            user = db.session.get(service.User, user_id)
            try:
                sent = send(db.session.get(Project, project_id), user)
            except AlreadySent:
                return 0
            db.session.commit()
            return sent.mailed

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(once, range(3))) == [0, 0, 1]


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_who_saves_one_part_does_not_wait_for_who_saves_another(app, project, practice):
    """Or two who save at once would wait for each other for ever."""
    other_id, project_id = make_organisation(project, sector="eerstelijnszorg").id, project.id
    db.session.commit()
    record_count(project, Of(FEBRUARY, Kind.SENT, practice.id, other_id, None), 3, Counter(True), NOW)

    def meanwhile() -> int:
        with app.app_context():
            db.session.execute(text("SET lock_timeout = '3s'"))
            indicator = list_indicators(db.session.get(Project, project_id))[0]
            report(indicator, get_in_project(Organisation, project_id, other_id), NEW_YEAR, 57, 4000, NOW)
            db.session.commit()
            return 1

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(meanwhile).result() == 1


@ONE_DATABASE
def test_as_many_queries_for_sixty_organisations_as_for_two(project):
    def queries() -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", note)
        service.prepare(project, NOW)
        months.look_at(project, FEBRUARY, NOW)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    def grow(number: int) -> None:
        places = [make_organisation(project, sector="welzijn") for _ in range(number)]
        for organisation in places:
            people = [make_person(project, organisation) for _ in range(5)]
            name_reporter(organisation, people[0], actor="test")
            make_service(organisation)
        for one, other in pairwise(places):
            record_count(project, Of(FEBRUARY, Kind.SENT, one.id, other.id, None), 12, Counter(True), NOW)

    grow(2)
    few = queries()
    grow(58)
    assert queries() == few
