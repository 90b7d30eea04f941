"""The picture of the network: people in their places, and the lines between them, moment after moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.drawing import Caption, Cell, Figure, Plotly, Voice, frame, safe
from kapstok.network.graph import NA, Bools, Floats, Ints, People
from kapstok.network.marks import ACCENT, INK, PALE, mark
from kapstok.network.replay import Episodes
from kapstok.network.sources import only_together

SMALLEST, LARGEST = 9.0, 26.0  # diameters of people, in pixels
NOT_HEARD = 0.45  # opacity of people who did not answer


@dataclass(frozen=True, eq=False)
class Size:
    """The measure that people are drawn by: its name, and one value ≥ 0 for each person."""

    label: str
    values: Floats


def network(
    people: People,
    positions: Floats,
    story: Episodes,
    half_known: Episodes | None,
    names_of_moments: Sequence[str],
    captions: Sequence[Caption],
    *,
    marks: Sequence[int],
    heard: Bools,
    size: Size,
    voice: Voice,
) -> Figure:
    """People and their lines, at the last moment; ``replay`` holds all moments, in which nobody moves.

    ``marks``: for each sector its position in the project's list; ``heard``: who answered, the others are pale.
    ``replay`` has ``x`` and ``y`` of everybody and ``known`` and ``unknown`` lines as [a, b, first moment, moment after
    the last]; a line is new at its first moment, except at moment 0.
    """
    last = story.moments - 1
    known, unknown = _segments(story), _segments(half_known) if half_known else []
    x, y = np.round(positions, 4).T.tolist()
    together = only_together(captions[-1].sources)
    write_title = _together_title if together else _lines_title
    titles = [write_title(story, i, name, voice) for i, name in enumerate(names_of_moments)]
    said = [caption.text(voice) for caption in captions]
    traces = [
        _line_trace("unknown", _at(unknown, last), x, y, {"color": PALE, "width": 1, "dash": "dash"}),
        _line_trace("known", _at(known, last), x, y, {"color": PALE, "width": 1}),
        _line_trace("new", _new_at(known, last), x, y, {"color": ACCENT, "width": 2}),
    ]
    hover = _who(people, size, voice)
    traces += _people_traces(people, x, y, marks=marks, heard=heard, diameters=_diameters(size), hover=hover)
    hidden = {"visible": False, "fixedrange": False}
    return Figure(
        data=traces,
        layout=frame(
            voice,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            dragmode="pan",
            xaxis={**hidden, "range": _span(x)},
            yaxis={**hidden, "range": _span(y)},
        ),
        title=titles[last],
        caption=said[last],
        columns=_network_columns(size, voice, together=together),
        rows=_network_rows(people, story, last, size),
        replay={
            "moments": list(names_of_moments),
            "titles": titles,
            "captions": said,
            "x": x,
            "y": y,
            "known": known,
            "unknown": unknown,
        },
    )


def _span(places: list[float]) -> list[float]:
    """From a little before the first place to a little after the last."""
    low, high = min(places, default=0.0), max(places, default=1.0)
    room = 0.05 * (high - low) or 1.0
    return [low - room, high + room]


def _segments(story: Episodes) -> list[list[int]]:
    is_line = story.value == 1
    table = np.column_stack([story.a, story.b, story.first, story.until])[is_line]
    return table[np.argsort(table[:, 2], kind="stable")].tolist()


def _at(segments: list[list[int]], moment: int) -> list[list[int]]:
    return [segment for segment in segments if segment[2] <= moment < segment[3]]


def _new_at(segments: list[list[int]], moment: int) -> list[list[int]]:
    return [segment for segment in segments if 0 < segment[2] == moment]


def _line_trace(name: str, segments: list[list[int]], x: list[float], y: list[float], line: Plotly) -> Plotly:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [place for a, b, *_rest in segments for place in (x[a], x[b], None)],
        "y": [place for a, b, *_rest in segments for place in (y[a], y[b], None)],
        "line": line,
        "hoverinfo": "skip",
    }


def _people_traces(
    people: People,
    x: list[float],
    y: list[float],
    *,
    marks: Sequence[int],
    heard: Bools,
    diameters: list[float],
    hover: list[str],
) -> list[Plotly]:
    traces = []
    for sector, name in enumerate(people.sectors):
        members = np.flatnonzero(people.sector == sector).tolist()
        if not members:
            continue
        how = mark(marks[sector])
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": safe(name),
                "x": [x[i] for i in members],
                "y": [y[i] for i in members],
                "text": [hover[i] for i in members],
                "customdata": members,
                "hoverinfo": "text",
                "marker": {
                    "color": how.colour,
                    "symbol": how.symbol,
                    "size": [diameters[i] for i in members],
                    "opacity": [1.0 if heard[i] else NOT_HEARD for i in members],
                    "line": {"color": INK, "width": 1},
                },
            }
        )
    return traces


def _diameters(size: Size) -> list[float]:
    """Areas in proportion to the values, from the smallest to the largest diameter."""
    top = float(size.values.max()) if len(size.values) else 0.0
    part = size.values / top if top else np.zeros(len(size.values))
    return np.round(np.sqrt(SMALLEST**2 + part * (LARGEST**2 - SMALLEST**2)), 1).tolist()


def _who(people: People, size: Size, voice: Voice) -> list[str]:
    """What stands beside the pointer: label, function, sector and the measure."""
    return [
        "<br>".join(
            [
                safe(label),
                *([] if people.function[i] == NA else [safe(people.functions[people.function[i]])]),
                safe(people.sectors[people.sector[i]]),
                f"{safe(size.label)}: {voice.number(float(size.values[i]), 0)}",
            ]
        )
        for i, label in enumerate(people.labels)
    ]


def _lines_title(story: Episodes, moment: int, name: str, voice: Voice) -> str:
    """How many lines there are, and what became of them since the moment before."""
    ngettext = voice.plural
    now, new, lost = _counts(story, moment)
    said = {"moment": name, "lijnen": voice.number(now, 0)}
    if not moment:
        return ngettext("%(moment)s: er is %(lijnen)s lijn", "%(moment)s: er zijn %(lijnen)s lijnen", now, **said)
    if not (new or lost):
        return ngettext(
            "%(moment)s: er is %(lijnen)s lijn, dezelfde als bij het vorige moment",
            "%(moment)s: er zijn %(lijnen)s lijnen, dezelfde als bij het vorige moment",
            now,
            **said,
        )
    return ngettext(
        "%(moment)s: er is %(lijnen)s lijn. Sinds het vorige moment: %(erbij)s erbij, %(weg)s weg of onbekend",
        "%(moment)s: er zijn %(lijnen)s lijnen. Sinds het vorige moment: %(erbij)s erbij, %(weg)s weg of onbekend",
        now,
        **said,
        erbij=voice.number(new, 0),
        weg=voice.number(lost, 0),
    )


def _together_title(story: Episodes, moment: int, name: str, voice: Voice) -> str:
    """How many pairs were together in the two years before. Whether they know each other, nobody said."""
    ngettext = voice.plural
    now, _new, _lost = _counts(story, moment)
    return ngettext(
        "%(moment)s: %(paren)s paar is in de laatste twee jaar samen geweest",
        "%(moment)s: %(paren)s paren zijn in de laatste twee jaar samen geweest",
        now,
        moment=name,
        paren=voice.number(now, 0),
    )


def _counts(story: Episodes, moment: int) -> tuple[int, int, int]:
    """Lines at a moment, how many of them began there, and how many there were no longer."""
    line = story.value == 1
    here = line & (story.first <= moment) & (moment < story.until)
    new, lost = line & (story.first == moment), line & (story.until == moment)
    return int(np.count_nonzero(here)), int(np.count_nonzero(new)), int(np.count_nonzero(lost))


def _network_columns(size: Size, voice: Voice, *, together: bool) -> tuple[str, ...]:
    _ = voice.translate
    contacts = _("Met hoeveel mensen samen") if together else _("Aantal contacten")
    return _("Deelnemer"), _("Sector"), _("Functie"), contacts, size.label


def _network_rows(people: People, story: Episodes, moment: int, size: Size) -> list[tuple[Cell, ...]]:
    contacts = _contacts(story, moment)
    return [
        (
            label,
            people.sectors[people.sector[i]],
            None if people.function[i] == NA else people.functions[people.function[i]],
            int(contacts[i]),
            float(size.values[i]),
        )
        for i, label in enumerate(people.labels)
    ]


def _contacts(story: Episodes, moment: int) -> Ints:
    """With how many different people each has a line, in either direction."""
    start, end = story.arcs_at(moment)
    pairs = np.unique(np.sort(np.column_stack([start, end]), axis=1), axis=0)
    return np.bincount(pairs.ravel(), minlength=story.people)
