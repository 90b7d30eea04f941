"""Verbs of planning: making, changing and cancelling a meeting. See ``inviting`` and ``answering`` for its guests."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from kapstok import clock
from kapstok.accounts import audit, history
from kapstok.errors import ChangedMeanwhile, NotFound
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.meetings import answering, letters, plan_rules, rules, telling
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting, ProgrammeItem, SectorPlaces
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation, Person
from kapstok.scope import get_in_project, in_project


@dataclass(frozen=True)
class Item:
    """One line of a programme. ``after``: minutes after the start; None without a time."""

    title: str
    after: int | None = None
    speaker: str = ""


@dataclass(frozen=True)
class Plan:
    """What a projectleider fills in about a meeting. Times are UTC (see ``rules.meeting_times``)."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    route: str = ""
    accessibility: str = ""
    online_url: str = ""
    programme: str = ""
    items: Sequence[Item] = field(default_factory=tuple)
    themes: Sequence[Term] = field(default_factory=tuple)
    method: Term | None = None
    host: Person | None = None
    capacity: int | None = None
    reserved: Mapping[int, int] = field(default_factory=dict)  # places by sector (term id)
    answer_by: dt.date | None = None
    words: str = ""
    is_public: bool = False


@dataclass(frozen=True)
class Counts:
    """A meeting's guests in numbers."""

    guests: int = 0
    accepted: int = 0  # with a place
    waiting: int = 0
    tentative: int = 0
    declined: int = 0
    silent: int = 0
    invited: int = 0  # by mail
    present: int = 0
    recorded: int = 0  # present, absent or excused was filled in


def create_meeting(project: Project, plan: Plan, now: dt.datetime, *, actor: str) -> Meeting:
    """A new meeting; nobody hears of it yet. Raises the refusals of ``check_free_text`` and of ``plan_rules``."""
    _check(plan, now)
    meeting = Meeting(project_id=project.id, project=project, created_at=now, revised_at=now)
    db.session.add(meeting)
    with db.session.no_autoflush:
        _fill(meeting, plan)
    db.session.flush()
    audit.record("meeting made", actor=actor, project_id=project.id, subject=f"meeting:{meeting.id}")
    return meeting


def edit_meeting(
    meeting: Meeting, seen_version: int, plan: Plan, now: dt.datetime, stationery: Stationery, *, actor: str
) -> int:
    """Change a meeting that looked like ``seen_version``; who was invited is told of what they can see.

    Returns how many guests were written to. Raises ``ChangedMeanwhile`` and the refusals of ``rules.check_open``, of
    ``check_free_text`` and of ``plan_rules``.
    """
    answering.lock(meeting)
    if meeting.version != seen_version:
        raise ChangedMeanwhile()
    rules.check_open(meeting, now)
    _check(plan, now, known_answer_by=meeting.answer_by)
    before, elsewhere = letters.visible(meeting), _elsewhere(meeting)
    _fill(meeting, plan)
    for name, said in _elsewhere(meeting).items():
        if said != elsewhere[name]:
            history.note(meeting, name, elsewhere[name], said, at=now)
    flag_modified(meeting, "created_at")  # the version rises for themes too; a column of which no history is kept
    told = 0
    if letters.visible(meeting) != before:
        meeting.revised_at = now
        told = telling.tell_change(meeting, list_guests(meeting), before, stationery, now)
    db.session.flush()
    answering.fill_places(meeting, stationery, now)
    audit.record("meeting changed", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return told


def _elsewhere(meeting: Meeting) -> dict[str, str]:
    """What of a meeting stands in other tables, in words: no column of its own shows that it changed."""
    return {
        "themes": ", ".join(sorted(theme.name for theme in meeting.themes)),
        "items": "; ".join(_line(item) for item in meeting.items),
        "reserved": ", ".join(sorted(f"{held.sector.name}: {held.places}" for held in meeting.reserved)),
    }


def _line(item: ProgrammeItem) -> str:
    """A line of the programme without its speaker: a history names nobody."""
    return f"{clock.local(item.starts_at):%H.%M} {item.title}" if item.starts_at else item.title


def cancel_meeting(meeting: Meeting, reason: str, now: dt.datetime, stationery: Stationery, *, actor: str) -> int:
    """Call a meeting off and tell everybody who was invited by mail; saying it twice is harmless.

    Returns how many guests were written to. Raises ``MeetingStarted``, ``MeetingOver`` and the refusals of
    ``check_free_text``.
    """
    check_free_text(reason, now)
    answering.lock(meeting)
    if meeting.cancelled_at is not None:
        return 0
    rules.check_open(meeting, now)
    meeting.cancelled_at = meeting.revised_at = now
    told = telling.tell_cancelled(meeting, list_guests(meeting), reason, stationery, now)
    db.session.flush()
    audit.record("meeting cancelled", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return told


def plan_of(meeting: Meeting) -> Plan:
    """What stands in a meeting now, as it would be filled in."""
    return Plan(
        **{name: getattr(meeting, name) for name in _SAME},
        items=[Item(item.title, item.after, item.speaker) for item in meeting.items],
        themes=list(meeting.themes),
        reserved={held.sector_id: held.places for held in meeting.reserved},
    )


def get_meeting(project: Project, meeting_id: int) -> Meeting:
    return get_in_project(Meeting, project, meeting_id)


def list_meetings(project: Project) -> list[Meeting]:
    """All meetings, the earliest first, with their method and themes loaded: one query each, however many there are."""
    query = in_project(Meeting, project).options(selectinload(Meeting.method), selectinload(Meeting.themes))
    return list(db.session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def next_meeting(project: Project, now: dt.datetime) -> Meeting | None:
    """The first meeting that is not over and goes on."""
    ahead = in_project(Meeting, project).where(Meeting.ends_at > now, Meeting.cancelled_at.is_(None))
    return db.session.scalar(ahead.order_by(Meeting.starts_at, Meeting.id).limit(1))


def list_guests(meeting: Meeting) -> list[Invitation]:
    """Everybody on a meeting's list, by name, with what pages show of them loaded."""
    query = in_project(Invitation, meeting.project_id).where(Invitation.meeting_id == meeting.id)
    person = selectinload(Invitation.person)
    return list(
        db.session.scalars(
            query.join(Person)
            .order_by(func.lower(Person.name), Person.id)
            .options(
                person.selectinload(Person.organisation).selectinload(Organisation.sector),
                person.selectinload(Person.own_sector),
                person.selectinload(Person.function),
            )
        )
    )


def get_guest(meeting: Meeting, invitation_id: int) -> Invitation:
    """One invitation of this meeting, or ``NotFound``."""
    invitation = get_in_project(Invitation, meeting.project_id, invitation_id)
    if invitation.meeting_id != meeting.id:
        raise NotFound()
    return invitation


def invitations_of(person: Person) -> list[Invitation]:
    """One person's invitations to what takes place or took place, the latest meeting first."""
    query = in_project(Invitation, person.project_id).where(Invitation.person_id == person.id).join(Meeting)
    return list(db.session.scalars(query.options(selectinload(Invitation.meeting)).order_by(Meeting.starts_at.desc())))


def counts(project: Project) -> dict[int, Counts]:
    """The guests of every meeting in numbers, by meeting id; a meeting without guests is not in it."""
    placed = (Invitation.partstat == rules.Partstat.ACCEPTED) & Invitation.waitlisted_at.is_(None)
    columns = {
        "guests": func.count(),
        "accepted": func.count().filter(placed),
        "waiting": func.count().filter(Invitation.waitlisted_at.is_not(None)),
        "tentative": func.count().filter(Invitation.partstat == rules.Partstat.TENTATIVE),
        "declined": func.count().filter(Invitation.partstat == rules.Partstat.DECLINED),
        "silent": func.count().filter(Invitation.partstat == rules.Partstat.NEEDS_ACTION, ~Invitation.walk_in),
        "invited": func.count().filter(Invitation.sent_sequence.is_not(None)),
        "present": func.count().filter(Invitation.attendance == rules.Attendance.PRESENT),
        "recorded": func.count().filter(Invitation.attendance.is_not(None)),
    }
    query = select(Invitation.meeting_id, *columns.values()).where(Invitation.project_id == project.id)
    rows = db.session.execute(query.group_by(Invitation.meeting_id))
    return {meeting_id: Counts(**dict(zip(columns, numbers, strict=True))) for meeting_id, *numbers in rows}


def answers_by_sector(guests: Iterable[Invitation]) -> list[tuple[Term | None, Counter[rules.Answer]]]:
    """How the guests of each sector answered, in the order of the project's sectors; None is for who has no sector."""
    found: dict[Term | None, Counter[rules.Answer]] = {}
    for guest in guests:
        answer = rules.answer_of(guest.partstat, guest.waitlisted_at)
        found.setdefault(guest.person.sector, Counter())[answer] += 1
    return sorted(found.items(), key=lambda row: (row[0] is None, row[0].position if row[0] else 0))


def _check(plan: Plan, now: dt.datetime, *, known_answer_by: dt.date | None = None) -> None:
    items = [text for item in plan.items for text in (item.title, item.speaker)]
    for text in (plan.title, plan.place, plan.route, plan.accessibility, plan.programme, plan.words, *items):
        check_free_text(text, now)
    plan_rules.check_items(plan.starts_at, plan.ends_at, [item.after for item in plan.items])
    plan_rules.check_places(plan.capacity, plan.reserved)
    plan_rules.check_answer_by(plan.answer_by, plan.starts_at, now, known=known_answer_by)


_SAME = ("title", "starts_at", "ends_at", "place", "route", "accessibility", "online_url", "programme", "words")
_SAME += ("method", "host", "capacity", "answer_by", "is_public")


def _fill(meeting: Meeting, plan: Plan) -> None:
    for name in _SAME:
        setattr(meeting, name, getattr(plan, name))
    meeting.themes = list(plan.themes)
    items = [(item.after, item.title, item.speaker) for item in plan_rules.in_order(plan.items)]
    if items != [(item.after, item.title, item.speaker) for item in meeting.items]:
        meeting.items = [
            ProgrammeItem(project_id=meeting.project_id, position=place, after=after, title=title, speaker=speaker)
            for place, (after, title, speaker) in enumerate(items)
        ]
    if dict(plan.reserved) != {held.sector_id: held.places for held in meeting.reserved}:
        meeting.reserved.clear()
        db.session.flush()  # the old row of a sector goes before its new one comes
        sectors = {term.id: term for term in projects.terms(meeting.project, Vocabulary.SECTOR, archived=True)}
        meeting.reserved = [
            SectorPlaces(project_id=meeting.project_id, sector=sectors[sector_id], places=places)
            for sector_id, places in plan.reserved.items()
        ]
