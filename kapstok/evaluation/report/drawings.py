"""The pictures of a report, drawn by typst: no browser, and the same bytes for the same data. Pure.

What a picture shows is worked out here; how it looks on paper stands in ``templates/pdf/drawing-*.typ``. Each tells in
its ``alt`` what is to be seen; what that leaves out belongs in a table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kapstok import pdf
from kapstok.evaluation.report import scales
from kapstok.evaluation.report.document import Picture
from kapstok.evaluation.report.drawn import NOT_SHOWN, Bar, Happened, Lines, Month, Panel, Point, Series, Write
from kapstok.network.drawing import Voice
from kapstok.network.graph import Floats, People
from kapstok.network.marks import Mark, mark

DOTS = 200  # to an inch, of the PNG
ACCENT, QUIET = "#B4500F", "#55616D"
LARGE, SMALL, FEW = 3.2, 1.2, 40  # people's diameters in mm; the largest as long as there are so few of them
THINNEST, FEW_LINES = 0.4, 150  # lines are thinner, beside the usual, where there are more than so many
TALLEST = 1.15  # of a picture of the network, beside its width

__all__ = ["Bar", "Happened", "Lines", "Panel", "Point", "Series", "bars", "matrix", "network_picture", "over_time"]


def network_picture(
    title: str,
    caption: str,
    people: People,
    positions: Floats,
    then: Lines,
    now: Lines,
    *,
    marks: Sequence[int],
    voice: Voice,
) -> Picture:
    """The network then and now, side by side: everybody in the same place, nobody named, new lines in the accent.

    ``marks``: for each of ``people.sectors`` its position in the project's list. Person by person: never published.
    """
    _, ngettext = voice.translate, voice.plural
    low, high = positions.min(axis=0), positions.max(axis=0)
    wide, tall = (high - low).tolist()
    scale = max(wide, tall / TALLEST) or 1.0
    looks = [_look(mark(position)) for position in marks]
    new = now.pairs - then.pairs

    def number(lines: Lines) -> str:
        found = len(lines.pairs)
        return ngettext("%(lijnen)s lijn", "%(lijnen)s lijnen", found, lijnen=voice.number(found, 0))

    def scene(lines: Lines, fresh: set[tuple[int, int]]) -> dict[str, Any]:
        return {"name": lines.name, "written": number(lines), "kept": sorted(lines.pairs - fresh), "new": sorted(fresh)}

    alt = _(
        "Twee tekeningen naast elkaar van dezelfde %(mensen)s mensen, ieder op een vaste plaats. %(toen)s: %(eerst)s. "
        "%(nu)s: %(later)s. Daarvan waren er %(nieuw)s bij %(toen)s nog niet.",
        mensen=voice.number(len(people), 0),
        toen=then.name,
        eerst=number(then),
        nu=now.name,
        later=number(now),
        nieuw=voice.number(len(new), 0),
    )
    data = {
        "places": [((x - low[0]) / scale, (high[1] - y) / scale) for x, y in positions.tolist()],
        "height": tall / scale,
        "looks": [looks[sector] for sector in people.sector.tolist()],
        "size": max(SMALL, min(LARGE, LARGE * (FEW / max(len(people), 1)) ** 0.5)),
        "thin": max(THINNEST, min(1.0, (FEW_LINES / max(len(then.pairs), len(now.pairs), 1)) ** 0.5)),
        "scenes": [scene(then, set()), scene(now, new)],
        "sectors": [
            {"name": name, "look": looks[sector]}
            for sector, name in enumerate(people.sectors)
            if sector in people.sector
        ],
        "words": {"line": _("lijn"), "new": _("lijn die er eerst niet was")},
    }
    return _picture("drawing-network", data, title, caption, alt)


def bars(title: str, caption: str, rows: Sequence[Bar], *, write: Write, voice: Voice, top: float = 0.0) -> Picture:
    """Lying bars from zero, each with its value and interval. ``top``: where the scale ends at least (1 for shares)."""
    _ = voice.translate
    reached = [0.0, top, *(value for row in rows for value in (row.value, *(row.interval or ())) if value is not None)]
    place = scales.along(min(reached), max(reached))
    data = {
        "zero": place(0),
        "rows": [
            {
                "label": row.label,
                "written": NOT_SHOWN if row.value is None else write(row.value),
                "value": None if row.value is None else place(row.value),
                "interval": row.interval and [place(end) for end in row.interval],
                "quiet": row.quiet,
            }
            for row in rows
        ],
    }
    said = "; ".join(row.in_words(write, voice) for row in rows)
    return _picture("drawing-bars", data, title, caption, _("Staven. %(waarden)s.", waarden=said))


def over_time(
    title: str,
    caption: str,
    series: Sequence[Series],
    happened: Sequence[Happened] = (),
    *,
    write: Write,
    month: Month,
    voice: Voice,
    top: float = 0.0,
) -> Picture:
    """Lines from zero up, of one day at least, each named at its end; beneath them marks for what happened when.

    Without ``sector`` the first is in the accent and the others are quiet. ``top``: where the scale ends at least.
    """
    points = [point for one in series for point in one.points]
    days = scales.Days([point.day for point in points] + [day for one in happened for day in one.days])
    reached = [value for point in points for value in (point.value, *(point.interval or ())) if value is not None]
    steps = scales.steps(max([top, *reached]) or 1.0, write)
    height = scales.along(0, steps[-1])
    lasts = [next((height(p.value) for p in reversed(one.points) if p.value is not None), None) for one in series]
    data = {
        "steps": [{"at": height(step), "written": write(step)} for step in steps],
        "ticks": [{"at": days.place(day), "written": month(day)} for day in days.ticks()],
        "series": [
            {
                "name": one.name,
                "look": _line_look(one, place),
                "end": end,
                "runs": [
                    [
                        {
                            "x": days.place(point.day),
                            "y": height(value),
                            "interval": point.interval and [height(limit) for limit in point.interval],
                        }
                        for point, value in run
                    ]
                    for run in _runs(one.points)
                ],
            }
            for place, (one, end) in enumerate(zip(series, scales.apart(lasts), strict=True))
        ],
        "strips": [
            {"name": one.name, "days": [days.place(day) for day in one.days], "look": _look(mark(place), QUIET)}
            for place, one in enumerate(happened)
        ],
    }
    said = [one.in_words(write, month, voice) for one in series]
    counted = [f"{one.name}: {voice.number(len(one.days), 0)}" for one in happened]
    alt = voice.translate("Lijnen in de tijd. %(waarden)s.", waarden="; ".join(said + counted))
    return _picture("drawing-over-time", data, title, caption, alt)


def matrix(title: str, caption: str, labels: Sequence[str], panels: Sequence[Panel], *, voice: Voice) -> Picture:
    """From whom (row) to whom (column), the darker the more; one panel, or then and now on one scale."""
    _ = voice.translate
    tables = [panel.known for panel in panels]
    most = max((share for table in tables for row in table for share in row if share is not None), default=0.0) or 1.0
    data = {
        "reading": _("Van wie (rij) naar wie (kolom). Hoe donkerder, hoe meer."),
        "labels": labels,
        "panels": [
            {
                "name": panel.name,
                "rows": [
                    [
                        {"part": None if share is None else share / most, "written": voice.percent(share, 0)}
                        for share in row
                    ]
                    for row in table
                ],
            }
            for panel, table in zip(panels, tables, strict=True)
        ],
    }
    said = " ".join(panel.in_words(labels, voice) for panel in panels)
    alt = _("Vlakken met percentages, van wie naar wie. %(waarden)s", waarden=said)
    return _picture("drawing-matrix", data, title, caption, alt)


def _picture(name: str, data: Mapping[str, Any], title: str, caption: str, alt: str) -> Picture:
    svg, png = pdf.drawing(name, data, DOTS)
    return Picture(title=title, caption=caption, alt=alt, svg=svg, png=png)


def _look(how: Mark, colour: str = "") -> dict[str, str]:
    return {"colour": colour or how.colour, "symbol": how.symbol}


def _line_look(one: Series, place: int) -> dict[str, str]:
    if one.sector is not None:
        return _look(mark(one.sector))
    return _look(mark(place), QUIET if place else ACCENT)


def _runs(points: Sequence[Point]) -> list[list[tuple[Point, float]]]:
    """The points with a value, cut where one has none."""
    runs: list[list[tuple[Point, float]]] = [[]]
    for point in points:
        if point.value is not None:
            runs[-1].append((point, point.value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
