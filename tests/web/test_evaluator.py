"""The evaluator's pages: then and now, with what is missing, hidden and not for publication."""

import csv
import datetime as dt
import io
import json

import networkx
import pytest

from kapstok.accounts.models import AuditEvent
from kapstok.extensions import db
from kapstok.progress import indicators
from kapstok.progress import service as progress
from kapstok.progress.models import Observation, SurveyAnswer
from kapstok.progress.products import handouts
from kapstok.progress.products import service as products
from kapstok.progress.products.rules import ProductKind
from kapstok.progress.surveys import service as surveys
from kapstok.referrals.models import ReferralTally
from kapstok.ties import measuring
from kapstok.web.evaluator.downloads import SHEETS
from tests.browsing import Visitor, text
from tests.factories import NOW, make_meeting, make_organisation, make_person, make_project, make_user
from tests.measured import FIRST, SECOND, everybody_says, make_people, measure, open_wave

PAGES = ("", "korte-lijnen", "netwerk", "meetplan", "verwijzingen", "in-beeld", "vragenlijst", "downloads")
MARCH = dt.date(2026, 3, 1)
SECTORS = ("welzijn", "thuiszorg")


@pytest.fixture
def people(project):
    """Six people in each of two sectors and three in a third, who came to know one another between two measurements."""
    people = [*make_people(project, *SECTORS, each=6), *make_people(project, "gemeente", each=3)]
    measure(project, people, "Nulmeting", FIRST, everybody_says(15, 1))
    measure(project, people, "T1", SECOND, everybody_says(15, 2))
    return people


def tile(page, label: str) -> str:
    """What stands under a headline figure, its own name and explanation left out."""
    (found,) = [one for one in page.all("div", class_="stat") if text(one.find("dt")).startswith(label)]
    return " ".join(text(dd) for dd in found.findall("dd"))


def address(project, page: str) -> str:
    return f"/e/{project.id}/{page}"


def chart(page, name: str) -> dict:
    (found,) = page.all("script", data_figure_for=name)
    return json.loads(text(found))


def download(visitor, project, name: str) -> list[dict]:
    answer = visitor.fetch(address(project, f"downloads/{name}.csv"))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))


# Who may come in


@pytest.mark.parametrize("page", PAGES)
def test_for_evaluator_and_projectleider_of_this_project(app, project, evaluator, projectleider, page):
    stranger = Visitor(app).log_in(make_user())
    assert evaluator.get(address(project, page)).status == 200
    assert projectleider.get(address(project, page)).status == 200
    stranger.get(address(project, page), status=404)


def test_nobody_is_named_not_even_for_the_projectleider(project, people, projectleider):
    make_person(project, people[0].organisation)
    for page in PAGES:
        body = projectleider.fetch(address(project, page)).get_data(as_text=True)
        assert [person.name for person in people if person.name in body or person.email in body] == []


# States


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_project_says_what_is_missing(project, evaluator, page):
    found = evaluator.get(address(project, page))
    assert page == "downloads" or len(found.all("section", class_="empty-state")) == 1


def test_the_projectleider_is_told_where_to_begin(project, projectleider):
    page = projectleider.get(address(project, ""))
    assert page.link("Naar de metingen") == f"/p/{project.id}/metingen"


@pytest.mark.parametrize("page", PAGES)
def test_five_people_and_one_answer(project, evaluator, page):
    people = make_people(project, "welzijn", each=5)
    measure(project, people, "Nulmeting", FIRST, [*everybody_says(5, 2)[:1], "", "", "", ""])
    evaluator.get(address(project, page))


def test_too_few_answers_give_no_figures(project, evaluator):
    people = make_people(project, "welzijn", each=5)
    measure(project, people, "Nulmeting", FIRST, [*everybody_says(5, 2)[:4], ""])
    page = evaluator.get(address(project, ""))
    assert "Minder dan 5 mensen hebben geantwoord." in page.text
    assert page.all("dl", class_="stats") == []


def test_half_a_response_says_only_what_was_said(project, evaluator):
    people = make_people(project, *SECTORS, each=10)
    measure(project, people, "Nulmeting", FIRST, everybody_says(20, 2)[:9] + [""] * 11)
    page = evaluator.get(address(project, ""))
    assert "Minder dan de helft van de mensen heeft geantwoord." in page.text
    assert "Nulmeting: 9 mensen noemden samen 171 lijnen." in page.text
    assert page.all("figure") == []
    assert evaluator.get(address(project, "netwerk")).all("figure") == []


def test_without_enough_answers_there_are_no_paths(project, evaluator):
    people = make_people(project, *SECTORS, each=10)
    measure(project, people, "Nulmeting", FIRST, everybody_says(20, 2)[:12] + [""] * 8)
    page = evaluator.get(address(project, ""))
    assert tile(page, "Dichtheid") == "100,0 % n = 12 Van elke 100 mogelijke lijnen zijn er 100."
    assert tile(page, "Gemiddelde afstand") == "nog niet bekend"


def test_one_measurement(project, evaluator):
    measure(project, make_people(project, *SECTORS, each=6), "Nulmeting", FIRST, everybody_says(12, 2))
    page = evaluator.get(address(project, ""))
    assert "Er is één meting." in page.text
    assert tile(page, "Gemiddeld aantal contacten") == (
        "11,0 n = 12 Mensen noemen gemiddeld 11,0 anderen met wie zij een lijn hebben."
    )


# Overview


def test_then_and_now(project, people, evaluator):
    page = evaluator.get(address(project, ""))
    assert tile(page, "Dichtheid") == (
        "was 0,0 % is nu 100,0 % n = 15 Van elke 100 mogelijke lijnen zijn er nu 100; bij Nulmeting 0."
    )
    assert tile(page, "Korte-lijnen-index") == (
        "was 0 % is nu 100 % n = 15 Van elke 100 paren uit verschillende sectoren kennen er nu 100 elkaar, direct of "
        "via één ander; bij Nulmeting 0."
    )
    assert tile(page, "Gemiddelde afstand") == "1,00 n = 15 Bereikbare paren: 100 %."
    assert text(page.all("p", class_="lead")[0]) == ("Van elke 100 mogelijke lijnen zijn er nu 100; bij Nulmeting 0.")
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for row in page.all("tr")}
    assert rows["Dichtheid"] == ["0,0 %", "100,0 %", "0,0 %", "100,0 %", "Verschil +100,0 procentpunt"]
    assert rows["Lijnen tussen sectoren, aantal"] == ["0", "144", "0", "144", "–"]  # 15² − 6² − 6² − 3²
    assert "lijnen vanaf sterkte 2" in text(page.all("p", class_="filter-words")[0])
    assert "Minder dan 40 mensen antwoordden beide keren." in page.text


def test_another_strength(project, people, evaluator):
    page = evaluator.get(address(project, "")).submit(address(project, ""), sterkte="1")
    assert tile(page, "Dichtheid").startswith("was 100,0 % is nu 100,0 % n = 15 ")


@pytest.mark.parametrize("nonsense", ["sterkte=9", "sterkte=x", "sterkte=", "sterkte=%00", "sterkte=1e9"])
def test_a_strength_that_is_none_is_the_usual_one(project, people, evaluator, nonsense):
    page = evaluator.get(address(project, f"?{nonsense}"))
    assert "lijnen vanaf sterkte 2" in text(page.all("p", class_="filter-words")[0])


def test_bijeenkomsten_and_products_are_marks_on_the_timeline(project, people, evaluator):
    make_meeting(project, title="Wat is mantelzorg?", starts_at=FIRST)
    product = products.add_product(project, ProductKind.FILM, "Film", SECOND)
    handouts.hand_out(product, people[0].organisation, SECOND.date(), None, NOW)
    page = evaluator.get(address(project, ""))
    events = [text(row) for row in page.all("ul", class_="event-list")[0]]
    assert [event.split()[0] for event in events] == ["1", "A"]
    marks = [note["text"] for note in chart(page, "tijdlijn")["layout"]["annotations"]]
    assert marks == ["1", "A", "100,0 %"]


# Network


def test_the_replay_has_a_table_and_every_moment(project, people, evaluator):
    page = evaluator.get(address(project, "netwerk"))
    (story,) = page.all("script", data_replay_for="netwerkbeeld")
    replay = json.loads(text(story))
    assert [moment.partition(",")[0] for moment in replay["moments"]] == ["Nulmeting", "T1"]
    assert replay["titles"][1].endswith("er zijn 105 lijnen. Sinds het vorige moment: 105 erbij, 0 weg of onbekend")
    table, course = page.all("table")
    assert [len(list(each.iter("tr"))) for each in (table, course)] == [16, 3]
    assert "respons 100 % (15 van 15)" in text(page.all("figcaption")[0])


@pytest.mark.parametrize(
    "query",
    ["richting=any", "richting=directed", "bron=metingen", "sterkte=4", "sector=Overig", "sector=x&bron=y&richting=z"],
)
def test_every_choice_gives_a_picture_and_a_course(project, people, evaluator, query):
    assert len(evaluator.get(address(project, f"netwerk?{query}")).all("figure")) == 2


def test_who_chose_not_to_be_seen_is_not_in_the_picture(project, people, evaluator):
    people[0].on_map = False
    page = evaluator.get(address(project, "netwerk"))
    assert len(list(page.all("table")[0].iter("tr"))) == 15
    assert "Enkele mensen staan niet in het beeld" in page.text


# Referrals, in beeld, vragenlijst


def refer(project, sender, receiver, count: int, kind: str = "sent", month=MARCH) -> None:
    row = {"project_id": project.id, "month": month, "kind": kind, "count": count, "counted_at": NOW, "is_whole": True}
    row |= {"from_organisation_id": sender.id if sender else None, "to_organisation_id": receiver.id}
    db.session.add(ReferralTally(**row))


def test_referrals(project, evaluator):
    practice = make_organisation(project, "Praktijk Zuid", "eerstelijnszorg")
    house = make_organisation(project, "Welzijnshuis", "welzijn")
    refer(project, practice, house, 16)
    for kind, count in (("arrived", 12), ("helped", 9), ("no_place", 3)):
        refer(project, None, house, count, kind)
    page = evaluator.get(address(project, "verwijzingen"))
    assert tile(page, "Verwezen, volgens verwijzers") == "16"
    assert tile(page, "Dekking: beide kanten telden hetzelfde") == "75 % n = 16"
    assert tile(page, "Hulp ontvangen, van wat is afgelopen") == "75 % n = 12"
    assert "De meeste verwijzingen gaan van Eerstelijnszorg naar Welzijn: 16 van 16" in page.text
    assert "12 van de 16" in page.text
    page = evaluator.get(address(project, "verwijzingen?per=organisatie"))
    assert "De meeste verwijzingen gaan van Praktijk Zuid naar Welzijnshuis: 16 van 16" in page.text
    assert "maart 2026" in [text(th) for th in page.all("th")]
    assert download(evaluator, project, "verwijzingen-publicatie") == [
        {"van": "Eerstelijnszorg", "naar": "Welzijn", "aantal": "16"}
    ]


def report(project, value: int, name: str) -> None:
    progress.ensure_defaults(project)
    (indicator,) = indicators.list_indicators(project)
    row = {"project_id": project.id, "indicator_id": indicator.id, "on_date": MARCH, "reported_at": NOW}
    db.session.add(
        Observation(**row, organisation_id=make_organisation(project, name).id, value=value, denominator=500)
    )


def test_in_beeld_hides_small_counts_and_one_more(project, evaluator):
    for name, value in (("Noord", 50), ("Oost", 30), ("West", 3)):
        report(project, value, name)
    page = evaluator.get(address(project, "in-beeld"))
    assert "ten minste 50 en ten hoogste 83" in page.text
    (table,) = [found for found in page.all("table") if "laatste opgave" in text(found.find("caption"))]
    rows = [[text(cell) for cell in row] for row in table.find("tbody")]
    assert rows == [
        ["Noord", "1 mrt 2026", "50", "500", "10,0 %"],
        ["Oost", "1 mrt 2026", "–", "500", "–"],
        ["West", "1 mrt 2026", "–", "500", "–"],
    ]
    assert [row["aantal"] for row in download(evaluator, project, "indicatoren")] == ["50", "", ""]


def test_the_vragenlijst(project, people, evaluator):
    progress.ensure_defaults(project)
    item = surveys.list_items(project)[0]
    for wave, agree in zip(measuring.list_waves(project), (5, 10), strict=True):
        for place, person in enumerate(people):
            row = {"project_id": project.id, "item_id": item.id, "wave_id": wave.id, "person_id": person.id}
            db.session.add(SurveyAnswer(**row, value=4 if place < agree else 2, answered_at=NOW))
    page = evaluator.get(address(project, "vragenlijst"))
    assert text(page.all("h4", class_="figure-title")[0]) == f"{item.text} Eerst was 33 % het eens, nu 67 %."
    assert (
        "Van de 15 mensen die beide keren antwoordden, waren 5 het eerst niet eens en nu wel; bij 0 was het andersom."
        in page.text
    )
    file = download(evaluator, project, "vragenlijst")
    running = open_wave(project, people, "T2", NOW, everybody_says(15, 4))
    for person in people:
        row = {"project_id": project.id, "item_id": item.id, "wave_id": running.id, "person_id": person.id}
        db.session.add(SurveyAnswer(**row, value=5, answered_at=NOW))
    assert evaluator.get(address(project, "vragenlijst")).text == page.text  # until the measurement is closed
    assert download(evaluator, project, "vragenlijst") == file


# Downloads


def test_every_file_can_be_read(project, people, evaluator):
    refer(project, people[0].organisation, people[6].organisation, 9)
    found = {name: download(evaluator, project, name) for name in SHEETS}
    assert [len(found[name]) for name in ("mensen", "lijnen", "verwijzingen", "indicatoren")] == [15, 2 * 15 * 14, 1, 0]
    described = {(row["bestand"], column) for row in found["codeboek"] for column in row["kolom"].split(", ")}
    for name in set(SHEETS) - {"codeboek"}:
        answer = evaluator.fetch(address(project, f"downloads/{name}.csv")).get_data().decode("utf-8-sig")
        columns = next(csv.reader(io.StringIO(answer), delimiter=";"))
        assert {(name, column.replace("_1", "_0")) for column in columns} <= described


def test_a_graph_can_be_read(project, people, evaluator):
    answer = evaluator.fetch(address(project, "downloads/netwerk-1.graphml"))
    graph = networkx.read_graphml(io.BytesIO(answer.get_data()))
    assert (len(graph), graph.number_of_edges()) == (15, 15 * 14)
    assert answer.headers["Content-Disposition"] == "attachment; filename=netwerk-1-niet-voor-publicatie.graphml"


def test_a_name_that_looks_like_a_formula_is_harmless(project, people, evaluator):
    refer(project, make_organisation(project, '=HYPERLINK("x")'), people[0].organisation, 9)
    assert download(evaluator, project, "verwijzingen")[0]["van"] == '\'=HYPERLINK("x")'


def test_a_download_leaves_a_trace(project, evaluator):
    download(evaluator, project, "lijnen")
    event = db.session.query(AuditEvent).filter_by(event="download lijnen.csv").one()
    assert (event.project_id, event.subject) == (project.id, f"project:{project.id}")


def test_files_that_are_not_there(project, people, evaluator):
    for name in ("downloads/geheim.csv", "downloads/netwerk-7.graphml"):
        evaluator.get(address(project, name), status=404)


def test_a_running_measurement_is_in_no_file(project, people, evaluator):
    open_wave(project, people, "T2", NOW, everybody_says(15, 4))
    assert "T2 loopt nog." in evaluator.get(address(project, "downloads")).text
    assert {row["meting"] for row in download(evaluator, project, "lijnen")} == {"0", "1"}
    evaluator.get(address(project, "downloads/netwerk-2.graphml"), status=404)


def test_another_project_is_in_no_page_and_no_file(app, project, people, evaluator):
    other = make_project("Kanarie")
    strangers = make_people(other, "vrijwilligers", each=12)
    measure(other, strangers, "Kanariemeting", FIRST, everybody_says(12, 3))
    refer(other, strangers[0].organisation, make_organisation(other, "Kanariehuis"), 77)
    for page in (*PAGES, *(f"downloads/{name}.csv" for name in SHEETS), "downloads/netwerk-0.graphml"):
        assert "anarie" not in evaluator.fetch(address(project, page)).get_data(as_text=True)
    assert len(download(evaluator, project, "mensen")) == 15
