"""Which lines others may see: both ends said that it may, and neither end contradicts the line."""

import datetime as dt

import pytest

from kapstok.extensions import db
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.ties.models import Tie, TieImport
from kapstok.ties.visible import open_people, visible_lines
from tests.factories import NOW, make_organisation, make_person, make_project

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no SQL here that differs


def agree(*people, given=True) -> None:
    for person in people:
        cards.say(person, Purpose.LINES, given, NOW, f"person:{person.id}")


def say(one, other, strength, days_ago=1, source="wave", **fields) -> None:
    row = {"respondent_id": one.id, "named_id": other.id, "strength": strength, "source": source} | fields
    db.session.add(Tie(project_id=one.project_id, stated_at=NOW - days_ago * DAY, **row))
    db.session.flush()


def test_only_who_said_yes_takes_part_and_is_in_view(app):
    project, elsewhere = make_project(), make_project("Elders")
    home = make_organisation(project)
    an, bo = make_person(project, home, "An"), make_person(project, home, "Bo")
    never_asked = make_person(project, home, "Ids")
    said_no = make_person(project, home, "Nee")
    changed_their_mind = make_person(project, home, "Toch")
    hidden = make_person(project, home, "Vera", on_map=False)
    left = make_person(project, home, "Weg", left_on=NOW.date())
    archived = make_person(project, home, "Oud", archived_at=NOW)
    erased = make_person(project, home, "Gewist", erased_at=NOW)
    carer = make_person(project, None, "Mo", "mantelzorger", on_rosters=False)
    open_carer = make_person(project, None, "Mia", "mantelzorger", on_rosters=True)
    abroad = make_person(elsewhere, make_organisation(elsewhere), "Eva")
    everybody = [an, bo, changed_their_mind, hidden, left, archived, erased, carer, open_carer, abroad]
    agree(*everybody)
    agree(said_no, changed_their_mind, given=False)

    assert open_people(project, NOW) == {an.id, bo.id, open_carer.id}
    for other in (bo, never_asked, said_no, changed_their_mind, hidden, left, archived, erased, carer):
        say(an, other, 3)
        say(other, an, 3)
    assert visible_lines(project, NOW) == {an.id: {bo.id}, bo.id: {an.id}}

    agree(bo, given=False)
    assert (open_people(project, NOW), visible_lines(project, NOW)) == ({an.id, open_carer.id}, {})


def test_only_the_newest_own_words_of_two_years_count(app):
    project = make_project()
    home = make_organisation(project)
    an, bo, cas, dee, eef = (make_person(project, home, name) for name in ("An", "Bo", "Cas", "Dee", "Eef"))
    agree(an, bo, cas, dee, eef)
    withdrawn = TieImport(
        project_id=project.id, file_name="a.csv", said_on=NOW.date(), made_at=NOW, statements=1, withdrawn_at=NOW
    )
    db.session.add(withdrawn)
    db.session.flush()

    say(an, bo, 4, days_ago=731)  # too old
    say(an, cas, 4, source="projectleider")  # nobody's own words
    say(an, dee, 4, source="import", import_id=withdrawn.id)
    assert visible_lines(project, NOW) == {}

    say(bo, an, 2, days_ago=40)
    say(an, cas, 1, days_ago=30)
    say(an, cas, 2, days_ago=20)
    say(an, eef, 3, days_ago=30)
    assert visible_lines(project, NOW) == {
        an.id: {bo.id, cas.id, eef.id},
        bo.id: {an.id},
        cas.id: {an.id},
        eef.id: {an.id},
    }
    assert visible_lines(project, NOW, of={bo.id, dee.id}) == {an.id: {bo.id}, bo.id: {an.id}}

    say(bo, an, None, days_ago=2)  # "weet ik niet": nothing is known of this line any more
    say(cas, an, 1, days_ago=2)  # contradicts
    assert visible_lines(project, NOW) == {an.id: {eef.id}, eef.id: {an.id}}
