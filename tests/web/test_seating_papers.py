"""A kennismakingsplan on paper, on somebody's own page, and on the day."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.planner.models import PlanGuest, PlanWish
from kapstok.projects.rules import Vocabulary
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.web.links import host_link, personal_link
from tests.browsing import text
from tests.factories import make_invitation, make_meeting, make_organisation, make_person, make_plan, term

DAY = dt.timedelta(days=1)
PAPERS = ("tafelkaartjes", "naamkaartjes", "rondeschema")


@pytest.fixture
def today(project):
    return make_meeting(project, starts_at=clock.now() - dt.timedelta(minutes=10))


@pytest.fixture
def people(project, today):
    """Truus is a mantelzorger of an organisation that tells so."""
    sector = term(project, Vocabulary.SECTOR, "mantelzorgers")
    circle = make_organisation(project, "Kring Veenmeer", sector="mantelzorgers")
    found = [
        make_person(project, make_organisation(project, "De Kom"), "Ann Bos", "huisarts"),
        make_person(project, make_organisation(project, "De Brink"), "Bo Dam"),
        make_person(project, circle, "Truus Vos", "mantelzorger", sector_id=sector.id),
    ]
    for person in found:
        make_invitation(today, person, partstat=Partstat.ACCEPTED, sent_sequence=0)
    return found


@pytest.fixture
def plan(today, people):
    """Truus leaves after the first round; she and Ann wanted to sit together."""
    ann, bo, truus = people
    plan = make_plan(today, [{ann: 3, bo: 3, truus: 5}, {ann: 5, bo: 3}], host=bo)
    plan.tables[0].name = "Raam"
    of_it = {"project_id": today.project_id, "plan_id": plan.id}
    db.session.add(PlanWish(**of_it, kind="together", one_id=ann.id, other_id=truus.id))
    db.session.add(PlanGuest(**of_it, person_id=truus.id, until_round=1, needs_access=True))
    db.session.flush()
    return plan


@pytest.fixture
def base(project, today):
    return f"/p/{project.id}/bijeenkomsten/{today.id}/tafels"


def pages(answer) -> list[str]:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]


def fields_of(page) -> dict[str, str]:
    """What is chosen in each list of the page."""
    return {
        select.get("name"): next((o.text for o in select.iter("option") if o.get("selected") is not None), "")
        for select in page.all("select")
    }


# On paper


def test_a_card_for_each_table(projectleider, plan, base):
    first, second = pages(projectleider.fetch(f"{base}/tafelkaartjes.pdf"))
    assert first.split("\n") == [
        *("Tafel", "3", "Raam", "Tafel 3 – Raam", "Bo Dam ontvangt u aan deze tafel."),
        *("Ronde 1", "Bo Dam", "Ann Bos", "Ronde 2", "Bo Dam"),
    ]
    assert second.split("\n") == ["Tafel", "5", "Tafel 5", "Ronde 1", "Truus Vos", "Ronde 2", "Ann Bos"]


def test_badges_say_where_to_sit_in_each_round(projectleider, project, today, plan, base):
    make_invitation(today, make_person(project, name="Zoë Nieuw"), partstat=Partstat.ACCEPTED)
    (sheet,) = pages(projectleider.fetch(f"{base}/naamkaartjes.pdf"))
    words = [line for line in sheet.split("\n") if project.name not in line]
    ann = ["Ann", "Bos", "Huisarts", "De Kom", "ronde 1", "tafel 3", "ronde 2", "tafel 5"]
    bo = ["Bo", "Dam", "De Brink", "ronde 1", "tafel 3", "ronde 2", "tafel 3"]
    assert words == ann + bo + ["Truus", "Vos", "ronde 1", "tafel 5", "ronde 2", "–", "Zoë", "Nieuw"]


def test_the_schedule_by_name_and_by_table(projectleider, plan, base):
    by_name, first, second = pages(projectleider.fetch(f"{base}/rondeschema.pdf"))
    rows = by_name.split("\n")
    assert rows[rows.index("Zoek uw naam") + 1 : -1] == [
        "Naam Ronde 1 Ronde 2",
        *("Ann Bos De Kom 3 5", "Bo Dam De Brink 3 3", "Truus Vos 5 –"),
    ]
    tables = [page.split("\n")[:-1] for page in (first, second)]
    assert tables[0] == ["Ronde 1", "Tafel 3 – Raam", "Bo Dam", "Ann Bos", "Tafel 5", "Truus Vos"]
    assert tables[1] == ["Ronde 2", "Tafel 3 – Raam", "Bo Dam", "Tafel 5", "Ann Bos"]


def test_paper_tells_nobodys_wishes_and_who_is_no_mantelzorger(projectleider, plan, base):
    papers = ["\n".join(pages(projectleider.fetch(f"{base}/{name}.pdf"))) for name in PAPERS]
    hidden = ("antelzorg", "Kring", "olstoel", "amen aan", "wens")
    assert [word for word in hidden for text in papers if word in text.replace("Samen rond mantelzorg", "")] == []


def test_who_said_no_since_is_on_no_paper(projectleider, today, people, plan, base):
    guest = next(guest for guest in today.invitations if guest.person is people[0])
    guest.partstat = Partstat.DECLINED
    papers = ["\n".join(pages(projectleider.fetch(f"{base}/{name}.pdf"))) for name in PAPERS]
    assert ["Bos" in text for text in papers] == [False] * 3


def test_a_plan_of_one_guest(projectleider, project, today, base):
    guest = make_person(project)
    make_invitation(today, guest, partstat=Partstat.ACCEPTED)
    make_plan(today, [{guest: 1}])
    assert [len(pages(projectleider.fetch(f"{base}/{name}.pdf"))) for name in PAPERS] == [1, 1, 2]


def test_without_a_plan_there_is_nothing_to_print(projectleider, today, people, base):
    for name in (*(f"{paper}.pdf" for paper in PAPERS), "wie-zat-waar"):
        projectleider.get(f"{base}/{name}", status=404)
    assert "Naamkaartjes met tafels" not in projectleider.get(f"{base.removesuffix('tafels')}dag").text


# One's own page


def test_ones_own_rounds(visitor, people, plan, today):
    ann, *_others = people
    here = f"{personal_link(ann).removeprefix('http://127.0.0.1:5000')}/bijeenkomsten/{today.id}"
    rounds = [fact.text for fact in visitor.get(here).all("strong")]
    assert rounds == ["Tafel 3", "Tafel 5"]
    assert "Bo Dam" not in visitor.get(here).text
    for person in people:
        cards.say(person, Purpose.CARD, True, clock.now(), f"person:{person.id}")
    page = visitor.get(here)
    assert "Ronde 1 Tafel 3 – Raam Bo Dam De Brink Ronde 2 Tafel 5" in page.text
    assert "Truus" not in page.text
    plan.shared_at = None
    assert "Uw rondes" not in visitor.get(here).text


def test_a_mantelzorger_is_a_name_to_tablemates(visitor, people, plan, today):
    ann, _bo, truus = people
    for person in people:
        cards.say(person, Purpose.CARD, True, clock.now(), f"person:{person.id}")
    other = make_meeting(today.project, starts_at=clock.now() + DAY)
    for person in (ann, truus):
        make_invitation(other, person, partstat=Partstat.ACCEPTED, sent_sequence=0)
    make_plan(other, [{ann: 1, truus: 1}])
    page = visitor.get(f"{personal_link(ann).removeprefix('http://127.0.0.1:5000')}/bijeenkomsten/{other.id}")
    assert "Ronde 1 Tafel 1 Truus Vos" in page.text
    assert [word for word in ("Kring", "Mantelzorger ") if word in page.text] == []


# On the day


def test_who_receives_the_guests_can_say_where_they_sit(visitor, today, people, plan):
    page = visitor.get(host_link(today).removeprefix("http://127.0.0.1:5000"))
    lines = [line for line in map(text, page.all("div")) if line.startswith("Tafel")]
    assert lines == ["Tafel per ronde: 3, 5", "Tafel per ronde: 3, 3", "Tafel per ronde: 5, –"]


def come(today, *people):
    for guest in today.invitations:
        if guest.person in people:
            attendance.record_attendance(guest, Attendance.PRESENT, clock.now())


def test_who_sat_where_round_by_round(projectleider, project, today, people, plan, base):
    ann, bo, _truus = people
    come(today, ann, bo)
    eva = make_person(project, name="Eva Gerritsen")
    attendance.add_walk_in(today, eva, clock.now())
    ann_sat, bo_sat, eva_sat = (f"tafel-{person.id}" for person in (ann, bo, eva))
    page = projectleider.get(f"{base.removesuffix('tafels')}dag").follow("Wie zat waar")
    here = f"{base}/wie-zat-waar"
    assert fields_of(page) == {eva_sat: "", ann_sat: "3", bo_sat: "3"}
    wrong = page.submit(here, **{eva_sat: "77", bo_sat: "5"}, status=400)
    assert fields_of(wrong) == {eva_sat: "", ann_sat: "3", bo_sat: "5"}
    page = page.submit(here, **{eva_sat: "5"})
    assert attendance.tables_by_round(today) == {1: {ann.id: 3, bo.id: 3, eva.id: 5}}
    assert fields_of(page) == {eva_sat: "", bo_sat: "3", ann_sat: "5"}  # the second round
    page = projectleider.get(f"{here}?ronde=1")
    assert "Deze ronde is bewaard." in page.text
    assert fields_of(page) == {ann_sat: "3", bo_sat: "3", eva_sat: "5"}
    page.submit(here, **{ann_sat: ""})
    assert attendance.tables(today) == {bo.id: 3, eva.id: 5}


def test_all_rounds_as_planned_keeps_what_was_filled_in(projectleider, today, people, plan, base):
    ann, bo, _truus = people
    come(today, ann, bo)
    page = projectleider.get(f"{base}/wie-zat-waar")
    page.submit(f"{base}/wie-zat-waar", **{f"tafel-{bo.id}": "5"})
    page = page.submit(f"{base}/wie-zat-waar/zoals-gepland")
    assert "Alle rondes zijn bewaard." in page.response.text
    assert attendance.tables_by_round(today) == {1: {ann.id: 3, bo.id: 5}, 2: {ann.id: 5, bo.id: 3}}
    assert page.all("form", action=f"{base}/wie-zat-waar/zoals-gepland") == []


def test_seats_are_taken_down_for_who_was_there_once_it_is_the_day(projectleider, project, today, people, plan, base):
    assert "Tik eerst aan wie er is." in projectleider.get(f"{base}/wie-zat-waar").text
    ahead = make_meeting(project, starts_at=clock.now() + 2 * DAY)
    make_invitation(ahead, people[0], partstat=Partstat.ACCEPTED)
    make_plan(ahead, [{people[0]: 1}])
    here = f"/p/{project.id}/bijeenkomsten/{ahead.id}/tafels/wie-zat-waar"
    page = projectleider.get(here)
    assert "vult u hier in wie aan welke tafel zat" in page.text
    sent = {"csrf_token": projectleider.get(f"{base}/wie-zat-waar").all("input", name="csrf_token")[0].get("value")}
    for address in (here, f"{here}/zoals-gepland"):
        projectleider.post(address, sent | {"ronde": "1"}, status=400)
    assert attendance.tables_by_round(ahead) == {}


@pytest.mark.parametrize("number", ["", "0", "3", "een"])
def test_a_round_that_is_not_there(projectleider, today, people, plan, base, number):
    come(today, people[0])
    here = f"{base}/wie-zat-waar"
    page = projectleider.get(f"{here}?ronde={number}")
    assert page.all("input", name="ronde")[0].get("value") == "1"
    page.submit(here, ronde=number, status=404)
