"""A meeting's plan as a whole: what guests hear of, what is refused, what a copy and a series take along."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from kapstok.accounts import history
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import Status
from kapstok.meetings import copying, inviting, materials, plan_rules, service
from kapstok.meetings.material_rules import Upload
from kapstok.meetings.rules import MaterialKind, Shown
from kapstok.meetings.service import Item, Plan
from kapstok.projects import service as projects
from kapstok.projects.rules import Vocabulary
from kapstok.web.links import stationery
from tests.factories import NOW, make_invitation, make_meeting, make_person, make_project, term

DAY = dt.timedelta(days=1)
STARTS = NOW + 7 * DAY
ENDS = STARTS + dt.timedelta(hours=2)


@pytest.fixture
def project(app):
    return make_project()


def plan(project, **others) -> Plan:
    """Everything a meeting can have."""
    full = Plan(
        title="Casussen",
        starts_at=STARTS,
        ends_at=ENDS,
        place="Het Veenhuis",
        route="Bus 12",
        accessibility="Lift",
        online_url="https://example.org/",
        programme="Wij bespreken twee casussen.",
        items=[Item("Casus", 15, "Ann"), Item("Inloop", 0), Item("Vragen")],
        themes=[term(project, Vocabulary.THEME, "verwijzen")],
        method=term(project, Vocabulary.METHOD, "casuistiek"),
        host=make_person(project, name="Ann Bos"),
        capacity=20,
        reserved={term(project, Vocabulary.SECTOR, "mantelzorgers").id: 4},
        answer_by=(STARTS - 2 * DAY).date(),
        words="Het wordt mooi.",
        is_public=True,
    )
    return Plan(**vars(full) | others)


def make(project, **others):
    return service.create_meeting(project, plan(project, **others), NOW, actor="test")


def edit(meeting, now=NOW, **others) -> int:
    changed = Plan(**vars(service.plan_of(meeting)) | others)
    return service.edit_meeting(meeting, meeting.version, changed, now, stationery(), actor="test")


def test_a_plan_is_kept_whole_with_its_programme_in_order(project):
    wanted = plan(project)
    meeting = service.create_meeting(project, wanted, NOW, actor="test")
    in_order = [Item("Inloop", 0), Item("Vragen"), Item("Casus", 15, "Ann")]
    assert service.plan_of(meeting) == Plan(**vars(wanted) | {"items": in_order})
    assert [item.starts_at for item in meeting.items] == [STARTS, None, STARTS + dt.timedelta(minutes=15)]
    meeting.starts_at += DAY
    assert meeting.items[0].starts_at == STARTS + DAY


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"items": [Item("Te laat", 120)]}, plan_rules.OutsideMeeting),
        ({"capacity": None}, plan_rules.HeldWithoutCapacity),
        ({"capacity": 3}, plan_rules.TooManyHeld),
        ({"answer_by": (STARTS + DAY).date()}, plan_rules.AnswerByTooLate),
        ({"answer_by": (NOW - DAY).date()}, plan_rules.AnswerByPast),
    ],
)
def test_a_plan_that_cannot_be(project, wrong, refusal):
    with pytest.raises(refusal):
        make(project, **wrong)


def test_a_day_to_answer_by_that_went_by_stands_in_nobodys_way(project):
    meeting = make(project)
    edit(meeting, STARTS - DAY, place="Elders")
    assert meeting.place == "Elders"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"items": [Item("Inloop", 0), Item("Casus", 30, "Ann")]}, 1),
        ({"route": "Bus 14"}, 1),
        ({"words": "Nog mooier."}, 0),
        ({"host": None, "method": None, "capacity": 30, "answer_by": None, "is_public": False}, 0),
        ({"reserved": {}}, 0),
    ],
)
def test_guests_hear_of_what_they_see_and_of_nothing_else(project, change, told):
    meeting = make(project)
    make_invitation(meeting, make_person(project))
    inviting.send_invitations(meeting, stationery(), NOW, actor="test")
    db.session.execute(update(OutboxMessage).values(status=Status.SENT, attempts=1))
    assert edit(meeting, **change) == told
    kinds = list(db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)))
    assert (kinds, meeting.sequence) == (["invitation", "update"][: 1 + told], told)


def test_a_copy_takes_the_plan_and_the_materials(project):
    meeting = make(project)
    meeting.notes = "Het was mooi."
    materials.add_link(meeting, MaterialKind.LINK, "Kaart", "https://example.org/", Shown.AFTER, NOW, actor="test")
    upload = Upload("agenda.pdf", "application/pdf", b"%PDF-1.4")
    materials.add_file(meeting, upload, "Agenda", Shown.BEFORE, NOW, actor="test")
    stays, left = make_person(project, name="Bo"), make_person(project, name="Cas")
    for person in (stays, left):
        make_invitation(meeting, person, partstat="ACCEPTED", sent_sequence=0)
    left.archived_at = NOW
    times = (STARTS + 14 * DAY, STARTS + 14 * DAY + dt.timedelta(hours=1))
    made = copying.copy_meeting(meeting, times, NOW, with_guests=True, actor="test")
    expected = vars(service.plan_of(meeting)) | {"starts_at": times[0], "ends_at": times[1]}
    moved = {"answer_by": (STARTS + 12 * DAY).date(), "is_public": False}
    assert service.plan_of(made) == Plan(**expected | moved)
    assert (made.notes, made.series, made.sequence) == ("", None, 0)
    link, file = materials.list_materials(made)
    assert [(link.title, link.shown), (file.title, file.shown)] == [("Kaart", "after"), ("Agenda", "before")]
    assert materials.get_content(file) == b"%PDF-1.4"
    guests = service.list_guests(made)
    assert [(guest.person, guest.partstat, guest.sent_sequence) for guest in guests] == [(stays, "NEEDS-ACTION", None)]


def test_a_host_who_left_does_not_come_along(project):
    meeting = make(project)
    meeting.host.archived_at = NOW
    made = copying.copy_meeting(meeting, (STARTS + DAY, ENDS + DAY), NOW, actor="test")
    assert (meeting.host.name, made.host) == ("Ann Bos", None)


def test_a_series_is_of_separate_meetings(project):
    meeting = make(project)
    make_invitation(meeting, make_person(project, name="Bo"))
    days = [(STARTS + number * DAY, ENDS + number * DAY) for number in (14, 28)]
    first, second = copying.make_series(meeting, days, NOW, with_guests=True, actor="test")
    assert {meeting.series, first.series, second.series} == {meeting.series} != {None}
    assert copying.sisters(first) == [meeting, second]
    uids = {guest.uid for each in (meeting, first, second) for guest in service.list_guests(each)}
    assert len(uids) == 3
    edit(first, title="Anders")
    service.cancel_meeting(second, "", NOW, stationery(), actor="test")
    assert (meeting.title, meeting.cancelled_at) == ("Casussen", None)
    with pytest.raises(plan_rules.AlreadyPlanned):
        copying.make_series(meeting, days[:1], NOW, actor="test")
    copying.make_series(meeting, days[1:], NOW, actor="test")  # what was cancelled may be planned anew
    assert len(copying.sisters(meeting)) == 3
    assert copying.sisters(make_meeting(project)) == []


def test_the_history_tells_which_line_moved(project):
    meeting = make(project, items=[Item("Inloop", 0), Item("Casus", 15, "Ann")])
    edit(meeting, items=[Item("Inloop", 0), Item("Casus", 30, "Ann")])
    told = [change for change in history.changes_of(project, f"meeting:{meeting.id}") if change.field == "items"]
    assert [(change.old, change.new) for change in told] == [("13.00 Inloop; 13.15 Casus", "13.00 Inloop; 13.30 Casus")]


def test_a_word_that_was_retired_stays_where_it_stood(project):
    meeting = make(project)
    projects.retire_term(meeting.method, NOW)
    projects.retire_term(meeting.themes[0], NOW)
    edit(meeting, title="Anders")
    assert (meeting.method.key, [theme.key for theme in meeting.themes]) == ("casuistiek", ["verwijzen"])
