"""Figures of referrals: how many were sent and arrived, what became of them, and from whom to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kapstok import disclosure
from kapstok.network.drawing import Figure, Plotly, Voice, frame, legend_on_top, quiet_axis, safe
from kapstok.network.marks import INK, PRIMARY, SURFACE, mark

OUTCOME_COLOURS = (PRIMARY, "#C9D6DA", "#8A5A00", "#6FA8B2", "#55616D", "#B4532A", "#3E6B4F", "#A7A0B5", "#DADFE3")


def sent_and_arrived(
    months: Sequence[str], sides: Sequence[tuple[int | None, int | None]], caption: str, voice: Voice
) -> Figure:
    """Two bars per month ("2026-03-01"): what senders counted and what receivers did; None: nobody did."""
    _ = voice.translate
    names = (_("verwezen"), _("aangekomen"))
    totals = [sum(side or 0 for side in column) for column in zip(*sides, strict=True)] if sides else [0, 0]
    return Figure(
        data=[_bars(months, name, [month[k] for month in sides], OUTCOME_COLOURS[k]) for k, name in enumerate(names)],
        layout=_monthly(voice, "group"),
        title=_(
            "Verwijzers telden er %(verwezen)s, ontvangers %(aangekomen)s",
            verwezen=voice.number(totals[0], 0),
            aangekomen=voice.number(totals[1], 0),
        ),
        caption=caption,
        columns=(_("Maand"), *names, _("Verschil")),
        rows=[
            (month, sent, arrived, None if sent is None or arrived is None else arrived - sent)
            for month, (sent, arrived) in zip(months, sides, strict=True)
        ],
        plain=_both_sides_in_words(sides, voice),
    )


def _both_sides_in_words(sides: Sequence[tuple[int | None, int | None]], voice: Voice) -> str:
    """What both sides counted of the months that both counted: of other months nobody knows what the other saw."""
    _ = voice.translate
    both = [(sent, arrived) for sent, arrived in sides if sent is not None and arrived is not None]
    if not both:
        return _("In geen enkele maand telden verwijzers én ontvangers.")
    return _(
        "In maanden die beide kanten telden, schreven verwijzers er %(verwezen)s op en ontvangers %(aangekomen)s.",
        verwezen=voice.number(sum(sent for sent, _arrived in both), 0),
        aangekomen=voice.number(sum(arrived for _sent, arrived in both), 0),
    )


def outcomes_per_month(
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
        layout=_monthly(voice, "stack"),
        title=_("Wat ervan werd: %(aantal)s verwijzingen", aantal=voice.number(sum(totals), 0)),
        caption=caption,
        columns=(_("Maand"), *counts, _("Totaal")),
        rows=[
            (month, *(numbers[k] for numbers in counts.values()), totals[k]) for k, month in enumerate(months) if totals
        ],
        plain=_most_often({name: sum(numbers) for name, numbers in counts.items()}, voice),
    )


def _most_often(totals: Mapping[str, int], voice: Voice) -> str:
    """The outcome of most, as so many of every hundred; nothing of fewer than ten."""
    _ = voice.translate
    name = max(totals, key=lambda each: totals[each], default="")
    share = disclosure.share(totals.get(name, 0), sum(totals.values()))
    if not share:
        return ""
    return _(
        "Het meest kwam voor: %(afloop)s, bij %(aantal)s van elke 100 verwijzingen.",
        afloop=name,
        aantal=voice.number(100 * share, 0),
    )


def _monthly(voice: Voice, barmode: str) -> Plotly:
    return frame(
        voice,
        barmode=barmode,
        bargap=0.3,
        showlegend=True,
        legend=legend_on_top(),
        xaxis=quiet_axis(type="date", showgrid=False, tickformat="%m-%Y"),
        yaxis=quiet_axis(rangemode="tozero", tickformat=",d"),
    )


def _bars(months: Sequence[str], name: str, numbers: Sequence[int | None], colour: str) -> Plotly:
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
        plain=_flow_in_words(largest_first, voice),
    )


def _flow_in_words(flows: Sequence[tuple[str, str, int]], voice: Voice) -> str:
    if not flows:
        return ""
    total = sum(count for _sender, _receiver, count in flows)
    return voice.translate(
        "Van %(totaal)s getelde verwijzingen bleven er %(binnen)s binnen dezelfde groep; de andere %(tussen)s gingen "
        "naar een andere.",
        totaal=voice.number(total, 0),
        binnen=voice.number(sum(count for sender, receiver, count in flows if sender == receiver), 0),
        tussen=voice.number(sum(count for sender, receiver, count in flows if sender != receiver), 0),
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
