"""Bijeenkomsten on somebody's own page: materials, minutes, agreements, an opinion, a certificate."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings import afterwards, materials, opinions
from kapstok.meetings.material_rules import Upload
from kapstok.meetings.models import Agreement
from kapstok.meetings.rules import AgreementKind, Attendance, MaterialKind, Partstat, Shown
from kapstok.register.models import Person
from kapstok.web.links import personal_link, rsvp_link, stationery
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7\nagenda"


@pytest.fixture
def an(project):
    return make_person(project, make_organisation(project, "Welzijn Veenmeer"), "An de Boer", "sociaal-werker")


@pytest.fixture
def held(project):
    """A meeting of yesterday."""
    return make_meeting(project, "Verwijzen", starts_at=clock.now() - DAY, notes="Wij spraken af\nelkaar te bellen.")


@pytest.fixture
def ahead(project):
    return make_meeting(project, "Opsporen", starts_at=clock.now() + DAY)


@pytest.fixture
def attended(held, an):
    return make_invitation(held, an, attendance=Attendance.PRESENT, sent_sequence=0)


def address(person: Person, page: str = "") -> str:
    return personal_link(person).removeprefix("http://127.0.0.1:5000") + page


def keep(meeting, title: str, shown: Shown):
    upload = Upload(f"{title}.pdf", "application/pdf", PDF)
    return materials.add_file(meeting, upload, "", shown, clock.now(), actor="test")


def agree(meeting, text: str, owner: Person | None = None, **fields) -> Agreement:
    row = Agreement(
        project_id=meeting.project_id,
        meeting_id=meeting.id,
        kind=AgreementKind.ACTION,
        text=text,
        owner=owner,
        **fields,
    )
    db.session.add(row)
    db.session.flush()
    return row


def test_what_goes_with_a_meeting_is_found_when_it_may_be(visitor, an, ahead):
    invitation = make_invitation(ahead, an, sent_sequence=0, partstat=Partstat.ACCEPTED)
    before, after = keep(ahead, "Agenda", Shown.BEFORE), keep(ahead, "Sheets", Shown.AFTER)
    materials.add_link(
        ahead, MaterialKind.PRODUCT, "Waaier", "https://example.org/w", Shown.BEFORE, clock.now(), actor="test"
    )
    rsvp = rsvp_link(invitation).removeprefix("http://127.0.0.1:5000")
    own = visitor.get(address(an)).follow("Opsporen")
    assert "U komt." in own.text
    for page in (own, visitor.get(rsvp)):
        answer = visitor.fetch(page.link("Agenda"))
        assert (answer.get_data(), answer.headers["Content-Disposition"]) == (PDF, "attachment; filename=Agenda.pdf")
        assert answer.headers["Cache-Control"] == "no-store"
        assert page.link("Waaier") == "https://example.org/w"
        assert "Sheets" not in page.text
    hidden = (f"{own.url}/materiaal/{after.id}", f"{rsvp}/materiaal/{after.id}")
    assert [visitor.fetch(url).status_code for url in hidden] == [404, 404]
    ahead.starts_at, ahead.ends_at = ahead.starts_at - 3 * DAY, ahead.ends_at - 3 * DAY
    assert visitor.fetch(visitor.get(own.url).link("Sheets")).get_data() == PDF
    assert [visitor.fetch(url).status_code for url in hidden] == [200, 404]
    ahead.cancelled_at = clock.now()
    gone = (f"{own.url}/materiaal/{before.id}", f"{rsvp}/materiaal/{before.id}")
    assert [visitor.fetch(url).status_code for url in gone] == [404, 404]
    assert "Deze bijeenkomst gaat niet door." in visitor.get(own.url).text


def forms(page) -> list[str]:
    """What the forms of a page would do, without the link."""
    return [form.get("action").partition("/afspraken/")[2] for form in page.all("main")[0].iter("form")]


def test_minutes_and_agreements_after_it(visitor, project, an, held, attended):
    bo = make_person(project, name="Bo Kuiper")
    mine, other = agree(held, "An belt Bo", an, due_on=dt.date(2030, 3, 5)), agree(held, "Bo zoekt een zaal", bo)
    home = visitor.get(address(an))
    assert "An belt Bo" in home.text and "Uiterlijk dinsdag 5 maart 2030" in home.text
    assert "Bo zoekt een zaal" not in home.text
    assert all(text not in home.follow("Verwijzen").text for text in ("Wij spraken af", "An belt Bo"))  # not told yet
    afterwards.ask_attendees(held, stationery(), clock.now(), actor="test")
    page = home.follow("Verwijzen")
    assert "Wij spraken af elkaar te bellen." in page.text and "Bo zoekt een zaal Bo Kuiper" in page.text
    assert forms(page) == [str(mine.id)]
    page = page.submit()
    assert (page.h1, mine.done_at is None) == ("Verwijzen", False)
    page = page.submit()
    assert mine.done_at is None
    page = home.submit(f"{home.url}/afspraken/{mine.id}")
    assert "De afspraak is afgevinkt." in page.text and "An belt Bo" not in page.text
    fields = {"gedaan": "ja", "form_token": home.all("input", name="form_token")[0].get("value")}
    visitor.post(f"{home.url}/afspraken/{other.id}", fields, status=404)
    assert other.done_at is None


def test_before_the_end_nobody_reads_the_minutes(visitor, project, an):
    running = make_meeting(project, "Nu", starts_at=clock.now() - dt.timedelta(hours=1), notes="Nog niet af")
    make_invitation(running, an, attendance=Attendance.PRESENT)
    agree(running, "Iets", an)
    page = visitor.get(address(an, f"/bijeenkomsten/{running.id}"))
    assert "Nog niet af" not in page.text and "Besluiten en afspraken" not in page.text
    assert "Bewijs van deelname" not in page.text


def test_after_the_lines_two_questions_about_the_meeting(visitor, project, an, held, attended):
    bo = make_person(project, make_organisation(project), "Bo Kuiper")
    make_invitation(held, bo, attendance=Attendance.PRESENT)
    page = visitor.get(address(an, "/wie-kent-u?verder=1")).submit(**{f"kent_{bo.id}": "2"})
    assert page.h1 == "Wat vond u van de bijeenkomst?"
    assert "Wie u kent is bewaard." in page.text
    page = page.submit(status=400)
    assert "U hebt nog niets ingevuld." in page.text
    page = page.submit(useful="5", able="nvt", remark="BSN 123456782", status=400)
    assert page.all("p", id="remark-fout") != []
    assert [field.get("value") for field in page.all("input", name="useful") if "checked" in field.attrib] == ["5"]
    page = page.submit(remark="Meer tijd")
    assert "Uw mening over de bijeenkomst is bewaard." in page.text
    found = opinions.find_opinion(attended)
    assert (found.useful, found.able, found.remark) == (5, None, "Meer tijd")
    page = visitor.get(page.link("Bekijken of wijzigen: Uw mening")).submit(able="4")
    found = opinions.find_opinion(attended)
    assert (found.useful, found.able, found.remark) == (5, 4, "Meer tijd")
    lines = visitor.get(address(an, "/wie-kent-u")).submit()
    assert "Dag An de Boer" in lines.h1


def test_a_choice_that_is_none_is_refused(visitor, an, held, attended):
    page = visitor.get(address(an, f"/bijeenkomsten/{held.id}/mening")).submit(useful="9", status=400)
    assert page.all("p", id="useful-fout") != []
    assert opinions.find_opinion(attended) is None


def test_only_who_was_there_is_asked_and_gets_a_certificate(visitor, an, held, attended):
    attended.attendance = Attendance.EXCUSED
    page = visitor.get(address(an)).follow("Verwijzen")
    assert "Uw mening" not in page.text and "Bewijs van deelname" not in page.text
    assert "Volgens onze lijst was u er niet bij." in visitor.get(f"{page.url}/mening", status=400).text
    visitor.get(f"{page.url}/bewijs.pdf", status=404)


def test_the_certificate_says_who_what_and_how_long(visitor, an, held, attended):
    answer = visitor.fetch(visitor.get(address(an, f"/bijeenkomsten/{held.id}")).link("Download uw bewijs (PDF)"))
    pdf = PdfReader(io.BytesIO(answer.get_data()))
    words = " ".join(pdf.pages[0].extract_text().split())
    assert len(pdf.pages) == 1
    assert pdf.metadata.title == "Bewijs van deelname"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for said in ("An de Boer", "Sociaal werker, Welzijn Veenmeer", "Verwijzen", "Duur: 2 uur", "Noor de Wit"):
        assert said in words


def test_what_one_is_not_told_of_does_not_exist(visitor, project, an, held, ahead):
    make_invitation(ahead, an)  # chosen for a later round
    elsewhere = make_meeting(make_project("Elders"), starts_at=clock.now() - DAY)
    for meeting in (held, ahead, elsewhere):
        visitor.get(address(an, f"/bijeenkomsten/{meeting.id}"), status=404)
        visitor.get(address(an, f"/bijeenkomsten/{meeting.id}/mening"), status=404)
    bo = make_person(project, name="Bo")
    make_invitation(held, bo, sent_sequence=0)
    material = keep(ahead, "Geheim", Shown.BEFORE)
    visitor.get(address(bo, f"/bijeenkomsten/{held.id}/materiaal/{material.id}"), status=404)
