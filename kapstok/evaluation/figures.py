"""Figures of what was counted and asked beside the network: mantelzorgers in view, and the vragenlijst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kapstok.evaluation.inview import InView, Range
from kapstok.evaluation.opinions import Opinion
from kapstok.network.drawing import Figure, Plotly, Voice, direct_label, frame, quiet_axis, safe, time_axis
from kapstok.network.marks import MUTED, PALE, PRIMARY

LABEL_GAP = 0.1  # between two names at the ends of lines, as a part of the largest value


def indicator_range(label: str, view: InView, caption: str, voice: Voice) -> Figure:
    """An indicator per organisation over time, and the range in which the number of different people lies."""
    _ = voice.translate
    days = [day.isoformat() for day in view.days]
    ends = {name: numbers[-1] for name, numbers in view.counts.items() if numbers[-1]}
    return Figure(
        data=[
            *_band(days, view.ranges, voice),
            *(_organisation_line(name, days, numbers) for name, numbers in view.counts.items()),
        ],
        layout=frame(
            voice,
            margin={"l": 56, "r": 160, "t": 24, "b": 48},
            xaxis=time_axis(days),
            yaxis=quiet_axis(rangemode="tozero", tickformat=",d"),
            annotations=[direct_label(days[-1], ends[name], name, MUTED) for name in _legible(ends)],
        ),
        title=_range_title(label, view.ranges, voice),
        caption=caption,
        columns=(_("Datum"), *view.counts, _("Ten minste"), _("Ten hoogste")),
        rows=[(day, *_counted(view, k, voice), view.ranges[k].low, view.ranges[k].high) for k, day in enumerate(days)],
        plain=_first_and_last(view, voice),
    )


def _counted(view: InView, k: int, voice: Voice) -> list[int | str | None]:
    """What stands in a table for each organisation on one date: None is hidden, and who said nothing is told apart."""
    nothing = voice.translate("geen opgave")
    return [numbers[k] if (name, view.days[k]) in view.told else nothing for name, numbers in view.counts.items()]


def _legible(ends: Mapping[str, int]) -> list[str]:
    """The names that can stand at the ends of their lines without touching one another, the largest first."""
    kept: list[str] = []
    for name in sorted(ends, key=lambda one: (-ends[one], one)):
        if not kept or ends[kept[-1]] - ends[name] >= LABEL_GAP * ends[kept[0]]:
            kept.append(name)
    return kept


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


def _band(days: Sequence[str], ranges: Sequence[Range], voice: Voice) -> list[Plotly]:
    _ = voice.translate
    shared = {"type": "scatter", "mode": "lines", "x": list(days), "line": {"color": PRIMARY, "width": 1}}
    low, high = [one.low for one in ranges], [one.high for one in ranges]
    return [
        shared | {"name": _("Ten minste"), "y": low},
        shared | {"name": _("Ten hoogste"), "y": high, "fill": "tonexty", "fillcolor": "rgba(11, 85, 99, 0.10)"},
    ]


def _range_title(label: str, ranges: Sequence[Range], voice: Voice) -> str:
    _ = voice.translate
    last = ranges[-1] if ranges else Range(None, None)
    low, high = voice.number(last.low, 0), voice.number(last.high, 0)
    if last.low is not None and last.high is not None:
        return _("%(getal)s: ten minste %(minst)s en ten hoogste %(meest)s", getal=label, minst=low, meest=high)
    if last.high is not None:
        return _("%(getal)s: ten hoogste %(meest)s", getal=label, meest=high)
    if last.low is not None:
        return _("%(getal)s: ten minste %(minst)s", getal=label, minst=low)
    return _("%(getal)s: te weinig gegevens om te tonen", getal=label)


def _first_and_last(view: InView, voice: Voice) -> str:
    """At least how many at first and at last, with how many organisations told; nothing where either is hidden."""
    _ = voice.translate
    ends = (view.ranges[0].low, view.ranges[-1].low) if len(view.days) > 1 else (None, None)
    if None in ends:
        return ""
    return _(
        "Op de eerste peildatum ten minste %(toen)s (opgaven: %(eerst)s), op de laatste ten minste %(nu)s "
        "(opgaven: %(laatst)s).",
        toen=voice.number(ends[0], 0),
        nu=voice.number(ends[1], 0),
        eerst=voice.number(view.reported[0], 0),
        laatst=voice.number(view.reported[-1], 0),
    )


def opinion_shares(item: str, waves: Sequence[str], opinions: Sequence[Opinion], caption: str, voice: Voice) -> Figure:
    """Who agrees with one item of the vragenlijst, measurement by measurement, with intervals."""
    _ = voice.translate
    known = [(name, found) for name, found in zip(waves, opinions, strict=True) if found.share is not None]
    return Figure(
        data=[_shares_with_intervals(known, voice)],
        layout=frame(
            voice,
            margin={"l": 8, "r": 56, "t": 8, "b": 40},
            annotations=[
                _in_place_of_share(name, found, voice)
                for name, found in zip(waves, opinions, strict=True)
                if found.share is None
            ],
            xaxis=quiet_axis(range=[0, 100], ticksuffix=voice.percent_sign),
            yaxis=quiet_axis(
                showgrid=False, type="category", categoryarray=list(waves), range=[len(waves) - 0.5, -0.5]
            ),
        ),
        title=_opinion_title(item, opinions, voice),
        caption=caption,
        columns=(_("Meting"), _("Eens"), _("Interval"), _("Antwoorden")),
        rows=[
            (name, agrees_in_words(found, voice), _between(found, voice), answered_in_words(found, voice))
            for name, found in zip(waves, opinions, strict=True)
        ],
        plain=_of_every_hundred(opinions, voice),
    )


def agrees_in_words(found: Opinion, voice: Voice) -> str:
    """The share that agrees, or why it is not shown."""
    _ = voice.translate
    if found.few_agree:
        return _("minder dan 5 mensen")
    if found.few_disagree:
        return _("iedereen, op minder dan 5 mensen na")
    return _("te weinig antwoorden") if found.share is None else voice.percent(found.share, 0)


def answered_in_words(found: Opinion, voice: Voice) -> str:
    """How many people answered."""
    _ = voice.translate
    return _("minder dan 5") if found.answered is None else voice.number(found.answered, 0)


def _between(found: Opinion, voice: Voice) -> str | None:
    return None if found.interval is None else "–".join(voice.percent(end, 0) for end in found.interval)


def _shares_with_intervals(known: Sequence[tuple[str, Opinion]], voice: Voice) -> Plotly:
    above_and_below = [
        (100 * (found.interval[1] - found.share), 100 * (found.share - found.interval[0]))
        for _name, found in known
        if found.interval is not None and found.share is not None
    ]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [100 * found.share for _name, found in known if found.share is not None],
        "y": [safe(name) for name, _found in known],
        "text": [voice.percent(found.share, 0) for _name, found in known],
        "textposition": "top center",
        "hoverinfo": "text",
        "marker": {"color": PRIMARY, "size": 12},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [above for above, _below in above_and_below],
            "arrayminus": [below for _above, below in above_and_below],
            "color": MUTED,
            "thickness": 1.5,
        },
    }


def _in_place_of_share(name: str, found: Opinion, voice: Voice) -> Plotly:
    return {
        "x": 0,
        "y": safe(name),
        "text": agrees_in_words(found, voice),
        "showarrow": False,
        "xanchor": "left",
        "xshift": 8,
        "font": {"color": MUTED, "size": 13},
    }


def _opinion_title(item: str, opinions: Sequence[Opinion], voice: Voice) -> str:
    _ = voice.translate
    said = [agrees_in_words(found, voice) for found in (opinions[0], opinions[-1])]
    if any(found.share is None for found in (opinions[0], opinions[-1])):
        return item
    if len(opinions) == 1:
        return _("%(uitspraak)s Daarmee is %(nu)s het eens.", uitspraak=item, nu=said[1])
    return _("%(uitspraak)s Eerst was %(toen)s het eens, nu %(nu)s.", uitspraak=item, toen=said[0], nu=said[1])


def _of_every_hundred(opinions: Sequence[Opinion], voice: Voice) -> str:
    """Who agrees, at first and at last; nothing where either share is hidden."""
    _ = voice.translate
    shares = [opinions[0].share, opinions[-1].share]
    toen, nu = (None if share is None else voice.number(100 * share, 0) for share in shares)
    if toen is None or nu is None:
        return ""
    if len(opinions) == 1:
        return _("Van elke 100 mensen die antwoordden, zijn %(nu)s het eens.", nu=nu)
    return _("Van elke 100 mensen die antwoordden, zijn %(nu)s het nu eens; de eerste keer %(toen)s.", nu=nu, toen=toen)
