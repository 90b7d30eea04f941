"""Naar wie verwijs ik? Choose what is going on, and see where somebody can go, through whom one knows there."""

from __future__ import annotations

from flask import g, render_template, request

from kapstok import clock
from kapstok.directory import situations
from kapstok.projects import service as projects
from kapstok.projects.rules import Module
from kapstok.register.models import Person
from kapstok.ties.known import known_by
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person


@blueprint.get("/d/<token>/verwijswijzer")
def where_to_go(token: str):
    person, now = read_person(token), clock.now()
    chosen = request.args.get("situatie", type=int)
    if chosen is None:
        found = [each for each in situations.list_situations(g.project) if each[1]]
        return render_template("deelnemer/where.html", token=token, person=person, situations=found)
    situation = situations.get_situation(g.project, chosen)
    nearby = person.area if request.args.get("wijk") else ""
    offers = situations.find_offers(person, g.project, known_by(person, now), situation, now, nearby)
    return render_template(
        "deelnemer/where_found.html",
        token=token,
        person=person,
        situation=situation[0],
        offers=offers,
        nearby=nearby,
        refers=_refers(person),
        follows=_refers(person) and projects.has_module(g.project, Module.FOLLOWING),
    )


def _refers(person: Person) -> bool:
    """Mantelzorgers look for help themselves; organisations refer."""
    return person.organisation is not None and not person.is_mantelzorger
