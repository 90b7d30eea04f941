"""Wie is wie on paper, read back as a screen reader would: the projectleider's sheet and a participant's."""

import io
from urllib.parse import urlsplit

import pytest
from PIL import Image
from pypdf import PdfReader

from kapstok.extensions import db
from kapstok.projects.rules import Vocabulary
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.register.models import PersonPhoto
from kapstok.web.links import personal_link
from tests.factories import NOW, make_organisation, make_person, make_service, term

A4, A3 = (595, 842), (842, 1191)  # points


def on_paper(project, organisation, name: str, function: str = "huisarts", **fields):
    fields = {"phone": "0591 000 001", "shown": ["phone", "email", "photo", "call_me_for", "reachable"]} | fields
    person = make_person(project, organisation, name, function, **fields)
    cards.say(person, Purpose.PAPER, True, NOW, f"person:{person.id}")
    return person


def with_photo(person):
    jpeg = io.BytesIO()
    Image.new("RGB", (512, 512), "teal").save(jpeg, "JPEG")
    db.session.add(PersonPhoto(project_id=person.project_id, person_id=person.id, jpeg=jpeg.getvalue(), kept_at=NOW))
    return person


@pytest.fixture
def kom(project):
    return make_organisation(project, "De Kom", area="Oost")


def paper(project) -> str:
    return f"/p/{project.id}/netwerk/wie-is-wie/papier"


def read(response) -> PdfReader:
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.data))


def words(pdf: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())


def alternatives(pdf: PdfReader) -> set[str]:
    """What is read out for the images."""
    found, ahead = set(), [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while ahead:
        element = ahead.pop().get_object()
        if isinstance(element, dict):
            found |= {str(element["/Alt"])} if "/Alt" in element else set()
            ahead += [element["/K"]] if "/K" in element else []
        elif isinstance(element, list):
            ahead += element
    return found


def test_from_the_choice_to_the_sheet(project, projectleider, kom):
    with_photo(on_paper(project, kom, "Anna de Vries", call_me_for="Respijtzorg", reachable="ma en di, 9–12 uur"))
    page = projectleider.get(paper(project))
    assert page.h1 == "Wie is wie op papier"
    form = page.form(f"/p/{project.id}/netwerk/wie-is-wie/papier")
    (button,) = [element for element in form.iter("button") if element.get("formaction")]
    response = projectleider.fetch(button.get("formaction"), query_string={"wie": "alles", "vel": "a3"})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("inline; filename=wie-is-wie-20")
    pdf = read(response)
    assert words(pdf).startswith("Samen rond mantelzorg Wie is wie Iedereen uit het netwerk")
    assert "Anna de Vries Huisarts De Kom Bel mij voor: Respijtzorg 0591 000 001" in words(pdf)
    assert "ma en di, 9–12 uur" in words(pdf)
    assert "Klopt er iets niet? Noor de Wit, noor@example.org" in words(pdf)
    assert tuple(round(side) for side in pdf.pages[0].mediabox[2:]) == A3


def test_the_sheet_can_be_read_aloud(project, projectleider, kom):
    with_photo(on_paper(project, kom, "Anna de Vries"))
    pdf = read(projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf"))
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], pdf.metadata.title) == ("nl", True, "Wie is wie")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert alternatives(pdf) == {"Foto van Anna de Vries", "Welzijn", "QR-code naar wie is wie van dit moment"}
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)] == ["Wie is wie"]


def test_the_code_leads_to_the_live_page(project, projectleider, visitor, kom):
    on_paper(project, kom, "Anna de Vries")
    pdf = read(projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf"))
    (link,) = [note.get_object()["/A"]["/URI"] for note in pdf.pages[0]["/Annots"]]
    page = visitor.get(urlsplit(link).path)
    assert page.h1 == "Wie is wie"
    assert "Anna" not in page.text
    asked = page.follow("Stuur mij mijn eigen link")
    assert asked.all("input", name="naar")[0].get("value") == "wie-is-wie"


def test_a_project_that_is_not_there_has_no_live_page(visitor, project):
    visitor.get("/wie-is-wie/elders", status=404)


@pytest.mark.parametrize("count", [1, 300])
def test_one_person_and_three_hundred(project, projectleider, kom, count):
    for number in range(count):
        on_paper(project, kom, f"Deelnemer {number:03} van der Wolden-Steenbergen tot Oldenzaal", "poh")
    pdf = read(projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf"))
    found = words(pdf)
    assert all(f"Deelnemer {number:03}" in found for number in range(count))
    assert tuple(round(side) for side in pdf.pages[0].mediabox[2:]) == A4


@pytest.mark.parametrize(
    "name",
    ["李小龙", "محمد", "Zoë 😀 Bos", "#let x = 1", "$a^2$ *vet* _schuin_ `code`", '\\#eval("1")', "A" * 120],
)
def test_any_name_can_be_set(project, projectleider, kom, name):
    on_paper(project, kom, name)
    pdf = read(projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf"))
    assert len(pdf.pages) == 1
    if name.isascii():
        assert "".join(name.split()) in "".join(words(pdf).split())


def test_who_did_not_say_yes_to_paper_is_not_on_it(project, projectleider, kom):
    on_paper(project, kom, "Anna de Vries")
    hidden = make_person(project, kom, "Bo Bos", "huisarts")
    cards.say(hidden, Purpose.CARD, True, NOW, f"person:{hidden.id}")
    assert "Bo Bos" not in words(read(projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf")))
    assert "zei één mens ja tegen papier" in projectleider.get(paper(project)).text


def test_nobody_on_paper(project, projectleider):
    response = projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf", follow_redirects=False)
    assert (response.status_code, response.headers["Location"]) == (302, f"{paper(project)}?wie=alles")
    assert "Nog niemand zei ja tegen papier" in projectleider.get(paper(project)).text


def test_a_choice_without_people(project, projectleider, kom):
    on_paper(project, kom, "Anna de Vries")
    page = projectleider.get(f"/p/{project.id}/netwerk/wie-is-wie.pdf?wie=wijk-west")
    assert "Van deze keuze staat er niemand op papier. Kies iets anders." in page.text


def test_by_hulpthema(project, projectleider, kom):
    on_paper(project, kom, "Anna de Vries")
    on_paper(project, make_organisation(project, "Praktijk West"), "Bo Bos")
    support = term(project, Vocabulary.SUPPORT, "respijtzorg")
    make_service(kom).support = [support]
    found = words(read(projectleider.fetch(f"/p/{project.id}/netwerk/wie-is-wie.pdf?wie=hulpthema-{support.id}")))
    assert "Hulp bij: Respijtzorg" in found
    assert ("Anna de Vries" in found, "Bo Bos" in found) == (True, False)


def test_a_participant_gets_the_own_wijk_unless_asked_otherwise(visitor, project, kom):
    anna = on_paper(project, kom, "Anna de Vries")
    on_paper(project, make_organisation(project, "Praktijk West", area="West"), "Bo Bos")
    link = urlsplit(personal_link(anna)).path + "/wie-is-wie.pdf"
    assert "Bo Bos" not in words(read(visitor.fetch(link)))
    assert "Bo Bos" in words(read(visitor.fetch(link, query_string={"wie": "alles"})))
    response = visitor.fetch(link)
    assert "Set-Cookie" not in response.headers


def test_a_participant_where_nobody_said_yes(visitor, project, kom):
    link = urlsplit(personal_link(make_person(project, kom))).path + "/wie-is-wie.pdf"
    assert visitor.get(link).h1 == "Er is nog geen lijst om af te drukken"
