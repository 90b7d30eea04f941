"""How many steps people are from one another, then and now, and when somebody stops."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok import disclosure
from kapstok.network.drawing import Caption, Cell, Figure, Plotly, Voice, frame, legend_on_top, quiet_axis, safe
from kapstok.network.marks import ACCENT, MUTED, PALE, PRIMARY
from kapstok.network.paths import Distances

FAR = 4  # steps, from where on pairs are taken together


def steps_apart(found: Sequence[tuple[str, Distances]], caption: Caption, voice: Voice) -> Figure:
    """Bars: which part of all pairs is 1, 2, 3, or 4 or more steps apart, or not joined at all, at each moment.

    ``found``: the moments (one or two) by name, over lines without direction. No percentage of fewer than ten pairs.
    """
    _ = voice.translate
    names = [_("1 stap"), _("2 stappen"), _("3 stappen"), _("4 of meer"), _("niet verbonden")]
    counts = [_by_steps(each) for _name, each in found]
    shares = [[disclosure.share(part, sum(row)) for part in row] for row in counts]
    colours = [PALE, PRIMARY][-len(found) :]
    return Figure(
        data=[
            _bars(name, names, row, colour, voice)
            for (name, _each), row, colour in zip(found, shares, colours, strict=True)
        ],
        layout=frame(
            voice,
            barmode="group",
            bargap=0.3,
            showlegend=len(found) > 1,
            legend=legend_on_top(),
            xaxis=quiet_axis(type="category", showgrid=False),
            yaxis=quiet_axis(rangemode="tozero", ticksuffix=voice.percent_sign),
        ),
        title=_within_two(found, voice),
        caption=caption.text(voice),
        columns=(_("Afstand"), *_heads([name for name, _each in found], voice)),
        rows=[
            (
                name,
                *(
                    cell
                    for row, part in zip(counts, shares, strict=True)
                    for cell in (row[k], _in_words(part[k], voice))
                ),
            )
            for k, name in enumerate(names)
        ],
    )


def _by_steps(found: Distances) -> list[int]:
    """Unordered pairs: 1, 2, 3 steps, more, and not joined."""
    near = [*found.counts[: FAR - 1], *[0] * FAR][: FAR - 1]
    reached = sum(found.counts)
    return [count // 2 for count in [*near, reached - sum(near), found.pairs - reached]]


def _bars(name: str, names: Sequence[str], shares: Sequence[float | None], colour: str, voice: Voice) -> Plotly:
    return {
        "type": "bar",
        "name": safe(name),
        "x": list(names),
        "y": [None if share is None else round(100 * share, 2) for share in shares],
        "text": [voice.percent(share, 0) for share in shares],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colour},
        "hoverinfo": "skip",
    }


def _heads(names: Sequence[str], voice: Voice) -> list[str]:
    _ = voice.translate
    return [
        head for name in names for head in (_("Paren, %(moment)s", moment=name), _("Deel, %(moment)s", moment=name))
    ]


def _in_words(share: float | None, voice: Voice) -> str:
    return voice.percent(share, 0)


def _within_two(found: Sequence[tuple[str, Distances]], voice: Voice) -> str:
    _ = voice.translate
    shares = [disclosure.share(sum(each.counts[:2]) // 2, each.pairs // 2) for _name, each in found]
    if None in shares:
        return _("Er zijn te weinig paren om een deel van te noemen")
    if len(shares) == 1:
        return _("Hoogstens twee stappen van elkaar: %(nu)s van de paren", nu=voice.percent(shares[0], 0))
    return _(
        "Hoogstens twee stappen van elkaar: eerst %(toen)s van de paren, nu %(nu)s",
        toen=voice.percent(shares[0], 0),
        nu=voice.percent(shares[1], 0),
    )


def when_somebody_stops(
    now: Distances, left: Sequence[tuple[str, Distances]], caption: Caption, voice: Voice
) -> Figure:
    """The korte-lijnen-index with everybody there, and when one person stops at a time; ``left`` is named for readers.

    The title names the one without whom least is left.
    """
    _ = voice.translate
    rows = [(_("Iedereen doet mee"), now), *left]
    shares = [_index(each) for _name, each in rows]
    return Figure(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "y": [_in_two_lines(safe(name)) for name, _each in rows],
                "x": [None if share is None else round(100 * share, 2) for share in shares],
                "text": [voice.percent(share, 0) for share in shares],
                "textposition": "auto",
                "marker": {"color": [PRIMARY, *[MUTED] * len(left)]},
                "hoverinfo": "skip",
            }
        ],
        layout=frame(
            voice,
            margin={"l": 120, "r": 24, "t": 8, "b": 32},
            bargap=0.35,
            xaxis=quiet_axis(range=[0, 100], ticksuffix=voice.percent_sign),
            yaxis=quiet_axis(autorange="reversed"),
            shapes=[] if shares[0] is None else [_today(100 * shares[0])],
        ),
        title=_without_whom(shares[0], list(zip([name for name, _each in left], shares[1:], strict=True)), voice),
        caption=caption.text(voice),
        columns=(_("Wie er meedoet"), _("Korte-lijnen-index"), _("Verbonden paren"), _("Efficiëntie")),
        rows=[
            (name, _in_words(share, voice), _in_words(_reached(each), voice), _rounded(each.efficiency))
            for (name, each), share in zip(rows, shares, strict=True)
        ],
    )


def _in_two_lines(name: str) -> str:
    """The last word by itself: on a phone the bars need the room."""
    return "<br>".join(name.rsplit(" ", 1))


def _index(found: Distances) -> float | None:
    return disclosure.share(found.short_lines.part, found.short_lines.whole)


def _reached(found: Distances) -> float | None:
    return disclosure.share(found.reachable.part, found.reachable.whole)


def _rounded(value: float | None) -> Cell:
    return None if value is None else round(value, 2)


def _today(value: float) -> Plotly:
    return {
        "type": "line",
        "x0": value,
        "x1": value,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": ACCENT, "width": 1, "dash": "dot"},
    }


def _without_whom(now: float | None, left: Sequence[tuple[str, float | None]], voice: Voice) -> str:
    _ = voice.translate
    known = [(share, name) for name, share in left if share is not None]
    if now is None or not known:
        return _("Wat er van de korte lijnen overblijft als iemand stopt, is niet te zeggen")
    share, name = min(known)
    if round(share, 2) >= round(now, 2):
        return _("Wie van hen ook stopt: de korte-lijnen-index blijft ten minste %(nu)s", nu=voice.percent(now, 0))
    return _(
        "%(wie)s: van %(nu)s naar %(straks)s van de paren op korte lijn",
        wie=name,
        nu=voice.percent(now, 0),
        straks=voice.percent(share, 0),
    )
