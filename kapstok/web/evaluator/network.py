"""The network, moment after moment. People are pseudonyms, for everybody who looks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from kapstok import clock
from kapstok.disclosure import SMALL_INSIDE
from kapstok.evaluation import service
from kapstok.ties.plans import service as planning
from kapstok.ties.rules import SHORT_LINE
from kapstok.web.evaluator import blueprint, course
from kapstok.web.evaluator.charts import page, voice
from kapstok.web.evaluator.choices import asked_for, chosen
from kapstok.web.evaluator.picture_choices import (
    PictureChoice,
    SizeBy,
    as_choice,
    asked_again,
    may_walk,
    moment_in_words,
    sector_choices,
    sources,
    told_by,
)

if TYPE_CHECKING:
    from kapstok.evaluation.scenes import Cast, Scenes
    from kapstok.network.drawing import Figure
    from kapstok.network.picture import Size

ROWS_IN_PAGE = 300  # with more people than this the table has pages of its own
PAGE_SIZE = 100
ANY_LABEL = "~"  # stands for a pseudonym, in the address that the picture fills in


@blueprint.get("/netwerk", endpoint="network")
def show():
    choice, found = _asked()
    if found is None:
        return _nothing(choice)
    picture = _figure(found, choice) if found.allowed.structure else None
    over_time = course.shown(choice) if picture else None
    return page(
        "evaluator/network.html",
        {"netwerkbeeld": picture, "van-moment-tot-moment": over_time and over_time.figure},
        service.network(g.project).measurements,
        choice=choice,
        found=found,
        picture=picture,
        course=over_time,
        rows=_linked(picture, found, choice) if picture and len(found.cast.people) <= ROWS_IN_PAGE else None,
        sectors=_sectors_in(found.cast),
        left_out=_left_out(found.cast),
        drawn_at=g.project.drawn_at,
        may_walk=may_walk(found, choice),
        again=asked_again(choice),
        **told_by(choice),
    )


@blueprint.get("/netwerk/mensen", endpoint="network_people")
def people():
    choice, found = _asked()
    if found is None or not found.allowed.structure:
        return redirect(url_for("evaluator.network", **asked_again(choice)))
    picture = _figure(found, choice)
    rows = _linked(picture, found, choice)
    pages = math.ceil(len(rows) / PAGE_SIZE)
    here = max(1, min(request.args.get("pagina", 1, int), pages))
    return render_template(
        "evaluator/network_people.html",
        choice=choice,
        picture=picture,
        rows=rows[(here - 1) * PAGE_SIZE : here * PAGE_SIZE],
        here=here,
        pages=pages,
        again=asked_again(choice),
        **told_by(choice),
    )


def _asked() -> tuple[PictureChoice, Scenes | None]:
    """What the address asks for, and the replay of it."""
    plan = planning.find_plan(g.project)
    choice = asked_for(PictureChoice, sterkte=plan.threshold if plan else SHORT_LINE)
    names = service.network(g.project).sectors.names
    choice.sector.choices = sector_choices(names)
    found = service.find_scenes(g.project, as_choice(chosen(choice), names), clock.now())
    if found is not None:
        choice.sector.choices = sector_choices([sector["name"] for sector in _sectors_in(found.cast)])
        choice.offer_sizes(may_walk(found, choice))
    return choice, found


def _nothing(choice: PictureChoice) -> str:
    measured = bool(service.network(g.project).measurements)
    return render_template("evaluator/network_empty.html", choice=choice, measured=measured, **told_by(choice))


def _sectors_in(cast: Cast) -> list[dict]:
    words = service.network(g.project).sectors
    return [
        {"name": words.names[kind], "position": words.positions[kind]}
        for kind in np.unique(cast.people.sector).tolist()
    ]


def _figure(found: Scenes, choice: PictureChoice) -> Figure:
    from dataclasses import replace

    from kapstok.network.drawing import Caption, direct_label
    from kapstok.network.marks import MUTED
    from kapstok.network.picture import network

    cast = found.cast
    labels = (*cast.people.labels[:-1], _("Mantelzorgers (groep)")) if cast.group else cast.people.labels
    people = len(cast.people)
    captions = [
        Caption(people, heard, choice.sterkte.data, choice.richting.data, sources(choice)) for heard in found.heard
    ]
    figure = network(
        replace(cast.people, labels=labels),
        cast.positions,
        found.story,
        found.unknown,
        [moment_in_words(moment) for moment in found.moments],
        captions,
        marks=service.network(g.project).sectors.positions,
        heard=found.spoke,
        size=_size(found, choice),
        voice=voice(),
    )
    if cast.group:
        x, y = cast.positions[-1].tolist()
        below = {"xshift": -8, "yshift": -18}
        figure.layout["annotations"] = [direct_label(x, y, labels[-1], MUTED) | below]
    figure.replay.update(labels=cast.people.labels[: cast.alone], person=_person(ANY_LABEL, choice))
    return figure


def _size(found: Scenes, choice: PictureChoice) -> Size:
    """By what people are drawn larger, at the last moment. Of ways through people, all lines count, not a sector's."""
    from kapstok.network.picture import Size, contacts

    if choice.grootte.data == SizeBy.BRIDGES:
        names = service.network(g.project).sectors.names
        whole = service.find_scenes(g.project, as_choice(choice, names, whole=True), clock.now())
        return Size(_("Op de kortste weg tussen anderen (% van de paren)"), 100 * whole.between, decimals=1)
    if choice.grootte.data == SizeBy.LINES:
        return Size(_("Lijnen"), contacts(found.story, found.story.moments - 1).astype(float))
    told = told_by(choice)
    named = _("Genoemd door") if told["asked"] else _("Genoteerde lijnen")
    return Size(_("Samen geweest met") if told["together"] else named, found.named_by.astype(float))


def _person(label: str, choice: PictureChoice) -> str:
    return url_for("evaluator.network_person", label=label, **asked_again(choice, "sector", "grootte"))


def _linked(picture: Figure, found: Scenes, choice: PictureChoice) -> list[tuple[str | None, tuple]]:
    """The rows of the table, each with the address of the page of that person; None for a group."""
    links = [_person(label, choice) for label in found.cast.people.labels[: found.cast.alone]]
    return list(zip([*links, *[None] * (len(picture.rows) - len(links))], picture.rows, strict=True))


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
