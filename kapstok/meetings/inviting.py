"""Verbs of inviting: who is on the list, and the mail that asks them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from kapstok.accounts import audit
from kapstok.errors import ChangedMeanwhile
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress, Status
from kapstok.mail.text import lines
from kapstok.meetings import answering, choosing, invite_rules, letters, rules, service
from kapstok.meetings.choosing import Groups
from kapstok.meetings.invite_rules import Missing
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.rules import AlreadyInvited, Partstat
from kapstok.projects import service as projects
from kapstok.projects.models import Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Person

TIME_TO_ANSWER = dt.timedelta(days=3)  # before silence of a whole sector is worth a word


@dataclass(frozen=True)
class MailState:
    """How the newest mail about an invitation is doing."""

    kind: str
    status: Status
    address: str
    error: str
    created_at: dt.datetime
    sent_at: dt.datetime | None


@dataclass
class Sent:
    """Whom ``send_invitations`` wrote to, and whose address is none."""

    queued: list[Invitation] = field(default_factory=list)
    bad_address: list[Invitation] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """How many mails there are, left, and were refused."""

    total: int
    sent: int
    refused: int

    @property
    def waiting(self) -> int:
        return self.total - self.sent - self.refused


def candidates(meeting: Meeting, search: str = "") -> list[Person]:
    """Active people who are not on the list yet, by name. ``search`` is read as the register reads it."""
    listed = select(Invitation.person_id).where(
        Invitation.project_id == meeting.project_id, Invitation.meeting_id == meeting.id
    )
    return choosing.candidates(meeting.project, db.session.scalars(listed).all(), search)


def invite(meeting: Meeting, now: dt.datetime, *, turn: int = 1, **groups: Collection[int]) -> list[Invitation]:
    """Put people on the list for one round of sending. Who is on it already is not doubled. Sends nothing.

    ``groups``: ids, under the names of ``choosing.Groups``. Raises ``NoSuchTurn`` and the refusals of
    ``rules.check_open``.
    """
    invite_rules.check_turn(turn)
    answering.lock(meeting)
    rules.check_open(meeting, now)
    chosen = choosing.pick(meeting.project, candidates(meeting), Groups(**groups))
    added = [
        Invitation(project_id=meeting.project_id, meeting=meeting, person=person, created_at=now, turn=turn)
        for person in chosen
    ]
    db.session.add_all(added)
    db.session.flush()
    return added


def move_to_turn(invitation: Invitation, turn: int) -> None:
    """Invite a guest earlier or later. Raises ``NoSuchTurn``, and ``AlreadyInvited`` once they were mailed."""
    invite_rules.check_turn(turn)
    answering.lock(invitation.meeting)
    if invitation.sent_sequence is not None:
        raise AlreadyInvited(name=invitation.person.name)
    invitation.turn = turn
    db.session.flush()


def take_off_list(invitation: Invitation) -> None:
    """Undo a choice. Raises ``AlreadyInvited`` when the guest was mailed or answered."""
    answering.lock(invitation.meeting)
    touched = (
        invitation.sent_sequence is not None
        or invitation.partstat != Partstat.NEEDS_ACTION
        or invitation.attendance is not None
    )
    if touched:
        raise AlreadyInvited(name=invitation.person.name)
    db.session.delete(invitation)
    db.session.flush()


def withdraw(invitation: Invitation, stationery: Stationery, now: dt.datetime, *, actor: str) -> bool:
    """Take back an invitation, also one that was mailed or answered: out of the list and out of the guest's calendar.

    The row goes; who is invited again later gets a new UID, so that no calendar mistakes it for what was cancelled.
    Returns whether the guest is written to. Raises the refusals of ``rules.check_open``.
    """
    meeting = answering.lock(invitation.meeting)
    rules.check_open(meeting, now)
    for key in (letters.place_key(invitation), letters.reminder_key(invitation), letters.invitation_key(invitation)):
        mail.withdraw(key)
    told = mail.may_have_left(letters.invitation_key(invitation))
    if told:
        meeting.sequence += 1  # above anything that this guest was ever sent
        try:
            letters.queue_withdrawal(invitation, stationery, now)
        except BadAddress:
            told = False
    subject = f"invitation:{invitation.id}"
    db.session.delete(invitation)
    db.session.flush()
    answering.fill_places(meeting, stationery, now)
    audit.record("invitation withdrawn", actor=actor, project_id=meeting.project_id, subject=subject)
    return told


def write_words(meeting: Meeting, seen: str, words: str, now: dt.datetime) -> None:
    """The projectleider's own words above the facts of invitations from now on; no calendar shows them.

    ``seen``: what stood there when they began. Raises ``ChangedMeanwhile``, the refusals of ``rules.check_open`` and of
    ``check_free_text``.
    """
    check_free_text(words, now)
    answering.lock(meeting)
    if lines(meeting.words) != lines(seen):  # a browser may have other ends of lines
        raise ChangedMeanwhile()
    rules.check_open(meeting, now)
    meeting.words = words
    db.session.flush()


def unsent(guests: Iterable[Invitation], mails: Mapping[int, MailState]) -> list[Invitation]:
    """Guests who are to be mailed: never yet, or refused at an address that was corrected since."""
    return [guest for guest in guests if _wants_mail(guest, mails.get(guest.id))]


def turns(guests: Collection[Invitation], mails: Mapping[int, MailState]) -> dict[int, list[Invitation]]:
    """The unsent guests by round, the first round first."""
    waiting: dict[int, list[Invitation]] = {}
    for guest in sorted(unsent(guests, mails), key=lambda guest: guest.turn):
        waiting.setdefault(guest.turn, []).append(guest)
    return waiting


def due_now(guests: Collection[Invitation], mails: Mapping[int, MailState]) -> list[Invitation]:
    """The unsent guests whose round has come; a later round waits until it is sent on purpose."""
    waiting = turns(guests, mails)
    mailed = [guest.turn for guest in guests if guest.sent_sequence is not None]
    return [guest for turn in invite_rules.turns_due(mailed, waiting) for guest in waiting[turn]]


def send_invitations(
    meeting: Meeting, stationery: Stationery, now: dt.datetime, *, actor: str, turn: int | None = None
) -> Sent:
    """Put an invitation in the outbox for every guest who has an address and got none; twice is harmless.

    ``turn``: only the guests of that round. Raises the refusals of ``rules.check_open``.
    """
    answering.lock(meeting)
    rules.check_open(meeting, now)
    guests = service.list_guests(meeting)
    now_due = [guest for guest in unsent(guests, mail_states(guests)) if turn in (None, guest.turn)]
    if any(guest.sent_sequence is not None for guest in now_due):
        meeting.sequence += 1  # who gets it anew, at a corrected address, gets it above anything sent before
    sent = Sent()
    for guest in now_due:
        try:
            letters.queue_invitation(guest, stationery, now)
        except BadAddress:
            sent.bad_address.append(guest)
        else:
            guest.sent_sequence = meeting.sequence
            sent.queued.append(guest)
    db.session.flush()
    audit.record("invitations sent", actor=actor, project_id=meeting.project_id, subject=f"meeting:{meeting.id}")
    return sent


def missing_sectors(
    meeting: Meeting, guests: Collection[Invitation], mails: Mapping[int, MailState], now: dt.datetime
) -> list[Missing[Term]]:
    """Sectors of the project of which nobody is on the list, or nobody who had time to answer comes.

    None while there is no list at all.
    """
    if not guests:
        return []
    sectors = projects.terms(meeting.project, Vocabulary.SECTOR)
    answers: dict[Term, list[rules.Answer]] = {}
    asked: set[Term] = set()
    for guest in guests:
        if (sector := guest.person.sector) is not None:
            answer = rules.answer_of(guest.partstat, guest.waitlisted_at)
            answers.setdefault(sector, []).append(answer)
            newest = mails.get(guest.id)
            had_time = newest is not None and newest.sent_at is not None and now - newest.sent_at >= TIME_TO_ANSWER
            if had_time or answer is not rules.Answer.SILENT:
                asked.add(sector)
    left = Counter(person.sector for person in candidates(meeting) if person.sector is not None)
    return invite_rules.missing(sectors, answers, asked, left)


def progress(mails: Mapping[int, MailState]) -> Progress:
    """How far the newest mails of a meeting are on their way; ``mails`` as ``mail_states`` gives them."""
    found = Counter(state.status for state in mails.values())
    return Progress(
        total=found.total() - found[Status.SUPERSEDED],
        sent=found[Status.SENT],
        refused=found[Status.FAILED],
    )


def mail_states(guests: Collection[Invitation]) -> dict[int, MailState]:
    """The newest mail with a calendar part of each guest who got one, by invitation id."""
    return mail_states_by_key({letters.invitation_key(guest): guest.id for guest in guests})


def mail_states_by_key(by_key: Mapping[str, int]) -> dict[int, MailState]:
    """The newest mail under each key (``OutboxMessage.supersede_key``), by the number that the key stands for."""
    rows = db.session.execute(
        select(
            OutboxMessage.supersede_key,
            OutboxMessage.kind,
            OutboxMessage.status,
            OutboxMessage.to_address,
            OutboxMessage.error,
            OutboxMessage.created_at,
            OutboxMessage.sent_at,
        )
        .where(OutboxMessage.supersede_key.in_(by_key))
        .order_by(OutboxMessage.id)
    )
    return {
        by_key[key]: MailState(kind, Status(status), address, error, created_at, sent_at)
        for key, kind, status, address, error, created_at, sent_at in rows
    }


def _wants_mail(guest: Invitation, newest: MailState | None) -> bool:
    if guest.walk_in or guest.person.archived_at is not None:
        return False
    return rules.wants_invitation(
        guest.sent_sequence,
        guest.person.email,
        failed=newest is not None and newest.status is Status.FAILED,
        mailed_to=newest.address if newest else None,
    )
