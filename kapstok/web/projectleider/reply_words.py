"""Answers from calendars in words: what was said, why it waits, what became of it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok.mail.rules import Reason, Trouble
from kapstok.meetings.deciding import DISMISSED, READ, Letter
from kapstok.meetings.reply_rules import ReplyStatus, WhyHeld, WhyPassed
from kapstok.meetings.rules import Partstat

ANSWERS = {
    Partstat.ACCEPTED: _l("ja"),
    Partstat.TENTATIVE: _l("misschien"),
    Partstat.DECLINED: _l("nee"),
    Partstat.NEEDS_ACTION: _l("nog geen antwoord"),
    "DELEGATED": _l("iemand anders komt"),
}

WAITS = {
    WhyHeld.OTHER_UID: _l(
        "Dit antwoord kwam op het antwoordadres van %(guest)s, maar gaat over een andere uitnodiging."
    ),
    WhyHeld.NO_PROOF: _l(
        "Dit antwoord gaat over de uitnodiging van %(guest)s, maar kwam niet langs het eigen antwoordadres. "
        "Wij weten niet zeker wie het stuurde."
    ),
    WhyHeld.NOT_THE_GUEST: _l(
        "%(sender)s antwoordde op de uitnodiging van %(guest)s. Misschien is dat een ander adres van %(guest)s, "
        "of stuurde %(guest)s de uitnodiging door."
    ),
    WhyHeld.DELEGATED: _l("%(guest)s komt niet zelf, en stuurt %(stand_in)s."),
    WhyHeld.COUNTER: _l("%(guest)s stelt een andere tijd voor."),
    WhyHeld.NO_ANSWER_INSIDE: _l("De agenda van %(guest)s stuurde iets terug, maar geen ja, misschien of nee."),
    WhyPassed.OLD_VERSION: _l("Dit was een antwoord op de bijeenkomst zoals die was voordat u iets wijzigde."),
    Reason.FAILED: _l("Wij konden deze mail niet verwerken."),
    Trouble.UNREADABLE: _l("Deze mail is beschadigd. Wij kunnen niet zien of er een antwoord in staat."),
    Trouble.CALENDAR_TOO_LARGE: _l("In deze mail zit een agendabestand dat te groot is om te lezen."),
    Trouble.MAIL_TOO_LARGE: _l("Deze mail is te groot om te lezen. Kijk in het postvak zelf wat erin staat."),
    "calendar": _l("In deze mail zit een agendabestand, maar wij kunnen er geen antwoord uit opmaken."),
    "words": _l("Dit is geen antwoord uit een agenda: iemand schreef zelf een mail."),
}

BECAME = {
    ReplyStatus.APPLIED: _l("Dit antwoord is genoteerd."),
    WhyPassed.NOT_NEWER: _l("Telt niet: er was al een later antwoord, of hetzelfde."),
    WhyPassed.OLD_VERSION: _l("Telt niet: u had de bijeenkomst intussen gewijzigd. Wij vroegen het opnieuw per mail."),
    WhyPassed.CANCELLED: _l("Telt niet: de bijeenkomst gaat niet door."),
    WhyPassed.BEGUN: _l("Telt niet: de bijeenkomst was al begonnen."),
    WhyPassed.OVER: _l("Telt niet: de bijeenkomst was al voorbij."),
    WhyPassed.LEFT: _l("Telt niet: deze gast doet niet meer mee."),
    WhyPassed.UNDECIDED: _l("De agenda meldt dat er nog geen antwoord is."),
    DISMISSED: _l("U deed hier niets mee."),
    READ: _l("Gelezen."),
}


def said(partstat: str) -> str:
    """An answer as people say it; a word of a calendar's own as it stands."""
    return str(ANSWERS.get(partstat, partstat))


def why_it_waits(letter: Letter, sender: str) -> str:
    """Why a mail needs a person. ``sender``: who sent it, as far as it says."""
    reply = letter.reply
    sentence = WAITS.get(reply.reason if reply else letter.message.reason, WAITS[Reason.FAILED])
    if reply is None or reply.invitation is None:
        return str(sentence)
    guest, stand_in = reply.invitation.person.name, reply.delegated_to or _("iemand anders")
    return str(sentence) % {"guest": guest, "sender": reply.attendee or sender, "stand_in": stand_in}


def what_became(letter: Letter) -> str:
    """What was done with a mail."""
    return str(BECAME.get(letter.message.reason, ""))
