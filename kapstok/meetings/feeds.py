"""Calendar feeds: of one guest, of a projectleider, of everybody. They only read, and asking again costs little.

To serialise an event costs a thousand times what it costs to hand out finished bytes. So the bytes of each event are
kept in this process under all that the event shows; and a whole feed under the mark of its rows, which the database
makes: to say that nothing changed takes one line from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, or_, select, type_coerce
from sqlalchemy.orm import selectinload

from kapstok.extensions import db
from kapstok.meetings import ical, letters, messages, service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Answer, Partstat, answer_of
from kapstok.meetings.service import Counts
from kapstok.meetings.shelf import Shelf
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.letters import Words
from kapstok.register.models import Person
from kapstok.scope import in_project

CANCELLED_STAYS = dt.timedelta(days=30)  # calendars that ask seldom must get to see it
MOST_BYTES = 32 * 1024 * 1024  # of events, and as much of whole feeds
MOST_LOOKS = 10_000


@dataclass(frozen=True)
class Feed:
    """A finished feed. ``mark``: the same for the same content, and for no other."""

    content: bytes
    mark: str


@dataclass(frozen=True)
class Place:
    """Where a feed of a project leads its reader: the page of each meeting, and our own domain for UIDs."""

    page: Callable[[Meeting], str]
    domain: str


Build = Callable[[Collection[int]], Iterable[tuple[int, bytes]]]  # the events of these ids

_events: Shelf[bytes] = Shelf(MOST_BYTES, len)
_feeds: Shelf[Feed] = Shelf(MOST_BYTES, lambda feed: len(feed.content))
_looks: Shelf[tuple[str, dt.datetime]] = Shelf(MOST_LOOKS)


def personal_feed(person: Person, stationery: Stationery, now: dt.datetime) -> Feed:
    """One guest's own invitations: those that were sent or answered, and not declined."""
    project = db.session.get_one(Project, person.project_id)

    def build(ids: Collection[int]) -> Iterable[tuple[int, bytes]]:
        meeting = selectinload(Invitation.meeting)
        query = in_project(Invitation, project).where(Invitation.id.in_(ids))
        query = query.options(meeting.selectinload(Meeting.themes), meeting.selectinload(Meeting.items))
        for invitation in db.session.scalars(query):
            yield invitation.id, _own_entry(invitation, stationery, words)

    asked = {"person_id": person.id, **_asked(project, now)}
    with stationery.speaking(person.language) as words:
        _ = words.translate
        name = _("%(project)s: uw bijeenkomsten", project=project.name)
        return _put_together(name, ("own", person.language, project.id, project.version), _OWN, asked, build)


def project_feed(project: Project, language: str, place: Place, stationery: Stationery, now: dt.datetime) -> Feed:
    """All meetings of a project, for who leads it: what nobody was invited to yet is TENTATIVE. Numbers, no names."""
    counted = service.counts(project)

    def build(ids: Collection[int]) -> Iterable[tuple[int, bytes]]:
        for meeting in _meetings(project, ids):
            numbers = counted.get(meeting.id, Counts())
            status: ical.Status = "CONFIRMED" if numbers.invited or meeting.ends_at <= now else "TENTATIVE"
            lines = (_answers(numbers, words),)
            yield meeting.id, _entry(meeting, letters.visible(meeting), lines, status, place, words)

    with stationery.speaking(language) as words:
        _ = words.translate
        name = _("%(project)s: alle bijeenkomsten", project=project.name)
        shown = ("project", language, project.id, project.version)
        return _put_together(name, shown, _ALL, _asked(project, now), build, counted)


def public_feed(project: Project, place: Place, stationery: Stationery, now: dt.datetime) -> Feed:
    """The meetings that a project shows to everybody: nobody's name, and no link to come in by."""

    def build(ids: Collection[int]) -> Iterable[tuple[int, bytes]]:
        for meeting in _meetings(project, ids):
            yield meeting.id, _entry(meeting, for_everybody(meeting), (), "CONFIRMED", place, words)

    with stationery.speaking("nl") as words:
        shown = ("public", project.id, project.version)
        return _put_together(project.name, shown, _PUBLIC, _asked(project, now), build)


def for_everybody(meeting: Meeting) -> letters.Visible:
    """What the public may know of a meeting: not who speaks, nor where to join online."""
    shown = letters.visible(meeting)
    return replace(shown, online_url="", items=tuple((start, title, "") for start, title, _speaker in shown.items))


def public_meetings(project: Project, now: dt.datetime) -> list[Meeting]:
    """The public meetings that are still to come, and those ahead that were called off, the first one first."""
    query = in_project(Meeting, project).where(Meeting.is_public, Meeting.ends_at > now)
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def unchanged_since(feed: Hashable, content_hash: str, now: dt.datetime) -> dt.datetime:
    """The second since when a feed looks as it does, as far as this process saw: its Last-Modified.

    No column could tell: an invitation that is wiped, or a theme that gets another name, changes a feed as well.
    """
    before = _looks.get(feed)
    if before is not None and before[0] == content_hash:
        return before[1]
    second = now.replace(microsecond=0)
    if before is not None:
        second = max(second, before[1] + dt.timedelta(seconds=1))  # two looks never share a second
    _looks.put(feed, (content_hash, second))
    return second


def _put_together(
    name: str,
    shared: tuple[Hashable, ...],
    rows: _Rows,
    asked: Mapping[str, Any],
    build: Build,
    besides: Mapping[int, Hashable] | None = None,
) -> Feed:
    """The feed of these rows. ``shared``: what else all events show; ``besides``: what else single ones do, by id."""
    besides, connection = besides or {}, db.session.connection()
    mark, themes = connection.execute(rows.mark, asked).one()
    whole = (name, *shared, themes, sha256((mark or "").encode()).digest(), frozenset(besides.items()))
    feed = _feeds.get(whole)
    if feed is None:
        found = connection.execute(rows.query, asked).all()
        events = _entries({row.id: (*shared, themes, *row, besides.get(row.id)) for row in found}, build)
        content = ical.feed(name, events)
        feed = Feed(content, sha256(content).hexdigest()[:32])
        _feeds.put(whole, feed)
    return feed


def _entries(keys: dict[int, Hashable], build: Build) -> list[bytes]:
    """The events by their keys, in that order; those that are not kept yet are built, all in one go."""
    found = {id: _events.get(key) for id, key in keys.items()}
    missing = [id for id, content in found.items() if content is None]
    for id, content in build(missing) if missing else ():
        _events.put(keys[id], content)
        found[id] = content
    return [content for content in found.values() if content is not None]


@dataclass(frozen=True)
class _Rows:
    """A query, and another that folds all its rows into one text, with what tells whether themes got other names."""

    query: Select
    mark: Select


def _rows(query: Select) -> _Rows:
    rows = query.order_by(None).subquery()
    line = reduce(lambda left, right: left + "|" + right, (cast(column, String) for column in rows.c))
    return _Rows(query, select(func.aggregate_strings(line, "\n"), _THEMES).select_from(rows))


_THEMES = (
    select(func.sum(Term.version))
    .where(Term.project_id == bindparam("project_id"), Term.kind == Vocabulary.THEME)
    .scalar_subquery()
)
_STILL_SHOWN = or_(Meeting.cancelled_at.is_(None), Meeting.cancelled_at > bindparam("since"))
# A meeting that was saved has another version, so this stands for all of it. Title and start tell apart meetings that
# follow one another under the same key in an emptied database; there an invitation has its UID.
_OF_PROJECT = (
    select(
        Meeting.id,
        Meeting.version,
        Meeting.title,
        type_coerce(Meeting.starts_at, String).label("start"),  # as the driver gives it
        (Meeting.ends_at <= bindparam("now")).label("over"),
    )
    .where(Meeting.project_id == bindparam("project_id"), _STILL_SHOWN)
    .order_by(Meeting.starts_at, Meeting.id)
)
_ALL, _PUBLIC = _rows(_OF_PROJECT), _rows(_OF_PROJECT.where(Meeting.is_public))
_OWN = _rows(
    select(
        Invitation.id,
        Invitation.uid,
        Invitation.link_version,
        Invitation.partstat,
        Invitation.waitlisted_at.is_not(None).label("waits"),
        Invitation.confirm_by.is_not(None).label("held"),
        Meeting.version,
    )
    .join(Invitation.meeting)
    .where(
        Invitation.project_id == bindparam("project_id"),
        Invitation.person_id == bindparam("person_id"),
        or_(Invitation.sent_sequence.is_not(None), Invitation.partstat != Partstat.NEEDS_ACTION),
        Invitation.partstat != Partstat.DECLINED,
        _STILL_SHOWN,
    )
    .order_by(Meeting.starts_at, Invitation.id)
)


def _asked(project: Project, now: dt.datetime) -> dict[str, Any]:
    return {"project_id": project.id, "now": now, "since": now - CANCELLED_STAYS}


def _meetings(project: Project, ids: Collection[int]) -> Iterable[Meeting]:
    query = in_project(Meeting, project).where(Meeting.id.in_(ids))
    return db.session.scalars(query.options(selectinload(Meeting.themes), selectinload(Meeting.items)))


def _own_entry(invitation: Invitation, stationery: Stationery, words: Words) -> bytes:
    meeting, _ = invitation.meeting, words.translate
    answer = letters.answer_in_words(invitation, _)
    settled = answer_of(invitation.partstat, invitation.waitlisted_at) is Answer.YES and invitation.confirm_by is None
    said = _("Uw antwoord: %(answer)s.", answer=answer) if answer else ""
    event = letters.calendar_meeting(invitation, stationery, words)
    event = replace(
        event,
        description=_lines(meeting, (said, *event.description), words),
        organizer=_contact(meeting),  # not where calendars answer to: a feed asks nothing
    )
    return ical.entry(event, meeting.revised_at, _status(meeting, "CONFIRMED" if settled else "TENTATIVE"))


def _entry(
    meeting: Meeting,
    shown: letters.Visible,
    lines: tuple[str, ...],
    status: ical.Status,
    place: Place,
    words: Words,
) -> bytes:
    about = messages.fact_lines(words.translate, letters.in_words(shown, words))
    event = ical.CalendarMeeting(
        uid=f"bijeenkomst-{meeting.id}@{place.domain}",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=meeting.title,
        description=_lines(meeting, (*lines, *about), words),
        location=meeting.place,
        url=place.page(meeting),
        organizer=_contact(meeting),
        online_url=shown.online_url,
    )
    return ical.entry(event, meeting.revised_at, _status(meeting, status))


def _lines(meeting: Meeting, lines: Iterable[str], words: Words) -> tuple[str, ...]:
    _ = words.translate
    called_off = _("Deze bijeenkomst gaat niet door.") if meeting.cancelled_at is not None else ""
    return tuple(line for line in (called_off, *lines) if line)


def _status(meeting: Meeting, otherwise: ical.Status) -> ical.Status:
    return otherwise if meeting.cancelled_at is None else "CANCELLED"


def _contact(meeting: Meeting) -> ical.Organizer:
    return ical.Organizer(meeting.project.contact_name, meeting.project.contact_email)


def _answers(numbers: Counts, words: Words) -> str:
    _ = words.translate
    return _(
        "Antwoorden: %(yes)s ja, %(perhaps)s misschien, %(no)s nee, %(silent)s nog niet.",
        yes=numbers.accepted,
        perhaps=numbers.tentative,
        no=numbers.declined,
        silent=numbers.silent,
    )
