"""Verbs of referrals that are counted per month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import joinedload, selectinload

from kapstok import clock
from kapstok.directory.models import Service
from kapstok.errors import NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.projects.models import Project
from kapstok.referrals.models import Referral, ReferralTally, TallyImport
from kapstok.referrals.rules import (
    OUTCOMES,
    CountedMeanwhile,
    Kind,
    NotTheirService,
    Of,
    ReadFromList,
    Said,
    ToOneself,
    check_count,
    check_ended,
    check_month,
    check_stopped,
    counted,
)
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project


@dataclass(frozen=True)
class Counter:
    """Who counts: one person of their own (``is_whole`` False), or somebody for a whole organisation."""

    is_whole: bool
    person_id: int | None = None
    user_id: int | None = None
    import_id: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class Seen:
    """The number that stood on the page on which somebody counted; None: there was none."""

    count: int | None


def record_count(
    project: Project,
    of: Of,
    count: int | None,
    counter: Counter,
    now: dt.datetime,
    *,
    note: str = "",
    seen: Seen | None = None,
) -> None:
    """Keep one count; the same counter's next one changes it, and None clears it.

    ``seen``: refuse when somebody else counted since. Raises what ``check_month``, ``check_count``, ``check_stopped``
    and ``check_free_text`` refuse, ``ToOneself``, ``NotTheirService``, ``CountedMeanwhile``, ``NotFound``, and
    ``ReadFromList`` when what is to be cleared is not theirs.
    """
    check_month(of.month, clock.local_date(now))
    check_free_text(note, now)
    # Of a form sent twice, the second sees the first. Not a lock on the key: who saves another part would deadlock.
    db.session.refresh(project, ["version"], with_for_update={"key_share": True})
    tally = _find(project, of, counter)
    _check_ends(project, of, is_new=tally is None)
    last = _standing(project, of, counter, tally)
    stands = last.count if last is not None else None
    if seen is not None and stands != seen.count and stands != count:
        raise CountedMeanwhile()
    if count is None:
        if last is not None and last.import_id != counter.import_id:
            raise ReadFromList()
        if tally is not None:
            tally.withdrawn_at = tally.withdrawn_at or now
            db.session.flush()
        return
    check_count(count)
    if tally is None:
        tally = ReferralTally(
            project_id=project.id,
            month=of.month,
            kind=of.kind,
            from_organisation_id=of.sender,
            to_organisation_id=of.receiver,
            to_service_id=of.service,
            is_whole=counter.is_whole,
            import_id=counter.import_id,
            line=counter.line,
        )
        db.session.add(tally)
    elif last is tally and (tally.count, tally.note) == (count, note):
        return
    tally.count, tally.note, tally.counted_at, tally.withdrawn_at = count, note, now, None
    tally.counted_by_person_id, tally.counted_by_user_id = counter.person_id, counter.user_id
    db.session.flush()


def said(
    project: Project,
    *,
    months: Collection[dt.date] | None = None,
    senders: Collection[int] | None = None,
    receivers: Collection[int] | None = None,
    kinds: Collection[Kind] | None = None,
    between: tuple[dt.datetime, dt.datetime] | None = None,
) -> list[Said]:
    """Every count that stands, the oldest first; those of some months, senders, receivers or kinds when given.

    ``between``: from when and up to when they were said.
    """
    query = that_count(project)
    if between is not None:
        query = query.where(ReferralTally.counted_at >= between[0], ReferralTally.counted_at < between[1])
    for column, among in (
        (ReferralTally.month, months),
        (ReferralTally.from_organisation_id, senders),
        (ReferralTally.to_organisation_id, receivers),
        (ReferralTally.kind, kinds),
    ):
        if among is not None:
            query = query.where(column.in_(list(among)))
    columns = (
        ReferralTally.month,
        ReferralTally.kind,
        ReferralTally.from_organisation_id,
        ReferralTally.to_organisation_id,
        ReferralTally.to_service_id,
        ReferralTally.is_whole,
        ReferralTally.counted_by_person_id,
        ReferralTally.count,
    )
    rows = db.session.execute(query.with_only_columns(*columns).order_by(ReferralTally.counted_at, ReferralTally.id))
    return [
        Said(Of(month, Kind(kind), *ends), whole, person, count) for month, kind, *ends, whole, person, count in rows
    ]


def followed(project: Project, month: dt.date | None = None) -> list[tuple[Of, int | None]]:
    """Single referrals as they count: (what they count in, whose they are); of one month when given."""
    columns = (
        Referral.month,
        Referral.from_organisation_id,
        Referral.to_organisation_id,
        Referral.to_service_id,
        Referral.from_person_id,
    )
    query = in_project(Referral, project).where(Referral.withdrawn_at.is_(None)).with_only_columns(*columns)
    if month is not None:
        query = query.where(Referral.month == month)
    return [(Of(month, Kind.SENT, *ends), person) for month, *ends, person in db.session.execute(query)]


def counts(project: Project, month: dt.date | None = None) -> dict[Of, int]:
    """How many there were of everything that was counted or followed, in the whole project; in one month when given."""
    return counted(said(project, months=None if month is None else [month]), followed(project, month))


def list_tallies(
    project: Project,
    month: dt.date,
    *,
    senders: Collection[int] | None = None,
    receivers: Collection[int] | None = None,
) -> list[ReferralTally]:
    """The counts of one month that stand, newest first; those of some senders or receivers (ids) when given."""
    query = that_count(project).where(ReferralTally.month == month)
    if senders is not None:
        query = query.where(ReferralTally.from_organisation_id.in_(senders))
    if receivers is not None:
        query = query.where(ReferralTally.to_organisation_id.in_(receivers))
    parts = ReferralTally.from_organisation, ReferralTally.to_organisation, ReferralTally.to_service
    query = query.options(*(joinedload(part) for part in parts))
    return list(db.session.scalars(query.order_by(ReferralTally.counted_at.desc(), ReferralTally.id.desc())))


def check_arrived(project: Project, month: dt.date, receiver: int, service: int | None) -> None:
    """Refuse what a receiver counted when more of it ended than arrived; asked once all of a form is flushed."""
    found = {
        of.kind: count
        for of, count in counted(said(project, months=[month], receivers=[receiver])).items()
        if of.service == service and of.sender is None
    }
    check_ended(found.get(Kind.ARRIVED), [found.get(kind, 0) for kind in OUTCOMES])


def get_tally(project: Project | int, tally_id: int) -> ReferralTally:
    return get_in_project(ReferralTally, project, tally_id)


def withdraw(tally: ReferralTally, now: dt.datetime) -> None:
    """Counted by mistake: kept, and no longer counted. Saying it twice is harmless."""
    tally.withdrawn_at = tally.withdrawn_at or now
    db.session.flush()


def list_places(project: Project, month: dt.date | None = None) -> list[Organisation]:
    """Everybody who refers or is referred to, by name, with what they offer: organisations that are not archived.

    ``month``: also those that stopped in it, or later.
    """
    takes_part = Organisation.archived_at.is_(None)
    if month is not None:
        takes_part = or_(takes_part, Organisation.archived_at >= clock.from_local(month, dt.time()))
    query = in_project(Organisation, project).where(takes_part, Organisation.merged_into_id.is_(None))
    return list(db.session.scalars(query.order_by(Organisation.name).options(selectinload(Organisation.services))))


def receivers_since(sender: Organisation, month: dt.date) -> set[int]:
    """Ids of the organisations to which this one counted referrals in ``month`` or later."""
    query = that_count(sender.project_id).where(
        ReferralTally.kind == Kind.SENT,
        ReferralTally.count > 0,
        ReferralTally.from_organisation_id == sender.id,
        ReferralTally.month >= month,
    )
    return set(db.session.scalars(query.with_only_columns(ReferralTally.to_organisation_id)))


def counted_by(person: Person) -> tuple[int, dt.date | None]:
    """How many referrals somebody counted in all, and the last month they counted."""
    own = that_count(person.project_id).where(
        ReferralTally.counted_by_person_id == person.id, ReferralTally.kind == Kind.SENT
    )
    total, month = db.session.execute(
        own.with_only_columns(func.coalesce(func.sum(ReferralTally.count), 0), func.max(ReferralTally.month))
    ).one()
    return total, month


def total(found: dict[Of, int], kinds: Iterable[Kind] = (Kind.SENT,)) -> int:
    """How many of these kinds, of everything in ``found``."""
    return sum(count for of, count in found.items() if of.kind in kinds)


def that_count(project: Project | int) -> Select[tuple[ReferralTally]]:
    """What was not cleared, nor read from a file that was withdrawn."""
    dropped = in_project(TallyImport, project).where(TallyImport.withdrawn_at.is_not(None))
    from_file = ReferralTally.import_id.in_(dropped.with_only_columns(TallyImport.id))
    return in_project(ReferralTally, project).where(
        ReferralTally.withdrawn_at.is_(None), ReferralTally.import_id.is_(None) | ~from_file
    )


def _find(project: Project, of: Of, counter: Counter) -> ReferralTally | None:
    query = _same(in_project(ReferralTally, project), of).where(
        ReferralTally.is_whole == counter.is_whole, ReferralTally.import_id == counter.import_id
    )
    if not counter.is_whole:
        query = query.where(ReferralTally.counted_by_person_id == counter.person_id)
    if counter.import_id is not None:
        query = query.where(ReferralTally.line == counter.line)
    return db.session.scalar(query)


def _same(query: Select[tuple[ReferralTally]], of: Of) -> Select[tuple[ReferralTally]]:
    return query.where(
        ReferralTally.month == of.month,
        ReferralTally.kind == of.kind,
        ReferralTally.from_organisation_id == of.sender,
        ReferralTally.to_organisation_id == of.receiver,
        ReferralTally.to_service_id == of.service,
    )


def _standing(project: Project, of: Of, counter: Counter, tally: ReferralTally | None) -> ReferralTally | None:
    """What counts now: for a whole organisation the last word, also when a list brought it."""
    if not counter.is_whole:
        return tally if tally is not None and tally.withdrawn_at is None else None
    query = _same(that_count(project), of).where(ReferralTally.is_whole.is_(True))
    return db.session.scalar(query.order_by(ReferralTally.counted_at.desc(), ReferralTally.id.desc()).limit(1))


def _check_ends(project: Project, of: Of, *, is_new: bool) -> None:
    """Ids from a form: they must exist in this project, take part in that month, and the service be the receiver's.

    What was counted before a service moved to another organisation can still be corrected.
    """
    if of.sender == of.receiver and of.service is None:
        raise ToOneself()
    for end in (of.sender, of.receiver):
        if end is None:
            continue
        organisation = get_in_project(Organisation, project, end)
        if organisation.merged_into_id is not None:  # its counts moved on: a new one would be on its own
            raise NotFound()
        check_stopped(organisation.name, _day(organisation.archived_at), of.month)
    if of.service is not None:
        service = get_in_project(Service, project, of.service)
        if is_new and service.organisation_id != of.receiver:
            raise NotTheirService()
        check_stopped(service.name, _day(service.archived_at), of.month)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return clock.local_date(moment) if moment is not None else None
