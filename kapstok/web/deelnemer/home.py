"""The personal page: one card per thing asked, what is done folded into a line, and one's own data."""

from __future__ import annotations

import datetime as dt

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok import clock
from kapstok.directory import freshness
from kapstok.meetings import minutes, opinions, own, rules
from kapstok.meetings.models import Invitation, Meeting
from kapstok.meetings.opinion_rules import OPEN_AFTER_MEETING
from kapstok.register import cards
from kapstok.register.consent import Purpose
from kapstok.register.models import Person
from kapstok.ties.leaving import introducing
from kapstok.ties.leaving.service import find_handover
from kapstok.web import own_lines
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.asked import Card, lines_card
from kapstok.web.deelnemer.case_news import cards_about_cases
from kapstok.web.deelnemer.following import following_cards
from kapstok.web.deelnemer.indicators import indicator_cards
from kapstok.web.deelnemer.introductions import introduction_cards
from kapstok.web.deelnemer.lottery import lottery_cards
from kapstok.web.deelnemer.minute import minute_card
from kapstok.web.deelnemer.person import read_person
from kapstok.web.deelnemer.poll import poll_cards
from kapstok.web.deelnemer.received import received_cards
from kapstok.web.deelnemer.referrals import referral_cards
from kapstok.web.deelnemer.steps import step_cards
from kapstok.web.deelnemer.survey import survey_cards
from kapstok.web.lines import occasion_of
from kapstok.web.links import rsvp_link

_OF_MINUTE = (survey_cards, referral_cards, received_cards, indicator_cards, step_cards)
_OF_MODULES = (following_cards, cards_about_cases)


@blueprint.get("/d/<token>")
def home(token: str):
    person, now = read_person(token), clock.now()
    occasion, invitations = occasion_of(person, now), own.list_own(person)
    of_minute, of_modules = (
        [Card(*each) for cards_of in kinds for each in cards_of(person, token, now)]
        for kinds in (_OF_MINUTE, _OF_MODULES)
    )
    found = [
        minute_card(person, token, now, of_minute),
        _handover_card(person, token, now),
        lines_card(occasion, token, now),
        _opinion_card(invitations, token, now),
        _own_card(person, token),
        _kept_card(person, token, now),
        *of_minute,
        *of_modules,
        *poll_cards(person, now),
        *lottery_cards(person, now),
        *introduction_cards(person, token, now),
    ]
    return render_template(
        "deelnemer/home.html",
        person=person,
        cards=[Card(*each) for each in found if each],
        thanks=_thanks(request.args.get("bewaard")),
        upcoming=[_ahead(guest) for guest in reversed(invitations) if guest.meeting.ends_at > now],
        past=[guest.meeting for guest in invitations if guest.meeting.ends_at <= now],
        agreements=minutes.agreements_owned_by(person),
        own_lines=_own_lines(person, now),
    )


def _ahead(invitation: Invitation) -> tuple[Meeting, str, str]:
    """A meeting that is to come, what its guest said so far, and the page to answer on."""
    return (
        invitation.meeting,
        rules.answer_of(invitation.partstat, invitation.waitlisted_at),
        rsvp_link(invitation),
    )


def _opinion_card(invitations: list[Invitation], token: str, now: dt.datetime) -> Card | None:
    """About the last meeting at which they were, once it is over."""
    attended = own.last_attended(invitations, now)
    if attended is None or not attended.meeting.ends_at <= now < attended.meeting.ends_at + OPEN_AFTER_MEETING:
        return None
    title = attended.meeting.title
    done = opinions.find_opinion(attended) is not None
    if done:
        sentence = _("U hebt verteld wat u van “%(meeting)s” vond.", meeting=title)
    else:
        sentence = _("Wat vond u van “%(meeting)s”? Twee vragen, een halve minuut.", meeting=title)
    label = _("Bekijken of wijzigen") if done else _("Invullen")
    page = url_for("deelnemer.opinion", token=token, meeting_id=attended.meeting_id)
    return Card(_("Uw mening"), sentence, label, page, done)


def _kept_card(person: Person, token: str, now: dt.datetime) -> Card | None:
    """Only for who keeps something on the sociale kaart."""
    offers = freshness.kept_by(person)
    if not offers:
        return None
    stale, page = freshness.stale(offers, clock.local_date(now)), url_for("deelnemer.kept", token=token)
    if not stale:
        sentence = _("Uw aanbod op de sociale kaart is nagekeken.")
        return Card(_("Uw aanbod"), sentence, _("Plek of gegevens wijzigen"), page, True)
    sentence = ngettext(
        "Naar “%(name)s” op de sociale kaart keek een half jaar niemand.",
        "Naar “%(name)s” en ander aanbod van u op de sociale kaart keek een half jaar niemand.",
        len(stale),
        name=stale[0].name,
    )
    return Card(_("Klopt dit nog?"), sentence, _("Nakijken"), page, False)


def _handover_card(person: Person, token: str, now: dt.datetime) -> Card | None:
    """Only for who leaves, and has somebody to give their lines to."""
    leaving = find_handover(person)
    if leaving is None or not introducing.can_choose(leaving, now):
        return None
    sentence = _("%(name)s neemt het van u over. Kies wie u doorgeeft.", name=leaving.successor.name)
    return Card(
        _("Uw lijnen doorgeven"), sentence, _("Namen kiezen"), url_for("deelnemer.handover", token=token), False
    )


def _own_card(person: Person, token: str) -> Card:
    """Whether the network may see their card. Whoever said no is not asked again."""
    answer = cards.answers_of(person).get(Purpose.CARD)
    if answer is None:
        sentence = _("Mogen mensen uit het netwerk uw kaart zien? U kiest zelf wat erop staat. Nee zeggen mag ook.")
    elif cards.find_card(person) is not None:
        sentence = _("Uw kaart staat in wie is wie.")
    else:
        sentence = _("Uw kaart staat niet in wie is wie.")
    label = _("Kiezen") if answer is None else _("Bekijken of wijzigen")
    page = url_for("deelnemer.visibility", token=token)
    return Card(_("Uw kaart in wie is wie"), sentence, label, page, answer is not None)


def _own_lines(person: Person, now: dt.datetime) -> str:
    short, seen = own_lines.in_short(person, g.project, now)
    if not short:
        return _("Zegt u wie u kent, dan ziet u hier via wie u iemand bereikt en wie u nog eens kunt ontmoeten.")
    counted = ngettext("U hebt één korte lijn.", "U hebt %(num)d korte lijnen.", short)
    if not seen:
        return counted
    told = ngettext("Van één mens kunt u zien wie die kent.", "Van %(num)d mensen kunt u zien wie zij kennen.", seen)
    return f"{counted} {told}"


def _thanks(saved: str | None) -> str | None:
    return {
        "lijnen": _("Dank u wel. Uw antwoorden zijn bewaard. U kunt ze hier altijd wijzigen."),
        "mening": _("Dank u wel. Uw mening over de bijeenkomst is bewaard. U kunt haar hier nog wijzigen."),
        "afspraak": _("Dank u wel. De afspraak is afgevinkt. Op de pagina van de bijeenkomst kunt u dat terugdraaien."),
        "vragenlijst": _("Dank u wel. Uw antwoorden op de vragenlijst zijn bewaard."),
    }.get(saved or "")
