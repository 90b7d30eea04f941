"""Figures about what the network did: referrals per month, where they went, and mantelzorgers in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kapstok.network.drawing import Figure, Plotly, Voice, direct_label, frame, legend_on_top, quiet_axis, safe
from kapstok.network.marks import INK, MUTED, PALE, PRIMARY, SURFACE, mark

OUTCOME_COLOURS = (PRIMARY, "#6FA8B2", "#C9D6DA", "#8A5A00", "#55616D")


def referrals_per_month(
    months: Sequence[str], counts: Mapping[str, Sequence[int]], caption: str, voice: Voice
) -> Figure:
    """Bars per month ("2026-03-01"), stacked by outcome. ``counts``: for each outcome's name a number per month."""
    _ = voice.translate
    totals = [sum(month) for month in zip(*counts.values(), strict=True)] if counts else []
    return Figure(
        data=[
            _bars(months, name, numbers, OUTCOME_COLOURS[k % len(OUTCOME_COLOURS)])
            for k, (name, numbers) in enumerate(counts.items())
        ],
        layout=frame(
            voice,
            barmode="stack",
            bargap=0.3,
            showlegend=True,
            legend=legend_on_top(),
            xaxis=quiet_axis(type="date", showgrid=False, tickformat="%m-%Y"),
            yaxis=quiet_axis(rangemode="tozero", tickformat=",d"),
        ),
        title=_("Verwijzingen in deze periode: %(aantal)s", aantal=voice.number(sum(totals), 0)),
        caption=caption,
        columns=(_("Maand"), *counts, _("Totaal")),
        rows=[
            (month, *(numbers[k] for numbers in counts.values()), totals[k]) for k, month in enumerate(months) if totals
        ],
    )


def _bars(months: Sequence[str], name: str, numbers: Sequence[int], colour: str) -> Plotly:
    return {
        "type": "bar",
        "name": safe(name),
        "x": list(months),
        "y": list(numbers),
        "marker": {"color": colour, "line": {"color": SURFACE, "width": 1}},
        "hovertemplate": "%{y}",
    }


def referral_flow(
    flows: Sequence[tuple[str, str, int]], mark_of: Mapping[str, int], caption: str, voice: Voice
) -> Figure:
    """Who referred to whom, as a Sankey: (from, to, count), from the left to the right; a name may stand on both sides.

    ``mark_of``: the position of each name's sector in the project's list, for its colour.
    """
    _ = voice.translate
    largest_first = sorted((flow for flow in flows if flow[2] > 0), key=lambda flow: (-flow[2], flow[:2]))
    senders = list(dict.fromkeys(sender for sender, _receiver, _count in largest_first))
    receivers = list(dict.fromkeys(receiver for _sender, receiver, _count in largest_first))
    return Figure(
        data=[
            {
                "type": "sankey",
                "arrangement": "fixed",
                "node": {
                    "label": [safe(name) for name in (*senders, *receivers)],
                    "color": [mark(mark_of[name]).colour for name in (*senders, *receivers)],
                    "line": {"color": INK, "width": 1},
                    "pad": 14,
                    "thickness": 14,
                },
                "link": {
                    "source": [senders.index(sender) for sender, _receiver, _count in largest_first],
                    "target": [len(senders) + receivers.index(receiver) for _sender, receiver, _count in largest_first],
                    "value": [count for _sender, _receiver, count in largest_first],
                    "color": "rgba(85, 97, 109, 0.28)",
                },
            }
        ]
        if largest_first
        else [],
        layout=frame(voice, margin={"l": 8, "r": 8, "t": 8, "b": 8}),
        title=_flow_title(largest_first, voice),
        caption=caption,
        columns=(_("Van"), _("Naar"), _("Aantal")),
        rows=list(largest_first),
    )


def _flow_title(flows: Sequence[tuple[str, str, int]], voice: Voice) -> str:
    _ = voice.translate
    if not flows:
        return _("Er zijn nog geen verwijzingen geteld")
    sender, receiver, count = flows[0]
    return _(
        "De meeste verwijzingen gaan van %(van)s naar %(naar)s: %(aantal)s van %(totaal)s",
        van=sender,
        naar=receiver,
        aantal=voice.number(count, 0),
        totaal=voice.number(sum(flow[2] for flow in flows), 0),
    )


def indicator_range(
    label: str,
    days: Sequence[str],
    counts: Mapping[str, Sequence[int | None]],
    caption: str,
    voice: Voice,
) -> Figure:
    """An indicator per organisation over time, and the range in which the unique total lies.

    One mantelzorger can be known to several organisations, so the counts are never summed into one number: the total is
    at least the largest count (max) and at most all of them together (sum). ``counts``: for each organisation a number
    per reference date, None where it gave none.
    """
    _ = voice.translate
    given = [[count for count in day if count is not None] for day in zip(*counts.values(), strict=True)]
    low = [max(day) if day else None for day in given]
    high = [sum(day) if day else None for day in given]
    lines = [_organisation_line(name, days, numbers) for name, numbers in counts.items()]
    ends = [
        direct_label(days[-1], numbers[-1], name, MUTED) for name, numbers in counts.items() if days and numbers[-1]
    ]
    return Figure(
        data=[*_band(days, low, high, voice), *lines],
        layout=frame(
            voice,
            margin={"l": 56, "r": 160, "t": 24, "b": 48},
            xaxis=quiet_axis(type="date", showgrid=False),
            yaxis=quiet_axis(rangemode="tozero", tickformat=",d"),
            annotations=ends,
        ),
        title=_range_title(label, low, high, voice),
        caption=caption,
        columns=(_("Datum"), *counts, _("Ten minste"), _("Ten hoogste")),
        rows=[
            (day, *(numbers[k] for numbers in counts.values()), low[k], high[k])
            for k, day in enumerate(days)
            if k < len(given)
        ],
    )


def _organisation_line(name: str, days: Sequence[str], numbers: Sequence[int | None]) -> Plotly:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(name),
        "x": list(days),
        "y": list(numbers),
        "line": {"color": PALE, "width": 1.5},
        "marker": {"color": PALE, "size": 6},
        "hoverinfo": "x+y+name",
    }


def _band(days: Sequence[str], low: Sequence[int | None], high: Sequence[int | None], voice: Voice) -> list[Plotly]:
    _ = voice.translate
    shared = {"type": "scatter", "mode": "lines", "x": list(days), "line": {"color": PRIMARY, "width": 1}}
    return [
        shared | {"name": _("Ten minste"), "y": list(low)},
        shared | {"name": _("Ten hoogste"), "y": list(high), "fill": "tonexty", "fillcolor": "rgba(11, 85, 99, 0.10)"},
    ]


def _range_title(label: str, low: Sequence[int | None], high: Sequence[int | None], voice: Voice) -> str:
    _ = voice.translate
    known = [(at_least, at_most) for at_least, at_most in zip(low, high, strict=True) if at_least is not None]
    if not known:
        return _("%(getal)s: nog geen gegevens", getal=label)
    at_least, at_most = known[-1]
    return _(
        "%(getal)s: ten minste %(minst)s en ten hoogste %(meest)s",
        getal=label,
        minst=voice.number(at_least, 0),
        meest=voice.number(at_most, 0),
    )
