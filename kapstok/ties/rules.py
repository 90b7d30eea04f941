"""Rules of ties: plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kapstok.errors import N_, Refused

SHORT_LINE = 2  # from this strength on a line is a "korte lijn"
STRENGTHS = range(5)
FARTHEST_LAST_DAY = dt.timedelta(days=366)  # before or after today
HAND_OVER_WITHIN = dt.timedelta(days=30)  # after the last day
PULSE_LASTS = dt.timedelta(days=28)  # afterwards the same answer is news again: it says that the line still is there


class Source(StrEnum):
    """Where a statement comes from. Sources are chosen in an analysis and never mixed silently."""

    WAVE = "wave"
    PULSE = "pulse"
    PROJECTLEIDER = "projectleider"
    IMPORT = "import"
    PRESENT = "present"  # derived from attendance, never stored as a tie
    SEATED = "seated"  # derived from seats, never stored as a tie


class AnotherWaveOpen(Refused):
    """One measurement at a time, or nobody knows which one an answer belongs to."""

    sentence = N_("De meting “%(name)s” loopt nog. Sluit die eerst.")
    status = 409


class NobodyToAsk(Refused):
    """A measurement of fewer than two people has no lines to ask for."""

    sentence = N_("Er zijn nog geen twee deelnemers. Voeg eerst mensen toe.")


class WaveNameTaken(Refused):
    """Two measurements with one name cannot be told apart in a report."""

    sentence = N_("Er is al een meting met de naam “%(name)s”. Kies een andere naam.")


class WaveClosed(Refused):
    """Answers to a measurement that has ended."""

    sentence = N_("Deze meting is gesloten. Er komen geen antwoorden meer bij.")
    status = 409


class NotAsked(Refused):
    """The person is not on the frozen roster of this measurement."""

    sentence = N_("Deze persoon doet niet mee aan deze meting.")


class AboutOneself(Refused):
    """A line has two ends."""

    sentence = N_("U kunt geen lijn met uzelf hebben. Haal dat antwoord weg.")


class NotOnRoster(Refused):
    """Somebody who was never listed, or is a mantelzorger without opt-in: which of these is not told."""

    sentence = N_("Iemand uit uw antwoorden staat niet op de lijst. Controleer de lijst en bewaar opnieuw.")


class StrengthOutOfRange(Refused):
    """Not one of the five answers, nor "weet ik niet"."""

    sentence = N_("Kies bij elke naam een van de antwoorden die er staan.")


class AskedAnew(Refused):
    """A page about one occasion that comes back when another one is asked: a measurement opened, or a new meeting."""

    sentence = N_("Intussen vragen wij iets nieuws. Open de vraag opnieuw vanaf uw eigen pagina.")
    status = 409


class NothingSaid(Refused):
    """A form that came back untouched: that is no answer, and certainly no zero."""

    sentence = N_("U hebt nog niets ingevuld. Kies bij ten minste één naam een antwoord.")


class UnlikelyLastDay(Refused):
    """More than a year from today: a slip of the pen."""

    sentence = N_("De laatste dag ligt meer dan een jaar van vandaag. Controleer het jaar.")


class NoSuccessor(Refused):
    """Nobody, or somebody who cannot be one: the leaver, or somebody who leaves or has left too."""

    sentence = N_("Deze persoon kan %(name)s niet opvolgen. Kies iemand anders die meedoet aan het project.")


class NobodyToIntroduce(Refused):
    """No successor, or one without an address that works."""

    sentence = N_("Er is nog niemand die wij kunnen mailen. Kies een opvolger met een e-mailadres.")
    status = 409


class NobodyChosen(Refused):
    """A list that came back without a tick."""

    sentence = N_("Vink ten minste één naam aan.")


class HandedOver(Refused):
    """The names went to the successor already, or it is too late for it."""

    sentence = N_("Dit is al gedaan, of het kan niet meer.")
    status = 409


class Said(NamedTuple):
    """One answer: 0–4 or None ("weet ik niet"), and whether it was said of a whole block at once:
    ``by_block`` by "verder ken ik hier niemand", ``carried`` by "de rest is nog zoals vorige keer"."""

    strength: int | None
    by_block: bool = False
    carried: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it was said of this one person."""
        return not (self.by_block or self.carried)

    @property
    def is_answer(self) -> bool:
        """Whether the name is done: "weet ik niet" is an answer, a block that was taken back is none."""
        return self.is_own or self.strength is not None


@dataclass(frozen=True)
class Answers:
    """One form as it came back, by person id and by block (an organisation's id, 0 for people without one).

    Who is not in ``strengths`` was left untouched. ``closed``: blocks with "verder ken ik hier niemand"; ``carried``:
    blocks with "de rest is nog zoals vorige keer"; ``reopened`` and ``dropped``: blocks where that was said before and
    is now taken back. ``seen``: id of the respondent's last statement on this occasion when the page was made (0: there
    was none), so that what stood on the page and was left as it was is no news; None when the page showed nothing.
    """

    strengths: Mapping[int, int | None]
    closed: frozenset[int] = frozenset()
    reopened: frozenset[int] = frozenset()
    carried: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    seen: int | None = None

    @property
    def blocks(self) -> frozenset[int]:
        """The blocks about which something is said as a whole."""
        return self.closed | self.reopened | self.carried | self.dropped


def check_answers(answers: Answers, respondent: int, listed: Mapping[int, int], gone: Collection[int] = ()) -> None:
    """Refuse a form that says nothing, or something that cannot be said. ``listed``: person → block.

    ``gone``: who was on the list and left since; what is said of them is passed over, not refused.
    """
    if not (answers.strengths or answers.blocks):
        raise NothingSaid()
    if respondent in answers.strengths:
        raise AboutOneself()
    if not answers.strengths.keys() <= {*listed, *gone}:
        raise NotOnRoster()
    if any(strength is not None and strength not in STRENGTHS for strength in answers.strengths.values()):
        raise StrengthOutOfRange()


def news(
    answers: Answers,
    listed: Mapping[int, int],
    before: Mapping[int, Said],
    *,
    shown: Mapping[int, Said] | None = None,
    previous: Mapping[int, int] | None = None,
) -> dict[int, Said]:
    """What a form adds to what the same person said ``before`` on this occasion, by person named.

    ``shown``: what they had said when the page was made. An answer that stands there unchanged was not touched: it
    never writes itself over a newer one. A repeat adds nothing. A block speaks only for people without an answer of
    their own: as the ``previous`` measurement had it (0–4 by person; who is not there stays unknown), else nobody;
    taking it back turns what it said into "no observation".
    """
    shown, previous = shown or {}, previous or {}
    own = {
        person: Said(strength)
        for person, strength in answers.strengths.items()
        if person in listed and shown.get(person) != Said(strength)
    }
    closed, carried = closed_blocks(before, listed), carried_blocks(before, listed)
    closed, carried = (closed | answers.closed) - answers.reopened, (carried | answers.carried) - answers.dropped
    now = dict(own)
    for person, block in listed.items():
        earlier = before.get(person)
        if block not in answers.blocks or person in own or (earlier is not None and earlier.is_own):
            continue
        if block in carried and person in previous:
            now[person] = Said(previous[person], carried=True)
        elif block in closed:
            now[person] = Said(0, by_block=True)
        elif earlier is not None:
            now[person] = earlier._replace(strength=None)
    return {person: said for person, said in now.items() if before.get(person) != said}


def closed_blocks(said: Mapping[int, Said], listed: Mapping[int, int]) -> set[int]:
    """Blocks where "verder ken ik hier niemand" was said."""
    return {block for person, block in listed.items() if said.get(person) == Said(0, by_block=True)}


def carried_blocks(said: Mapping[int, Said], listed: Mapping[int, int]) -> set[int]:
    """Blocks where "de rest is nog zoals vorige keer" was said."""
    as_before = {person for person, word in said.items() if word.carried and word.strength is not None}
    return {block for person, block in listed.items() if person in as_before}


def said_elsewhere(
    answers: Answers, shown: Mapping[int, Said], before: Mapping[int, Said], added: Mapping[int, Said]
) -> dict[int, Said]:
    """What stands now of the people about whom something else was said since the page was made, on another screen."""
    if answers.seen is None:
        return {}
    return {person: added.get(person, said) for person, said in before.items() if shown.get(person) != said}


def check_last_day(last_day: dt.date, today: dt.date) -> None:
    """Raise ``UnlikelyLastDay`` for a day that nobody means."""
    if abs(last_day - today) > FARTHEST_LAST_DAY:
        raise UnlikelyLastDay()


def may_hand_over(last_day: dt.date, today: dt.date) -> bool:
    """Whether somebody whose last day this is can still say whom they introduce."""
    return today <= last_day + HAND_OVER_WITHIN
