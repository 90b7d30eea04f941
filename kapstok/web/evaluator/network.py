"""The network, moment after moment. People are pseudonyms, for everybody who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from flask import g, render_template
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kapstok import clock
from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation import service
from kapstok.network.sources import SETS, SourceSet, anybody_asked, only_together
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.evaluator import blueprint
from kapstok.web.evaluator.charts import voice
from kapstok.web.evaluator.choices import NetworkChoice, asked_for, chosen
from kapstok.web.filters import day_short

if TYPE_CHECKING:
    from kapstok.evaluation.scenes import Cast, Choice, Moment, Scenes
    from kapstok.network.drawing import Figure


@blueprint.get("/netwerk", endpoint="network")
def show():
    plan = planning.find_plan(g.project)
    choice = asked_for(NetworkChoice, sterkte=plan.threshold if plan else SHORT_LINE)
    whole = service.network(g.project)
    choice.sector.choices = _sector_choices(whole.sectors.names)
    found = service.find_scenes(g.project, _choice(chosen(choice), whole.sectors.names), clock.now())
    if found is None:
        measured = bool(whole.measurements)
        return render_template("evaluator/network_empty.html", choice=choice, measured=measured, **_told_by(choice))
    present = {int(kind) for kind in np.unique(found.cast.people.sector)}
    sectors = [
        {"name": name, "position": whole.sectors.positions[kind]}
        for kind, name in enumerate(whole.sectors.names)
        if kind in present
    ]
    choice.sector.choices = _sector_choices([row["name"] for row in sectors])
    return render_template(
        "evaluator/network.html",
        choice=choice,
        found=found,
        picture=_figure(found, choice, whole.sectors.positions) if found.allowed.structure else None,
        sectors=sectors,
        left_out=_left_out(found.cast),
        **_told_by(choice),
    )


def _choice(form: NetworkChoice, sectors: tuple[str, ...]) -> Choice:
    from kapstok.evaluation.scenes import Choice

    return Choice(
        threshold=form.sterkte.data,
        mode=form.richting.data,
        sources=_sources(form),
        sector=sectors.index(form.sector.data) if form.sector.data else None,
    )


def _figure(found: Scenes, choice: NetworkChoice, positions: tuple[int, ...]) -> Figure:
    from dataclasses import replace

    from kapstok.network.drawing import Caption, direct_label
    from kapstok.network.marks import MUTED
    from kapstok.network.picture import Size, network

    cast = found.cast
    labels = (*cast.people.labels[:-1], _("Mantelzorgers (groep)")) if cast.group else cast.people.labels
    sources, people = _sources(choice), len(cast.people)
    captions = [Caption(people, heard, choice.sterkte.data, choice.richting.data, sources) for heard in found.heard]
    figure = network(
        replace(cast.people, labels=labels),
        cast.positions,
        found.story,
        found.unknown,
        [_moment(moment) for moment in found.moments],
        captions,
        marks=positions,
        heard=found.heard_last,
        size=Size(_size_in_words(sources), found.named_by.astype(float)),
        voice=voice(),
    )
    if cast.group:
        x, y = cast.positions[-1].tolist()
        figure.layout["annotations"] = [direct_label(x, y, labels[-1], MUTED)]
    return figure


def _sources(choice: NetworkChoice) -> tuple[str, ...]:
    return SETS[SourceSet(choice.bron.data)]


def _told_by(choice: NetworkChoice) -> dict[str, bool]:
    """What kind of sources the page speaks of: who was where, or what somebody noted that nobody was asked for."""
    sources = _sources(choice)
    return {"together": only_together(sources), "asked": anybody_asked(sources)}


def _size_in_words(sources: tuple[str, ...]) -> str:
    if only_together(sources):
        return _("Samen geweest met")
    return _("Genoemd door") if anybody_asked(sources) else _("Genoteerde lijnen")


def _sector_choices(names: list[str]) -> list[SelectChoice]:
    return [SelectChoice("", _("Alle sectoren")), *(SelectChoice(name, name) for name in names)]


def _moment(moment: Moment) -> str:
    if moment.after_meeting:
        return _("Na “%(bijeenkomst)s”, %(dag)s", bijeenkomst=moment.name, dag=day_short(moment.at))
    return _("%(meting)s, %(dag)s", meting=moment.name, dag=day_short(moment.at))


def _left_out(cast: Cast) -> str | None:
    """Who is on the roster and not in the picture; small numbers are not told."""
    if not cast.apart:
        return None
    if cast.apart < SMALL_INSIDE:
        return _("Enkele mensen staan niet in het beeld, omdat zij dat zo kozen of omdat de groep te klein is.")
    return _(
        "%(aantal)s mensen staan niet in het beeld, omdat zij dat zo kozen of omdat de groep te klein is.",
        aantal=cast.apart,
    )
