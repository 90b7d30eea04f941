"""The one colour and the one shape of each sector (Okabe & Ito, safe for colour blindness), and the ink of pictures."""

from __future__ import annotations

from dataclasses import dataclass

# The page's own tokens, looked up by static/js/figure.js: one picture holds in light and in dark.
INK, MUTED, SURFACE = "var(--kapstok-ink)", "var(--kapstok-muted)", "var(--kapstok-surface)"
ACCENT, PRIMARY = "var(--kapstok-accent)", "var(--kapstok-primary)"
PALE, HAIR = "var(--kapstok-unknown)", "var(--kapstok-line)"


@dataclass(frozen=True)
class Mark:
    """How people of one sector are drawn; ``symbol`` is plotly's name of the shape."""

    colour: str
    symbol: str


_COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#E69F00", "#D55E00", "#6B7280")
_SYMBOLS = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "star",
    "hexagon",
    "cross",
    "pentagon",
    "triangle-down",
    "bowtie",
    "hourglass",
    "x",
    "star-square",
    "diamond-wide",
)


def mark(position: int) -> Mark:
    """The mark of the sector at this position in the project's list; beyond seven the colours return in new shapes."""
    return Mark(_COLOURS[position % len(_COLOURS)], _SYMBOLS[position % len(_SYMBOLS)])
