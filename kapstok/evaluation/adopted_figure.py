"""Figures of how products and steps spread: organisations per month."""

from __future__ import annotations

from collections.abc import Mapping

from kapstok.evaluation.adopted import Monthly
from kapstok.network.drawing import Figure, Plotly, Voice, frame, legend_on_top, quiet_axis, safe
from kapstok.network.marks import PRIMARY, SURFACE
from kapstok.progress.products.rules import Stage
from kapstok.progress.steps.rules import Step

STAGE_COLOURS = ("#C9D6DA", "#6FA8B2", PRIMARY)  # the further, the darker
STEP_LINES = (  # a colour and a kind of line each, so that they can be told apart without colour
    ("#0072B2", "solid"),
    ("#B4500F", "dash"),
    ("#1E6B3A", "dot"),
    ("#8A5A00", "dashdot"),
    ("#1B2733", "longdash"),
)


def stages_over_time(product: str, found: Monthly, names: Mapping[str, str], caption: str, voice: Voice) -> Figure:
    """Bars per month, stacked by how far organisations had come with this product."""
    _ = voice.translate
    embedded = found.now(Stage.EMBEDDED)
    return Figure(
        data=[
            {
                "type": "bar",
                "name": safe(names[stage]),
                "x": [month.isoformat() for month in found.months],
                "y": list(numbers),
                "marker": {"color": colour, "line": {"color": SURFACE, "width": 1}},
                "hovertemplate": "%{y}",
            }
            for (stage, numbers), colour in zip(found.counts.items(), STAGE_COLOURS, strict=True)
        ],
        layout=_monthly(voice, barmode="stack", bargap=0.3),
        title=_(
            "%(product)s: in gebruik bij %(gebruik)s, waarvan geborgd bij %(geborgd)s",
            product=product,
            gebruik=voice.number(found.now(Stage.IN_USE) + embedded, 0),
            geborgd=voice.number(embedded, 0),
        ),
        caption=caption,
        plain=_then_and_now(found, voice),
        **_as_table(found, names, voice),
    )


def steps_over_time(asked: int, found: Monthly, names: Mapping[str, str], caption: str, voice: Voice) -> Figure:
    """A line per step: how many organisations had finished it, of the ``asked`` whose steps are followed now."""
    _ = voice.translate
    return Figure(
        data=[
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": safe(names[step]),
                "x": [month.isoformat() for month in found.months],
                "y": list(numbers),
                "line": {"color": colour, "dash": dash, "width": 2},
                "marker": {"color": colour, "size": 6},
                "hovertemplate": "%{y}",
            }
            for (step, numbers), (colour, dash) in zip(found.counts.items(), STEP_LINES, strict=True)
        ],
        layout=_monthly(voice),
        title=_(
            "Geborgd bij %(aantal)s van de %(totaal)s organisaties",
            aantal=voice.number(found.now(Step.EMBEDDED), 0),
            totaal=voice.number(asked, 0),
        ),
        caption=caption,
        plain=_furthest_step(found, names, voice),
        **_as_table(found, names, voice),
    )


def _then_and_now(found: Monthly, voice: Voice) -> str:
    """How many worked with it in the first month and now; nothing when there is only one month."""
    _ = voice.translate
    if len(found.months) < 2:
        return ""
    toen, nu = (found.counts[Stage.IN_USE][k] + found.counts[Stage.EMBEDDED][k] for k in (0, -1))
    return _(
        "In de eerste maand werkten er %(toen)s organisaties mee, nu %(nu)s.",
        toen=voice.number(toen, 0),
        nu=voice.number(nu, 0),
    )


def _furthest_step(found: Monthly, names: Mapping[str, str], voice: Voice) -> str:
    """The step that most organisations have finished; nothing when none did."""
    _ = voice.translate
    step = max(found.counts, key=found.now)
    if not found.now(step):
        return ""
    return _(
        "De stap waarmee de meeste organisaties klaar zijn: “%(stap)s”, bij %(aantal)s.",
        stap=names[step],
        aantal=voice.number(found.now(step), 0),
    )


def _monthly(voice: Voice, **more: object) -> Plotly:
    return frame(
        voice,
        showlegend=True,
        legend=legend_on_top(),
        margin={"l": 56, "r": 24, "t": 64, "b": 48},
        xaxis=quiet_axis(type="date", showgrid=False, tickformat="%m-%Y"),
        yaxis=quiet_axis(rangemode="tozero", tickformat=",d"),
        **more,
    )


def _as_table(found: Monthly, names: Mapping[str, str], voice: Voice) -> dict:
    return {
        "columns": (voice.translate("Maand"), *(names[key] for key in found.counts)),
        "rows": [
            (month.isoformat(), *(numbers[k] for numbers in found.counts.values()))
            for k, month in enumerate(found.months)
        ],
    }
