"""The lines that stayed, came and went, as three bars."""

from __future__ import annotations

from kapstok import disclosure
from kapstok.network.drawing import Figure, Voice, frame, quiet_axis
from kapstok.network.marks import ACCENT, MUTED, PALE
from kapstok.network.overlap import Stability


def three_fates(change: Stability, caption: str, voice: Voice) -> Figure:
    """Bars of what was kept, formed and lost; the title says which of the last two is larger."""
    _ = voice.translate
    names = [_("Gebleven"), _("Erbij gekomen"), _("Verdwenen")]
    counts = [change.kept, change.formed, change.lost]
    return Figure(
        data=[
            {
                "type": "bar",
                "orientation": "h",
                "y": names,
                "x": counts,
                "text": [voice.number(count, 0) for count in counts],
                "textposition": "auto",
                "marker": {"color": [MUTED, ACCENT, PALE]},
                "hoverinfo": "skip",
            }
        ],
        layout=frame(
            voice,
            margin={"l": 120, "r": 24, "t": 8, "b": 32},
            bargap=0.35,
            xaxis=quiet_axis(rangemode="tozero", tickformat=",d"),
            yaxis=quiet_axis(autorange="reversed"),
        ),
        title=_title(change, voice),
        caption=caption,
        columns=(_("Wat er met lijnen gebeurde"), _("Aantal")),
        rows=list(zip(names, counts, strict=True)),
        plain=_stayed(change, voice),
    )


def _stayed(change: Stability, voice: Voice) -> str:
    """Of every hundred lines that were there, how many stayed; nothing of fewer than ten."""
    _ = voice.translate
    share = disclosure.share(change.kept, change.kept + change.lost)
    if share is None:
        return ""
    return _("Van elke 100 lijnen die er eerst waren, zijn er nu nog %(aantal)s.", aantal=voice.number(100 * share, 0))


def _title(change: Stability, voice: Voice) -> str:
    _ = voice.translate
    numbers = {"erbij": voice.number(change.formed, 0), "weg": voice.number(change.lost, 0)}
    if change.formed > change.lost:
        return _("Er kwamen meer lijnen bij (%(erbij)s) dan er verdwenen (%(weg)s)", **numbers)
    if change.formed < change.lost:
        return _("Er verdwenen meer lijnen (%(weg)s) dan er bij kwamen (%(erbij)s)", **numbers)
    return _("Er kwamen evenveel lijnen bij als er verdwenen: %(erbij)s", **numbers)
