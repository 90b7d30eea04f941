"""Het stappenplan: the projectleider's table, the page by link, and its part of the Kapstok-minuut."""

import datetime as dt

import pytest
from werkzeug.datastructures import MultiDict

from kapstok import clock
from kapstok.progress.steps import service
from kapstok.progress.steps.rules import State, Step
from kapstok.register import reporters
from kapstok.web.deelnemer import steps as section
from kapstok.web.links import personal_link
from kapstok.web.sections import SectionRefused
from tests.factories import make_organisation, make_person

DAY = dt.timedelta(days=1)


@pytest.fixture
def practice(project):
    return make_organisation(project, "Praktijk Oost", "eerstelijnszorg")


def states(organisation) -> dict:
    return service.plan_of(organisation).states


def test_the_projectleider_writes_down_how_far_organisations_are(projectleider, project, practice):
    today, base = clock.local_date(clock.now()), f"/p/{project.id}/stappenplan"
    welfare, coding = make_organisation(project, "Welzijn Noord"), f"step_{practice.id}_coding"
    project.starts_on = today - 91 * DAY
    page = projectleider.get(f"/p/{project.id}/in-beeld").follow("Stappenplan")
    assert "Van één organisatie hoorden wij 90 dagen niets" in page.text
    assert "Welzijn Noord" not in "".join(page.all("table")[0].itertext())  # to choose, and not asked
    own = projectleider.get(f"{base}/{practice.id}")
    refused = own.submit(
        **{coding: "begun", f"{coding}_day": "2999-01-01", f"{coding}_evidence": "BSN 123456782"}, status=400
    )
    assert "burgerservicenummer" in refused.text
    refused = refused.submit(**{f"{coding}_evidence": "Code in het dossier"}, status=400)
    assert "Deze dag moet nog komen." in refused.text
    page = refused.submit(**{f"{coding}_day": f"{today - DAY}"})
    assert "Code in het dossier" in page.text and "90 dagen niets" not in page.text
    own = projectleider.get(f"{base}/{practice.id}")
    early = own.submit(**{coding: "done", f"{coding}_day": f"{today - 2 * DAY}"}, status=400)
    assert "kan niet eerder klaar zijn" in early.text
    own.submit(**{coding: "done"})
    record = service.plan_of(practice).records[Step.CODING]
    assert (record.state, record.on_date, record.evidence) == ("done", today, "Code in het dossier")
    projectleider.get(f"{base}/{practice.id}").submit(**{coding: "none"})
    assert states(practice) == {}
    page = projectleider.get(f"{base}?organisatie={welfare.id}")
    page = page.submit(**{f"step_{welfare.id}_roles": "begun"})
    assert page.link("Welzijn Noord") == f"{base}/{welfare.id}"


def test_who_counts_says_it_by_link(app, visitor, project, practice):
    colleague, person = make_person(project, practice), make_person(project, practice)
    link = f"{personal_link(person)}/stappenplan"
    page = visitor.get(link)
    page = page.submit(**{f"step_{practice.id}_coding": "done"})
    assert "Dank u wel." in page.text
    assert states(practice) == {Step.CODING: State.DONE}
    assert service.plan_of(practice).records[Step.CODING].recorded_by_id == person.id
    reporters.name_reporter(practice, colleague, actor="test")
    visitor.get(link, status=404)
    stranger = make_person(project, make_organisation(project))
    visitor.get(f"{personal_link(stranger)}/stappenplan", status=404)


def test_the_next_step_is_a_part_of_the_minute(app, project, practice):
    now, person = clock.now(), make_person(project, practice)
    first, second = f"step_{practice.id}_coding", f"step_{practice.id}_spotting"
    asked = section.find_section(person, now)
    assert ([each.name for each in asked.values["asked"]], asked.done) == ([first], False)
    for sent, found in (
        ({}, {}),
        ({first: "none"}, {}),
        ({first: "begun"}, {Step.CODING: State.BEGUN}),
        ({first: "done"}, {Step.CODING: State.DONE}),
        ({second: "begun"}, {Step.CODING: State.DONE, Step.SPOTTING: State.BEGUN}),
    ):
        section.keep_section(person, MultiDict(sent), now)
        assert states(practice) == found
    with pytest.raises(SectionRefused):
        section.keep_section(person, MultiDict({second: "misschien"}), now)
    asked = section.find_section(person, now)
    assert (asked.values["asked"][0].begun, asked.values["asked"][0].chosen, asked.done) == (True, "", True)
    assert section.find_section(person, now + 31 * DAY).done is False
    for step in Step:
        service.set_step(practice, step, State.DONE, clock.local_date(now), "", now)
    assert section.find_section(person, now) is None


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(projectleider, visitor, project, practice):
    """Whoever leaves a step as it stood says nothing of it; whoever changes it is shown what it says by now."""
    first, second = f"step_{practice.id}_coding", f"step_{practice.id}_spotting"
    opened_before = visitor.get(f"{personal_link(make_person(project, practice))}/stappenplan")
    desk, address = projectleider, f"/p/{project.id}/stappenplan/{practice.id}"
    desk.get(address).submit(**{first: "done", f"{first}_evidence": "Code in het dossier"})
    opened_before.submit(**{second: "begun"})
    assert states(practice) == {Step.CODING: State.DONE, Step.SPOTTING: State.BEGUN}
    refused = opened_before.submit(**{first: "begun"}, status=409)
    assert "Iemand anders vulde deze stap intussen in." in refused.text and "Code in het dossier" in refused.text
    assert states(practice)[Step.CODING] is State.DONE
    refused.submit()
    assert states(practice)[Step.CODING] is State.BEGUN
    evidence = f"step_{practice.id}_roles_evidence"
    alone = desk.get(address).submit(**{evidence: "Besproken in het team"}, status=400)
    assert "Kies ook of deze stap bezig of klaar is." in alone.text
    assert alone.all("input", name=evidence)[0].get("value") == "Besproken in het team"
    with pytest.raises(SectionRefused):
        stale = {second: "none", f"{second}_seen": ""}
        section.keep_section(make_person(project, practice), MultiDict(stale), clock.now())
