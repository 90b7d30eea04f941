"""Korte lijnen: between which sectors, in how many steps, through whom, and what is left when somebody stops."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import g, render_template
from flask_babel import gettext as _

from kapstok import disclosure
from kapstok.evaluation import holding, service
from kapstok.network.graph import NA
from kapstok.ties.plans import service as planning
from kapstok.ties.plans.rules import Headline, Test
from kapstok.ties.rules import SHORT_LINE, Source
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import page, voice
from kapstok.web.evaluator.choices import StrengthChoice, from_address
from kapstok.web.filters import number, percent
from kapstok.web.headline_words import signed
from kapstok.web.plain_words import ACROSS, plainly, verdict

if TYPE_CHECKING:
    from kapstok.evaluation.bridges import Held, Together
    from kapstok.evaluation.headlines import Headlines
    from kapstok.evaluation.inference.bootstrap import Interval
    from kapstok.network.drawing import Caption, Figure
    from kapstok.network.graph import Mode
    from kapstok.network.measures import ExternalInternal

CLEAR_GROUPS = 0.3  # modularity below which there are hardly groups to speak of (``network.groups``)


@blueprint.get("/korte-lijnen", endpoint="lines")
def show():
    plan = planning.find_plan(g.project)
    choice = from_address(StrengthChoice, sterkte=plan.threshold if plan else SHORT_LINE)
    found = service.find_headlines(g.project, choice.sterkte.data)
    held = holding.find_held(g.project, choice.sterkte.data)
    if found is None or held is None:
        return render_template("evaluator/lines_empty.html")
    is_tested = found.allowed.structure and not (plan and plan.test == Test.DESCRIBE)
    interval = holding.find_across(g.project, found.threshold) if is_tested else None
    several = found.allowed.structure and len(found.matrix_sectors) > 1
    figures = {
        "sectoren": _sectors(found, interval) if several else None,
        "stappen": _steps(found) if found.allowed.paths else None,
        "stoppen": _stopping(held) if held.left else None,
    }
    return page(
        "evaluator/lines.html",
        figures,
        found.waves,
        choice=choice,
        found=found,
        held=held,
        drawings=figures,
        finding=_finding(found, interval),
        tiles=_tiles(found) if found.allowed.structure else [],
        bridges=_bridges(held),
        about_groups=_about_groups(held.together) if held.together else [],
        groups=_groups(held.together) if held.together else [],
    )


def _sectors(found: Headlines, interval: Interval | None) -> Figure:
    from kapstok.network.sector_figure import sector_lines

    names = [service.network(g.project).people.sectors[kind] for kind in found.matrix_sectors]
    first = found.matrix[0] if len(found.matrix) == 2 else None
    moments = found.waves[0].name, found.waves[-1].name
    figure = sector_lines(first, found.matrix[-1], names, moments, _caption(found), voice())
    caption = _("Rij: wie het zegt, kolom: over wie · %(onderschrift)s", onderschrift=figure.caption)
    return replace(figure, caption=caption, plain=_across(found, interval))


def _across(found: Headlines, interval: Interval | None) -> str:
    values = [disclosure.share(each.across.part, each.across.whole) for each in found.panel]
    return plainly(ACROSS, values, found.waves[0].name, interval)


def _finding(found: Headlines, interval: Interval | None) -> str:
    said = _across(found, interval) if found.allowed.structure else ""
    if not said:
        return _("Hoe kort de lijnen tussen sectoren zijn, en wat daarover nog niet te zeggen is.")
    return " ".join(filter(None, [said, verdict(interval)]))


def _caption(found: Headlines, mode: Mode = "directed") -> Caption:
    from kapstok.network.drawing import Caption

    return Caption(found.panel[-1].people, found.panel_response, found.threshold, mode, (Source.WAVE,))


def _steps(found: Headlines) -> Figure:
    from kapstok.evaluation.headlines import PATHS
    from kapstok.network.path_figures import steps_apart

    moments = [(wave.name, each.distances) for wave, each in zip(found.waves, found.panel, strict=True)]
    figure = steps_apart(moments, _caption(found, PATHS), voice())
    values = [each.shown(found.allowed)[Headline.SHORT_LINES] for each in found.panel]
    return replace(figure, plain=plainly(Headline.SHORT_LINES, values, found.waves[0].name, None))


def _tiles(found: Headlines) -> list[dict]:
    """What the macro ``stat`` takes: the index, the efficiency, and the E-I index with what it is made of."""
    panel = found.panel
    index = [each.shown(found.allowed)[Headline.SHORT_LINES] for each in panel]
    efficiency = [each.distances.efficiency if found.allowed.paths else None for each in panel]
    now = panel[-1].e_i
    return [
        _tile(
            _("Korte-lijnen-index"),
            _("Welk deel van de paren uit verschillende sectoren elkaar kent, direct of via één ander."),
            [None if value is None else percent(value) for value in index],
        ),
        _tile(
            _("Efficiëntie"),
            _("Het gemiddelde van 1 gedeeld door het aantal stappen, over alle paren; 0 voor wie elkaar niet bereikt."),
            [None if value is None else number(value, 2) for value in efficiency],
        ),
        _tile(
            _("E-I-index"),
            _(
                "Lijnen tussen sectoren min lijnen binnen sectoren, gedeeld door alle lijnen: van −1 (alles binnen) "
                "tot +1 (alles ertussen)."
            ),
            [None if each.e_i.value is None else signed(each.e_i.value, 2) for each in panel],
            _made_of([each.e_i for each in panel]),
        )
        | {"expected": None if now.expected is None else signed(now.expected, 2)},
    ]


def _tile(label: str, explanation: str, values: list[str | None], note: str | None = None) -> dict:
    first = values[0] if len(values) == 2 and values[-1] is not None else None
    return {"label": label, "explanation": explanation, "value": values[-1], "before": first, "note": note}


def _made_of(found: list[ExternalInternal]) -> str:
    """Both counts: the index can fall while both rise."""
    said = {"tussen": number(found[-1].external), "binnen": number(found[-1].internal)}
    if len(found) == 1:
        return _("%(tussen)s lijnen tussen sectoren, %(binnen)s erbinnen", **said)
    return _(
        "tussen sectoren van %(tussen_toen)s naar %(tussen)s lijnen, erbinnen van %(binnen_toen)s naar %(binnen)s",
        **said,
        tussen_toen=number(found[0].external),
        binnen_toen=number(found[0].internal),
    )


def _bridges(held: Held) -> list[tuple]:
    """(pseudonym, sector, function, share of the shortest paths, constraint), the first through whom most run."""
    people = service.network(g.project).people
    return [
        (
            bridge.label,
            people.sectors[bridge.sector],
            "–" if bridge.function == NA else people.functions[bridge.function],
            percent(bridge.between, 1),
            number(bridge.constraint, 2),
        )
        for bridge in held.bridges
    ]


def _groups(found: Together) -> list[tuple[str, str]]:
    """Group by group how many people, where there are groups to speak of; hidden where they could be recognised."""
    if found.modularity is None or found.modularity < CLEAR_GROUPS:
        return []
    hidden = _("te weinig om te noemen")
    rows = [
        (_("Groep %(nummer)s", nummer=place), hidden if size is None else number(size))
        for place, size in enumerate(found.sizes, 1)
    ]
    if found.small != 0:
        rows.append((_("Groepen van minder dan 5"), hidden if found.small is None else number(found.small)))
    return rows


def _about_groups(found: Together) -> list[str]:
    """Sentences about who belong together; nothing about one to four people."""
    if found.modularity is None:
        return [_("Er zijn geen lijnen, en dus geen groepen.")]
    getal = number(found.modularity, 2)
    said = [
        _("Er zijn groepen van mensen die vooral elkaar kennen (modulariteit %(getal)s).", getal=getal)
        if found.modularity >= CLEAR_GROUPS
        else _("Er zijn nauwelijks groepen: de lijnen lopen door elkaar (modulariteit %(getal)s).", getal=getal)
    ]
    joined, alone = found.joined, found.isolates
    if joined.part == joined.whole:
        said.append(_("Iedereen kan elkaar via lijnen bereiken."))
    elif joined.most:
        said.append(_("Op enkele mensen na kan iedereen elkaar via lijnen bereiken."))
    elif joined.share is not None:
        said.append(_("%(deel)s van de mensen kan elkaar via lijnen bereiken.", deel=percent(joined.share)))
    if alone.part:
        said.append(_("%(aantal)s mensen hebben geen enkele lijn.", aantal=number(alone.part)))
    elif alone.few:
        said.append(_("Enkele mensen hebben geen enkele lijn."))
    if found.core.part and found.core_lines > 1:
        said.append(
            _(
                "De kern telt %(aantal)s mensen; elk van hen heeft een lijn met minstens %(lijnen)s anderen daarin.",
                aantal=number(found.core.part),
                lijnen=number(found.core_lines),
            )
        )
    return said


def _stopping(held: Held) -> Figure:
    from kapstok.evaluation.headlines import PATHS
    from kapstok.network.drawing import Caption
    from kapstok.network.path_figures import when_somebody_stops

    caption = Caption(held.people, held.response, held.threshold, PATHS, (Source.WAVE,))
    left = [(_who(each.bridge), each.distances) for each in held.left]
    assert held.now is not None
    figure = when_somebody_stops(held.now, left, caption, voice())
    return replace(
        figure,
        plain=_(
            "Op korte lijn zijn twee mensen uit verschillende sectoren die elkaar kennen, direct of via één ander. "
            "Elke balk telt alleen wie overblijven."
        ),
    )


def _who(bridge: int) -> str:
    if not bridge:
        return _("Zonder de projectleider")
    words = [
        _("Zonder de grootste bruggenbouwer"),
        _("Zonder de tweede bruggenbouwer"),
        _("Zonder de derde bruggenbouwer"),
    ]
    return words[bridge - 1]
