"""One person among whom they have lines with, in the places of the whole picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kapstok.network.drawing import Caption, Cell, Figure, Plotly, Voice, frame, safe
from kapstok.network.graph import NA, Bools, Floats, Ints, People
from kapstok.network.marks import INK, MUTED, PALE, PRIMARY, mark

SELF, OTHER = 24, 14  # diameters in pixels
NOT_HEARD = 0.45  # opacity of who did not answer
MOST_NAMED = 25  # with more people than this their names would cover one another


def person_figure(
    people: People,
    positions: Floats,
    person: int,
    arcs: tuple[Ints, Ints],
    *,
    marks: Sequence[int],
    heard: Bools,
    caption: Caption,
    voice: Voice,
) -> Figure | None:
    """This person, their contacts, and the lines among all of these; None when there is no line.

    ``arcs``: from and to of every line at the moment. ``marks`` and ``heard`` as in ``picture.network``.
    """
    start, end = arcs
    contacts = np.setdiff1d(np.concatenate([end[start == person], start[end == person]]), [person])
    if not len(contacts):
        return None
    here = np.append(contacts, person)
    pairs = np.unique(np.sort(np.column_stack([start, end]), axis=1), axis=0)
    pairs = pairs[np.isin(pairs, here).all(axis=1)]
    own = (pairs == person).any(axis=1)
    x, y = np.round(positions, 4).T.tolist()
    hidden = {"visible": False, "fixedrange": True}
    ngettext = voice.plural
    sectors = len(np.unique(people.sector[contacts]))
    return Figure(
        data=[
            _lines(pairs[~own], x, y, {"color": PALE, "width": 1}),
            _lines(pairs[own], x, y, {"color": PRIMARY, "width": 2}),
            *_marks(people, here, person, x, y, marks, heard),
        ],
        layout=frame(
            voice, margin={"l": 48, "r": 48, "t": 40, "b": 24}, dragmode=False, xaxis=hidden, yaxis=dict(hidden)
        ),
        title=ngettext(
            "%(wie)s heeft lijnen met mensen uit %(sectoren)s sector",
            "%(wie)s heeft lijnen met mensen uit %(sectoren)s sectoren",
            sectors,
            wie=people.labels[person],
            sectoren=voice.number(sectors, 0),
        ),
        caption=caption.text(voice),
        columns=_columns(voice),
        rows=_rows(people, contacts, pairs[~own]),
    )


def _lines(pairs: Ints, x: list[float], y: list[float], line: Plotly) -> Plotly:
    ends = pairs.tolist()
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [place for a, b in ends for place in (x[a], x[b], None)],
        "y": [place for a, b in ends for place in (y[a], y[b], None)],
        "line": line,
        "hoverinfo": "skip",
    }


def _marks(
    people: People,
    here: Ints,
    person: int,
    x: list[float],
    y: list[float],
    marks: Sequence[int],
    heard: Bools,
) -> list[Plotly]:
    traces = []
    for sector in np.unique(people.sector[here]).tolist():
        members = here[people.sector[here] == sector].tolist()
        how = mark(marks[sector])
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if len(here) <= MOST_NAMED else "markers",
                "name": safe(people.sectors[sector]),
                "x": [x[i] for i in members],
                "y": [y[i] for i in members],
                "text": ["<br>".join(safe(people.labels[i]).split()) for i in members],  # a long name stays inside
                "textposition": "top center",
                "textfont": {"color": MUTED, "size": 12},
                "hovertext": [f"{safe(people.labels[i])}<br>{safe(people.sectors[sector])}" for i in members],
                "hoverinfo": "text",
                "cliponaxis": False,
                "marker": {
                    "color": how.colour,
                    "symbol": how.symbol,
                    "size": [SELF if i == person else OTHER for i in members],
                    "opacity": [1.0 if heard[i] else NOT_HEARD for i in members],
                    "line": {"color": INK, "width": 1},
                },
            }
        )
    return traces


def _columns(voice: Voice) -> tuple[str, ...]:
    _ = voice.translate
    return _("Deelnemer"), _("Sector"), _("Functie"), _("Lijnen met de anderen hier")


def _rows(people: People, contacts: Ints, among: Ints) -> list[tuple[Cell, ...]]:
    lines = np.bincount(among.ravel(), minlength=len(people))
    return [
        (
            people.labels[i],
            people.sectors[people.sector[i]],
            None if people.function[i] == NA else people.functions[people.function[i]],
            int(lines[i]),
        )
        for i in contacts.tolist()
    ]
