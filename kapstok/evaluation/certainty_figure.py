"""Differences between two waves, each with the interval that chance leaves it."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok.evaluation.change import Change
from kapstok.network.drawing import Cell, Figure, Voice, frame, quiet_axis
from kapstok.network.marks import ACCENT, INK, MUTED

NO_DIFFERENCE = {
    "type": "line",
    "x0": 0,
    "x1": 0,
    "yref": "paper",
    "y0": 0,
    "y1": 1,
    "line": {"color": MUTED, "dash": "dot"},
}


def with_intervals(changes: Sequence[tuple[str, Change]], caption: str, voice: Voice) -> Figure | None:
    """A point and its interval for each named difference between two shares, beside a line at no difference.

    In percentage points. None where no difference has an interval.
    """
    _ = voice.translate
    drawn = [(name, *_points(change)) for name, change in changes if change.interval and change.difference is not None]
    if not drawn:
        return None
    names = [name for name, *_numbers in drawn]
    middles = [middle for _name, middle, _low, _high in drawn]
    return Figure(
        data=[
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": middles,
                "y": names,
                "text": [voice.number(middle, 1) for middle in middles],
                "textposition": "top center",
                "marker": {"color": ACCENT, "size": 11, "line": {"color": INK, "width": 1}},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [high - middle for _name, middle, _low, high in drawn],
                    "arrayminus": [middle - low for _name, middle, low, _high in drawn],
                    "color": ACCENT,
                    "thickness": 2,
                    "width": 6,
                },
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        ],
        layout=frame(
            voice,
            margin={"l": 120, "r": 32, "t": 24, "b": 32},
            xaxis=quiet_axis(rangemode="tozero"),
            yaxis=quiet_axis(range=[len(names) - 0.4, -0.6], showgrid=False),
            shapes=[NO_DIFFERENCE],
        ),
        title=_title([low > 0 or high < 0 for _name, _middle, low, high in drawn], voice),
        caption=_(
            "Punt: het verschil in procentpunten · streep: 95 %%-interval · %(onderschrift)s", onderschrift=caption
        ),
        columns=(_("Cijfer"), _("Toen"), _("Nu"), _("Verschil"), _("Van"), _("Tot")),
        rows=[_row(name, change) for name, change in changes],
    )


def _points(change: Change) -> tuple[float, float, float]:
    """Difference and both ends, in percentage points."""
    low, high = change.interval or (0.0, 0.0)
    return 100 * (change.difference or 0.0), 100 * low, 100 * high


def _row(name: str, change: Change) -> tuple[Cell, ...]:
    ends = change.interval or (None, None)
    numbers = (change.first, change.second, change.difference, *ends)
    return (name, *(None if number is None else 100 * number for number in numbers))


def _title(beyond_chance: Sequence[bool], voice: Voice) -> str:
    _ = voice.translate
    if all(beyond_chance):
        return _("De verandering is groter dan toeval alleen meestal geeft")
    if any(beyond_chance):
        return _("Een deel van de verandering is groter dan toeval alleen meestal geeft")
    return _("De verandering kan toeval zijn")
