"""Keeping the sociale kaart right: who is asked, when, about what, and what the projectleider is told."""

import datetime as dt

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.directory import freshness
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.web.links import stationery
from tests.factories import NOW, make_organisation, make_person, make_project, make_service
from tests.mails import plain

DAY = dt.timedelta(days=1)
TODAY = clock.local_date(NOW)  # 3 March 2026
HALF_A_YEAR_AGO = dt.date(2025, 9, 3)
YESTERDAY_THEN = dt.date(2025, 9, 4)
LONG_AGO = dt.date(2024, 12, 1)


class Kaart:
    """One organisation whose offers Anna keeps."""

    def __init__(self):
        self.project = make_project()
        self.kom = make_organisation(self.project, "De Kom")
        self.anna = make_person(self.project, self.kom, "Anna de Vries")

    def offers(self, name="Logeerhuis", confirmed_on=HALF_A_YEAR_AGO, **fields):
        return make_service(self.kom, name, **({"keeper": self.anna, "confirmed_on": confirmed_on} | fields))

    def ask(self, now=NOW) -> list[str]:
        return [person.name for person in freshness.ask_keepers(self.project, stationery(), now)]


@pytest.fixture
def kaart(app) -> Kaart:
    return Kaart()


def outbox() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_keeper_gets_one_mail_about_all_that_needs_a_look(kaart):
    for name, confirmed_on in (("Respijtbed", None), ("Logeerhuis", HALF_A_YEAR_AGO), ("Inloop", YESTERDAY_THEN)):
        kaart.offers(name, confirmed_on)
    assert kaart.ask() == ["Anna de Vries"]
    (message,) = outbox()
    assert (message.kind, message.person_id) == ("freshness", kaart.anna.id)
    assert message.subject == "Klopt dit nog? Uw aanbod op de sociale kaart"
    assert "– Logeerhuis\n– Respijtbed\n\n" in plain(message)
    assert "Inloop" not in plain(message)
    assert "/aanbod" in plain(message)


def test_asking_counts_as_the_mail_of_the_month_and_changes_no_version(kaart):
    service = kaart.offers()
    before = service.version, kaart.anna.version
    kaart.ask()
    db.session.refresh(service)
    db.session.refresh(kaart.anna)
    assert (service.asked_at, kaart.anna.asked_at) == (NOW, NOW)
    assert (service.version, kaart.anna.version) == before


def test_nobody_is_asked_twice_in_a_month(kaart):
    kaart.offers()
    assert [kaart.ask(NOW + days * DAY) for days in (0, 0, 1, 30, 31, 32)] == [
        ["Anna de Vries"],
        [],
        [],
        [],
        ["Anna de Vries"],
        [],
    ]


def test_another_mail_that_asked_something_goes_first(kaart):
    kaart.offers()
    kaart.anna.asked_at = NOW - 30 * DAY
    assert kaart.ask() == []
    assert kaart.ask(NOW + DAY) == ["Anna de Vries"]


def test_about_one_service_nobody_is_asked_within_thirty_days(kaart):
    service = kaart.offers(asked_at=NOW - 29 * DAY)  # whoever was asked then
    assert kaart.ask() == []
    service.asked_at = NOW - 30 * DAY
    assert kaart.ask() == ["Anna de Vries"]


@pytest.mark.parametrize(
    "fields",
    [
        {"email": None},
        {"address_refused_at": NOW},
        {"archived_at": NOW},
        {"left_on": TODAY - DAY},
    ],
    ids=["no address", "a refused address", "archived", "left"],
)
def test_who_cannot_be_asked(kaart, fields):
    kaart.offers()
    for name, value in fields.items():
        setattr(kaart.anna, name, value)
    assert kaart.ask() == []
    assert outbox() == []


def test_what_is_not_offered_any_more_needs_no_look(kaart):
    kaart.offers(archived_at=NOW)
    assert kaart.ask() == []
    kaart.offers("Inloop")
    kaart.kom.archived_at = NOW
    assert kaart.ask() == []


def test_the_projectleider_hears_what_nobody_will_look_at(kaart):
    gone = make_person(kaart.project, kaart.kom, "Weg", left_on=TODAY - DAY)
    silent = make_person(kaart.project, kaart.kom, "Stil", email=None)
    kaart.offers("Zonder", TODAY, keeper=None)
    kaart.offers("Achtergebleven", TODAY, keeper=gone)
    kaart.offers("Onbereikbaar", LONG_AGO, keeper=silent)
    kaart.offers("Vergeefs", LONG_AGO, asked_at=NOW - 30 * DAY)
    kaart.offers("Net gevraagd", LONG_AGO, asked_at=NOW - 29 * DAY)
    kaart.offers("Nog te vragen", LONG_AGO)
    kaart.offers("Oranje", asked_at=NOW - 60 * DAY)
    found = freshness.neglected(kaart.project, NOW)
    assert [service.name for service in found.unkept] == ["Achtergebleven", "Zonder"]
    assert [service.name for service in found.red] == ["Onbereikbaar", "Vergeefs"]


def test_what_somebody_keeps_the_oldest_first(kaart):
    for name, confirmed_on in (("Inloop", TODAY), ("Respijtbed", None), ("Logeerhuis", LONG_AGO)):
        kaart.offers(name, confirmed_on)
    kaart.offers("Oud", archived_at=NOW)
    kaart.offers("Van een ander", keeper=make_person(kaart.project))
    kept = freshness.kept_by(kaart.anna)
    assert [service.name for service in kept] == ["Respijtbed", "Logeerhuis", "Inloop"]
    assert [service.name for service in freshness.stale(kept, TODAY)] == ["Respijtbed", "Logeerhuis"]


def test_only_ones_own_services_can_be_opened(kaart):
    mine, theirs = kaart.offers(), kaart.offers("Van een ander", keeper=make_person(kaart.project))
    assert freshness.get_kept(kaart.anna, mine.id) is mine
    for service_id in (theirs.id, 10**6):
        with pytest.raises(NotFound):
            freshness.get_kept(kaart.anna, service_id)


def test_each_project_asks_its_own_keepers(kaart):
    kaart.offers()
    other = make_project("Elders")
    make_service(make_organisation(other), keeper=make_person(other, name="Ver Weg"))
    assert kaart.ask() == ["Anna de Vries"]
