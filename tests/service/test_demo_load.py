"""The demo lands in the database once, whole, and belongs to one project."""

import datetime as dt
import email.policy
from collections import Counter

import pytest
from sqlalchemy import func, select

from kapstok.accounts import service as accounts
from kapstok.accounts.models import User
from kapstok.demo import load
from kapstok.demo.story import tell
from kapstok.directory.models import Service
from kapstok.extensions import db
from kapstok.mail.models import OutboxMessage
from kapstok.meetings.models import Invitation, Meeting, Seat
from kapstok.meetings.rules import Attendance
from kapstok.planner import reading
from kapstok.planner.models import LotteryPair, LotteryPlace, SeatingPlan
from kapstok.planner.score import score
from kapstok.progress.models import Adoption, Observation, StepRecord, SurveyAnswer
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Role
from kapstok.referrals.models import CaseCard, Referral, ReferralTally
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project
from kapstok.ties import measuring
from kapstok.ties.known import known_by
from kapstok.ties.models import Introduction, MeasurementPlan, RosterEntry, RosterSuggestion, Tie, Wave
from kapstok.ties.rules import Source
from kapstok.ties.visible import open_people
from kapstok.web.links import stationery
from tests.factories import NOW, make_project, make_user
from tests.once import once

TABLES = (
    Organisation, Service, Person, Meeting, Invitation, Seat, Wave, RosterEntry, Tie, ReferralTally, Observation,
    SurveyAnswer, Adoption, StepRecord, Referral, CaseCard, LotteryPlace, LotteryPair,
)  # fmt: skip


@pytest.fixture
def demo(app):
    once(app, "demo", lambda: load.load(NOW, stationery()))
    return db.session.scalar(select(Project))


def counts(project):
    """Rows per table of one project."""
    return {
        model.__name__: db.session.scalar(select(func.count(model.id)).where(model.project_id == project.id))
        for model in TABLES
    }


def test_the_whole_story_is_there(demo):
    story = tell(NOW.date())
    said = [
        len(sheet.named) + len(sheet.closed)
        for part in (*story.waves, story.running, *story.pulses, *story.draws)
        for sheet in part.sheets
    ]
    after_a_meeting = db.session.scalar(
        select(func.count(SurveyAnswer.id)).where(
            SurveyAnswer.project_id == demo.id, SurveyAnswer.meeting_id.is_not(None)
        )
    )
    assert after_a_meeting >= 20
    assert counts(demo) == {
        "Organisation": 27,
        "Service": 47,
        "Person": 120,
        "Meeting": 8,
        "Invitation": len(story.guests),
        "Seat": sum(guest.table is not None for guest in story.guests),
        "Wave": 3,
        "RosterEntry": 113 + 115 + len(story.running.asked),
        "LotteryPlace": sum(len(draw.places) for draw in story.draws),
        "LotteryPair": sum(len(draw.pairs) for draw in story.draws),
        "Tie": sum(said) + 2 * len(story.lines.observed) + sum(len(list.said) for list in story.lines.read_in),
        "ReferralTally": len(story.tallies),
        "Observation": len(story.in_view) + len(story.done.measured),
        "Adoption": len(story.done.adopted),
        "StepRecord": len(story.done.stepped),
        "Referral": len(story.done.followed),
        "CaseCard": len(story.done.cases),
        "SurveyAnswer": len(story.item_answers) + after_a_meeting,
    }
    assert demo.is_demo


def test_measurements_are_those_of_the_story(demo):
    story = tell(NOW.date())
    names = {person.id: person.name for person in db.session.scalars(in_project(Person, demo))}
    for number, told in enumerate(story.waves):
        wave = db.session.scalar(in_project(Wave, demo).where(Wave.number == number))
        roster = list(db.session.scalars(in_project(RosterEntry, demo).where(RosterEntry.wave_id == wave.id)))
        assert len(roster) == len(told.asked)
        assert sum(entry.named for entry in roster) == len(told.listed)
        answered = {entry.person_id for entry in roster if entry.answered_at is not None}
        assert len(answered) == len(told.sheets)

        ties = list(db.session.scalars(in_project(Tie, demo).where(Tie.wave_id == wave.id)))
        assert {tie.respondent_id for tie in ties} == answered
        assert {tie.source for tie in ties} == {Source.WAVE}
        assert {tie.strength for tie in ties if tie.by_block} == {0}
        said = {(names[tie.respondent_id], names[tie.named_id]): tie.strength for tie in ties}
        assert {pair: strength for pair, strength in said.items() if strength is not None} == {
            (story.people[sheet.respondent].name, story.people[other].name): strength
            for sheet in told.sheets
            for other, strength in sheet.observed()
        }


def test_a_measurement_runs_with_what_comes_of_lines(demo):
    story = tell(NOW.date())
    running = measuring.find_open_wave(demo)
    asked = measuring.list_asked(running)
    answered = [entry for entry in asked if entry.answered_at is not None]
    assert round(len(answered) / len(asked), 2) == 0.41
    assert sum(entry.finished_at is None for entry in answered) == len(story.running.begun) == 6
    assert max(entry.answered_at for entry in answered) < NOW
    names = {person.name: person for person in db.session.scalars(in_project(Person, demo))}
    sent, waiting = db.session.scalars(in_project(Introduction, demo).order_by(Introduction.id))
    assert (sent.sent_at is not None, waiting.sent_at, waiting.asked_at is not None) == (True, None, True)
    for each in (sent, waiting):
        assert {each.one_id, each.other_id} <= known_by(each.middle, NOW).keys()
        assert {each.one_id, each.other_id, each.middle_id} <= open_people(demo, NOW)
        assert each.middle_id in known_by(each.one, NOW)
        assert each.other_id not in known_by(each.one, NOW)
    missed = list(db.session.scalars(in_project(RosterSuggestion, demo)))
    assert {row.wave_id for row in missed} == {running.id}
    assert not {row.name for row in missed} & names.keys()
    locked_at = db.session.scalar(in_project(MeasurementPlan, demo)).locked_at
    assert locked_at == story.draws[0].drawn_at < story.waves[1].opens_at


def test_the_demo_postvak_has_something_to_read(demo):
    story = tell(NOW.date())
    with_mail = {person.number for person in story.people if person.mail}
    last, ahead = story.meetings[5], story.meetings[6]
    attended = [g for g in story.guests if g.meeting == last.key and g.attendance == Attendance.PRESENT]
    silent = set(story.running.asked) - {sheet.respondent for sheet in story.running.sheets}
    mailed_lately = {guest.person for guest in attended}
    mails = list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.project_id == demo.id)))
    assert {(mail.status, mail.via) for mail in mails} == {("sent", "demo")}
    assert Counter(mail.kind for mail in mails) == {
        "after": sum(guest.person in with_mail for guest in attended),
        "invitation": sum(guest.person in with_mail for guest in story.guests if guest.meeting == ahead.key),
        "measurement": len(silent & with_mail - mailed_lately),
    }
    assert max(mail.sent_at for mail in mails) < NOW
    invitation = next(mail for mail in mails if mail.kind == "invitation")
    parts = email.message_from_bytes(invitation.mime, policy=email.policy.default).walk()
    calendar = next(part for part in parts if part.get_content_type() == "text/calendar").get_content()
    assert "PARTSTAT=NEEDS-ACTION" in calendar


def test_the_meeting_ahead_has_its_answers(demo):
    story = tell(NOW.date())
    ahead = db.session.scalar(in_project(Meeting, demo).where(Meeting.title == story.meetings[6].title))
    guests = list(db.session.scalars(in_project(Invitation, demo).where(Invitation.meeting_id == ahead.id)))
    assert Counter(guest.partstat for guest in guests) == Counter(
        guest.partstat for guest in story.guests if guest.meeting == story.meetings[6].key
    )
    assert {guest.sent_sequence for guest in guests if guest.person.email} == {0}
    assert {guest.sent_sequence for guest in guests if not guest.person.email} == {None}


def test_accounts_open_with_the_printed_passwords(app):
    lines = once(app, "demo", lambda: load.load(NOW, stationery()))
    project = db.session.scalar(select(Project))
    roles = {}
    for account in load.ACCOUNTS:
        assert any(account.email in line and account.password in line for line in lines)
        user = accounts.authenticate(account.email, account.password)
        roles[account.email] = (user.is_admin, projects.roles_of(user, project))
    assert roles == {
        "beheerder@example.org": (True, set()),
        "projectleider@example.org": (False, {Role.PROJECTLEIDER}),
        "evaluator@example.org": (False, {Role.EVALUATOR}),
    }


def test_twice_is_harmless(demo):
    before, identity = counts(demo), demo.id
    load.load(NOW + dt.timedelta(days=3), stationery())
    db.session.commit()
    assert [project.id for project in projects.list_projects()] == [identity]
    assert counts(demo) == before
    assert db.session.scalar(select(func.count(User.id))) == 3


def test_fresh_tells_it_anew_and_touches_no_other_project(demo):
    other = make_project("Een echt project")
    make_user(other)
    db.session.commit()
    load.load(NOW + dt.timedelta(days=100), stationery(), fresh=True)
    db.session.commit()
    anew, kept = projects.list_projects()[::-1]
    assert kept.name == "Een echt project"
    assert counts(anew)["Person"] == 120
    assert len(db.session.scalars(in_project(Wave, anew)).all()) == 3
    everything = select(func.count(Person.id)).execution_options(across_projects="nothing is left of the old demo")
    assert db.session.scalar(everything) == 120
    assert db.session.scalar(select(func.count(User.id))) == 4


def test_no_public_passwords_beside_a_real_project(app):
    make_project("Een echt project")
    db.session.commit()
    assert load.load(NOW, stationery()) == ["Hier staat al een echt project. De demo komt er niet bij."]
    assert db.session.scalar(select(func.count(User.id))) == 0


def test_the_tables_of_the_next_meeting_are_laid(demo):
    plan = db.session.scalars(in_project(SeatingPlan, demo)).one()
    problem = reading.problem(plan, NOW)
    judged = score(problem.instance, problem.seats)
    assert judged.broken == () and judged.points > 0
    assert (problem.gone, problem.new) == ({}, {})
