"""What people are asked to agree to, in versioned texts, and what they said. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kapstok.errors import N_, Refused


class Purpose(StrEnum):
    """What a consent is for. One never follows from another."""

    CARD = "card"  # in wie is wie, for the people of the network
    PAPER = "paper"  # on the printed sheet in the staff room
    MANTELZORGER = "mantelzorger"  # others may see that I am a mantelzorger
    LINES = "lines"  # a line of mine may be shown, where the other end agrees too; and I may be introduced


class NothingToAsk(Refused):
    """Not a question that we ask, or not of this person."""

    sentence = N_("Deze vraag stellen wij u niet.")


@dataclass(frozen=True)
class Text:
    """One wording of one question. It never changes: another wording is another version."""

    purpose: Purpose
    version: str
    since: dt.date
    question: str
    means: str  # what a yes means, and how to take it back


# The newest of a purpose stands last and is the one that is asked.
TEXTS = (
    Text(
        Purpose.CARD,
        "1",
        dt.date(2026, 11, 22),
        N_("Mag uw kaart in wie is wie staan?"),
        N_(
            "Mensen uit dit netwerk zien dan uw naam, functie en organisatie, en wat u verder laat zien. Zij openen "
            "wie is wie met hun eigen link. Zegt u later nee, dan is uw kaart meteen weg."
        ),
    ),
    Text(
        Purpose.PAPER,
        "1",
        dt.date(2026, 11, 22),
        N_("Mag uw kaart op de papieren lijst staan?"),
        N_(
            "Die lijst hangt bijvoorbeeld in een teamkamer. Ook wie daar op bezoek komt, kan hem lezen. Zegt u later "
            "nee, dan staat u niet op de volgende lijst. Een lijst die al hangt, verandert niet."
        ),
    ),
    Text(
        Purpose.MANTELZORGER,
        "1",
        dt.date(2026, 11, 22),
        N_("Mogen anderen zien dat u mantelzorger bent?"),
        N_(
            "Zegt u nee, dan staat bij uw naam nergens dat u mantelzorger bent: geen functie, geen organisatie en geen "
            "kleur die het verraadt. Zegt u later nee, dan geldt dat meteen."
        ),
    ),
    Text(
        Purpose.LINES,
        "1",
        dt.date(2026, 11, 22),
        N_("Mag een korte lijn van u zichtbaar zijn?"),
        N_(
            "Een lijn is alleen zichtbaar als u en de ander dat allebei goedvinden. Dan zien mensen uit dit netwerk "
            "via wie zij iemand kunnen bereiken, en kan iemand die u kent u aan een ander voorstellen. De "
            "projectleider ziet die lijn ook. Hoe goed u iemand kent, staat er nooit bij. Zegt u later nee, dan "
            "geldt dat meteen."
        ),
    ),
)


class Said(Protocol):
    """One row of what somebody said."""

    id: int
    purpose: str
    text_version: str
    given: bool
    said_at: dt.datetime
    recorded_by: str


@dataclass(frozen=True)
class Answer:
    """What somebody says now about one purpose."""

    given: bool
    said_at: dt.datetime
    text_version: str
    recorded_by: str

    @property
    def on_paper(self) -> bool:
        """Whether somebody else wrote the answer down for them."""
        return not self.recorded_by.startswith("person:")


def newest(purpose: Purpose) -> Text:
    """The text that is asked today."""
    return next(text for text in reversed(TEXTS) if text.purpose == purpose)


def find_text(purpose: str, version: str) -> Text | None:
    """The text that an answer was given to; None for one that was asked elsewhere, before Kapstok."""
    return next((text for text in TEXTS if (text.purpose, text.version) == (purpose, version)), None)


def answers(rows: Iterable[Said]) -> dict[Purpose, Answer]:
    """What one person says now, by purpose: their last word. A purpose that was never answered is missing."""
    last = {row.purpose: row for row in sorted(rows, key=lambda row: row.id)}
    return {
        Purpose(purpose): Answer(row.given, row.said_at, row.text_version, row.recorded_by)
        for purpose, row in last.items()
        if purpose in set(Purpose)
    }


def text_is_new(answer: Answer | None, purpose: Purpose) -> bool:
    """Whether the text changed after this answer, so that the page must say so and ask again."""
    return answer is not None and answer.text_version != newest(purpose).version


def adds_something(answer: Answer | None, given: bool, version: str, recorded_by: str) -> bool:
    """Whether saying this is more than a repetition: another answer, to another text, or now in one's own words."""
    if answer is None or (answer.given, answer.text_version) != (given, version):
        return True
    return answer.on_paper and recorded_by.startswith("person:")
