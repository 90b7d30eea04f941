"""Mantelzorgers in beeld: filled in by the projectleider, and by who counts for an organisation."""

import pytest

from kapstok import clock
from kapstok.progress import indicators
from kapstok.progress import service as progress
from kapstok.progress.rules import reference_dates
from kapstok.web.links import personal_link
from tests.factories import make_organisation, make_person

EARLIER, LATEST = reference_dates(clock.local_date(clock.now()))[1::-1]


@pytest.fixture
def practice(project):
    progress.ensure_defaults(project)
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


@pytest.fixture
def in_view(project, practice):
    (indicator,) = indicators.list_indicators(project)
    return indicator


@pytest.fixture
def counts(project):
    return f"/p/{project.id}/in-beeld"


@pytest.fixture
def an(project, practice):
    return make_person(project, practice, "An Assistent")


def page_of(person):
    return "/d/" + personal_link(person).rpartition("/d/")[2] + "/in-beeld"


def told(project):
    return [(row.on_date, row.value, row.denominator) for row in indicators.observations(project)]


def values(page, name):
    return [field.get("value") for field in page.all("input", name=name)]


def test_filling_in_and_correcting(projectleider, project, counts, practice, in_view):
    action = f"{counts}/{in_view.id}/{LATEST}"
    page = projectleider.get(counts).submit(action, **{f"value_{practice.id}": "41", f"whole_{practice.id}": "2.100"})
    assert "1 van de 1 organisaties gaven iets op." in page.text
    page.submit(action, **{f"value_{practice.id}": "42"})
    assert told(project) == [(LATEST, 42, 2100)]
    emptied = {f"value_{practice.id}": "", f"whole_{practice.id}": ""}
    assert values(projectleider.get(counts).submit(action, **emptied), f"value_{practice.id}") == [""]
    assert told(project) == []
    earlier = projectleider.get(f"{counts}?peildatum={EARLIER}")
    assert values(earlier, f"value_{practice.id}") == [""]
    assert "Eén organisatie gaf nog niets op" in earlier.text
    for date in ("2999-01-01", "x"):
        projectleider.post(f"{counts}/{in_view.id}/{date}", {"csrf_token": values(page, "csrf_token")[0]}, status=404)


@pytest.mark.parametrize(
    ("value", "whole", "sentence"),
    [
        ("12", "11", "Praktijk Oost: 12 mantelzorgers van de 11 kan niet."),
        ("veel", "", "Vul een heel getal in."),
        ("-1", "", "Vul een heel getal in van 0 tot en met 1000000."),
        ("", "500", "Praktijk Oost: vul ook het aantal in."),
    ],
)
def test_what_is_refused_stays_on_the_page(
    projectleider, project, counts, practice, in_view, an, value, whole, sentence
):
    fields = {f"value_{practice.id}": value, f"whole_{practice.id}": whole}
    page = projectleider.get(counts).submit(f"{counts}/{in_view.id}/{LATEST}", status=400, **fields)
    assert sentence in page.text
    assert values(page, f"whole_{practice.id}") == [whole]
    name = f"ind_{in_view.id}_{practice.id}"
    page = projectleider.get(page_of(an)).submit(status=400, **{f"{name}_count": value, f"{name}_whole": whole})
    assert sentence in page.text
    assert values(page, f"{name}_whole") == [whole]
    assert told(project) == []


def test_the_projectleider_is_asked_back_and_sees_who_was_first(projectleider, project, counts, practice, in_view):
    indicators.report(in_view, practice, EARLIER, 40, 2000, clock.now())
    action, value, sure = f"{counts}/{in_view.id}/{LATEST}", f"value_{practice.id}", {f"sure_{practice.id}": "y"}
    opened = projectleider.get(counts)
    asked = opened.submit(action, status=400, **{value: "400"})
    assert "Praktijk Oost: dit is heel anders dan vorige keer." in asked.text
    indicators.report(in_view, practice, LATEST, 41, 2000, clock.now())
    beside = asked.submit(action, status=409, **{value: "400"}, **sure)
    assert "iemand anders gaf intussen 41 op, u vulde 400 in" in beside.text
    done = beside.submit(action, **{value: "400"}, **sure)
    assert "Praktijk Oost: 40, nu 400" in done.text
    opened.submit(action)  # a form that was open all that time, and says nothing of its own
    assert told(project) == [(EARLIER, 40, 2000), (LATEST, 400, None)]


def test_counting_by_link(visitor, project, practice, in_view, an):
    colleague = make_person(project, practice)
    indicators.report(in_view, practice, EARLIER, 57, 2000, clock.now(), by=an)
    name, page = f"ind_{in_view.id}_{practice.id}", visitor.get(page_of(an))
    assert "Vorige keer 57 van de 2.000" in page.text
    assert (values(page, f"{name}_count"), values(page, f"{name}_whole")) == (["57"], ["2000"])
    page.submit(status=400, **{f"{name}_count": "570"}).submit(**{f"{name}_sure": "y"})
    assert told(project)[1:] == [(LATEST, 570, 2000)]
    beside = visitor.post(
        page_of(colleague),
        {
            "form_token": values(visitor.get(page_of(colleague)), "form_token")[0],
            f"{name}_count": "60",
            f"{name}_sure": "y",
        },
        status=409,
    )
    assert "iemand anders gaf intussen 570 op, u vulde 60 in" in beside.text
    assert values(beside, f"{name}_count") == ["60"]
    thanks = beside.submit()
    assert "Dank u wel." in thanks.text
    assert told(project)[1:] == [(LATEST, 60, None)]
    assert (
        "De aantallen van uw organisatie zijn bekend." in visitor.get(page_of(colleague).removesuffix("/in-beeld")).text
    )


def test_a_wrong_count_is_taken_back_by_rubbing_it_out(visitor, project, practice, in_view, an):
    name, empty = f"ind_{in_view.id}_{practice.id}", visitor.get(page_of(an))
    opened = empty.submit(**{f"{name}_count": "57"})
    indicators.report(in_view, practice, LATEST, 58, None, clock.now())
    beside = opened.submit(status=409, **{f"{name}_count": ""})
    assert "iemand anders gaf intussen 58 op" in beside.text
    beside.submit(**{f"{name}_count": ""})
    assert told(project) == []


def test_still_the_same_and_nobody_else_is_asked(visitor, project, practice, in_view, an):
    indicators.report(in_view, practice, EARLIER, 57, 2000, clock.now())
    name, page = f"ind_{in_view.id}_{practice.id}", visitor.get(page_of(an))
    assert values(page, f"{name}_count") == [""]  # the projectleider said so, not they
    page.submit()
    assert told(project) == [(EARLIER, 57, 2000)]
    page.submit(**{f"{name}_again": "y"})
    assert told(project) == [(EARLIER, 57, 2000), (LATEST, 57, 2000)]
    town = make_person(project, make_organisation(project, "Gemeente", "gemeente"))
    assert "U hoeft nu niets te tellen." in visitor.get(page_of(town)).text
    visitor.get(page_of(make_person(project, practice, function="mantelzorger")), status=404)


def test_what_a_project_counts_is_its_own_to_change(projectleider, evaluator, project, counts, practice, in_view):
    indicators.report(in_view, practice, LATEST, 40, 400, clock.now())
    page = projectleider.get(counts).follow("Wat telt dit project?")
    assert "De periode ervoor: " in page.follow("In beeld").text
    page = page.submit(f"{counts}/tellingen/overnemen/csi")
    assert "Dit project telt nu ook “CSI boven de grens”." in text_of(page)
    empty = page.follow("Zelf iets laten tellen")
    assert "Geef de telling een naam." in empty.submit(status=400).text
    twice = empty.submit(status=400, name="csi BOVEN de grens", definition="Nog eens.")
    assert "“csi BOVEN de grens” telt dit project al." in twice.text
    assert "Vul bij “Van hoeveel” in" in twice.submit(status=400, name="Eigen", instrument="ediz").text
    page = twice.submit(name="Gesprekken", period="month", audience=["welzijn", "gemeente"])
    assert "Elke maand" in page.text
    old = page.follow("Mantelzorgers in beeld wijzigen")
    assert "Er zijn al aantallen opgegeven." in old.text
    page = old.submit(name="In beeld")
    assert "De telling “Mantelzorgers in beeld”" not in page.text
    assert "intussen gewijzigd" in old.submit(status=409, name="Anders").text
    page = projectleider.get(f"{counts}/tellingen").submit(f"{counts}/tellingen/{in_view.id}/archiveren")
    assert "Niemand krijgt nog een vraag over “In beeld”." in text_of(page)
    assert "Dit wordt niet meer geteld." in evaluator.get(f"/e/{project.id}/in-beeld").text
    page.submit(f"{counts}/tellingen/{in_view.id}/terughalen")
    make_organisation(project, "Praktijk West", "eerstelijnszorg")  # never gave a number
    shown = evaluator.get(f"/e/{project.id}/in-beeld?sector=eerstelijnszorg")
    assert "Praktijk Oost" in shown.text
    assert "Op de laatste peildatum gaven 1 van de 2 organisaties iets op." in shown.text
    assert (
        "Uit deze sector gaf nog geen organisatie iets op."
        in evaluator.get(f"/e/{project.id}/in-beeld?sector=welzijn").text
    )


def text_of(page):
    """Also what is told above the page."""
    return " ".join("".join(page.one("body").itertext()).split())


def test_a_project_that_counts_nothing(projectleider, counts):
    assert "Dit project telt nog niets" in projectleider.get(counts).text


def test_what_is_no_longer_asked_stays(projectleider, visitor, project, counts, practice, an, in_view):
    indicators.report(in_view, practice, LATEST, 40, 400, clock.now())
    other = make_organisation(project, "Praktijk West", "eerstelijnszorg")
    old = {name: getattr(in_view, name) for name in ("name", "definition", "period", "instrument", "audience")}
    indicators.edit_indicator(in_view, in_view.version, clock.now(), denominator_name="", **old)
    page = projectleider.get(counts)
    page.submit(f"{counts}/{in_view.id}/{LATEST}", **{f"value_{other.id}": "12"})
    assert told(project) == [(LATEST, 40, 400), (LATEST, 12, None)]
    visitor.get(page_of(an)).submit()
    assert told(project) == [(LATEST, 40, 400), (LATEST, 12, None)]
