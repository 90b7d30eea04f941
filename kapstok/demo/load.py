"""Put the demo in the database: its project, three accounts with known passwords, and the story."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from kapstok import clock
from kapstok.accounts import service as accounts
from kapstok.accounts.models import User
from kapstok.demo import post, tables
from kapstok.demo.growth import acting_leader
from kapstok.demo.rows import Rows
from kapstok.demo.story import tell
from kapstok.extensions import db
from kapstok.meetings.letters import Stationery
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module, Role

ACTOR = "system"


@dataclass(frozen=True)
class Account:
    """A demo account; its password is no secret and is printed."""

    email: str
    name: str
    password: str
    role: Role | None  # none: beheerder of the installation


ADMIN = Account("beheerder@example.org", "Demo-beheerder", "demo-beheerder-2468", None)
LEADER = Account("projectleider@example.org", "Demo-projectleider", "demo-projectleider-2468", Role.PROJECTLEIDER)
EVALUATOR = Account("evaluator@example.org", "Demo-evaluator", "demo-evaluator-2468", Role.EVALUATOR)
ACCOUNTS = (ADMIN, LEADER, EVALUATOR)


def load(now: dt.datetime, stationery: Stationery, *, fresh: bool = False) -> list[str]:
    """Write the demo unless it is there, and say what one can do with it. ``fresh`` tells it anew, from today.

    Accounts with public passwords do not belong beside real work: an installation with another project gets no demo.
    """
    demo = db.session.scalar(select(Project).where(Project.is_demo))
    others = db.session.scalar(select(Project.id).where(~Project.is_demo).limit(1))
    if demo is None and others is not None:
        return ["Hier staat al een echt project. De demo komt er niet bij."]
    if demo is not None and fresh:
        db.session.execute(delete(Project).where(Project.id == demo.id))
        demo = None
    if demo is None:
        _write(now, stationery)
    return ["Fictieve gegevens. Inloggen kan als:", *(f"  {a.email}  wachtwoord: {a.password}" for a in ACCOUNTS)]


def _write(now: dt.datetime, stationery: Stationery) -> None:
    story = tell(clock.local_date(now))
    project = projects.create_project(
        now,
        actor=ACTOR,
        is_demo=True,
        name=story.project.name,
        region=story.project.region,
        contact_name=acting_leader(story.people).name,
        contact_email=LEADER.email,
        starts_on=story.project.starts_on,
        ends_on=story.project.ends_on,
    )
    projects.state_dpia(project, story.project.starts_on, now, actor=ACTOR)
    projects.switch_modules(project, set(Module), actor=ACTOR)
    users = {account.email: _user(account, project, now) for account in ACCOUNTS}
    rows = Rows(story, project, users[LEADER.email], now)
    rows.write()
    post.send(rows, stationery, actor=ACTOR)
    tables.lay(rows, actor=ACTOR)


def _user(account: Account, project: Project, now: dt.datetime) -> User:
    user = accounts.find_by_email(account.email)
    if user is None:
        is_admin = account.role is None
        user = accounts.create_user(account.name, account.email, now, is_admin=is_admin, actor=ACTOR)
        accounts.set_password(user, account.password)
    if account.role is not None:
        projects.give_role(user, project, account.role, actor=ACTOR)
    return user
