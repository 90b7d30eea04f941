"""Wie bel ik nu? One box to type in, and a number to call within ten seconds."""

from __future__ import annotations

from flask import g, render_template, request

from kapstok import clock
from kapstok.directory import whom
from kapstok.ties.known import known_by
from kapstok.web.deelnemer import blueprint
from kapstok.web.deelnemer.person import read_person

LONGEST_QUESTION = 100


@blueprint.get("/d/<token>/wie-bel-ik")
def whom_to_call(token: str):
    person, now = read_person(token), clock.now()
    words = " ".join(request.args.get("zoek", "")[:LONGEST_QUESTION].split())
    known = known_by(person, now)
    if words:
        found = {"answer": whom.search(person, g.project, known, words, now)}
    else:
        found = {"acquainted": whom.acquaintances(person, g.project, known, now)}
    return render_template(
        "deelnemer/whom.html",
        token=token,
        words=words,
        is_mantelzorger=person.is_mantelzorger,
        themes=whom.themes_on_offer(g.project),
        **found,
    )
