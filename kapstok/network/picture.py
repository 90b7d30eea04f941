"""The picture of the network: people in their places, and the lines between them, moment after moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kapstok.network.drawing import Caption, Cell, Figure, Plotly, Voice, frame, safe
from kapstok.network.frames import packed_heard, packed_lines, packed_places
from kapstok.network.graph import NA, Bools, Floats, Ints, People
from kapstok.network.marks import INK, mark
from kapstok.network.replay import Episodes
from kapstok.network.sources import only_together

SMALLEST, LARGEST = 9.0, 26.0  # diameters of people, in pixels
FULL = 500  # with more people than this all are drawn smaller
CROWD = 2_000  # with more people than this a mark each is too much for the chart: the page draws them itself
EMPTY: list[Plotly] = [{"type": "scatter", "x": [], "y": [], "customdata": []}]
NOTHING = "rgba(0, 0, 0, 0)"  # the lines lie under the chart, and must shine through


@dataclass(frozen=True, eq=False)
class Size:
    """The measure that people are drawn by: its name, one value ≥ 0 for each person, and how it is written."""

    label: str
    values: Floats
    decimals: int = 0


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
    """People as a chart; ``replay`` holds the lines of all moments, which the page draws under it. Nobody moves.

    ``marks``: for each sector its position in the project's list; ``heard`` (moments × people): who had answered by
    then, the others are pale. ``replay``: see ``frames``, with the words of every moment beside it, and the people
    themselves when they are a crowd.
    """
    last = story.moments - 1
    together = only_together(captions[-1].sources)
    write_title = _together_title if together else _lines_title
    titles = [write_title(story, i, name, voice) for i, name in enumerate(names_of_moments)]
    said = [caption.text(voice) for caption in captions]
    x, y = np.round(positions, 4).T.tolist()
    hidden = {"visible": False, "fixedrange": False}
    diameters, hover = _diameters(size, len(people)), _who(people, size, voice)
    marked = _people_traces(people, x, y, marks=marks, diameters=diameters, hover=hover)
    return Figure(
        data=EMPTY if len(people) > CROWD else marked,
        layout=frame(
            voice,
            paper_bgcolor=NOTHING,
            plot_bgcolor=NOTHING,
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
            "answered": [_answered(caption, voice) for caption in captions],
            "people": len(people),
            **packed_places(positions),
            "known": packed_lines(story),
            "unknown": packed_lines(half_known) if half_known else None,
            "heard": packed_heard(heard),
            "crowd": marked if len(people) > CROWD else None,
        },
    )


def contacts(story: Episodes, moment: int) -> Ints:
    """With how many different people each has a line at a moment, in either direction."""
    start, end = story.arcs_at(moment)
    pairs = np.unique(np.sort(np.column_stack([start, end]), axis=1), axis=0)
    return np.bincount(pairs.ravel(), minlength=story.people)


def _span(places: list[float]) -> list[float]:
    """From a little before the first place to a little after the last."""
    low, high = min(places, default=0.0), max(places, default=1.0)
    room = 0.05 * (high - low) or 1.0
    return [low - room, high + room]


def _answered(caption: Caption, voice: Voice) -> str:
    """How many people were heard, for beside the slider; empty where nobody was asked."""
    if caption.response is None:
        return ""
    _ = voice.translate
    return _(
        "%(wel)s van de %(totaal)s mensen gehoord",
        wel=voice.number(caption.response.part, 0),
        totaal=voice.number(caption.response.whole, 0),
    )


def _people_traces(
    people: People,
    x: list[float],
    y: list[float],
    *,
    marks: Sequence[int],
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
                    "opacity": 1,
                    "line": {"color": INK, "width": 1},
                },
            }
        )
    return traces


def _diameters(size: Size, people: int) -> list[float]:
    """Areas in proportion to the values, from the smallest to the largest diameter; in a crowd all are smaller."""
    top = float(size.values.max()) if len(size.values) else 0.0
    part = size.values / top if top else np.zeros(len(size.values))
    shrunk = min(1.0, (FULL / max(people, 1)) ** 0.5)
    return np.round(shrunk * np.sqrt(SMALLEST**2 + part * (LARGEST**2 - SMALLEST**2)), 1).tolist()


def _who(people: People, size: Size, voice: Voice) -> list[str]:
    """What stands beside the pointer: label, function, sector and the measure."""
    return [
        "<br>".join(
            [
                safe(label),
                *([] if people.function[i] == NA else [safe(people.functions[people.function[i]])]),
                safe(people.sectors[people.sector[i]]),
                f"{safe(size.label)}: {voice.number(float(size.values[i]), size.decimals)}",
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
    lines = _("Met hoeveel mensen samen") if together else _("Aantal contacten")
    return _("Deelnemer"), _("Sector"), _("Functie"), lines, size.label


def _network_rows(people: People, story: Episodes, moment: int, size: Size) -> list[tuple[Cell, ...]]:
    lines, measured = contacts(story, moment), np.round(size.values, size.decimals)
    return [
        (
            label,
            people.sectors[people.sector[i]],
            None if people.function[i] == NA else people.functions[people.function[i]],
            int(lines[i]),
            float(measured[i]) if size.decimals else int(measured[i]),
        )
        for i, label in enumerate(people.labels)
    ]
