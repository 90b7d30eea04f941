"""Participants' pages, opened by a signed link: no account, no cookie."""

from kapstok.projects.rules import Audience
from kapstok.web.guards import GuardedBlueprint, without_cookies

blueprint = without_cookies(GuardedBlueprint("deelnemer", __name__, audience=Audience.PARTICIPANT))

from kapstok.web.deelnemer import (  # noqa: F401
    card,
    cases,
    checkin,
    contact,
    door,
    feed,
    following,
    handover,
    home,
    host,
    indicators,
    introductions,
    kept,
    lottery,
    meeting,
    missing,
    mine,
    minute,
    opinion,
    paper,
    photo,
    poll,
    privacy,
    received,
    referral_door,
    referrals,
    reminders,
    rsvp,
    steps,
    survey,
    ties,
    where,
    whoiswho,
    whom,
)
