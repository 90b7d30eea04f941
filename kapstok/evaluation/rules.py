"""What a response allows to be shown: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kapstok.disclosure import SMALL_INSIDE
from kapstok.errors import N_
from kapstok.network.measures import Ratio

ENOUGH_FOR_PATHS = 0.7
ENOUGH_FOR_STRUCTURE = 0.5


@dataclass(frozen=True)
class Allowance:
    """What may be shown of a network, and the Dutch msgid that says why not all of it, or None."""

    structure: bool
    paths: bool
    reason: str | None


ALL = Allowance(structure=True, paths=True, reason=None)
NO_PATHS = Allowance(
    structure=True,
    paths=False,
    reason=N_(
        "Minder dan 7 van de 10 mensen hebben geantwoord. Daarom ziet u hier geen afstanden en geen bruggenbouwers: "
        "die zijn dan niet betrouwbaar."
    ),
)
NO_STRUCTURE = Allowance(
    structure=False,
    paths=False,
    reason=N_(
        "Minder dan de helft van de mensen heeft geantwoord. Daarom ziet u alleen hoeveel lijnen er zijn genoemd en "
        "door hoeveel mensen."
    ),
)
TOO_FEW = Allowance(
    structure=False,
    paths=False,
    reason=N_(
        "Minder dan 5 mensen hebben geantwoord. Daarom ziet u hier geen cijfers: "
        "die zouden over herkenbare mensen gaan."
    ),
)


def what_response_allows(response: Ratio) -> Allowance:
    """Under 70 %: no distances and no brokers. Under 50 %, or when nobody was asked: nothing about structure."""
    answered = response.value or 0.0
    if answered < ENOUGH_FOR_STRUCTURE:
        return NO_STRUCTURE
    return ALL if answered >= ENOUGH_FOR_PATHS else NO_PATHS


def what_answers_allow(responses: Sequence[Ratio], people: int) -> Allowance:
    """What the poorest of these responses allows of a figure that rests on the answers of ``people`` people."""
    if people < SMALL_INSIDE:
        return TOO_FEW
    allowed = [what_response_allows(response) for response in responses]
    return min(allowed, key=lambda one: (one.structure, one.paths))


@dataclass(frozen=True)
class NextStep:
    """How many more answers a measurement needs before more may be shown, and what that is."""

    answers: int
    allowed: Allowance


def next_step(answered: int, asked: int) -> NextStep | None:
    """The next thing that more answers allow; None when all is allowed, or when too few people are asked for it."""
    now = what_answers_allow([Ratio(answered, asked)], answered)
    for more in range(1, asked - answered + 1):
        then = what_answers_allow([Ratio(answered + more, asked)], answered + more)
        if (then.structure, then.paths) > (now.structure, now.paths):
            return NextStep(more, then)
    return None
