"""Reading in monthly counts: choose, look, land, withdraw."""

import io

import pytest
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage

from kapstok import clock
from kapstok.referrals import service
from tests.browsing import text
from tests.factories import make_organisation, make_service

MONTH = f"{clock.local_date(clock.now()):%Y-%m}"


def address(project, rest: str = "") -> str:
    return f"/p/{project.id}/verwijzingen/inlezen{rest}"


def upload(projectleider, project, *rows: str, status: int = 200):
    data = "\n".join(("Van;Naar;Maand;Aantal;Cliënt", *rows)).encode("cp1252")
    page = projectleider.get(address(project))
    return page.submit(address(project), file=FileStorage(io.BytesIO(data), "es.csv"), status=status)


def rows(page) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.one(".//tbody")]


def counted(project) -> list[int]:
    return sorted(service.counts(project).values())


@pytest.fixture
def ends(project):
    es, kom = make_organisation(project, "Praktijk De Es"), make_organisation(project, "De Kom")
    make_service(kom, "Respijt thuis")
    return es, kom


def test_from_file_to_counts_and_back(project, projectleider, ends):
    refused = upload(projectleider, project, f"Praktijk De Ess;De Kom;{MONTH};-4;x")
    assert "Op één rij klopt iets niet." in refused.text
    assert rows(refused) == [
        [
            "2",
            "Praktijk De Ess → De Kom",
            "Van: “Praktijk De Ess” staat niet in het netwerk. Bedoelt u Praktijk De Es? "
            "Aantal: Vul een heel getal in van 0 tot en met 999.",
        ]
    ]
    assert "Cliënt" in refused.text  # the column that is not read
    first = f"Praktijk De Es;De Kom;{MONTH};4;x"
    preview = upload(projectleider, project, first)
    assert ("Eén telling is nieuw." in preview.text, counted(project)) == (True, [])
    preview.submit(preview.url, fingerprint="x", status=409)
    landed = preview.submit(preview.url)
    assert ("Er is één telling ingelezen." in text(landed.tree), counted(project)) == (True, [4])
    again = preview.submit(preview.url)  # clicked twice
    assert ("Dit bestand is al ingelezen." in text(again.tree), counted(project)) == (True, [4])
    more = upload(
        projectleider, project, first.replace(";4;", ";40;"), f"Praktijk De Es;De Kom: Respijt thuis;{MONTH};0;"
    )
    assert "was 4, wordt 40 groot verschil" in more.text
    assert "Een bestand met deze naam is al ingelezen" in more.text
    more.submit(more.url)
    assert counted(project) == [0, 40]
    same = upload(projectleider, project, first.replace(";4;", ";40;"))
    assert "Alles staat er al zo. Er is niets te doen." in same.text
    page = projectleider.get(f"/p/{project.id}/verwijzingen").follow("Tellingen inlezen")
    newest = next(link.get("href") for link in page.all("a") if text(link) == "Intrekken")
    page = projectleider.get(newest)
    assert "Was er eerder iets geteld, dan geldt dat weer." in page.text
    withdrawn = page.submit()
    assert ("De tellingen zijn ingetrokken." in text(withdrawn.tree), counted(project)) == (True, [4])
    back = next(form.get("action") for form in withdrawn.all("form") if "terugzetten" in form.get("action"))
    withdrawn.submit(back)
    assert counted(project) == [0, 40]


def test_a_file_that_is_none_and_the_example(project, projectleider, ends):
    page = projectleider.get(address(project)).submit(address(project), status=400)
    assert "Kies eerst een bestand." in page.text
    wrong = FileStorage(io.BytesIO(b"Naam;Organisatie\nJet;De Kom\n"), "mensen.csv")
    assert "herkennen wij geen tellingen" in page.submit(address(project), file=wrong, status=400).text
    example = projectleider.fetch(address(project, "/voorbeeld.xlsx"))
    workbook = load_workbook(io.BytesIO(example.data))
    assert [[cell.value for cell in row] for row in workbook["Voorbeeld"]] == [
        ["Van", "Naar", "Aanbod", "Maand", "Aantal", "Wat"],
        ["De Kom", "Praktijk De Es", None, MONTH, 3, "verwezen"],
        [None, "Praktijk De Es", None, MONTH, 2, "geholpen"],
    ]
    assert [row[1].value for row in workbook["Namen"]][1:] == [None, "Respijt thuis", None]
