"""Rules of who is missed on a list: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kapstok.errors import N_, NotFound, Refused
from kapstok.register.duplicates import alike, club_words, name_words
from kapstok.register.rules import match_key

MOST_WAITING = 10  # suggestions of one participant that wait for the projectleider
KEPT_FOR = dt.timedelta(days=60)  # since the measurement closed; who is named knows nothing of it


class NoName(Refused):
    """Somebody without a name cannot be found."""

    sentence = N_("Vul de naam in van wie u mist.")


class AlreadyOnList(Refused):
    """The name stands on the list of the participant who misses it."""

    sentence = N_("%(name)s staat al op uw lijst. Zoek de naam op en kies daar een antwoord.")


class TooManyWaiting(Refused):
    """So many names that the projectleider would be writing a list for somebody else."""

    sentence = N_("U hebt al %(most)s mensen voorgesteld. De projectleider kijkt daar eerst naar.")


class SuggestionGone(NotFound):
    """It was decided meanwhile, or it belongs to another measurement: the two look alike on purpose."""

    sentence = N_("Dit voorstel is er niet (meer). Misschien is het al behandeld.")


def same_suggestion(name: str, organisation: str) -> tuple:
    """What two suggestions share that name one person. Namesakes at two organisations stay two."""
    return name_words(name), club_words(organisation)


def listed_as(name: str, organisation: str, listed: Sequence[tuple[str, str]]) -> str | None:
    """The name on a list of (name, organisation) that is meant, or None.

    A namesake elsewhere is somebody else, but only when both organisations are told.
    """
    wanted, home = match_key(name), match_key(organisation)
    for known, where in listed:
        if match_key(known) == wanted and (not home or not where or match_key(where) == home):
            return known
    return None


def likely(name: str, people: Mapping[int, str]) -> set[int]:
    """Ids of the ``people`` (id → name) who may be meant: a similar name, or the only word that was given."""
    words = name_words(name)
    return {
        person_id
        for person_id, known in people.items()
        if alike(words, theirs := name_words(known)) or words == theirs or (len(words) == 1 and words[0] in theirs)
    }
