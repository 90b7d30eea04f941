"""Then and now in five figures, with what they rest on and what may not be claimed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kapstok import clock
from kapstok.evaluation import service
from kapstok.meetings.models import Meeting
from kapstok.ties.rules import Source
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import dated, signed, voice
from kapstok.web.evaluator.choices import StrengthChoice, from_address
from kapstok.web.filters import day_short, number, percent

if TYPE_CHECKING:
    from kapstok.evaluation.headlines import Headlines
    from kapstok.network.drawing import Caption, Figure


@dataclass(frozen=True)
class Measure:
    """How a headline figure is named, explained and written. ``in_percent``: a share of 0…1."""

    label: str
    explanation: str
    in_percent: bool
    decimals: int

    def write(self, value: float | None) -> str | None:
        if value is None:
            return None
        return (percent if self.in_percent else number)(value, self.decimals)

    def difference(self, first: float, second: float, interval: tuple[float, float] | None) -> str:
        """What changed, with its interval where there is one."""
        size = 100 if self.in_percent else 1
        change, *ends = (signed(size * value, max(self.decimals, 1)) for value in (second - first, *(interval or ())))
        if not ends:
            return (
                _("Verschil %(verschil)s procentpunt", verschil=change)
                if self.in_percent
                else _("Verschil %(verschil)s", verschil=change)
            )
        said = {"verschil": change, "laag": ends[0], "hoog": ends[1]}
        if self.in_percent:
            return _("Verschil %(verschil)s procentpunt (95 %%-interval van %(laag)s tot %(hoog)s)", **said)
        return _("Verschil %(verschil)s (95 %%-interval van %(laag)s tot %(hoog)s)", **said)


MEASURES = {
    "density": Measure(
        _l("Dichtheid"), _l("Welk deel van alle lijnen die er konden zijn, er ook is."), in_percent=True, decimals=1
    ),
    "degree": Measure(
        _l("Gemiddeld aantal contacten"),
        _l("Met hoeveel mensen iemand gemiddeld zegt een lijn te hebben."),
        in_percent=False,
        decimals=1,
    ),
    "short_lines": Measure(
        _l("Korte-lijnen-index"),
        _l("Welk deel van de paren uit verschillende sectoren elkaar kent, direct of via één ander."),
        in_percent=True,
        decimals=0,
    ),
    "distance": Measure(
        _l("Gemiddelde afstand"),
        _l("Via hoeveel stappen mensen elkaar gemiddeld bereiken; 1 is een directe lijn."),
        in_percent=False,
        decimals=2,
    ),
    "cross_sector": Measure(
        _l("Lijnen tussen sectoren"),
        _l("Welk deel van alle lijnen tussen mensen van verschillende sectoren ligt."),
        in_percent=True,
        decimals=0,
    ),
}


@blueprint.get("/", endpoint="overview")
def show():
    choice = from_address(StrengthChoice)
    found = service.find_headlines(g.project, choice.sterkte.data)
    if found is None:
        return render_template("evaluator/overview_empty.html")
    held = service.past_meetings(g.project, clock.now())
    return render_template(
        "evaluator/overview.html",
        choice=choice,
        found=found,
        finding=_finding(found),
        tiles=[_tile(found, key) for key in MEASURES],
        table=_both_numbers(found),
        timeline=_timeline(found, held) if found.allowed.structure else None,
        sectors=_sectors(found) if found.allowed.structure else None,
        meetings=held,
    )


def _finding(found: Headlines) -> str:
    """The page's sentence: what the most telling figure did, or what there is to say so far."""
    values = [figures.shown(found.allowed)["degree"] for figures in found.panel]
    if None in values:
        return _("Hoe het netwerk ervoor staat, en wat daarover nog niet te zeggen is.")
    if len(values) == 1:
        return _("Mensen zeggen gemiddeld met %(nu)s anderen een lijn te hebben.", nu=number(values[0], 1))
    return _(
        "Het gemiddelde aantal contacten per persoon ging van %(toen)s naar %(nu)s.",
        toen=number(values[0], 1),
        nu=number(values[1], 1),
    )


def _tile(found: Headlines, key: str) -> dict:
    """What the macro ``stat`` takes."""
    measure = MEASURES[key]
    values = [figures.shown(found.allowed)[key] for figures in found.panel]
    first = values[0] if len(values) == 2 else None
    notes = []
    if first is not None and values[-1] is not None:
        notes.append(measure.difference(first, values[-1], found.intervals[key]))
    if key == "distance" and values[-1] is not None:  # a mean over who can be reached says little where few can
        notes.append(_("bereikbare paren: %(deel)s", deel=percent(found.panel[-1].distances.reachable.value)))
    return {
        "label": measure.label,
        "explanation": measure.explanation,
        "value": measure.write(values[-1]),
        "before": None if values[-1] is None else measure.write(first),
        "n": found.panel[-1].people if values[-1] is not None else None,
        "note": " · ".join(notes) or None,
    }


def _both_numbers(found: Headlines) -> dict:
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
            (measure.label, *(measure.write(figures.shown(found.allowed)[key]) for figures in sets))
            for key, measure in MEASURES.items()
        ],
    }


def _caption(found: Headlines) -> Caption:
    from kapstok.evaluation.headlines import MODE
    from kapstok.network.drawing import Caption

    people, response = found.panel[-1].people, found.panel_response
    return Caption(people, response, found.threshold, MODE, (Source.WAVE,))


def _timeline(found: Headlines, held: list[Meeting]) -> Figure:
    from kapstok.network.figures import Event, Series, timeline

    values = tuple(figures.shown(found.allowed)["degree"] for figures in found.panel)
    interval, first = found.intervals["degree"], values[0]
    ends = (first + interval[0], first + interval[1]) if interval and first is not None else None
    series = Series(
        label=str(MEASURES["degree"].label),
        days=tuple(clock.local_date(wave.closed_at or clock.now()).isoformat() for wave in found.waves),
        values=values,
        intervals=(None, ends) if len(values) == 2 else (None,),
        decimals=1,
    )
    events = [Event(clock.local_date(meeting.starts_at).isoformat(), meeting.title) for meeting in held]
    figure = dated(timeline(series, events, _caption(found), voice()), day_short)
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
