"""Then and now in five figures, with what they rest on and what may not be claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import service
from kapstok.ties import measuring
from kapstok.ties.models import MeasurementPlan
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import OF_PATHS, Headline, Test
from kapstok.ties.rules import SHORT_LINE, Source
from kapstok.web import plan_words
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, happened, page, voice
from kapstok.web.evaluator.choices import StrengthChoice, from_address
from kapstok.web.filters import day_short, number, percent
from kapstok.web.headline_words import MEASURES
from kapstok.web.plain_words import plainly, verdict

if TYPE_CHECKING:
    from kapstok.evaluation.headlines import Headlines
    from kapstok.network.drawing import Caption, Figure
    from kapstok.network.timeline_figure import Event


@blueprint.get("/", endpoint="overview")
def show():
    plan = planning.find_plan(g.project)
    choice = from_address(StrengthChoice, sterkte=plan.threshold if plan else SHORT_LINE)
    found = service.find_headlines(g.project, choice.sterkte.data)
    if found is None:
        return render_template("evaluator/overview_empty.html")
    if plan and plan.test == Test.DESCRIBE:
        found = found.only_described()
    headline, events = Headline(plan.headline) if plan else Headline.DEGREE, happened()
    timeline = _timeline(found, events, headline) if found.allowed.structure else None
    return page(
        "evaluator/overview.html",
        {"tijdlijn": timeline},
        found.waves,
        choice=choice,
        found=found,
        plan=plan,
        deviations=_deviations(plan, found) if plan else [],
        only_described=plan is not None and plan.test == Test.DESCRIBE,
        finding=_finding(found, headline),
        tiles=[_tile(found, key) for key in _in_order(plan)],
        table=_both_numbers(found, _in_order(plan)),
        timeline=timeline,
        events=events,
    )


def _in_order(plan: MeasurementPlan | None) -> list[Headline]:
    """The headline figures, the plan's own first."""
    return sorted(Headline, key=lambda key: plan is None or key != plan.headline)


def _deviations(plan: MeasurementPlan, found: Headlines) -> list[str]:
    compared = {wave.id for wave in found.waves}
    waves = [wave for wave in measuring.list_waves(g.project) if wave.id in compared]
    return plan_words.deviations(plan, found.threshold, waves)


def _finding(found: Headlines, key: Headline) -> str:
    """The page's sentence: what the main figure did, and whether that may be chance."""
    said = _plainly(found, key)
    if not said:
        return _("Hoe het netwerk ervoor staat, en wat daarover nog niet te zeggen is.")
    return " ".join(filter(None, [said, verdict(found.intervals[key])]))


def _plainly(found: Headlines, key: Headline) -> str:
    values = [figures.shown(found.allowed)[key] for figures in found.panel]
    return plainly(key, values, found.waves[0].name, found.intervals[key])


def _tile(found: Headlines, key: Headline) -> dict:
    """What the macro ``stat`` takes."""
    measure = MEASURES[key]
    values = [figures.shown(found.allowed)[key] for figures in found.panel]
    first = values[0] if len(values) == 2 else None
    notes = [_plainly(found, key)] if values[-1] is not None else []
    if key == Headline.DISTANCE and values[-1] is not None:  # a mean over who can be reached says little where few can
        notes.append(_("Bereikbare paren: %(deel)s.", deel=percent(found.panel[-1].distances.reachable.value)))
    return {
        "key": key,
        "label": measure.label,
        "explanation": measure.explanation,
        "value": measure.write(values[-1]),
        "before": None if values[-1] is None else measure.write(first),
        "n": found.panel[-1].people if values[-1] is not None else None,
        "note": " ".join(notes) or None,
    }


def _both_numbers(found: Headlines, order: Sequence[Headline]) -> dict:
    """Each figure on the balanced panel and with everybody of each measurement: a growing list changes the second."""
    names = [wave.name for wave in found.waves]
    is_compared = len(names) == 2
    sets = [*found.panel, *found.everybody] if is_compared else found.panel
    heads = [_("%(meting)s, vaste groep", meting=name) for name in names] if is_compared else names
    if is_compared:
        heads += [_("%(meting)s, iedereen", meting=name) for name in names] + [_("Verschil in de vaste groep")]
    blank = (None,) if is_compared else ()
    figures_of = [[MEASURES[key].write(figures.shown(found.allowed)[key]) for figures in sets] for key in order]
    return {
        "columns": [_("Cijfer"), *heads],
        "rows": [
            (_("Mensen die antwoordden"), *(number(figures.people) for figures in sets), *blank),
            *(
                (MEASURES[key].label, *row, *((_difference(found, key),) if is_compared else ()))
                for key, row in zip(order, figures_of, strict=True)
            ),
            (_("Lijnen tussen sectoren, aantal"), *(number(figures.e_i.external) for figures in sets), *blank),
            (_("Lijnen binnen sectoren, aantal"), *(number(figures.e_i.internal) for figures in sets), *blank),
        ],
    }


def _difference(found: Headlines, key: Headline) -> str | None:
    first, second = (figures.shown(found.allowed)[key] for figures in found.panel)
    if first is None or second is None:
        return None
    return MEASURES[key].difference(first, second, found.intervals[key])


def _caption(found: Headlines, key: Headline = Headline.DENSITY) -> Caption:
    """On what a figure rests; distances are walked along lines that either side may have stated."""
    from kapstok.evaluation.headlines import MODE, PATHS
    from kapstok.network.drawing import Caption

    people, response = found.panel[-1].people, found.panel_response
    return Caption(people, response, found.threshold, PATHS if key in OF_PATHS else MODE, (Source.WAVE,))


def _timeline(found: Headlines, events: list[Event], key: Headline) -> Figure:
    from kapstok.network.timeline_figure import Series, timeline

    measure = MEASURES[key]
    values = tuple(figures.shown(found.allowed)[key] for figures in found.panel)
    interval, first = found.intervals[key], values[0]
    ends = (first + interval[0], first + interval[1]) if interval and first is not None else None
    series = Series(
        label=str(measure.label),
        days=tuple(clock.local_date(wave.closed_at or clock.now()).isoformat() for wave in found.waves),
        values=values,
        intervals=(None, ends) if len(values) == 2 else (None,),
        unit="percent" if measure.in_percent else "number",
        decimals=measure.decimals,
    )
    figure = dated(timeline(series, events, _caption(found, key), voice()), day_short)
    figure = replace(figure, plain=_plainly(found, key))
    if not ends:
        return figure
    caption = _("%(onderschrift)s · streep: 95 %%-interval van het verschil", onderschrift=figure.caption)
    return replace(figure, caption=caption)


@blueprint.app_template_filter("period")
def period(wave) -> str:
    """1 sep 2025 – 24 sep 2025, or since when it runs."""
    if wave.closed_at is None:
        return _("loopt sinds %(begin)s", begin=day_short(wave.opened_at))
    return _("%(begin)s tot %(einde)s", begin=day_short(wave.opened_at), einde=day_short(wave.closed_at))
