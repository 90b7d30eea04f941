"""What an eindverslag is made of, and what the projectleider may add to it: plain values in, plain values out."""

from __future__ import annotations

from enum import StrEnum

from kapstok.errors import N_, ChangedMeanwhile, NotFound, Refused

LANGUAGES = ("nl", "en")
MOST_SIGNS = 5000  # of an own text


class Chapter(StrEnum):
    """The chapters, in their order; the summary goes before them."""

    PROJECT = "project"
    REACH = "reach"
    NETWORK = "network"
    MEETINGS = "meetings"
    PRODUCTS = "products"
    REFERRALS = "referrals"
    IN_VIEW = "in_view"
    SURVEY = "survey"
    METHOD = "method"
    LIMITS = "limits"
    HANDOVER = "handover"
    OMITTED = "omitted"


TITLES = {
    Chapter.PROJECT: N_("Het project"),
    Chapter.REACH: N_("Wie er meededen"),
    Chapter.NETWORK: N_("Het netwerk: toen en nu"),
    Chapter.MEETINGS: N_("Bijeenkomsten"),
    Chapter.PRODUCTS: N_("Producten en stappenplan"),
    Chapter.REFERRALS: N_("Verwijzingen"),
    Chapter.IN_VIEW: N_("Mantelzorgers in beeld"),
    Chapter.SURVEY: N_("Vragenlijst"),
    Chapter.METHOD: N_("Hoe er is gemeten"),
    Chapter.LIMITS: N_("Respons en beperkingen"),
    Chapter.HANDOVER: N_("Overdracht"),
    Chapter.OMITTED: N_("Bijlage: wat er niet in staat, en waarom"),
}
OWN_TEXT = tuple(chapter for chapter in Chapter if chapter is not Chapter.OMITTED)  # nobody explains gaps away


class Purpose(StrEnum):
    """For whom a report is. The numbers are the same: as they may be published."""

    PUBLICATION = "publication"
    INSIDE = "inside"  # with the network drawn person by person, which is never for publication


class Step(StrEnum):
    """What is done for a report, in this order, so that who waits sees how far it is."""

    NETWORK = "network"
    MEETINGS = "meetings"
    PRODUCTS = "products"
    REFERRALS = "referrals"
    IN_VIEW = "in_view"
    SURVEY = "survey"
    DRAWINGS = "drawings"
    PDF = "pdf"
    WORD = "word"
    PAGE = "page"


class TextTooLong(Refused):
    """A chapter's own text is a page or two, not a report of its own."""

    sentence = N_("Deze tekst is te lang: er passen %(most)s tekens in. Kort de tekst in.")


class TextChanged(ChangedMeanwhile):
    """Somebody else saved the text of this chapter first."""

    sentence = N_("Iemand anders heeft de tekst van dit hoofdstuk intussen gewijzigd.")


def own_chapter(key: str) -> Chapter:
    """The chapter of this name that takes a text of one's own, or ``NotFound``."""
    if key not in OWN_TEXT:
        raise NotFound()
    return Chapter(key)


def check_length(text: str) -> None:
    """Raise ``TextTooLong``."""
    if len(text) > MOST_SIGNS:
        raise TextTooLong(most=MOST_SIGNS)
