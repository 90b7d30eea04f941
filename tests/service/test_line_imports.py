"""Lines from a file: kept, landed as a whole, withdrawn and brought back."""

import datetime as dt

import pytest

from kapstok.accounts.models import AuditEvent
from kapstok.errors import NotFound
from kapstok.evaluation.week import harvest
from kapstok.extensions import db
from kapstok.privacy.whom import names_or_reaches, own_entries, whom
from kapstok.register import drafts
from kapstok.register.drafts import NotReady, RegisterChanged
from kapstok.register.models import Person
from kapstok.scope import in_project
from kapstok.ties import ledger
from kapstok.ties.imports import service as lines
from kapstok.ties.imports.weighing import Meaning, NotYetSaid, Zeros
from kapstok.ties.models import Tie
from tests.factories import NOW, make_organisation, make_person, make_project, make_user

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

TODAY = NOW.date()
DAY = dt.date(2025, 7, 1)
FILE = b";Jet Vos;Bo Bos;An As\nJet Vos;;2;0\nBo Bos;4;;\nAn As;;;\n"
ZEROS = Meaning(zeros=Zeros.ZEROS)


@pytest.fixture
def project(app):
    project = make_project()
    home = make_organisation(project, "De Kom")
    for name in ("Jet Vos", "Bo Bos", "An As"):
        make_person(project, home, name)
    return project


@pytest.fixture
def user(project):
    return make_user(project)


def land(project, user, draft, *, day=DAY, meaning=ZEROS, fingerprint=None, now=NOW):
    fingerprint = fingerprint or lines.plan_of(project, lines.lines_of(draft), meaning).fingerprint(day)
    return lines.land(project, draft.id, meaning, day, fingerprint, now, user_id=user.id)


def receive(project, user, data=FILE):
    return lines.receive(project, user.id, "nulmeting.csv", data, NOW)


def test_lines_land_as_a_source_of_their_own(project, user):
    made = land(project, user, receive(project, user))
    rows = db.session.scalars(in_project(Tie, project).order_by(Tie.respondent_id, Tie.named_id)).all()
    names = [(db.session.get(type(made), tie.import_id), tie.source, tie.wave_id, tie.entered_by_id) for tie in rows]
    assert names == [(made, "import", None, user.id)] * 3
    assert [tie.strength for tie in rows] == [2, 0, 4]
    assert {tie.stated_at for tie in rows} == {dt.datetime(2025, 7, 1, 10, tzinfo=dt.UTC)}  # noon in summer
    assert (made.statements, made.said_on, made.file_name, made.made_by) == (3, DAY, "nulmeting.csv", user)
    assert [found.id for found in lines.files.list(project)] == [made.id]
    day = rows[0].stated_at
    assert harvest(project, day, day + dt.timedelta(days=1)).respondents == 0  # nobody came to say it here


def test_lands_once(project, user):
    draft = receive(project, user)
    land(project, user, draft)
    with pytest.raises(NotFound):
        land(project, user, draft, fingerprint="seen")
    lines.check_landed(project, draft.id)
    assert (len(ledger.statements(project)), drafts.list_receipts(project, user.id)) == (3, [])


def test_nothing_lands_that_was_not_looked_at(project, user):
    draft = receive(project, user)
    seen = lines.plan_of(project, lines.lines_of(draft), ZEROS).fingerprint(DAY)
    for refusal, different in (
        (RegisterChanged, {"meaning": Meaning()}),
        (RegisterChanged, {"day": DAY + dt.timedelta(days=1)}),
        (NotYetSaid, {"day": TODAY + dt.timedelta(days=1)}),
    ):
        with pytest.raises(refusal):
            land(project, user, draft, fingerprint=seen, **different)
    make_person(project, make_organisation(project, "De Brug"), "Jet Vos")  # now it could be two people
    with pytest.raises(NotReady):
        land(project, user, draft, fingerprint=seen)
    assert ledger.statements(project) == []


def test_nothing_was_said_later_than_now(project, user):
    morning = NOW.replace(hour=7)
    land(project, user, receive(project, user), day=TODAY, now=morning)
    assert {row.stated_at for row in ledger.statements(project)} == {morning}


def test_withdrawn_lines_count_nowhere_until_they_are_brought_back(project, user):
    made = land(project, user, receive(project, user))
    for _twice in range(2):
        lines.files.withdraw(made, NOW, actor="user:1")
        assert ledger.statements(project) == []
    for _twice in range(2):
        lines.files.bring_back(made, actor="user:1")
        assert len(ledger.statements(project)) == 3
    told = db.session.scalars(
        db.select(AuditEvent.event).where(AuditEvent.subject == f"tie_import:{made.id}").order_by(AuditEvent.id)
    )
    assert list(told) == ["lines read in", "lines withdrawn", "lines brought back"]


def test_who_is_erased_stands_in_no_file_that_waits(project, user):
    """Also when the file names them with their organisation; others find only their own name in it."""
    draft = receive(project, user, b"Jet Vos (De Kom);Bo Bos;2\n")
    jet, bo, an = (whom(person) for person in db.session.scalars(in_project(Person, project).order_by(Person.id)))
    assert [names_or_reaches(draft.entries, person) for person in (jet, bo, an)] == [True, True, False]
    assert own_entries(draft.entries, bo) == [{"text": "Bo Bos", "name": "Bo Bos", "place": (1, 2)}]


def test_the_improved_file_takes_the_place_of_the_other(project, user):
    receive(project, user, b"Jet Vos;Bo Bos;2\n")
    with pytest.raises(lines.FileIsWrong) as wrong:
        receive(project, user, b"Jet Vos;Bo Bos;veel\nWie Dat;Bo Bos;2\n")
    assert [problem.place for problem in wrong.value.problems] == [(1, 3), (2, 1)]
    improved = receive(project, user)
    assert lines.list_unfinished(project, user.id) == [improved]
    elsewhere = make_project("Elders")
    with pytest.raises(NotFound):
        lines.get_draft(elsewhere, improved.id)
