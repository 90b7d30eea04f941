"""What people do with their own data, on both databases."""

import datetime as dt
import io

import pytest
from PIL import Image
from sqlalchemy import select, update

from kapstok.accounts import history
from kapstok.accounts.models import Change
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import HoldsBsn
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.projects.models import Project
from kapstok.register import own_card, photos
from kapstok.register import service as register
from kapstok.register.cards import Item
from kapstok.register.models import Person
from kapstok.register.own_card import OtherAddressAsked, fingerprint
from kapstok.register.rules import PersonChanged, PersonKnown
from kapstok.web.links import address_link, stationery
from tests.factories import NOW, make_organisation, make_person, make_project

OWN = {
    "name": "Jet Vos",
    "function_id": None,
    "phone": "",
    "area": "",
    "call_me_for": "",
    "reachable": "",
    "language": "nl",
}


@pytest.fixture
def project(app):
    return make_project()


@pytest.fixture
def jet(project):
    return make_person(project, make_organisation(project, "De Kom"), "Jet Vos", email="jet@example.org")


def ask(person, wanted: str) -> None:
    project = db.session.get_one(Project, person.project_id)
    own_card.ask_new_address(person, project, wanted, stationery(), address_link, 7, NOW)


def test_editing_counts_as_looking_after(jet):
    own_card.edit_own_card(jet, jet.version, NOW, **OWN | {"phone": " 06 1 ", "call_me_for": "Geldzaken"})
    db.session.refresh(jet)
    assert (jet.phone, jet.call_me_for, jet.confirmed_on) == ("06 1", "Geldzaken", dt.date(2026, 3, 3))


def test_what_is_refused_changes_nothing(project, jet):
    make_person(project, jet.organisation, "Bo Kuiper", email=None)
    with pytest.raises(PersonChanged):
        own_card.edit_own_card(jet, jet.version - 1, NOW, **OWN)
    with pytest.raises(HoldsBsn):
        own_card.edit_own_card(jet, jet.version, NOW, **OWN | {"call_me_for": "BSN 111222333"})
    with pytest.raises(PersonKnown):
        own_card.edit_own_card(jet, jet.version, NOW, **OWN | {"name": "bo kuiper"})
    with pytest.raises(PersonChanged):
        own_card.choose_visibility(jet, jet.version - 1, on_map=False, on_rosters=True, shown=[], actor="test")
    assert (jet.name, jet.on_map, jet.confirmed_on) == ("Jet Vos", True, None)


def test_what_is_shown_keeps_one_order_and_twice_is_once(jet):
    for shown in ([Item.PHONE, Item.EMAIL], [Item.EMAIL, Item.PHONE]):
        own_card.choose_visibility(jet, jet.version, on_map=True, on_rosters=True, shown=shown, actor="test")
    assert jet.shown == ["email", "phone"]
    assert [change.field for change in history.changes_of(jet.project_id, f"person:{jet.id}")].count("shown") == 1


def test_only_mantelzorgers_leave_lists(project, jet):
    mo = make_person(project, jet.organisation, "Mo", "mantelzorger", on_rosters=False)
    for person in (jet, mo):
        own_card.choose_visibility(person, person.version, on_map=True, on_rosters=False, shown=[], actor="test")
    assert (jet.on_rosters, mo.on_rosters) == (True, False)


def test_an_address_waits_for_its_owner(jet):
    ask(jet, "Nieuw@Example.org")
    assert (jet.email, jet.new_email) == ("jet@example.org", "nieuw@example.org")
    own_card.confirm_address(jet, fingerprint("nieuw@example.org"))
    own_card.confirm_address(jet, fingerprint("nieuw@example.org"))
    assert (jet.email, jet.new_email) == ("nieuw@example.org", None)


def test_without_an_address_there_is_nobody_to_warn(project):
    person = make_person(project, make_organisation(project), email=None)
    ask(person, "nieuw@example.org")
    assert [mail.to_address for mail in db.session.scalars(select(OutboxMessage))] == ["nieuw@example.org"]


def test_an_address_that_nobody_asked_for(jet):
    ask(jet, "nieuw@example.org")
    with pytest.raises(OtherAddressAsked):
        own_card.confirm_address(jet, fingerprint("ander@example.org"))
    with pytest.raises(BadAddress):
        ask(jet, "geen adres")
    own_card.forget_new_address(jet)
    with pytest.raises(OtherAddressAsked):
        own_card.confirm_address(jet, fingerprint("nieuw@example.org"))
    with pytest.raises(OtherAddressAsked):
        own_card.confirm_address(jet, fingerprint(""))
    assert jet.email == "jet@example.org"


def test_a_confirmed_address_is_no_longer_refused(jet):
    jet.address_refused_at = jet.asked_at = NOW
    ask(jet, "nieuw@example.org")
    own_card.confirm_address(jet, fingerprint("nieuw@example.org"))
    assert (jet.address_refused_at, jet.asked_at) == (None, None)


def test_what_people_changed_themselves_and_not_what_others_did(project, jet):
    other = make_person(make_project("Ander project"), name="Vreemde")
    for person, actor, area in ((jet, f"person:{jet.id}", "Zuid"), (jet, "user:3", "Oost"), (other, None, "West")):
        history.act_as(actor or f"person:{other.id}")
        register.edit_person(person, person.version, checked=True, area=area)
    history.act_as("system")
    db.session.connection().execute(Change.__table__.update().values(at=NOW))
    db.session.expire_all()
    found = own_card.changed_by_themselves(project, NOW)
    assert {person.name: [change.new for change in changes] for person, changes in found.items()} == {
        "Jet Vos": ["Zuid"]
    }
    assert own_card.changed_by_themselves(project, NOW + dt.timedelta(seconds=1)) == {}


def test_who_was_erased_since_the_page_opened_keeps_no_photo(jet):
    picture = io.BytesIO()
    Image.new("RGB", (200, 200), "teal").save(picture, "JPEG")
    erased = update(Person.__table__).where(Person.project_id == jet.project_id, Person.id == jet.id)
    db.session.connection().execute(erased.values(erased_at=NOW))  # beside the session, which still sees somebody
    assert jet.erased_at is None
    with pytest.raises(NotFound):
        photos.keep_photo(jet, picture.getvalue(), NOW)
    assert photos.find_photo(jet) is None
