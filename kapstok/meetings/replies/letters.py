"""The two mails that follow an answer from a calendar, each kept to a few."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, select

from kapstok.extensions import db
from kapstok.mail.letter import Letter
from kapstok.mail.models import OutboxMessage
from kapstok.mail.rules import BadAddress
from kapstok.meetings.letters import Stationery, answer_in_words, in_words, visible
from kapstok.meetings.models import Invitation
from kapstok.meetings.replies import messages
from kapstok.meetings.replies.rules import WRITE_BACK
from kapstok.meetings.rules import IN_LINKS, Partstat
from kapstok.register.letters import post, sender_of

CHANGED, ASKED_AGAIN = "answer changed", "answer again"  # kinds of mail


def tell_changed(invitation: Invitation, stationery: Stationery, now: dt.datetime) -> None:
    """Confirm another answer than before; at most one such mail a day, so that two machines cannot keep writing."""
    key = f"changed:{invitation.id}"
    if _was_queued(key, since=now - WRITE_BACK):
        return
    person, project = invitation.person, invitation.meeting.project
    with stationery.speaking(person.language) as words:
        letter = messages.changed(
            words.translate,
            person.name,
            sender_of(project, stationery),
            in_words(visible(invitation.meeting), words),
            answer_in_words(invitation, words.translate),
            stationery.rsvp_link(invitation),
        )
    _post(letter, invitation, stationery, now, CHANGED, key)


def ask_again(invitation: Invitation, given: Partstat, stationery: Stationery, now: dt.datetime) -> None:
    """Ask whether ``given``, an answer to the meeting as it was, still holds; once for each version of the meeting."""
    key = f"again:{invitation.id}:{invitation.meeting.sequence}"
    if _was_queued(key):
        return
    person, project = invitation.person, invitation.meeting.project
    word = next(word for word, partstat in IN_LINKS.items() if partstat is given)
    with stationery.speaking(person.language) as words:
        _ = words.translate
        spoken = {Partstat.ACCEPTED: _("ja"), Partstat.TENTATIVE: _("misschien"), Partstat.DECLINED: _("nee")}
        letter = messages.asked_again(
            _,
            person.name,
            sender_of(project, stationery),
            in_words(visible(invitation.meeting), words),
            spoken[given],
            f"{stationery.rsvp_link(invitation)}?antwoord={word}",
        )
    _post(letter, invitation, stationery, now, ASKED_AGAIN, key)


def _was_queued(key: str, since: dt.datetime | None = None) -> bool:
    found = select(OutboxMessage.id).where(OutboxMessage.supersede_key == key)
    if since is not None:
        found = found.where(OutboxMessage.created_at > since)
    return bool(db.session.scalar(select(exists(found))))


def _post(
    letter: Letter, invitation: Invitation, stationery: Stationery, now: dt.datetime, kind: str, key: str
) -> None:
    """An address that is none keeps nobody's answer from counting."""
    try:
        post(letter, invitation.person, invitation.meeting.project, stationery, now, kind=kind, supersede_key=key)
    except BadAddress:
        return
