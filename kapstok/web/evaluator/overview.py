"""Then and now in five figures, with what they rest on and what may not be claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import clock
from kapstok.evaluation import service
from kapstok.meetings.models import Meeting
from kapstok.ties import measuring
from kapstok.ties.models import MeasurementPlan
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import OF_PATHS, Headline, Test
from kapstok.ties.rules import SHORT_LINE, Source
from kapstok.web import plan_words
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, page, voice
from kapstok.web.evaluator.choices import StrengthChoice, from_address
from kapstok.web.filters import day_short, number, percent
from kapstok.web.headline_words import MEASURES

if TYPE_CHECKING:
    from kapstok.evaluation.headlines import Headlines
    from kapstok.network.drawing import Caption, Figure


@blueprint.get("/", endpoint="overview")
def show():
    plan = planning.find_plan(g.project)
    choice = from_address(StrengthChoice, sterkte=plan.threshold if plan else SHORT_LINE)
    found = service.find_headlines(g.project, choice.sterkte.data)
    if found is None:
        return render_template("evaluator/overview_empty.html")
    if plan and plan.test == Test.DESCRIBE:
        found = replace(found, intervals=dict.fromkeys(found.intervals))
    held = service.past_meetings(g.project, clock.now())
    headline = Headline(plan.headline) if plan else Headline.DEGREE
    timeline = _timeline(found, held, headline) if found.allowed.structure else None
    sectors = _sectors(found) if found.allowed.structure else None
    return page(
        "evaluator/overview.html",
        {"tijdlijn": timeline, "sectoren": sectors},
        choice=choice,
        found=found,
        plan=plan,
        deviations=_deviations(plan, found) if plan else [],
        only_described=plan is not None and plan.test == Test.DESCRIBE,
        finding=_headline_finding(found, headline) if plan else _finding(found),
        tiles=[_tile(found, key) for key in _in_order(plan)],
        table=_both_numbers(found, _in_order(plan)),
        timeline=timeline,
        sectors=sectors,
        meetings=held,
    )


def _in_order(plan: MeasurementPlan | None) -> list[Headline]:
    """The headline figures, the plan's own first."""
    return sorted(Headline, key=lambda key: plan is None or key != plan.headline)


def _deviations(plan: MeasurementPlan, found: Headlines) -> list[str]:
    compared = {wave.id for wave in found.waves}
    waves = [wave for wave in measuring.list_waves(g.project) if wave.id in compared]
    return plan_words.deviations(plan, found.threshold, waves)


def _headline_finding(found: Headlines, key: Headline) -> str:
    """The page's sentence, about the figure that was chosen beforehand."""
    written = [MEASURES[key].write(figures.shown(found.allowed)[key]) for figures in found.panel]
    if None in written:
        return _("Hoe het netwerk ervoor staat, en wat daarover nog niet te zeggen is.")
    said = {"cijfer": MEASURES[key].label, "nu": written[-1]}
    if len(written) == 1:
        return _("%(cijfer)s: %(nu)s. Dat is het hoofdcijfer volgens het meetplan.", **said)
    return _(
        "%(cijfer)s: eerst %(toen)s, nu %(nu)s. Dat is het hoofdcijfer volgens het meetplan.",
        **said,
        toen=written[0],
    )


def _finding(found: Headlines) -> str:
    """The page's sentence: what the most telling figure did, or what there is to say so far."""
    values = [figures.shown(found.allowed)[Headline.DEGREE] for figures in found.panel]
    if None in values:
        return _("Hoe het netwerk ervoor staat, en wat daarover nog niet te zeggen is.")
    if len(values) == 1:
        return _("Mensen zeggen gemiddeld met %(nu)s anderen een lijn te hebben.", nu=number(values[0], 1))
    return _(
        "Het gemiddelde aantal contacten per persoon ging van %(toen)s naar %(nu)s.",
        toen=number(values[0], 1),
        nu=number(values[1], 1),
    )


def _tile(found: Headlines, key: Headline) -> dict:
    """What the macro ``stat`` takes."""
    measure = MEASURES[key]
    values = [figures.shown(found.allowed)[key] for figures in found.panel]
    first = values[0] if len(values) == 2 else None
    notes = []
    if first is not None and values[-1] is not None:
        notes.append(measure.difference(first, values[-1], found.intervals[key]))
    if key == Headline.DISTANCE and values[-1] is not None:  # a mean over who can be reached says little where few can
        notes.append(_("bereikbare paren: %(deel)s", deel=percent(found.panel[-1].distances.reachable.value)))
    return {
        "key": key,
        "label": measure.label,
        "explanation": measure.explanation,
        "value": measure.write(values[-1]),
        "before": None if values[-1] is None else measure.write(first),
        "n": found.panel[-1].people if values[-1] is not None else None,
        "note": " · ".join(notes) or None,
    }


def _both_numbers(found: Headlines, order: Sequence[Headline]) -> dict:
    """Each figure on the balanced panel and with everybody of each measurement: a growing list changes the second."""
    names = [wave.name for wave in found.waves]
    sets = [*found.panel, *found.everybody] if len(names) == 2 else found.panel
    heads = [_("%(meting)s, vaste groep", meting=name) for name in names] if len(names) == 2 else names
    if len(names) == 2:
        heads += [_("%(meting)s, iedereen", meting=name) for name in names]
    people = [(_("Mensen die antwoordden"), *(number(figures.people) for figures in sets))]
    return {
        "columns": [_("Cijfer"), *heads],
        "rows": people
        + [
            (MEASURES[key].label, *(MEASURES[key].write(figures.shown(found.allowed)[key]) for figures in sets))
            for key in order
        ],
    }


def _caption(found: Headlines, key: Headline = Headline.DENSITY) -> Caption:
    """On what a figure rests; distances are walked along lines that either side may have stated."""
    from kapstok.evaluation.headlines import MODE, PATHS
    from kapstok.network.drawing import Caption

    people, response = found.panel[-1].people, found.panel_response
    return Caption(people, response, found.threshold, PATHS if key in OF_PATHS else MODE, (Source.WAVE,))


def _timeline(found: Headlines, held: list[Meeting], key: Headline) -> Figure:
    from kapstok.network.figures import Event, Series, timeline

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
    events = [Event(clock.local_date(meeting.starts_at).isoformat(), meeting.title) for meeting in held]
    figure = dated(timeline(series, events, _caption(found, key), voice()), day_short)
    if not ends:
        return figure
    caption = _("%(onderschrift)s · streep: 95 %%-interval van het verschil", onderschrift=figure.caption)
    return replace(figure, caption=caption)


def _sectors(found: Headlines) -> Figure:
    from kapstok.network.figures import sector_lines

    names = [service.network(g.project).people.sectors[kind] for kind in found.matrix_sectors]
    first = found.matrix[0] if len(found.matrix) == 2 else None
    figure = sector_lines(
        first, found.matrix[-1], names, (found.waves[0].name, found.waves[-1].name), _caption(found), voice()
    )
    caption = _("Rij: wie het zegt, kolom: over wie · %(onderschrift)s", onderschrift=figure.caption)
    return replace(figure, caption=caption)


@blueprint.app_template_filter("period")
def period(wave) -> str:
    """1 sep 2025 – 24 sep 2025, or since when it runs."""
    if wave.closed_at is None:
        return _("loopt sinds %(begin)s", begin=day_short(wave.opened_at))
    return _("%(begin)s tot %(einde)s", begin=day_short(wave.opened_at), einde=day_short(wave.closed_at))
