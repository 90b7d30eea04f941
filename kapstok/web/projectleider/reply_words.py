"""Answers from calendars in words: what was said, why it waits, what became of it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok.mail.rules import Reason, Trouble
from kapstok.meetings.replies.deciding import DISMISSED, READ, Letter
from kapstok.meetings.replies.rules import ReplyStatus, WhyHeld, WhyPassed
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
        "Een agenda antwoordde “%(answer)s” op het antwoordadres van %(guest)s, maar op een andere uitnodiging."
    ),
    WhyHeld.NO_PROOF: _l(
        "Een agenda antwoordde “%(answer)s” op de uitnodiging van %(guest)s, maar niet langs het antwoordadres "
        "dat daarbij hoort. Wij weten niet zeker wie dit stuurde."
    ),
    WhyHeld.NOT_THE_GUEST: _l(
        "%(sender)s antwoordde “%(answer)s” op de uitnodiging van %(guest)s. Misschien is dat een ander adres "
        "van %(guest)s, of stuurde %(guest)s de uitnodiging door."
    ),
    WhyHeld.DELEGATED: _l("%(guest)s komt niet zelf, en stuurt %(stand_in)s."),
    WhyHeld.COUNTER: _l("%(guest)s stelt een andere tijd voor."),
    WhyHeld.NO_ANSWER_INSIDE: _l("De agenda van %(guest)s stuurde iets terug, maar geen ja, misschien of nee."),
    WhyPassed.OLD_VERSION: _l(
        "%(guest)s antwoordde “%(answer)s” op de bijeenkomst zoals die was, voordat u iets wijzigde."
    ),
    Reason.FAILED: _l("Wij konden deze mail niet verwerken."),
    Trouble.UNREADABLE: _l("Deze mail is beschadigd. Wij kunnen niet zien of er een antwoord in staat."),
    Trouble.CALENDAR_TOO_LARGE: _l("In deze mail zit een agendabestand dat te groot is om te lezen."),
    Trouble.MAIL_TOO_LARGE: _l("Deze mail is te groot om te lezen. Kijk in het postvak zelf wat erin staat."),
    "calendar": _l("In deze mail zit een agendabestand, maar wij kunnen er geen antwoord uit opmaken."),
    "words": _l("Dit is geen antwoord uit een agenda: iemand schreef zelf een mail."),
}

WITHDRAWN = _l("Deze mail antwoordt op een uitnodiging die intussen is ingetrokken.")
FORWARDED = _l(
    "%(sender)s antwoordde “%(answer)s” op de uitnodiging van %(guest)s. Waarschijnlijk stuurde %(guest)s die door."
)

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


def why_it_waits(letter: Letter, *, sender: str, known: bool, stand_in: str) -> str:
    """Why a mail needs a person. ``sender`` and ``stand_in``: who answered and who would come instead, as far as it is
    told; ``known``: the register knows the sender as somebody else than the guest."""
    reply = letter.reply
    reason = reply.reason if reply else letter.message.reason
    if reply is None and reason in (*WhyHeld, WhyPassed.OLD_VERSION):
        return str(WITHDRAWN)  # an answer goes with its invitation; the mail itself stays
    sentence = str(FORWARDED if known and reason == WhyHeld.NOT_THE_GUEST else WAITS.get(reason, WAITS[Reason.FAILED]))
    if reply is None or reply.invitation is None:
        return sentence
    return sentence % {
        "guest": reply.invitation.person.name,
        "answer": said(reply.partstat),
        "sender": sender or _("Iemand"),
        "stand_in": stand_in or _("iemand anders"),
    }


def what_became(letter: Letter) -> str:
    """What was done with a mail."""
    return str(BECAME.get(letter.message.reason, ""))
