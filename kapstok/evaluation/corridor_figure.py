"""Corridors as dots: how many pairs have a short line across, how many referrals up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kapstok.evaluation.corridors import Corridor, Kind
from kapstok.network.drawing import Figure, Plotly, Voice, frame, quiet_axis, safe
from kapstok.network.marks import ACCENT, INK, MUTED, PRIMARY

APART = 0.08  # between two names, as a part of the most referrals: closer ones would lie over one another


def kind_in_words(kind: Kind | None, voice: Voice) -> str:
    _ = voice.translate
    if kind is None:
        return _("niet bekend")
    return {
        Kind.SHORT: _("korte lijn en verwijzingen"),
        Kind.BLIND: _("verwijzingen zonder lijn"),
        Kind.IDLE: _("lijn zonder verwijzingen"),
        Kind.NEITHER: _("geen van beide"),
    }[kind]


def corridor_dots(found: Sequence[Corridor], names: Mapping[int, str], caption: str, voice: Voice) -> Figure:
    """Every corridor of which both are known; the others stand in the table only."""
    _ = voice.translate
    busiest_first = sorted(found, key=lambda each: (-(each.referrals or 0), each.one, each.other))
    known = [each for each in busiest_first if each.kind]
    drawn = [each for each in known if each.shown.share is not None]
    return Figure(
        data=[_dots(drawn, names, voice)],
        layout=frame(
            voice,
            xaxis=quiet_axis(
                rangemode="tozero", tickformat=".0%", title={"text": _("Deel van de paren met een korte lijn")}
            ),
            yaxis=quiet_axis(rangemode="tozero", tickformat=",d", title={"text": _("Verwijzingen")}),
            annotations=[_name(each, names) for each in _legible(drawn)],
        ),
        title=_title(known, names, voice),
        caption=caption,
        columns=(
            _("Tussen"),
            _("Wat er is"),
            _("Verwijzingen"),
            _("Paren met een lijn"),
            _("Bekende paren"),
            _("Deel"),
        ),
        rows=[
            (
                corridor_name(each, names),
                kind_in_words(each.kind, voice),
                each.referrals,
                each.shown.part,
                each.observed,
                voice.percent(each.shown.share, 0),
            )
            for each in busiest_first
        ],
        plain=_in_words(known, voice),
    )


def four_cells(found: Sequence[Corridor]) -> dict[Kind | None, int]:
    """How many corridors there are of each kind; None: of which it is not known."""
    counted = Counter(each.kind for each in found)
    return {kind: counted[kind] for kind in (*Kind, None)}


def corridor_name(corridor: Corridor, names: Mapping[int, str]) -> str:
    return f"{names[corridor.one]} – {names[corridor.other]}"


def _dots(drawn: Sequence[Corridor], names: Mapping[int, str], voice: Voice) -> Plotly:
    colours = {Kind.SHORT: PRIMARY, Kind.BLIND: ACCENT, Kind.IDLE: MUTED, Kind.NEITHER: MUTED}
    shapes = {Kind.SHORT: "circle", Kind.BLIND: "diamond", Kind.IDLE: "circle-open", Kind.NEITHER: "x-thin-open"}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [each.shown.share for each in drawn],
        "y": [each.referrals for each in drawn],
        "text": [f"{safe(corridor_name(each, names))}: {kind_in_words(each.kind, voice)}" for each in drawn],
        "hoverinfo": "text",
        "marker": {
            "size": 12,
            "color": [colours[each.kind] for each in drawn if each.kind],
            "symbol": [shapes[each.kind] for each in drawn if each.kind],
            "line": {"color": INK, "width": 1},
        },
        "cliponaxis": False,
    }


def _legible(drawn: Sequence[Corridor]) -> list[Corridor]:
    """Those whose names can stand beside their dots: blind ones first, then those with most referrals."""
    most = max((each.referrals or 0 for each in drawn), default=0)
    kept: list[Corridor] = []
    for each in sorted(drawn, key=lambda each: (each.kind is not Kind.BLIND, -(each.referrals or 0))):
        if all(abs((each.referrals or 0) - (other.referrals or 0)) > APART * most for other in kept):
            kept.append(each)
    return kept


def _name(corridor: Corridor, names: Mapping[int, str]) -> Plotly:
    return {
        "x": corridor.shown.share,
        "y": corridor.referrals,
        "text": safe(corridor_name(corridor, names)),
        "showarrow": False,
        "xanchor": "left",
        "xshift": 10,
        "font": {"color": ACCENT if corridor.kind is Kind.BLIND else MUTED, "size": 12},
    }


def _title(known: Sequence[Corridor], names: Mapping[int, str], voice: Voice) -> str:
    _ = voice.translate
    blind = [each for each in known if each.kind is Kind.BLIND]
    if blind:
        return _(
            "%(wie)s: wel verwijzingen (%(aantal)s), geen korte lijn",
            wie=corridor_name(blind[0], names),
            aantal=voice.number(blind[0].referrals, 0),
        )
    short = sum(each.kind is Kind.SHORT for each in known)
    if not known:
        return _("Van geen enkel tweetal is bekend of er lijnen én verwijzingen zijn")
    return _(
        "Bij %(deel)s van de %(alle)s tweetallen zijn er korte lijnen én verwijzingen",
        deel=voice.number(short, 0),
        alle=voice.number(len(known), 0),
    )


def _in_words(known: Sequence[Corridor], voice: Voice) -> str:
    _ = voice.translate
    if not known:
        return ""
    kinds = four_cells(known)
    return _(
        "Bekend van %(alle)s tweetallen. Korte lijnen en verwijzingen: %(samen)s. Verwijzingen zonder lijn: %(blind)s. "
        "Lijnen zonder verwijzingen: %(stil)s. Geen van beide: %(niets)s.",
        alle=voice.number(len(known), 0),
        samen=voice.number(kinds[Kind.SHORT], 0),
        blind=voice.number(kinds[Kind.BLIND], 0),
        stil=voice.number(kinds[Kind.IDLE], 0),
        niets=voice.number(kinds[Kind.NEITHER], 0),
    )
