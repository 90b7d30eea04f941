"""The network for Gephi, R and networkx: one measurement as GraphML, and all that was said over time as GEXF.

A file like these cannot hold what is not known: a line that is absent was denied, not asked, or not answered.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import numpy as np

from kapstok import clock
from kapstok.evaluation.coarse import as_seen
from kapstok.evaluation.exports import function_of, seen, takeable
from kapstok.network.graph import Statements
from kapstok.network.measured import Measurement, Network
from kapstok.network.replay import episodes
from kapstok.ties.rules import SHORT_LINE

if TYPE_CHECKING:
    import networkx

NOT_PUBLIC = "niet voor publicatie"


def graphml(network: Network, wave: Measurement) -> bytes:
    """Who stated a line of strength 1 or more with whom in one measurement. Directed.

    ``geantwoord`` tells of whom it was not heard.
    """
    import networkx

    people, on_roster = as_seen(network), wave.asked | wave.named
    graph = networkx.DiGraph(
        meting=wave.name,
        bron="alleen deze meting",
        richting="van wie het zegt naar over wie",
        vanaf_sterkte=1,
        bestemming=NOT_PUBLIC,
    )
    _add_people(graph, network, [i for i in seen(network) if on_roster[i]])
    for i in graph:
        graph.nodes[i]["geantwoord"] = bool(wave.answered[people.labels.index(i)])
    for i, j in np.argwhere(wave.state.strength >= 1).tolist():
        if people.labels[i] in graph and people.labels[j] in graph:
            graph.add_edge(people.labels[i], people.labels[j], sterkte=int(wave.state.strength[i, j]))
    content = io.BytesIO()
    networkx.write_graphml(graph, content)
    return content.getvalue()


def gexf(network: Network, until: dt.date) -> bytes:
    """Short lines over time: each line with the months (first days) from which, and up to which, it was stated.

    GEXF 1.2 as networkx writes it, with a time span (spell) for each stretch; directed. By month, so that a day does
    not tell who spoke: the last word of a month counts from its first day on. What nobody said again for 24 months
    ends there; what still stands, ends with the month of ``until``.
    """
    import networkx

    told = takeable(network)
    graph = networkx.DiGraph(mode="dynamic")
    _add_people(graph, network, seen(network))
    starts = _months(told, until)
    if starts:
        ends = [
            clock.from_local(start, dt.time()) - dt.timedelta(seconds=1) for start in [*starts[1:], _next(starts[-1])]
        ]
        story = episodes(told, len(network.people), ends, SHORT_LINE)
        labels = network.people.labels
        for a, b, value, first, after in zip(story.a, story.b, story.value, story.first, story.until, strict=True):
            if value == 1:
                edge = graph.get_edge_data(labels[a], labels[b], {"spells": []})
                graph.add_edge(
                    labels[a], labels[b], spells=[*edge["spells"], (f"{starts[first]}", f"{_next(starts[after - 1])}")]
                )
    content = io.BytesIO()
    networkx.write_gexf(graph, content)
    return content.getvalue()


def _add_people(graph: networkx.DiGraph, network: Network, indexes: list[int]) -> None:
    people = as_seen(network)
    for i in indexes:
        graph.add_node(people.labels[i], sector=people.sectors[people.sector[i]], functie=function_of(people, i) or "")


def _months(told: Statements, until: dt.date) -> list[dt.date]:
    """The first day of every month from the first word to the last day that is told of."""
    if not len(told):
        return []
    month = clock.month_of(clock.local_date(dt.datetime.fromtimestamp(int(told.said_at[0]), dt.UTC)))
    months = []
    while month <= until:
        months.append(month)
        month = _next(month)
    return months


def _next(month: dt.date) -> dt.date:
    return clock.month_of(month + dt.timedelta(days=31))
