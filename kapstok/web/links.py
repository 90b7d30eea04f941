"""The addresses that travel in mail, absolute from BASE_URL, and what else letters need from the edge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from kapstok import signing
from kapstok.meetings.letters import Stationery
from kapstok.meetings.models import Invitation, Meeting, PollGuest
from kapstok.planner.models import LotteryPlace
from kapstok.projects.models import ProjectRole
from kapstok.referrals.models import Referral
from kapstok.register.letters import Words
from kapstok.register.models import Person
from kapstok.register.own_card import fingerprint
from kapstok.signing import LIFETIME, Purpose
from kapstok.ties.models import Wave
from kapstok.web import filters


def rsvp_link(invitation: Invitation) -> str:
    """The page of one invitation: it may be forwarded with a calendar entry, so it opens nothing else."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.RSVP, invitation.id, invitation.link_version)
    return f"{current_app.config['BASE_URL']}/u/{token}"


def stop_link(invitation: Invitation) -> str:
    """Where a guest stops the reminders of one invitation."""
    return f"{rsvp_link(invitation)}/geen-herinnering"


def no_lottery_link(invitation: Invitation) -> str:
    """Where a guest says no to the draw of the tables of one meeting."""
    return f"{rsvp_link(invitation)}/loting"


def lottery_link(place: LotteryPlace) -> str:
    """The list of names of one guest after a draw; it opens nothing else."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.LOTTERY, place.id, place.link_version)
    return f"{current_app.config['BASE_URL']}/l/{token}"


def poll_link(guest: PollGuest) -> str:
    """The page on which one person says when they can; it opens nothing else."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.POLL, guest.id, guest.link_version)
    return f"{current_app.config['BASE_URL']}/k/{token}"


def door_link(meeting: Meeting) -> str:
    """Where the poster at the door leads to: type your name, see nothing."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.DOOR, meeting.id, meeting.door_version)
    return f"{current_app.config['BASE_URL']}/deur/{token}"


def host_link(meeting: Meeting) -> str:
    """The list of names for who stands at the door."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.HOST, meeting.id, meeting.door_version)
    return f"{current_app.config['BASE_URL']}/gastheer/{token}"


def wave_link(wave: Wave) -> str:
    """Where the poster of a measurement leads to: ask for your own link, see nothing."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.WAVE, wave.id)
    return f"{current_app.config['BASE_URL']}/meting/{token}"


def referral_link(referral: Referral) -> str:
    """Where the receiver of one referral says what became of it; it opens nothing else."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.REFERRAL, referral.id, referral.link_version)
    return f"{current_app.config['BASE_URL']}/v/{token}"


def form_link(person: Person) -> str:
    """Somebody's own page "Wie kent u?"."""
    return f"{personal_link(person)}/wie-kent-u"


def feed_link(person: Person) -> str:
    """One guest's own calendar feed. It is no personal link: who finds it in a calendar can only read that feed."""
    return _feed("p", person.id, person.feed_version)


def leader_feed_link(role: ProjectRole) -> str:
    """The feed of all meetings of a project, for one projectleider."""
    return _feed("l", role.id, role.user_id, role.feed_version)


def _feed(kind: str, *parts: int) -> str:
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.FEED, kind, *parts)
    return f"{current_app.config['BASE_URL']}/agenda/{kind}/{token}.ics"


def webcal(url: str) -> str:
    """The address as calendar apps subscribe to it when it is tapped."""
    return f"webcal://{url.partition('://')[2]}"


def reply_address(invitation: Invitation) -> str | None:
    """Where the calendar of one guest answers to; None while no inbox is configured."""
    domain = current_app.config["REPLY_DOMAIN"]
    if not domain or not current_app.config["IMAP_URL"]:
        return None
    token = signing.short_token(current_app.config["SECRET_KEY"], Purpose.REPLY, invitation.id, invitation.uid)
    return f"r-{token}@{domain}"


def personal_link(person: Person) -> str:
    """Somebody's own page."""
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.PERSONAL, person.id, person.link_version)
    return f"{current_app.config['BASE_URL']}/d/{token}"


def address_link(person: Person) -> str:
    """Where the owner of a new mail address confirms it. Goes to that address only."""
    parts = (person.id, person.link_version, fingerprint(person.new_email or ""))
    token = signing.sign(current_app.config["SECRET_KEY"], Purpose.ADDRESS, *parts)
    return f"{current_app.config['BASE_URL']}/adres/{token}"


def stationery() -> Stationery:
    """What the verbs that write letters ask for."""
    return Stationery(
        mail_from=current_app.config["MAIL_FROM"],
        rsvp_link=rsvp_link,
        stop_link=stop_link,
        no_lottery_link=no_lottery_link,
        poll_link=poll_link,
        reply_address=reply_address,
        personal_link=personal_link,
        personal_link_days=LIFETIME[Purpose.PERSONAL] // 86400,
        speaking=_speaking,
    )


@contextmanager
def _speaking(language: str) -> Iterator[Words]:
    with force_locale(language):
        yield Words(translate=_, when=filters.when, day=filters.day, month=filters.month)
