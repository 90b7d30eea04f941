"""Which sources are looked at together, by name. What a picture is made of is chosen, and never mixed silently."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from kapstok.ties.rules import Source


class SourceSet(StrEnum):
    """The named sets, as they stand in addresses."""

    WAVES = "metingen"
    ANSWERS = "antwoorden"
    ALL = "alles"
    OBSERVED = "waarnemingen"
    IMPORTED = "ingelezen"
    PRESENT = "aanwezig"
    SEATED = "aan-tafel"


SETS: Mapping[SourceSet, tuple[str, ...]] = {
    SourceSet.WAVES: (Source.WAVE,),
    SourceSet.ANSWERS: (Source.WAVE, Source.PULSE),
    SourceSet.ALL: (Source.WAVE, Source.PULSE, Source.PROJECTLEIDER, Source.IMPORT),
    SourceSet.OBSERVED: (Source.PROJECTLEIDER,),
    SourceSet.IMPORTED: (Source.IMPORT,),
    SourceSet.PRESENT: (Source.PRESENT,),
    SourceSet.SEATED: (Source.SEATED,),
}
SAID = SETS[SourceSet.ALL]  # everything that is kept as a statement
SPOKEN = frozenset({Source.WAVE, Source.PULSE, Source.IMPORT})  # people said it of themselves: there is a response
TOGETHER = frozenset({Source.PRESENT, Source.SEATED})  # who was where: nobody stated anything


def only_together(sources: Collection[str]) -> bool:
    """Whether this tells who was where, and nothing of who knows whom: no strength, no direction, no response."""
    return set(sources) <= TOGETHER


def anybody_asked(sources: Collection[str]) -> bool:
    """Whether some of this is what people said themselves, so that it can be counted who was not heard."""
    return not SPOKEN.isdisjoint(sources)
