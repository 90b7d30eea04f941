"""Inzage, withdrawing and erasing, as people do it."""

from __future__ import annotations

import base64
import io
import json
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from kapstok import clock, jobs
from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.meetings.models import Invitation
from kapstok.privacy import retention, tombstones
from kapstok.privacy.models import Merge
from kapstok.privacy.whom import LEFT
from kapstok.progress.models import StepRecord
from kapstok.referrals.models import CaseCard, CaseMember
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties.models import RosterSuggestion
from kapstok.web.links import personal_link
from tests.browsing import Visitor
from tests.filled import Filled
from tests.once import filled_project
from tests.walking import walk


@pytest.fixture
def here(app, tmp_path) -> Filled:
    app.config["TOMBSTONES"] = str(tmp_path / "tombstones")
    return filled_project(app)


def personal(person: Person) -> str:
    return urlsplit(personal_link(person)).path


def events(about: Person) -> list[str]:
    db.session.commit()
    query = select(AuditEvent.event).where(AuditEvent.subject == f"person:{about.id}").order_by(AuditEvent.id)
    return list(db.session.scalars(query))


def test_a_participant_sees_and_takes_away_everything(app, here):
    visitor, link = Visitor(app), personal(here.guest)
    page = visitor.get(link).follow("Alles wat wij van u bewaren")
    assert page.h1 == "Alles wat wij van u bewaren"
    assert "Op werkdagen" in page.text
    told = json.loads(visitor.fetch(page.link("Bewaren als JSON")).data)
    assert told["gegevens van"] == here.guest.name
    assert [part["titel"] for part in told["onderdelen"]][:2] == ["Uw kaart", "Wat u goedvond"]
    paper = PdfReader(io.BytesIO(visitor.fetch(page.link("Bewaren als PDF")).data))
    assert paper.metadata.title == "Alles wat wij van u bewaren"
    assert here.guest.email in "".join(sheet.extract_text() for sheet in paper.pages).replace("\n", "")
    assert events(here.guest) == ["inzage taken", "inzage taken"]


def test_a_projectleider_gives_inzage_without_reading_answers(app, here):
    talker = here.people[1]
    leader = Visitor(app).log_in(here.leader)
    page = leader.get(f"/p/{here.project.id}/netwerk/mensen/{talker.id}").follow("Inzage geven")
    assert "37 antwoorden. U ziet ze hier niet" in page.text
    assert "ik kan direct bellen" not in page.text
    told = leader.fetch(page.link("Bewaren als JSON")).get_data(as_text=True)
    assert "Tekst" not in told and "/d/" not in told and "/u/" not in told  # links that open somebody's own page
    assert "Ria Nieuwkoop" not in page.text + told  # whom somebody misses on the list tells whom they know
    assert "Ik zoek iemand voor vervoer." not in page.text + told
    own = Visitor(app).get(f"{personal(talker)}/gegevens/alles")
    assert "ik kan direct bellen of mailen" in own.text
    assert [words in own.text for words in ("Ria Nieuwkoop", "Ik zoek iemand voor vervoer.")] == [True, True]
    assert events(talker) == ["inzage given", "inzage given"]
    page.submit(f"/p/{here.project.id}/netwerk/mensen/{talker.id}/inzage/mail")


def test_a_projectleider_does_not_learn_from_inzage_who_is_on_which_card(app, here):
    on_it = db.session.scalars(in_project(CaseMember, here.project)).first()
    name, person, off_it = on_it.card.name, on_it.person, here.people[5]
    leader = Visitor(app).log_in(here.leader)
    pages = [leader.get(f"/p/{here.project.id}/netwerk/mensen/{one.id}/inzage").text for one in (person, off_it)]
    assert [name in page for page in pages] == [False, False]
    assert ["Casuskaarten ziet alleen wie erop staat." in page for page in pages] == [True, True]
    assert name in Visitor(app).get(f"{personal(person)}/gegevens/alles").text


def test_what_a_merge_laid_aside_is_not_for_a_projectleider(app, here):
    talker, photo = here.people[1], base64.b64encode(b"\xff\xd8" + 2000 * b"\x01").decode()
    aside = {"survey_answer": [{"person_id": talker.id, "value": "vijf kanaries"}], "person_photo": [{"jpeg": photo}]}
    moved = {"moved": {}, "cleared": {}, "aside": aside, "said": []}
    two = {"kind": "person", "kept_id": talker.id, "gone_id": here.guest.id, "merged_at": clock.now()}
    db.session.add(Merge(project_id=here.project.id, actor="user:1", moved=moved, **two))
    db.session.commit()
    leader = Visitor(app).log_in(here.leader)
    page = leader.get(f"/p/{here.project.id}/netwerk/mensen/{talker.id}").follow("Inzage geven")
    told = leader.fetch(page.link("Bewaren als JSON")).get_data(as_text=True)
    assert "Samengevoegde inschrijvingen" in page.text and "Samengevoegde inschrijvingen" in told
    assert "vijf kanaries" not in page.text + told and photo not in page.text + told
    visitor = Visitor(app)
    own = visitor.get(f"{personal(talker)}/gegevens/alles")
    assert "vijf kanaries" in own.text and "een foto van 2,0 kB" in own.text
    assert photo not in own.text
    assert photo in visitor.fetch(own.link("Bewaren als JSON")).get_data(as_text=True)
    paper = PdfReader(io.BytesIO(visitor.fetch(own.link("Bewaren als PDF")).data))
    assert photo[:40] not in "".join(sheet.extract_text() for sheet in paper.pages)


def test_withdrawing_asks_first_and_leaves_no_working_link(app, here):
    visitor, link = Visitor(app), personal(here.guest)
    page = visitor.get(link).follow("Terugtrekken en laten wissen")
    page = page.submit(f"{link}/terugtrekken", status=400)
    assert "Er is niets gewist" in page.text
    page = page.submit(f"{link}/terugtrekken", sure="ja")
    assert page.h1 == "Uw gegevens zijn gewist"
    for address in (link, f"{link}/gegevens/alles", f"{link}/gegevens/alles.json", f"{link}/terugtrekken"):
        visitor.get(address, status=410)
    db.session.expire_all()
    assert here.guest.name == LEFT
    assert tombstones.read(app.config["TOMBSTONES"]) == [here.guest.uid]


def test_a_projectleider_erases_and_reads_where_the_name_still_stands(app, here):
    gone = here.people[1]
    gone.name = "Anna de Vríes"
    here.meetings["past"].programme = "ANNA DE VRIES vertelt over respijtzorg"
    step = db.session.scalars(in_project(StepRecord, here.project)).first()
    step.evidence = "Gezien door Anna de Vries"
    db.session.scalars(in_project(CaseCard, here.project)).first().next_what = "Anna de Vries bellen"
    suggested = db.session.scalars(in_project(RosterSuggestion, here.project)).one()
    suggested.name, suggested.suggested_by_id = gone.name, here.guest.id
    missed = f"/p/{here.project.id}/metingen/{suggested.wave_id}/gemist"
    leader = Visitor(app).log_in(here.leader)
    page = leader.get(f"/p/{here.project.id}/netwerk/mensen/{gone.id}").follow("Gegevens wissen")
    assert "De bijeenkomst “Past”" in page.text
    here_url = f"/p/{here.project.id}/netwerk/mensen/{gone.id}/wissen"
    page = page.submit(here_url, status=400)
    page = page.submit(here_url, reason="request")
    assert page.h1 == "De gegevens zijn gewist"
    assert (
        page.link("De bijeenkomst “Past”") == f"/p/{here.project.id}/bijeenkomsten/{here.meetings['past'].id}/bewerken"
    )
    assert page.link("Wie er gemist wordt") == missed
    stairs = f"/p/{here.project.id}/stappenplan/{step.organisation_id}"
    assert page.link("Een tekst bij het stappenplan van een organisatie") == stairs
    assert "Een tekst op een casuskaart: alleen wie erop staat, kan die wijzigen" in page.text
    leader.get(f"/p/{here.project.id}/netwerk/mensen/{gone.id}", status=404)
    assert events(gone)[-1] == "person erased: request"


def test_a_place_that_comes_free_goes_to_who_waits(app, here):
    meeting = here.meetings["ahead"]
    meeting.capacity = 4  # three others come too
    going, waiting = (
        db.session.scalars(
            select(Invitation).where(
                Invitation.project_id == here.project.id,
                Invitation.meeting_id == meeting.id,
                Invitation.person_id == person.id,
            )
        ).one()
        for person in here.people[:2]
    )
    going.partstat = waiting.partstat = "ACCEPTED"
    waiting.waitlisted_at = meeting.created_at
    link = personal(here.guest)
    Visitor(app).get(f"{link}/terugtrekken").submit(f"{link}/terugtrekken", sure="ja")
    db.session.expire_all()
    assert waiting.waitlisted_at is None


def test_a_projectleider_sees_when_people_are_forgotten_and_does_it_earlier(app, here):
    leader, settings = Visitor(app).log_in(here.leader), f"/p/{here.project.id}/instellingen"
    page = leader.get(settings).follow("Bekijk wanneer en wat")
    assert "Dit project heeft geen einddatum" in page.text
    page = page.submit(f"{settings}/bewaren", ends_on="2016-01-31", retention_months="12", status=400)
    assert "Kies een latere einddatum" in page.text
    page = page.submit(f"{settings}/bewaren", ends_on="2099-01-31", retention_months="1")
    assert "Op zaterdag 28 februari 2099 wist Kapstok" in page.text
    page = page.follow("Nu wissen")
    page = page.submit(f"{settings}/bewaren/wissen", name="Iets anders", status=400)
    assert "Typ de naam van het project precies over" in page.text
    page = page.submit(f"{settings}/bewaren/wissen", name=here.project.name)
    assert "De cijfers zijn gebleven" in page.text
    assert leader.get(f"{settings}/bewaren/wissen").all("input", name="name") == []


def test_two_people_who_change_the_term_at_once(app, here):
    settings = f"/p/{here.project.id}/instellingen/bewaren"
    first, second = (Visitor(app).log_in(here.leader).get(settings) for _ in range(2))
    first.submit(settings, ends_on="2099-01-31", retention_months="1")
    page = second.submit(settings, ends_on="2098-01-31", retention_months="1", status=409)
    assert "intussen gewijzigd" in page.text


def test_a_month_ahead_start_says_so(app, here):
    here.project.ends_on = clock.local_date(clock.now())
    here.project.retention_months = 1
    db.session.commit()
    jobs.carry_out_retention(app)
    page = Visitor(app).log_in(here.leader).get(f"/p/{here.project.id}/")
    assert page.follow("Bekijk wat er gebeurt").h1 == "Bewaren en wissen"


def test_every_page_still_opens_when_people_are_forgotten(app, here):
    retention.forget(here.project, clock.now(), actor="test")
    db.session.commit()
    found = walk(app, Visitor(app).log_in(here.leader), f"/p/{here.project.id}/")
    found |= walk(app, Visitor(app).log_in(here.evaluator), f"/e/{here.project.id}/")
    assert len(found.pages) > 40
    assert [url for url, page in found.pages.items() if "Deelnemer 0" in page.text] == []
