"""From rows to letters in the outbox: every mail about a meeting is put together here, in the reader's own language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from kapstok import clock
from kapstok.mail import service as mail
from kapstok.mail.letter import Letter, Translate
from kapstok.mail.mime import CalendarPart
from kapstok.mail.models import OutboxMessage
from kapstok.meetings import ical, messages
from kapstok.meetings.messages import Change, MeetingInWords
from kapstok.meetings.models import Invitation, Meeting, PollGuest
from kapstok.meetings.polls import answers as poll_answers
from kapstok.meetings.polls import messages as poll_messages
from kapstok.meetings.rules import Partstat
from kapstok.projects import service as projects
from kapstok.projects.models import Project
from kapstok.projects.rules import Module
from kapstok.register.letters import Letterhead, Words, post, sender_of
from kapstok.register.models import Person

PERSONAL_LINK = "link"  # kind of the mails that carry the link to one's own page


@dataclass(frozen=True)
class Stationery(Letterhead):
    """The letterhead of mail to guests, with the address of the page of one invitation."""

    rsvp_link: Callable[[Invitation], str]
    stop_link: Callable[[Invitation], str]  # where a guest stops reminders of one meeting
    no_lottery_link: Callable[[Invitation], str]  # where a guest says no to the draw of the tables
    poll_link: Callable[[PollGuest], str]  # the page on which one person says when they can
    reply_address: Callable[[Invitation], str | None]  # None while no inbox is read: calendars then ask no reply


def invitation_key(invitation: Invitation) -> str:
    """What invitation, update and cancellation to one guest share: the newest wins."""
    return f"invitation:{invitation.id}"


def place_key(invitation: Invitation) -> str:
    """What news about a guest's place on the waitlist shares."""
    return f"place:{invitation.id}"


def reminder_key(invitation: Invitation) -> str:
    """What the reminders of one guest share."""
    return f"reminder:{invitation.id}"


@dataclass(frozen=True)
class Visible:
    """What mails and calendars show of a meeting: when this differs, guests must hear of it."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    route: str
    accessibility: str
    online_url: str
    themes: tuple[str, ...]
    programme: str
    items: tuple[tuple[dt.datetime | None, str, str], ...]  # when, what, who


def visible(meeting: Meeting) -> Visible:
    return Visible(
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        route=meeting.route,
        accessibility=meeting.accessibility,
        online_url=meeting.online_url,
        themes=tuple(theme.name for theme in meeting.themes),
        programme=meeting.programme,
        items=tuple((item.starts_at, item.title, item.speaker) for item in meeting.items),
    )


def has_lottery(meeting: Meeting) -> bool:
    """Whether guests are told that tables are drawn, and may say no."""
    return meeting.lottery and projects.has_module(meeting.project, Module.LOTTERY)


def in_words(shown: Visible, words: Words) -> MeetingInWords:
    """The meeting as a mail tells it."""
    return MeetingInWords(
        title=shown.title,
        when=words.when(shown.starts_at, shown.ends_at),
        where=shown.place,
        route=shown.route,
        accessibility=shown.accessibility,
        online_url=shown.online_url,
        themes=shown.themes,
        programme=_programme(shown),
    )


def _programme(shown: Visible) -> str:
    """The programme as lines: what it says in a few words, then its items with their times."""
    lines = [shown.programme] if shown.programme else []
    for start, title, speaker in shown.items:
        told = f"{title} ({speaker})" if speaker else title
        lines.append(f"{clock.local(start):%H.%M} {told}" if start else told)
    return "\n".join(lines)


def changes(before: MeetingInWords, after: MeetingInWords, _: Translate) -> tuple[Change, ...]:
    """What a reader must know is different. The programme is long: only its new text is told."""
    rows = (
        (_("Titel"), before.title, after.title),
        (_("Wanneer"), before.when, after.when),
        (_("Waar"), before.where, after.where),
        (_("Route en parkeren"), before.route, after.route),
        (_("Toegankelijkheid"), before.accessibility, after.accessibility),
        (_("Online"), before.online_url, after.online_url),
        (_("Thema’s"), ", ".join(before.themes), ", ".join(after.themes)),
    )
    found = [Change(label, was, now) for label, was, now in rows if was != now]
    if before.programme != after.programme:
        found.append(Change(_("Programma"), "", after.programme or "–"))
    return tuple(found)


def answer_in_words(invitation: Invitation, _: Translate) -> str:
    """What a guest said so far; empty when nothing."""
    if invitation.waitlisted_at is not None:
        return _("ja, u staat op de wachtlijst")
    if invitation.confirm_by is not None:
        return _("ja, bevestig nog dat u komt")
    said = {Partstat.ACCEPTED: _("ja"), Partstat.TENTATIVE: _("misschien"), Partstat.DECLINED: _("nee")}
    return said.get(Partstat(invitation.partstat), "")


def calendar_meeting(invitation: Invitation, stationery: Stationery, words: Words) -> ical.CalendarMeeting:
    """The meeting as this guest's calendar shows it."""
    meeting, project = invitation.meeting, invitation.meeting.project
    sender = sender_of(project, stationery)
    return ical.CalendarMeeting(
        uid=invitation.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=meeting.title,
        description=messages.calendar_lines(words.translate, sender, in_words(visible(meeting), words)),
        location=meeting.place,
        url=stationery.rsvp_link(invitation),
        organizer=organizer(invitation, stationery),
        online_url=meeting.online_url,
    )


def organizer(invitation: Invitation, stationery: Stationery) -> ical.Organizer:
    """To whom a calendar answers: an address of this invitation alone, or the contact while nobody reads replies."""
    project, address = invitation.meeting.project, stationery.reply_address(invitation)
    if address is None:
        return ical.Organizer(project.contact_name, project.contact_email)
    return ical.Organizer(project.contact_name, address, reads_replies=True)


@dataclass(frozen=True)
class Composed:
    """A mail about a meeting as one guest gets it, before it is put in the outbox."""

    letter: Letter
    calendar: CalendarPart | None = None


def compose_invitation(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> Composed:
    """The invitation to one guest, in their language."""
    meeting = invitation.meeting
    with stationery.speaking(invitation.person.language) as words:
        letter = messages.invitation(
            words.translate,
            invitation.person.name,
            sender_of(meeting.project, stationery),
            in_words(visible(meeting), words),
            stationery.rsvp_link(invitation),
            own_words="\n\n".join(part for part in (_date_chosen(invitation, words), meeting.words) if part),
            answer_by=words.day(meeting.answer_by) if meeting.answer_by else "",
            reads_replies=organizer(invitation, stationery).reads_replies,
            lottery_url=stationery.no_lottery_link(invitation) if has_lottery(meeting) else "",
        )
        return Composed(letter, _request(invitation, stationery, words, now))


def _date_chosen(invitation: Invitation, words: Words) -> str:
    """That a date was found and what this guest said of it; empty for who was not asked."""
    meeting, told = invitation.meeting, poll_answers.foretold(invitation)
    if told is None:
        return ""
    when = words.when(meeting.starts_at, meeting.ends_at)
    return poll_messages.date_chosen(words.translate, meeting.title, when, told.choice)


def queue_invitation(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """The invitation to one guest. Raises ``BadAddress``."""
    made = compose_invitation(invitation, stationery, now)
    return _queue(made, invitation, stationery, now, "invitation", invitation_key(invitation))


def queue_update(invitation: Invitation, before: Visible, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Tell one guest what changed since ``before``. Raises ``BadAddress``."""
    meeting = invitation.meeting
    with stationery.speaking(invitation.person.language) as words:
        told = in_words(visible(meeting), words)
        letter = messages.update(
            words.translate,
            invitation.person.name,
            sender_of(meeting.project, stationery),
            told,
            stationery.rsvp_link(invitation),
            changes(in_words(before, words), told, words.translate),
            answer=answer_in_words(invitation, words.translate),
            reads_replies=organizer(invitation, stationery).reads_replies,
        )
        made = Composed(letter, _request(invitation, stationery, words, now))
    return _queue(made, invitation, stationery, now, "update", invitation_key(invitation))


def queue_cancellation(invitation: Invitation, reason: str, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Tell one guest, and their calendar, that the meeting is off. Raises ``BadAddress``."""
    meeting = invitation.meeting
    with stationery.speaking(invitation.person.language) as words:
        sender, told = sender_of(meeting.project, stationery), in_words(visible(meeting), words)
        letter = messages.cancellation(words.translate, invitation.person.name, sender, told, reason)
        made = Composed(letter, _cancel(invitation, stationery, words, now))
    return _queue(made, invitation, stationery, now, "cancellation", invitation_key(invitation))


def queue_withdrawal(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Tell one guest, and their calendar, that they are no longer invited. Raises ``BadAddress``."""
    meeting = invitation.meeting
    with stationery.speaking(invitation.person.language) as words:
        sender, told = sender_of(meeting.project, stationery), in_words(visible(meeting), words)
        letter = messages.withdrawal(words.translate, invitation.person.name, sender, told)
        made = Composed(letter, _cancel(invitation, stationery, words, now))
    return _queue(made, invitation, stationery, now, "withdrawal", invitation_key(invitation))


def queue_reminder(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> OutboxMessage:
    """Ask a silent guest once more; their calendar has the meeting already. Raises ``BadAddress``."""
    meeting, stop_url = invitation.meeting, stationery.stop_link(invitation)
    with stationery.speaking(invitation.person.language) as words:
        letter = messages.reminder(
            words.translate,
            invitation.person.name,
            sender_of(meeting.project, stationery),
            in_words(visible(meeting), words),
            stationery.rsvp_link(invitation),
            stop_url,
            answer_by=words.day(meeting.answer_by) if meeting.answer_by else "",
            reads_replies=organizer(invitation, stationery).reads_replies,
        )
    key = reminder_key(invitation)
    return _queue(Composed(letter), invitation, stationery, now, "reminder", key, unsubscribe=stop_url)


def queue_personal_link(
    person: Person, project: Project, stationery: Stationery, now: dt.datetime, errand: str = ""
) -> OutboxMessage:
    """A new link to one's own page, or to the page of one of ``messages.ERRANDS``. It does not wait behind other mail.

    Raises ``BadAddress``.
    """
    page = stationery.personal_link(person)
    with stationery.speaking(person.language) as words:
        letter = messages.personal_link(
            words.translate,
            person.name,
            sender_of(project, stationery),
            f"{page}/{errand}" if errand else page,
            stationery.personal_link_days,
            errand,
        )
    message = post(letter, person, project, stationery, now, kind=PERSONAL_LINK, supersede_key=f"link:{person.id}")
    mail.put_in_front(message)
    return message


def _request(invitation: Invitation, stationery: Stationery, words: Words, now: dt.datetime) -> CalendarPart:
    shown = ical.request(calendar_meeting(invitation, stationery, words), _guest(invitation), now)
    return CalendarPart("REQUEST", ical.serialise(shown))


def _cancel(invitation: Invitation, stationery: Stationery, words: Words, now: dt.datetime) -> CalendarPart:
    shown = ical.cancel(calendar_meeting(invitation, stationery, words), _guest(invitation), now)
    return CalendarPart("CANCEL", ical.serialise(shown))


def _guest(invitation: Invitation) -> ical.CalendarGuest:
    # Who waits for a place, or has yet to confirm one, said yes; but a calendar must not show it as settled.
    open_yes = invitation.waitlisted_at is not None or invitation.confirm_by is not None
    partstat = Partstat.TENTATIVE if open_yes else invitation.partstat
    return ical.CalendarGuest(invitation.person.name, invitation.person.email or "", partstat)


def _queue(
    made: Composed,
    invitation: Invitation,
    stationery: Stationery,
    now: dt.datetime,
    kind: str,
    supersede_key: str,
    unsubscribe: str = "",
) -> OutboxMessage:
    return post(
        made.letter,
        invitation.person,
        invitation.meeting.project,
        stationery,
        now,
        kind=kind,
        supersede_key=supersede_key,
        calendar=made.calendar,
        unsubscribe=unsubscribe,
    )
