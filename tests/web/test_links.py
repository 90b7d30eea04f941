"""Links that were tampered with, cut off, grew old, were withdrawn or are for something else: one clear page."""

import string
import time
from copy import copy

import pytest
from itsdangerous import TimestampSigner

from kapstok import clock, signing
from kapstok.projects.rules import Vocabulary
from kapstok.signing import LIFETIME, Purpose
from kapstok.web.account.links import password_link
from kapstok.web.links import personal_link, rsvp_link
from tests.factories import make_invitation, make_meeting, make_person, make_user, term

ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"  # of base64 in addresses
WRONG = "Deze link klopt niet of is niet meer geldig."
OLD = "Deze link is verlopen."


@pytest.fixture
def person(project):
    return make_person(project, name="An de Boer")


@pytest.fixture
def links(project, person) -> dict[Purpose, str]:
    """The path of a sound link of each kind."""
    invitation = make_invitation(make_meeting(project, starts_at=clock.now()), person)
    made = {
        Purpose.RSVP: rsvp_link(invitation),
        Purpose.PERSONAL: personal_link(person),
        Purpose.PASSWORD: password_link(make_user()),
    }
    return {purpose: link.removeprefix("http://127.0.0.1:5000") for purpose, link in made.items()}


def refused(visitor, address: str, sentence: str = WRONG) -> None:
    page = visitor.get(address, status=404)
    assert sentence in page.text, address
    assert page.link("Vraag een nieuwe link") == "/mijn"
    if not address.startswith("/wachtwoord/"):
        assert page.response.headers.getlist("Set-Cookie") == []


def with_another(token: str, place: int) -> str:
    """The token in which one character is another; a dot, which divides its parts, is gone."""
    sign = token[place]
    other = ALPHABET[(ALPHABET.index(sign) + 32) % 64] if sign in ALPHABET else ""
    return token[:place] + other + token[place + 1 :]


@pytest.mark.parametrize("purpose", [Purpose.RSVP, Purpose.PERSONAL, Purpose.PASSWORD])
def test_every_character_of_a_link_counts(visitor, links, purpose):
    folder, _, token = links[purpose].rpartition("/")
    assert visitor.fetch(links[purpose]).status_code == 200
    for place in range(len(token)):
        answer = visitor.fetch(f"{folder}/{with_another(token, place)}")
        assert answer.status_code == 404, place
    for length in range(1, len(token)):
        assert visitor.fetch(f"{folder}/{token[:length]}").status_code == 404, length


@pytest.mark.parametrize("purpose", [Purpose.RSVP, Purpose.PERSONAL, Purpose.PASSWORD])
@pytest.mark.parametrize("change", ["{0}x", "{0}.", "x{0}", "{0}.{0}", "%00", "%ff", "é", ".", "..x"])
def test_what_is_no_link_at_all(visitor, links, purpose, change):
    folder, _, token = links[purpose].rpartition("/")
    refused(visitor, f"{folder}/{change.format(token)}")


def test_a_link_opens_nothing_else(visitor, links):
    tokens = {purpose: link.rpartition("/")[2] for purpose, link in links.items()}
    folders = {purpose: link.rpartition("/")[0] for purpose, link in links.items()}
    for purpose, folder in folders.items():
        for other in tokens.keys() - {purpose}:
            refused(visitor, f"{folder}/{tokens[other]}")


def signed_long_ago(app, purpose: Purpose, seconds: int, *parts: int) -> str:
    """A token that the app itself could have made so many seconds ago."""

    class ThenSigner(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds

    serializer = copy(signing._serializer(app.config["SECRET_KEY"], purpose))
    serializer.signer = ThenSigner
    return serializer.dumps([*parts])


def test_links_grow_old(app, visitor, person):
    user = make_user()
    for folder, purpose, owner in (
        ("/d", Purpose.PERSONAL, (person.id, 1)),
        ("/wachtwoord", Purpose.PASSWORD, (user.id, user.session_version)),
    ):
        lasts = LIFETIME[purpose]
        visitor.get(f"{folder}/{signed_long_ago(app, purpose, lasts - 60, *owner)}")
        refused(visitor, f"{folder}/{signed_long_ago(app, purpose, lasts + 60, *owner)}", OLD)


def test_a_form_that_stood_open_for_days_is_refused(app, visitor, links):
    token = links[Purpose.RSVP].removeprefix("/u/")
    old = signed_long_ago(app, Purpose.FORM, LIFETIME[Purpose.FORM] + 60, token)
    page = visitor.post(links[Purpose.RSVP], {"form_token": old, "answer": "ACCEPTED"}, status=400)
    assert "Er is niets veranderd." in page.text


def test_the_form_of_another_link_is_refused(visitor, links):
    page = visitor.get(links[Purpose.PERSONAL])
    token = page.all("input", name="form_token")[0].get("value")
    refusal = visitor.post(links[Purpose.RSVP], {"form_token": token, "answer": "ACCEPTED"}, status=400)
    assert "Er is niets veranderd." in refusal.text


def test_withdrawn_links(visitor, links, person):
    visitor.get(links[Purpose.PERSONAL])
    person.link_version += 1
    refused(visitor, links[Purpose.PERSONAL])
    visitor.get(links[Purpose.RSVP])


def test_a_corrected_address_withdraws_the_links_that_went_to_the_old_one(visitor, projectleider, project, person):
    between, double = (make_person(project, name=name, archived_at=clock.now()) for name in ("A. Boer", "An Boer"))
    between.merged_into_id, double.merged_into_id = person.id, between.id
    person.sector_id = term(project, Vocabulary.SECTOR, "welzijn").id
    older = [personal_link(one).removeprefix("http://127.0.0.1:5000") for one in (person, between, double)]
    form = f"/p/{project.id}/netwerk/mensen/{person.id}/bewerken"
    projectleider.get(form).submit(phone="0591 000 001")
    for link in older:
        assert visitor.get(link).h1 == "Dag An de Boer"
    projectleider.get(form).submit(email="an@example.org")
    for link in older:
        refused(visitor, link)
    newer = personal_link(person).removeprefix("http://127.0.0.1:5000")
    assert visitor.get(newer).h1 == "Dag An de Boer"


def test_a_first_address_withdraws_nothing(visitor, projectleider, project, person, links):
    person.email, person.sector_id = None, term(project, Vocabulary.SECTOR, "welzijn").id
    projectleider.get(f"/p/{project.id}/netwerk/mensen/{person.id}/bewerken").submit(email="an@example.org")
    visitor.get(links[Purpose.PERSONAL])


PAGES = ("", "/wie-kent-u", "/vragenlijst", "/verwijzingen", "/gegevens", "/wie-is-wie")


def closed(visitor, address: str, sentence: str) -> None:
    page = visitor.get(address, status=410)
    assert (page.h1, sentence in page.text) == ("Deze link is gesloten", True), address
    assert page.response.headers.getlist("Set-Cookie") == []


def test_who_is_in_the_archive_reads_that_they_are(visitor, links, person):
    person.archived_at = clock.now()
    sentence = "An de Boer doet niet meer mee aan Samen rond mantelzorg. Klopt dat niet? Mail Noor de Wit"
    for page in PAGES:
        closed(visitor, links[Purpose.PERSONAL] + page, sentence)
    for page in ("", "/bijeenkomst.ics"):
        closed(visitor, links[Purpose.RSVP] + page, sentence)


def test_who_withdrew_reads_that_their_data_are_gone(visitor, links, person):
    person.name, person.erased_at, person.archived_at = "Een vertrokken deelnemer", clock.now(), clock.now()
    person.link_version += 1
    for page in PAGES:
        closed(visitor, links[Purpose.PERSONAL] + page, "U doet niet meer mee aan Samen rond mantelzorg")


def test_who_was_merged_into_another_card_finds_that_card(visitor, project, links, person):
    between, kept = (make_person(project, name=name) for name in ("A. de Boer", "Anna de Boer"))
    person.merged_into_id, between.merged_into_id = between.id, kept.id
    person.archived_at = between.archived_at = clock.now()
    assert visitor.get(links[Purpose.PERSONAL]).h1 == "Dag Anna de Boer"
    kept.archived_at = clock.now()
    closed(visitor, links[Purpose.PERSONAL], "Anna de Boer doet niet meer mee")


def test_a_link_of_a_person_who_never_was(app, visitor):
    secret = app.config["SECRET_KEY"]
    for id in (0, -1, 999_999):
        refused(visitor, f"/d/{signing.sign(secret, Purpose.PERSONAL, id, 1)}")
        refused(visitor, f"/u/{signing.sign(secret, Purpose.RSVP, id, 1)}")
