"""The settings of a project: who stands under its mails, and its words."""

import pytest

from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from tests.browsing import Visitor, text
from tests.factories import make_organisation, make_project, make_user, term


def settings(project, rest: str = "") -> str:
    return f"/p/{project.id}/instellingen{rest}"


def words(project, kind: Vocabulary) -> list[str]:
    return [word.name for word in projects.terms(project, kind)]


def test_who_stands_under_the_mails(project, projectleider):
    page = projectleider.get(settings(project))
    assert [text(heading) for heading in page.all("h3")] == [
        "Sectoren",
        "Functies",
        "Thema’s",
        "Werkvormen",
        "Hulpthema’s",
        "Redenen van verwijzing",
        "Situaties",
    ]
    page.submit(contact_name="Ali Bos", contact_email="ali@example.org", contact_phone="0591 000 000")
    kept = projects.find_project(project.id)
    assert (kept.contact_name, kept.contact_email, kept.contact_phone) == ("Ali Bos", "ali@example.org", "0591 000 000")


def test_an_address_that_is_none_keeps_what_was_typed(project, projectleider):
    page = projectleider.get(settings(project)).submit(contact_name="Ali", contact_email="ali", status=400)
    assert "“ali” is geen geldig mailadres." in page.text
    assert page.all("input", name="contact_name")[0].get("value") == "Ali"
    assert projects.find_project(project.id).contact_name == "Noor de Wit"


def test_two_people_at_the_settings(app, project, projectleider):
    first = projectleider.get(settings(project))
    second = Visitor(app).log_in(make_user(project)).get(settings(project))
    first.submit(contact_phone="0591 000 001")
    page = second.submit(contact_phone="0591 000 002", status=409)
    assert "Telefoon van de contactpersoon 0591 000 001 0591 000 002" in page.text
    page.submit()
    assert projects.find_project(project.id).contact_phone == "0591 000 002"


def test_add_rename_stop_and_bring_back(project, projectleider):
    functions = settings(project, "/woorden/function")
    page = projectleider.get(settings(project)).follow("Functies wijzigen").submit(functions, name=" Ergotherapeut ")
    ergo = next(word for word in projects.terms(project, Vocabulary.FUNCTION) if word.key == "ergotherapeut")
    (rename,) = page.all("a", aria_label="Ergotherapeut wijzigen")
    page = projectleider.get(rename.get("href")).submit(name="Ergotherapie")
    assert "Ergotherapie" in words(project, Vocabulary.FUNCTION)
    page = page.submit(settings(project, f"/woorden/function/{ergo.id}/weg"))
    assert "Ergotherapie" not in words(project, Vocabulary.FUNCTION)
    page.submit(settings(project, f"/woorden/function/{ergo.id}/terug"))
    assert "Ergotherapie" in words(project, Vocabulary.FUNCTION)


def test_two_people_at_one_word(app, project, projectleider):
    poh = term(project, Vocabulary.FUNCTION, "poh")
    address = settings(project, f"/woorden/function/{poh.id}")
    first, second = projectleider.get(address), Visitor(app).log_in(make_user(project)).get(address)
    first.submit(name="POH-ouderen")
    page = second.submit(name="POH-GGZ", status=409)
    assert "Iemand anders heeft dit woord intussen gewijzigd." in page.text
    assert "Woord POH-ouderen POH-GGZ" in page.text
    assert page.all("input", name="name")[0].get("value") == "POH-GGZ"
    page.submit()  # having seen both
    assert "POH-GGZ" in words(project, Vocabulary.FUNCTION)
    assert "was POH-ouderen → is nu POH-GGZ" in projectleider.get(address).text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Vul een woord in."),
        ("--", "Vul een naam met letters in."),
        ("HUISÁRTS", "“HUISÁRTS” staat al in deze lijst"),
    ],
)
def test_a_word_that_is_refused(project, projectleider, name, sentence):
    page = projectleider.get(settings(project, "/woorden/function")).submit(
        settings(project, "/woorden/function"), name=name, status=400
    )
    assert sentence in page.text


def test_a_word_cannot_take_the_name_of_another(project, projectleider):
    poh = term(project, Vocabulary.FUNCTION, "poh")
    page = projectleider.get(settings(project, f"/woorden/function/{poh.id}"))
    assert "staat al in deze lijst" in page.submit(name="huisarts", status=400).text
    page.submit(name="POH")  # another spelling of its own name
    assert "POH" in words(project, Vocabulary.FUNCTION)


def test_a_sector_that_stopped_stays_with_who_has_it(project, projectleider):
    kom = make_organisation(project, "De Kom")
    page = projectleider.get(settings(project, "/woorden/sector"))
    page.submit(settings(project, f"/woorden/sector/{kom.sector_id}/weg"))
    edit = projectleider.get(f"/p/{project.id}/netwerk/organisaties/{kom.id}/bewerken")
    assert edit.submit(area="Noord").h1 == "De Kom"


@pytest.mark.parametrize("rest", ["/woorden/onzin", "/woorden/theme/{other}", "/woorden/function/{sector}"])
def test_words_that_do_not_exist_here(project, projectleider, rest):
    other = term(make_project("Ander project"), Vocabulary.THEME, "opsporen").id
    sector = term(project, Vocabulary.SECTOR, "welzijn").id
    projectleider.get(settings(project, rest.format(other=other, sector=sector)), status=404)


def test_other_words_that_people_search_with(project, projectleider):
    respijt = next(word for word in projects.terms(project, Vocabulary.SUPPORT) if word.key == "respijtzorg")
    page = projectleider.get(settings(project, f"/woorden/support/{respijt.id}"))
    page = page.submit(synonyms="even  weg,Logeren , logeren")
    assert "ook gevonden met: even weg, Logeren" in page.text
    page = projectleider.get(settings(project, f"/woorden/support/{respijt.id}"))
    page = page.submit(synonyms=", ".join(f"woord{number}" for number in range(100)), status=400)
    assert "Dit zijn te veel woorden." in page.text


def test_only_what_is_searched_for_has_other_words(project, projectleider):
    huisarts = next(word for word in projects.terms(project, Vocabulary.FUNCTION) if word.key == "huisarts")
    page = projectleider.get(settings(project, f"/woorden/function/{huisarts.id}"))
    assert page.all("textarea") == []
