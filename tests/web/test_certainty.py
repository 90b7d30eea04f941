"""How sure a change is, on the page that sets two dates beside one another."""

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict

from kapstok import jobs
from kapstok.evaluation import certainty
from kapstok.extensions import db
from kapstok.meetings.rules import Attendance
from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans import service as planning
from tests.browsing import entries, text
from tests.factories import NOW, make_invitation, make_meeting, make_user
from tests.measured import DAY, FIRST, SECOND, everybody_says, make_people, measure, open_wave

PEOPLE, CAME = 40, 20


def part(page) -> str:
    (section,) = page.all("section", **{"aria-labelledby": "zeker"})
    return text(section)


def rows(page) -> list[list[str]]:
    (table,) = [one for one in page.all("table") if "naast wat toeval geeft" in text(one.find("caption"))]
    return [[text(cell) for cell in row] for row in table.find("tbody")]


@pytest.fixture
def people(project):
    """Twenty of welzijn and twenty of thuiszorg; ten of each came to the bijeenkomst.

    First everybody has a line with the next of their own sector, and then those who came with everybody who came too.
    """
    people = make_people(project, "welzijn", "thuiszorg", each=PEOPLE // 2)

    def said(line) -> list[str]:
        return [" ".join("-" if i == j else "2" if line(i, j) else "0" for j in range(PEOPLE)) for i in range(PEOPLE)]

    def neighbours(i, j) -> bool:
        return i // 20 == j // 20 and (j - i) % 20 == 1

    measure(project, people, "Nulmeting", FIRST, said(neighbours))
    meeting = make_meeting(project, starts_at=NOW - 100 * DAY)
    came = [person for place, person in enumerate(people) if place % 20 < CAME // 2]
    for person in came:
        make_invitation(meeting, person, attendance=Attendance.PRESENT)
    measure(project, people, "T1", SECOND, said(lambda i, j: neighbours(i, j) or max(i % 20, j % 20) < 10))
    db.session.commit()
    return people


def test_the_interval_first_and_the_rest_behind_it_and_none_where_the_plan_only_describes(
    app, project, people, evaluator, monkeypatch
):
    page = evaluator.get(f"/e/{project.id}/veranderingen")
    told = part(page)
    # Lines: 40 of 40 · 39 pairs; then 20 · 19 = 380 among who came, of which 18 were there, and 22 others: 402.
    assert "Van elke 100 mogelijke lijnen zijn er nu 25,8. Bij Nulmeting waren het er 2,6 (95 %-interval" in told
    assert "Dichtheid: hoger dan eerst, en meer dan toeval alleen meestal geeft." in told
    assert "Vergeleken zijn de 40 mensen die beide keren antwoordden (van de 40)" in told
    assert "noemt nu gemiddeld 9,1 lijnen meer dan eerst. Aantal mensen dat er meer noemt: 20. Minder: 0." in told
    # E-I: first all 40 within; now 2 · 10 · 10 = 200 across of 402.
    assert "De E-I-index was −1,00 en is nu 0,00" in told
    assert "is er nu 100 keer een lijn. Met anderen is dat 0 keer." in told
    assert "362 keer kon iemand die samen was een nieuwe lijn noemen, 1.158 keer iemand die dat niet was" in told
    assert "Bij de eerste meting noemde wie later kwam gemiddeld 1,0 lijnen, en wie niet kwam 1,0." in told
    assert "gemiddeld +18,1 voor wie op een bijeenkomst was, 0,0 voor wie niet kwam. Verschil +18,1 (95 %" in told
    assert "n = 20 die kwamen en 20 die niet kwamen" in told
    assert [(row[0], [cell.partition(" (")[0] for cell in row[1:4]]) for row in rows(page)] == [
        ("Binnen Thuiszorg en wijkverpleging", ["20", "101", "+81"]),
        ("Thuiszorg en wijkverpleging met Welzijn", ["0", "200", "+200"]),
        ("Binnen Welzijn", ["20", "101", "+81"]),
    ]
    assert [person.name for person in people if person.name in page.text] == []

    taken = evaluator.fetch(f"/e/{project.id}/veranderingen?csv=verschil-met-interval").get_data(as_text=True)
    assert "De verandering is groter dan toeval alleen meestal geeft" in taken
    assert len(page.all("figure", **{"aria-labelledby": "verschil-met-interval-title"})) == 1

    # Other days lead to the ends of measurements.
    page = evaluator.get(f"/e/{project.id}/veranderingen?van=2025-06-01&sterkte=2")
    assert "Hoe zeker dit is, ziet u als beide dagen de laatste dag van een meting zijn." in part(page)
    there = page.follow("Vergelijk de eerste en de laatste afgesloten meting")
    assert "Van elke 100 mogelijke lijnen zijn er nu 25,8." in part(there)

    # Where it takes long it is asked for, worked out in the background, and the same.
    monkeypatch.setattr(certainty, "AT_ONCE", PEOPLE - 1)
    page = evaluator.get(f"/e/{project.id}/veranderingen")
    assert "Met zo veel mensen duurt dit even." in part(page)
    (form,) = [one for one in page.all("form", method="post") if "veranderingen" in one.get("action")]
    page = page.submit(form.get("action"))
    assert "Dit wacht op zijn beurt." in part(page)
    evaluator.post(f"/e/{project.id}/veranderingen?van=2025-06-01", MultiDict(entries(form)), status=404)
    evaluator.post(f"/e/{project.id}/veranderingen?van=&tot=9999-99-99&sterkte=x", MultiDict(entries(form)))
    jobs.work_out(app)
    assert part(evaluator.get(f"/e/{project.id}/veranderingen")) == told
    assert evaluator.get(f"/e/{project.id}/veranderingen?sterkte=3").response.status_code == 200

    # A plan that only describes leaves chance out.
    plan = planning.find_plan(project)
    choices = plan_rules.Choices(plan_rules.Headline.DENSITY, threshold=2, test=plan_rules.Test.DESCRIBE)
    planning.save_plan(project, choices, plan.version, NOW, user_id=make_user(project).id, reason="Beter zo.")
    db.session.commit()
    told = part(evaluator.get(f"/e/{project.id}/veranderingen"))
    assert "Volgens het meetplan worden verschillen alleen beschreven." in told
    assert [word for word in ("interval van", "Bij toeval alleen", "meer dan toeval alleen") if word in told] == []
    assert "Van elke 100 mogelijke lijnen zijn er nu 25,8. Bij Nulmeting waren het er 2,6." in told
    file = evaluator.fetch(f"/e/{project.id}/downloads/kerncijfers.csv").get_data(as_text=True)
    (density,) = [line for line in file.splitlines() if line.startswith("dichtheid;1;vaste groep")]
    assert density == "dichtheid;1;vaste groep;40;40;2;0.2577;;"


def test_one_measurement_and_one_that_runs_say_nothing_of_certainty(project, evaluator):
    people = make_people(project, "welzijn", each=6)
    measure(project, people, "Nulmeting", FIRST, everybody_says(6, 2))
    open_wave(project, people, "T1", SECOND, everybody_says(6, 3))
    db.session.commit()
    page = evaluator.get(f"/e/{project.id}/veranderingen")
    assert part(page) == "Hoe zeker is dit Om te zeggen hoe zeker dit is, zijn twee afgesloten metingen nodig."


def test_six_people_of_one_sector_are_described_and_nobody_came(project, evaluator):
    people = make_people(project, "welzijn", each=6)
    measure(project, people, "Nulmeting", FIRST, everybody_says(6, 1))
    measure(project, people, "T1", SECOND, everybody_says(6, 3))
    make_meeting(project, starts_at=NOW - dt.timedelta(days=100))
    db.session.commit()
    told = part(evaluator.get(f"/e/{project.id}/veranderingen"))
    assert "Minder dan 40 mensen antwoordden beide keren." in told
    assert "Er is maar één sector met genoeg mensen." in told
    assert "is van niemand genoteerd dat hij op een bijeenkomst was" in told
    assert "Van te weinig paren is bekend dat zij samen op een bijeenkomst waren." in told
    assert "interval van" not in told


def test_four_of_hundred_tell_nothing(project, evaluator):
    """A response under a half: nothing is said, and why."""
    people = make_people(project, "welzijn", each=12)
    for name, day in (("Nulmeting", FIRST), ("T1", SECOND)):
        measure(project, people, name, day, everybody_says(12, 2)[:5] + [""] * 7)
    db.session.commit()
    told = part(evaluator.get(f"/e/{project.id}/veranderingen"))
    assert told == (
        "Hoe zeker is dit Minder dan de helft van de mensen heeft geantwoord. Daarom ziet u alleen hoeveel lijnen er "
        "zijn genoemd en door hoeveel mensen."
    )
