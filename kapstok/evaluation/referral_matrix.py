"""Referrals from each to each, as a table one can see: who sends down the side, who receives along the top. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok.network.drawing import Figure, Plotly, Voice, frame, quiet_axis, safe
from kapstok.network.marks import PRIMARY, SURFACE

MOST_NAMES = 12  # down or along; more cannot be read, and the flow's own table has them all


def referral_matrix(
    flows: Sequence[tuple[str, str, int]], names: Sequence[str], caption: str, voice: Voice
) -> Figure | None:
    """(from, to, count) between ``names``, in their order; None where there are none, or too many to read.

    What nobody counted is empty: it may be none, and it may be unknown.
    """
    _ = voice.translate
    counts = {(sender, receiver): count for sender, receiver, count in flows if count}
    senders = [name for name in names if any(sender == name for sender, _receiver in counts)]
    receivers = [name for name in names if any(receiver == name for _sender, receiver in counts)]
    if not counts or max(len(senders), len(receivers)) > MOST_NAMES:
        return None
    cells = [[counts.get((sender, receiver)) for receiver in receivers] for sender in senders]
    return Figure(
        data=[_heatmap(senders, receivers, cells, voice)],
        layout=frame(
            voice,
            margin={"l": 8, "r": 8, "t": 8, "b": 8},
            xaxis=quiet_axis(showgrid=False, side="top", tickangle=-30),
            yaxis=quiet_axis(showgrid=False, autorange="reversed"),
        ),
        title=_most_sent(counts, voice),
        plain=_(
            "In %(deel)s van de %(alle)s vakken is een verwijzing geteld. Een leeg vak is nul, of niet geteld.",
            deel=voice.number(len(counts), 0),
            alle=voice.number(len(senders) * len(receivers), 0),
        ),
        caption=caption,
        columns=(_("Van, naar"), *receivers),
        rows=[(sender, *row) for sender, row in zip(senders, cells, strict=True)],
    )


def _heatmap(
    senders: Sequence[str], receivers: Sequence[str], cells: Sequence[Sequence[int | None]], voice: Voice
) -> Plotly:
    return {
        "type": "heatmap",
        "x": [safe(name) for name in receivers],
        "y": [safe(name) for name in senders],
        "z": [list(row) for row in cells],
        "text": [["" if count is None else voice.number(count, 0) for count in row] for row in cells],
        "texttemplate": "%{text}",
        "hoverinfo": "skip",
        "colorscale": [[0, SURFACE], [1, PRIMARY]],
        "zmin": 0,
        "xgap": 1,
        "ygap": 1,
        "showscale": False,
    }


def _most_sent(counts: dict[tuple[str, str], int], voice: Voice) -> str:
    sent: dict[str, int] = {}
    for (sender, _receiver), count in counts.items():
        sent[sender] = sent.get(sender, 0) + count
    name = max(sorted(sent), key=lambda each: sent[each])
    return voice.translate(
        "%(wie)s verwees het vaakst: %(aantal)s van de %(totaal)s keer",
        wie=name,
        aantal=voice.number(sent[name], 0),
        totaal=voice.number(sum(sent.values()), 0),
    )
