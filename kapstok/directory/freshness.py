"""Keeping the sociale kaart right: its keepers are asked now and then, and what nobody looks at is named."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload

from kapstok import clock
from kapstok.directory import messages
from kapstok.directory.models import Service
from kapstok.directory.rules import Freshness, freshness, may_ask_about
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.mail.rules import BadAddress
from kapstok.projects.models import Project
from kapstok.register.letters import Letterhead, mark_asked, post, sender_of
from kapstok.register.models import Organisation, Person
from kapstok.register.rules import may_be_asked
from kapstok.scope import in_project

QUESTION = "freshness"  # kind of the mail


@dataclass(frozen=True)
class Neglected:
    """Services that nobody will look at unless the projectleider does something, by name."""

    unkept: list[Service]  # no keeper, or one who left
    red: list[Service]  # a keeper who was asked in vain, or whom no mail reaches


def kept_by(person: Person) -> list[Service]:
    """What this person keeps right, longest ago looked at first."""
    query = _offered(person.project_id).where(Service.keeper_id == person.id)
    found = db.session.scalars(query.options(joinedload(Service.organisation)))
    return sorted(found, key=lambda service: (service.confirmed_on or dt.date.min, service.name.casefold()))


def get_kept(person: Person, service_id: int) -> Service:
    """One of the services this person keeps, or ``NotFound``."""
    service = db.session.scalar(
        _offered(person.project_id).where(Service.id == service_id, Service.keeper_id == person.id)
    )
    if service is None:
        raise NotFound()
    return service


def stale(services: Iterable[Service], today: dt.date) -> list[Service]:
    """Those at which nobody looked for half a year."""
    return [service for service in services if freshness(service.confirmed_on, today) is not Freshness.GREEN]


def ask_keepers(project: Project, letterhead: Letterhead, now: dt.datetime) -> list[Person]:
    """Mail each keeper once about all their services that need a look; who was written to. Repeating it is harmless.

    Never within a month of another mail that asked something, nor within 30 days about the same service.
    """
    db.session.execute(select(Project.id).where(Project.id == project.id).with_for_update())  # two jobs, one mail
    written = []
    for keeper, services in _by_keeper(project, now):
        if not may_be_asked(keeper.asked_at, now) or not any(may_ask_about(each.asked_at, now) for each in services):
            continue
        try:
            _ask(keeper, services, project, letterhead, now)
        except BadAddress:
            continue
        _mark(services, now)
        written.append(keeper)
    mark_asked(project.id, [keeper.id for keeper in written], now)
    return written


def neglected(project: Project, now: dt.datetime) -> Neglected:
    """What has no keeper, and what stays red although its keeper was asked or because nobody can be."""
    today = clock.local_date(now)
    query = _offered(project).options(joinedload(Service.keeper)).order_by(func.lower(Service.name), Service.id)
    services = list(db.session.scalars(query))
    kept = [service for service in services if service.keeper is not None and is_here(service.keeper, today)]
    red = [service for service in kept if freshness(service.confirmed_on, today) is Freshness.RED]
    return Neglected(
        unkept=[service for service in services if service not in set(kept)],
        red=[service for service in red if not can_be_mailed(service.keeper) or _in_vain(service, now)],
    )


# Inside


def _offered(project: Project | int) -> Select[Service]:
    return (
        in_project(Service, project)
        .join(Organisation)
        .where(Service.archived_at.is_(None), Organisation.archived_at.is_(None))
    )


def _by_keeper(project: Project, now: dt.datetime) -> list[tuple[Person, list[Service]]]:
    """Keepers who can be mailed, each with the services that need a look, by name."""
    today = clock.local_date(now)
    query = _offered(project).where(Service.keeper_id.is_not(None)).options(joinedload(Service.keeper))
    found: dict[Person, list[Service]] = defaultdict(list)
    for service in stale(db.session.scalars(query.order_by(func.lower(Service.name), Service.id)), today):
        if is_here(service.keeper, today) and can_be_mailed(service.keeper):
            found[service.keeper].append(service)
    return list(found.items())


def _ask(keeper: Person, services: list[Service], project: Project, letterhead: Letterhead, now: dt.datetime) -> None:
    with letterhead.speaking(keeper.language) as words:
        letter = messages.is_this_right(
            words.translate,
            keeper.name,
            sender_of(project, letterhead),
            tuple(service.name for service in services),
            f"{letterhead.personal_link(keeper)}/aanbod",
            letterhead.personal_link_days,
        )
    post(letter, keeper, project, letterhead, now, kind=QUESTION, supersede_key=f"freshness:{keeper.id}")


def _mark(services: list[Service], now: dt.datetime) -> None:
    # Not through the rows themselves: that would raise their version under the hands of who is editing one.
    asked = update(Service).where(
        Service.project_id == services[0].project_id, Service.id.in_([service.id for service in services])
    )
    db.session.execute(asked.values(asked_at=now))


def is_here(keeper: Person, today: dt.date) -> bool:
    """Whether a keeper still keeps: up to and including their last day."""
    stays = keeper.left_on is None or keeper.left_on >= today
    return stays and keeper.archived_at is None and keeper.erased_at is None


def can_be_mailed(keeper: Person) -> bool:
    """Whether they have an address that no mail server refused."""
    return bool(keeper.email) and keeper.address_refused_at is None


def _in_vain(service: Service, now: dt.datetime) -> bool:
    """Asked long enough ago to have looked."""
    return service.asked_at is not None and may_ask_about(service.asked_at, now)
