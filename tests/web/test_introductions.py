"""Asking to be introduced, introducing two people, and what the projectleider notes: as people do it on pages."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from kapstok import clock
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.register.cards import say
from kapstok.register.consent import Purpose
from kapstok.ties.models import Tie
from kapstok.web.links import personal_link
from tests.factories import make_organisation, make_person
from tests.mails import plain


@pytest.fixture
def people(project):
    """Anna knows Bo, Bo knows Cas; all let lines be seen. Nobody has a card, so nobody shows an address."""
    found = [
        make_person(
            project,
            make_organisation(project, f"Huis {name[0]}", sector),
            name,
            email=f"{name[0]}@example.org",
            phone="0591 123",
        )
        for name, sector in (("Anna Vis", "welzijn"), ("Bo Dam", "gemeente"), ("Cas <Kuil>", "thuiszorg"))
    ]
    anna, bo, cas = found
    now = clock.now()
    for person in found:
        say(person, Purpose.LINES, True, now, f"person:{person.id}")
    for one, other in ((anna, bo), (bo, anna), (bo, cas)):
        said = {"strength": 2, "source": "wave", "stated_at": now}
        db.session.add(Tie(project_id=project.id, respondent_id=one.id, named_id=other.id, **said))
    db.session.flush()
    return found


def page_of(person) -> str:
    return urlsplit(personal_link(person)).path


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_from_the_question_to_the_two_mails(visitor, people):
    anna, bo, cas = people
    mine, theirs = page_of(anna), page_of(bo)
    asking = visitor.get(f"{mine}/voorstellen/vragen/{bo.id}/{cas.id}")
    assert asking.h1 == "Vraag Bo Dam om u voor te stellen"
    assert asking.submit(why="", status=400).all("input", id="why")[0].get("aria-invalid") == "true"
    refused = asking.submit(why="Over 123456782", status=400)
    assert refused.all("input", id="why")[0].get("value") == "Over 123456782"
    asked = asking.submit(why="Vervoer <b>geregeld</b>?")
    assert "Lukt het, dan krijgt u een mail." in asked.text
    assert [each.person_id for each in mails()] == [bo.id]

    home = visitor.get(theirs)
    assert "Anna Vis wil kennismaken met Cas <Kuil>. Stelt u hen voor?" in home.text
    listed = visitor.get(f"{theirs}/voorstellen")
    shown = listed.follow("Bekijk de mail")
    assert shown.h1 == "Stel Anna Vis en Cas <Kuil> aan elkaar voor"
    assert "Anna Vis schreef: “Vervoer <b>geregeld</b>?”" in shown.text
    assert "Een antwoord van Anna Vis gaat naar Noor de Wit." in shown.text
    send = f"{theirs}/voorstellen/{anna.id}/{cas.id}"
    again = shown.submit(send, words="Geboren op 3-4-1950", status=400)
    assert "Geboren op 3-4-1950" in again.text
    done = again.submit(send, words="Bel <b>elkaar</b>.")
    assert "De twee mails gaan binnen een paar minuten weg." in done.text
    again.submit(send, words="Bel <b>elkaar</b>.")
    assert "U hebt Anna Vis en Cas <Kuil> al aan elkaar voorgesteld." in visitor.get(send).text
    assert [(each.kind, each.person_id) for each in mails()[1:]] == [
        ("introduction", anna.id),
        ("introduction", cas.id),
    ]
    html = mails()[1].mime.decode()
    assert ("Bel &lt;b&gt;elkaar&lt;/b&gt;." in html, "Cas &lt;Kuil&gt;" in html) == (True, True)
    assert "stelde u op" in visitor.get(f"{mine}/voorstellen").text


def test_nobody_learns_an_address_that_no_card_shows(visitor, people):
    anna, bo, cas = people
    mine, theirs = page_of(anna), page_of(bo)
    secrets = [person.email for person in people] + ["0591 123"]
    ids = f"{anna.id}/{cas.id}"
    visitor.get(f"{mine}/voorstellen/vragen/{bo.id}/{cas.id}").submit(why="Kennismaken")
    shown = visitor.get(f"{theirs}/voorstellen/{ids}")
    shown.submit(f"{theirs}/voorstellen/{ids}")
    texts = [shown.text, visitor.get(f"{mine}/voorstellen").text, *map(plain, mails())]
    assert [secret for secret in secrets for text in texts if secret in text] == []


def test_a_refusal_is_told_to_nobody(visitor, people):
    anna, bo, cas = people
    mine, theirs = page_of(anna), page_of(bo)
    visitor.get(f"{mine}/voorstellen/vragen/{bo.id}/{cas.id}").submit(why="Kennismaken")
    before = visitor.get(f"{mine}/voorstellen").text
    shown = visitor.get(f"{theirs}/voorstellen/{anna.id}/{cas.id}")
    declined = shown.submit(f"{theirs}/voorstellen/{anna.id}/{cas.id}/nu-niet")
    assert "er gaat geen bericht naar wie het vroeg" in declined.text
    assert "Kennismaken" not in declined.text
    assert visitor.get(f"{mine}/voorstellen").text == before
    own, asked = visitor.get(f"{mine}/gegevens/alles").text, visitor.get(f"{theirs}/gegevens/alles").text
    assert [("Kennismaken" in text, "Niet gedaan op" in text) for text in (own, asked)] == [(True, False), (True, True)]


def test_who_cannot_introduce_them_can_still_say_no(visitor, people):
    anna, bo, cas = people
    visitor.get(f"{page_of(anna)}/voorstellen/vragen/{bo.id}/{cas.id}").submit(why="Kennismaken")
    cas.address_refused_at = clock.now()
    theirs = f"{page_of(bo)}/voorstellen/{anna.id}/{cas.id}"
    told = visitor.get(theirs)
    assert (told.h1, "Wij kunnen Cas" in told.text) == ("Dit kan nu niet", True)
    assert "Kennismaken" not in told.submit(f"{theirs}/nu-niet").text


def test_who_keeps_lines_to_themselves_is_named_nowhere(visitor, people):
    anna, bo, cas = people
    mine, theirs = page_of(anna), page_of(bo)
    asking = visitor.get(f"{mine}/voorstellen/vragen/{bo.id}/{cas.id}")
    asking.submit(why="Kennismaken")
    say(cas, Purpose.LINES, False, clock.now(), f"person:{cas.id}")
    send = f"{theirs}/voorstellen/{anna.id}/{cas.id}"
    told = visitor.get(send)
    assert (told.h1, "Kuil" in told.text) == ("Dit kan nu niet", False)
    token = told.all("input", name="form_token")[0].get("value")
    refused = visitor.post(send, {"words": "Bel elkaar.", "form_token": token}, status=409)
    assert ("Er is niets verstuurd." in refused.text, "Kuil" in refused.text) == (True, False)
    for address in ("", "/voorstellen"):
        assert ["Kuil" in visitor.get(page + address).text for page in (mine, theirs)] == [False, False]
    assert "Zoek op uw pagina een andere weg" in visitor.get(asking.url, status=404).text
    assert asking.submit(why="Kennismaken", status=404).h1 == "Dit kan nu niet"
    say(anna, Purpose.LINES, False, clock.now(), f"person:{anna.id}")
    own = visitor.get(f"{mine}/voorstellen/vragen/{bo.id}/{cas.id}")
    assert own.h1 == "Dit kan nu niet"
    own.follow("Kies of uw lijnen zichtbaar zijn")
    assert [each.kind for each in mails()] == ["introduction asked"]


def test_the_projectleider_notes_a_line_and_takes_it_back(projectleider, project, people):
    anna = people[0]
    carer = make_person(project, None, "Mia Zorg", "mantelzorger", on_rosters=False)
    root = f"/p/{project.id}/netwerk"
    page = projectleider.get(f"{root}/mensen/{anna.id}").follow("Noteer een lijn van Anna Vis")
    assert page.all("input", id="one")[0].get("value") == "Anna Vis, Huis A"
    assert carer.name not in page.text + "".join(option.get("value") for option in page.all("option"))
    form = f"{root}/lijnen-noteren"
    assert page.submit(form, other="Mia Zorg", strength="2", status=400).all("a", href="#other") != []
    assert page.submit(form, other="Anna Vis", strength="2", status=400).all("a", href="#other") != []
    late = page.submit(form, other="Bo Dam", strength="2", seen_on="2099-01-01", status=400)
    assert (late.all("a", href="#seen_on") != [], late.all("input", id="other")[0].get("value")) == (True, "Bo Dam")
    noted = page.submit(form, other="Bo Dam", strength="3")
    assert "Overleggen regelmatig" in noted.text
    assert "Bo Dam: Overleggen regelmatig" in projectleider.get(f"{root}/mensen/{anna.id}").text
    (own,) = [each.get("action") for each in noted.all("form") if (each.get("action") or "").endswith("/intrekken")]
    assert "ingetrokken" in noted.submit(own).text
    assert "Overleggen" not in projectleider.get(f"{root}/mensen/{anna.id}").text


def test_a_persons_page_names_only_lines_that_both_let_be_seen(projectleider, project, people):
    _anna, bo, cas = people
    root = f"/p/{project.id}/netwerk/mensen"
    shown = projectleider.get(f"{root}/{bo.id}").text
    assert ("Anna Vis" in shown, "Cas <Kuil>" in shown) == (True, True)
    say(cas, Purpose.LINES, False, clock.now(), f"person:{cas.id}")
    shown = projectleider.get(f"{root}/{bo.id}").text
    assert ("Anna Vis" in shown, "Cas <Kuil>" in shown) == (True, False)
    alone = projectleider.get(f"{root}/{cas.id}").text
    assert "Cas <Kuil> heeft niet gezegd dat korte lijnen zichtbaar mogen zijn." in alone
    assert "Bo Dam" not in alone
