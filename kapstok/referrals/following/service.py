"""Verbs of single referrals. No client in any of them; they count in the months through ``referrals.service``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, update

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_no_client
from kapstok.mail import service as mail
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Vocabulary
from kapstok.referrals.following.finding import find_by_reference, oldest_open
from kapstok.referrals.following.rules import (
    ENDS,
    UNDER_WAY,
    AlreadyEnded,
    ForwardedToItself,
    NoLongerThere,
    NoReference,
    SaidMeanwhile,
    Status,
    Withdrawn,
    duration,
    new_reference,
    read_reference,
    reference_of_next,
)
from kapstok.referrals.models import Referral
from kapstok.referrals.rules import NotTheirService, ToOneself, check_month
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, take_turns


@dataclass(frozen=True)
class New:
    """A referral as a form tells it, in ids of rows. ``reference`` was made with the form: sent twice it is one."""

    reference: str
    month: dt.date  # its first day
    sender_id: int
    receiver_id: int
    service_id: int | None
    reason_id: int | None
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What somebody says of a referral. ``feedback``: whether the sender heard of it; None when not told."""

    status: Status
    feedback: bool | None = None
    forwarded_to_id: int | None = None


# One referral


def follow(project: Project, new: New, person: Person | None, now: dt.datetime) -> Referral:
    """Follow one referral of ``person`` (None: of somebody of the organisation whom we do not know).

    The same form sent twice gives the referral that is there; another one with its reference gets one of its own.
    Raises what ``check_month`` and ``check_no_client`` refuse, ``NoReference``, ``ToOneself``, ``NotTheirService``,
    ``NoLongerThere``, ``NotFound``.
    """
    today = clock.local_date(now)
    check_month(new.month, today)
    check_no_client(new.note, now)
    reference = read_reference(new.reference)
    if reference is None:
        raise NoReference()
    _check_ends(project, new)
    # Of a form sent twice, the second sees the first.
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})
    known = find_by_reference(project, reference)
    if known is not None and _is_same(known, new, person):
        return known
    while known is not None:
        reference = new_reference()
        known = find_by_reference(project, reference)
    row = Referral(
        project_id=project.id,
        reference=reference,
        month=new.month,
        made_on=today if new.month == clock.month_of(today) else None,
        from_person=person,
        from_organisation_id=new.sender_id,
        to_organisation_id=new.receiver_id,
        to_service_id=new.service_id,
        reason_id=new.reason_id,
        status=Status.SENT,
        status_at=now,
        note=new.note,
    )
    db.session.add(row)
    db.session.flush()
    return row


def say(referral: Referral, outcome: Outcome, now: dt.datetime, *, actor: str, seen: str) -> None:
    """Keep what became of it; a correction too, or that it is under way again. Saying the same twice is harmless.

    ``actor``: "link", "person:12" or "user:3". ``seen``: the status that stood on the page. Doorlooptijd is until the
    first end: a correction of how it ended does not change it. Raises ``Withdrawn``, ``SaidMeanwhile``,
    ``ForwardedToItself``, ``NotFound``.
    """
    row = take_turns(referral)
    if row.withdrawn_at is not None:
        raise Withdrawn()
    ended = outcome.status in ENDS
    forwarded_to_id = outcome.forwarded_to_id if outcome.status is Status.FORWARDED else None
    if forwarded_to_id is not None:
        if forwarded_to_id == row.to_organisation_id:
            raise ForwardedToItself()
        get_in_project(Organisation, row.project_id, forwarded_to_id)
    feedback = outcome.feedback if ended else None
    same = (row.status, row.feedback, row.forwarded_to_id) == (outcome.status, feedback, forwarded_to_id)
    if row.status != seen and not same:
        raise SaidMeanwhile()
    if not ended:
        row.duration = ""
    elif row.status in UNDER_WAY:
        row.duration = duration(row.made_on, row.month, clock.local_date(now)) or ""
    if row.status != outcome.status:
        row.status, row.status_at, row.closed_by = outcome.status, now, actor if ended else None
    row.feedback, row.forwarded_to_id = feedback, forwarded_to_id
    db.session.flush()


def follow_next(project: Project, referral: Referral, now: dt.datetime) -> Referral:
    """Follow the step after one that was forwarded, from its receiver to the next; asked for again it is the same one.

    Raises what ``follow`` refuses.
    """
    known = find_next(project, referral)
    if known is not None:
        return known
    reference = reference_of_next(referral.reference, referral.forwarded_to_id)
    month = clock.month_of(clock.local_date(now))
    ends = referral.to_organisation_id, referral.forwarded_to_id, None
    return follow(project, New(reference, month, *ends, referral.reason_id), None, now)


def find_next(project: Project, referral: Referral) -> Referral | None:
    """The step after this one, when it is followed."""
    if referral.forwarded_to_id is None:
        return None
    known = find_by_reference(project, reference_of_next(referral.reference, referral.forwarded_to_id))
    if known is None:
        return None
    ends = known.from_person_id, known.from_organisation_id, known.to_organisation_id
    return known if ends == (None, referral.to_organisation_id, referral.forwarded_to_id) else None


def withdraw(referral: Referral, now: dt.datetime) -> None:
    """Take a referral back: it counts no longer, and nothing can be said of it. Twice is harmless.

    The mail to its receiver stays at home when it did not leave yet. Raises ``AlreadyEnded``.
    """
    row = take_turns(referral)
    if row.status in ENDS:
        raise AlreadyEnded()
    row.withdrawn_at = row.withdrawn_at or now
    mail.withdraw(notice_key(row))
    db.session.flush()


def notice_key(referral: Referral) -> str:
    """What the mail that a referral comes is kept under."""
    return f"referral:{referral.id}"


def coarsen(project: Project, now: dt.datetime) -> None:
    """Forget the day of what ended, was withdrawn or is unknown: only the month stays.

    What is unknown keeps its day until the 60 days have gone by from the end of its month too: else it would seem open
    again.
    """
    over = Referral.month < clock.month_of(oldest_open(now))
    done = or_(Referral.status.in_(ENDS), Referral.withdrawn_at.is_not(None), over)
    mine = Referral.project_id == project.id, Referral.made_on.is_not(None)
    db.session.execute(update(Referral).where(*mine, done).values(made_on=None))


# Inside


def _check_ends(project: Project, new: New) -> None:
    """Ids from a form: they must exist in this project, be there still, and belong together."""
    if new.sender_id == new.receiver_id and new.service_id is None:
        raise ToOneself()
    get_in_project(Organisation, project, new.sender_id)
    receiver = get_in_project(Organisation, project, new.receiver_id)
    if receiver.archived_at is not None:
        raise NoLongerThere(name=receiver.name)
    if new.service_id is not None:
        service = get_in_project(Service, project, new.service_id)
        if service.organisation_id != new.receiver_id:
            raise NotTheirService()
        if service.archived_at is not None:
            raise NoLongerThere(name=service.name)
    if new.reason_id is not None and projects.get_term(project, new.reason_id).kind != Vocabulary.REASON:
        raise NotFound()


def _is_same(known: Referral, new: New, person: Person | None) -> bool:
    theirs = known.from_person_id, known.month, known.from_organisation_id, known.to_organisation_id
    rest = known.to_service_id, known.reason_id, known.note
    wanted = person.id if person else None, new.month, new.sender_id, new.receiver_id
    return (*theirs, *rest) == (*wanted, new.service_id, new.reason_id, new.note)
