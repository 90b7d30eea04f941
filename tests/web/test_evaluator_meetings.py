"""Bijeenkomsten: what went together with them, and what is missing to say so; corridors on the page of referrals."""

import datetime as dt

import pytest

from kapstok import clock
from kapstok.evaluation.chain.service import find_chain
from kapstok.extensions import db
from kapstok.meetings.models import MeetingOpinion, Seat
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.referrals.models import ReferralTally
from tests.browsing import text
from tests.factories import NOW, make_invitation, make_meeting, make_project
from tests.measured import DAY, everybody_says, make_people, measure

FEW = "Te weinig mensen of antwoorden om te tonen"
UNHEARD = "Daarna is niemand gevraagd: geen meting of vragenlijst in zes maanden"
NOT_ASKED = "Vooraf is niemand gevraagd wie zij al kenden"
SECTORS = ("welzijn", "thuiszorg")
BEFORE, HELD, AFTER = NOW - 300 * DAY, NOW - 250 * DAY, NOW - 200 * DAY  # May, June and August 2025


def address(project, page: str = "bijeenkomsten", query: str = "") -> str:
    return f"/e/{project.id}/{page}{query}"


def hold(project, people, came, starts_at=HELD, title="Kennismaken", tables=None):
    """A bijeenkomst to which everybody was invited and said yes, and to which the first so many came."""
    meeting = make_meeting(project, title, starts_at)
    for number, person in enumerate(people):
        attendance = Attendance.PRESENT if number in came else Attendance.ABSENT
        make_invitation(meeting, person, partstat=Partstat.ACCEPTED, attendance=attendance if came else None)
        if tables and number in came:
            seat = {"meeting_id": meeting.id, "person_id": person.id, "round": 1, "table": number % tables}
            db.session.add(Seat(project_id=project.id, **seat))
    return meeting


def refer(project, sender, receiver, month: dt.date, count: int) -> None:
    row = {"project_id": project.id, "month": month, "kind": "sent", "count": count, "counted_at": NOW}
    row |= {"from_organisation_id": sender.id, "to_organisation_id": receiver.id, "is_whole": True}
    db.session.add(ReferralTally(**row))


def lines_among(people: int, met) -> list[str]:
    """Rows in which those who ``met`` have lines with one another, and nobody else has any."""
    return [
        " ".join("-" if i == j else "2" if i in met and j in met else "0" for j in range(people)) for i in range(people)
    ]


@pytest.fixture
def people(project):
    """Twelve people in each of two sectors who knew nobody at first; of who came, all know one another later."""
    people = make_people(project, *SECTORS, each=12)
    measure(project, people, "Nulmeting", BEFORE, everybody_says(24, 0))
    return people


CAME = [*range(6), *range(12, 18)]  # six of each sector: 66 pairs, 36 of them of two organisations


def cell(page, row: str, column: str) -> str:
    """What a table says under a column's name on a phone."""
    rows = [tr for tr in page.all("tr") if text(tr.find("th")).startswith(row)]
    (one,) = [td for tr in rows for td in tr.findall("td") if td.get("data-label") == column and _in_chain(tr)]
    return text(one)


def _in_chain(row) -> bool:
    return any(td.get("data-label") == "Nieuw" for td in row.findall("td"))


def test_the_chain(project, people, evaluator):
    """66 pairs met, all with a line in a measurement two months later, and 36 with a first referral in July."""
    hold(project, people, CAME, tables=2)
    measure(project, people, "T1", AFTER, lines_among(24, CAME))
    one, other = people[0].organisation, people[12].organisation
    refer(project, one, people[0].organisation, dt.date(2025, 5, 1), 0)
    refer(project, one, other, dt.date(2025, 7, 1), 3)
    page = evaluator.get(address(project))
    titles = [text(h) for h in page.all("h2", class_="figure-title") + page.all("h3", class_="figure-title")]
    assert titles == [
        "66 nieuwe ontmoetingen gingen samen met 66 nieuwe lijnen; bij 36 daarvan kwam ook een eerste verwijzing",
        "Samen aanwezig zijn ging samen met een lijn bij 100 van elke 100 paren; anders bij 0",
        "Samen aanwezig zijn ging samen met een eerste verwijzing bij 100 van elke 100 paren; anders bij 100",
        "Wie nooit kwam, had eerst een lijn met 0 % van wie wel kwam, nu met 0 %",
    ]
    assert "Minder dan 40 mensen: daarom staat er geen interval bij." in page.text
    numbers = [cell(page, "Kennismaken", name) for name in ("Aanwezig", "Nieuw", "Daarna een lijn", "Niet bekend")]
    assert (numbers, cell(page, "Kennismaken", "Verwijzing")) == (["12", "66", "66", "0"], "36")
    tables = [tr for tr in page.all("tr") if text(tr.find("th")) in ("Aan één tafel", "Elders in de zaal")]
    assert [[text(td) for td in tr.findall("td")] for tr in tables] == [["30", "30", "0"], ["36", "36", "0"]]
    assert "door de bijeenkomst komt, is hiermee niet gezegd" in page.text
    assert [person.name for person in people if person.name in page.text] == []


def test_a_choice_stays_in_the_address(project, people, evaluator):
    first, second = hold(project, people, CAME), hold(project, people, CAME, HELD + 5 * DAY, "Nog eens")
    measure(project, people, "T1", AFTER, lines_among(24, CAME))
    page = evaluator.get(address(project, query=f"?bijeenkomst={second.id}&sterkte=3&richting=any"))
    assert cell(page, "Nog eens", "Daarna") == "Geen nieuwe ontmoetingen"
    assert [text(option) for option in page.all("option", selected="")] == [
        "Nog eens, 1 jul 2025",
        "3: overlegt regelmatig",
        "Minstens één kant zegt het",
    ]
    sectors = [[text(td) for td in tr.findall("td")] for tr in page.all("tr") if text(tr.find("th")) in ("Welzijn",)]
    assert sectors == [["12", "6"]]
    table = evaluator.fetch(address(project, query=f"?bijeenkomst={first.id}&csv=stappen")).get_data(as_text=True)
    assert "Daarna een lijn;66" in table
    for nonsense in ("?bijeenkomst=999", "?bijeenkomst=a&sterkte=9&richting=directed"):
        assert cell(evaluator.get(address(project, query=nonsense)), "Kennismaken", "Nieuw") == "66"


def test_each_bijeenkomst_says_what_is_missing(project, people, evaluator):
    hold(project, people, [], HELD, "Zonder lijst")
    hold(project, people, range(3), HELD + DAY, "Klein")
    hold(project, people, CAME, HELD + 2 * DAY, "Daarna stil")
    hold(project, people, range(12, 24), BEFORE - 30 * DAY, "Voor de nulmeting")
    yesterday = clock.now() - dt.timedelta(days=1)
    hold(project, people, range(24), yesterday, "Gisteren")
    page = evaluator.get(address(project))
    assert cell(page, "Zonder lijst", "Daarna") == "Aanwezigheid is niet ingevuld"
    assert cell(page, "Klein", "Daarna") == FEW
    assert cell(page, "Daarna stil", "Daarna") == UNHEARD
    assert cell(page, "Voor de nulmeting", "Daarna") == NOT_ASKED
    assert cell(page, "Gisteren", "Daarna").startswith("Bekend vanaf 1 ")
    assert cell(page, "Klein", "Aanwezig") == "verborgen"
    assert "Van te veel paren is niet bekend hoe het verder ging." in page.text
    assert "Hiervoor zijn twee afgesloten metingen nodig." in page.text


def test_no_bijeenkomst_and_no_measurement(app, project, evaluator, projectleider):
    make_meeting(project, starts_at=clock.now() + DAY)
    make_meeting(project, starts_at=HELD, cancelled_at=HELD)
    assert "Er is nog geen bijeenkomst geweest" in evaluator.get(address(project)).text
    assert projectleider.get(address(project)).link("Naar de bijeenkomsten") == f"/p/{project.id}/bijeenkomsten"
    hold(project, make_people(project, *SECTORS, each=6), range(12))
    assert cell(evaluator.get(address(project)), "Kennismaken", "Daarna") == NOT_ASKED


def test_odd_projects_get_their_pages(project, evaluator):
    """Five people of one sector and one answer; then 25 of one sector, of whom one answers; two share a name."""
    few = make_people(project, "welzijn", each=5)
    measure(project, few, "Nulmeting", BEFORE, [*everybody_says(5, 0)[:1], *[""] * 4])
    hold(project, few, range(5))
    assert cell(evaluator.get(address(project)), "Kennismaken", "Daarna") == FEW  # it would be one person's answers
    everybody = [*few, *make_people(project, "welzijn", each=20)]
    everybody[6].name = everybody[5].name
    measure(project, everybody, "T1", AFTER, [*everybody_says(25, 2)[:1], *[""] * 24])
    hold(project, everybody, range(25), AFTER + 60 * DAY, "Iedereen")
    refer(project, few[0].organisation, everybody[5].organisation, dt.date(2025, 7, 1), 7)
    for query in ("", "?richting=any&sterkte=1", "?per=organisatie"):
        assert everybody[5].name not in evaluator.get(address(project, query=query)).text
        found = evaluator.get(address(project, "verwijzingen", query))
        assert found.all("script", data_figure_for="corridors") == []
        assert "Minder dan 5 mensen hebben geantwoord." in found.text


def test_opinions_wait_until_nobody_can_answer(project, people, evaluator):
    long_ago, lately = HELD, clock.now() - 3 * DAY
    for meeting in (hold(project, people, CAME, long_ago, "Lang geleden"), hold(project, people, CAME, lately, "Pas")):
        for number in CAME:
            said = {"useful": 5, "able": 4, "given_at": meeting.ends_at + DAY, "person_id": people[number].id}
            db.session.add(MeetingOpinion(project_id=project.id, meeting_id=meeting.id, **said))
    page = evaluator.get(address(project))
    (old,) = [tr for tr in page.all("tr") if text(tr).startswith("Lang geleden") and "100 %" in text(tr)]
    (new,) = [tr for tr in page.all("tr") if text(tr).startswith("Pas") and "kunnen nog antwoorden" in text(tr)]
    assert ("12" in text(old), "%" in text(new)) == (True, False)


def test_what_is_kept_follows_attendance_and_referrals(project, people):
    meeting = hold(project, people, CAME)
    measure(project, people, "T1", AFTER, lines_among(24, CAME))
    now = clock.now()
    found = find_chain(project, 2, "any", now)
    assert find_chain(project, 2, "any", now) is found
    assert (found.told.total.new, found.told.total.referral) == (66, 0)
    guest = next(each for each in meeting.invitations if each.person_id == people[0].id)
    guest.attendance = Attendance.ABSENT
    refer(project, people[0].organisation, people[12].organisation, dt.date(2025, 5, 1), 0)
    refer(project, people[0].organisation, people[12].organisation, dt.date(2025, 7, 1), 2)
    db.session.flush()
    again = find_chain(project, 2, "any", now).told.total
    assert (again.new, again.line, again.referral) == (55, 55, 30)
    assert find_chain(make_project("Elders"), 2, "any", now) is None


def test_corridors(project, people, evaluator):
    """No lines at first between two sectors that refer: blind. Later there are some: short."""
    one, other = people[0].organisation, people[12].organisation
    refer(project, one, other, dt.date(2025, 5, 1), 7)
    blind = f"{two(project, people)}: wel verwijzingen (7), geen korte lijn"
    assert blind in evaluator.get(address(project, "verwijzingen")).text
    names = f"{one.name} – {other.name}", f"{other.name} – {one.name}"
    found = evaluator.get(address(project, "verwijzingen", "?per=organisatie&richting=any")).text
    assert sum(f"{name}: wel verwijzingen (7), geen korte lijn" in found for name in names) == 1
    measure(project, people, "T1", AFTER, lines_among(24, CAME))
    page = evaluator.get(address(project, "verwijzingen"))
    assert "Bij 1 van de 1 tweetallen zijn er korte lijnen én verwijzingen" in page.text
    assert evaluator.fetch(address(project, "verwijzingen", "?csv=corridors")).status_code == 200


def two(project, people) -> str:
    """The two sectors, in the project's order."""
    both = sorted((people[0].organisation.sector, people[12].organisation.sector), key=lambda term: term.position)
    return " – ".join(term.name for term in both)


def test_corridors_say_what_is_missing(project, evaluator):
    small = make_people(project, *SECTORS, each=4)
    refer(project, small[0].organisation, small[4].organisation, dt.date(2025, 5, 1), 7)
    asked = address(project, "verwijzingen")
    assert "Er is nog geen afgesloten meting." in evaluator.get(asked).text
    measure(project, small, "Nulmeting", BEFORE, everybody_says(8, 2))
    assert "Er zijn geen twee groepen van minstens 5 mensen" in evaluator.get(asked).text
    measure(project, small, "T1", AFTER, [*everybody_says(8, 2)[:3], *[""] * 5])
    assert "Minder dan 5 mensen hebben geantwoord." in evaluator.get(asked).text
