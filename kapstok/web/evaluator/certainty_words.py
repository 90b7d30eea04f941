"""How sure a change is, in sentences: what was seen, whether it can be chance, and how it may not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from kapstok.ties.plans.rules import Headline, Test
from kapstok.ties.rules import Source
from kapstok.web.evaluator.charts import voice
from kapstok.web.evaluator.explored_words import LIKELY_CHANCE, Told, explored
from kapstok.web.filters import number
from kapstok.web.headline_words import MEASURES, signed

if TYPE_CHECKING:
    from kapstok.evaluation.change import Change
    from kapstok.evaluation.inference.certainty import Certainty
    from kapstok.evaluation.inference.labels import Mixing, Seen
    from kapstok.network.drawing import Figure
    from kapstok.ties.models import MeasurementPlan


@dataclass(frozen=True)
class Words:
    """``tiles`` are what the macro ``stat`` takes; ``verdicts`` say of each interval whether chance can explain it."""

    finding: str
    tiles: tuple[dict, ...]
    verdicts: tuple[str, ...]
    explored: tuple[Told, ...]
    sectors: tuple[tuple[str, ...], ...]


def in_words(found: Certainty, sectors: tuple[str, ...], then: str) -> Words:
    """``sectors`` are the names of the project's; ``then``: what the first measurement is called."""
    figures = dict(found.figures)
    return Words(
        finding=_finding(figures.get(Headline.DENSITY.value), then),
        tiles=tuple(_tile(Headline(key), figure, found.people) for key, figure in found.figures),
        verdicts=tuple(_verdict(Headline(key), figure) for key, figure in found.figures if figure.interval),
        explored=explored(found),
        sectors=tuple(_row(each, sectors) for each in found.mixing),
    )


def told(
    found: Certainty, sectors: tuple[str, ...], then: str, threshold: int, plan: MeasurementPlan | None
) -> dict[str, object]:
    """What the part of the page on certainty shows; a plan that only describes leaves chance out."""
    from kapstok.evaluation.inference.certainty import only_described

    by_plan = plan is not None and plan.test == Test.DESCRIBE
    why = ""
    if found.described:
        why = _(
            "Minder dan 40 mensen antwoordden beide keren. Met zo weinig mensen is toeval niet goed te scheiden van "
            "verandering: daarom staat er geen interval bij."
        )
    elif by_plan:
        why = _(
            "Volgens het meetplan worden verschillen alleen beschreven. Daarom staat er geen interval bij: of het "
            "toeval kan zijn, zegt deze pagina niet."
        )
    seen = only_described(found) if by_plan else found
    return {
        "words": in_words(seen, sectors, then),
        "picture": _picture(seen, threshold),
        "basis": _basis(found, threshold),
        "why_described": why,
    }


def _picture(found: Certainty, threshold: int) -> Figure | None:
    from kapstok.evaluation.certainty_figure import with_intervals
    from kapstok.network.drawing import Caption
    from kapstok.network.measures import Ratio

    measured = [(MEASURES[Headline(key)], figure) for key, figure in found.figures]
    shares = [(str(measure.label), figure) for measure, figure in measured if measure.in_percent]
    caption = Caption(found.people, Ratio(found.people, found.roster), threshold, "directed", (Source.WAVE,))
    return with_intervals(shares, caption.text(voice()), voice())


def _basis(found: Certainty, threshold: int) -> str:
    return _(
        "Vergeleken zijn de %(mensen)s mensen die beide keren antwoordden (van de %(totaal)s), over wie beide keren op "
        "de lijst stond. Lijnen vanaf sterkte %(sterkte)s, zoals iedere persoon ze zelf noemt (met richting). Bron: "
        "alleen metingen.",
        mensen=number(found.people),
        totaal=number(found.roster),
        sterkte=threshold,
    )


def _finding(density: Change | None, then: str) -> str:
    if density is None or density.first is None or density.second is None:
        return ""
    said = {"nu": number(100 * density.second, 1), "toen": number(100 * density.first, 1), "meting": then}
    if density.interval is None:
        return _("Van elke 100 mogelijke lijnen zijn er nu %(nu)s. Bij %(meting)s waren het er %(toen)s.", **said)
    low, high = (signed(100 * end, 1) for end in density.interval)
    return _(
        "Van elke 100 mogelijke lijnen zijn er nu %(nu)s. Bij %(meting)s waren het er %(toen)s "
        "(95 %%-interval van het verschil: %(laag)s tot %(hoog)s).",
        **said,
        laag=low,
        hoog=high,
    )


def _tile(key: Headline, figure: Change, people: int) -> dict:
    measure = MEASURES[key]
    note = None
    if figure.first is not None and figure.second is not None:
        note = measure.difference(figure.first, figure.second, figure.interval)
    return {
        "label": measure.label,
        "before": measure.write(figure.first),
        "value": measure.write(figure.second),
        "n": people,
        "note": note,
    }


def _verdict(key: Headline, figure: Change) -> str:
    name = MEASURES[key].label
    low, high = figure.interval or (0.0, 0.0)
    if low > 0:
        return _("%(cijfer)s: hoger dan eerst, en meer dan toeval alleen meestal geeft.", cijfer=name)
    if high < 0:
        return _("%(cijfer)s: lager dan eerst, en meer dan toeval alleen meestal geeft.", cijfer=name)
    return _("%(cijfer)s: dit verschil kan toeval zijn.", cijfer=name)


def _row(each: Mixing, names: tuple[str, ...]) -> tuple[str, ...]:
    """Which sectors; lines then, now and more, each with what shuffled sectors give; now and change beside that."""
    between = {"een": names[each.one], "ander": names[each.other]}
    whose = _("%(een)s met %(ander)s", **between)
    if each.one == each.other:
        whose = _("Binnen %(sector)s", sector=names[each.one])
    then, now, change = each.lines.first, each.lines.last, each.lines.change
    return (
        whose,
        *(_beside(number(seen.value), number(seen.expected)) for seen in (then, now)),
        _beside(signed(change.value, 0), signed(change.expected, 0)),
        _than_expected(now),
        _than_expected(change),
    )


def _beside(value: str, expected: str) -> str:
    return _("%(aantal)s (%(verwacht)s)", aantal=value, verwacht=expected)


def _than_expected(seen: Seen) -> str:
    if seen.p is None:
        return "–"
    if seen.p >= LIKELY_CHANCE:
        return _("kan toeval zijn")
    return _("meer") if seen.value > seen.expected else _("minder")
