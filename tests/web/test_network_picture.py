"""The network page: people who lead to their own lines, the table with its own pages, and the picture drawn anew."""

import json

import pytest

from kapstok.extensions import db
from kapstok.web.evaluator import network as pages
from tests.browsing import text
from tests.measured import FIRST, SECOND, everybody_says, make_people, measure


@pytest.fixture
def people(project):
    """Twelve people of whom each of the first measurement knows the next, and all know all at the second."""
    people = make_people(project, "welzijn", "thuiszorg", each=6)
    ring = [" ".join("-" if j == i else "3" if abs(j - i) == 1 else "0" for j in range(12)) for i in range(12)]
    measure(project, people, "Nulmeting", FIRST, ring)
    measure(project, people, "T1", SECOND, everybody_says(12, 2))
    return people


def address(project, page=""):
    return f"/e/{project.id}/netwerk{page}"


def labels(page):
    """The pseudonyms in the table, as they stand there."""
    return [text(row.find("th")) for row in page.all("tbody")[0].iter("tr")]


def replay(page):
    (found,) = page.all("script", data_replay_for="netwerkbeeld")
    return json.loads(text(found))


def test_from_the_table_to_a_person_and_via_whom_to_another(project, people, evaluator):
    page = evaluator.get(address(project))
    first, *_others, last = labels(page)
    assert labels(page) == sorted(labels(page))  # in any other order it would tell who is who
    person = page.follow(first)
    assert person.h1 == first
    assert (len(person.all("table")), "2: korte lijn" in person.text) == (1, True)
    assert len(labels(person)) == 11
    found = person.submit(address(project, f"/persoon/{first}#via"), naar=last.lower())
    assert "Eén stap." in found.text
    assert [text(one) for one in found.all("ol", class_="way")[0]] == [first, last]
    then = evaluator.get(address(project, f"/persoon/{first}?moment=0&naar=NIET"))
    assert "NIET staat niet in het beeld." in then.text
    assert "3: overlegt regelmatig" in then.text
    assert "kies iemand anders" in evaluator.get(address(project, f"/persoon/{first}?naar={first}")).text.lower()


def test_every_choice_holds_for_a_person(project, people, evaluator):
    first = labels(evaluator.get(address(project)))[0]
    for query in ("bron=aanwezig", "bron=waarnemingen"):  # too little of these for a picture
        assert evaluator.get(address(project, f"/persoon/{first}?{query}")).h1 == "Netwerk"
    for query in ("richting=directed", "sterkte=4", "moment=99&sterkte=x&richting=y", "moment=nu"):
        assert evaluator.get(address(project, f"/persoon/{first}?{query}")).h1 == first


def test_who_is_not_drawn_has_no_page(project, people, evaluator):
    everybody = labels(evaluator.get(address(project)))
    people[0].on_map = False
    left = labels(evaluator.get(address(project)))
    (hidden,) = set(everybody) - set(left)
    evaluator.get(address(project, f"/persoon/{hidden}"), status=404)
    assert hidden not in evaluator.get(address(project, f"/persoon/{left[0]}")).text
    assert (
        f"{hidden} staat niet in het beeld."
        in evaluator.get(address(project, f"/persoon/{left[0]}?naar={hidden}")).text
    )


def test_under_half_heard_there_are_no_persons_and_under_seventy_no_ways(project, evaluator):
    people = make_people(project, "welzijn", "thuiszorg", each=10)
    measure(project, people, "Nulmeting", FIRST, everybody_says(20, 2)[:12] + [""] * 8)
    page = evaluator.get(address(project, "?grootte=bruggen"))
    assert [one.get("value") for one in page.all("select", id="grootte")[0]] == ["genoemd", "lijnen"]
    person = page.follow(labels(page)[0])
    assert "geen afstanden en geen bruggenbouwers" in person.text
    assert person.all("input", id="naar") == []
    measure(project, make_people(project, "gemeente", each=10), "T1", SECOND, [""] * 10)
    assert evaluator.get(address(project, f"/persoon/{person.h1}")).h1 == "Netwerk"


def test_a_large_network_has_its_table_on_pages(project, people, evaluator, monkeypatch):
    everybody = labels(evaluator.get(address(project)))
    monkeypatch.setattr(pages, "ROWS_IN_PAGE", 10)
    monkeypatch.setattr(pages, "PAGE_SIZE", 10)
    page = evaluator.get(address(project, "?richting=any"))
    assert len(page.all("table")) == 1  # of the course
    shown = page.follow("Toon als tabel")
    assert labels(shown) == everybody[:10]
    assert labels(shown.follow("Volgende")) == everybody[10:]
    assert labels(evaluator.get(address(project, "/mensen?pagina=99"))) == everybody[10:]


@pytest.mark.parametrize(("size", "called"), [("lijnen", "Lijnen"), ("bruggen", "Op de kortste weg tussen anderen")])
def test_people_are_drawn_by_the_measure_that_is_chosen(project, people, evaluator, size, called):
    page = evaluator.get(address(project, f"?grootte={size}&sector=Thuiszorg+en+wijkverpleging"))
    assert text(page.all("th")[4]).startswith(called)
    (chosen,) = [one for one in page.all("select", id="grootte")[0] if one.get("selected") is not None]
    assert chosen.get("value") == size


def test_each_frame_says_how_many_were_heard(project, people, evaluator):
    assert replay(evaluator.get(address(project)))["answered"] == ["12 van de 12 mensen gehoord"] * 2


def test_the_course_says_that_answers_are_carried_forward(project, people, evaluator):
    """Nulmeting: 11 lines both sides state, 22 ends of 12 people. T1: 66 lines, so 55 came."""
    page = evaluator.get(address(project))
    (figure,) = [one for one in page.all("figure") if one.get("aria-labelledby") == "van-moment-tot-moment-title"]
    assert "Lijnen per persoon: eerst 1,8 en nu 11,0" in text(figure)
    assert "wat iemand zei, telt tot twee jaar later mee" in text(figure)
    assert "n = 12 · respons 100 % (12 van 12) · lijn vanaf sterkte 2 · als beide kanten het zeggen" in text(figure)
    assert "antwoorden gaan mee naar latere momenten" in page.text
    rows = evaluator.fetch(address(project, "?csv=van-moment-tot-moment")).get_data(as_text=True).splitlines()[1:3]
    assert [row.split(";")[1:4] + row.split(";")[7:11] for row in rows] == [
        ["12 van de 12", "11", "1,8", "", "", "", ""],
        ["12 van de 12", "66", "11,0", "11", "55", "0", "0"],
    ]
    whole = evaluator.get(address(project, "?sector=Thuiszorg+en+wijkverpleging"))
    assert "Lijnen per persoon: eerst 1,8 en nu 11,0" in whole.text


def test_a_course_needs_two_moments_and_people_who_were_asked(project, evaluator):
    people = make_people(project, "welzijn", each=6)
    measure(project, people[:4], "Nulmeting", FIRST, everybody_says(4, 2))
    assert "Er zijn nog te weinig antwoorden" in evaluator.get(address(project)).text
    measure(project, people, "T1", SECOND, everybody_says(6, 2))
    page = evaluator.get(address(project))
    assert "Er is nog maar één moment. Vanaf het tweede ziet u hier het verloop." in page.text
    evaluator.get(address(project, "?csv=van-moment-tot-moment"), status=404)
    assert "Het netwerk van moment tot moment" not in evaluator.get(address(project, "?bron=aanwezig")).text


def test_only_who_leads_the_project_draws_anew(project, people, evaluator, projectleider):
    before = replay(evaluator.get(address(project)))["places"]
    assert "Teken de kaart opnieuw" not in evaluator.get(address(project)).text
    evaluator.get(f"/p/{project.id}/netwerkbeeld/opnieuw", status=403)
    warned = projectleider.get(address(project)).follow("Teken de kaart opnieuw")
    assert "Iedereen krijgt een andere plek" in warned.text
    assert replay(evaluator.get(address(project)))["places"] == before
    done = warned.submit(f"/p/{project.id}/netwerkbeeld/opnieuw")
    assert (done.h1, "Iedereen heeft een nieuwe plek." in done.text) == ("Netwerk", True)
    db.session.refresh(project)
    assert project.drawn_at is not None
    assert replay(evaluator.get(address(project)))["places"] != before
    assert "De kaart is getekend op" in evaluator.get(address(project)).text
