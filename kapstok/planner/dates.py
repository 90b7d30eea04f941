"""Which of two dates with the same votes brings more people together who are worth introducing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

IF_NEED_BE = 0.5  # how likely somebody is to come who said "als het moet"
CLEARLY_MORE = 1.02  # a smaller difference says nothing: who comes differs more than that


def expected_value(values: Sequence[Sequence[int]], coming: Mapping[int, float], met: int) -> float:
    """Points that a bijeenkomst with these people is expected to bring.

    ``coming``: how likely each is to come, by index in ``values`` (``value.pair_values``); who cannot is not in it, or
    has 0. Every pair counts as likely as both come, times the share of the others that one meets: ``met``
    (``inviting.most_met``) of as many as are expected. Chances are taken as independent.
    """
    people = sorted(person for person, chance in coming.items() if chance > 0)
    others = sum(coming[person] for person in people) - 1
    if others <= 0:
        return 0.0
    worth = sum(
        coming[one] * coming[other] * values[one][other] for place, one in enumerate(people) for other in people[:place]
    )
    return worth * min(1.0, met / others)


def clearly_best(worth: Mapping[int, float]) -> int | None:
    """Of dates with the same votes (points by option id) the one that brings most; None when none clearly does."""
    best, *others = sorted(worth, key=worth.__getitem__, reverse=True)
    return best if others and worth[best] > CLEARLY_MORE * worth[others[0]] else None
