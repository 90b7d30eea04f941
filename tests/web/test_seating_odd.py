"""Tables of a bijeenkomst that does not go as planned: who left the guest list, an empty one, numbers nobody typed."""

import datetime as dt

import pytest
from sqlalchemy import event

from kapstok import clock
from kapstok.extensions import db
from kapstok.meetings.models import Invitation
from kapstok.planner import reading, wishing
from kapstok.planner.rules import Wish
from kapstok.scope import in_project
from tests.browsing import entries
from tests.factories import make_meeting
from tests.seated import at, plan_of_six, six_guests

HUGE = "9" * 30
PAGES = ("", "/instellingen", "/wensen", "/opbrengst", "/wie-zat-waar")
PAPERS = ("/tafelkaartjes.pdf", "/naamkaartjes.pdf", "/rondeschema.pdf")


@pytest.fixture
def plan(project):
    meeting = make_meeting(project, starts_at=clock.now() + dt.timedelta(days=3))
    return plan_of_six(meeting, six_guests(meeting))


@pytest.fixture
def guests(plan):
    return reading.expected(plan.meeting)


@pytest.fixture
def tab(plan):
    return f"/p/{plan.project_id}/bijeenkomsten/{plan.meeting_id}/tafels"


def leave(plan, *people) -> None:
    """Their invitations were withdrawn: they stand on no list any more."""
    invited = in_project(Invitation, plan.project_id).where(Invitation.meeting_id == plan.meeting_id)
    gone = invited.where(Invitation.person_id.in_([person.id for person in people]))
    for invitation in db.session.scalars(gone).all():
        db.session.delete(invitation)
    db.session.flush()


def sent(visitor, tab, **fields) -> dict[str, object]:
    """What a form of this visitor sends, with these fields."""
    token = dict(entries(visitor.get(f"{tab}/wensen").form(f"{tab}/wensen")))["csrf_token"]
    return {"csrf_token": token} | fields


def statuses(visitor, tab) -> set[int]:
    return {visitor.fetch(tab + page).status_code for page in (*PAGES, *PAPERS)}


def test_what_held_of_who_left_the_list_holds_of_nobody(projectleider, plan, guests, tab):
    ann, bo, cas, din, *_rest = guests
    now = clock.now()
    wishing.add_wish(plan, Wish.APART, ann.id, bo.id, plan.version, now, actor="test")
    wishing.add_wish(plan, Wish.APART, bo.id, din.id, plan.version, now, actor="test")
    wishing.set_guest(plan, cas.id, plan.version, now, actor="test", needs_access=True)
    plan.tables[0].host_id = ann.id
    leave(plan, ann, cas)
    assert statuses(projectleider, tab) == {200}
    page = projectleider.get(f"{tab}/wensen")
    assert "Bo en Din zitten nooit samen." in page.text
    assert "Ann" not in page.text and "Cas" not in page.text


def test_a_list_that_everybody_left(projectleider, plan, guests, tab):
    leave(plan, *guests)
    assert statuses(projectleider, tab) == {200}
    page = projectleider.post(f"{tab}/maken", sent(projectleider, tab, version=plan.version), status=400)
    assert "Een tafelindeling kan vanaf 4 gasten. U hebt er nu 0." in page.text


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("gasten", {"hoogstens": HUGE, "vanaf": "99"}),
        ("gasten", {"hoogstens": "-1", "vanaf": "0"}),
        ("beter", {"berekening": HUGE}),
        ("beter", {"berekening": "3", "nee": "1"}),
        ("maken", {"version": HUGE}),
        ("maken", {"version": "x", "anders": "1"}),
        ("vastzetten", {"ronde": "1", "vast": "tafel-999999999"}),
        ("vastzetten", {"ronde": HUGE, "vast": "ronde"}),
        ("vastzetten", {"ronde": "1", "vast": "gast-999999999"}),
        ("vastzetten", {"ronde": "1", "los": "alles"}),
        ("verplaatsen", {"ronde": "1", "gast": "1", "tafel": HUGE}),
        ("verplaatsen", {"ronde": "0", "gast": "1", "tafel": "2"}),
        ("ruilen", {"ronde": "1", "gast": "1", "met": "1"}),
        ("wensen", {"kind": "apart", "one": "Ann", "other": "Bo", "version": "1e9"}),
        ("wensen/214748364/weghalen", {}),
        ("wensen/uitweg", {"botsing": HUGE, "uitweg": "-1"}),
        ("wie-zat-waar", {"ronde": HUGE}),
        ("wie-zat-waar", {"ronde": "1", "tafel-1": "\u0000", "tafel-999999999": "1"}),
        ("instellingen", {"count": HUGE, "rounds": "-3"}),
        ("instellingen", {"count": "3", "rounds": "3", "tables-0-most": HUGE, "tables-99-most": "4"}),
    ],
)
def test_what_no_form_sends_is_refused_and_changes_nothing(projectleider, plan, tab, form, typed):
    before, version = at(plan, 1), plan.version
    data = sent(projectleider, tab, version=version) | typed
    assert projectleider.request("POST", f"{tab}/{form}", data=data).status_code in (400, 404, 409)
    db.session.expire_all()
    assert (at(plan, 1), plan.version) == (before, version)


@pytest.mark.parametrize(
    "asked", [f"ronde={HUGE}", "ronde=-4", f"vanaf={HUGE}", "terug=999999999-9", "ruil=1-1", "ruil=x"]
)
def test_an_address_that_nobody_was_given(projectleider, tab, asked):
    assert projectleider.fetch(f"{tab}?{asked}").status_code == 200


def test_what_is_refused_is_shown_while_others_write(projectleider, plan, guests, tab):
    """Working out what is offered may take a second: nobody waits for it."""
    leave(plan, guests[0])
    data, begun = sent(projectleider, tab, version=99), []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    projectleider.post(f"{tab}/maken", data, status=409)
    event.remove(db.engine, "before_cursor_execute", note)
    assert "BEGIN IMMEDIATE" in begun and begun[-1] == "BEGIN"
