"""A headline number over time, with a mark for everything that happened meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kapstok.network.drawing import Caption, Figure, Plotly, Voice, direct_label, frame, quiet_axis, safe, time_axis
from kapstok.network.marks import ACCENT, MUTED, PALE, PRIMARY, SURFACE


@dataclass(frozen=True)
class Series:
    """A figure over time. ``days`` are ISO dates; a value may be unknown; ``intervals`` stand round values.

    ``unit`` is "percent" for shares 0…1, else "number", shown with ``decimals``.
    """

    label: str
    days: tuple[str, ...]
    values: tuple[float | None, ...]
    intervals: tuple[tuple[float, float] | None, ...] = ()
    unit: str = "number"
    decimals: int = 0

    def in_words(self, value: float | None, voice: Voice) -> str:
        """One value as this reader writes it."""
        write = voice.percent if self.unit == "percent" else voice.number
        return write(value, self.decimals)


@dataclass(frozen=True)
class Event:
    """A bijeenkomst or a product on the timeline: an ISO date, what it is, and the number or letter it is found by."""

    day: str
    label: str
    mark: str
    is_product: bool = False

    @property
    def on(self) -> dt.date:
        return dt.date.fromisoformat(self.day)


def numbered(meetings: Sequence[tuple[str, str]], products: Sequence[tuple[str, str]]) -> list[Event]:
    """Bijeenkomsten (ISO date, title) with numbers and products with letters, each in the order given."""
    return [
        *(Event(day, label, str(number)) for number, (day, label) in enumerate(meetings, 1)),
        *(Event(day, label, _letters(place), is_product=True) for place, (day, label) in enumerate(products)),
    ]


def _letters(place: int) -> str:
    """A … Z, then AA, AB, …: as columns of a spreadsheet are called."""
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def timeline(series: Series, events: Sequence[Event], caption: Caption, voice: Voice) -> Figure:
    """One headline number over time with its intervals, and a mark for every bijeenkomst and every product."""
    _ = voice.translate
    known = [(day, value) for day, value in zip(series.days, series.values, strict=True) if value is not None]
    layout = frame(
        voice,
        xaxis=time_axis([*series.days, *(event.day for event in events)]),
        yaxis=quiet_axis(rangemode="tozero", tickformat=".0%" if series.unit == "percent" else ""),
        shapes=[_event_line(event) for event in events],
        annotations=[_event_label(event) for event in events],
    )
    if any(event.is_product for event in events):
        layout["margin"] = layout["margin"] | {"t": 52}
    if known:
        layout["annotations"].append(direct_label(*known[-1], series.in_words(known[-1][1], voice), PRIMARY))
    return Figure(
        data=[_line_with_intervals(series, voice)],
        layout=layout,
        title=_timeline_title(series, [value for _day, value in known], voice),
        caption=caption.text(voice),
        columns=(_("Datum"), series.label, _("Interval")),
        rows=[
            (day, series.in_words(value, voice), _interval_in_words(series, k, voice))
            for k, (day, value) in enumerate(zip(series.days, series.values, strict=True))
        ],
    )


def marked(figure: Figure, events: Sequence[Event]) -> Figure:
    """A figure over dates with a mark for what happened in the months that it is about."""
    days = sorted(str(day)[:7] for trace in figure.data for day in trace.get("x", ()))
    seen = [event for event in events if days and days[0] <= event.day[:7] <= days[-1]]
    layout = figure.layout | {
        "shapes": [*figure.layout.get("shapes", ()), *map(_event_line, seen)],
        "annotations": [*figure.layout.get("annotations", ()), *map(_label_within, seen)],
    }
    return replace(figure, layout=layout)


def _line_with_intervals(series: Series, voice: Voice) -> Plotly:
    shown: Plotly = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(series.label),
        "x": list(series.days),
        "y": list(series.values),
        "text": [series.in_words(value, voice) for value in series.values],
        "hoverinfo": "x+text",
        "line": {"color": PRIMARY, "width": 2},
        "marker": {"color": PRIMARY, "size": 8},
        "connectgaps": False,
    }
    if not any(series.intervals):
        return shown
    above_and_below = [
        (high - value, value - low) if value is not None and between else (None, None)
        for value, between in zip(series.values, series.intervals, strict=True)
        for low, high in [between or (0.0, 0.0)]
    ]
    shown["error_y"] = {
        "type": "data",
        "symmetric": False,
        "array": [above for above, _below in above_and_below],
        "arrayminus": [below for _above, below in above_and_below],
        "color": MUTED,
        "thickness": 1.5,
    }
    return shown


def _event_line(event: Event) -> Plotly:
    return {
        "type": "line",
        "x0": event.day,
        "x1": event.day,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": PALE, "width": 1, "dash": "dash" if event.is_product else "dot"},
        "layer": "below",
    }


def _event_label(event: Event) -> Plotly:
    """Above its line the number of a bijeenkomst, higher the framed letter of a product; the name at the pointer."""
    label: Plotly = {
        "x": event.day,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": event.mark,
        "hovertext": safe(event.label),
        "showarrow": False,
        "font": {"color": ACCENT, "size": 12},
    }
    if not event.is_product:
        return label
    frame = {"bordercolor": PRIMARY, "borderwidth": 1, "borderpad": 2, "yshift": 20}
    return label | frame | {"font": {"color": PRIMARY, "size": 12}}


def _label_within(event: Event) -> Plotly:
    """The same under the top of the plot, where a legend may stand above it."""
    return _event_label(event) | {"yanchor": "top", "yshift": -20 if event.is_product else 0, "bgcolor": SURFACE}


def _timeline_title(series: Series, known: Sequence[float], voice: Voice) -> str:
    _ = voice.translate
    if not known:
        return _("%(getal)s: nog geen gegevens", getal=series.label)
    if len(known) == 1:
        return _("%(getal)s: nu %(nu)s", getal=series.label, nu=series.in_words(known[0], voice))
    return _(
        "%(getal)s: eerst %(toen)s en nu %(nu)s",
        getal=series.label,
        toen=series.in_words(known[0], voice),
        nu=series.in_words(known[-1], voice),
    )


def _interval_in_words(series: Series, k: int, voice: Voice) -> str | None:
    between = series.intervals[k] if series.intervals else None
    return None if between is None else "–".join(series.in_words(end, voice) for end in between)
