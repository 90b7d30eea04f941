"""Calendar feeds: of one guest, of a projectleider, of everybody. They only read, and asking again costs little.

To serialise an event costs a thousand times what it costs to hand out finished bytes. So the bytes of each event are
kept in this process under all that the event shows: when any of it differs, it is another event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from kapstok.extensions import db
from kapstok.meetings import ical, letters, messages, service
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import Answer, Partstat, answer_of
from kapstok.meetings.service import Counts
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.letters import Words
from kapstok.register.models import Person
from kapstok.scope import in_project

CANCELLED_STAYS = dt.timedelta(days=30)  # calendars that ask seldom must get to see it
MOST_EVENTS = 20_000  # kept in one process: about 20 MB
MOST_FEEDS = 10_000

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """What was made before, under its key; the oldest makes room. Threads share it."""

    def __init__(self, most: int):
        self._most, self._kept, self._lock = most, dict[Hashable, Value](), Lock()

    def get(self, key: Hashable) -> Value | None:
        return self._kept.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = value
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]


_events: Shelf[bytes] = Shelf(MOST_EVENTS)
_looks: Shelf[tuple[str, dt.datetime]] = Shelf(MOST_FEEDS)


@dataclass(frozen=True)
class Place:
    """Where a feed of a project leads its reader: the page of each meeting, and our own domain for UIDs."""

    page: Callable[[Meeting], str]
    domain: str


def personal_feed(person: Person, stationery: Stationery, now: dt.datetime) -> bytes:
    """One guest's own invitations: those that were sent or answered, and not declined."""
    project = db.session.get_one(Project, person.project_id)

    def build(ids: Collection[int]) -> Iterable[tuple[int, bytes]]:
        meeting = selectinload(Invitation.meeting)
        query = in_project(Invitation, project).where(Invitation.id.in_(ids))
        query = query.options(meeting.selectinload(Meeting.themes), meeting.selectinload(Meeting.items))
        for invitation in db.session.scalars(query):
            yield invitation.id, _own_entry(invitation, stationery, words)

    rows = db.session.execute(_own_rows(person, now)).all()
    with stationery.speaking(person.language) as words:
        _ = words.translate
        name = _("%(project)s: uw bijeenkomsten", project=project.name)
        shown = ("own", person.language, *_vintage(project))
        return ical.feed(name, _entries({row.id: (*shown, *row) for row in rows}, build))


def project_feed(project: Project, language: str, place: Place, stationery: Stationery, now: dt.datetime) -> bytes:
    """All meetings of a project, for who leads it: what nobody was invited to yet is TENTATIVE. Numbers, no names."""
    counted = service.counts(project)

    def build(ids: Collection[int]) -> Iterable[tuple[int, bytes]]:
        for meeting in _meetings(project, ids):
            numbers = counted.get(meeting.id, Counts())
            status: ical.Status = "CONFIRMED" if numbers.invited or meeting.ends_at <= now else "TENTATIVE"
            lines = (_answers(numbers, words),)
            yield meeting.id, _entry(meeting, letters.visible(meeting), lines, status, place, words)

    rows = db.session.execute(_rows(project, now)).all()
    with stationery.speaking(language) as words:
        _ = words.translate
        name = _("%(project)s: alle bijeenkomsten", project=project.name)
        shown = ("project", language, *_vintage(project))
        keys = {row.id: (*shown, *row, counted.get(row.id), row.ends_at <= now) for row in rows}
        return ical.feed(name, _entries(keys, build))


def public_feed(project: Project, place: Place, stationery: Stationery, now: dt.datetime) -> bytes:
    """The meetings that a project shows to everybody: nobody's name, and no link to come in by."""

    def build(ids: Collection[int]) -> Iterable[tuple[int, bytes]]:
        for meeting in _meetings(project, ids):
            yield meeting.id, _entry(meeting, for_everybody(meeting), (), "CONFIRMED", place, words)

    rows = db.session.execute(_rows(project, now).where(Meeting.is_public)).all()
    with stationery.speaking("nl") as words:
        shown = ("public", *_vintage(project))
        return ical.feed(project.name, _entries({row.id: (*shown, *row) for row in rows}, build))


def for_everybody(meeting: Meeting) -> letters.Visible:
    """What the public may know of a meeting: not who speaks, nor where to join online."""
    shown = letters.visible(meeting)
    return replace(shown, online_url="", items=tuple((start, title, "") for start, title, _speaker in shown.items))


def public_meetings(project: Project, now: dt.datetime) -> list[Meeting]:
    """The public meetings that are still to come, and those ahead that were called off, the first one first."""
    query = in_project(Meeting, project).where(Meeting.is_public, Meeting.ends_at > now, _still_shown(now))
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


def _entries(keys: dict[int, Hashable], build: Callable[[Collection[int]], Iterable[tuple[int, bytes]]]) -> list[bytes]:
    """The events by their keys, in that order; those that are not kept yet are built, all in one go."""
    found = {id: _events.get(key) for id, key in keys.items()}
    missing = [id for id, content in found.items() if content is None]
    for id, content in build(missing) if missing else ():
        _events.put(keys[id], content)
        found[id] = content
    return [content for content in found.values() if content is not None]


# Of a meeting: a row that was saved has another version, so these few stand for all of it. The others tell apart
# meetings that follow one another under the same key in an emptied database.
_SHOWN = (
    Meeting.version,
    Meeting.title,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.revised_at,
    Meeting.sequence,
    Meeting.cancelled_at,
)


def _own_rows(person: Person, now: dt.datetime) -> Select:
    own = (Invitation.uid, Invitation.link_version, Invitation.partstat, Invitation.waitlisted_at)
    return (
        select(Invitation.id, *own, Invitation.confirm_by, *_SHOWN)
        .join(Invitation.meeting)
        .where(
            Invitation.project_id == person.project_id,
            Invitation.person_id == person.id,
            or_(Invitation.sent_sequence.is_not(None), Invitation.partstat != Partstat.NEEDS_ACTION),
            Invitation.partstat != Partstat.DECLINED,
            _still_shown(now),
        )
        .order_by(Meeting.starts_at, Invitation.id)
    )


def _rows(project: Project, now: dt.datetime) -> Select:
    query = select(Meeting.id, *_SHOWN).where(Meeting.project_id == project.id, _still_shown(now))
    return query.order_by(Meeting.starts_at, Meeting.id)


def _still_shown(now: dt.datetime) -> ColumnElement[bool]:
    return or_(Meeting.cancelled_at.is_(None), Meeting.cancelled_at > now - CANCELLED_STAYS)


def _vintage(project: Project) -> tuple[Hashable, ...]:
    """What all events of a project share: its name and contact, and the names of its themes, by their versions."""
    of_themes = select(func.sum(Term.version)).where(Term.project_id == project.id, Term.kind == Vocabulary.THEME)
    return project.id, project.name, project.version, db.session.scalar(of_themes)


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
