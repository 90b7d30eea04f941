"""The figures of each moment under one another, over one axis of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kapstok import clock
from kapstok.evaluation.over_time import Course, Figures, Told
from kapstok.network.drawing import Caption, Cell, Figure, Plotly, Voice, direct_label, frame, quiet_axis, time_axis
from kapstok.network.marks import INK, MUTED, PRIMARY, SURFACE

GAP = 0.08  # between two panels, of the whole height
HEAD = 0.06  # above the first, for the marks of what happened


@dataclass(frozen=True)
class Panel:
    """One figure over time. ``values`` are those of ``days`` (ISO)."""

    name: str
    days: list[str]
    values: list[float | None]
    in_percent: bool

    def in_words(self, value: float | None, voice: Voice) -> str:
        return voice.percent(value, 0) if self.in_percent else voice.number(value, 1)


def course(found: Course, names: Sequence[str], caption: Caption, voice: Voice) -> Figure:
    """A course that has no ``reason`` against it; ``names``: its moments in words."""
    _ = voice.translate
    panels = [panel for panel in _panels(found, voice) if any(value is not None for value in panel.values)]
    heights = _domains(len(panels))
    layout = frame(
        voice,
        margin={"l": 56, "r": 56, "t": 8, "b": 40},
        xaxis=time_axis([_day(told) for told in found.moments]) | {"anchor": f"y{len(panels)}".removesuffix("1")},
        annotations=[label for k, panel in enumerate(panels) for label in _labels(panel, k, heights[k][1], voice)],
    )
    for k, panel in enumerate(panels):
        percent = {"tickformat": ".0%"} if panel.in_percent else {}
        axis = quiet_axis(rangemode="tozero", nticks=3, domain=heights[k], **percent)
        layout["yaxis" + _number(k)] = axis
    return Figure(
        data=[_line(panel, k, voice) for k, panel in enumerate(panels)],
        layout=layout,
        title=_title(found, voice),
        caption=_(
            "%(onderschrift)s · respons: van het laatste moment · wat iemand zei, telt tot twee jaar later mee",
            onderschrift=caption.text(voice),
        ),
        columns=_columns(voice),
        rows=[(name, *_row(told, voice)) for name, told in zip(names, found.moments, strict=True)],
        plain=_plainly(found, voice),
    )


def _panels(found: Course, voice: Voice) -> list[Panel]:
    """A line breaks off where the answers do not carry it, and passes over a moment that says hardly anything new."""
    _ = voice.translate
    shown = [told for told in found.moments if not told.hardly_new]

    def over(name: str, value: Callable[[Figures], float | None], in_percent: bool = True) -> Panel:
        values = [value(told.figures) if told.figures else None for told in shown]
        return Panel(name, [_day(told) for told in shown], values, in_percent)

    heard = [told.heard.value for told in found.moments]
    return [
        over(_("Lijnen per persoon"), lambda one: one.degree, in_percent=False),
        over(_("Dichtheid"), lambda one: one.density),
        over(_("Korte-lijnen-index"), lambda one: one.short_lines),
        over(_leaning(voice), lambda one: one.leaning),
        Panel(_("Gehoord"), [_day(told) for told in found.moments], heard, in_percent=True),
    ]


def _leaning(voice: Voice) -> str:
    return voice.translate("Leunt op vijf mensen")


def _day(told: Told) -> str:
    return clock.local_date(told.moment.at).isoformat()


def _domains(panels: int) -> list[list[float]]:
    """From where to where each panel stands, the first at the top."""
    height = (1 - HEAD - GAP * panels) / panels
    tops = [1 - HEAD - GAP - k * (height + GAP) for k in range(panels)]
    return [[max(top - height, 0.0), top] for top in tops]


def _number(k: int) -> str:
    """How plotly calls the axes after the first: y2, y3, …"""
    return "" if k == 0 else str(k + 1)


def _line(panel: Panel, k: int, voice: Voice) -> Plotly:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": panel.name,
        "x": panel.days,
        "y": panel.values,
        "yaxis": "y" + _number(k),
        "text": [panel.in_words(value, voice) for value in panel.values],
        "hoverinfo": "x+text",
        "line": {"color": PRIMARY, "width": 2},
        "marker": {"color": PRIMARY, "size": 7},
        "connectgaps": False,
    }


def _labels(panel: Panel, k: int, top: float, voice: Voice) -> list[Plotly]:
    """The name of a panel above it, and its last value at the end of its line."""
    above = {"x": 0, "xref": "paper", "y": top, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    named = {**above, "text": panel.name, "showarrow": False, "bgcolor": SURFACE, "font": {"color": INK, "size": 13}}
    day, value = [pair for pair in zip(panel.days, panel.values, strict=True) if pair[1] is not None][-1]
    last = direct_label(day, value, panel.in_words(value, voice), MUTED) | {"yref": "y" + _number(k)}
    return [named, last]


def _columns(voice: Voice) -> tuple[str, ...]:
    _ = voice.translate
    return (
        _("Moment"),
        _("Gehoord"),
        _("Lijnen"),
        _("Lijnen per persoon"),
        _("Dichtheid"),
        _("Korte-lijnen-index"),
        _leaning(voice),
        _("Gebleven of niet opnieuw gevraagd"),
        _("Erbij gekomen"),
        _("Verdwenen"),
        _("Niet op beide momenten bekend"),
        _("Toelichting"),
    )


def _row(told: Told, voice: Voice) -> tuple[Cell, ...]:
    heard = voice.translate(
        "%(wel)s van de %(totaal)s", wel=voice.number(told.heard.part, 0), totaal=voice.number(told.heard.whole, 0)
    )
    one = told.figures
    if one is None:
        return (heard, *[None] * 9, _why_not(told, voice))
    shares = [
        None if value is None else voice.percent(value, 0) for value in (one.density, one.short_lines, one.leaning)
    ]
    since = one.since
    fates = [None] * 4 if since is None else [since.kept, since.formed, since.lost, since.unknown]
    degree = None if one.degree is None else voice.number(one.degree, 1)
    return (heard, one.lines, degree, *shares, *fates, _why_not(told, voice))


def _share(value: float | None, voice: Voice) -> str | None:
    return None if value is None else voice.percent(value, 0)


def _why_not(told: Told, voice: Voice) -> str | None:
    """Why a row has less in it than others."""
    _ = voice.translate
    if told.hardly_new:
        return _("Minder dan 5 mensen zeiden iets anders dan op een ander moment")
    if not told.allowed.structure:
        return _("Minder dan de helft is gehoord")
    return None if told.allowed.paths else _("Minder dan 7 van de 10 mensen zijn gehoord")


def _ends(found: Course) -> tuple[Told, Told]:
    told = [one for one in found.moments if one.figures is not None]
    return told[0], told[-1]


def _title(found: Course, voice: Voice) -> str:
    _ = voice.translate
    first, last = (voice.number(told.figures.degree if told.figures else None, 1) for told in _ends(found))
    return _("Lijnen per persoon: eerst %(toen)s en nu %(nu)s", toen=first, nu=last)


def _plainly(found: Course, voice: Voice) -> str:
    """How many were heard at both ends: more lines may be more answers."""
    _ = voice.translate
    first, last = (voice.percent(told.heard.value, 0) for told in _ends(found))
    return _(
        "Op het eerste moment was %(toen)s van de mensen gehoord, op het laatste %(nu)s. Meer lijnen kunnen ook meer "
        "antwoorden zijn.",
        toen=first,
        nu=last,
    )
