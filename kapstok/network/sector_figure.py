"""Lines between sectors, then and now."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok import disclosure
from kapstok.network.drawing import Caption, Cell, Figure, Plotly, Voice, frame, quiet_axis, safe
from kapstok.network.marks import PRIMARY, SURFACE
from kapstok.network.measures import SectorMatrix

Shares = list[list[float | None]]


def sector_lines(
    first: SectorMatrix | None,
    second: SectorMatrix,
    sectors: Sequence[str],
    names: tuple[str, str],
    caption: Caption,
    voice: Voice,
) -> Figure:
    """Which part of the possible lines there is between each two sectors: then (when there was a then) and now.

    No percentage stands where fewer than ten dyads were observed. ``names`` are those of then and now.
    """
    shown = [(matrix, name) for matrix, name in zip((first, second), names, strict=True) if matrix is not None]
    shares = [_shares(matrix) for matrix, _name in shown]
    layout = frame(voice, annotations=[])
    for k, (_matrix, name) in enumerate(shown):
        _add_panel(layout, k, len(shown), name)
    return Figure(
        data=[
            _heatmap(table, sectors, k, _highest(shares), k == len(shown) - 1, voice) for k, table in enumerate(shares)
        ],
        layout=layout,
        title=_sector_title(shares, sectors, voice),
        caption=caption.text(voice),
        columns=_sector_columns([name for _matrix, name in shown], voice),
        rows=[
            (a, b, *(cell for matrix, _name in shown for cell in _sector_cells(matrix, i, j, voice)))
            for i, a in enumerate(sectors)
            for j, b in enumerate(sectors)
        ],
    )


def _shares(matrix: SectorMatrix) -> Shares:
    pairs = zip(matrix.lines.tolist(), matrix.observed.tolist(), strict=True)
    return [[disclosure.share(part, whole) for part, whole in zip(*row, strict=True)] for row in pairs]


def _highest(shares: Sequence[Shares]) -> float:
    """The end of the colour scale: the same one then and now, or the colours would lie."""
    return max((share for table in shares for row in table for share in row if share), default=1.0)


def _add_panel(layout: Plotly, k: int, panels: int, name: str) -> None:
    which, low, high = _axis(k), k / panels, (k + 1) / panels
    layout[f"xaxis{which}"] = quiet_axis(
        domain=[low + 0.01, high - 0.01], anchor=f"y{which}", showgrid=False, tickangle=-40
    )
    layout[f"yaxis{which}"] = quiet_axis(
        anchor=f"x{which}", autorange="reversed", showgrid=False, showticklabels=k == 0
    )
    layout["annotations"].append(
        {
            "x": (low + high) / 2,
            "y": 1,
            "xref": "paper",
            "yref": "paper",
            "yanchor": "bottom",
            "text": safe(name),
            "showarrow": False,
        }
    )


def _axis(k: int) -> str:
    return "" if k == 0 else str(k + 1)


def _heatmap(table: Shares, sectors: Sequence[str], k: int, highest: float, is_last: bool, voice: Voice) -> Plotly:
    names = [safe(sector) for sector in sectors]
    in_words = [[voice.percent(share, 0) for share in row] for row in table]
    return {
        "type": "heatmap",
        "x": names,
        "y": names,
        "z": [[None if share is None else round(100 * share, 2) for share in row] for row in table],
        "text": in_words,
        "texttemplate": "%{text}",
        "hovertext": [
            [f"{a} → {b}: {share}" for b, share in zip(names, row, strict=True)]
            for a, row in zip(names, in_words, strict=True)
        ],
        "hoverinfo": "text",
        "xaxis": f"x{_axis(k)}",
        "yaxis": f"y{_axis(k)}",
        "zmin": 0,
        "zmax": 100 * highest,
        "colorscale": [[0, SURFACE], [1, PRIMARY]],
        "xgap": 1,
        "ygap": 1,
        "showscale": is_last,
        "colorbar": {"ticksuffix": voice.percent_sign, "outlinewidth": 0, "thickness": 12},
    }


def _sector_title(shares: Sequence[Shares], sectors: Sequence[str], voice: Voice) -> str:
    """The largest difference between then and now; of one moment, the sectors with most lines between them."""
    _ = voice.translate
    then, now = shares[0], shares[-1]
    known = [
        (i, j)
        for i in range(len(sectors))
        for j in range(len(sectors))
        if now[i][j] is not None and then[i][j] is not None
    ]
    if not known:
        return _("Er zijn nog te weinig antwoorden om sectoren te vergelijken")
    if len(shares) == 1:
        i, j = max(known, key=lambda cell: now[cell[0]][cell[1]] or 0.0)
        return _(
            "De meeste lijnen: van %(van)s naar %(naar)s, %(nu)s",
            van=sectors[i],
            naar=sectors[j],
            nu=voice.percent(now[i][j], 0),
        )
    i, j = max(known, key=lambda cell: abs((now[cell[0]][cell[1]] or 0.0) - (then[cell[0]][cell[1]] or 0.0)))
    return _(
        "Het grootste verschil: van %(van)s naar %(naar)s, eerst %(toen)s en nu %(nu)s",
        van=sectors[i],
        naar=sectors[j],
        toen=voice.percent(then[i][j], 0),
        nu=voice.percent(now[i][j], 0),
    )


def _sector_columns(names: Sequence[str], voice: Voice) -> tuple[str, ...]:
    _ = voice.translate
    heads = [
        (
            _("Lijnen, %(moment)s", moment=name),
            _("Gevraagde paren, %(moment)s", moment=name),
            _("Deel, %(moment)s", moment=name),
        )
        for name in names
    ]
    return _("Van"), _("Naar"), *(head for three in heads for head in three)


def _sector_cells(matrix: SectorMatrix, i: int, j: int, voice: Voice) -> tuple[Cell, ...]:
    part, whole = int(matrix.lines[i, j]), int(matrix.observed[i, j])
    return part, whole, voice.percent(disclosure.share(part, whole), 0)
