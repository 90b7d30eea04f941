"""What every figure has: a title that states the finding, a caption, the data as a table, and one quiet frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from kapstok.network.graph import Mode
from kapstok.network.marks import HAIR, INK, MUTED, PALE, SURFACE
from kapstok.network.measures import Ratio
from kapstok.network.sources import only_together
from kapstok.ties.rules import Source

Plotly = dict[str, Any]
Cell = str | int | float | None

SOME_WEEKS = dt.timedelta(weeks=4)


@dataclass(frozen=True)
class Voice:
    """How to speak to this reader: gettext, ngettext, numbers ("0,42") and percentages ("34 %") in their language.

    ``separators`` are plotly's: the decimal sign, then that of the thousands.
    """

    translate: Callable[..., str]
    plural: Callable[..., str]
    number: Callable[[float | None, int], str]
    percent: Callable[[float | None, int], str]
    separators: str = ",."

    @property
    def percent_sign(self) -> str:
        """What stands behind the number of a percentage: " %" or "%"."""
        return self.percent(0.0, 0).removeprefix(self.number(0.0, 0))


@dataclass(frozen=True)
class Figure:
    """A picture as plotly.js reads it, and the same data in words and as a table.

    ``title``, ``plain`` and ``caption`` are plain text for the page (not in ``layout``): what was found, the same in
    words without a single term, and on what it rests. ``replay`` is what a time slider needs.
    """

    data: list[Plotly]
    layout: Plotly
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    replay: Plotly | None = None
    plain: str = ""


@dataclass(frozen=True)
class Caption:
    """On what a figure rests. ``response`` is None where nobody was asked.

    Of people who were together there is no strength and no direction, and the caption says so.
    """

    people: int
    response: Ratio | None
    threshold: int
    mode: Mode
    sources: tuple[str, ...]

    def text(self, voice: Voice) -> str:
        """One line: n, response, from which strength, whose word counts, and where it comes from."""
        if only_together(self.sources):
            return self._of_together(voice)
        parts = [f"n = {voice.number(self.people, 0)}"]
        _ = voice.translate
        if self.response is not None:
            parts.append(
                _(
                    "respons %(deel)s (%(wel)s van %(totaal)s)",
                    deel=voice.percent(self.response.value, 0),
                    wel=voice.number(self.response.part, 0),
                    totaal=voice.number(self.response.whole, 0),
                )
            )
        parts.append(_("lijn vanaf sterkte %(sterkte)s", sterkte=self.threshold))
        parts.append(mode_in_words(self.mode, voice))
        parts.append(_("bron: %(bronnen)s", bronnen=", ".join(source_in_words(name, voice) for name in self.sources)))
        return " · ".join(parts)

    def _of_together(self, voice: Voice) -> str:
        _ = voice.translate
        return _(
            "n = %(mensen)s · %(bronnen)s: dat is nog geen kennismaking · sterkte en richting gelden hier niet",
            mensen=voice.number(self.people, 0),
            bronnen=", ".join(source_in_words(name, voice) for name in self.sources),
        )


def mode_in_words(mode: Mode, voice: Voice) -> str:
    """Whose word counts, for captions and filters."""
    _ = voice.translate
    words: Mapping[Mode, str] = {
        "directed": _("per persoon die het zegt"),
        "confirmed": _("als beide kanten het zeggen"),
        "any": _("als minstens één kant het zegt"),
    }
    return words[mode]


def source_in_words(source: str, voice: Voice) -> str:
    """Where statements come from, for captions and filters."""
    _ = voice.translate
    return {
        Source.WAVE: _("metingen"),
        Source.PULSE: _("vragen na een bijeenkomst"),
        Source.PROJECTLEIDER: _("waarnemingen van de projectleider"),
        Source.IMPORT: _("ingelezen lijsten"),
        Source.PRESENT: _("samen aanwezig"),
        Source.SEATED: _("samen aan tafel"),
    }[Source(source)]


def safe(text: str) -> str:
    """Text that plotly shows as it stands: unescaped, a name with ``<a href>`` in it becomes a link."""
    return escape(text, quote=False)


def frame(voice: Voice, **more: Any) -> Plotly:
    """The layout all figures share, with what this one adds."""
    return {
        "paper_bgcolor": SURFACE,
        "plot_bgcolor": SURFACE,
        "font": {"family": "system-ui, sans-serif", "size": 14, "color": INK},
        "margin": {"l": 56, "r": 24, "t": 24, "b": 48},
        "separators": voice.separators,
        "showlegend": False,
        "hovermode": "closest",
        **more,
    }


def quiet_axis(**more: Any) -> Plotly:
    """A grey axis that does not ask for attention; dragging does not zoom it."""
    return {
        "color": MUTED,
        "gridcolor": HAIR,
        "linecolor": PALE,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        **more,
    }


def time_axis(days: Sequence[str]) -> Plotly:
    """A quiet axis of dates (ISO). It spans some weeks, also where all is on one day: plotly would count seconds."""
    axis = quiet_axis(type="date", showgrid=False)
    if days:
        first, last = dt.date.fromisoformat(min(days)), dt.date.fromisoformat(max(days))
        if last - first < SOME_WEEKS:
            axis["range"] = [str(first - SOME_WEEKS), str(last + SOME_WEEKS)]
    return axis


def direct_label(x: Cell, y: Cell, text: str, colour: str) -> Plotly:
    """A name at the end of its line, instead of a legend."""
    return {
        "x": x,
        "y": y,
        "text": safe(text),
        "showarrow": False,
        "xanchor": "left",
        "xshift": 8,
        "font": {"color": colour, "size": 13},
    }


def legend_on_top() -> Plotly:
    """The legend for figures in which parts cannot be named in place."""
    return {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left", "traceorder": "normal"}
