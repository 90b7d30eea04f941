"""How a mail is doing, in words that a projectleider can act on."""

from __future__ import annotations

from enum import StrEnum

from kapstok.errors import N_
from kapstok.mail.rules import ENHANCED_STATUS, Status


class Standing(StrEnum):
    """Where a mail is, as its sender sees it. The values stand in the address of the page."""

    UNDER_WAY = "onderweg"
    ARRIVED = "verstuurd"
    FAILED = "mislukt"
    SUPERSEDED = "ingehaald"


STATUSES = {
    Standing.UNDER_WAY: (Status.PENDING, Status.SENDING, Status.UNKNOWN),
    Standing.ARRIVED: (Status.SENT,),
    Standing.FAILED: (Status.FAILED,),
    Standing.SUPERSEDED: (Status.SUPERSEDED,),
}

NAMES = {
    Standing.UNDER_WAY: N_("Onderweg"),
    Standing.ARRIVED: N_("Verstuurd"),
    Standing.FAILED: N_("Niet aangekomen"),
    Standing.SUPERSEDED: N_("Ingehaald"),
}

LEAVES_SOON = N_("Gaat zo weg.")
WAITS_FOR_SERVER = N_("Wacht op een mailserver.")
LEAVES_NOW = N_("Wordt nu verstuurd.")
TRIED = N_("Nog niet gelukt. De mail gaat vanzelf opnieuw.")
MAYBE = N_("Misschien aangekomen. De mail gaat nog een keer; dubbel kan geen kwaad.")
IN_DEMO = N_("Ligt in het Demo-postvak.")
LEFT = N_("Verstuurd, en niet teruggekomen.")
LATE = N_("Verstuurd. De ontvangende mailserver neemt de mail nog niet aan.")
OVERTAKEN = N_("Bleef thuis: een nieuwere mail nam zijn plaats in.")

CAME_BACK = N_("Kwam terug.")
REFUSED = N_("Geweigerd.")

NO_SUCH_ADDRESS = N_("Het adres bestaat niet.")
NO_SUCH_DOMAIN = N_("De mailserver van dit adres is niet te vinden.")
FULL = N_("Het postvak is vol.")
DISTRUSTED = N_("De ontvanger vertrouwt de mailserver van Kapstok niet. Vraag uw beheerder ernaar te kijken.")
TOO_LARGE = N_("De mail is te groot voor dit postvak.")
TRIED_LONG = N_("Ook na dagen proberen nam niemand de mail aan.")
OTHERWISE = N_("De mailserver van de ontvanger wilde de mail niet.")

# The beginning of an enhanced status (RFC 3463) and what it means; the first that fits.
_CAUSES = (
    ("5.1.2", NO_SUCH_DOMAIN),
    ("5.4.4", NO_SUCH_DOMAIN),
    ("5.1.", NO_SUCH_ADDRESS),
    ("5.2.1", NO_SUCH_ADDRESS),
    ("5.4.1", NO_SUCH_ADDRESS),
    ("5.2.2", FULL),
    ("4.2.2", FULL),
    ("5.2.3", TOO_LARGE),
    ("5.3.4", TOO_LARGE),
    ("5.7.", DISTRUSTED),
    ("4.", TRIED_LONG),
)


def sentences(
    status: str, *, attempts: int, via: str | None, came_back: bool, error: str, has_server: bool
) -> tuple[str, ...]:
    """What to say of a mail: Dutch sentences to translate, at most two."""
    match Status(status):
        case Status.FAILED:
            return (CAME_BACK if came_back else REFUSED, cause(error))
        case Status.SUPERSEDED:
            return (OVERTAKEN,)
        case Status.UNKNOWN:
            return (MAYBE,)
        case Status.SENDING:
            return (LEAVES_NOW,)
        case Status.SENT:
            return (IN_DEMO if via == "demo" else LATE if error else LEFT,)
        case Status.PENDING:
            if not has_server:
                return (WAITS_FOR_SERVER,)
            return (TRIED if attempts or error else LEAVES_SOON,)


def cause(error: str) -> str:
    """Why a server would not have a mail, from what it said."""
    if (found := ENHANCED_STATUS.search(error)) is not None:
        return next((words for beginning, words in _CAUSES if f"{found.group()}.".startswith(beginning)), OTHERWISE)
    return NO_SUCH_ADDRESS if error.startswith(("550 ", "551 ", "553 ")) else OTHERWISE
