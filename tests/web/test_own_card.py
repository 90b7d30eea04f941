""" "Uw gegevens": what participants change themselves, what others see of it, and what must be confirmed first."""

import datetime as dt
import io

import pytest
from PIL import Image
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.projects.rules import Vocabulary
from kapstok.register import cards, consent, photos
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.web.links import address_link, personal_link
from tests.browsing import Page, text
from tests.factories import make_organisation, make_person, term


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom")


@pytest.fixture
def jet(project, kom):
    return make_person(project, kom, "Jet Vos", "sociaal-werker", email="jet@example.org", phone="0591 000 001")


def address(person: Person, page: str = "") -> str:
    return path(personal_link(person)) + page


def path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:5000")


def reread(person: Person) -> Person:
    db.session.expire_all()
    return person


def picture(kind: str = "JPEG", size: tuple[int, int] = (90, 60)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return io.BytesIO(out.getvalue())


def mails(kind: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def upload(page: Page, file: io.BytesIO, name: str = "foto.jpg", status: int = 200) -> Page:
    token = page.all("input", name="form_token")[0].get("value")
    return page.visitor.post(page.url, {"form_token": token, "photo": (file, name)}, status=status)


# Looking, and one click


def test_from_the_personal_page_to_ones_own_data(visitor, jet):
    page = visitor.get(address(jet)).follow("Nakijken of wijzigen")
    assert page.h1 == "Uw gegevens"
    shown = {text(row.find("dt")): text(row.find("dd")) for row in page.all("div") if row.find("dt") is not None}
    assert shown == {
        "Naam": "Jet Vos",
        "Functie": "Sociaal werker",
        "Organisatie": "De Kom",
        "E-mailadres": "jet@example.org",
        "Telefoon": "0591 000 001",
        "Wijk of kern": "niet bekend",
        "Waarvoor bel je mij": "nog niet ingevuld",
        "Bereikbaarheid": "nog niet ingevuld",
        "Taal": "Nederlands",
    }
    assert "Set-Cookie" not in page.response.headers


def test_all_is_right_in_one_click(visitor, jet):
    before = jet.version
    page = visitor.get(address(jet, "/gegevens"))
    page = page.submit(f"{page.url}/klopt")
    assert "Wij weten nu dat alles klopt." in page.text
    assert (reread(jet).confirmed_on, jet.version) == (clock.local_date(clock.now()), before)


# One's own words


def test_change_what_is_ones_own(visitor, project, jet):
    poh = term(project, Vocabulary.FUNCTION, "poh")
    page = visitor.get(address(jet, "/gegevens")).follow("Wijzigen")
    page = page.submit(
        name="Jet de Vos",
        function_id=str(poh.id),
        phone="06 1234 5678",
        area="Zuid",
        call_me_for="Geldzaken\r\nen regelingen",
        reachable="Op dinsdag",
        language="en",
    )
    reread(jet)
    assert (jet.name, jet.function, jet.phone, jet.area) == ("Jet de Vos", poh, "06 1234 5678", "Zuid")
    assert (jet.call_me_for, jet.reachable, jet.language) == ("Geldzaken\nen regelingen", "Op dinsdag", "en")
    assert (jet.organisation.name, jet.email) == ("De Kom", "jet@example.org")
    assert jet.confirmed_on == clock.local_date(clock.now())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Vul uw naam in."),
        ({"name": "!!"}, "Vul een naam met letters in."),
        ({"name": "Bo Kuiper"}, "Er staat al iemand met deze naam in het netwerk"),
        ({"call_me_for": "x" * 301}, "Maak dit korter: hooguit 300 tekens."),
        ({"call_me_for": "mevrouw met BSN 111222333"}, "burgerservicenummer"),
        ({"reachable": "geboren 3-1-1956"}, "Dat kan een geboortedatum zijn."),
        ({"function_id": "99999"}, "Dit is geen geldige keuze."),
        ({"language": "fy"}, "Dit is geen geldige keuze."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(visitor, project, kom, jet, typed, sentence):
    make_person(project, kom, "Bo Kuiper", email=None)
    page = visitor.get(address(jet, "/gegevens/wijzigen")).submit(**({"area": "Zuid"} | typed), status=400)
    assert page.all("input", name="area")[0].get("value") == "Zuid"
    assert (reread(jet).name, jet.area) == ("Jet Vos", "")
    if "geldige keuze" not in sentence:
        assert sentence in page.text


def test_who_saves_second_sees_both(visitor, projectleider, project, jet):
    own = visitor.get(address(jet, "/gegevens/wijzigen"))
    projectleider.get(f"/p/{project.id}/netwerk/mensen/{jet.id}/bewerken").submit(area="Noord")
    page = own.submit(area="Zuid", status=409)
    assert "Uw gegevens zijn intussen gewijzigd" in page.text
    (row,) = [tuple(text(cell) for cell in row if cell.tag in ("th", "td")) for row in page.all("tr")][1:]
    assert row == ("Wijk of kern waar u werkt", "Noord", "Zuid")
    assert reread(jet).area == "Noord"
    page.submit()
    assert reread(jet).area == "Zuid"


# What others see


def test_yes_and_what_stands_on_the_card(visitor, jet):
    page = visitor.get(address(jet)).follow("Kiezen")
    assert [box.get("checked") for box in page.all("input", name="card")] == [None, None]
    page = page.submit(card="ja", shown=["phone", "email"])
    assert "Mensen in het netwerk zien dit" in page.text
    reread(jet)
    card = cards.find_card(jet)
    assert (card.phone, card.email, jet.shown) == ("0591 000 001", "jet@example.org", ["email", "phone"])
    again = visitor.get(address(jet, "/gegevens/zichtbaar")).submit(card="nee")
    assert "U staat niet in wie is wie." in again.text
    assert [row.given for row in cards.history_of(reread(jet))] == [True, False]
    assert "Uw kaart staat niet in wie is wie." in visitor.get(address(jet)).text


def test_saving_without_an_answer_says_nothing(visitor, jet):
    visitor.get(address(jet, "/gegevens/zichtbaar")).submit()
    assert (cards.history_of(jet), reread(jet).on_map) == ([], True)


def test_each_consent_stands_alone(visitor, jet):
    visitor.get(address(jet, "/gegevens/zichtbaar")).submit(paper="ja")
    answers = cards.answers_of(reread(jet))
    assert {purpose: answer.given for purpose, answer in answers.items()} == {Purpose.PAPER: True}


def test_only_mantelzorgers_are_asked_about_it(visitor, project, jet):
    sector = term(project, Vocabulary.SECTOR, "mantelzorgers")
    mo = make_person(project, None, "Mo", sector_id=sector.id, on_rosters=False)
    assert visitor.get(address(jet, "/gegevens/zichtbaar")).all("input", name="mantelzorger") == []
    page = visitor.get(address(mo, "/gegevens/zichtbaar"))
    page.submit(card="ja")
    assert cards.find_card(reread(mo)).sector.key == "overig"
    visitor.get(address(mo, "/gegevens/zichtbaar")).submit(mantelzorger="ja", on_rosters="on")
    assert (cards.find_card(reread(mo)).sector.key, mo.on_rosters) == ("mantelzorgers", True)


def test_a_page_of_before_does_not_undo_a_later_no(visitor, jet):
    visitor.get(address(jet, "/gegevens/zichtbaar")).submit(card="ja")
    old_page = visitor.get(address(jet, "/gegevens/zichtbaar"))
    visitor.get(address(jet, "/gegevens/zichtbaar")).submit(card="nee")
    old_page.submit(shown=["phone"], status=409)
    assert cards.find_card(reread(jet)) is None


def test_who_does_not_want_to_be_in_the_picture_has_no_card_either(visitor, jet):
    page = visitor.get(address(jet, "/gegevens/zichtbaar")).submit(card="ja", on_map=[])
    assert "Daarom staat u ook niet in wie is wie." in page.text
    assert cards.find_card(reread(jet)) is None


def test_a_new_text_is_asked_anew_and_the_old_answer_holds(visitor, jet, monkeypatch):
    visitor.get(address(jet, "/gegevens/zichtbaar")).submit(card="ja")
    newer = consent.Text(Purpose.CARD, "2", dt.date(2027, 3, 1), "Mag uw kaart erin?", "Ook op de website.")
    monkeypatch.setattr(consent, "TEXTS", (*consent.TEXTS, newer))
    page = visitor.get(address(jet, "/gegevens/zichtbaar"))
    assert "De tekst van deze vraag is nieuw. U zei eerder ja." in page.text
    assert "Ook op de website." in page.text and "Mensen uit dit netwerk zien dan uw naam" in page.text
    page.submit(shown=["phone"])
    assert (cards.find_card(reread(jet)).phone, len(cards.history_of(jet))) == ("0591 000 001", 1)
    visitor.get(page.url).submit(card="ja")
    assert [row.text_version for row in cards.history_of(jet)] == ["1", "2"]
    assert "is nieuw" not in visitor.get(page.url).text


# Another address


def test_another_address_counts_once_it_is_confirmed(visitor, jet):
    page = visitor.get(address(jet, "/gegevens")).follow("Een ander mailadres").submit(email=" Jet@Nieuw.example.org ")
    assert "U vroeg om mail op jet@nieuw.example.org." in page.text
    assert (reread(jet).email, jet.new_email) == ("jet@example.org", "jet@nieuw.example.org")
    asked = [(mail.kind, mail.to_address) for kind in ("new-address", "old-address") for mail in mails(kind)]
    assert asked == [("new-address", "jet@nieuw.example.org"), ("old-address", "jet@example.org")]
    confirm = visitor.get(path(address_link(jet)))
    assert reread(jet).email == "jet@example.org"  # looking changes nothing
    done = confirm.submit()
    assert done.h1 == "Uw adres is bevestigd"
    assert (reread(jet).email, jet.new_email) == ("jet@nieuw.example.org", None)
    visitor.get(confirm.url)


def test_the_address_that_was_asked_last_is_the_one(visitor, jet):
    page = visitor.get(address(jet, "/gegevens/mailadres"))
    page.submit(email="eerst@example.org")
    first = path(address_link(reread(jet)))
    page.submit(email="later@example.org")
    refused = visitor.get(first, status=410)
    assert "Dit adres wacht niet op een bevestiging." in refused.text
    assert (mails("new-address")[0].status, reread(jet).new_email) == ("superseded", "later@example.org")


def test_a_new_address_may_be_taken_back(visitor, jet):
    visitor.get(address(jet, "/gegevens/mailadres")).submit(email="nieuw@example.org")
    link = path(address_link(reread(jet)))
    page = visitor.get(address(jet, "/gegevens"))
    page.submit(f"{page.url}/mailadres/terug")
    assert (reread(jet).new_email, mails("new-address")[0].status) == (None, "superseded")
    visitor.get(link, status=410)


def test_the_projectleider_sets_an_address_meanwhile(visitor, projectleider, project, jet):
    visitor.get(address(jet, "/gegevens/mailadres")).submit(email="nieuw@example.org")
    link = path(address_link(reread(jet)))
    projectleider.get(f"/p/{project.id}/netwerk/mensen/{jet.id}/bewerken").submit(email="juist@example.org")
    visitor.get(link, status=404)  # all older links are withdrawn
    assert (reread(jet).email, jet.new_email) == ("juist@example.org", None)


@pytest.mark.parametrize("typed", ["", "jet@", "jet@example.org", "JET@example.org", "a@example.org, b@example.org"])
def test_what_is_no_other_address(visitor, jet, typed):
    visitor.get(address(jet, "/gegevens/mailadres")).submit(email=typed, status=400)
    assert (reread(jet).new_email, mails("new-address")) == (None, [])


def test_a_personal_link_confirms_no_address(visitor, jet):
    visitor.get(path(personal_link(jet)).replace("/d/", "/adres/"), status=404)
    visitor.get(path(address_link(jet)).replace("/adres/", "/d/"), status=404)


# Another organisation


def test_where_one_works_is_told_to_the_projectleider(visitor, project, jet):
    page = visitor.get(address(jet, "/gegevens")).follow("Mijn organisatie klopt niet").submit(organisation="De Brug")
    assert "Uw bericht is onderweg naar de projectleider." in page.text
    (mail,) = mails("elsewhere")
    assert (mail.to_address, mail.about_id, mail.person_id) == ("noor@example.org", jet.id, None)
    assert reread(jet).organisation.name == "De Kom"


def test_an_empty_message_is_not_sent(visitor, jet):
    visitor.get(address(jet, "/gegevens/organisatie")).submit(organisation=" ", status=400)
    assert mails("elsewhere") == []


# A face


def test_a_photo_comes_and_goes(visitor, jet):
    page = visitor.get(address(jet, "/gegevens")).follow("Foto toevoegen")
    assert "Uw foto is bewaard." in upload(page, picture()).text
    answer = visitor.fetch(address(jet, "/gegevens/foto.jpg"))
    assert Image.open(io.BytesIO(answer.data)).size == (512, 512)
    told = [answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")]
    assert told == ["image/jpeg", "nosniff", "no-store"]
    upload(page, picture("PNG"), "foto.png")
    page = visitor.get(page.url)
    page.submit(f"{page.url}/weg")
    page.submit(f"{page.url}/weg")
    assert photos.find_photo(jet) is None
    assert visitor.fetch(address(jet, "/gegevens/foto.jpg")).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (io.BytesIO(b"geen foto"), "Dit bestand is geen foto die wij kunnen lezen."),
        (io.BytesIO(b""), "Dit bestand is geen foto die wij kunnen lezen."),
        (picture("GIF"), "Dit bestand is geen foto die wij kunnen lezen."),
        (picture("PNG", (10_001, 10)), "Deze foto heeft te veel beeldpunten."),
        (io.BytesIO(picture().getvalue() + b"<script>"), "In dit bestand zit meer dan een foto."),
    ],
)
def test_what_is_no_photo_is_told(visitor, jet, file, sentence):
    page = upload(visitor.get(address(jet, "/gegevens/foto")), io.BytesIO(file.getvalue()), status=400)
    assert sentence in page.text
    assert photos.find_photo(jet) is None


def test_no_file_chosen(visitor, jet):
    page = visitor.get(address(jet, "/gegevens/foto")).submit(status=400)
    assert "Kies eerst een foto." in page.text


def test_a_photo_of_more_than_six_megabytes(visitor, jet):
    page = upload(visitor.get(address(jet, "/gegevens/foto")), io.BytesIO(b"x" * 7 * 2**20), status=413)
    assert "hooguit 6 MB" in page.text
