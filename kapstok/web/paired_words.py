"""What people who answered twice said the first and the last time, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from kapstok.web.filters import number

if TYPE_CHECKING:
    from kapstok.evaluation.opinions import Asked
    from kapstok.evaluation.paired import Linked, Turnover

LEAST_CHANCE = 0.001  # smaller ones are not written out


def in_words(item: Asked) -> tuple[list[str], list[tuple[str, int, int]]]:
    """Sentences about one item, and the table of then and now as rows: (first, agrees now, does not agree now)."""
    if item.linked is None:
        return [], []
    turn = item.linked.turnover
    if turn is None:
        hidden = _("Hoeveel mensen van mening veranderden, tonen wij niet: u zou enkelen kunnen herkennen.")
        return [_who(item.linked), _verdict(item.linked), hidden], []
    return [_turns(turn), _verdict(item.linked), _chances(item.linked)], [
        (_("Eerst eens"), turn.stayed, turn.left),
        (_("Eerst niet eens"), turn.came, turn.never),
    ]


def _who(found: Linked) -> str:
    if found.people is None:
        return _("Op minder dan vijf na antwoordde iedereen beide keren.")
    return ngettext(
        "Eén mens antwoordde beide keren.",
        "%(aantal)s mensen antwoordden zowel de eerste als de laatste keer.",
        found.people,
        aantal=number(found.people),
    )


def _verdict(found: Linked) -> str:
    match found.verdict.value:
        case "more":
            return _("Bij hen verschoof het antwoord naar “eens”, meer dan door toeval te verwachten is.")
        case "less":
            return _("Bij hen verschoof het antwoord naar “oneens”, meer dan door toeval te verwachten is.")
    return _("Bij hen zien we geen verschuiving die groter is dan toeval. Dat bewijst niet dat er niets veranderde.")


def _turns(turn: Turnover) -> str:
    return _(
        "Van de %(aantal)s mensen die beide keren antwoordden, waren %(erbij)s het eerst niet eens en nu wel; bij "
        "%(eraf)s was het andersom.",
        aantal=number(turn.people),
        erbij=number(turn.came),
        eraf=number(turn.left),
    )


def _chances(found: Linked) -> str:
    return _(
        "Kans op zo'n verschil door toeval alleen: %(eens)s voor wel of niet eens (McNemar, exact) en %(punten)s voor "
        "de hele schaal (Wilcoxon, exact).",
        eens=_chance(found.mcnemar),
        punten=_chance(found.wilcoxon),
    )


def _chance(chance: float | None) -> str:
    if chance is not None and chance < LEAST_CHANCE:
        return _("kleiner dan %(getal)s", getal=number(LEAST_CHANCE, 3))
    return number(chance, 3)
