"""The page that sets two dates beside one another."""

import pytest

from kapstok.extensions import db
from kapstok.ties import service as ties
from kapstok.ties.plans import rules as plan_rules
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import Answers
from tests.browsing import text
from tests.factories import NOW, make_user
from tests.measured import DAY, FIRST, SECOND, everybody_says, make_people, measure

BEGIN, END = FIRST + 7 * DAY, SECOND + 7 * DAY  # when the two measurements closed


def stats(page, part="lijnen") -> dict[str, str]:
    """The figures of one part of the page: what became of lines, or how sure that is (``zeker``)."""
    return {
        text(one.find("dt")): text(one.find("dd"))
        for section in page.all("section", **{"aria-labelledby": part})
        for one in section.iter("div")
        if one.get("class") == "stat"
    }


def rows(page) -> list[list[str]]:
    (table,) = [
        one for one in page.all("table") if text(one.find("caption")) == "Wat er met lijnen gebeurde, per sector"
    ]
    return [[text(cell) for cell in row] for row in table.find("tbody")]


def address(project, **asked) -> str:
    return f"/e/{project.id}/veranderingen?" + "&".join(f"{name}={value}" for name, value in asked.items())


@pytest.fixture
def people(project):
    """Six people of welzijn (0–5) and six of thuiszorg (6–11), all of whom answered twice about everybody.

    First everybody has a line with their own sector, and nobody between: 2 · 6 · 5 = 60 lines of 132. Then all have a
    line across, and those of welzijn none with one another any more: formed 72, kept 30, lost 30.
    """
    people = make_people(project, "welzijn", "thuiszorg", each=6)

    def said(line) -> list[str]:
        return [" ".join("-" if i == j else "2" if line(i < 6, j < 6) else "1" for j in range(12)) for i in range(12)]

    measure(project, people, "Nulmeting", FIRST, said(lambda one, other: one == other))
    measure(project, people, "T1", SECOND, said(lambda one, other: not (one and other)))
    db.session.commit()
    return people


def test_from_the_end_of_the_first_measurement_to_the_end_of_the_last(project, people, evaluator):
    page = evaluator.get(f"/e/{project.id}/").follow("Wat veranderde er")
    finding = "Van de 60 lijnen van 14 mei 2025 waarvan ook op 8 feb 2026 iets bekend is, waren er toen nog 30."
    assert f"{finding} Nieuw waren er 72." in page.text
    assert stats(page) == {"Gebleven": "30", "Erbij gekomen": "72", "Verdwenen": "30", "Onbekend": "0"}
    assert "Er kwamen meer lijnen bij (72) dan er verdwenen (30)" in page.text
    assert "Van alle lijnen die er op een van beide dagen waren, was 23 % er op allebei." in page.text  # 30 of 132
    assert "respons 100 % (12 van 12)" in page.text
    assert rows(page) == [
        ["Thuiszorg en wijkverpleging", "Thuiszorg en wijkverpleging", "30", "0", "0", "30"],
        ["Thuiszorg en wijkverpleging", "Welzijn", "0", "36", "0", "36"],
        ["Welzijn", "Thuiszorg en wijkverpleging", "0", "36", "0", "36"],
        ["Welzijn", "Welzijn", "0", "0", "30", "30"],
    ]
    assert [person.name for person in people if person.name in page.text] == []


def test_direction_and_threshold_stand_in_the_address(project, people, evaluator):
    both = evaluator.get(address(project, richting="confirmed"))
    assert stats(both) == {"Gebleven": "15", "Erbij gekomen": "36", "Verdwenen": "15", "Onbekend": "0"}
    by_name = evaluator.get(address(project, sterkte=1))
    assert stats(by_name) == {"Gebleven": "132", "Erbij gekomen": "0", "Verdwenen": "0", "Onbekend": "0"}


def test_dates_the_wrong_way_round_are_put_right(project, people, evaluator):
    page = evaluator.get(address(project, van=END.date(), tot=BEGIN.date()))
    assert "De eerste dag lag na de tweede." in page.text
    assert [field.get("value") for field in page.all("input", type="date")] == ["2025-05-14", "2026-02-08"]
    assert stats(page)["Erbij gekomen"] == "72"


def test_another_threshold_than_the_plan_chose_is_told(project, people, evaluator):
    plan = planning.find_plan(project)
    choices = plan_rules.Choices(plan_rules.Headline.DENSITY, threshold=3, test=plan_rules.Test.DESCRIBE)
    planning.save_plan(project, choices, plan.version, NOW, user_id=make_user(project).id, reason="Beter zo.")
    db.session.commit()
    told = "Het meetplan telt lijnen vanaf sterkte 3"
    pages = [evaluator.get(address(project)), evaluator.get(address(project, sterkte=2))]
    assert [told in page.text for page in pages] == [False, True]
    assert stats(pages[0])["Gebleven"] == "0"


def test_nonsense_in_the_address_is_passed_over(project, people, evaluator):
    usual = stats(evaluator.get(address(project)))
    nonsense = {"van": "", "tot": "9999-99-99", "sterkte": "veel", "richting": "omhoog", "bron": "aan-tafel"}
    assert stats(evaluator.get(address(project, **nonsense))) == usual
    assert stats(evaluator.get(address(project, tot="9999-12-31"))) == usual  # today, and nothing was said since


def test_a_date_without_data_says_what_is_missing(project, people, evaluator):
    early = evaluator.get(address(project, van="1066-10-14"))
    assert "Op zaterdag 1 januari 2000 had nog niemand iets gezegd." in early.text
    assert stats(early) == {}
    observed = evaluator.get(address(project, bron="ingelezen"))
    assert "Uit deze bron is nog niets bekend." in observed.text


def test_one_persons_answer_is_no_change(project, people, evaluator):
    """Of two days with one answer between them the change would be that answer."""
    ties.record_statements(people[0], Answers({people[1].id: 4}), NOW)
    db.session.commit()
    before = evaluator.get(address(project, van=BEGIN.date(), tot=END.date(), bron="antwoorden"))
    page = evaluator.get(address(project, van=BEGIN.date(), tot=(NOW + DAY).date(), bron="antwoorden"))
    assert "Op een dag die u koos, hadden te weinig mensen iets nieuws gezegd." in page.text
    assert stats(page) == stats(before)


def test_too_small_a_response_claims_nothing(project, evaluator):
    """Five of eleven answered the first time: how many lines they stated, and no more."""
    people = make_people(project, "welzijn", each=11)
    measure(project, people, "Nulmeting", FIRST, everybody_says(11, 2)[:5] + [""] * 6)
    measure(project, people, "T1", SECOND, everybody_says(11, 3))
    page = evaluator.get(address(project))
    assert "Minder dan de helft van de mensen heeft geantwoord." in page.text
    assert "woensdag 14 mei 2025: 5 mensen noemden samen 50 lijnen." in page.text
    assert "zondag 8 februari 2026: 11 mensen noemden samen 110 lijnen." in page.text
    assert stats(page) == {}


def test_an_old_answer_is_no_sign_that_a_line_stayed(project, evaluator):
    """All of twelve answered the first time, and five the second time: what the other seven said then is not now."""
    people = make_people(project, "welzijn", each=12)
    measure(project, people, "Nulmeting", FIRST, everybody_says(12, 2))
    measure(project, people, "T1", SECOND, everybody_says(12, 2)[:5] + [""] * 7)
    page = evaluator.get(address(project))
    assert "Na de eerste dag zei minder dan de helft van de mensen nog iets." in page.text
    assert stats(page) == {}
    measure(project, people, "T2", SECOND + 10 * DAY, everybody_says(12, 2)[:7] + [""] * 5)
    page = evaluator.get(address(project))
    assert stats(page)["Gebleven"] == "132"
    assert (
        "Van 55 van de lijnen die bleven, zei na de eerste dag niemand nog iets" in page.text
    )  # five people, eleven each


def test_nothing_to_compare(project, evaluator):
    assert "Er is nog niets om te vergelijken" in evaluator.get(address(project)).text
