"""Rules of products: what kinds there are, how far an organisation has come with one, and who needs a nudge. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, Refused
from kapstok.progress.days import check_day

MOST_COPIES = 100_000
NUDGE_AFTER = dt.timedelta(days=60)


class ProductKind(StrEnum):
    TOOLKIT = "toolkit"
    GUIDELINE = "guideline"  # richtlijn
    GUIDE = "guide"  # handreiking
    FILM = "film"
    PODCAST = "podcast"
    INSTRUMENT = "instrument"  # meetinstrument
    WHO_IS_WHO = "who-is-who"
    OTHER = "other"


class Stage(StrEnum):
    """How far an organisation has come with a product, in this order."""

    INTRODUCED = "introduced"
    IN_USE = "in_use"
    EMBEDDED = "embedded"  # geborgd: it goes on when the project stops


class Nudge(StrEnum):
    """Why an organisation may need a nudge."""

    NOT_IN_USE = "not_in_use"  # introduced long ago, and nobody uses it
    NOTHING_SAID = "nothing_said"  # its people were there when it was handed out, and nothing is known since


class NoTitle(Refused):
    sentence = N_("Geef het product een titel.")


class TitleTaken(Refused):
    """Two products of one name would be one product twice."""

    sentence = N_("“%(title)s” staat al in de bibliotheek. Kies een andere titel, of gebruik het product dat er staat.")


class ProductChanged(ChangedMeanwhile):
    """Somebody else saved this product first."""

    sentence = N_("Iemand anders heeft “%(title)s” intussen gewijzigd.")


class ProductArchived(Refused):
    """What is in the archive is no longer handed out."""

    sentence = N_("“%(title)s” staat in het archief. Zet het product eerst terug.")


class BeforeEarlierStage(Refused):
    """A stage that would have begun before the one that precedes it."""

    sentence = N_("Dit kan niet vóór de stap ervoor: die was op %(day)s. Kies die dag of een latere.")


class CopiesOutOfRange(Refused):
    sentence = N_("Vul een heel getal in van 1 tot en met %(most)s, of laat het leeg.")


def check_copies(copies: int | None) -> None:
    """Refuse what is no number of copies. None: nobody counted."""
    if copies is not None and not 1 <= copies <= MOST_COPIES:
        raise CopiesOutOfRange(most=MOST_COPIES)


def check_stage(stage: Stage, day: dt.date, since: Mapping[Stage, dt.date], today: dt.date) -> None:
    """Refuse a day that cannot be, or a stage that began before an earlier stage did. ``since``: what is known now."""
    check_day(day, today)
    earlier = [since[each] for each in before(stage) if each in since]
    if earlier and day < max(earlier):
        raise BeforeEarlierStage(day=f"{max(earlier):%d-%m-%Y}")


def before(stage: Stage) -> list[Stage]:
    """The stages that precede this one."""
    order = list(Stage)
    return order[: order.index(stage)]


def after(stage: Stage | None) -> list[Stage]:
    """The stages that come later than this one; all of them after None."""
    order = list(Stage)
    return order if stage is None else order[order.index(stage) + 1 :]


def reached(stages: Iterable[Stage]) -> Stage | None:
    """The furthest of these stages; None when there is none."""
    order = list(Stage)
    return max(stages, key=order.index, default=None)


def nudge(since: Mapping[Stage, dt.date], was_there: bool, today: dt.date) -> Nudge | None:
    """Whether an organisation needs a nudge to use a product, and why.

    ``since``: when each stage was reached. ``was_there``: its people were at a meeting where it was handed out. It
    needs one when it was introduced more than 60 days ago and is not in use, and when nothing is known at all.
    """
    stage = reached(since)
    if stage is None:
        return Nudge.NOTHING_SAID if was_there else None
    if stage is Stage.INTRODUCED and today - since[stage] > NUDGE_AFTER:
        return Nudge.NOT_IN_USE
    return None


@dataclass(frozen=True)
class Known:
    """A product that a new project starts with. ``url``: only where it is known to lead there; ``kept_by`` likewise."""

    key: str
    kind: ProductKind
    title: str
    description: str
    kept_by: str = ""
    url: str = ""


# What a new project starts with: a project's data and not interface text.
DEFAULT_PRODUCTS = (
    Known(
        "toolkit",
        ProductKind.TOOLKIT,
        "Toolkit Mantelzorg voor de huisartsenpraktijk",
        "Een stappenplan en instrumenten waarmee het hele praktijkteam mantelzorgers herkent, ondersteunt en verwijst.",
        "Landelijke Huisartsen Vereniging (LHV)",
        "https://www.zorgvoorbeter.nl/mantelzorg/huisartsenpraktijk",
    ),
    Known(
        "frail-elderly",
        ProductKind.GUIDE,
        "Handreiking Kwetsbare ouderen Thuis",
        "Zes stappen naar zorg die vooruitkijkt en op elkaar aansluit, voor ouderen die thuis wonen.",
    ),
    Known(
        "guideline",
        ProductKind.GUIDELINE,
        "Richtlijn mantelzorgondersteuning",
        "Voor verzorgenden, verpleegkundigen en verpleegkundig specialisten: hoe u voorkomt dat mantelzorgers "
        "overbelast raken, en wat helpt als het al zover is.",
        "V&VN",
        "https://www.venvn.nl/richtlijnen/alle-richtlijnen/richtlijn-mantelzorg/",
    ),
    Known(
        "who-is-who",
        ProductKind.WHO_IS_WHO,
        "Wie is wie in de wijk",
        "Een overzicht van wie in de wijk zorg en ondersteuning biedt, en wat ieders taak is. U kunt er ook een van uw "
        "eigen netwerk maken.",
    ),
    Known(
        "instruments",
        ProductKind.INSTRUMENT,
        "Overzicht van meetinstrumenten",
        "Vragenlijsten waarmee u ziet of een mantelzorger overbelast raakt: EDIZ, EDIZ-plus, CSI en SPICC.",
    ),
    Known(
        "podcast",
        ProductKind.PODCAST,
        "Podcast over een digitaal platform",
        "Een praktijkondersteuner vertelt hoe zorg en welzijn op één plek zien wie bij een patiënt betrokken zijn.",
    ),
    Known(
        "film-poh-ggz",
        ProductKind.FILM,
        "Film van een POH-GGZ",
        "Een praktijkondersteuner ggz over steun aan mantelzorgers die overbelast zijn.",
    ),
    Known(
        "film-kapstok",
        ProductKind.FILM,
        "Film van het project Kapstok",
        "Hoe zorg, welzijn, gemeente, vrijwilligers en mantelzorgers elkaar in Emmen leerden kennen.",
        "Project Kapstok, Emmen",
        "https://www.youtube.com/watch?v=AAAypHQaAIE",
    ),
    Known(
        "support-points",
        ProductKind.OTHER,
        "Overzicht van lokale steunpunten",
        "Bij welk steunpunt mantelzorgers in uw gemeente terechtkunnen.",
        "MantelzorgNL",
        "https://www.mantelzorg.nl",
    ),
)
